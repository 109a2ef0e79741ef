"""Reading scans with Tesseract: where it is, how it is started under its own profile, what its answers may be."""
