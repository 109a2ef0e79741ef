"""Links and notes of a page, as values that were checked after they crossed the wall."""

from __future__ import annotations

import math
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from annotator.engine import protocol
from annotator.engine.collecting import checked_rect
from annotator.engine.protocol import BadFrame, Cursor, Frame, LinkKind
from annotator.engine.requests import Collector
from annotator.model.places import Rect

SCHEMES = ("http", "https", "mailto")
"""What may be handed to the desktop when a person says so; nothing else ever is."""
_KEPT = "%/:?#[]@!$&'()*+,;=-._~"
_KINDS = {0: "Note", 2: "Text", 8: "Highlight", 9: "Underline", 10: "Squiggly line", 11: "Struck out", 13: "Stamp"}


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of a page. `rect` is in user space.

    `page` (index) and `point` (that page's user space, None for its top) say where it leads inside the document;
    `address` where outside: only printable ASCII, so that what is shown is what is opened. `allowed` is whether its
    scheme may be handed to the desktop at all.
    """

    rect: Rect
    page: int = -1
    point: tuple[float, float] | None = None
    address: str = ""
    allowed: bool = False

    @property
    def inside(self) -> bool:
        """Whether it leads to a page of the same document."""
        return self.page >= 0


@dataclass(frozen=True, slots=True)
class PageNote:
    """What an annotation of the document itself says. `rect` is in user space; `kind` a word for people."""

    rect: Rect
    kind: str
    author: str
    text: str


def checked_address(untrusted: str) -> str:
    """The address with everything but printable ASCII percent-encoded; empty where nothing could be opened by it."""
    return quote(untrusted.strip(), safe=_KEPT)


def is_allowed(address: str) -> bool:
    """Whether an address may be handed to the desktop: by its scheme, and it must say where it leads."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme.lower() not in SCHEMES:
        return False
    return bool(parts.path if parts.scheme.lower() == "mailto" else parts.hostname)


class LinksCollector(Collector[tuple[PageLink, ...]]):
    """The links of one page."""

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """Nothing comes before the answer."""
        raise BadFrame("an unexpected part")

    def result(self, frame: Frame, arena: memoryview) -> tuple[PageLink, ...]:
        """The checked answer; links with a kind or an address that can't be are left out."""
        cursor = Cursor(frame.payload)
        (count,) = (int(part) for part in cursor.take(protocol.U32))
        if count > protocol.LINK_LIMIT:
            raise BadFrame("too many links")
        found = []
        for _ in range(count):
            x0, y0, x1, y1, kind, page, x, y, length = cursor.take(protocol.LINK)
            rect = checked_rect((x0, y0, x1, y1))
            address = checked_address(cursor.text(int(length), protocol.URI_LIMIT))
            if kind == LinkKind.PAGE and page < protocol.PAGE_LIMIT:
                known = math.isfinite(x) and math.isfinite(y)
                found.append(PageLink(rect, int(page), (float(x), float(y)) if known else None))
            elif kind in (LinkKind.WEB, LinkKind.OTHER) and address:
                allowed = kind == LinkKind.WEB and is_allowed(address)
                found.append(PageLink(rect, address=address, allowed=allowed))
        cursor.end()
        return tuple(found)


class NotesCollector(Collector[tuple[PageNote, ...]]):
    """The notes of one page."""

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """Nothing comes before the answer."""
        raise BadFrame("an unexpected part")

    def result(self, frame: Frame, arena: memoryview) -> tuple[PageNote, ...]:
        """The checked answer."""
        cursor = Cursor(frame.payload)
        (count,) = (int(part) for part in cursor.take(protocol.U32))
        if count > protocol.NOTE_LIMIT:
            raise BadFrame("too many notes")
        found = []
        for _ in range(count):
            x0, y0, x1, y1, kind, author, text = cursor.take(protocol.NOTE)
            rect = checked_rect((x0, y0, x1, y1))
            name = cursor.text(int(author), protocol.LABEL_LIMIT)
            words = cursor.text(int(text), protocol.NOTE_TEXT_LIMIT)
            found.append(PageNote(rect, _KINDS.get(int(kind), "Note"), name, words))
        cursor.end()
        return tuple(found)
