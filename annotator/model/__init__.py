"""The words of Annotator as frozen values, and the protocols rooms hand each other; imports nothing of ours."""
