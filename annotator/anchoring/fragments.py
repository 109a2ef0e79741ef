"""What a place is called in documents whose parts have names: a range of cells, a time or a stretch of time.

Cells are named as spreadsheets write them ("Costs!B4"), times as hours, minutes and seconds ("00:12:05").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from annotator.model.pages import Fragment

_CELL = re.compile(r"(?:(.*)!)?([A-Z]{1,4})(\d{1,9})", re.DOTALL)
_TIME = re.compile(r"\d{2,}:\d{2}:\d{2}")


def fragment_of(fragments: Sequence[Fragment], runs: Iterable[tuple[int, int, int]]) -> str:
    """The name of some runs (page, first code point, one past the last); empty where no part is touched.

    `fragments` stand in the order of the pages. Cells give the least range that holds all of them, "Costs!B2:C4";
    times the first, and the last where that is another, "00:12:05–00:13:10".
    """
    names = [part.name for run in runs for part in _touched(fragments, *run)]
    if not names:
        return ""
    if all(_TIME.fullmatch(name) for name in names):
        return names[0] if names[0] == names[-1] else f"{names[0]}–{names[-1]}"
    cells = [found for name in names if (found := _CELL.fullmatch(name))]
    if len(cells) != len(names) or len({cell[1] for cell in cells}) != 1:
        return names[0] if len(set(names)) == 1 else f"{names[0]} – {names[-1]}"
    return _range(cells)


def _touched(fragments: Sequence[Fragment], page: int, start: int, end: int) -> list[Fragment]:
    place = bisect_right(fragments, (page, start), key=lambda part: (part.page, part.start)) - 1
    found = []
    for part in fragments[max(place, 0) :]:
        if (part.page, part.start) >= (page, end):
            break
        if part.page == page and part.end > start:
            found.append(part)
    return found


def _range(cells: Sequence[re.Match[str]]) -> str:
    columns = sorted((cell[2] for cell in cells), key=lambda letters: (len(letters), letters))
    rows = sorted(int(cell[3]) for cell in cells)
    sheet = f"{cells[0][1]}!" if cells[0][1] else ""
    first, last = f"{columns[0]}{rows[0]}", f"{columns[-1]}{rows[-1]}"
    return f"{sheet}{first}" if first == last else f"{sheet}{first}:{last}"
