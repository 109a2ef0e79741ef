"""Spreadsheets and tables in text (XLSX, ODS, CSV) as grids whose cells have names. Nothing is calculated."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

import openpyxl

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import grids, numbers, plain
from annotator.engine.worker.forms.grids import Sheet
from annotator.engine.worker.forms.made import Made
from annotator.engine.worker.forms.packed import Packed

_COLUMNS = 2_000
_ROWS = 200_000
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
        sheets = [Sheet(_clean(sheet.title), _rows(sheet)) for sheet in values.worksheets]
        parts = [name for name in packed.names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        if any(b"<f" in (packed.find(name) or b"") for name in parts):
            warnings[Warn.FORMULAS] = 1
    except (MemoryError, Failed):
        raise
    except Exception as error:
        raise Failed(Failure.NOT_THAT_FORMAT) from error
    return made(sheets, warnings)


def separated(data: bytes) -> Made:
    """A table in text (CSV, TSV): the delimiter that gives most rows the same number of cells."""
    words, warnings = plain.decode(data)
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(words), delimiter=_delimiter(words))
    rows = [[_clean(cell) for cell in row[:_COLUMNS]] for row in reader]
    return made([Sheet("", rows)], warnings)


def made(sheets: Sequence[Sheet], warnings: dict[Warn, int]) -> Made:
    """The pages of some sheets. Raises Failed where no cell has anything in it."""
    filled = [sheet for sheet in sheets if any(map(any, sheet.rows))]
    if not filled:
        raise Failed(Failure.EMPTY)
    cut = sum(max(0, len(sheet.rows) - _ROWS) for sheet in filled)
    pdf, named, left = grids.draw([Sheet(sheet.name, sheet.rows[:_ROWS]) for sheet in filled])
    if left + cut:
        warnings[Warn.ROWS_LEFT_OUT] = left + cut
    return Made(pdf=pdf, warnings=warnings, named=named)


def _rows(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # what a file claims of its size may be wrong
    rows: list[list[str]] = []
    for row in sheet.iter_rows(max_col=_COLUMNS):
        cells = [_clean(numbers.shown(cell.value, _code(cell))) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        rows.append(cells)
        if len(rows) > _ROWS + 100_000:
            break
    while rows and not rows[-1]:
        rows.pop()
    return rows


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
