from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring.document_text import DocumentText, Match, Run
from annotator.anchoring.geometry import from_view, place_of, point_from_view, point_to_view, to_view
from annotator.model.pages import PageInfo, PageText
from annotator.model.places import Place

coordinate = st.floats(-20_000, 20_000, allow_nan=False).map(lambda value: round(value, 2))
boxes = st.tuples(coordinate, coordinate, st.floats(1, 36_000), st.floats(1, 36_000)).map(
    lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3])
)
infos = st.builds(PageInfo, st.just(0), st.just("1"), boxes, st.sampled_from([0, 90, 180, 270]))


@given(infos, coordinate, coordinate, st.floats(0.05, 20))
def test_points_go_there_and_back(page: PageInfo, x: float, y: float, scale: float) -> None:
    assert point_from_view(*point_to_view(x, y, page, scale), page, scale) == pytest.approx((x, y), abs=1e-3)


@given(infos, boxes, st.floats(0.05, 20))
def test_rectangles_go_there_and_back_and_stay_ordered(
    page: PageInfo, rect: tuple[float, float, float, float], scale: float
) -> None:
    shown = to_view(rect, page, scale)
    assert shown[0] <= shown[2]
    assert shown[1] <= shown[3]
    assert from_view(shown, page, scale) == pytest.approx(rect, abs=1e-2)


@given(infos, st.floats(0.05, 20))
def test_the_page_box_is_shown_from_the_origin(page: PageInfo, scale: float) -> None:
    assert to_view(page.box, page, scale) == pytest.approx((0, 0, page.width * scale, page.height * scale), abs=1e-1)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (40, 30, 560, 700)])
@pytest.mark.parametrize("origin", [(0, 0), (-100, 250)])
def test_words_are_shown_where_they_are_drawn(
    read_pages: Callable[..., Any], rotation: int, crop: tuple[int, ...] | None, origin: tuple[int, int]
) -> None:
    document = pymupdf.open()
    page = document.new_page(width=612, height=792)
    x, y = origin
    content = f"BT /helv 20 Tf {x + 72} {y + 592} Td (harbour) Tj ET "
    content += f"BT /helv 20 Tf {x + 72} {y + 292} Td (X) Tj ET"
    page.insert_text((0, 0), ".", fontname="helv")
    document.update_stream(page.get_contents()[0], content.encode())
    document.xref_set_key(page.xref, "MediaBox", f"[{x} {y} {x + 612} {y + 792}]")
    if crop:
        left, bottom, right, top = crop
        document.xref_set_key(page.xref, "CropBox", f"[{x + left} {y + bottom} {x + right} {y + top}]")
    if rotation:
        document.xref_set_key(page.xref, "Rotate", str(rotation))
    document = pymupdf.open("pdf", document.tobytes())
    page = document[0]
    infos, chars = read_pages(document)
    text = DocumentText([chars[0].text])
    (match,) = text.find("harbour")
    place = place_of(match, version="v", extraction="e", document_text=text, pages={0: infos[0]}, chars={0: chars[0]})
    shown = to_view(place.spans[0].rects[0], infos[0])
    pixels = page.get_pixmap(colorspace=pymupdf.csGRAY)
    assert (pixels.width, pixels.height) == (round(infos[0].width), round(infos[0].height))
    dark = [
        (column, row)
        for row in range(pixels.height)
        for column in range(pixels.width)
        if pixels.pixel(column, row)[0] < 100 and _near(shown, column, row)
    ]
    assert dark
    everywhere = sum(value < 100 for value in pixels.samples)
    assert len(dark) > everywhere * 0.7


def _near(rect: tuple[float, float, float, float], column: int, row: int) -> bool:
    return rect[0] - 1 <= column + 0.5 <= rect[2] + 1 and rect[1] - 1 <= row + 0.5 <= rect[3] + 1


