"""Watching the draft's file: whether it was saved again elsewhere, and what then."""
