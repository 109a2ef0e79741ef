"""What a page holds that nobody sees: words and parts of pictures that are covered, off the page, or not painted.

Whether words are seen is judged by what is drawn: a letter in whose place nothing but one colour stands is not there
for a reader, whatever the reason; where pictures or colours lie about it, the page is drawn without its words, too.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from annotator.engine.worker.shots import Edges, Shot, alike, near

_SMALLEST = 1.0
"""Points: smaller letters are not read by anybody."""
_NARROW = 0.05
_LIGHT = 0.6
_COVERS = 400
"""So many painted shapes of a page are compared with each picture."""
_SPACE = 32
_UNPAINTED = 3
"""The kind that PyMuPDF gives to words of render mode 3."""


class Why(IntEnum):
    """Why something of a page is not seen."""

    UNPAINTED = 1
    OUTSIDE = 2
    COVERED = 3
    SAME_COLOUR = 4
    TINY = 5


@dataclass(frozen=True, slots=True)
class Unseen:
    """Words that are not seen: letters with their boxes on MuPDF's upright page (y down)."""

    why: Why
    letters: tuple[tuple[str, Edges], ...]
    line: tuple[float, float] = (1.0, 0.0)

    @property
    def text(self) -> str:
        """The letters as one string."""
        return "".join(letter for letter, _ in self.letters)

    @property
    def box(self) -> Edges:
        """Around all letters."""
        return around([box for _, box in self.letters])


_Letters = tuple[tuple[str, Edges], ...]
_Trace = tuple[int, int, tuple[float, float], Edges]
"""Code point, glyph, origin and box, as PyMuPDF traces a letter."""


@dataclass(frozen=True, slots=True)
class _Traced:
    """Letters that are all seen, as they were traced."""

    chars: Sequence[_Trace]

    def runs(self) -> Iterator[_Letters]:
        """A run for each line."""
        run: list[tuple[str, Edges]] = []
        for code, _, _, box in self.chars:
            narrow = box[2] - box[0] < _NARROW and box[3] - box[1] > _NARROW
            if run and not narrow and _next_line(run[-1][1], box):
                yield tuple(run)
                run = []
            run.append((_letter(code), box))
        if run:
            yield tuple(run)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found on a page.

    `covered` are parts of pictures under something; `outside` whether pictures or lines stick out of the page.
    """

    unseen: tuple[Unseen, ...]
    runs: tuple[_Letters | _Traced, ...]
    """What is seen, in order; of most runs nobody asks for the letters."""
    covered: tuple[Edges, ...]
    outside: bool
    shot: Shot

    @property
    def seen(self) -> tuple[_Letters, ...]:
        """Letters that are seen, with their boxes, in order, each run of them in a tuple of its own."""
        return tuple(made for run in self.runs for made in (run.runs() if isinstance(run, _Traced) else (run,)))

    @property
    def clean(self) -> bool:
        """Whether the page is what it seems."""
        return not self.unseen and not self.covered and not self.outside


def around(boxes: Sequence[Edges]) -> Edges:
    """The smallest rectangle around all."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _overlap(a: Edges, b: Edges) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


