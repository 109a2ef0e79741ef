"""Numbers of things in words."""

from __future__ import annotations


def count(number: int, what: str) -> str:
    """As "1 claim", "2 claims", "no claims"."""
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
