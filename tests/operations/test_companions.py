"""The folder that a browser saves beside a page: its pictures are shown, and nothing else is taken along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from annotator.engine.client import Engine
from annotator.operations.preparing import Prepared, prepare

WORDS = "<p>" + "The agency said on Monday that it had kept them, which nobody had asked for. " * 4 + "</p>"


@pytest.fixture
def engine() -> Iterator[Engine]:
    """A running engine."""
    engine = Engine()
    yield engine
    engine.close()


def picture(colour: int) -> bytes:
    """A picture of one colour."""
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 60, 40))
    pixels.set_rect(pixels.irect, (colour, 30, 30))
    return bytes(pixels.tobytes("png"))


def shown(engine: Engine, path: Path) -> tuple[int, str]:
    """How many pictures the pages show, and their text."""
    prepared: Prepared = prepare(engine, path)
    try:
        assert prepared.extracted is not None
        assert prepared.extracted.frozen is not None
        assert prepared.source.read() == path.read_bytes(), "what is kept is the page alone"
        pdf = pymupdf.open("pdf", prepared.extracted.frozen.read())
        return len({image[0] for page in pdf for image in page.get_images()}), "".join(
            prepared.extracted.extraction.texts
        )
    finally:
        prepared.close()


def test_pictures_beside_a_page_are_shown(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "My story_files"
    (folder / "deep").mkdir(parents=True)
    (folder / "a b.png").write_bytes(picture(200))
    (folder / "deep" / "c.png").write_bytes(picture(100))
    page = tmp_path / "My story.html"
    page.write_text(
        f'{WORDS}<img src="./My%20story_files/a%20b.png"><img src="My story_files/deep/c.png" alt="C">'
        '<img src="My%20story_files/gone.png" alt="Gone">'
    )
    count, text = shown(engine, page)
    assert count == 2
    assert "[Gone]" in text
    assert "[C]" not in text


def test_nothing_else_is_taken(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "page_files"
    folder.mkdir()
    private = tmp_path / "private"
    private.mkdir()
    (private / "p.png").write_bytes(picture(10))
    (tmp_path / "p.png").write_bytes(picture(20))
    (folder / "secret.png").write_text("root:x:0:0")
    (folder / "link.png").symlink_to(private / "p.png")
    (tmp_path / "page_more").symlink_to(private)
    page = tmp_path / "page.html"
    names = (
        "private/p.png", "p.png", "page_files/../private/p.png", "page_files/secret.png", "page_files/link.png",
        "page_more/p.png", f"{private}/p.png", f"file://{private}/p.png", "page_files/../../p.png", "..%2Fp.png",
        "page_files", "page_files/", "//host/page_files/p.png",
    )  # fmt: skip
    page.write_text(WORDS + "".join(f'<img src="{name}" alt="no{number}">' for number, name in enumerate(names)))
    count, text = shown(engine, page)
    assert count == 0
    assert all(f"[no{number}]" in text for number in range(len(names)))
    assert "root" not in text
