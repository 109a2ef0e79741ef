"""PyMuPDF behind a wall: protocol, client, workers, confinement, formats."""
