"""Character error rates of scans, as a table: `.venv/bin/python -m tests.stress.ocr_rates [few]`.

Pages whose text is known become pictures, straight, askew and noisy, at 150, 200 and 300 dots an inch; Annotator reads
them as it reads any scan, and what its text layer gives back is compared with the text: edits in per cent of the
characters, spaces and line ends counted alike. Real documents are looked for in `../shared/corpus`.
"""

from __future__ import annotations

import array
import dataclasses
import math
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pymupdf

from annotator.engine.client import Engine, seal
from annotator.engine.ocr import finding
from annotator.engine.ocr.reading import PagesReading
from annotator.model.pages import Format

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
PAGES = (
    ("one column", "first-case/derived/42-usc-1306.pdf", 0),
    ("one column", "first-case/derived/8-usc-1373.pdf", 0),
    ("one column", "first-case/derived/8-usc-1360.pdf", 0),
    ("one column", "first-case/derived/seed-article.pdf", 0),
    ("two columns", "first-case/derived/5-usc-552a.two-column.pdf", 0),
    ("two columns", "first-case/derived/5-usc-552a.two-column.pdf", 4),
    ("two columns", "first-case/derived/42-usc-405.two-column.pdf", 3),
    ("German", "revisions/de-gg-2012-2022/old.txt", 0),
)
LOOKS = {
    "straight": (0.0, 0),
    "askew 1°": (1.0, 0),
    "askew 3°": (-3.0, 0),
    "noisy": (0.0, 40),
    "noisy, askew 1°": (1.0, 40),
}
"""Degrees anticlockwise, and the standard deviation of what is added to each pixel of 0 to 255."""
RESOLUTIONS = (150, 200, 300)


def edits(one: str, other: str) -> int:
    """The fewest insertions, deletions and replacements that make one of the other (Myers 1999, in Hyyrö's form)."""
    if not one:
        return len(other)
    places: dict[str, int] = {}
    for place, char in enumerate(one):
        places[char] = places.get(char, 0) | 1 << place
    full, last = (1 << len(one)) - 1, 1 << len(one) - 1
    plus, minus, score = full, 0, len(one)
    for char in other:
        equal = places.get(char, 0)
        diagonal = (((equal & plus) + plus) ^ plus) | equal | minus
        up, down = minus | ~(diagonal | plus) & full, plus & diagonal
        score += bool(up & last) - bool(down & last)
        up, down = up << 1 | 1, down << 1
        plus, minus = (down | ~(diagonal | up)) & full, up & diagonal
    return score


def plain(text: str) -> str:
    """Spaces and line ends alike."""
    return " ".join(text.split())


def known_pages() -> Iterator[tuple[str, str, pymupdf.Page]]:
    """Kind, name and page of each, its text its own."""
    for kind, name, index in PAGES:
        file = CORPUS / name
        if not file.exists():
            continue
        if file.suffix == ".pdf":
            yield kind, f"{file.stem} p. {index + 1}", pymupdf.open(file)[index]
            continue
        page = pymupdf.open().new_page(width=595, height=842)
        words = file.read_text("utf-8")[2000:4400]
        page.insert_htmlbox(pymupdf.Rect(60, 60, 535, 780), words, css="* {font-family: serif; font-size: 10.5px}")
        yield kind, file.parent.name, page


def scanned(page: pymupdf.Page, dpi: int, degrees: float, noise: int) -> bytes:
    """A PDF of the page as a picture."""
    pixmap = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    width, height = page.rect.width, page.rect.height
    if degrees:
        document = pymupdf.open()
        turned = document.new_page(width=width, height=height)
        turned.insert_image(turned.rect, pixmap=pixmap)
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        x, y = width / 2, height / 2
        way = f"q {cos} {sin} {-sin} {cos} {x - cos * x + sin * y} {y - sin * x - cos * y} cm\n"
        document.update_stream(turned.get_contents()[0], way.encode() + turned.read_contents() + b"\nQ")
        pixmap = turned.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    if noise:
        chance = random.Random(7)
        drawn = [round(chance.gauss(0, noise)) for _ in range(65536)]
        places = array.array("H", chance.randbytes(2 * len(pixmap.samples)))
        noisy = bytes(
            min(255, max(0, value + drawn[place])) for value, place in zip(pixmap.samples, places, strict=True)
        )
        pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pixmap.width, pixmap.height, noisy, False)
    made = pymupdf.open()
    sheet = made.new_page(width=width, height=height)
    sheet.insert_image(sheet.rect, pixmap=pixmap)
    return bytes(made.tobytes())


def read(engine: Engine, data: bytes) -> tuple[str, int]:
    """The text that the layer gives back, and how sure the machine was."""
    tesseract = finding.find()
    if tesseract is None:
        raise SystemExit("There is no Tesseract here.")
    source = seal([data], Format.PDF)
    reader = engine.open(source)
    work = PagesReading(engine, reader, tesseract, tesseract.choose())
    work.run([0])
    found = work.read[0]
    with_layer = dataclasses.replace(source, layer=engine.wait(reader.layer([found.recognition])))
    again = engine.open(with_layer)
    text = engine.wait(again.chars(0)).text
    reader.close()
    again.close()
    with_layer.close()
    return text, found.sure.confidence


def main() -> None:
    """Prints a row for each look of each kind of page, and one for each page at 200 dpi, straight."""
    few = "few" in sys.argv[1:]
    looks = {"straight": LOOKS["straight"]} if few else LOOKS
    pages = list(known_pages())
    engine = Engine()
    engine.start()
    rows: dict[tuple[str, str], dict[int, tuple[int, int]]] = {}
    single: list[str] = []
    began = time.monotonic()
    for kind, name, page in pages:
        truth = plain(page.get_text(flags=pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP))
        for look, (degrees, noise) in looks.items():
            for dpi in (200,) if few else RESOLUTIONS:
                text, sure = read(engine, scanned(page, dpi, degrees, noise))
                wrong = edits(truth, plain(text))
                before = rows.setdefault((kind, look), {}).get(dpi, (0, 0))
                rows[kind, look][dpi] = (before[0] + wrong, before[1] + len(truth))
                if (look, dpi) == ("straight", 200):
                    single.append(f"{name:<34} {100 * wrong / len(truth):6.2f} %   {sure} % sure")
                print(f"{name}, {look}, {dpi}: {wrong} of {len(truth)}, {sure} % sure", file=sys.stderr, flush=True)
    engine.close()
    print(f"{'':<13}{'':<18}" + "".join(f"{dpi:>8} dpi" for dpi in RESOLUTIONS))
    for (kind, look), found in sorted(rows.items(), key=lambda row: (row[0][0], list(LOOKS).index(row[0][1]))):
        rates = (f"{100 * found[dpi][0] / found[dpi][1]:10.2f} %" if dpi in found else " " * 12 for dpi in RESOLUTIONS)
        print(f"{kind:<13}{look:<18}" + "".join(rates))
    print("\nStraight, 200 dpi, page by page:", *single, sep="\n")
    print(f"\n{len(pages)} pages in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
