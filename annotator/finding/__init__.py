"""The search index of this computer; kept in a cache, never in the project."""
