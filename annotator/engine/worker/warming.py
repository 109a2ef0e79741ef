"""Uses every part of PyMuPDF once, so that a locked worker finds all loaded and its first page does not wait for it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from annotator.engine.worker import drawing, labels, texts
from annotator.engine.worker.mupdf import open_pdf

_PLAIN = ("Helvetica", "Times-Roman", "Courier", "Symbol", "ZapfDingbats")
_WIDE = (("Heiti", "UniGB", "GB1"), ("Gothic", "UniJIS", "Japan1"), ("Dotum", "UniKS", "Korea1"))
_SPACES = (("DeviceGray", 1), ("DeviceRGB", 3), ("DeviceCMYK", 4))


def load() -> None:
    """What a locked process could not load any more: in the parent, before the first worker is forked."""
    with contextlib.suppress(Exception):
        open_pdf(data=b"no document")
    str(Exception("é"))
    "é".encode("raw_unicode_escape")


def steps(into: memoryview) -> Iterator[None]:
    """Reads and draws a small PDF of our own; `into` takes pixels. Each step takes a few milliseconds.

    Fonts and conversions of colours are made ready by it, and in a forked process its memory becomes its own.
    """
    pdf = open_pdf(data=_small_pdf())
    yield
    for number in range(pdf.page_count):
        page = pdf[number]
        where = texts.geometry(page)
        texts.text_of(page)
        texts.chars_of(page, where)
        yield
        drawing.draw(page, 0.5, None, into)
        yield
    labels.outline(pdf, 1)
    labels.Labels(pdf).of(0)
    drawing.png(pdf[0], (0, 0, 20, 20), 0.5, [])
    pdf.close()


def rehearse(into: memoryview) -> None:
    """All steps in one go."""
    for _ in steps(into):
        pass


def _small_pdf() -> bytes:
    """A page for what most pages need, and one for each other font. PyMuPDF would take a fifth of a second for it."""
    objects: list[bytes] = [b"", b""]

    def add(content: str | bytes) -> int:
        objects.append(content.encode() if isinstance(content, str) else content)
        return len(objects)

    def stream(content: str, words: str = "") -> int:
        return add(f"<</Length {len(content)}{words}>>stream\n{content}\nendstream")

    fonts = [add(f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>") for name in _PLAIN]
    for name, encoding, ordering in _WIDE:
        system = f"<</Registry(Adobe)/Ordering({ordering})/Supplement 2>>"
        looks = add(
            f"<</Type/FontDescriptor/FontName/{name}/FontBBox[-200 -200 1200 1200]/Flags 4/ItalicAngle 0/Ascent 1000"
            "/Descent -200/StemV 80>>"
        )
        inner = add(
            f"<</Type/Font/Subtype/CIDFontType0/BaseFont/{name}/CIDSystemInfo{system}/FontDescriptor {looks} 0 R>>"
        )
        encoded = f"{encoding}-UTF16-H"
        fonts.append(
            add(f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/{encoded}/DescendantFonts[{inner} 0 R]>>")
        )
    pictures = ""
    for place, (space, parts) in enumerate(_SPACES):
        image = f"/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/{space}"
        pictures += f"/I{place} {stream('d' * 64 * parts, image)} 0 R"
    marked = add("<</Type/Annot/Subtype/Highlight/Rect[50 60 90 90]/QuadPoints[50 90 90 90 50 60 90 60]/C[1 1 0]/F 4>>")
    drawn = (
        ".5 G .5 g 50 700 40 10 re B .1 .5 .9 RG .1 .5 .9 rg 50 650 40 10 re B",
        "".join(f"q 10 0 0 10 100 {700 - 20 * each} cm /I{each} Do Q " for each in range(len(_SPACES))),
        ".2 .1 .5 .9 k 9 9 9 9 re f",
    )
    kids = []
    for place, font in enumerate(fonts):
        words = "(Warm)" if place < len(_PLAIN) else "<005700610072006d00e44e2d>"
        body = stream(f"BT /F 11 Tf 50 760 Td {words} Tj ET {drawn[place] if place < len(drawn) else ''}")
        kids.append(
            add(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {body} 0 R/Annots[{marked} 0 R]"
                f"/Resources<</Font<</F {font} 0 R>>/XObject<<{pictures}>>>>>>"
            )
        )
    objects[0] = f"<</Type/Catalog/Pages 2 0 R/Outlines<</First {len(objects) + 1} 0 R>>>>".encode()
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    add(f"<</Title(Warm)/Dest[{kids[0]} 0 R/Fit]>>")
    return _written(objects)


def _written(objects: list[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
