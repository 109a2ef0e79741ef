"""What lies on a page beside its words: links by scheme, notes, dark pages, turned pages, and what PDFium draws."""

from __future__ import annotations

import math
import struct

import pymupdf
import pytest

from annotator.engine import protocol
from annotator.engine.beside import LinksCollector, NotesCollector, PageLink
from annotator.engine.client import Engine, Look, Pixels, Urgency
from annotator.engine.collecting import ProbeCollector
from annotator.engine.protocol import BadFrame, Frame, LinkKind, Told, Wanted
from annotator.engine.reader import BESIDE_LIMIT, SCREEN_LIMIT
from annotator.model.errors import Refused
from tests.engine.conftest import Open


def linked() -> bytes:
    pdf = pymupdf.open()
    for _ in range(3):
        pdf.new_page(width=300, height=400)
    page = pdf[0]
    page.set_rotation(90)
    page.insert_text((72, 72), "Words.")
    for number, address in enumerate(("https://example.org/ä?x=1", "file:///etc/passwd", "javascript:alert(1)")):
        area = pymupdf.Rect(50, 50 + 20 * number, 100, 65 + 20 * number)
        page.insert_link({"kind": pymupdf.LINK_URI, "from": area, "uri": address})
    area = pymupdf.Rect(50, 150, 100, 170)
    page.insert_link({"kind": pymupdf.LINK_GOTO, "from": area, "page": 2, "to": pymupdf.Point(10, 300)})
    note = page.add_text_annot((200, 200), "Ask <b>her</b>.")
    note.set_info(title="Ann")
    note.update()
    return bytes(pdf.tobytes())


def test_links_come_with_their_rectangles_in_user_space_and_only_three_schemes_are_allowed(
    engine: Engine, sealed: Open
) -> None:
    reader = engine.open(sealed(linked()))
    found = engine.wait(reader.links(0))
    assert found == (
        PageLink((50, 335, 100, 350), address="https://example.org/%C3%A4?x=1", allowed=True),
        PageLink((50, 315, 100, 330), address="file:///etc/passwd"),
        PageLink((50, 295, 100, 310), address="javascript:alert(1)"),
        PageLink((50, 230, 100, 250), page=2, point=(10, 100)),
    )
    assert engine.wait(reader.links(1)) == ()


def test_notes_are_plain_words(engine: Engine, sealed: Open) -> None:
    reader = engine.open(sealed(linked()))
    (note,) = engine.wait(reader.notes(0))
    assert (note.kind, note.author, note.text) == ("Note", "Ann", "Ask <b>her</b>.")
    assert note.rect[0] == pytest.approx(200, abs=1)
    assert note.rect[3] == pytest.approx(216, abs=17)


@pytest.mark.parametrize(
    "payload",
    [
        protocol.U32.pack(protocol.LINK_LIMIT + 1),
        protocol.U32.pack(2) + protocol.LINK.pack(0, 0, 1, 1, LinkKind.PAGE, 0, 0, 0, 0),
        protocol.U32.pack(1) + protocol.LINK.pack(5, 0, 1, 1, LinkKind.PAGE, 0, 0, 0, 0),
        protocol.U32.pack(1) + protocol.LINK.pack(0, 0, 1, math.inf, LinkKind.PAGE, 0, 0, 0, 0),
        protocol.U32.pack(1) + protocol.LINK.pack(0, 0, 1, 1, LinkKind.WEB, 0, 0, 0, 9) + b"short",
        protocol.U32.pack(0) + b"more",
        struct.pack("<H", 1),
    ],
)
def test_lies_about_links_are_noticed(payload: bytes) -> None:
    with pytest.raises(BadFrame):
        LinksCollector().result(Frame(Told.DONE, 0, 1, payload), memoryview(b""))


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:x", "https:///", "mailto:", "smb://host/share"])
def test_a_worker_that_calls_an_address_good_is_not_believed(address: str) -> None:
    data = address.encode()
    record = protocol.LINK.pack(0, 0, 1, 1, LinkKind.WEB, 0, 0, 0, len(data)) + data
    (link,) = LinksCollector().result(Frame(Told.DONE, 0, 1, protocol.U32.pack(1) + record), memoryview(b""))
    assert not link.allowed


def test_lies_about_notes_are_noticed() -> None:
    record = protocol.NOTE.pack(0, 0, 1, 1, 0, 0, 9_000) + b"x" * 9_000
    with pytest.raises(BadFrame):
        NotesCollector().result(Frame(Told.DONE, 0, 1, protocol.U32.pack(1) + record), memoryview(b""))


