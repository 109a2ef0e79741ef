"""Copies to send, comparing and merging."""