class _Page:
    """A page that is looked at; it stands upright."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._rect: Edges = tuple(page.rect)
        self._spans = page.get_texttrace()  # not of a display list, which leaves out what is clipped away
        self._paints = [
            (number, kind, tuple(box))
            for number, (kind, box, *_) in enumerate(page.get_bboxlog())
            if "text" not in kind
        ]
        self._shown = Shot(page)
        self._filled = [(number, box) for number, kind, box in self._paints if "fill" in kind]
        self._bare: Shot | None = None

    @property
    def bare(self) -> Shot:
        """The page without its words."""
        if self._bare is None:
            self._bare = Shot(self._page, words=False)
        return self._bare

    def look(self) -> Looked:
        """Everything that `Looked` tells."""
        unseen: list[Unseen] = []
        seen: list[_Letters | _Traced] = []
        for span in self._spans:
            whole = self._of_whole(span)
            doubt = (True, True) if whole else self._doubt(span)
            if not doubt[0] and self._surely_seen(span):
                seen.append(_Traced(span["chars"]))
            else:
                self._judge(span, whole, doubt, unseen, seen)
        pictures = (box for _, kind, box in self._paints if kind in ("fill-image", "fill-imgmask"))
        outside = any(self._sticks_out(box) for box in pictures) or any(
            not _overlap(box, self._rect) for _, _, box in self._paints if box[0] < box[2] and box[1] < box[3]
        )
        return Looked(tuple(unseen), tuple(seen), tuple(self._covered()), outside, self._shown)

    def _sticks_out(self, box: Edges) -> bool:
        x0, y0, x1, y1 = self._rect
        return box[0] < x0 - 2 or box[1] < y0 - 2 or box[2] > x1 + 2 or box[3] > y1 + 2

    def _surely_seen(self, span: dict[str, Any]) -> bool:
        """Whether each letter of a run about which nothing is painted has ink; in a third of `_judge`'s time.

        A letter has some for certain where one of its pixels, in the middle row of its heart, differs from the next.
        """
        if not _level(span):
            return False
        shot, size = self._shown, span["size"]
        rate, width, height = shot.rate, shot.width, 0.62 * size
        line, changes = None, b""
        for number, (code, _, origin, box) in enumerate(span["chars"]):
            if code == _SPACE:
                continue
            if origin[1] != line:
                line = origin[1]
                changes = shot.changes(line - height, line)
            x0, x1 = int(box[0] * rate), int(box[2] * rate)
            # Most letters change in their first pixels, which is seen sooner than that all of them are looked at.
            if 0 <= x0 < x1 < width and (changes[x0] or changes[x0 + 1] or any(changes[x0:x1])):
                continue
            if number and box[2] - box[0] < _NARROW and box[3] - box[1] > _NARROW:
                continue
            if _counts(_letter(code)) and self._of_letter(span, _heart(span, origin, box), (False, False)) is not None:
                return False
        return True

    def _judge(
        self,
        span: dict[str, Any],
        whole: Why | None,
        doubt: tuple[bool, bool],
        unseen: list[Unseen],
        seen: list[_Letters | _Traced],
    ) -> None:
        """Each letter of a run of text, those that stand together in one value."""
        run: list[tuple[str, Edges]] = []
        last: Why | None = whole
        for code, _, origin, box in span["chars"]:
            why, letter = whole, _letter(code)
            if run and box[2] - box[0] < _NARROW and box[3] - box[1] > _NARROW:
                run.append((letter, box))  # a ligature's second letter
                continue
            if whole is None:
                if _counts(letter):
                    why = self._of_letter(span, _heart(span, origin, box), doubt)
                else:
                    why = last if run else None
            if run and (why != last or _next_line(run[-1][1], box)):
                _keep(run, last, span, unseen, seen)
                run = []
            run.append((letter, box))
            last = why
        if run:
            _keep(run, last, span, unseen, seen)

    def _of_whole(self, span: dict[str, Any]) -> Why | None:
        if span["type"] == _UNPAINTED or span["opacity"] < 0.04:
            return Why.UNPAINTED
        return Why.TINY if span["size"] < _SMALLEST else None

    def _doubt(self, span: dict[str, Any]) -> tuple[bool, bool]:
        """Whether something was painted over a run of text or under it, or its colour is light; over it."""
        box = span["bbox"]
        over = any(number > span["seqno"] and _overlap(at, box) for number, at in self._filled)
        under = any(number < span["seqno"] and _overlap(at, box) for number, at in self._filled)
        return over or under or min(span["color"] or (0,)) > _LIGHT or max(span["color"] or (0,)) > _LIGHT, over

    def _of_letter(self, span: dict[str, Any], heart: Edges, doubt: tuple[bool, bool]) -> Why | None:
        x0, y0, x1, y1 = self._rect
        across, down = (heart[0] + heart[2]) / 2, (heart[1] + heart[3]) / 2
        if not (x0 <= across <= x1 and y0 <= down <= y1):
            return Why.OUTSIDE
        if self._shown.even(heart):
            return Why.COVERED if doubt[1] else Why.SAME_COLOUR
        if not doubt[0]:
            return None
        rows = self._shown.rows(heart)
        bare = self.bare.rows(heart)
        if alike(rows, bare):
            return Why.COVERED if doubt[1] else Why.SAME_COLOUR
        colour = span["color"]
        if colour and len(colour) == 3 and near(bare, tuple(round(255 * part) for part in colour)):
            return Why.COVERED if doubt[1] else Why.SAME_COLOUR
        return None

    def _covered(self) -> Iterator[Edges]:
        """Parts of pictures over which something of one colour was painted."""
        pictures = [(number, box) for number, kind, box in self._paints if kind == "fill-image"]
        if not pictures:
            return
        shapes = [(number, box) for number, kind, box in self._paints if kind == "fill-path"]
        shapes.sort(key=lambda shape: (shape[1][0] - shape[1][2]) * (shape[1][3] - shape[1][1]))
        for number, box in shapes[:_COVERS]:
            for first, picture in pictures:
                if first > number or not _overlap(box, picture):
                    continue
                part = (
                    max(box[0], picture[0], self._rect[0]),
                    max(box[1], picture[1], self._rect[1]),
                    min(box[2], picture[2], self._rect[2]),
                    min(box[3], picture[3], self._rect[3]),
                )
                inner = (part[0] + 1, part[1] + 1, part[2] - 1.5, part[3] - 1.5)
                if inner[2] - inner[0] < 1 or inner[3] - inner[1] < 1 or not self._shown.even(inner):
                    continue
                yield part


def _next_line(before: Edges, box: Edges) -> bool:
    """Whether a letter does not go on in the line of the one before it: one run may have all words of a page."""
    middle = (box[1] + box[3]) / 2
    return not before[1] <= middle <= before[3] and not before[0] <= (box[0] + box[2]) / 2 <= before[2]


def _letter(code: int) -> str:
    return chr(code) if code > 0 else "\ufffd"


def _counts(letter: str) -> bool:
    """Whether it says something: spaces and stops are seen where their neighbours are."""
    return letter.isalnum() or not letter.isprintable() or letter == "\ufffd"


def _level(span: dict[str, Any]) -> bool:
    """Whether its letters stand beside each other on a level line."""
    across, down = span["dir"]
    return abs(down) <= 0.01 and not span["wmode"] and across > 0


def _heart(span: dict[str, Any], origin: tuple[float, float], box: Edges) -> Edges:
    """Where a letter has ink for certain: between the line it stands on and half its size above."""
    if not _level(span):
        return box
    size = span["size"]
    return (box[0], origin[1] - 0.62 * size, box[2], origin[1])


def _keep(
    run: list[tuple[str, Edges]],
    why: Why | None,
    span: dict[str, Any],
    unseen: list[Unseen],
    seen: list[_Letters | _Traced],
) -> None:
    if why is None:
        seen.append(tuple(run))
    elif any(not letter.isspace() for letter, _ in run):
        unseen.append(Unseen(why, tuple(run), tuple(span["dir"])))


def look(page: Any) -> Looked:
    """What of a page is not seen. The page must stand upright and have no annotations that count."""
    with uncollected():
        return _Page(page).look()


@contextmanager
def uncollected() -> Iterator[None]:
    """Meanwhile Python does not search for garbage, as it would a dozen times for a page's thousands of letters."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
