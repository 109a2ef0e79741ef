"""What the lines of a page are: its own words, headers and footers, line numbers of a margin, footnotes.

Judged by where lines stand and how large they are, and by what repeats on the pages around. Nothing is ever cut from a
page's text; what is found here says which words follow which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from annotator.anchoring.lines import Line, box_of, box_over, lines_of, same_row, sized
from annotator.anchoring.running import edge_shapes, like_a_header, number_of, numbers_in, shape_of
from annotator.model.pages import PageText
from annotator.model.places import Rect

AROUND = 6
"""Pages on either side that are looked at for what repeats."""
EDGE = 0.22
"""Part of the words' height, at top and bottom, where headers and footers stand."""
MOST_ROWS = 5
"""Rows of a header or footer."""
_STAMP = re.compile(
    r"(?:USCA\d*\s+)?case:?\s.*\d.*(?:document|dkt ?entry|doc|filed|page)\b.*", re.IGNORECASE | re.DOTALL
)
_LEADING = re.compile(r"\s*(\d{1,2})(?:\s+|$)")
_NOTE = re.compile(r"\s*(\d{1,3}|[*\u2020\u2021]{1,3})[\s.)\]]*(?=\S)")
_ENDS_WORD = re.compile(r"(?:[^\W\d_]{2,}|[.,;:!?\u201d\u2019\"')\]])$")


class Part(IntEnum):
    """The parts of a page, in the order a person would read them."""

    HEADER = 0
    BODY = 1
    NOTES = 2
    FOOTER = 3
    MARGIN = 4
    NUMBER = 5
    """A line number of the margin, or a footnote's mark: never selected along with other words."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line, or the part of one that a number in the margin leaves."""

    start: int
    end: int
    line: Line
    part: Part

    @property
    def box(self) -> Rect:
        """Where it stands, in the reading frame of its line."""
        return self.line.measured


def items_of(chars: PageText, texts: Sequence[str] = ()) -> list[Item]:
    """The page's lines that show something, in content order. `texts` are all pages', to see what repeats."""
    lines = [line for line in lines_of(chars) if line.box and chars.text[line.start : line.end].strip()]
    if not lines:
        return []
    usual = Counter(line.frame for line in lines for _ in range(line.end - line.start)).most_common(1)[0][0]
    pieces = _numbered(chars, lines, usual.quarter)
    kinds = dict.fromkeys(range(len(pieces)), Part.BODY)
    for index, (piece, number) in enumerate(pieces):
        if number:
            kinds[index] = Part.NUMBER
        elif piece.frame.quarter != usual.quarter:
            kinds[index] = Part.MARGIN
    _keep_turned(pieces, kinds)
    _running(chars, texts, pieces, kinds)
    _notes(chars, pieces, kinds)
    return [Item(piece.start, piece.end, piece, kinds[index]) for index, (piece, _) in enumerate(pieces)]


def note_marks(chars: PageText, items: Sequence[Item]) -> list[tuple[int, int]]:
    """Raised digits in the body that name a footnote of this page, and nothing else (no exponent, no formula)."""
    names = set()
    for item in items:
        if item.part is Part.NOTES and (found := _NOTE.match(chars.text, item.start, item.end)):
            names.add(found[1])
    marks = []
    for item in items if names else ():
        if item.part is not Part.BODY:
            continue
        for found in re.finditer(r"\d{1,3}(?!\d)|[*\u2020\u2021]{1,3}", chars.text[item.start : item.end]):
            start, end = item.start + found.start(), item.start + found.end()
            if found[0] in names and _raised(chars, item, start, end):
                marks.append((start, end))
    return marks


def _raised(chars: PageText, item: Item, start: int, end: int) -> bool:
    before = chars.text[item.start : start]
    after = chars.text[end : item.end]
    if not _ENDS_WORD.search(before) or (after and not after[0].isspace()):
        return False
    mark, word = box_over(chars, start, end), box_over(chars, max(start - 2, item.start), start)
    if mark is None or word is None:
        return False
    small, large = item.line.frame.enter_rect(mark), item.line.frame.enter_rect(word)
    height = large[3] - large[1]
    # v grows downwards: a raised digit ends higher than its word and is smaller
    return small[3] - small[1] < 0.85 * height and small[3] < large[3] - 0.08 * height


def _numbered(chars: PageText, lines: list[Line], quarter: int) -> list[tuple[Line, bool]]:
    """The lines, each cut where the number of a numbered margin stands before its words; True for such numbers."""
    candidates = []
    for line in lines:
        found = _LEADING.match(chars.text, line.start, line.end)
        if found is None or line.frame.quarter != quarter:
            continue
        own = box_over(chars, found.start(1), found.end(1))
        rest = box_over(chars, found.end(), line.end)
        if own is None:
            continue
        mine = line.frame.enter_rect(own)
        apart = line.frame.enter_rect(rest)[0] - mine[2] if rest else 99.0
        if apart >= 0.7 * (mine[3] - mine[1]):
            candidates.append((line, found.end(), int(found[1]), mine))
    margin = _margin_of(candidates, chars, lines)
    pieces: list[tuple[Line, bool]] = []
    cuts = {line.start: cut for line, cut, _, _ in margin}
    for line in lines:
        cut = cuts.get(line.start)
        if cut is None:
            pieces.append((line, False))
            continue
        number = Line(line.start, cut, box_over(chars, line.start, cut), line.frame)
        pieces.append((number, True))
        if cut < line.end and chars.text[cut : line.end].strip():
            pieces.append((Line(cut, line.end, box_over(chars, cut, line.end), line.frame), False))
    return pieces


