"""Promises about both cores: reading scans and importing use them, and a visible page never waits behind either."""

from __future__ import annotations

import os
import random
import statistics
import sys
from pathlib import Path

import material
import pymupdf
from measuring import Row, probe

from annotator.engine.ocr import finding

SCANNED = 20
ROUNDS = 3


def scanned_text(folder: Path, count: int) -> Path:
    """Pages of text as pictures in grey of 200 dots an inch."""
    path = folder / "scanned.pdf"
    made, source, chance = pymupdf.open(), pymupdf.open(), random.Random(7)
    for number in range(count):
        material.generated_page(source, chance)
        pixmap = source[number].get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
        page = made.new_page()
        page.insert_image(page.rect, stream=pixmap.tobytes("jpg", jpg_quality=80))
    made.save(path)
    return path


def cores_rows(home: Path, folder: Path, pdf: Path) -> list[Row]:
    """Each with all cores against one; then a page while scans are read, against idle. `pdf`: 1,000 pages of text."""
    cores = len(os.sched_getaffinity(0))
    if cores < 2:
        print("There is one core only: what two are worth is left out.", file=sys.stderr)
        return []
    scanned = scanned_text(folder, SCANNED)
    rows = [_against_one(home, f"Extracting 1,000 pages with {cores} cores, against one", 0.75, "extracting", pdf)]
    if finding.find() is None:
        print("There is no Tesseract: reading scans is left out.", file=sys.stderr)
        return rows
    rows.append(_against_one(home, f"Reading {SCANNED} scans with {cores} cores, against one", 0.7, "scans", scanned))
    beside = probe("beside", str(scanned), str(pdf), home=home, script="cores_probes.py", timeout=900)
    busy, idle = (statistics.quantiles(beside[key], n=20)[18] for key in ("busy", "idle"))
    what = "A visible page drawn while scans are read (95th percentile), against idle"
    return [*rows, Row(what, busy, idle, 1.5, 20, f"{beside['pages']} scans read meanwhile")]


def _against_one(home: Path, what: str, times: float, name: str, pdf: Path) -> Row:
    taken: dict[str, list[list[float]]] = {"0": [], "1": []}
    for _ in range(ROUNDS):
        for cores, found in taken.items():
            found.append(probe(name, str(pdf), cores, home=home, script="cores_probes.py", timeout=900))
    (ours, at_work), (bare, _) = (map(statistics.median, zip(*found, strict=True)) for found in taken.values())
    return Row(what, ours, bare, times, note=f"{at_work:.1f} processes at work at a time")
