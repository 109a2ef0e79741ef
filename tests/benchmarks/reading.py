"""Promises about reading: paging, scrolling and opening long files, zooming scans, tiles."""

from __future__ import annotations

import random
from pathlib import Path

import material
import pymupdf
from measuring import Row, probe

LONG, SHORT, FLIPPED = 10_000, 100, 200


def plain_pages(folder: Path, count: int) -> Path:
    """Pages with a few lines each, made fast: one page many times would be one object to the reader."""
    path = folder / f"plain-{count}.pdf"
    made = pymupdf.open()
    for number in range(count):
        page = made.new_page()
        page.insert_text((72, 90), f"Page {number + 1}")
        for line in range(12):
            page.insert_text((72, 130 + 20 * line), f"Line {line + 1} of page {number + 1}, which says little.")
    made.save(path, deflate=True)
    return path


def reading_pages(folder: Path) -> Path:
    """At least as many pages as are flipped through, of real documents where there are any."""
    return material.thousand_pages(folder)


def scan(folder: Path) -> Path:
    """A page that is one picture of 300 dpi, as JPEG 2000 where MuPDF can write it, else JPEG."""
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
    flipped = probe("paging", str(reading_pages(folder)), str(FLIPPED), home=home, script="reading_probes.py")
    late = 100 * (1 - flipped["sharp"] / flipped["pages"])
    long, short = plain_pages(folder, LONG), plain_pages(folder, SHORT)
    painted = probe("scrolling", str(long), "25", home=home, script="reading_probes.py")
    opened = probe("opening", str(short), str(long), "11", home=home, script="reading_probes.py")
    zoomed = probe("rendering", str(scan(folder)), "0", "7", home=home, script="reading_probes.py")
    lettered = probe("rendering", str(reading_pages(folder)), "0", "7", home=home, script="reading_probes.py")
    kind = "scanned page, JPEG of 300 dpi"
    return [
        Row(f"Per cent of {FLIPPED} pages, one every 100 ms, not sharp on arrival, of 5", late, 5, 1),
        Row("Pages of them still blank after 100 ms, of none", flipped["blank"], 0, 1),
        Row(
            f"A paint while scrolling {LONG:,} pages, against a bare painted area", painted["ours"], painted["bare"], 2
        ),
        Row(f"First page of {LONG:,} pages, against one of {SHORT}", opened["long"], opened["short"], 1.5),
        Row("Second zoom of a scanned page, against the first", zoomed["second"], zoomed["first"], 1 / 3, note=kind),
        Row("Slowest tile at 4x, against its share of the page", zoomed["tile"], zoomed["share"], 1.5, 5, kind),
        Row("The same", lettered["tile"], lettered["share"], 1.5, 5, "page of text"),
    ]
