"""All of Qt, a folder per pane."""
