"""Annotator: which passage holds up which claim, in one local file."""

__version__ = "0.1.0"
