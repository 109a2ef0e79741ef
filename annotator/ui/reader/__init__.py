"""The reader pane: one document's pages, selection, highlights, find, history; knows nothing of the project."""
