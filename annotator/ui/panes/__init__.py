"""The panes documents are read in: where they stand, what is open in them, what is painted in them."""
