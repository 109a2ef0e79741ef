"""A text layer gives back the words that were read, exactly, at their places, whatever the page's box and rotation."""

from __future__ import annotations

import dataclasses
import math
import os

import pymupdf
import pytest

from annotator.engine.client import Engine, Source
from annotator.engine.ocr.words import Word
from annotator.engine.scanning import Recognition, layer_request
from annotator.engine.worker.drawing import to_shown
from annotator.engine.worker.texts import Geometry
from annotator.model.errors import Refused
from tests.engine.conftest import Open, pdf_of

LINES = (
    ("§", "552a(b)(3)", "“Geschäftsführer”", "–", "naïve", "fi"),
    ("co-", "operation", "中文", "𝒜", "\\u0041", "(x)"),
    ("one",),
)


def words_at(left: int, top: int, *, height: int = 30, gap: int = 50) -> tuple[Word, ...]:
    """The lines above as words in pixels; every code point 14 pixels wide."""
    made = []
    for number, line in enumerate(LINES):
        x = left
        for text in line:
            y = top + number * gap
            made.append(Word(text, (x, y, x + 14 * len(text), y + height), 96.0, (1, 1, number)))
            x += 14 * len(text) + 12
    return tuple(made)


WANTED = "".join(" ".join(line) + "\n" for line in LINES)


def layered(engine: Engine, source: Source, *pages: Recognition) -> Source:
    """The source with the layer of these pages; whoever closes it closes both, so it has a descriptor of its own."""
    layer = engine.wait(engine.open(source).layer(pages))
    return dataclasses.replace(source, fd=os.dup(source.fd), layer=layer)


def shaped(box: tuple[float, float, float, float], rotation: int) -> bytes:
    """A page with its box anywhere and a rotation, and nothing on it."""
    document = pymupdf.open()
    page = document.new_page()
    document.xref_set_key(page.xref, "MediaBox", f"[{' '.join(map(str, box))}]")
    document.xref_set_key(page.xref, "Rotate", str(rotation))
    return document.tobytes()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("box", [(0, 0, 400, 300), (-50, 100, 350, 500), (12.5, -7.25, 612.5, 800)])
def test_words_come_back_at_their_places(
    engine: Engine, sealed: Open, box: tuple[float, float, float, float], rotation: int
) -> None:
    where = Geometry(box, rotation, 1.0)
    across, down = (box[3] - box[1], box[2] - box[0]) if rotation % 180 else (box[2] - box[0], box[3] - box[1])
    size = (round(across * 2), round(down * 2))
    words = words_at(20, 30)
    with_layer = layered(engine, sealed(shaped(box, rotation)), Recognition(0, size, 2.0, 0.0, words))
    found = engine.wait(engine.open(with_layer).chars(0))
    with_layer.close()
    assert found.text == WANTED
    at = 0
    for word in words:
        at = found.text.index(word.text, at)
        for place in range(len(word.text)):
            edges = found.boxes[4 * (at + place) : 4 * (at + place) + 4]
            shown = to_shown((edges[0], edges[1], edges[2], edges[3]), where)
            left = word.box[0] + 14 * place
            expected = (left / 2, word.box[1] / 2, (left + 14) / 2, word.box[3] / 2)
            assert shown == pytest.approx(expected, abs=0.15)
        at += len(word.text)


