"""The command line: arguments in, operations called, text or JSON out."""
