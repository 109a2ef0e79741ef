"""Pictures inside documents: only those that MuPDF decodes here and now are shown, at a sensible size."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from annotator.engine.protocol import Warn
from annotator.engine.worker.mupdf import fitz, lib

_KINDS = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x00\x0cjP")
_BYTES = 48 * 1024 * 1024
"""The longest picture, in bytes; that of all together is four times as much."""
_POINTS = 60_000_000
"""The most pixels of a picture that is decoded at all."""
_FINE = 2_400
"""The longest side that is kept, in pixels: more than a page shows."""
_COUNT = 5_000
_SPECK = 6
"""Pictures of fewer pixels either way are counters and spacers."""
_WIDTH, _HEIGHT = 390.0, 540.0
"""The room on a page, in points."""


@dataclass(slots=True)
class Pictures:
    """Those that are shown, by the name that our HTML gives them, and how many are not."""

    shown: dict[str, bytes] = field(default_factory=dict)
    left_out: int = 0
    missing: int = 0
    _known: dict[str, str] = field(default_factory=dict)
    _bytes: int = 0

    def tag(self, data: bytes | None, width: float = 0.0) -> str | None:
        """The tag for a picture; empty for a speck, None where it can't be shown, which is counted.

        `width` is how wide it should be, in points; 0 for its own size.
        """
        if data is None:
            self.missing += 1
            return None
        digest = hashlib.sha256(data).hexdigest()[:24]
        if digest not in self._known:
            self._known[digest] = self._take(digest, data)
        if self._known[digest] == "?":
            self.left_out += 1
            return None
        if not self._known[digest]:
            return ""
        wide, high = (float(part) for part in self._known[digest].split())
        scale = min(1.0, _WIDTH / wide, _HEIGHT / high)
        if width:
            scale = min(width / wide, _WIDTH / wide, _HEIGHT / high)
        size = f'width="{wide * scale:.0f}" height="{high * scale:.0f}"'
        return f'<img src="{digest}" {size}/>'

    def warnings(self) -> dict[Warn, int]:
        """What is not shown."""
        counted = {Warn.PICTURES_LEFT_OUT: self.left_out, Warn.PICTURES_NOT_THERE: self.missing}
        return {code: number for code, number in counted.items() if number}

    def _take(self, digest: str, data: bytes) -> str:
        """Width and height in points; "?" where it can't be shown, empty where it is a speck."""
        if not data.startswith(_KINDS) or len(data) > _BYTES or self._bytes > 4 * _BYTES or len(self.shown) >= _COUNT:
            return "?"
        try:
            image = lib.fz_new_image_from_buffer(fitz.JM_BufferFromBytes(data))
            wide, high = int(image.w()), int(image.h())
            if min(wide, high) < 1:
                return "?"
            if wide <= _SPECK or high <= _SPECK:
                return ""
            if wide * high > _POINTS:
                return "?"
            pixels = fitz.Pixmap(data)
            if max(wide, high) > _FINE:
                data = _smaller(pixels, max(wide, high))
        except MemoryError:
            raise
        except Exception:  # whatever MuPDF says of a stranger's picture
            return "?"
        self.shown[digest] = data
        self._bytes += len(data)
        return f"{wide * 0.75:.2f} {high * 0.75:.2f}"


def _smaller(pixels: Any, side: int) -> bytes:
    """Halved until it is fine enough, as JPEG, or PNG where it lets something shine through."""
    whole = fitz.Pixmap(fitz.csRGB, pixels) if getattr(pixels, "n", 3) not in (1, 3) else pixels
    whole.shrink(max(1, (side // _FINE).bit_length()))
    return bytes(whole.tobytes("png") if whole.alpha else whole.tobytes("jpeg", jpg_quality=85))


def from_data(address: str) -> bytes | None:
    """The bytes of a `data:` address; None for any other."""
    if address[:5].lower() != "data:" or "," not in address:
        return None
    head, _, body = address.partition(",")
    try:
        raw = unquote_to_bytes(body)
        return base64.b64decode(raw + b"==", validate=False) if head.lower().rstrip().endswith("base64") else raw
    except (binascii.Error, ValueError):
        return b""