@pytest.mark.parametrize("turn", [2.0, -7.5, 90.0, 180.0, 271.0])
def test_words_read_from_a_turned_picture_are_where_they_are_on_the_page(
    engine: Engine, sealed: Open, turn: float
) -> None:
    size = (600, 800) if round(turn / 90) % 2 else (800, 600)
    words = words_at(20, 200)
    with_layer = layered(engine, sealed(shaped((0, 0, 400, 300), 0)), Recognition(0, size, 2.0, turn, words))
    found = engine.wait(engine.open(with_layer).chars(0))
    with_layer.close()
    assert found.text == WANTED
    first = words[0].box
    x, y = (first[0] + first[2]) / 2 - size[0] / 2, (first[1] + first[3]) / 2 - size[1] / 2
    cos, sin = math.cos(math.radians(-turn)), math.sin(math.radians(-turn))
    middle = ((x * cos - y * sin) / 2 + 200, 150 - (x * sin + y * cos) / 2)
    edges = found.boxes[:4]
    assert ((edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2) == pytest.approx(middle, abs=0.3)


def test_lines_that_are_askew_are_lines_and_their_boxes_stay_low(engine: Engine, sealed: Open) -> None:
    slope = math.tan(math.radians(2))
    words = tuple(
        Word(f"w{place}", (x, y + int(x * slope), x + 28, y + 30 + int(x * slope)), 90.0, (1, 1, line))
        for line, y in enumerate((100, 150, 200))
        for place, x in enumerate(range(20, 700, 45))
    )
    with_layer = layered(engine, sealed(shaped((0, 0, 400, 300), 0)), Recognition(0, (800, 600), 2.0, 0.0, words))
    found = engine.wait(engine.open(with_layer).chars(0))
    with_layer.close()
    assert found.text == "".join(" ".join(f"w{place}" for place in range(16)) + "\n" for _ in range(3))
    heights = [found.boxes[at + 3] - found.boxes[at + 1] for at in range(0, len(found.boxes), 4)]
    assert max(heights) < 18


@pytest.mark.parametrize("down", [True, False])
def test_lines_that_stand_on_their_side_are_lines(engine: Engine, sealed: Open, down: bool) -> None:
    """Tesseract reads them as they are: beside a page, and on a page that lies on its side."""
    size = (800, 600)
    flat = words_at(20, 30)

    def stood(box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        x0, y0, x1, y1 = box
        return (800 - y1, x0, 800 - y0, x1) if down else (y0, 600 - x1, y1, 600 - x0)

    words = tuple(dataclasses.replace(word, box=stood(word.box)) for word in flat if word.text != "one")
    with_layer = layered(engine, sealed(shaped((0, 0, 400, 300), 0)), Recognition(0, size, 2.0, 0.0, words))
    found = engine.wait(engine.open(with_layer).chars(0))
    with_layer.close()
    assert found.text == WANTED.removesuffix("one\n")
    at = found.text.index("552a(b)(3)")
    box = words[1].box
    edges = found.boxes[4 * at : 4 * (at + 10)]
    shown = (min(edges[0::4]), 300 - max(edges[3::4]), max(edges[2::4]), 300 - min(edges[1::4]))
    assert shown == pytest.approx(tuple(edge / 2 for edge in box), abs=0.2)


def test_pages_that_were_not_read_keep_their_own_text_and_layers_grow(engine: Engine, sealed: Open) -> None:
    source = sealed(pdf_of("first page", "second page", "third page"))
    reading = Recognition(1, (800, 600), 2.0, 0.0, words_at(20, 30))
    once = layered(engine, source, reading)
    texts = engine.wait(engine.open(once).extract("0" * 64)).extraction.texts
    assert texts == ("first page\n", WANTED, "third page\n")
    again = layered(engine, once, Recognition(2, (800, 600), 2.0, 0.0, ()))
    texts = engine.wait(engine.open(again).extract("0" * 64)).extraction.texts
    assert texts == ("first page\n", WANTED, "")
    assert once.layer is not None
    assert again.layer is not None
    assert once.layer.size < 6000
    pixels = engine.wait(engine.open(source).render(1, 1.0)).buffer
    assert engine.wait(engine.open(again).render(1, 1.0)).buffer == pixels, "the original is drawn, not the layer"
    os.close(again.fd)
    again.layer.close()
    once.close()


def test_the_same_words_make_the_same_layer(engine: Engine, sealed: Open) -> None:
    reading = Recognition(0, (800, 600), 2.0, 0.0, words_at(20, 30))
    source = sealed(pdf_of("x"))
    made = [engine.wait(engine.open(source).layer([reading])) for _ in range(2)]
    assert made[0].read() == made[1].read()
    for one in made:
        one.close()


def test_a_layer_of_another_document_is_refused(engine: Engine, sealed: Open) -> None:
    layer = engine.wait(
        engine.open(sealed(pdf_of("x"))).layer([Recognition(0, (800, 600), 2.0, 0.0, words_at(20, 30))])
    )
    foreign = dataclasses.replace(sealed(pdf_of("a", "b")), layer=layer)
    with pytest.raises(Refused):
        engine.wait(engine.open(foreign).chars(0))
    broken = dataclasses.replace(sealed(pdf_of("a")), layer=sealed(b"no PDF"))
    with pytest.raises(Refused):
        engine.wait(engine.open(broken).chars(0))
    layer.close()


@pytest.mark.parametrize(
    ("page", "box", "scale"),
    [
        (5, (0, 0, 9, 9), 2.0),
        (0, (0, 0, 9, 9), 0.0),
        (0, (0, 0, 9, 9), math.nan),
        (0, (0, 0, 9000, 9), 2.0),
        (0, (9, 0, 9, 9), 2.0),
    ],
)
def test_words_that_can_not_be_are_refused(
    engine: Engine, sealed: Open, page: int, box: tuple[int, int, int, int], scale: float
) -> None:
    reader = engine.open(sealed(pdf_of("x")))
    with pytest.raises(Refused):
        engine.wait(reader.layer([Recognition(page, (800, 600), scale, 0.0, (Word("x", box, 9.0, (1, 1, 1)),))]))
    assert engine.wait(reader.chars(0)).text == "x\n"
    with pytest.raises(ValueError, match="too long"):
        layer_request([Recognition(0, (9, 9), 1.0, 0.0, (Word("x" * 5000, (0, 0, 9, 9), 9.0, (1, 1, 1)),))])


def test_a_scan_is_straightened_and_says_so(engine: Engine, sealed: Open) -> None:
    reader = engine.open(sealed(askew_pdf(4.0)))
    scan = engine.wait(reader.scan(0, dpi=150))
    assert scan.turn == pytest.approx(4.0, abs=0.4)
    data = os.pread(scan.fd, 1 << 24, 0)
    assert data.startswith(b"P5\n%d %d\n255\n" % (scan.width, scan.height))
    assert len(data.split(b"255\n", 1)[1]) == scan.width * scan.height
    scan.close()
    upright = engine.wait(reader.scan(0, dpi=150, turn=90.0))
    assert (upright.width, upright.height) == (scan.height, scan.width)
    upright.close()


def test_how_a_page_looks(engine: Engine, sealed: Open) -> None:
    empty = engine.wait(engine.open(sealed(pdf_of(""))).shares(0))
    assert (empty.pictures, empty.text, empty.ink) == (0, 0, 0)
    written = engine.wait(engine.open(sealed(pdf_of("words\n" * 10))).shares(0))
    assert written.pictures == 0
    assert written.text > 0.01
    assert written.ink > 0.001
    scanned = engine.wait(engine.open(sealed(askew_pdf(0.0))).shares(0))
    assert scanned.pictures > 0.9
    assert scanned.text == 0


def askew_pdf(degrees: float) -> bytes:
    """A page of text as a picture, turned anticlockwise about its middle."""
    text = "\n".join("The quick brown fox jumps over the lazy dog once more." for _ in range(14))
    pixmap = pymupdf.open(stream=pdf_of(text))[0].get_pixmap(dpi=150, colorspace=pymupdf.csGRAY)
    document = pymupdf.open()
    page = document.new_page(width=400, height=300)
    page.insert_image(page.rect, pixmap=pixmap)
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turn = f"q {cos} {sin} {-sin} {cos} {200 - cos * 200 + sin * 150} {150 - sin * 200 - cos * 150} cm\n"
    document.update_stream(page.get_contents()[0], turn.encode() + page.read_contents() + b"\nQ")
    return bytes(document.tobytes())
