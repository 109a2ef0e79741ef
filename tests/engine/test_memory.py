"""What a worker keeps of decoded scans between two requests: as much as it is told to, and no more."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from annotator.engine.client import Engine, Look, Source

SIDE = 2400
MEGABYTES = SIDE * SIDE * 3 / 2**20
"""What one page's picture takes decoded."""
PAGES = 10


@pytest.fixture(scope="module")
def scans() -> bytes:
    """Pages that are a picture in colour each; every one is decoded anew, since each is an object of its own."""
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, SIDE, SIDE), False)
    made = pymupdf.open()
    for number in range(PAGES):
        pixmap.clear_with(100 + number)
        page = made.new_page(width=400, height=400)
        page.insert_image(page.rect, stream=pixmap.tobytes("jpg"))
    return bytes(made.tobytes())


def resident(engine: Engine) -> float:
    """Megabytes of the newest worker that are its own: what it has from files or shares is left out."""
    children = Path(f"/proc/{engine.parent_pid}/task/{engine.parent_pid}/children").read_text().split()
    pages, shared = (int(part) for part in Path(f"/proc/{children[-1]}/statm").read_text().split()[1:3])
    return (pages - shared) * os.sysconf("SC_PAGE_SIZE") / 2**20


@pytest.mark.parametrize("keep", [8, 60, 160])
def test_decoded_scans_stay_within_what_may_be_kept(
    engine: Engine, sealed: Callable[..., Source], scans: bytes, keep: int
) -> None:
    reader = engine.open(sealed(scans))
    engine.wait(reader.info())
    before = resident(engine)
    for page in range(PAGES):
        engine.wait(reader.render(page, 5.0, look=Look(keep=keep)))
    engine.wait(reader.info())  # letting go comes after the answer
    grown = resident(engine) - before
    assert grown <= keep + 16
    assert grown >= keep // MEGABYTES * MEGABYTES * 0.6, "as much as may be kept is kept"
    reader.close()
