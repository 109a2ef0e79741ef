"""Copies carry only what is seen of their original."""

from __future__ import annotations

import pymupdf
import pytest

from annotator.engine.client import Engine, Mark, seal
from annotator.model.copies import Black, Copied, CopyPlan, Entry, Jump, Target
from annotator.model.pages import Format

from .poisoned import MARK, POISONS, SEEN, clean, holds, poisoned


def copied(engine: Engine, data: bytes, plan: CopyPlan | None = None, *marks: Mark) -> tuple[bytes, Copied]:
    source = seal([data], Format.PDF)
    document = engine.open(source)
    try:
        made, told = engine.wait(document.annotate(list(marks), plan or CopyPlan()))
        try:
            return made.read(), told
        finally:
            made.close()
    finally:
        document.close()
        source.close()


@pytest.mark.parametrize("place", list(POISONS))
def test_what_nobody_sees_is_in_no_stream(engine: Engine, place: str) -> None:
    data = poisoned(place)
    assert holds(data), "the mark must be there before"
    made, told = copied(engine, data)
    assert not holds(made)
    assert SEEN in " ".join(pymupdf.open("pdf", made)[0].get_text().split())
    assert told.pages == 1


@pytest.mark.parametrize("place", list(POISONS))
def test_a_copy_looks_like_its_original(engine: Engine, place: str) -> None:
    made, _ = copied(engine, data := poisoned(place))
    before, after = (_pixels(each) for each in (data, made))
    assert len(before) == len(after)
    assert max(abs(a - b) for a, b in zip(before, after, strict=True)) < 40


def _pixels(data: bytes) -> bytes:
    """The page from some way off: a page that became a picture has softer edges."""
    pixmap = pymupdf.open("pdf", data)[0].get_pixmap(dpi=144, annots=False)
    pixmap.shrink(3)
    return bytes(pixmap.samples)


def test_the_same_bytes_each_time(engine: Engine) -> None:
    mark = Mark(0, ((20, 155, 60, 170),), (255, 220, 0), "A note – “so”", "", "mark-1")
    plan = CopyPlan(outline=(Entry(1, "Claim 1: ‘x’", Target(0)),), jumps=(Jump(0, (20, 155, 60, 170), Target(0)),))
    for place in ("unpainted", "under_a_picture", "camera"):
        assert copied(engine, poisoned(place), plan, mark)[0] == copied(engine, poisoned(place), plan, mark)[0]


def _several(count: int) -> bytes:
    pdf = pymupdf.open()
    for number in range(count):
        pdf.new_page(width=200, height=100).insert_text((20, 40), f"Words of page {number + 1}")
    pdf.set_page_labels([{"startpage": 0, "style": "r"}, {"startpage": 4, "style": "D"}])
    return bytes(pdf.tobytes())


def test_some_pages_keep_labels_links_and_marks(engine: Engine) -> None:
    plan = CopyPlan(
        pages=(2, 3, 5),
        outline=(
            Entry(1, "Claim 1", Target(3)),
            Entry(2, "supports: Memo", Target(7, "The memo (2).pdf")),
            Entry(2, "is not in it", Target(0)),
            Entry(1, "Claim 2", Target(5)),
        ),
        jumps=(
            Jump(3, (20, 50, 80, 70), Target(5)),
            Jump(3, (20, 70, 80, 90), Target(7, "The memo (2).pdf")),
            Jump(3, (90, 50, 99, 70), Target(0)),
        ),
    )
    made, told = copied(engine, _several(9), plan, Mark(3, ((20, 55, 80, 65),), (255, 220, 0), "note", "", "m"))
    pdf = pymupdf.open("pdf", made)
    assert [page.get_text().strip() for page in pdf] == ["Words of page 3", "Words of page 4", "Words of page 6"]
    assert [page.get_label() for page in pdf] == ["iii", "iv", "2"]
    assert told.pages == 3
    assert [entry[:3] for entry in pdf.get_toc()] == [[1, "Claim 1", 2], [2, "supports: Memo", -1], [1, "Claim 2", 3]]
    assert [entry[3].get("file") for entry in pdf.get_toc(simple=False)] == [None, "The%20memo%20(2).pdf", None]
    inside, outside = sorted(pdf[1].get_links(), key=lambda link: link["kind"])
    assert (inside["kind"], inside["page"]) == (pymupdf.LINK_GOTO, 2)
    assert (outside["kind"], outside["file"], outside["page"]) == (pymupdf.LINK_GOTOR, "The%20memo%20(2).pdf", 7)
    assert [len(list(page.annots())) for page in pdf] == [0, 1, 0]


def test_what_is_blacked_out_is_gone(engine: Engine) -> None:
    data = clean().tobytes()
    box = pymupdf.open("pdf", data)[0].search_for("seen by")[0]
    rect = (box.x0, 200 - box.y1, box.x1, 200 - box.y0)
    made, told = copied(engine, data, CopyPlan(black=(Black(0, (rect,)),)))
    pdf = pymupdf.open("pdf", made)
    assert not holds(made, "seen by")
    assert "These words are" in " ".join(pdf[0].get_text().split())
    assert told.drawn == 1
    inside = pdf[0].get_pixmap(dpi=144, clip=pymupdf.Rect(box.x0 + 2, box.y0 + 2, box.x1 - 2, box.y1 - 2))
    assert max(inside.samples) < 40


@pytest.mark.parametrize(("ink", "space"), [((0, 0, 0), "/DeviceGray"), ((0.9, 0, 0), "/DeviceRGB")])
def test_a_drawn_page_keeps_its_colours_and_is_small_without(engine: Engine, ink: tuple[int, ...], space: str) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=300, height=200)
    page.insert_text((30, 60), "This goes away", fontsize=20)
    page.draw_rect((40, 120, 80, 160), fill=ink, color=None)
    made, told = copied(engine, pdf.tobytes(), CopyPlan(black=(Black(0, ((25.0, 130.0, 200.0, 165.0),)),)))
    assert told.drawn == 1
    drawn = pymupdf.open("pdf", made)
    assert drawn.xref_get_key(drawn[0].get_images()[0][0], "ColorSpace")[1] == space
    seen = drawn[0].get_pixmap().pixel(60, 140)
    assert all(abs(part - round(255 * wanted)) < 12 for part, wanted in zip(seen, ink, strict=True))
    assert drawn[0].get_pixmap().pixel(50, 50) == (0, 0, 0)


def test_words_that_a_stranger_laid_under_a_scan_stay_where_they_are_cited(engine: Engine) -> None:
    """All others go: nobody can compare them with the picture."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=300, height=200)
    page.insert_image(page.rect, stream=_scan())
    page.insert_text((20, 60), "Read by machine", render_mode=3)
    page.insert_text((20, 120), MARK, render_mode=3)
    rect = (18.0, 130.0, 200.0, 155.0)
    made, _ = copied(engine, pdf.tobytes(), CopyPlan(), Mark(0, (rect,), (255, 220, 0), "", "", "m"))
    assert not holds(made)
    assert " ".join(pymupdf.open("pdf", made)[0].get_text().split()) == "Read by machine"


def _scan() -> bytes:
    with pymupdf.open() as drawn:
        page = drawn.new_page(width=300, height=200)
        page.insert_text((20, 60), "Read by machine")
        page.insert_text((20, 120), "Quite other words")
        return bytes(page.get_pixmap(dpi=100).tobytes("png"))
