"""What is measured on: a PDF of 1,000 pages and a page that renders slowly, from real documents where there are any."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pymupdf

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
PAGES = 1000
SLOW_LIMIT = 6
"""Seconds; what takes longer would be stopped on the screen."""

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


def has_corpus() -> bool:
    return (CORPUS / "sources" / "index.jsonl").is_file()


def real_documents() -> Iterator[tuple[str, Path, int]]:
    """Kind, path and number of pages of each unencrypted PDF."""
    for line in (CORPUS / "sources" / "index.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        about = entry.get("pdf")
        if about and not about["encrypted"] and about["pages"]:
            yield entry["category"], CORPUS / "sources" / entry["file"], about["pages"]


def thousand_pages(folder: Path) -> Path:
    """A PDF of 1,000 pages: at most 60 of each real document, else generated ones."""
    path = folder / "thousand.pdf"
    made = pymupdf.open()
    for _, source, _ in real_documents() if has_corpus() else ():
        with pymupdf.open(source) as document:
            room = min(60, PAGES - made.page_count)
            made.insert_pdf(document, to_page=min(room, document.page_count) - 1, annots=False, widgets=False)
        if made.page_count >= PAGES:
            break
    chance = random.Random(1)
    while made.page_count < PAGES:
        generated_page(made, chance)
    made.save(path, garbage=3, deflate=True)
    return path


def small_document(folder: Path) -> tuple[Path, int, float]:
    """One page with one line."""
    path = folder / "small.pdf"
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "A small document.")
        document.save(path)
    return path, 0, 0.0


def generated_page(document: pymupdf.Document, chance: random.Random) -> None:
    """A full page of made-up words in two columns."""
    page = document.new_page()
    words = ["".join(chance.choices("abcdefghilmnoprstu", k=chance.randint(2, 10))) for _ in range(520)]
    for left in (50, 310):
        half, words = words[:260], words[260:]
        page.insert_textbox((left, 60, left + 240, 790), " ".join(half) + ".", fontsize=9)


def slow_documents() -> Iterator[Path]:
    """Real documents, then those known to be slow."""
    yield from (source for _, source, _ in real_documents())
    yield from sorted((CORPUS / "hostile" / "slow_or_memory").glob("*.pdf"))


def slowest_page(source: Path) -> tuple[int, float]:
    """The page of a document that renders slowest at 1,800 pixels, of the first ten, and the seconds it takes."""
    slowest = (0, 0.0)
    with pymupdf.open(source) as document:
        for index in range(min(document.page_count, 10)):
            seconds = rendering_time(document, index)
            slowest = max(slowest, (index, seconds), key=lambda page: page[1])
    return slowest


def rendering_time(document: pymupdf.Document, index: int) -> float:
    """Seconds a page takes to render at 1,800 pixels."""
    page = document[index]
    start = time.perf_counter()
    page.get_pixmap(matrix=pymupdf.Matrix(1800 / page.rect.width, 1800 / page.rect.width))
    return time.perf_counter() - start


def worst_pages(folder: Path) -> list[tuple[Path, int, float]]:
    """Pages that the watchdog does not stop, the slowest first: document, index, seconds."""
    sources = list(slow_documents()) if has_corpus() else []
    found = sorted(((source, *_slowest_within(source)) for source in sources), key=lambda page: -page[2])
    return found or [_heavy_page(folder)]


def _slowest_within(source: Path) -> tuple[int, float]:
    """As `slowest_page`, in a child that is killed where it takes too long; nothing then."""
    ours, childs = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(SLOW_LIMIT)
        with contextlib.suppress(Exception):
            os.write(childs, json.dumps(slowest_page(source)).encode())
        os._exit(0)
    os.close(childs)
    with os.fdopen(ours) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    index, seconds = json.loads(told) if told else (0, 0.0)
    return index, seconds


def _heavy_page(folder: Path) -> tuple[Path, int, float]:
    """A page of very many thin curves."""
    path = folder / "heavy.pdf"
    chance = random.Random(2)
    document = pymupdf.open()
    shape = document.new_page().new_shape()
    for _ in range(5_000):
        x, y = chance.uniform(0, 595), chance.uniform(0, 842)
        shape.draw_bezier((x, y), (x + 30, y), (x, y + 30), (x + 30, y + 30))
    shape.finish(width=0.3)
    shape.commit()
    document.save(path, deflate=True)
    return path, 0, rendering_time(document, 0)
