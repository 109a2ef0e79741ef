"""Words under pages that are pictures, unseen, so that they are found: as we read them, or as they are seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from annotator.engine.worker import hidden, layers
from annotator.engine.worker.drawing import to_shown
from annotator.engine.worker.mupdf import fitz, lib, open_pdf
from annotator.engine.worker.new_pages import NewPage, box_of, put_contents, stream
from annotator.engine.worker.shots import Edges
from annotator.engine.worker.texts import Geometry

_NAME = "AnnotatorText"


def lay_layer(pdf: Any, pages: Sequence[NewPage], layer: Any) -> None:
    """The pages of a text layer of ours, which has one for each of the original's, under those pages."""
    grafts = lib.pdf_new_graft_map(pdf)
    for page in pages:
        _put(pdf, page, layer.load_page(page.index), grafts)


def lay_letters(pdf: Any, pages: Sequence[NewPage]) -> None:
    """Each page's letters under it."""
    lettered = [(page, words) for page in pages if (words := list(_words(page)))]
    if not lettered:
        return
    reads = [layers.Read(number, _size(page.where), 1.0, 0.0, words) for number, (page, words) in enumerate(lettered)]
    layer = open_pdf(data=layers.made_for([page.where for page, _ in lettered], reads))
    grafts = lib.pdf_new_graft_map(pdf)
    for number, (page, _) in enumerate(lettered):
        _put(pdf, page, layer.load_page(number), grafts)


def _put(pdf: Any, page: NewPage, layer: Any, grafts: Any) -> None:
    form = lib.pdf_new_dict(pdf, 5)
    for key, name in (("Type", "XObject"), ("Subtype", "Form")):
        lib.pdf_dict_puts(form, key, lib.pdf_new_name(name))
    lib.pdf_dict_puts(form, "BBox", box_of(pdf, page.where))
    given = lib.pdf_dict_gets(fitz._as_pdf_page(layer.this).obj(), "Resources")
    lib.pdf_dict_puts(form, "Resources", lib.pdf_graft_mapped_object(grafts, given))
    made = stream(pdf, form, bytes(layer.read_contents()))
    resources = _copy(pdf, lib.pdf_dict_gets(page.made, "Resources"))  # pages may share what they rest on
    named = _copy(pdf, lib.pdf_dict_gets(resources, "XObject"))
    lib.pdf_dict_puts(named, _NAME, made)
    lib.pdf_dict_puts(resources, "XObject", named)
    lib.pdf_dict_puts(page.made, "Resources", resources)
    put_contents(pdf, page, f"\n/{_NAME} Do".encode("ascii"))


def _copy(pdf: Any, given: Any) -> Any:
    """A dictionary with the same entries; an empty one of what is none."""
    count = int(lib.pdf_dict_len(given))
    made = lib.pdf_new_dict(pdf, count + 1)
    for at in range(count):
        lib.pdf_dict_put(made, lib.pdf_dict_get_key(given, at), lib.pdf_dict_get_val(given, at))
    return made


def _size(where: Geometry) -> tuple[float, float]:
    width, height = where.box[2] - where.box[0], where.box[3] - where.box[1]
    return (height, width) if where.rotation in (90, 270) else (width, height)


def _words(page: NewPage) -> Iterator[layers.Placed]:
    """Letters as words with boxes on the page as shown, in points; a number for each run."""
    width, height = _size(page.where)
    for line, run in enumerate(page.letters):
        word: list[tuple[str, Edges]] = []
        for letter, box in (*run, (" ", (0.0, 0.0, 0.0, 0.0))):
            if not letter.isspace():
                word.append((letter, box))
                continue
            if word:
                x0, y0, x1, y1 = hidden.around([each for _, each in word])
                a, b = page.where.to_user(x0, y1)
                c, d = page.where.to_user(x1, y0)
                shown = to_shown((a, b, c, d), page.where)
                box = (max(0.0, shown[0]), max(0.0, shown[1]), min(width, shown[2]), min(height, shown[3]))
                if box[0] < box[2] and box[1] < box[3]:
                    yield layers.Placed("".join(each for each, _ in word), box, line)
            word = []
