"""Tables as pages: a grid with column letters and row numbers, each cell's words once, row after row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.engine.worker import labels
from annotator.engine.worker.forms.made import Named
from annotator.engine.worker.mupdf import fitz, lib

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
CELL_LIMIT = 300_000
"""The most cells that are shown; what is left out is said."""
LINES_IN_CELL = 60

_font: Any = None


def font() -> Any:
    """The font of all cells; MuPDF takes others for what it lacks."""
    global _font  # made once, before the worker locks
    if _font is None:
        _font = fitz.Font("helv")
    return _font


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
    pdf = fitz.open()
    named: list[Named] = []
    outline: list[list[Any]] = []
    prefixes: list[tuple[int, str]] = []
    left, cells, cut = 0, CELL_LIMIT, 0
    for sheet in sheets:
        rows = _shown(sheet.rows, cells)
        cells -= sum(sum(map(bool, row)) for row in rows)
        left += len(sheet.rows) - len(rows)
        first = pdf.page_count
        grid = _Grid(pdf, sheet.name, rows, progress)
        named += grid.draw()
        cut += grid.cut
        if pdf.page_count > first and sheet.name:
            outline.append([1, sheet.name, first + 1])
            prefixes.append((first, f"{sheet.name} "))
    if outline:
        pdf.set_toc(outline)
        labels.set_labels(pdf, prefixes)
    pdf.subset_fonts()
    lib.pdf_dict_dels(lib.pdf_trailer(fitz._as_pdf_document(pdf)), "ID")
    return pdf.tobytes(deflate=True, garbage=3, no_new_id=True), tuple(named), left, cut


def _shown(rows: Sequence[Sequence[str]], cells: int) -> Sequence[Sequence[str]]:
    for number, row in enumerate(rows):
        cells -= sum(map(bool, row))
        if cells < 0:
            return rows[:number]
    return rows


class _Grid:
    """One sheet: columns in bands that fit a page's width, rows until a page is full."""

    def __init__(self, pdf: Any, name: str, rows: Sequence[Sequence[str]], progress: Callable[[], None]) -> None:
        self._pdf = pdf
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
                    longest = max(words.split("\n"), key=len)
                    wanted = font().text_length(longest[:200], FONT_SIZE) + 2 * PAD + 1
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
        for row in self._rows[at:]:
            cells = [self._lines(row[column] if column < len(row) else "", column) for column in columns]
            height = max(map(len, cells), default=1) * LINE + PAD
            if rows and sum(heights) + height > room:
                break
            rows.append(cells)
            heights.append(height)
        return rows, heights

    def _lines(self, words: str, column: int) -> list[str]:
        """Broken between words where it can be, within them where it must."""
        width = self._widths[column] - 2 * PAD
        found: list[str] = []
        for line in words.split("\n"):
            rest = line
            while rest and len(found) < LINES_IN_CELL:
                size = _fits(rest, width)
                found.append(rest[:size].rstrip())
                rest = rest[size:].lstrip()
        return found or [""]

    def _page(self, first: int, rows: list[list[list[str]]], heights: list[float], columns: range) -> Iterator[Named]:
        width = sum(self._widths[column] for column in columns)
        page = self._pdf.new_page(
            width=max(width + RULER + 2 * MARGIN, 200), height=max(sum(heights) + LINE + 2 * MARGIN, 100)
        )
        left, top = MARGIN + RULER, MARGIN + LINE
        _ruler(page, [(letters(each), self._widths[each]) for each in columns], left, MARGIN, down=False)
        _ruler(page, [(str(first + n + 1), height) for n, height in enumerate(heights)], MARGIN, top, down=True)
        writer = fitz.TextWriter(page.rect)
        shape = page.new_shape()
        y = top
        for number, (cells, height) in enumerate(zip(rows, heights, strict=True)):
            x = left
            shape.draw_line((left, y), (left + width, y))
            for column, lines in zip(columns, cells, strict=True):
                for line_number, line in enumerate(lines):
                    if line:
                        writer.append((x + PAD, y + LINE * (line_number + 1) - PAD), line, font(), FONT_SIZE)
                x += self._widths[column]
                words = " ".join(line for line in lines if line)
                if len(lines) >= LINES_IN_CELL:
                    whole = self._rows[first + number][column]
                    self.cut += max(0, len("".join(whole.split())) - len("".join(words.split())))
                if words:
                    yield Named(cell_name(self._name, first + number, column), words)
            y += height
        shape.draw_line((left, y), (left + width, y))
        x = left
        for each in (0.0, *(self._widths[column] for column in columns)):
            x += each
            shape.draw_line((x, top), (x, y))
        shape.finish(color=(0.75, 0.75, 0.75), width=0.5)
        shape.commit()
        writer.write_text(page)


def _fits(words: str, width: float) -> int:
    """How many characters of a line fit, ending between words if there is a space in its second half."""
    low, high = 1, min(len(words), 400)
    if font().text_length(words[:high], FONT_SIZE) <= width:
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if font().text_length(words[:middle], FONT_SIZE) <= width:
            low = middle
        else:
            high = middle - 1
    space = words.rfind(" ", low // 2, low + 1)
    return space + 1 if space > 0 else low


def _ruler(page: Any, names: Sequence[tuple[str, float]], x: float, y: float, *, down: bool) -> None:
    """Letters or numbers as a picture, so that they are no words of the table."""
    size = sum(length for _, length in names)
    width, height = (RULER, size) if down else (size, LINE)
    strip = fitz.open()
    sheet = strip.new_page(width=width, height=height)
    sheet.draw_rect(sheet.rect, fill=(0.93, 0.93, 0.93), color=None)
    at = 0.0
    for name, length in names:
        size = FONT_SIZE - 2 if len(name) < 5 else FONT_SIZE - 4
        middle = (width if down else length) / 2 - font().text_length(name, size) / 2
        point = (middle, at + min(length, LINE) - PAD) if down else (at + middle, LINE - PAD)
        sheet.insert_text(point, name, fontsize=size, color=(0.35, 0.35, 0.35))
        at += length
    picture = sheet.get_pixmap(dpi=144, colorspace=fitz.csGRAY)
    page.insert_image(fitz.Rect(x, y, x + width, y + height), pixmap=picture)
