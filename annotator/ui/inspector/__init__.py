"""The inspector: details of the chosen claim with its links, of a passage, of a document."""
