"""The lines from a claim to what it rests on, across all panes."""