_Candidate = tuple[Line, int, int, Rect]


def _margin_of(candidates: list[_Candidate], chars: PageText, lines: list[Line]) -> list[_Candidate]:
    """Of numbers at the start of lines those that count 1, 2, 3 … down one margin, evenly, beside running text."""
    best: list[_Candidate] = []
    for edge in (0, 2):
        for first in candidates:
            column = sorted(
                (one for one in candidates if abs(one[3][edge] - first[3][edge]) < 4), key=lambda c: c[3][1]
            )
            if len(column) > len(best) and _counts(column):
                best = column
    if not best:
        return []
    starts = {one[0].start for one in best}
    words = [len(chars.text[line.start : line.end].strip()) for line in lines if line.start not in starts]
    words += [line.end - cut for line, cut, _, _ in best if line.end - cut > 3]
    return best if words and _median(words) >= 20 else []


def _counts(column: list[_Candidate]) -> bool:
    if len(column) < 8 or column[0][2] > 3:
        return False
    steps = [later[2] - earlier[2] for earlier, later in pairwise(column)]
    falls = sorted(later[3][1] - earlier[3][1] for earlier, later in pairwise(column))
    return steps.count(1) >= 0.9 * len(steps) and falls[0] > 0 and falls[-1] <= 2.6 * falls[len(falls) // 2]


def _keep_turned(pieces: list[tuple[Line, bool]], kinds: dict[int, Part]) -> None:
    """Turned lines are the margin's only beside the page's words: a table may have turned headings."""
    upright = [pieces[index][0] for index, part in kinds.items() if part is Part.BODY]
    if not upright:
        return
    frame = upright[0].frame
    boxes = [frame.enter_rect(line.box or (0, 0, 0, 0)) for line in upright]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    for index, part in list(kinds.items()):
        if part is Part.MARGIN:
            box = frame.enter_rect(pieces[index][0].box or (0, 0, 0, 0))
            if box[2] > left + 2 and box[0] < right - 2:
                kinds[index] = Part.BODY


def _running(chars: PageText, texts: Sequence[str], pieces: list[tuple[Line, bool]], kinds: dict[int, Part]) -> None:
    """Marks headers and footers: rows at the upper and lower edge that repeat, number the page, or are stamps."""
    body = [index for index, part in kinds.items() if part is Part.BODY]
    if len(body) < 2:
        return
    frame = pieces[body[0]][0].frame
    boxes = {index: frame.enter_rect(pieces[index][0].box or (0, 0, 0, 0)) for index in body}
    top, bottom = min(box[1] for box in boxes.values()), max(box[3] for box in boxes.values())
    reach = EDGE * (bottom - top)
    prose = _median(len(_words(chars, pieces[index][0])) for index in body) >= 20
    for part, upwards in ((Part.HEADER, False), (Part.FOOTER, True)):
        order = sorted(body, key=lambda index: boxes[index][3] if upwards else -boxes[index][1], reverse=True)
        numbers = 0
        rows: list[float] = []
        for index in order:
            box, line = boxes[index], pieces[index][0]
            if not any(abs(box[1] - row) < 3 for row in rows):
                rows.append(box[1])
            if len(rows) > MOST_ROWS:
                break
            far = bottom - box[1] if upwards else box[3] - top
            raw = chars.text[line.start : line.end].strip()
            number = number_of(raw)
            if (
                far > reach
                or (number is not None and numbers)
                or not _runs(raw, number, chars.index, texts, prose=prose)
            ):
                if far <= reach and any(same_row(line, pieces[other][0]) for other in body if kinds[other] is part):
                    continue
                break
            numbers += number is not None
            kinds[index] = part
    if not any(kinds[index] is Part.BODY for index in body):
        for index in body:
            kinds[index] = Part.BODY


def _runs(raw: str, number: int | None, page: int, texts: Sequence[str], *, prose: bool) -> bool:
    """Whether a line at the edge is a running one. In tables short cells repeat by chance."""
    if _STAMP.fullmatch(raw):
        return True
    if number is not None:
        return _page_number(number, page, texts)
    return like_a_header(raw) and (prose or len(raw) >= 25) and _repeats(raw, page, texts)


def _page_number(number: int, page: int, texts: Sequence[str]) -> bool:
    """Whether a number that stands alone counts the pages: the next or the last page has its neighbour at an edge."""
    for other in (page - 1, page + 1, page - 2, page + 2):
        if 0 <= other < len(texts) and number + other - page in edge_shapes(texts[other]).numbers:
            return True
    return False


def _repeats(raw: str, page: int, texts: Sequence[str]) -> bool:
    """Whether the line stands on a page near by, its numbers the same or counting the pages."""
    shape, numbers = shape_of(raw), numbers_in(raw)
    for other in range(max(page - AROUND, 0), min(page + AROUND + 1, len(texts))):
        for theirs in edge_shapes(texts[other]).shapes.get(shape, ()) if other != page else ():
            if all(mine == its or its - mine == other - page for mine, its in zip(numbers, theirs, strict=True)):
                return True
    return False


def _notes(chars: PageText, pieces: list[tuple[Line, bool]], kinds: dict[int, Part]) -> None:
    """Marks footnotes: from a small line that begins with a mark, or one whose mark is raised, to the column's foot."""
    body = [index for index, part in kinds.items() if part is Part.BODY]
    if len(body) < 3:
        return
    frame = pieces[body[0]][0].frame
    boxes = {index: frame.enter_rect(pieces[index][0].box or (0, 0, 0, 0)) for index in body}
    sizes = {index: _size(chars, pieces[index][0]) for index in body}
    usual = _median(sizes[index] for index in body for _ in range(1 + len(_words(chars, pieces[index][0])) // 10))
    top, bottom = min(box[1] for box in boxes.values()), max(box[3] for box in boxes.values())
    starts = []
    marks = {index: _NOTE.match(chars.text, pieces[index][0].start, pieces[index][0].end) for index in body}
    names = Counter(found[1] for found in marks.values() if found)
    for index in body:
        line = pieces[index][0]
        found = marks[index]
        if found is None or boxes[index][1] < top + 0.3 * (bottom - top):
            continue
        raised = _small_mark(chars, line, found)
        if not raised and names[found[1]] > 1:  # rows of a table
            continue
        if raised or (sizes[index] < 0.93 * usual and not found[1][0].isalnum()) or sizes[index] < 0.9 * usual:
            starts.append((boxes[index][1], index, raised))
    for height, index, raised in sorted(starts):
        if kinds[index] is not Part.BODY:
            continue
        below = _below(index, height, boxes)
        if raised or all(sizes[each] < 0.95 * usual for each in below):
            for each in below:
                kinds[each] = Part.NOTES
    _continued(kinds, boxes, sizes, usual)
    if not any(kinds[index] is Part.BODY for index in body):
        for index in body:
            kinds[index] = Part.BODY


def _continued(kinds: dict[int, Part], boxes: dict[int, Rect], sizes: dict[int, float], usual: float) -> None:
    """Marks the rest of a note that began in another column or on another page: small lines right above notes."""
    for index in sorted(boxes, key=lambda each: -boxes[each][1]):
        box = boxes[index]
        if kinds[index] is not Part.BODY or sizes[index] >= 0.95 * usual:
            continue
        for other, there in boxes.items():
            shared = min(box[2], there[2]) - max(box[0], there[0])
            tight = -0.3 * (box[3] - box[1]) <= there[1] - box[3] <= 0.6 * (box[3] - box[1])
            alike = abs(sizes[other] - sizes[index]) < 0.2
            if (
                kinds[other] is Part.NOTES
                and alike
                and tight
                and shared > 0.3 * min(box[2] - box[0], there[2] - there[0])
            ):
                kinds[index] = Part.NOTES
                break


def _below(index: int, height: float, boxes: dict[int, Rect]) -> list[int]:
    """The lines of the same column from a note's first line on."""
    left, right = boxes[index][0], boxes[index][2]
    found = []
    for each in sorted(boxes, key=lambda each: boxes[each][1]):
        box = boxes[each]
        if box[1] < height - 0.5 * (boxes[index][3] - boxes[index][1]):
            continue
        shared = min(right, box[2]) - max(left, box[0])
        if shared >= 0.4 * min(right - left, box[2] - box[0]):
            found.append(each)
            left, right = min(left, box[0]), max(right, box[2])
    return found


def _small_mark(chars: PageText, line: Line, found: re.Match[str]) -> bool:
    """Whether a line's first mark is raised: smaller than the words after it, and it ends higher."""
    mark = box_over(chars, found.start(1), found.end(1))
    words = box_over(chars, found.end(), min(found.end() + 12, line.end))
    if mark is None or words is None or not found[1][0].isdigit():
        return False
    small, large = line.frame.enter_rect(mark), line.frame.enter_rect(words)
    height = large[3] - large[1]
    return small[3] - small[1] < 0.85 * height and small[3] < large[3] - 0.05 * height


def _words(chars: PageText, line: Line) -> str:
    return chars.text[line.start : line.end].strip()


def _size(chars: PageText, line: Line) -> float:
    """The usual height of a line's characters."""
    heights = []
    for offset in range(line.start, line.end):
        box = box_of(chars, offset)
        if sized(box) and not chars.text[offset].isspace():
            measured = line.frame.enter_rect(box)
            heights.append(measured[3] - measured[1])
    return round(_median(heights), 1) if heights else 0.0


def _median(values: Iterable[float]) -> float:
    import statistics  # takes a while to load, and a window that opens does without

    return statistics.median(values)
