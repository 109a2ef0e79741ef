"""What a person chooses for a copy that is sent, and what it is then without."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sending:
    """What a person chose for a copy. With `quotes` the words of sources that stay here go, with contexts and notes."""

    never_leaves: bool = False
    quotes: bool = False
    history: bool = True
    names: bool = True
    private_notes: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """What a copy is without.

    Every change of `things` is emptied, every change of `fields` (thing, field), and every other change whose value
    names one of `mentions` (ids, SHA-256 in hex). `left_out` says of which documents, with the reason.
    """

    things: frozenset[str] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    mentions: frozenset[str] = frozenset()
    left_out: tuple[tuple[str, str], ...] = ()
    history: bool = True
    names: bool = True
