"""Finding a place again: normal text, quote search, geometry, sentences; pure functions."""
