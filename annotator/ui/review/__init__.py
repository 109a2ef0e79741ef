"""What a new version asks a person about: edited, moved and missing passages, old and new wording side by side."""
