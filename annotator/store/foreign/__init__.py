"""A file from elsewhere, read in a locked process of its own: what is asked, what is answered, and what is believed."""
