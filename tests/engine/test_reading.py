"""What is read from PDFs: text, boxes, labels, pictures, passwords, and what is refused."""

from __future__ import annotations

import hashlib

import pymupdf
import pytest

from annotator.engine.client import Engine, Extracted
from annotator.engine.protocol import FrameBuffer
from annotator.engine.worker import texts
from annotator.model.errors import NeedsPassword, Refused
from annotator.model.pages import PageText
from tests.engine.conftest import Open, assemble, pdf_of

ODD = "office § 552a «quoted» back\\u0041slash"


def extracted(engine: Engine, source: object) -> Extracted:
    document = engine.open(source)  # type: ignore[arg-type]
    try:
        return engine.wait(document.extract("ab" * 32))
    finally:
        document.close()


def box_of(page: PageText, word: str) -> tuple[float, float, float, float]:
    """Around all characters of a word."""
    start = page.text.index(word)
    edges = [page.boxes[4 * at : 4 * at + 4] for at in range(start, start + len(word))]
    return min(e[0] for e in edges), min(e[1] for e in edges), max(e[2] for e in edges), max(e[3] for e in edges)


def layouts() -> dict[str, bytes]:
    """The same words on pages that lie differently."""
    made = {}
    for rotation in (0, 90, 180, 270):
        for shifted in (False, True):
            document = pymupdf.open()
            page = document.new_page(width=400, height=300)
            page.insert_text((100, 80), "needle in office", fontsize=12)
            page.insert_text((210, 200), "right column", fontsize=12)
            if shifted:
                for key, box in (("MediaBox", "[-50 -20 400 300]"), ("CropBox", "[30 40 390 290]")):
                    document.xref_set_key(page.xref, key, box)
            page.set_rotation(rotation)
            made[f"{rotation}{' shifted' if shifted else ''}"] = document.tobytes()
    document = pymupdf.open()
    document.new_page(width=400, height=300).insert_text((100, 80), "needle in office", fontsize=12)
    document.xref_set_key(document[0].xref, "UserUnit", "2.5")
    made["large units"] = document.tobytes()
    return made


@pytest.mark.parametrize("kind", list(layouts()))
def test_boxes_are_in_unrotated_user_space(engine: Engine, sealed: Open, kind: str) -> None:
    source = sealed(layouts()[kind])
    document = engine.open(source)
    page = engine.wait(document.chars(0))
    assert page.text == engine.wait(document.extract("00" * 32)).extraction.texts[0]
    x0, y0, x1, y1 = box_of(page, "needle")
    # The baseline was set at (100, 220) of user space, whatever the box, the rotation or the unit is.
    assert x0 == pytest.approx(100, abs=1.5)
    assert y0 < 220 < y1 < 236
    assert 30 < x1 - x0 < 45
    document.close()


@pytest.mark.parametrize("kind", list(layouts()))
def test_a_mark_covers_its_word_on_the_picture(engine: Engine, sealed: Open, kind: str) -> None:
    """The drawn word lies where its boxes say: nothing dark is left in the picture of the box's surroundings."""
    document = engine.open(sealed(layouts()[kind]))
    page = engine.wait(document.chars(0))
    x0, y0, x1, y1 = box_of(page, "needle")
    inside = pymupdf.Pixmap(engine.wait(document.picture(0, (x0, y0, x1, y1), 2.0)))
    above = pymupdf.Pixmap(engine.wait(document.picture(0, (x0, y1 + 4, x1, y1 + 20), 2.0)))
    assert min(inside.samples) < 60
    assert min(above.samples) > 200
    document.close()


@pytest.mark.parametrize("kind", list(layouts()))
def test_annotations_lie_on_the_words(engine: Engine, sealed: Open, kind: str) -> None:
    from annotator.engine.client import Mark

    document = engine.open(sealed(layouts()[kind]))
    rect = box_of(engine.wait(document.chars(0)), "needle")
    mark = Mark(0, (rect,), (255, 220, 0), "The note — “quoted”", "", "mark-1")
    (first, copied), (second, _) = (engine.wait(document.annotate([mark])) for _ in range(2))
    assert (copied.pages, copied.drawn) == (len(pymupdf.open("pdf", layouts()[kind])), 0)
    data, again = first.read(), second.read()
    first.close()
    second.close()
    document.close()
    assert data == again, "the same marks must give the same bytes"
    copy = pymupdf.open("pdf", data)
    annot = next(iter(copy[0].annots()))
    quads = [float(value) for value in copy.xref_get_key(annot.xref, "QuadPoints")[1].strip("[]").split()]
    assert (min(quads[0::2]), min(quads[1::2]), max(quads[0::2]), max(quads[1::2])) == pytest.approx(rect, abs=0.6)
    body = copy.xref_object(annot.xref)
    assert annot.info["content"] == "The note — “quoted”"
    assert copy.xref_get_key(annot.xref, "NM")[1] == "mark-1"
    assert "/M " not in body
    assert "CreationDate" not in body
    assert copy.xref_get_key(annot.xref, "T")[0] == "null"
    assert copy[0].rotation == int(kind.split()[0]) if kind[0].isdigit() else True


