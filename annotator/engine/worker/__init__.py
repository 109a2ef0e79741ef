"""The worker's side of the wall: the only code that imports PyMuPDF or parses a document."""
