"""Pictures of what is black on white, as most pages are, at a third of the size: each pixel an index of few greys."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

Rgb = tuple[int, int, int]
Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels, the last two just outside."""

LEVELS = 64
"""Greys told apart; none is more than two of 255 steps from what was drawn."""
_WHITE = LEVELS - 1
_LEVEL = bytes((value * _WHITE + 127) // 255 for value in range(256))
_GREYS = [(level * 255 + _WHITE // 2) // _WHITE for level in range(LEVELS)]
_COLOURS = 256 // LEVELS - 1
"""Colours of marks for which an index of one byte has room."""
_PACKED = 4
"""How hard pixels are packed: harder takes twice as long to save a fortieth."""


def plane_of(samples: memoryview, width: int, height: int, stride: int) -> bytearray | None:
    """The level of each pixel, row by row; None where a pixel of three bytes has a colour."""
    plane = bytearray()
    for row in range(height):
        line = bytes(samples[row * stride : row * stride + 3 * width])
        red = line[0::3]
        if red != line[1::3] or red != line[2::3]:
            return None
        plane += red.translate(_LEVEL)
    return plane


def marked(plane: bytearray, width: int, height: int, marks: Sequence[tuple[Box, Rgb]]) -> bytes | None:
    """A PNG with the boxes tinted as by a highlighter; None where they have too many colours."""
    colours = list(dict.fromkeys(rgb for _, rgb in marks))
    if len(colours) > _COLOURS:
        return None
    plain = bytes(plane)
    for (x0, y0, x1, y1), rgb in marks:
        first = LEVELS * (1 + colours.index(rgb))
        table = bytes((first + level) & 255 for level in range(256))
        for row in range(max(0, y0), min(height, y1)):
            start, end = row * width + max(0, x0), row * width + min(width, x1)
            if start < end:
                plane[start:end] = plain[start:end].translate(table)
    return _png(plane, width, height, [(255, 255, 255), *colours])


def alone(plane: bytearray, width: int, height: int, kept: Sequence[Box]) -> bytes:
    """A PNG that is white everywhere but in these boxes."""
    shown = bytearray([_WHITE]) * len(plane)
    for x0, y0, x1, y1 in kept:
        for row in range(max(0, y0), min(height, y1)):
            start, end = row * width + max(0, x0), row * width + min(width, x1)
            if start < end:
                shown[start:end] = plane[start:end]
    return _png(shown, width, height, [(255, 255, 255)])


def _png(plane: bytearray, width: int, height: int, colours: Sequence[Rgb]) -> bytes:
    palette = bytes(grey * part // 255 for rgb in colours for grey in _GREYS for part in rgb)
    lines = b"".join(b"\0" + plane[at : at + width] for at in range(0, height * width, max(1, width)))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [b"\x89PNG\r\n\x1a\n"]
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", _deflated(lines)), (b"IEND", b""))
    for kind, data in chunks:
        parts += [len(data).to_bytes(4, "big"), kind, data, zlib.crc32(kind + data).to_bytes(4, "big")]
    return b"".join(parts)


def _deflated(lines: bytes) -> bytes:
    packer = zlib.compressobj(_PACKED, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_FILTERED)
    return packer.compress(lines) + packer.flush()
