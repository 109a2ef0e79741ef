"""A document made anew for others: a PDF whose pages carry only what is seen on the original's.

Each page's operators are written again by MuPDF's sanitiser and copied with nothing but what draws them; fonts and
words stay. Its own PDF device would be simpler, but takes words for others where fonts are odd, and loses pictures.
What nobody sees is taken out, the page is looked at again, and where it does not look as before, it becomes a picture
with its seen words under it. The new document has nothing of the old one but these pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.engine.protocol import Failure
from annotator.engine.worker import hidden, layers, shots, sifting
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.hidden import Looked, Why
from annotator.engine.worker.mupdf import fitz, lib, open_pdf, shrink_store
from annotator.engine.worker.new_pages import Letters, NewPage, begin, hang, put_contents, turn
from annotator.engine.worker.opening import Opened
from annotator.engine.worker.removing import take_out
from annotator.engine.worker.shots import Edges
from annotator.engine.worker.stripping import Unsafe, operators
from annotator.engine.worker.texts import Geometry, geometry
from annotator.engine.worker.words_under import lay_layer, lay_letters
from annotator.model.copies import Copied

_DRAWN_RATE = 150 / 72
_DRAWN_PIXELS = 16_000_000
_QUALITY = 82
_GONE = 0.8
"""A letter stays of which so much of its width or of its height lies outside what is black."""


@dataclass(frozen=True)
class Rebuilt:
    """The new PDF, open; where each page of the original is in it; what became of them."""

    pdf: Any
    numbers: Mapping[int, int]
    copied: Copied


class Rebuilder:
    """Makes a document anew. `cited` has, by page, rectangles (user space) whose words stay though nobody sees them."""

    def __init__(
        self,
        document: Opened,
        cited: Mapping[int, Sequence[Edges]],
        black: Mapping[int, Sequence[Edges]],
        busy: Callable[[], None],
    ) -> None:
        self._document = document
        self._cited = cited
        self._black = black
        self._busy = busy
        self._as_it_was = _prepared(document)
        self._work = _prepared(document)
        self._made = fitz.open()
        self._pdf = fitz._as_pdf_document(self._made)
        self._pdf.m_internal.use_page_tree_map = 0  # the tree is made anew for each page that is looked at
        self._graft = lib.pdf_new_graft_map(self._pdf)
        self._off = _layers_off(self._work)
        self._sifter = sifting.Sifter(fitz._as_pdf_document(self._work), layers_off=self._off)
        self._notes = self._hidden = self._drawn = 0

    def make(self, indexes: Iterable[int]) -> Rebuilt:
        """The pages with these indexes, in this order. Raises Failed where a page can be neither copied nor drawn."""
        pages = [self._page(index) for index in indexes]
        if not pages:
            raise Failed(Failure.NO_PAGES)
        hang(self._pdf, pages)
        layered = [page for page in pages if self._has_layer(page.index) and page.index not in self._black]
        if layered:
            lay_layer(self._pdf, layered, self._document.layer)
        lay_letters(self._pdf, pages)
        for page in pages:
            turn(page)
        trailer = lib.pdf_trailer(self._pdf)
        for key in ("ID", "Info"):
            lib.pdf_dict_dels(trailer, key)
        pdf = open_pdf(data=self._made.tobytes(garbage=3, deflate=True, no_new_id=True))
        attached = int(self._as_it_was.embfile_count())
        copied = Copied(len(pages), self._notes, self._hidden, self._drawn, attached)
        return Rebuilt(pdf, {page.index: number for number, page in enumerate(pages)}, copied)

    def _page(self, index: int) -> NewPage:
        self._busy()
        self._document.page(index)  # raises for a page that is not there
        original, self._notes = _loaded(self._as_it_was, index, self._notes)
        page = begin(self._pdf, index, geometry(original))
        _upright(original)
        with hidden.uncollected():
            looked = hidden.look(original)
            self._make(page, looked)
            del looked  # before anybody searches all its letters for garbage
        shrink_store()
        return page

    def _make(self, page: NewPage, looked: Looked) -> None:
        """What is on the page."""
        self._hidden += not looked.clean
        page.letters = list(self._cited_letters(page.index, page.where, looked))
        if page.index in self._black or not self._copy(page, looked) or not self._same(page, looked):
            self._draw(page, looked)

    def _copy(self, page: NewPage, looked: Looked) -> bool:
        """The page's operators and what they rest on; whether they can be copied."""
        try:
            mine, _ = _loaded(self._work, page.index, 0)
            _upright(mine)
            words = True
            if not looked.clean:
                page.changed = True
                words = not _all_unseen(looked) or _has_forms(mine)
                take_out(mine, looked, words=words)
            handle = fitz._as_pdf_page(mine.this)
            lib.pdf_filter_page_contents(
                fitz._as_pdf_document(self._work), handle, fitz._make_PdfFilterOptions(recurse=1, ascii=1, sanitize=1)
            )
            self._sifter.resources(handle.obj(), words=words)
            self._sifter.group(handle.obj())
            contents = operators(bytes(mine.read_contents()), words=words, layers=self._off)
            for key in ("Resources", "Group"):
                given = lib.pdf_dict_gets(handle.obj(), key)
                if lib.pdf_is_dict(given):
                    lib.pdf_dict_puts(page.made, key, lib.pdf_graft_mapped_object(self._graft, given))
        except (Unsafe, Failed):
            return False
        except MemoryError:
            raise
        except Exception:  # whatever MuPDF stumbles over when it writes, it may still draw
            return False
        page.contents = contents
        put_contents(self._pdf, page)
        return True

    def _same(self, page: NewPage, before: Looked) -> bool:
        """Whether the page looks as before and, where something was taken out, says what is seen and nothing else.

        It is looked at as the only page that there is: while there are more to come, the tree is not whole.
        """
        try:
            hang(self._pdf, [page])
            mine = self._made.load_page(0)
            if int(lib.pdf_to_num(fitz._as_pdf_page(mine.this).obj())) != int(lib.pdf_to_num(page.made)):
                return False
            _upright(mine)
            if not page.changed and shots.Shot(mine) == before.shot:
                return True
            looked = hidden.look(mine)
        except MemoryError:
            raise
        except Exception:
            return False
        finally:
            turn(page)
        clean = not page.changed or not (looked.unseen or looked.outside)
        return clean and shots.close(looked.shot, before.shot) and _said(looked) == _said(before)

    def _draw(self, page: NewPage, looked: Looked) -> None:
        """The page as a picture, with the words that are seen for a text layer."""
        original, _ = _loaded(self._as_it_was, page.index, 0)
        _upright(original)
        seen = looked.seen
        black = [_upright_box(rect, page.where) for rect in self._black.get(page.index, ())]
        bound = original.rect
        rate = min(_DRAWN_RATE, (_DRAWN_PIXELS / max(bound.width * bound.height, 1.0)) ** 0.5)
        pixmap = shots.drawn(original, rate)
        for box in black:
            pixmap.set_rect(fitz.IRect(*_outwards(box, rate)), (0, 0, 0))
        pixmap, space = shots.without_colour(pixmap)
        x0, y0, x1, y1 = page.where.box
        about = lib.pdf_new_dict(self._pdf, 8)
        for key, name in (("Type", "XObject"), ("Subtype", "Image"), ("ColorSpace", space), ("Filter", "DCTDecode")):
            lib.pdf_dict_puts(about, key, lib.pdf_new_name(name))
        for key, number in (("Width", pixmap.width), ("Height", pixmap.height), ("BitsPerComponent", 8)):
            lib.pdf_dict_puts(about, key, lib.pdf_new_int(number))
        data = bytes(pixmap.tobytes("jpg", jpg_quality=_QUALITY))
        image = lib.pdf_add_stream(self._pdf, lib.fz_new_buffer_from_copied_data(data), about, 1)
        pictures = lib.pdf_new_dict(self._pdf, 1)
        lib.pdf_dict_puts(pictures, "Drawn", image)
        resources = lib.pdf_new_dict(self._pdf, 1)
        lib.pdf_dict_puts(resources, "XObject", pictures)
        lib.pdf_dict_puts(page.made, "Resources", resources)
        page.contents = f"{x1 - x0:.4f} 0 0 {y1 - y0:.4f} {x0:.4f} {y0:.4f} cm /Drawn Do".encode("ascii")
        if not self._has_layer(page.index):
            page.letters = [*map(list, seen), *page.letters]
        page.letters = [
            [(letter, box) for letter, box in run if not any(_touch(box, dark) for dark in black)]
            for run in page.letters
        ]
        lib.pdf_dict_dels(page.made, "Group")
        self._drawn += 1
        put_contents(self._pdf, page)

    def _cited_letters(self, index: int, where: Geometry, looked: Looked) -> Iterable[Letters]:
        """Letters of cited words that nobody painted: what a stranger's machine read of a scan, and goes out anyway."""
        wanted = [_upright_box(rect, where) for rect in self._cited.get(index, ())]
        if not wanted or self._has_layer(index):
            return
        for run in looked.unseen:
            if run.why not in (Why.UNPAINTED, Why.COVERED):
                continue
            inside = [each for each in run.letters if any(_middle_in(each[1], box) for box in wanted)]
            if inside:
                yield inside

    def _has_layer(self, index: int) -> bool:
        layer = self._document.layer
        return layer is not None and layers.covered(layer, index) is not None


