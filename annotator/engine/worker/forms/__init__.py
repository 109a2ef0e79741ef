"""One module per family of formats: a file's bytes in, what is to be laid out and frozen out. All of it runs locked."""
