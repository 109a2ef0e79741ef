"""What a person can do, one plain function each; the one door for writing."""
