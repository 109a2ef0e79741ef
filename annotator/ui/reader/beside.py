"""Links and notes of the pages in sight, asked of a process of their own, so that no page ever waits for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.engine.client import PageLink, PageNote, Reader, Request
from annotator.model.pages import PageInfo, PageText
from annotator.model.places import Rect
from annotator.ui.plain import one_line
from annotator.ui.words import page_words

MOST_FAILURES = 2
"""Pages that may fail before this document is asked no more: it was made to hang readers."""
KEPT = 5_000
"""Pages whose links are remembered."""
SLACK = 1.0
"""Points around a link that still count as on it."""


class Beside(QObject):
    """What lies on pages beside their words. `arrived` tells the page of which something came."""

    arrived = Signal(int)
    asked = Signal()

    def __init__(self, reader: Callable[[], Reader], parent: QObject) -> None:
        super().__init__(parent)
        self._reader = reader
        self._links: dict[int, tuple[PageLink, ...]] = {}
        self._notes: dict[int, tuple[PageNote, ...]] = {}
        self._flying: dict[tuple[str, int], Request[Any]] = {}
        self._failures = {"links": 0, "notes": 0}
        self.pointed: tuple[int, Rect] | None = None
        """Page and rectangle of the link under the pointer, to be framed."""

    def look_at(self, pages: Iterable[int]) -> None:
        """Ask for the pages in sight; what was asked for others is dropped."""
        wanted = set(pages)
        for kind, page in [key for key in self._flying if key[1] not in wanted]:
            self._flying.pop((kind, page)).drop()
        for page in sorted(wanted):
            self._ask("links", page, self._links)
            self._ask("notes", page, self._notes)

    def links(self, page: int) -> tuple[PageLink, ...]:
        """Links of a page as far as they are known."""
        return self._links.get(page, ())

    def notes(self, page: int) -> tuple[PageNote, ...]:
        """Notes of a page as far as they are known."""
        return self._notes.get(page, ())

    def knows(self, page: int) -> bool:
        """Whether what there is of a page came, or will not come."""
        return page in self._links and page in self._notes

    def link_at(self, page: int, x: float, y: float) -> PageLink | None:
        """The link under a point (user space), the last drawn where several overlap."""
        return next((link for link in reversed(self.links(page)) if _holds(link.rect, x, y)), None)

    def note_at(self, page: int, x: float, y: float) -> PageNote | None:
        """The note under a point (user space)."""
        return next((note for note in reversed(self.notes(page)) if _holds(note.rect, x, y)), None)

    def close(self) -> None:
        """Drop all requests."""
        for request in self._flying.values():
            request.drop()
        self._flying.clear()
        self.pointed = None

    def _ask(self, kind: str, page: int, known: dict[int, Any]) -> None:
        if page in known or (kind, page) in self._flying:
            return
        if self._failures[kind] >= MOST_FAILURES:
            known[page] = ()
            return
        reader = self._reader()
        request: Request[Any] = reader.links(page) if kind == "links" else reader.notes(page)
        self._flying[kind, page] = request
        request.then(lambda found: self._take(kind, page, known, found), lambda _: self._fail(kind, page, known))
        self.asked.emit()

    def _take(self, kind: str, page: int, known: dict[int, Any], found: tuple[Any, ...]) -> None:
        self._flying.pop((kind, page), None)
        if len(known) > KEPT:
            known.clear()
        known[page] = found
        self.arrived.emit(page)

    def _fail(self, kind: str, page: int, known: dict[int, Any]) -> None:
        """Links are not worth disturbing anybody: the page is shown without."""
        self._failures[kind] += 1
        self._take(kind, page, known, ())


def _holds(rect: Rect, x: float, y: float) -> bool:
    return rect[0] - SLACK <= x <= rect[2] + SLACK and rect[1] - SLACK <= y <= rect[3] + SLACK


def where_to(link: PageLink, pages: Sequence[PageInfo]) -> str:
    """Where a link leads, in words; an address whole and exactly as it would be opened."""
    if link.inside:
        return f"To {page_words(pages, link.page)}" if link.page < len(pages) else "To a page that is not there"
    return link.address if link.allowed else f"Not followed, since it is no web or mail address: {link.address}"


def note_words(note: PageNote) -> str:
    """What a note says, with its kind and author."""
    by = f" by {one_line(note.author, 80)}" if note.author else ""
    return f"{note.kind}{by}: {one_line(note.text, 1_000)}"


def breakable(words: str) -> str:
    """Long words may break: an address has no spaces, and a tip as wide as two screens can't be read."""
    return " ".join(
        "\u200b".join(word[at : at + 48] for at in range(0, len(word), 48)) if len(word) > 48 else word
        for word in words.split(" ")
    )


def text_in(chars: PageText, rect: Rect) -> str:
    """The words whose letters lie in a rectangle of user space, in one line."""
    boxes, found = chars.boxes, []
    for place, char in enumerate(chars.text):
        x0, y0, x1, y1 = boxes[4 * place : 4 * place + 4]
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if rect[0] - SLACK <= x <= rect[2] + SLACK and rect[1] - SLACK <= y <= rect[3] + SLACK:
            found.append(char)
    return one_line("".join(found), 120)