def placed(document: pymupdf.Document, quote: str, read_pages: Callable[..., Any]) -> tuple[Place, list[PageText]]:
    infos, chars = read_pages(document)
    text = DocumentText([page.text for page in chars])
    found = text.find(quote)
    assert len(found) == 1, found
    place = place_of(
        found[0],
        version="v",
        extraction="e",
        document_text=text,
        pages=dict(enumerate(infos)),
        chars=dict(enumerate(chars)),
    )
    cut = [chars[span.page].text[span.start : span.end] for span in place.spans]
    assert "\n".join(cut) == place.quote
    assert all(piece == piece.strip() for piece in cut)
    return place, chars


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_quote_over_columns_has_a_span_for_each(
    two_columns: pymupdf.Document, read_pages: Callable[..., Any], rotation: int
) -> None:
    for page in two_columns:
        page.set_rotation(rotation)
    place, _ = placed(two_columns, "where the officers shall not examine a boat before noon", read_pages)
    assert [span.page for span in place.spans] == [0, 0]
    assert [span.label for span in place.spans] == ["p1", "p1"]
    assert [len(span.rects) for span in place.spans] == [2, 1]
    assert place.quote == "where\nthe officers shall not exam-\nine a boat before noon"
    left, right = place.spans
    assert all(rect[2] < 300 for rect in left.rects)
    assert all(rect[0] > 300 for rect in right.rects)


def test_a_quote_over_a_page_break_has_a_span_for_each_page(
    two_columns: pymupdf.Document, read_pages: Callable[..., Any]
) -> None:
    place, _ = placed(two_columns, "and every fee that is due on Monday is paid twice", read_pages)
    assert [(span.page, span.label) for span in place.spans] == [(0, "p1"), (1, "p2")]
    assert place.quote == "and every fee that is due\non Monday is paid twice"


def test_rectangles_are_tight(two_columns: pymupdf.Document, read_pages: Callable[..., Any]) -> None:
    place, _ = placed(two_columns, "\u00a7 12 first", read_pages)
    (rect,) = place.spans[0].rects
    found = two_columns[0].search_for("\u00a7 12 first")[0] * ~two_columns[0].transformation_matrix
    found = found.normalize()
    assert rect == pytest.approx((found.x0, found.y0, found.x1, found.y1), abs=1.0)


def test_superscripts_and_signs_do_not_split(read_pages: Callable[..., Any]) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), "The rule was changed", fontsize=11)
    page.insert_text((185, 95), "12", fontsize=6)
    page.insert_text((195, 100), "in May and", fontsize=11)
    page.insert_text((72, 114), "\u00a7", fontsize=16)
    page.insert_text((84, 114), "5 holds.", fontsize=11)
    infos, chars = read_pages(pymupdf.open("pdf", document.tobytes()))
    text = DocumentText([chars[0].text])
    match: Match = (Run(0, 0, len(chars[0].text)),)
    place = place_of(match, version="v", extraction="e", document_text=text, pages={0: infos[0]}, chars={0: chars[0]})
    assert len(place.spans) == 1
    assert len(place.spans[0].rects) == 2


def test_a_page_without_boxes_gives_spans_without_rectangles() -> None:
    text = DocumentText(["a fee\n"])
    (match,) = text.find("fee")
    for chars in ({}, {0: PageText(0, "a fee\n")}):
        place = place_of(match, version="v", extraction="e", document_text=text, pages={}, chars=chars)
        assert place.spans[0].rects == ()
        assert (place.quote, place.label) == ("fee", "1")


def test_boxes_of_no_size_leave_no_rectangle() -> None:
    chars = PageText(0, "ab\n", array("f", [0.0] * 12))
    text = DocumentText(["ab\n"])
    place = place_of(text.find("ab")[0], version="v", extraction="e", document_text=text, pages={}, chars={0: chars})
    assert place.spans[0].rects == ()


def test_another_text_or_nothing_is_refused() -> None:
    text = DocumentText(["a fee\n"])
    (match,) = text.find("fee")
    with pytest.raises(ValueError, match="not the one"):
        place_of(match, version="v", extraction="e", document_text=text, pages={}, chars={0: PageText(0, "b fee\n")})
    with pytest.raises(ValueError, match="nothing"):
        place_of((Run(0, 5, 6),), version="v", extraction="e", document_text=text, pages={}, chars={})
