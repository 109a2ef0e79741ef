"""Pictures as pages: PNG, JPEG, WEBP, GIF, BMP, and TIFF of many pages; each keeps its pixels.

Not HEIC: the one free decoder (libde265) starts a thread for every picture, and a locked process makes none.
"""

from __future__ import annotations

import contextlib
import io
import struct
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageOps, ImageSequence

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import going
from annotator.engine.worker.forms.made import Made
from annotator.engine.worker.mupdf import fitz, lib

PIXEL_LIMIT = 200_000_000
"""The most pixels of one picture."""
PAGE_LIMIT = 2_000
"""The most pages that are taken from one file."""
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "MPO")
_LONGEST = 1684.0
"""The longest side of a page in points, as of A2."""
_SHORTEST = 72.0
_DENSITIES = range(60, 2401)
"""What is believed when a picture says how many pixels an inch it has."""


def warm() -> None:
    """Load every decoder that is used, and make a page once."""
    Image.init()
    made = Image.new("RGB", (40, 30), "white")
    for name, mode in (("PNG", "RGB"), ("JPEG", "RGB"), ("WEBP", "RGB"), ("TIFF", "1"), ("GIF", "P")):
        kept = io.BytesIO()
        with contextlib.suppress(OSError, ValueError, KeyError):
            made.convert(mode).save(kept, name)
            picture(kept.getvalue())


def picture(data: bytes) -> Made:
    """A picture, or all those in the file, a page each. Raises Failed where it can't be decoded or is too large."""
    Image.MAX_IMAGE_PIXELS = PIXEL_LIMIT
    pdf = fitz.open()
    left = 0
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            # The library's own count takes time with the square of the frames.
            many = _directories(data) if opened.format == "TIFF" else 0
            count = many if many > PAGE_LIMIT else int(getattr(opened, "n_frames", 1))
            is_film = opened.format in ("GIF", "WEBP", "MPO", "PNG")  # moving pictures: the first one
            frames = ImageSequence.Iterator(opened) if count > 1 and not is_film else iter((opened,))
            for number, frame in enumerate(_decoded(frames)):
                if number >= PAGE_LIMIT:
                    left = count - PAGE_LIMIT
                    break
                going.on()
                _add_page(pdf, frame, data if number == 0 and count == 1 else b"")
    except (MemoryError, Failed):
        raise
    except Image.DecompressionBombError as error:
        raise Failed(Failure.TOO_LARGE) from error
    except Exception as error:
        if not pdf.page_count:
            raise Failed(Failure.NOT_THAT_FORMAT) from error
        left = max(1, left)
    if not pdf.page_count:
        raise Failed(Failure.NOT_THAT_FORMAT)
    lib.pdf_dict_dels(lib.pdf_trailer(fitz._as_pdf_document(pdf)), "ID")
    made = pdf.tobytes(garbage=3, deflate=True, no_new_id=True)
    return Made(pdf=made, warnings={Warn.FRAMES_LEFT_OUT: left} if left else {})


def _directories(data: bytes) -> int:
    """How many pictures a TIFF says it has, by following its directories; 0 for a newer kind (BigTIFF)."""
    order = "<" if data[:2] == b"II" else ">"
    if len(data) < 8 or struct.unpack_from(order + "H", data, 2)[0] != 42:
        return 0
    seen: set[int] = set()
    (at,) = struct.unpack_from(order + "I", data, 4)
    while at and at not in seen and at + 2 <= len(data):
        seen.add(at)
        end = at + 2 + 12 * struct.unpack_from(order + "H", data, at)[0]
        if end + 4 > len(data):
            break
        (at,) = struct.unpack_from(order + "I", data, end)
    return len(seen)


def _decoded(frames: Iterator[Image.Image]) -> Iterator[Image.Image]:
    for frame in frames:
        if frame.width * frame.height > PIXEL_LIMIT:
            raise Failed(Failure.TOO_LARGE)
        frame.load()
        yield frame


def _add_page(pdf: Any, frame: Image.Image, original: bytes) -> None:
    """A page of the picture's size with its pixels; a plain JPEG is put in as it is, others without loss."""
    turned = ImageOps.exif_transpose(frame)
    width, height = _size(turned, frame.info.get("dpi"))
    page = pdf.new_page(width=width, height=height)
    if frame.format == "JPEG" and turned.size == frame.size and frame.getexif().get(274, 1) == 1 and original:
        page.insert_image(page.rect, stream=original)
        return
    kept = io.BytesIO()
    _plain(turned).save(kept, "PNG", compress_level=3)
    page.insert_image(page.rect, stream=kept.getvalue())


def _plain(frame: Image.Image) -> Image.Image:
    """In a mode that PNG has and every reader shows alike; what shines through becomes white, as on paper."""
    if frame.mode in ("1", "L", "RGB"):
        return frame
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        paper = Image.new("RGBA", frame.size, "white")
        paper.alpha_composite(frame.convert("RGBA"))
        return paper.convert("RGB")
    if frame.mode.startswith(("I", "F")):
        low, high = frame.getextrema()
        span = (float(high) - float(low)) or 1.0  # type: ignore[arg-type]
        return frame.point(lambda value: (value - low) * (255.0 / span)).convert("L")
    return frame.convert("RGB")


def _size(frame: Image.Image, density: Any) -> tuple[float, float]:
    """Width and height in points: by the density it claims where that makes a sensible page, else 150 an inch."""
    wide, high = frame.size
    across = 150.0
    with contextlib.suppress(TypeError, ValueError, IndexError, OverflowError):
        if int(float(density[0])) in _DENSITIES and abs(float(density[0]) - float(density[1])) < 2:
            across = float(density[0])
    scale = 72.0 / across
    if across <= 96 and max(wide, high) > 1500:  # a photograph, or a scan whose program said nothing
        scale = 72.0 / 200.0
    scale = min(scale, _LONGEST / max(wide, high))
    scale = max(scale, _SHORTEST / max(wide, high) if max(wide, high) < _SHORTEST else scale)
    return max(wide * scale, 8.0), max(high * scale, 8.0)