def _prepared(document: Opened) -> Any:
    """The document opened once more, for itself; what was typed into forms is drawn, as far as it is shown."""
    pdf = document.anew()
    if pdf.is_form_pdf:
        pdf.bake(annots=False, widgets=True)
    return pdf


def _layers_off(pdf: Any) -> bool:
    try:
        return any(not layer["on"] for layer in pdf.get_ocgs().values())
    except MemoryError:
        raise
    except Exception:
        return True


def _loaded(pdf: Any, index: int, notes: int) -> tuple[Any, int]:
    """A page without its annotations; `notes` plus how many of them were more than links."""
    xref = pdf.page_xref(index)
    kind, _ = pdf.xref_get_key(xref, "Annots")
    if kind != "null":
        page = pdf.load_page(index)
        notes += sum(1 for _ in page.annots())
        page = None
        pdf.xref_set_key(xref, "Annots", "null")
    return pdf.load_page(index), notes


def _upright(page: Any) -> None:
    if page.rotation:
        page.set_rotation(0)


def _upright_box(rect: Edges, where: Geometry) -> Edges:
    """A rectangle of user space on MuPDF's upright page."""
    x0, x1 = ((x - where.box[0]) * where.unit for x in (rect[0], rect[2]))
    y0, y1 = ((where.box[3] - y) * where.unit for y in (rect[3], rect[1]))
    return (x0, y0, x1, y1)


