"""A project that is damaged: what can be done with it."""
