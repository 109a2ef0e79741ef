"""What a check noticed: never that a claim is true, nor that something is right where that could not be told."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum

_NAMES = uuid.UUID("0f0f8a3e-4d1c-4b3b-9a0a-6b5c6f1d2e33")
"""The space in which findings get their names."""


class FindingKind(StrEnum):
    """What a finding is about."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    QUOTE = "quote"
    CITATION = "citation"
    NEGATION = "negation"
    CONTRADICTED = "contradicted"
    PLACES = "places"
    CALCULATION = "calculation"
    ALONE = "alone"
    """All that supports a claim goes back to one document."""


class Severity(StrEnum):
    """How much there is to do about it, the gravest first."""

    GRAVE = "grave"
    """A number, word, name or date differs, or somebody said it who is not who the draft says."""
    LOOK = "look"
    """Something that a person has to look at, as a program can't tell whether it matters."""
    NOTE = "note"
    """Worth knowing, as a figure that was rounded; nothing to mend."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands: `start` and `end` count code points of the page (by index)."""

    document: str
    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check noticed. `link` is empty where it rests on no single one; `source` None where there is none.

    `claim` is empty where it is about words of the draft that no claim covers. `dismissed` is why a person put it
    aside; empty while nobody did.
    """

    id: str
    kind: FindingKind
    claim: str
    link: str
    severity: Severity
    message: str
    draft: Spot | None
    source: Spot | None
    dismissed: str = ""


def contradiction_id(claim: str, link: str, wording: str, passage: str) -> str:
    """The name of the flag that a linked passage contradicts a claim: another one once either wording changes."""
    return finding_id(FindingKind.CONTRADICTED, claim, link, wording, passage)


def finding_id(*words: object) -> str:
    """The name of a finding: the same each time for the same kind, things and words, and another once these differ.

    So a finding put aside comes back when what it was about has changed. `words` begin with its kind.
    """
    return str(uuid.uuid5(_NAMES, " ".join(map(str, words))))
