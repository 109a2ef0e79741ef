"""The strip beside the pages: the table of contents, and small pages."""
