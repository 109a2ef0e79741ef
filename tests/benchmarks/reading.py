"""Promises about reading: paging, scrolling and opening long files, zooming scans, tiles."""

from __future__ import annotations

import random
from pathlib import Path

import material
import pymupdf
from measuring import Row, probe

LONG, SHORT, FLIPPED = 10_000, 100, 200


def plain_pages(folder: Path, count: int) -> Path:
    """Pages with a few lines each, written by hand, since libraries take minutes for ten thousand."""
    path = folder / f"plain-{count}.pdf"
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(count))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number in range(count):
        lines = b" ".join(b"(Line %d of page %d, which says little.) '" % (line, number + 1) for line in range(1, 13))
        words = b"BT /F 11 Tf 20 TL 72 750 Td %s ET" % lines
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
        parts += [page % (5 + 2 * number), b"<</Length %d>>stream\n%s\nendstream" % (len(words), words)]
    return _written(path, parts)


def scans(folder: Path, count: int) -> Path:
    """As many pages of which each has its own picture as in `scan`: to a library they are different ones."""
    path = folder / f"scans-{count}.pdf"
    with pymupdf.open(scan(folder)) as one:
        picture = one.extract_image(one[0].get_images()[0][0])
    look = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
    head = look % (picture["width"], picture["height"]) + b"/Length %d>>" % len(picture["image"])
    kids = b" ".join(b"%d 0 R" % (3 + 3 * number) for number in range(count))
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)]
    for number in range(3, 3 + 3 * count, 3):
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I %d 0 R>>>>/Contents %d 0 R>>"
        drawing = b"q 595 0 0 842 0 0 cm /I Do Q"
        parts += [
            page % (number + 2, number + 1),
            b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
            head + b"stream\n" + picture["image"] + b"\nendstream",
        ]
    return _written(path, parts)


def _written(path: Path, parts: list[bytes]) -> Path:
    """A PDF of these objects, the first its catalog."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start)
    path.write_bytes(out)
    return path


def scan(folder: Path) -> Path:
    """A page that is one picture of 300 dpi, as JPEG."""
    path = folder / "scan.pdf"
    made, source = pymupdf.open(), pymupdf.open()
    material.generated_page(source, random.Random(5))
    pixmap = source[0].get_pixmap(dpi=300)
    page = made.new_page()
    page.insert_image(page.rect, stream=pixmap.tobytes("jpg", jpg_quality=85))
    made.save(path)
    return path


def reading_rows(home: Path, folder: Path) -> list[Row]:
    """All of them."""
    flipping = material.thousand_pages(folder)
    flipped = probe("paging", str(flipping), str(FLIPPED), home=home, script="reading_probes.py")
    late = 100 * (1 - flipped["sharp"] / flipped["pages"])
    long, short = plain_pages(folder, LONG), plain_pages(folder, SHORT)
    painted = probe("scrolling", str(long), "25", home=home, script="reading_probes.py")
    opened = probe("opening", str(short), str(long), "11", home=home, script="reading_probes.py")
    zoomed = probe("rendering", str(scan(folder)), "0", "7", home=home, script="reading_probes.py")
    lettered = probe("rendering", str(flipping), "0", "7", home=home, script="reading_probes.py")
    alone = f"the bare library takes {flipped['bare']:.0f} ms a page"
    kind = "scanned page, JPEG of 300 dpi"
    return [
        Row(f"Per cent of {FLIPPED} pages, one every 100 ms, not sharp on arrival, of 5", late, 5, 1, note=alone),
        Row("Pages of them still blank after 100 ms, of none", flipped["blank"], 0, 1),
        Row(
            f"A paint while scrolling {LONG:,} pages, against a bare painted area", painted["ours"], painted["bare"], 2
        ),
        Row(f"First page of {LONG:,} pages, against one of {SHORT}", opened["long"], opened["short"], 1.5),
        Row("Second zoom of a scanned page, against the first", zoomed["second"], zoomed["first"], 1 / 3, note=kind),
        Row("Slowest tile at 4x, against its share of the page", zoomed["tile"], zoomed["share"], 1.5, 5, kind),
        Row("The same", lettered["tile"], lettered["share"], 1.5, 5, "page of text"),
    ]
