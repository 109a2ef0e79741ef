"""OpenDocument spreadsheets (ODS, FODS): the words that each cell showed when it was saved, by the cell's name."""

from __future__ import annotations

from typing import Any

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import tables, trees
from annotator.engine.worker.forms.grids import Sheet
from annotator.engine.worker.forms.made import Made
from annotator.engine.worker.forms.packed import Packed

_COLUMNS = 2_000
_MOST = 2_000_000
"""No sheet has more rows or columns than this."""


def spreadsheet(data: bytes) -> Made:
    """A spreadsheet. Raises Failed where it is none, is locked with a password, or has nothing in it."""
    if data.startswith(b"PK"):
        packed = Packed(data)
        if b"manifest:encryption-data" in (packed.find("META-INF/manifest.xml") or b""):
            raise Failed(Failure.LOCKED)
        data = packed.read("content.xml")
    tree, _ = trees.xml_tree(data)
    warnings: dict[Warn, int] = {}
    sheets = [
        Sheet(trees.attribute(table, "name"), _rows(table, warnings))
        for table in tree.iter()
        if trees.local(table) == "table"
    ]
    if not sheets:
        raise Failed(Failure.NOT_THAT_FORMAT)
    return tables.made(sheets, warnings)


def _rows(table: Any, warnings: dict[Warn, int]) -> list[list[str]]:
    rows: list[list[str]] = []
    for node in table.iter():
        if trees.local(node) != "table-row":
            continue
        cells = _cells(node, warnings)
        times = _repeated(node, "number-rows-repeated")
        if len(rows) + times > tables.ROWS and any(cells):
            warnings[Warn.ROWS_LEFT_OUT] = warnings.get(Warn.ROWS_LEFT_OUT, 0) + len(rows) + times - tables.ROWS
        rows += [cells] * min(times, max(0, tables.ROWS - len(rows)))
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _cells(row: Any, warnings: dict[Warn, int]) -> list[str]:
    cells: list[str] = []
    for node in row:
        if trees.local(node) not in ("table-cell", "covered-table-cell"):
            continue
        if trees.attribute(node, "formula"):
            warnings[Warn.FORMULAS] = 1
        words = "\n".join(trees.text_of(part) for part in node if trees.local(part) == "p")
        times = _repeated(node, "number-columns-repeated")
        cells += [words] * min(times, max(0, _COLUMNS - len(cells)))
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _repeated(node: Any, name: str) -> int:
    try:
        return max(1, min(int(trees.attribute(node, name, "1")), _MOST))
    except ValueError:
        return 1