def test_text_is_what_stands_there(engine: Engine, sealed: Open) -> None:
    data = pdf_of(ODD + "\nsecond line", "page two")
    extraction = extracted(engine, sealed(data)).extraction
    assert extraction.texts == (ODD + "\nsecond line\n", "page two\n")
    assert [page.label for page in extraction.pages] == ["1", "2"]
    assert extraction.pages[0].box == (0, 0, 400, 300)
    assert extraction.frozen == ""
    assert extraction.warnings == ()


def test_ligatures_are_expanded_and_keep_a_box_each(engine: Engine, sealed: Open) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_htmlbox(pymupdf.Rect(50, 50, 400, 200), "<p style='font-family:serif'>The office file flows</p>")
    source = sealed(document.tobytes())
    reader = engine.open(source)
    chars = engine.wait(reader.chars(0))
    assert "office file flows" in chars.text
    assert len(chars.boxes) == 4 * len(chars.text)
    start = chars.text.index("office")
    assert all(chars.boxes[4 * at + 2] >= chars.boxes[4 * at] for at in range(start, start + 6))
    assert chars.boxes[4 * (start + 5) + 2] > chars.boxes[4 * start + 2] + 10
    reader.close()


def test_two_columns_are_read_one_after_the_other(engine: Engine, sealed: Open) -> None:
    document = pymupdf.open()
    page = document.new_page(width=600, height=800)
    for column, word in ((50, "left"), (320, "right")):
        page.insert_text((column, 60), [f"{word} line {number} of the column" for number in range(30)], fontsize=11)
    text = extracted(engine, sealed(document.tobytes())).extraction.texts[0]
    assert text.index("left line 29") < text.index("right line 0")


def test_a_scan_has_no_text_and_says_so(engine: Engine, sealed: Open) -> None:
    picture = pymupdf.open("pdf", pdf_of("words in a picture"))[0].get_pixmap()
    document = pymupdf.open()
    document.new_page(width=400, height=300).insert_image(pymupdf.Rect(0, 0, 400, 300), pixmap=picture)
    extraction = extracted(engine, sealed(document.tobytes())).extraction
    assert extraction.texts == ("",)
    assert "without text" in extraction.warnings[0]


def test_labels_and_outline(engine: Engine, sealed: Open) -> None:
    document = pymupdf.open("pdf", pdf_of("a", "b", "c", "d"))
    document.set_page_labels([{"startpage": 0, "style": "r"}, {"startpage": 2, "prefix": "A-", "style": "D"}])
    document.set_toc([[1, "One", 1], [2, "Two — §", 3]])
    extraction = extracted(engine, sealed(document.tobytes())).extraction
    assert [page.label for page in extraction.pages] == ["i", "ii", "A-1", "A-2"]
    assert [(item.level, item.title, item.page) for item in extraction.outline] == [(1, "One", 0), (2, "Two — §", 2)]


def test_pixels_fit_a_window(engine: Engine, sealed: Open) -> None:
    document = engine.open(sealed(pdf_of("dark words")))
    pixels = engine.wait(document.render(0, 2.0))
    assert (pixels.width, pixels.height, pixels.stride, pixels.scale) == (800, 600, 3200, 2.0)
    assert set(pixels.buffer[3::4]) == {255}
    tile = engine.wait(document.render(0, 2.0, clip=(100, 0, 200, 150)))
    assert (tile.width, tile.height) == (200, 300)
    rows = [pixels.buffer[row * 3200 + 800 : row * 3200 + 1600] for row in range(300)]
    assert b"".join(rows) == tile.buffer, "a tile is a part of the whole"
    document.close()


def test_pixels_do_not_travel_in_the_pipe(engine: Engine, sealed: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    document = engine.open(sealed(pdf_of("dark words")))
    engine.wait(document.info())
    arrived: list[int] = []
    add = FrameBuffer.add
    monkeypatch.setattr(FrameBuffer, "add", lambda pipe, data: (arrived.append(len(data)), add(pipe, data))[1])
    pixels = engine.wait(document.render(0, 2.0))
    assert len(pixels.buffer) == 3200 * 600
    assert 0 < sum(arrived) < 1000
    document.close()


def test_a_huge_page_is_drawn_smaller(engine: Engine, sealed: Open) -> None:
    document = engine.open(sealed(pdf_of("tiny", width=36_000, height=36_000)))
    pixels = engine.wait(document.render(0, 2.0))
    assert pixels.scale < 0.2
    assert pixels.width * pixels.height <= 16 * 1024 * 1024
    assert pixels.width == pytest.approx(36_000 * pixels.scale, abs=2)
    document.close()


PASSWORDS = ("reporter", " two spaces ", "    ", "pass𝄞word", "ü")


@pytest.mark.parametrize("method", [pymupdf.PDF_ENCRYPT_RC4_128, pymupdf.PDF_ENCRYPT_AES_256])
@pytest.mark.parametrize("password", PASSWORDS)
def test_passwords_are_tried_as_they_are(engine: Engine, sealed: Open, method: int, password: str) -> None:
    if method == pymupdf.PDF_ENCRYPT_RC4_128 and not password.isascii():
        pytest.skip("old encryption knows no such characters")
    plain = pymupdf.open("pdf", pdf_of("secret words"))
    data = plain.tobytes(encryption=method, user_pw=password, owner_pw="other" + password)
    with pytest.raises(NeedsPassword, match="needs a password"):
        extracted(engine, sealed(data))
    with pytest.raises(NeedsPassword, match="needs a password"):
        extracted(engine, sealed(data, passwords=("wrong", password.strip() + "x")))
    found = extracted(engine, sealed(data, passwords=("wrong", password, "wrong again")))
    assert found.extraction.texts == ("secret words\n",)
    assert found.encrypted
    assert found.frozen is not None
    copy = found.frozen.read()
    found.frozen.close()
    assert hashlib.sha256(copy).hexdigest() == found.extraction.frozen
    assert not pymupdf.open("pdf", copy).needs_pass
    assert "without a password" in found.extraction.warnings[0]


def test_an_empty_user_password_opens(engine: Engine, sealed: Open) -> None:
    plain = pymupdf.open("pdf", pdf_of("for everybody"))
    data = plain.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="", owner_pw="owner")
    found = extracted(engine, sealed(data))
    assert found.extraction.texts == ("for everybody\n",)
    assert found.encrypted
    assert found.frozen is not None
    found.frozen.close()


