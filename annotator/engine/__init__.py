"""PyMuPDF behind a wall: a client for everybody, and locked worker processes that read one document each."""
