"""Where lines and chips go, from where claims and passages are. Pure: rectangles in, curves and chips out.

All coordinates are those of the overlay, in pixels, y down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

LIMIT = 12
CHIP_HEIGHT = 22.0
CHIP_GAP = 4.0


@dataclass(frozen=True, slots=True)
class End:
    """One end of a line. `rect` is where it is, a flat rectangle at the edge of `view` where out of sight.

    `view` is the visible part of the pane it is in; `side` is "", "above", "below", or "closed" where its document is
    in no pane: then `rect` is meaningless, and `view` the pane it would open in. `label` tells where it is: "p. 14",
    cells or a time.
    """

    passage: str
    rect: QRectF
    view: QRectF
    side: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A link to be drawn: from a claim's end to a passage's. `name` is the passage's document."""

    link: str
    relation: str
    mark: str
    claim: End
    passage: End
    name: str = ""
    strong: bool = True
    review: bool = False
    """Whether one of its ends waits for a person's yes: drawn dashed."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A horizontal curve between two points."""

    start: QPointF
    end: QPointF
    relation: str
    mark: str
    strong: bool
    review: bool = False


@dataclass(frozen=True, slots=True)
class ChipAt:
    """A chip: what it says and where. `passage` is where a click goes; empty for "+5"."""

    text: str
    rect: QRectF
    passage: str
    relation: str
    review: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is to be seen."""

    curves: tuple[Curve, ...]
    chips: tuple[ChipAt, ...]


def chip_text(thread: Thread) -> str:
    """What a chip says: "+ p. 14 ↓", or the mark and the document's name where it is closed."""
    end = thread.passage
    if end.side == "closed":
        return f"{thread.mark} {thread.name}"
    return f"{thread.mark} {end.label} {'↑' if end.side == 'above' else '↓'}"


def draw(threads: Sequence[Thread], width_of: Callable[[str], float]) -> Drawing:
    """Curves and chips of one claim's links; `width_of` measures a chip's text in pixels."""
    shown = threads[:LIMIT]
    stacks: dict[tuple[float, float, str], float] = {}
    curves, chips = [], []
    for thread in shown:
        rect = thread.passage.rect
        if thread.passage.side:
            chip = _chip(thread, stacks, width_of)
            chips.append(chip)
            rect = chip.rect
        if thread.claim.side != "closed":
            start, end = _ends(thread.claim.rect, rect)
            curves.append(Curve(start, end, thread.relation, thread.mark, thread.strong, thread.review))
    if len(threads) > LIMIT:
        chips.append(_more(threads[0].claim, len(threads) - LIMIT, width_of))
    return Drawing(tuple(curves), tuple(chips))


def _ends(claim: QRectF, passage: QRectF) -> tuple[QPointF, QPointF]:
    """The two nearest edges, at half height."""
    if passage.center().x() >= claim.center().x():
        return QPointF(claim.right(), claim.center().y()), QPointF(passage.left(), passage.center().y())
    return QPointF(claim.left(), claim.center().y()), QPointF(passage.right(), passage.center().y())


def _chip(thread: Thread, stacks: dict[tuple[float, float, str], float], width_of: Callable[[str], float]) -> ChipAt:
    """A chip at the upper or lower edge of its pane, below or above those already there."""
    view, text = thread.passage.view, chip_text(thread)
    width = min(width_of(text) + 20, max(40.0, view.width() - 16))
    above = thread.passage.side == "above"
    key = (view.left(), view.top(), "above" if above else "below")
    used = stacks.get(key, 0.0)
    stacks[key] = used + CHIP_HEIGHT + CHIP_GAP
    top = view.top() + 8 + used if above else view.bottom() - 8 - used - CHIP_HEIGHT
    rect = QRectF(view.left() + 8, top, width, CHIP_HEIGHT)
    return ChipAt(text, rect, thread.passage.passage, thread.relation, thread.review)


def _more(claim: End, hidden: int, width_of: Callable[[str], float]) -> ChipAt:
    text = f"+{hidden}"
    width = width_of(text) + 20
    left = min(claim.rect.right() + 6, claim.view.right() - width - 8)
    return ChipAt(text, QRectF(left, claim.rect.center().y() + 8, width, CHIP_HEIGHT), "", "context")
