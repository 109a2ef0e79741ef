"""The pages of a PDF that is being made: their objects, what is drawn on them, and the tree they hang in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.engine.worker.mupdf import lib
from annotator.engine.worker.shots import Edges
from annotator.engine.worker.texts import Geometry

Letters = Sequence[tuple[str, Edges]]
"""Letters with their boxes on MuPDF's upright page, in the order they are read."""


@dataclass
class NewPage:
    """A page of a copy: `index` is the original's, `made` its object, `contents` what draws it."""

    index: int
    where: Geometry
    made: Any
    contents: bytes = b""
    changed: bool = False
    letters: list[Letters] = field(default_factory=list)
    """What is to be written under the page, unseen, each run of letters by itself."""


def begin(pdf: Any, index: int, where: Geometry) -> NewPage:
    """A page of the same size as the original's, with nothing on it."""
    made = lib.pdf_new_dict(pdf, 8)
    lib.pdf_dict_puts(made, "Type", lib.pdf_new_name("Page"))
    lib.pdf_dict_puts(made, "MediaBox", box_of(pdf, where))
    if where.unit != 1.0:
        lib.pdf_dict_puts(made, "UserUnit", lib.pdf_new_real(where.unit))
    page = NewPage(index, where, lib.pdf_add_object(pdf, made))
    turn(page)
    return page


def turn(page: NewPage) -> None:
    """As the original is turned."""
    if page.where.rotation:
        lib.pdf_dict_puts(page.made, "Rotate", lib.pdf_new_int(page.where.rotation))


def box_of(pdf: Any, where: Geometry) -> Any:
    """The page's box as PDF has it."""
    box = lib.pdf_new_array(pdf, 4)
    for edge in where.box:
        lib.pdf_array_push(box, lib.pdf_new_real(edge))
    return box


def stream(pdf: Any, about: Any, data: bytes) -> Any:
    """A stream that is not packed yet."""
    return lib.pdf_add_stream(pdf, lib.fz_new_buffer_from_copied_data(data or b" "), about, 0)


def put_contents(pdf: Any, page: NewPage, more: bytes = b"") -> None:
    """What is drawn, by itself, then `more`."""
    whole = b"q\n" + page.contents + b"\nQ" + more
    lib.pdf_dict_puts(page.made, "Contents", stream(pdf, lib.pdf_new_dict(pdf, 2), whole))


def hang(pdf: Any, pages: Sequence[NewPage]) -> None:
    """Pages into the tree of pages; MuPDF's own way to insert one looks through all before it."""
    root = lib.pdf_dict_gets(lib.pdf_dict_gets(lib.pdf_trailer(pdf), "Root"), "Pages")
    kids = lib.pdf_new_array(pdf, len(pages))
    for page in pages:
        lib.pdf_dict_puts(page.made, "Parent", root)
        lib.pdf_array_push(kids, page.made)
    lib.pdf_dict_puts(root, "Kids", kids)
    lib.pdf_dict_puts(root, "Count", lib.pdf_new_int(len(pages)))