def _outwards(box: Edges, rate: float) -> tuple[int, int, int, int]:
    return (int(box[0] * rate) - 1, int(box[1] * rate) - 1, int(box[2] * rate) + 2, int(box[3] * rate) + 2)


def _touch(box: Edges, black: Edges) -> bool:
    """Whether a letter goes with what is black: boxes of lines that stand close overlap a little, and these stay."""
    across, down = min(box[2], black[2]) - max(box[0], black[0]), min(box[3], black[3]) - max(box[1], black[1])
    wide, high = box[2] - box[0], box[3] - box[1]
    if across < 0 or down < 0:
        return False
    # Some letters have no width of their own.
    return across >= (1 - _GONE) * wide and down >= (1 - _GONE) * high


def _middle_in(box: Edges, rect: Edges) -> bool:
    return rect[0] <= (box[0] + box[2]) / 2 <= rect[2] and rect[1] <= (box[1] + box[3]) / 2 <= rect[3]


def _all_unseen(looked: Looked) -> bool:
    return not looked.seen and not looked.outside and bool(looked.unseen)


def _has_forms(page: Any) -> bool:
    return bool(page.get_xobjects())


def _said(looked: Looked) -> str:
    return "".join(letter for run in looked.seen for letter, _ in run if letter.isalnum())
