"""How others read: the same five things done by PyMuPDF, pypdfium2, QtPdf and poppler's tools; reported, not promised.

QtPdf comes with PySide6's addons, which Annotator does not need: without them it is left out, and so are poppler's
tools where they are not installed.
"""

from __future__ import annotations

import importlib.util
import random
import shutil
import statistics
import sys
from pathlib import Path

import material
import pymupdf
from measuring import Row, probe
from reading import LONG, plain_pages, scan

ROUNDS = 3
WHAT = {
    "first": "First page of 10,000, 1,800 pixels wide",
    "page": "A page of text, 1,800 pixels wide",
    "scan": "A scanned page, first scale",
    "zoom": "The same, second scale",
    "tile": "A tile at 4x",
    "text": "The text of a page",
}
"""Text: ours and PyMuPDF's with the box of each letter, the others' without."""


def full_pages(folder: Path) -> Path:
    """A thousand full pages of one width."""
    path = folder / "full.pdf"
    made, chance = pymupdf.open(), random.Random(3)
    while made.page_count < 1000:
        material.generated_page(made, chance)
    made.save(path)
    return path


def peers_rows(home: Path, folder: Path) -> list[Row]:
    """Each of them against ours."""
    files = [str(path) for path in (plain_pages(folder, LONG), full_pages(folder), scan(folder))]
    names = [name for name in ("PyMuPDF", "pypdfium2", "QtPdf", "poppler") if _is_here(name)]
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in ("ours", *names)}
    for _ in range(ROUNDS):  # in turn, so that a busy moment hits all alike
        for name, found in taken.items():
            found.append(probe(name, *files, home=home, script="peers_probes.py", timeout=600))

    def middle(name: str, what: str) -> float:
        return statistics.median(found[what] for found in taken[name])

    return [
        Row(f"{words}, against {name}", middle("ours", what), middle(name, what), None)
        for what, words in WHAT.items()
        for name in names
    ]


def _is_here(name: str) -> bool:
    if name == "QtPdf":
        here = importlib.util.find_spec("PySide6.QtPdf") is not None
    else:
        here = name != "poppler" or None not in (shutil.which("pdftoppm"), shutil.which("pdftotext"))
    if not here:
        print(f"{name} is not installed here and is left out.", file=sys.stderr)
    return here
