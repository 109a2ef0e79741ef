"""What a page holds that nobody sees: words and parts of pictures that are covered, off the page, or not painted.

Whether words are seen is judged by what is drawn: a letter in whose place nothing but one colour stands is not there
for a reader, whatever the reason; where pictures or colours lie about it, the page is drawn without its words, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from annotator.engine.worker.mupdf import fitz, lib

Edges = tuple[float, float, float, float]
_MOST_PIXELS = 6_000_000
_RATE = 1.5
"""Pixels a point at which a page is looked at."""
_SMALLEST = 1.0
"""Points: smaller letters are not read by anybody."""
_NARROW = 0.05
_FAINT = 16
"""Of 255: colours that differ less look the same."""
_LIGHT = 0.6
_SHRUNK, _UNLIKE = 3, 20
"""Pages are compared in cells of 2 to the power of this pixels, which may differ by so much of 255."""
_COVERS = 400
"""So many painted shapes of a page are compared with each picture."""
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


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found on a page. `seen` are letters with boxes in order, each run of them in a tuple of its own.

    `covered` are parts of pictures under something; `outside` whether pictures or lines stick out of the page.
    """

    unseen: tuple[Unseen, ...]
    seen: tuple[tuple[tuple[str, Edges], ...], ...]
    covered: tuple[Edges, ...]
    outside: bool
    pixels: bytes
    size: tuple[int, int]
    pictures: bool

    @property
    def clean(self) -> bool:
        """Whether the page is what it seems."""
        return not self.unseen and not self.covered and not self.outside


class _Shot:
    """Pixels of a page, three bytes each, at `rate` pixels a point."""

    def __init__(self, page: Any, *, words: bool) -> None:
        bound = page.rect
        area = max(bound.width * bound.height, 1.0)
        self.rate = min(_RATE, (_MOST_PIXELS / area) ** 0.5)
        pixmap = drawn(page, self.rate, words=words)
        self.width, self.height, self.stride = pixmap.width, pixmap.height, pixmap.stride
        self.size = (self.width, self.height)
        self.samples = bytes(pixmap.samples)

    def rows(self, box: Edges) -> list[bytes]:
        """The pixels of a rectangle (points), a bytes object each row; one pixel at least where it is on the page."""
        rate = self.rate
        x0, x1 = max(0, int(box[0] * rate)), min(self.width, int(box[2] * rate) + 1)
        y0, y1 = max(0, int(box[1] * rate)), min(self.height, int(box[3] * rate) + 1)
        if x0 >= x1:
            return []
        return [self.samples[y * self.stride + 3 * x0 : y * self.stride + 3 * x1] for y in range(y0, y1)]

    def even(self, box: Edges) -> bool:
        """Whether all pixels of a rectangle are the same; also where there are none."""
        rate, samples, stride = self.rate, self.samples, self.stride
        x0, x1 = max(0, int(box[0] * rate)), min(self.width, int(box[2] * rate) + 1)
        y0, y1 = max(0, int(box[1] * rate)), min(self.height, int(box[3] * rate) + 1)
        if x0 >= x1 or y0 >= y1:
            return True
        start = (y0 + y1) // 2 * stride + 3 * x0  # letters have ink in the middle, mostly
        same = samples[start : start + 3] * (x1 - x0)
        length = len(same)
        if samples[start : start + length] != same:
            return False
        return all(
            samples[at : at + length] == same for at in range(y0 * stride + 3 * x0, y1 * stride + 3 * x0, stride)
        )


def _near(rows: list[bytes], colour: tuple[int, ...]) -> bool:
    """Whether all pixels look like a colour."""
    return all(
        abs(edge - part) <= _FAINT
        for row in rows
        for channel, part in enumerate(colour)
        for edge in (min(row[channel::3]), max(row[channel::3]))
    )


