"""A sheet of a workbook as it is packed: how many rows have something in them, and whether there are formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from annotator.engine.worker.forms import going

_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_VALUE = re.compile(rb"</(?:\w+:)?(?:v|is)>")
_FORMULA = re.compile(rb"<(?:\w+:)?f(?=[\s/>])")


_LONG = 16 * 1024 * 1024
"""No row is longer, in bytes."""


def looked_through(pieces: Iterable[bytes]) -> tuple[int, bool]:
    """(rows that have a value, whether any cell has a formula); reads no further than each piece at a time."""
    rows, formulas, rest = 0, False, b""
    for piece in pieces:
        going.on()
        whole = rest + piece
        starts = [found.start() for found in _ROW.finditer(whole)]
        formulas = formulas or _FORMULA.search(whole) is not None
        for begin, end in pairwise(starts):
            rows += _VALUE.search(whole, begin, end) is not None
        # A row counts once its end is there; what comes before the first is no row's.
        rest = whole[starts[-1] :] if starts and len(whole) - starts[-1] < _LONG else whole[-64:]
    return rows + (_ROW.match(rest) is not None and _VALUE.search(rest) is not None), formulas
