"""Spreadsheets and tables in text (XLSX, ODS, CSV) as grids whose cells have names. Nothing is calculated."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import openpyxl

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import going, grids, numbers, plain, sheet_parts
from annotator.engine.worker.forms.grids import Sheet
from annotator.engine.worker.forms.made import Made
from annotator.engine.worker.forms.packed import Packed

_COLUMNS = 2_000
ROWS = 200_000
"""The most rows of a sheet that are shown."""
_NUMBERED = 1_048_576
"""Rows above this are no spreadsheet's, whatever number a file gives them."""
_OFTEN = 500
_DELIMITERS = ",;\t|"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def warm() -> None:
    """Load the readers and the font, and draw a small grid."""
    book = openpyxl.Workbook()
    book.active.append(["Warm", 0.5])
    kept = io.BytesIO()
    book.save(kept)
    workbook(kept.getvalue())
    separated(b"a;b\n1;2\n")


def workbook(data: bytes) -> Made:
    """A workbook (XLSX): every sheet, hidden ones too, with the values that were saved with it. Raises Failed."""
    packed = Packed(data)
    if "xl/workbook.xml" not in packed:
        raise Failed(Failure.NOT_THAT_FORMAT)
    warnings: dict[Warn, int] = {}
    try:
        values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets, cut = [], 0
        for sheet in values.worksheets:
            rows, left, is_whole = _rows(_cells_of(sheet), count=False)
            filled, formulas = sheet_parts.looked_through(packed.pieces(_part(sheet)))
            if formulas:
                warnings[Warn.FORMULAS] = 1
            cut += left if is_whole else max(1, filled - sum(map(any, rows)))
            sheets.append(Sheet(_clean(sheet.title), rows))
    except (MemoryError, Failed):
        raise
    except Exception as error:
        raise Failed(Failure.NOT_THAT_FORMAT) from error
    return made(sheets, warnings, cut)


def _part(sheet: Any) -> str:
    """Where a sheet lies in its file."""
    return str(sheet._worksheet_path).lstrip("/")  # openpyxl has no other word for it


def separated(data: bytes) -> Made:
    """A table in text (CSV, TSV): the delimiter that gives most rows the same number of cells."""
    words, warnings = plain.decode(data)
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(words), delimiter=_delimiter(words))
    rows, left, _ = _rows(map(_short, reader))
    return made([Sheet("", rows)], warnings, left)


def made(sheets: Sequence[Sheet], warnings: dict[Warn, int], cut: int = 0) -> Made:
    """The pages of some sheets, without `cut` rows. Raises Failed where no cell has anything in it."""
    filled = [sheet for sheet in sheets if any(map(any, sheet.rows))]
    if not filled:
        raise Failed(Failure.EMPTY)
    pdf, named, left, lost = grids.draw(filled, going.on)
    if lost:
        warnings[Warn.CHARACTERS_LOST] = lost
    if left + cut:
        warnings[Warn.ROWS_LEFT_OUT] = left + cut
        warnings[Warn.ROWS_SHOWN] = sum(len(sheet.rows) for sheet in filled) - left
    return Made(pdf=pdf, warnings=warnings, named=named)


_Row = tuple[Iterator[str], bool]
"""The cells of a row, made when asked for, and whether some of it is left out."""


def _rows(given: Iterable[_Row], *, count: bool = True) -> tuple[list[list[str]], int, bool]:
    """As many rows as are shown, how many with something in them are not, or not whole; whether it was read to its end.

    Without `count` what can't be shown is not even looked at.
    """
    rows: list[list[str]] = []
    left, cells = 0, grids.CELL_LIMIT
    for number, (row, is_cut) in enumerate(given):
        if number % _OFTEN == 0:
            going.on()
        if len(rows) >= ROWS or cells < 0:
            if not count:
                return rows, left, False
            left += is_cut or any(row)
            continue
        words = list(row)
        while words and not words[-1]:
            words.pop()
        cells -= sum(map(bool, words))
        rows.append(words)
        left += is_cut
    while rows and not rows[-1]:
        rows.pop()
    return rows, left, True


def _short(row: list[str]) -> _Row:
    return map(_clean, row[:_COLUMNS]), any(row[_COLUMNS:])


def _cells_of(sheet: Any) -> Iterator[_Row]:
    sheet.reset_dimensions()  # what a file claims of its size may be wrong
    # Without a last column: rows that are not there would all be filled up to it.
    for row in islice(sheet.iter_rows(), _NUMBERED):
        more = any(cell.value is not None for cell in row[_COLUMNS:])
        yield (_clean(numbers.shown(cell.value, _code(cell))) for cell in row[:_COLUMNS]), more


def _code(cell: Any) -> str:
    try:
        return str(cell.number_format or "")
    except (IndexError, AttributeError, KeyError):
        return ""


def _delimiter(words: str) -> str:
    sample = words[:20_000].splitlines()[:50]
    best, most = ",", 0.0
    for each in _DELIMITERS:
        counts = [len(row) for row in csv.reader(sample, delimiter=each) if row]
        if not counts:
            continue
        usual = max(set(counts), key=counts.count)
        score = counts.count(usual) / len(counts) * min(usual - 1, 20)
        if score > most:
            best, most = each, score
    return best


def _clean(words: str) -> str:
    return _CONTROLS.sub("\ufffd", words.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")).strip()