# --- how pages look ---------------------------------------------------------------------------------------------------


def colour(pixels: Pixels, x: int, y: int) -> tuple[int, int, int]:
    at = y * pixels.stride + x * 4
    blue, green, red = pixels.buffer[at : at + 3]
    return red, green, blue


def pictured() -> bytes:
    pdf = pymupdf.open()
    page = pdf.new_page(width=300, height=400)
    page.draw_rect((20, 20, 60, 60), color=None, fill=(1, 0, 0))
    page.draw_rect((220, 20, 260, 60), color=None, fill=(0, 0, 0))
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 10, 10))
    picture.set_rect(picture.irect, (10, 120, 200))
    page.insert_image(pymupdf.Rect(100, 200, 200, 300), pixmap=picture)
    scan = pdf.new_page(width=300, height=400)
    scan.insert_image(scan.rect, pixmap=picture)
    return bytes(pdf.tobytes())


def test_dark_pages_keep_pictures_true_and_hues(engine: Engine, sealed: Open) -> None:
    reader = engine.open(sealed(pictured()))
    plain = engine.wait(reader.render(0, 1.0))
    dark = engine.wait(reader.render(0, 1.0, look=Look(dark=True, black=0xECECEC, white=0x1E1F22)))
    assert not dark.kept
    assert colour(plain, 150, 250) == colour(dark, 150, 250) == (10, 120, 200)
    assert colour(dark, 5, 5) == pytest.approx((0x1E, 0x1F, 0x22), abs=1)
    assert min(colour(dark, 240, 40)) > 220
    red, green, blue = colour(dark, 40, 40)
    assert red > green + 40
    assert red > blue + 40


def test_a_page_that_is_one_picture_stays_light_only_dimmed(engine: Engine, sealed: Open) -> None:
    reader = engine.open(sealed(pictured()))
    dark = engine.wait(reader.render(1, 1.0, look=Look(dark=True)))
    assert dark.kept
    assert colour(dark, 150, 250) == pytest.approx((8, 94, 157), abs=2)


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_turned_pages_have_everything_where_it_belongs(engine: Engine, sealed: Open, quarter: int) -> None:
    reader = engine.open(sealed(pictured()))
    whole = engine.wait(reader.render(0, 1.0, look=Look(quarter=quarter)))
    assert (whole.width, whole.height) == ((300, 400) if quarter % 2 == 0 else (400, 300))
    x, y = {0: (40, 40), 1: (360, 40), 2: (260, 360), 3: (40, 260)}[quarter]
    assert colour(whole, x, y) == (255, 0, 0)
    part = engine.wait(reader.render(0, 1.0, clip=(x - 5, y - 5, x + 5, y + 5), look=Look(quarter=quarter)))
    assert colour(part, 5, 5) == (255, 0, 0)
    as_picture = engine.open(sealed(pictured()), pictures=True)
    other = engine.wait(as_picture.render(0, 1.0, look=Look(quarter=quarter)))
    assert (other.width, other.height) == (whole.width, whole.height)
    assert colour(other, x, y) == (255, 0, 0)


# --- PDFium behind the wall -------------------------------------------------------------------------------------------


def test_pdfium_draws_behind_the_wall_and_answers_nothing_else(engine: Engine, sealed: Open) -> None:
    reader = engine.open(sealed(pictured()), pictures=True)
    assert engine.wait(reader.info()).page_count == 2
    tile = engine.wait(reader.render(0, 2.0, clip=(100, 200, 200, 300)))
    assert (tile.width, tile.height) == (200, 200)
    assert colour(tile, 100, 100) == (10, 120, 200)
    with pytest.raises(Refused):
        engine.wait(reader.chars(0))
    with pytest.raises(Refused):
        engine.wait(reader.render(7, 1.0))
    with pytest.raises(Refused):
        engine.wait(engine.open(sealed(b"no document at all"), pictures=True).info())


def test_pdfium_is_locked_like_the_others(engine: Engine, sealed: Open) -> None:
    reader = engine.open(sealed(pictured()), pictures=True)
    request = reader._ask(Wanted.PROBE, b"", ProbeCollector, Urgency.SCREEN, SCREEN_LIMIT)
    outcomes = dict(engine.wait(request))
    assert set(outcomes) == set(protocol.PROBES)
    assert all(outcomes.values()), {protocol.PROBES[number]: code for number, code in outcomes.items() if not code}


def test_links_have_little_time() -> None:
    assert BESIDE_LIMIT < SCREEN_LIMIT
