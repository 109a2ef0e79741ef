"""How near sentences are to a claim in meaning: products of vectors, over all that were read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from annotator.finding.sheets import Sheet
from annotator.finding.vectors_wire import SCALE, SIZE

_BLOCK = 8192


def nearest(vector: bytes, sheets: Iterable[tuple[str, Sheet]], most: int) -> list[tuple[str, int]]:
    """The sentences whose vectors are nearest, as far as they were read: extraction and number."""
    import numpy as np

    asked = np.frombuffer(vector, dtype=np.int8).astype(np.float32)
    best = np.empty(0, dtype=np.float32)
    names: list[tuple[str, int]] = []
    for name, sheet in sheets:
        if sheet.vectors is None:
            continue
        kept = np.frombuffer(sheet.vectors, dtype=np.int8).reshape(sheet.count, SIZE)
        found = np.concatenate(
            [kept[at : at + _BLOCK].astype(np.float32) @ asked for at in range(0, len(kept), _BLOCK)]
        )
        least = best.min() if len(best) >= most else 0.0
        numbers = np.flatnonzero(found > least)
        if len(numbers) > most:
            numbers = numbers[np.argpartition(-found[numbers], most)[:most]]
        names += [(name, int(number)) for number in numbers]
        best = np.concatenate([best, found[numbers]])
        if len(names) > most:
            kept_now = np.argpartition(-best, most)[:most]
            best, names = best[kept_now], [names[number] for number in kept_now]
    return names


def cosines(vector: bytes, others: Sequence[bytes]) -> list[float]:
    """How near each of the other vectors is, from -1 to 1."""
    import numpy as np

    if not others:
        return []
    asked: Any = np.frombuffer(vector, dtype=np.int8).astype(np.float32)
    kept = np.frombuffer(b"".join(others), dtype=np.int8).reshape(len(others), SIZE).astype(np.float32)
    return [float(value) for value in kept @ asked / (SCALE * SCALE)]
