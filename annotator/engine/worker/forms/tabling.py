"""Which tables of a page are tables, and how they fit its width."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

WIDTH = 396.0
"""The room for a table, in points."""
_SIZES = (("", 5.9), (' class="small"', 4.7), (' class="tiny"', 3.7))
"""Classes of STYLE and how wide a letter is in them, on the careful side, in points."""
_PADDING = 11.0
_COLUMNS = 24
_LONG = 1_500
"""More characters in a cell than this are no table's."""
_WORD = re.compile(r"[^\s\u200b\-/]+")
STYLE = """
table.small td, table.small th { font-size: 8.5pt } table.tiny td, table.tiny th { font-size: 6.5pt; padding: 1pt 2pt }
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table, a row or a cell is written: as a table, as lines of text, or as the blocks that it holds."""

    flow: bool = False
    lines: bool = False
    attributes: str = ""
    cell: bool = False
    keeps_columns: bool = False


_FLOW = Plan(flow=True)


def plans(tree: Any) -> Mapping[Any, Plan]:
    """The plan of every table in a tree, of its rows and cells."""
    found: dict[Any, Plan] = {}
    tables: list[tuple[Any, list[list[Any]], list[bool]]] = []
    for event, node in etree.iterwalk(tree, events=("start", "end"), tag=("table", "tr", "td", "th")):
        if event == "start":
            if node.tag == "table":
                if tables:
                    tables[-1][2][0] = True
                tables.append((node, [], [False]))
            elif not tables:
                found[node] = _FLOW
            elif node.tag == "tr":
                tables[-1][1].append([node])
            elif tables[-1][1]:
                tables[-1][1][-1].append(node)
            else:
                found[node] = _FLOW
        elif node.tag == "table" and tables:
            _decide(*tables.pop(), found)
    return found


def _decide(table: Any, rows: list[list[Any]], nested: list[bool], found: dict[Any, Plan]) -> None:
    columns = max((sum(_span(cell, "colspan") for cell in row[1:]) for row in rows), default=0)
    layout = nested[0] or columns < 2 or table.get("role") in ("presentation", "none")
    sizes = [] if layout else _longest(rows, columns)
    if layout or not sizes:
        plan, each = _FLOW, False
    else:
        style = next((name for name, wide in _SIZES if fits([long * wide for long in sizes])), None)
        plan, each = Plan(lines=style is None, attributes=style or ""), style is not None
    found[table] = plan
    for row in rows:
        found[row[0]] = plan if not each else Plan()
        for cell in row[1:]:
            found[cell] = (
                plan if not each else Plan(attributes=_spans(cell), cell=True, keeps_columns=_has_words(row[0]))
            )


def fits(widths: list[float]) -> bool:
    """Whether columns whose longest words are so wide, in points, fit side by side."""
    return len(widths) <= _COLUMNS and sum(width + _PADDING for width in widths) <= WIDTH


def _longest(rows: list[list[Any]], columns: int) -> list[int]:
    """The letters of the longest word of each column; empty where a cell holds more than a table's cell does."""
    longest = [1] * columns
    for row in rows:
        at = 0
        for cell in row[1:]:
            text = "".join(cell.itertext())
            if len(text) > _LONG and len(" ".join(text.split())) > _LONG:
                return []
            span = _span(cell, "colspan")
            long = max((len(word) for word in _WORD.findall(text)), default=0)
            for column in range(at, min(at + span, columns)):
                longest[column] = max(longest[column], -(-long // span))
            at += span
    return longest


def _has_words(row: Any) -> bool:
    return any(text.strip() for text in row.itertext())


def _span(cell: Any, name: str) -> int:
    try:
        return max(1, min(_COLUMNS, int(cell.get(name) or 1)))
    except ValueError:
        return 1


def _spans(cell: Any) -> str:
    return "".join(f' {name}="{_span(cell, name)}"' for name in ("colspan", "rowspan") if _span(cell, name) > 1)
