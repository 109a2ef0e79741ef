"""How far a scan is askew, from where its rows have ink: lines of text are sharpest when seen along them.

The profile method of Postl (1986), on strips of columns that are shifted against each other instead of turning pixels.
"""

from __future__ import annotations

import itertools
import math

_ROWS, _STRIPS = 900, 32
"""About how many rows are looked at, and into how many strips they are cut."""
_MOST, _STEP, _FINE = 10.0, 0.5, 0.1
"""Degrees: the greatest angle looked for, and the steps of the first and the second look."""
_CLEARER = 1.3
"""How many times sharper the lines must be than as the page lies, since tables and pictures have edges, too."""
_INK = bytes(int(value < 160) for value in range(256))


def askew(grey: memoryview, width: int, height: int) -> float:
    """Degrees by which the lines of a picture are turned clockwise, 0 where that is not clear. A byte is a pixel."""
    strip, skip = width // _STRIPS, max(1, height // _ROWS)
    if strip < 4 or height // skip < 50:
        return 0.0
    profiles = _profiles(grey, width, height, strip, skip)
    lying = _sharpness(profiles, 0.0, strip / skip)
    if not lying:
        return 0.0
    count = round(_MOST / _STEP)
    coarse = [place * _STEP for place in range(-count, count + 1)]
    best = max(coarse, key=lambda angle: _sharpness(profiles, angle, strip / skip))
    fine = [best + place * _FINE for place in range(-5, 6)]
    best = max(fine, key=lambda angle: _sharpness(profiles, angle, strip / skip))
    return best if _sharpness(profiles, best, strip / skip) > _CLEARER * lying else 0.0


def _profiles(grey: memoryview, width: int, height: int, strip: int, skip: int) -> list[list[int]]:
    """For each strip the ink of each row."""
    profiles: list[list[int]] = [[] for _ in range(_STRIPS)]
    for row in range(0, height, skip):
        dark = bytes(grey[row * width : row * width + width]).translate(_INK)
        for number, profile in enumerate(profiles):
            profile.append(dark.count(1, number * strip, number * strip + strip))
    return profiles


def _sharpness(profiles: list[list[int]], angle: float, step: float) -> float:
    """How much the ink changes from row to row when the strips are put against each other as for this angle."""
    rows = len(profiles[0])
    total = [0] * rows
    for number, profile in enumerate(profiles):
        shift = round((number - _STRIPS / 2) * step * math.tan(math.radians(angle)))
        part = profile[shift:] + [0] * shift if shift >= 0 else [0] * -shift + profile[:shift]
        total = [one + other for one, other in zip(total, part, strict=True)]
    return float(sum((one - other) ** 2 for one, other in itertools.pairwise(total)))
