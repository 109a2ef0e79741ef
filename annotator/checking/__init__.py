"""Coverage of the draft, sentence by sentence; pure functions."""
