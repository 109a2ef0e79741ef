"""How near sentences are to a claim in meaning: products of vectors, over all that were read."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from annotator.finding.sheets import Sheet
from annotator.finding.vectors_wire import SCALE, SIZE

_BLOCK = 2048
"""Vectors multiplied at once: so many fit into a processor's cache."""


def _numpy() -> Any:
    """The library, loaded by those who compare only; with one thread, since several wait more than they work."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import numpy

    return numpy


class Likeness:
    """The vectors of some extractions, gathered once and again when one was written."""

    def __init__(self) -> None:
        self._of: object = None
        self._gathered: Any = None
        self._begins: list[int] = []

    def nearest(self, vector: bytes, sheets: Mapping[str, Sheet], most: int) -> list[tuple[str, int]]:
        """The sentences whose vectors are nearest, as far as they were read: extraction and number."""
        np = _numpy()

        self._gather(sheets)
        asked = np.frombuffer(vector, dtype=np.int8).astype(np.float32)
        blocks = (self._gathered[at : at + _BLOCK] for at in range(0, len(self._gathered), _BLOCK))
        found = np.concatenate([np.empty(0, np.float32), *(block.astype(np.float32) @ asked for block in blocks)])
        rows = np.argpartition(-found, most)[:most] if len(found) > most else np.arange(len(found))
        names = list(sheets)
        near = []
        for row in rows[found[rows] > 0]:
            at = bisect_right(self._begins, int(row)) - 1
            near.append((names[at], int(row) - self._begins[at]))
        return near

    def _gather(self, sheets: Mapping[str, Sheet]) -> None:
        np = _numpy()

        now = [(name, sheet.writes) for name, sheet in sheets.items()]
        if now == self._of:
            return
        parts, self._begins, rows = [np.empty((0, SIZE), np.int8)], [], 0
        for sheet in sheets.values():
            self._begins.append(rows)
            if sheet.vectors is not None:
                parts.append(np.frombuffer(sheet.vectors, dtype=np.int8).reshape(sheet.count, SIZE))
                rows += sheet.count
        self._gathered, self._of = np.concatenate(parts), now


def cosines(vector: bytes, others: Sequence[bytes]) -> list[float]:
    """How near each of the other vectors is, from -1 to 1."""
    np = _numpy()

    if not others:
        return []
    asked: Any = np.frombuffer(vector, dtype=np.int8).astype(np.float32)
    kept = np.frombuffer(b"".join(others), dtype=np.int8).reshape(len(others), SIZE).astype(np.float32)
    return [float(value) for value in kept @ asked / (SCALE * SCALE)]