NO_PAGES = assemble(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (NO_PAGES, "has no pages"),
        (b"", "is empty"),
        (b"%PDF-1.7\nnothing", "damaged|no pages"),
        (b"<!DOCTYPE html><html><body>hi</body></html>", "damaged|no pages"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "damaged|no pages"),
        (bytes.fromhex("89504e470d0a1a0a") + b"x" * 50, "damaged|no pages"),
    ],
)
def test_what_is_no_pdf_is_refused(engine: Engine, sealed: Open, data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        extracted(engine, sealed(data))


def test_a_page_that_is_not_there(engine: Engine, sealed: Open) -> None:
    document = engine.open(sealed(pdf_of("one")))
    with pytest.raises(Refused, match="no such page"):
        engine.wait(document.render(7, 1.0))
    assert engine.wait(document.info()).page_count == 1
    document.close()


@pytest.mark.parametrize("box", ["[0 0 1e30 1e30]", "[5 5 5 5]", "[0 0 -9 -9]", "[a b c d]", "[0 0 99999999 9]"])
def test_a_page_with_an_impossible_box_harms_no_other(engine: Engine, sealed: Open, box: str) -> None:
    document = pymupdf.open("pdf", pdf_of("one", "two"))
    document.xref_set_key(document[0].xref, "MediaBox", box)
    extraction = extracted(engine, sealed(document.tobytes())).extraction
    assert len(extraction.pages) == 2
    assert extraction.texts[1] == "two\n"
    assert all(page.width > 0 and page.height > 0 for page in extraction.pages)


@pytest.mark.parametrize("kind", list(layouts()))
def test_a_passage_is_pictured_alone(engine: Engine, sealed: Open, kind: str) -> None:
    """Outside the passage there is no pixel that is not white, whatever the page's box, rotation and unit are."""
    document = engine.open(sealed(layouts()[kind]))
    page = engine.wait(document.chars(0))
    x0, y0, x1, y1 = rect = box_of(page, "needle")
    around = (x0 - 40, y0 - 30, x1 + 60, y1 + 30)
    whole = pymupdf.Pixmap(engine.wait(document.picture(0, around, 2.0)))
    alone = pymupdf.Pixmap(engine.wait(document.picture(0, around, 2.0, [(rect, (255, 0, 0))], alone=True)))
    bare = pymupdf.Pixmap(engine.wait(document.picture(0, around, 2.0, [((0, 0, 0, 0), (0, 0, 0))], alone=True)))
    assert set(bare.samples) == {255}
    assert (alone.width, alone.height) == (whole.width, whole.height)
    kept = [at for at, value in enumerate(alone.samples) if value < 255]
    assert kept, "the words themselves must be there"
    assert all(alone.samples[at] == whole.samples[at] for at in kept), "not tinted"
    columns = {at // 3 % alone.width for at in kept}
    rows = {at // alone.stride for at in kept}
    wide, high = max(columns) - min(columns), max(rows) - min(rows)
    assert max(wide, high) <= 2 * (x1 - x0) + 1
    assert min(wide, high) <= 2 * (y1 - y0) + 1
    document.close()


@pytest.mark.parametrize("kind", list(layouts()))
def test_both_ways_to_the_boxes_agree(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    page = pymupdf.open("pdf", layouts()[kind])[0]
    page.insert_text((60, 80), "Lamps  on\tstairs\n\nand an office file flows \ufb01 \u00e4")
    page.insert_text((180, 180), "upwards", rotate=90)
    page.insert_textbox((120, 100, 170, 170), "narrow columns break many words apart", fontsize=9)
    where = texts.geometry(page)
    quick = texts.chars_of(page, where)
    assert "upwards" in quick.text
    monkeypatch.setattr(texts, "_as_they_come", lambda *_: None)
    assert texts.chars_of(page, where) == quick
