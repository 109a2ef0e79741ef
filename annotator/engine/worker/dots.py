"""Suspicion of a printer's tracking dots: tiny yellow dots that repeat at even distances (Machine Identification Code).

What is looked for is described by the EFF's guide to DocuColor's code and by Richter, Escher, Schönfeld and Strufe,
"Forensic Analysis and Anonymisation of Printed Documents" (IH&MMSec 2018): dots of about a tenth of a millimetre on a
grid of one pitch across and down, repeated over the page. It says nothing of what they mean.
"""

from __future__ import annotations

import cmath
import math
import re
from collections.abc import Sequence
from typing import Any

from annotator.engine.worker.shots import drawn

_RATE = 300 / 72
"""Pixels a point: a dot is about one pixel wide."""
_MOST_PIXELS = 20_000_000
_DARKER = re.compile(rb"[\x00-\xdc]{1,5}")
_FEWEST, _MOST = 40, 60_000
_TILE = 600
"""Pixels: a square that is looked at by itself, since scans are askew."""
_PITCHES = [number / 20 for number in range(140, 520)]
"""Pixels from dot to dot: 0.6 to 2.2 millimetres."""
_EVEN = 0.75
_TILES = 3


def suspected(page: Any) -> bool:
    """Whether an upright page, a picture in colour, has such a grid."""
    rect = page.rect
    rate = min(_RATE, (_MOST_PIXELS / max(1.0, rect.width * rect.height)) ** 0.5)
    pixmap = drawn(page, rate)
    return in_pixels(bytes(pixmap.samples), pixmap.width, pixmap.height)


def in_pixels(samples: bytes, width: int, height: int) -> bool:
    """The same for pixels of three bytes: red, green, blue."""
    dots = _yellow(samples, width, height)
    if not _FEWEST <= len(dots) <= _MOST:
        return False
    tiles: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for x, y in dots:
        tiles.setdefault((int(x) // _TILE, int(y) // _TILE), []).append((x, y))
    full = [tile for tile in tiles.values() if len(tile) >= _FEWEST // 4]
    even = sum(1 for tile in sorted(full, key=len, reverse=True)[:16] if _on_a_grid(tile))
    return even >= min(_TILES, max(1, len(full)))


def _yellow(samples: bytes, width: int, height: int) -> list[tuple[float, float]]:
    """Middles of small spots that lack blue and nothing else, on white."""
    dots: list[tuple[float, float]] = []
    before: list[float] = []
    stride = 3 * width
    for row in range(height):
        line = samples[row * stride : (row + 1) * stride]
        blue = line[2::3]
        here: list[float] = []
        if min(blue) <= 220:
            for match in _DARKER.finditer(blue):
                begin, end = match.span()
                if begin == 0 or end >= width or blue[begin - 1] <= 220 or blue[end] <= 220:
                    continue
                at = 3 * (begin + (end - begin) // 2)
                if line[at] > 215 and line[at + 1] > 205 and line[at + 2] < line[at + 1] - 20:
                    here.append((begin + end - 1) / 2)
        for x in here:
            if not any(abs(x - other) < 2.5 for other in before):
                dots.append((x, float(row)))
        before = here
        if len(dots) > _MOST:
            return dots
    return dots


def _on_a_grid(dots: Sequence[tuple[float, float]]) -> bool:
    """Whether there is one pitch at which nearly all stand in step, across and down; twice it would do by chance."""
    dots = dots[:160]
    return any(
        all(_step([dot[axis] for dot in dots], pitch) > _EVEN for axis in (0, 1))
        for pitch in _PITCHES
        if len({round(x / pitch) for x, _ in dots}) > 3 and len({round(y / pitch) for _, y in dots}) > 3
    )


def _step(values: Sequence[float], pitch: float) -> float:
    """From 0, no step at all, to 1, all in step."""
    turn = 2 * math.pi / pitch
    return abs(sum(cmath.rect(1.0, value * turn) for value in values)) / len(values)
