"""Real PDF pages for the tests of anchoring, made here, and read the way the engine hands pages on."""

from __future__ import annotations

from array import array
from collections.abc import Callable

import pymupdf
import pytest

from annotator.model.pages import PageInfo, PageText

Pages = tuple[list[PageInfo], list[PageText]]


def read(document: pymupdf.Document) -> Pages:
    """Pages with text and boxes in user space: the upright page has its origin at the top left of the visible box."""
    infos, chars = [], []
    for page in document:
        rotation = page.rotation
        page.set_rotation(0)
        visible = visible_box(document, page)
        x0, y1 = visible[0], visible[3]
        text: list[str] = []
        boxes = array("f")
        for block in page.get_text("rawdict", flags=pymupdf.TEXTFLAGS_RAWDICT)["blocks"]:
            for line in block.get("lines", ()):
                last = (0.0, 0.0)
                for char in (char for span in line["spans"] for char in span["chars"]):
                    left, top, right, bottom = char["bbox"]
                    text.append(char["c"])
                    boxes.extend((x0 + left, y1 - bottom, x0 + right, y1 - top))
                    last = (x0 + right, y1 - bottom)
                text.append("\n")
                boxes.extend((*last, *last))
        page.set_rotation(rotation)
        infos.append(PageInfo(page.number, f"p{page.number + 1}", visible, rotation))
        chars.append(PageText(page.number, "".join(text), boxes))
    return infos, chars


def visible_box(document: pymupdf.Document, page: pymupdf.Page) -> tuple[float, float, float, float]:
    """The crop box within the media box, in user space, as the file has it."""
    kind, value = document.xref_get_key(page.xref, "MediaBox")
    assert kind == "array"
    mx0, my0, mx1, my1 = (float(number) for number in value.strip("[]").split())
    kind, value = document.xref_get_key(page.xref, "CropBox")
    if kind != "array":
        return mx0, my0, mx1, my1
    x0, y0, x1, y1 = (float(number) for number in value.strip("[]").split())
    return max(x0, mx0), max(y0, my0), min(x1, mx1), min(y1, my1)


@pytest.fixture
def read_pages() -> Callable[[pymupdf.Document], Pages]:
    return read


@pytest.fixture
def two_columns() -> pymupdf.Document:
    """Two pages, two columns each, with headers and page numbers; a sentence runs through all four columns."""
    words = [f"word{number}" for number in range(1, 1000)]
    document = pymupdf.open()
    at = 0
    for page_number in range(2):
        page = document.new_page(width=612, height=792)
        page.insert_text((200, 40), "Harbour Act, chapter 7", fontsize=9)
        for left in (60, 322):
            lines = []
            for _ in range(30):
                lines.append(" ".join(words[at : at + 4]))
                at += 4
            if page_number == 0 and left == 60:
                lines[-1] = "the officers shall not exam-"
                lines[-2] = "it under \u00a7 12 first, where"
            if page_number == 0 and left == 322:
                lines[0] = "ine a boat before noon"
                lines[-1] = "and every fee that is due"
            if page_number == 1 and left == 60:
                lines[0] = "on Monday is paid twice"
            for row, line in enumerate(lines):
                page.insert_text((left, 80 + 20 * row), line, fontsize=11)
        page.insert_text((300, 770), str(page_number + 14), fontsize=9)
    return pymupdf.open("pdf", document.tobytes())
