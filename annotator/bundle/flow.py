"""The draft's paragraphs, put together from the lines of its pages; each line keeps its place in the page's text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from annotator.bundle.words import Known, glue
from annotator.model.pages import PageText
from annotator.model.places import Rect

_ENDS = tuple(".!?:;…\"'”’»)]")
_BULLET = re.compile(r"[•◦▪‣●○■·]\s")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]\s")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: code points `start` to `end` of the page's text, and what leads on to the next line.

    `drop` characters at its end are a hyphen that only the line's end made. `box` is in user space, None where unknown.
    """

    page: int
    start: int
    end: int
    drop: int = 0
    glue: str = " "
    box: Rect | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. `heading` where they are set larger than the text."""

    lines: tuple[Line, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class _Measures:
    left: float
    right: float
    height: float
    pitch: float


def paragraphs(texts: Sequence[str], chars: Callable[[int], PageText], known: Known) -> list[Paragraph]:
    """The paragraphs of a document. `texts` by page; `chars` gives a page's boxes, which may be missing.

    Line pitch, indents, size and lines that end early tell where a paragraph ends; without boxes, empty lines and
    lines that end early do. Nothing is left out but empty lines, and a page's number at its top or foot.
    """
    lines = _lines(texts, chars)
    furniture = _page_numbers(texts, lines)
    lines = [line for line in lines if line.start < line.end and line not in furniture]
    if not lines:
        return []
    measures = _measures(texts, lines)
    groups: list[list[Line]] = [[lines[0]]]
    for before, line in pairwise(lines):
        if _breaks(texts, before, line, measures):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [_paragraph(texts, group, measures, known) for group in groups]


def _lines(texts: Sequence[str], chars: Callable[[int], PageText]) -> list[Line]:
    found: list[Line] = []
    for page, text in enumerate(texts):
        seen = chars(page)
        boxes = seen.boxes if seen.text == text and len(seen.boxes) == 4 * len(text) else None
        at = 0
        for raw in text.split("\n"):
            start = at + len(raw) - len(raw.lstrip())
            end = at + len(raw.rstrip())
            box = None
            if boxes is not None and start < end:
                corners = [tuple(boxes[4 * i : 4 * i + 4]) for i in range(start, end) if not text[i].isspace()]
                box = _union([corner for corner in corners if corner[0] < corner[2]])
            found.append(Line(page, start, max(start, end), box=box))
            at += len(raw) + 1
    return found


def _union(boxes: Sequence[tuple[float, ...]]) -> Rect | None:
    if not boxes:
        return None
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _page_numbers(texts: Sequence[str], lines: Sequence[Line]) -> set[Line]:
    """First and last lines of pages that are nothing but a number, the same but for digits on most pages."""
    edges: list[Line] = []
    for page in range(len(texts)):
        mine = [line for line in lines if line.page == page and line.start < line.end]
        edges += mine[:1] + mine[-1:] if len(mine) > 1 else []
    shape = {line: _DIGITS.sub("#", texts[line.page][line.start : line.end]) for line in edges}
    often = Counter(shape.values())
    bare = {"#", "- # -", "– # –", "Page #", "# / #", "#/#", "Page # of #", "[#]"}
    return {line for line in edges if shape[line] in bare and often[shape[line]] * 2 > len(texts) > 1}


def _measures(texts: Sequence[str], lines: Sequence[Line]) -> dict[Line, _Measures]:
    """Margins of each line's column, usual height and pitch of the whole document; empty where boxes are missing."""
    boxed = [line for line in lines if line.box]
    if not boxed:
        return {}
    heights = [_height(line) for line in boxed for _ in range(line.end - line.start)]
    height = median(heights)
    gaps = [
        a.box[1] - b.box[1]
        for a, b in pairwise(boxed)
        if a.box and b.box and a.page == b.page and 0.5 * height < a.box[1] - b.box[1] < 4 * height
    ]
    pitch = median(sorted(gaps)[: max(1, len(gaps) * 2 // 3)]) if gaps else 1.2 * height
    found: dict[Line, _Measures] = {}
    for column in _columns(boxed):
        body = [line.box for line in column if line.box and _height(line) <= 1.15 * height]
        mine = body or [line.box for line in column if line.box]
        left = Counter(round(box[0]) for box in mine).most_common(1)[0][0]
        here = _Measures(float(left), max(box[2] for box in mine), height, pitch)
        found.update(dict.fromkeys(column, here))
    return found


def _columns(boxed: Sequence[Line]) -> list[list[Line]]:
    """Lines that follow one another down a page: where the text goes up again, a column begins."""
    columns: list[list[Line]] = []
    for line in boxed:
        last = columns[-1][-1] if columns else None
        if last and last.box and line.box and last.page == line.page and line.box[1] < last.box[3]:
            columns[-1].append(line)
        else:
            columns.append([line])
    return columns


def _height(line: Line) -> float:
    return line.box[3] - line.box[1] if line.box else 0.0


def _breaks(texts: Sequence[str], before: Line, line: Line, measures: dict[Line, _Measures]) -> bool:
    """Whether a new paragraph begins with `line`."""
    first, text = texts[before.page][before.start : before.end], texts[line.page][line.start : line.end]
    ended = first.endswith(_ENDS)
    if before.page == line.page and texts[line.page].count("\n", before.end, line.start) > 1:
        return True
    if _BULLET.match(text) or (ended and _NUMBERED.match(text)):
        return True
    here = measures.get(line)
    if not before.box or not line.box or not here:
        longest = max(len(part) for part in texts[before.page].split("\n"))
        fits = len(first) + len(text.split(" ")[0]) + 2 < longest
        return (ended and fits) or len(first) < 0.5 * longest
    if abs(_height(before) - _height(line)) > 0.15 * here.height:
        return True
    drop = before.box[1] - line.box[1]
    onward = before.page != line.page or drop < 0
    if not onward and (
        drop > 1.25 * here.pitch * max(1.0, _height(line) / here.height) or _indented(before, line, here)
    ):
        return True
    short = here.right - line.box[2] > 0.5 * (here.right - here.left)
    if ended and short and text[0].isupper() and not text.endswith(_ENDS):
        return True  # a heading that is set like the text
    return _ends_early(first, text, before, measures.get(before, here), ended)


def _indented(before: Line, line: Line, here: _Measures) -> bool:
    if not before.box or not line.box:
        return False
    step = line.box[0] - before.box[0]
    return 0.8 * here.height < step < 4 * here.height and abs(before.box[0] - here.left) < 0.3 * here.height


def _ends_early(first: str, text: str, before: Line, here: _Measures, ended: bool) -> bool:
    """Whether the next line's first word would have fitted, so that its writer must have ended the line."""
    if not before.box:
        return False
    width = (before.box[2] - before.box[0]) / max(1, len(first))
    word = len(text.split(" ")[0]) + 1
    room = here.right - before.box[2]
    if ended:
        return room > (word + 2) * width
    return room > 0.5 * (here.right - here.left) and room > (word + 2) * width


def _paragraph(texts: Sequence[str], group: Sequence[Line], measures: dict[Line, _Measures], known: Known) -> Paragraph:
    joined: list[Line] = []
    for line, following in zip(group, [*group[1:], None], strict=True):
        after = texts[following.page][following.start : following.end] if following else ""
        drop, between = glue(texts[line.page][line.start : line.end], after, known) if after else (0, "")
        joined.append(Line(line.page, line.start, line.end, drop, between, line.box))
    here = measures.get(group[0])
    size = sum(line.end - line.start for line in group)
    heading = bool(here and size <= 240 and all(_height(line) > 1.15 * here.height for line in group))
    return Paragraph(tuple(joined), heading)