def _alike(one: list[bytes], other: list[bytes]) -> bool:
    return one == other or all(
        abs(a - b) <= _FAINT for rows in zip(one, other, strict=True) for a, b in zip(*rows, strict=True)
    )


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
        self._spans = page.get_texttrace()
        self._paints = [
            (number, kind, tuple(box))
            for number, (kind, box, *_) in enumerate(page.get_bboxlog())
            if "text" not in kind
        ]
        self._shown = _Shot(page, words=True)
        self._bare: _Shot | None = None

    @property
    def bare(self) -> _Shot:
        """The page without its words."""
        if self._bare is None:
            self._bare = _Shot(self._page, words=False)
        return self._bare

    def look(self) -> Looked:
        """Everything that `Looked` tells."""
        unseen: list[Unseen] = []
        seen: list[tuple[tuple[str, Edges], ...]] = []
        for span in self._spans:
            self._judge(span, unseen, seen)
        pictures = [box for _, kind, box in self._paints if kind in ("fill-image", "fill-imgmask")]
        outside = any(self._sticks_out(box) for box in pictures) or any(
            not _overlap(box, self._rect) for _, _, box in self._paints if box[0] < box[2] and box[1] < box[3]
        )
        shot = self._shown
        covered = tuple(self._covered())
        return Looked(tuple(unseen), tuple(seen), covered, outside, shot.samples, shot.size, bool(pictures))

    def _sticks_out(self, box: Edges) -> bool:
        x0, y0, x1, y1 = self._rect
        return box[0] < x0 - 2 or box[1] < y0 - 2 or box[2] > x1 + 2 or box[3] > y1 + 2

    def _judge(self, span: dict[str, Any], unseen: list[Unseen], seen: list[tuple[tuple[str, Edges], ...]]) -> None:
        """Each letter of a run of text, those that stand together in one value."""
        whole = self._of_whole(span)
        doubt = None
        run: list[tuple[str, Edges]] = []
        last: Why | None = whole
        for code, _, origin, box in span["chars"]:
            why = whole
            if run and box[2] - box[0] < _NARROW and box[3] - box[1] > _NARROW:
                run.append((chr(code) if code > 0 else "\ufffd", box))  # a ligature's second letter
                continue
            if whole is None:
                letter = chr(code) if code > 0 else "\ufffd"
                if letter.isalnum() or not letter.isprintable() or letter == "\ufffd":
                    if doubt is None:
                        doubt = self._doubt(span)
                    why = self._of_letter(span, _heart(span, origin, box), doubt)
                else:
                    why = last if run else None
            else:
                letter = chr(code) if code > 0 else "\ufffd"
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
        over = any(number > span["seqno"] and _overlap(at, box) for number, kind, at in self._paints if "fill" in kind)
        under = any(number < span["seqno"] and _overlap(at, box) for number, kind, at in self._paints if "fill" in kind)
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
        if _alike(rows, bare):
            return Why.COVERED if doubt[1] else Why.SAME_COLOUR
        colour = span["color"]
        if colour and len(colour) == 3 and _near(bare, tuple(round(255 * part) for part in colour)):
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


def _heart(span: dict[str, Any], origin: tuple[float, float], box: Edges) -> Edges:
    """Where a letter has ink for certain: between the line it stands on and half its size above."""
    across, down = span["dir"]
    if abs(down) > 0.01 or span["wmode"] or across <= 0:
        return box
    size = span["size"]
    return (box[0], origin[1] - 0.62 * size, box[2], origin[1])


def _keep(
    run: list[tuple[str, Edges]],
    why: Why | None,
    span: dict[str, Any],
    unseen: list[Unseen],
    seen: list[tuple[tuple[str, Edges], ...]],
) -> None:
    if why is None:
        seen.append(tuple(run))
    elif any(not letter.isspace() for letter, _ in run):
        unseen.append(Unseen(why, tuple(run), tuple(span["dir"])))


def drawn(page: Any, rate: float, *, words: bool = True) -> Any:
    """A picture of an upright page without annotations, `rate` pixels a point; MuPDF's, on white."""
    matrix = lib.FzMatrix(rate, 0, 0, rate, 0, 0)
    box = lib.fz_round_rect(lib.fz_transform_rect(lib.fz_bound_page(page.this), matrix))
    pixmap = fitz.Pixmap(fitz.csRGB, fitz.IRect(0, 0, max(1, box.x1), max(1, box.y1)), 0)
    pixmap.clear_with(255)
    device = lib.fz_new_draw_device(matrix, pixmap.this)
    if not words:  # MuPDF passes over what a device does not do
        device.m_internal.fill_text = device.m_internal.stroke_text = None
    lib.fz_run_page_contents(page.this, device, lib.FzMatrix(), lib.FzCookie())
    lib.fz_close_device(device)
    return pixmap


def pixels(page: Any) -> bytes:
    """What `look` compares of a page."""
    return _Shot(page, words=True).samples


def close(one: Looked, other: Looked) -> bool:
    """Whether two pictures of pages look the same: lines may lie a fraction of a point apart."""
    if one.pixels == other.pixels:
        return True
    if one.size != other.size:
        return False
    shrunk = [fitz.Pixmap(fitz.csRGB, *each.size, each.pixels, 0) for each in (one, other)]
    for pixmap in shrunk:
        pixmap.shrink(_SHRUNK)
    return all(abs(a - b) <= _UNLIKE for a, b in zip(*(bytes(pixmap.samples) for pixmap in shrunk), strict=True))


def look(page: Any) -> Looked:
    """What of a page is not seen. The page must stand upright and have no annotations that count."""
    return _Page(page).look()
