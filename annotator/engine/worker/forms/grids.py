"""Tables as pages: a grid with column letters and row numbers, each cell's words once, row after row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from annotator.engine.worker import drawn, labels
from annotator.engine.worker.forms import sketching
from annotator.engine.worker.forms.made import Named
from annotator.engine.worker.forms.sketching import width

FONT_SIZE = 9.0
LINE = 12.0
PAD = 3.0
NARROWEST, WIDEST = 36.0, 230.0
"""How wide a column may be, in points; longer words are broken."""
MARGIN = 24.0
RULER = 30.0
"""Width of the strip with row numbers; the one with column letters is a line high."""
PAGE_WIDTH, PAGE_HEIGHT = 1000.0, 760.0
"""The most a page shows; wider tables go on over further pages, to the right first."""
CELL_LIMIT = 1_000_000
"""The most cells that are shown; what is left out is said."""
LINES_IN_CELL = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, and each row's cells as they are shown, empty where there is nothing."""

    name: str
    rows: Sequence[Sequence[str]]


def letters(column: int) -> str:
    """The name of a column from 0: A, B, and after Z comes AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_name(sheet: str, row: int, column: int) -> str:
    """As spreadsheets write it: Costs!B4; quoted where the name needs it, without a sheet where it has no name."""
    here = f"{letters(column)}{row + 1}"
    if not sheet:
        return here
    plain = sheet.replace("_", "").isalnum()
    return f"{sheet}!{here}" if plain else "'" + sheet.replace("'", "''") + f"'!{here}"


def draw(
    sheets: Sequence[Sheet], progress: Callable[[], None] = lambda: None
) -> tuple[bytes, tuple[Named, ...], int, int]:
    """(PDF, each cell's words in the order of the pages, how many rows were left out, how many characters of cells)."""
    writer = drawn.Writer()
    named: list[Named] = []
    outline: list[list[Any]] = []
    prefixes: list[tuple[int, str]] = []
    left, cells, cut = 0, CELL_LIMIT, 0
    for sheet in sheets:
        rows = _shown(sheet.rows, cells)
        cells -= sum(sum(map(bool, row)) for row in rows)
        left += len(sheet.rows) - len(rows)
        first = len(writer)
        grid = _Grid(writer, sheet.name, rows, progress)
        named += grid.draw()
        cut += grid.cut
        if len(writer) > first and sheet.name:
            outline.append([1, sheet.name, first + 1])
            prefixes.append((first, f"{sheet.name} "))
    pdf = writer.finish()
    if outline:
        pdf.set_toc(outline)
        labels.set_labels(pdf, prefixes)
    return drawn.finished(pdf), tuple(named), left, cut


def _shown(rows: Sequence[Sequence[str]], cells: int) -> Sequence[Sequence[str]]:
    for number, row in enumerate(rows):
        cells -= sum(map(bool, row))
        if cells < 0:
            return rows[:number]
    return rows


class _Grid:
    """One sheet: columns in bands that fit a page's width, rows until a page is full."""

    def __init__(
        self, writer: drawn.Writer, name: str, rows: Sequence[Sequence[str]], progress: Callable[[], None]
    ) -> None:
        self._writer = writer
        self._name = name
        self._rows = rows
        self._progress = progress
        self._widths = self._measured()
        self.cut = 0
        """Characters of cells that are longer than what is shown of a cell."""

    def _measured(self) -> list[float]:
        widths = [NARROWEST] * max((len(row) for row in self._rows), default=0)
        for number, row in enumerate(self._rows):
            if number % 500 == 0:
                self._progress()
            for column, words in enumerate(row):
                if words and widths[column] < WIDEST:
                    longest = max(words.split("\n"), key=len) if "\n" in words else words
                    wanted = width(longest[:200]) * FONT_SIZE + 2 * PAD + 1
                    widths[column] = min(max(widths[column], wanted), WIDEST)
        return widths

    def draw(self) -> Iterator[Named]:
        """Draw all pages; the cells' words come out in the order in which they stand in the pages' text."""
        for columns in self._bands():
            at = 0
            while at < len(self._rows):
                self._progress()
                page_rows, heights = self._fitting(at, columns)
                yield from self._page(at, page_rows, heights, columns)
                at += len(page_rows)

    def _bands(self) -> Iterator[range]:
        first, width = 0, 0.0
        for column, each in enumerate(self._widths):
            if width and width + each > PAGE_WIDTH - 2 * MARGIN - RULER:
                yield range(first, column)
                first, width = column, 0.0
            width += each
        if width:
            yield range(first, len(self._widths))

    def _fitting(self, at: int, columns: range) -> tuple[list[list[list[str]]], list[float]]:
        """The rows from `at` that fit a page, each cell broken into lines, and how high they are."""
        rows: list[list[list[str]]] = []
        heights: list[float] = []
        room = PAGE_HEIGHT - 2 * MARGIN - LINE
        for number in range(at, len(self._rows)):
            row = self._rows[number]
            cells = [self._lines(row[column] if column < len(row) else "", column) for column in columns]
            height = max(map(len, cells), default=1) * LINE + PAD
            if rows and height > room:
                break
            room -= height
            rows.append(cells)
            heights.append(height)
        return rows, heights

    def _lines(self, words: str, column: int) -> list[str]:
        """Broken between words where it can be, within them where it must."""
        room = self._widths[column] - 2 * PAD
        if "\n" not in words and width(words) * FONT_SIZE <= room:
            return [words]
        found: list[str] = []
        for line in words.split("\n"):
            rest = line
            while rest and len(found) < LINES_IN_CELL:
                size = _fits(rest, room)
                found.append(rest[:size].rstrip())
                rest = rest[size:].lstrip()
        return found or [""]

    def _page(self, first: int, rows: list[list[list[str]]], heights: list[float], columns: range) -> Iterator[Named]:
        """Draw one page; gives the words of its cells."""
        widths = [self._widths[column] for column in columns]
        left, top = MARGIN + RULER, MARGIN + LINE
        page = sketching.Sketch(FONT_SIZE)
        page.strip([(letters(each), self._widths[each]) for each in columns], (left, MARGIN), LINE, down=False)
        numbers = [(str(first + n + 1), height) for n, height in enumerate(heights)]
        page.strip(numbers, (MARGIN, top), RULER, down=True)
        y = top
        for number, (cells, height) in enumerate(zip(rows, heights, strict=True), first):
            x = left
            page.line((left, y), (left + sum(widths), y))
            for column, lines, wide in zip(columns, cells, widths, strict=True):
                for line_number, line in enumerate(lines, 1):
                    if line:
                        page.write(line, x + PAD, y + LINE * line_number - PAD)
                x += wide
                words = lines[0] if len(lines) == 1 else " ".join(line for line in lines if line)
                if len(lines) >= LINES_IN_CELL:
                    whole = self._rows[number][column]
                    self.cut += max(0, len("".join(whole.split())) - len("".join(words.split())))
                if words:
                    yield Named(cell_name(self._name, number, column), words)
            y += height
        page.line((left, y), (left + sum(widths), y))
        for x in accumulate(widths, initial=left):
            page.line((x, top), (x, y))
        page.draw(self._writer, max(sum(widths) + RULER + 2 * MARGIN, 200), max(y + MARGIN, 100))


def _fits(words: str, room: float) -> int:
    """How many characters of a line fit, ending between words if there is a space in its second half."""
    most = min(len(words), 400)
    low = bisect_right(list(accumulate(map(width, words[:most]))), room / FONT_SIZE)
    if low >= most:
        return most
    low = max(1, low)
    space = words.rfind(" ", low // 2, low + 1)
    return space + 1 if space > 0 else low
