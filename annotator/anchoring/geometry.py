"""From words to places on the page, and from the page as stored to the page as shown."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from annotator.anchoring.document_text import DocumentText, Match, Run
from annotator.anchoring.lines import Line, box_over, has_boxes, lines_of, same_row, union
from annotator.model.pages import PageInfo, PageText
from annotator.model.places import Place, Rect, Span


def place_of(
    match: Match,
    *,
    version: str,
    extraction: str,
    document_text: DocumentText,
    pages: Mapping[int, PageInfo],
    chars: Mapping[int, PageText],
) -> Place:
    """The place of a match: a span for each page and each column, a rectangle for each line, in user space.

    `chars` holds the pages of the match; a page without boxes (or absent) gives spans without rectangles. Raises
    ValueError where the match is empty or a page's text is not the one that was searched.
    """
    spans: list[Span] = []
    for run in match:
        text = document_text.texts[run.page]
        page = chars.get(run.page)
        if page is not None and page.text != text:
            raise ValueError("the page's text is not the one that was searched")
        info = pages.get(run.page)
        label = info.label if info else str(run.page + 1)
        usable = page if page is not None and has_boxes(page) else None
        for start, end in columns_of(usable, run) if usable else [(run.start, run.end)]:
            start, end = _trimmed(text, start, end)
            if start < end:
                rects = rects_between(usable, start, end) if usable else ()
                spans.append(Span(run.page, label, start, end, rects))
    if not spans:
        raise ValueError("nothing is selected")
    before, after = document_text.context(match)
    quote = "\n".join(document_text.texts[span.page][span.start : span.end] for span in spans)
    return Place(version, extraction, tuple(spans), quote, before, after)


def columns_of(page: PageText, run: Run) -> list[tuple[int, int]]:
    """The run cut where the text goes on in another column."""
    touched = [line for line in lines_of(page) if line.end > run.start and line.start < run.end]
    cuts = [run.start]
    column: list[Line] = []
    for line in touched:
        if line.box is None:
            continue
        if column and _other_column(column, line):
            cuts.append(max(line.start, run.start))
            column = []
        column.append(line)
    cuts.append(run.end)
    return [(start, end) for start, end in pairwise(cuts) if start < end]


def rects_between(page: PageText, start: int, end: int) -> tuple[Rect, ...]:
    """A tight rectangle for each line from `start` to `end`; pieces of one line that touch are one.

    Blank lines have none, unless there is nothing else.
    """
    found: list[tuple[Line, Rect]] = []
    blank = not page.text[start:end].strip()
    for line in lines_of(page):
        if line.end <= start or line.start >= end:
            continue
        if not blank and not page.text[max(line.start, start) : min(line.end, end)].strip():
            continue
        whole = start <= line.start and line.end <= end
        box = line.box if whole else box_over(page, max(line.start, start), min(line.end, end))
        if box is None:
            continue
        piece = Line(line.start, line.end, box, line.frame)
        if found and _touching(Line(0, 0, found[-1][1], found[-1][0].frame), piece):
            found[-1] = (found[-1][0], union(found[-1][1], box) or box)
        else:
            found.append((piece, box))
    return tuple(box for _, box in found)


def to_view(rect: Rect, page: PageInfo, scale: float = 1.0) -> Rect:
    """A rectangle of user space on the page as shown: origin at its top left, y down, times `scale`."""
    one = point_to_view(rect[0], rect[1], page, scale)
    other = point_to_view(rect[2], rect[3], page, scale)
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))


def from_view(rect: Rect, page: PageInfo, scale: float = 1.0) -> Rect:
    """A rectangle of the page as shown, in user space: the inverse of `to_view`."""
    one = point_from_view(rect[0], rect[1], page, scale)
    other = point_from_view(rect[2], rect[3], page, scale)
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))


def point_to_view(x: float, y: float, page: PageInfo, scale: float = 1.0) -> tuple[float, float]:
    """A point of user space on the page as shown."""
    x0, y0, x1, y1 = page.box
    shown = {
        0: (x - x0, y1 - y),
        90: (y - y0, x - x0),
        180: (x1 - x, y - y0),
        270: (y1 - y, x1 - x),
    }[page.rotation % 360]
    return (shown[0] * scale, shown[1] * scale)


def point_from_view(x: float, y: float, page: PageInfo, scale: float = 1.0) -> tuple[float, float]:
    """A point of the page as shown, in user space: the inverse of `point_to_view`."""
    x0, y0, x1, y1 = page.box
    x, y = x / scale, y / scale
    return {
        0: (x + x0, y1 - y),
        90: (y + x0, x + y0),
        180: (x1 - x, y + y0),
        270: (x1 - y, y1 - x),
    }[page.rotation % 360]


def _other_column(column: list[Line], line: Line) -> bool:
    """Whether a line starts another column: higher than the line before it, and beside the column so far.

    Superscripts and signs that stand a little higher overlap the line before them, so they stay.
    """
    last = column[-1]
    if line.box is None or last.frame.quarter != line.frame.quarter:
        return line.box is not None
    here = last.measured
    there = last.frame.enter_rect(line.box)
    height = min(here[3] - here[1], there[3] - there[1])
    if there[3] > here[1] + 0.3 * height:
        return False
    left = min(last.frame.enter_rect(old.box)[0] for old in column if old.box)
    right = max(last.frame.enter_rect(old.box)[2] for old in column if old.box)
    shared = min(right, there[2]) - max(left, there[0])
    return shared <= 0.25 * min(right - left, there[2] - there[0])


def _touching(one: Line, other: Line) -> bool:
    """Whether two boxes are pieces of one line: side by side with no more than a wide space between them."""
    if one.box is None or other.box is None or not same_row(one, other):
        return False
    here, there = one.measured, one.frame.enter_rect(other.box)
    apart = max(here[0], there[0]) - min(here[2], there[2])
    return apart <= 1.5 * max(here[3] - here[1], there[3] - there[1])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
