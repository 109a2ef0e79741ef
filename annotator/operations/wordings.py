"""The wording of a passage before and now, each within its sentence, and what differs between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.anchoring.differing import Difference, differing
from annotator.anchoring.joined import as_shown
from annotator.anchoring.sentences import sentences
from annotator.model.errors import Refused
from annotator.model.places import Place
from annotator.operations.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Side:
    """A wording as a person reads it: the sentence or sentences of a passage, the passage itself at `start`..`end`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wording:
    """Both sides; `new` is None where a passage was not found."""

    old: Side
    new: Side | None
    differences: tuple[Difference, ...]


def wording(ws: Workspace, was: Place, now: Place | None) -> Wording:
    """The words at a place of an older version, and at the place they were found at."""
    old = _side(ws, was)
    if now is None:
        return Wording(old, None, ())
    new = _side(ws, now)
    return Wording(old, new, differing(old.text, new.text))


def _side(ws: Workspace, place: Place) -> Side:
    before, after = place.before, place.after
    if place.spans:
        texts = _texts(ws, place.extraction)
        first, last = place.spans[0], place.spans[-1]
        if 0 <= first.page < len(texts) and 0 <= last.page < len(texts):
            begin = _around(texts[first.page], first.start)[0]
            end = _around(texts[last.page], max(last.end - 1, last.start))[1]
            before = texts[first.page][min(begin, first.start) : first.start]
            after = texts[last.page][last.end : max(end, last.end)]
    head, words, tail = (" ".join(as_shown(part).split()) for part in (before, place.quote, after))
    left = " " if head and _apart(before, place.quote) else ""
    right = " " if tail and _apart(place.quote, after) else ""
    start = len(head) + len(left)
    return Side(f"{head}{left}{words}{right}{tail}", start, start + len(words))


def _texts(ws: Workspace, extraction: str) -> Sequence[str]:
    """A version's pages; none where it was withheld or erased."""
    try:
        return ws.project.page_texts(extraction)
    except Refused:
        return ()


def _around(text: str, offset: int) -> tuple[int, int]:
    """The sentence around an offset of a page."""
    return next(((start, end) for start, end in sentences(text) if start <= offset < end), (offset, offset))


def _apart(one: str, other: str) -> bool:
    return one[-1:].isspace() or other[:1].isspace()
