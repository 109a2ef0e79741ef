"""Full views of what was done: who did what and when, what came in, and what can be set back."""
