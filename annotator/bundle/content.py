"""What goes into an export, gathered by `operations`, and what it needs from the engine; nothing here opens a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from annotator.bundle.aside import Aside
from annotator.bundle.masking import Words
from annotator.model.copies import Copied, CopyPlan
from annotator.model.findings import Finding
from annotator.model.graph import Graph
from annotator.model.pages import PageInfo, PageText, Recognised
from annotator.model.places import Rect
from annotator.model.terms import TERMS_WORDS, hides_name
from annotator.model.things import Document, Version

Rgb = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do; an exception it raises ends the export, leaving nothing behind."""


Original = Callable[[str, Callable[[bytes], object]], None]
"""Hands the bytes of a version (by its id) to a function, piece by piece, as they came."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One highlight to be put into a copy of a document.

    `page` is an index; `rects`, one a line, are in unrotated user space. `contents` is the note as plain text, `id` the
    annotation's own name (/NM), the same in each export. It has no author and no date.
    """

    page: int
    rects: tuple[Rect, ...]
    rgb: Rgb
    contents: str
    id: str
    square: bool = False
    """Whether it is a region, drawn as an outline."""


class Renderer(Protocol):
    """What exports ask of the engine. `version_id` is the id of a `Version` of the graph, `page` an index.

    Pages are those of the version's current extraction: of the frozen PDF where there is one. Each method may raise
    `annotator.model.errors.Refused`.
    """

    def picture(
        self,
        version_id: str,
        page: int,
        clip: Rect,
        scale: float,
        marks: Sequence[tuple[Rect, Rgb]],
        *,
        alone: bool = False,
    ) -> bytes:
        """A PNG of `clip` (user space, inside the page's box), `scale` pixels a point, upright, with `marks` tinted.

        With `alone` it holds nothing but what lies inside the marks; all else is painted over where it is drawn.
        """
        ...

    def picture_soon(
        self,
        version_id: str,
        page: int,
        clip: Rect,
        scale: float,
        marks: Sequence[tuple[Rect, Rgb]],
        *,
        alone: bool = False,
    ) -> None:
        """Says that this picture will be asked for, after those said before; may do nothing."""
        ...

    def copy(self, version_id: str, marks: Sequence[Mark], plan: CopyPlan, path: Path) -> Copied:
        """Writes a copy of the PDF, made anew, to a new file: highlight annotations, links, outline; no names in it.

        The same marks and plan give the same bytes.
        """
        ...

    def copy_soon(self, version_id: str, marks: Sequence[Mark], plan: CopyPlan, path: Path) -> None:
        """Says that this copy will be asked for soon, so that it may be begun beside another; may do nothing."""
        ...

    def meanwhile(self, work: Aside[Any]) -> None:
        """Does pieces of this work while it waits for the engine; may do none."""
        ...

    def close(self) -> None:
        """Lets go of what was begun and nobody fetched."""
        ...

    def chars(self, version_id: str, page: int) -> PageText:
        """The page's text as extracted, with a box for each code point in user space (or without boxes)."""
        ...


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft and how far its checking is. `state` is one of the words of the line check.

    `start` and `end` are code points of the text of page `page` (an index) of the draft's current extraction.
    `open` tells whether something is still to be done about it; the number of open sentences is the number of these.
    """

    document: str
    page: int
    start: int
    end: int
    state: str
    open: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A quotation of a claim held against its source: `verdict` in words, both wordings, where they differ.

    `differences` pairs stretches (code points) of `quote` with stretches of `words`. `link` is the one whose passage
    has the words, empty where they stand elsewhere in the document.
    """

    claim: str
    document: str
    link: str
    verdict: str
    quote: str
    words: str
    differences: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    translated: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that did not go out, for the person exporting: the title of its document, and why, as a sentence."""

    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote: `files` are names below `path` (its own name where it is one file), sorted.

    `digest` is SHA-256 in hex: of the file, or, for a folder or ZIP, of the lines `SHA-256  NAME` of its files.
    """

    path: Path
    files: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Black:
    """What is blacked out of an export. `places` counts them by documents' ids; `unplaced` has for each document why
    it is not known where all of them stand. Bytes with a SHA-256 among `sha256s` (hex) stay, and so does their hash:
    with all words but one it tells that one to whoever tries. `flags` were left out, since they could tell. `words`
    finds what is blacked out in other texts.
    """

    places: Mapping[str, int] = field(default_factory=dict)
    unplaced: Mapping[str, str] = field(default_factory=dict)
    sha256s: frozenset[str] = frozenset()
    flags: int = 0
    words: Words | None = None


NOTHING_BLACK = Black()


@dataclass(frozen=True)
class BundleContent:
    """All that an export is made of. The same content gives the same bytes.

    `graph` is the whole graph: what handling forbids is left out here, not by the caller. `texts` and `pages` are by
    the SHA-256 of an extraction, and have at least the current extraction of each draft and the extractions that the
    places of linked passages name; they may be lazy. `exported` is the day in UTC. `sentences` are those of all drafts,
    in order. `with_names` lets authors and translators go out. `day` is the day by which embargoes are judged; where it
    is not given, no embargo has passed.
    """

    title: str
    exported: date
    graph: Graph
    texts: Mapping[str, Sequence[str]]
    pages: Mapping[str, Sequence[PageInfo]]
    sentences: Sequence[Sentence]
    renderer: Renderer
    with_names: bool = False
    day: date = date.min
    recognised: Mapping[str, Sequence[Recognised]] = field(default_factory=dict)
    """Pages that were read by machine, by extraction."""
    reader_told: bool = False
    """Whether the page lists for its reader what is left out: in numbers, by reason."""
    cited_only: bool = False
    """Whether copies of sources have the cited pages only, with one before and one after each."""
    original: Original | None = None
    checkers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Who checked a claim, by its id, and when (ISO 8601)."""
    findings: Sequence[Finding] = ()
    """Flags that are open, and those that somebody put aside, with the reason."""
    quotations: Sequence[Held] = ()
    """Quotations of the claims as their sources have them."""
    working: bool = True
    """Whether it goes to those who work on the draft; others get no line check sentence by sentence."""
    black: Black = NOTHING_BLACK
    """What is blacked out: then texts, places, flags and what is drawn are without it already (`blacking`)."""
    private: tuple[bytes, ...] = ()
    """What must not go out in an original though nobody sees it on its pages: names of this computer and its person."""

    def version(self, document: Document) -> Version | None:
        """The version of a document that is shown."""
        return self.graph.versions.get(document.current)

    def version_of(self, document_id: str, sha256: str) -> Version | None:
        """The version of a document with these bytes (SHA-256 in hex)."""
        for version in self.graph.versions.values():
            if version.document == document_id and version.sha256 == sha256:
                return version
        return None


def label_of(document: Document) -> str:
    """How a document is called in an export: its title, or the name it has in the project where it has none.

    An interview that is not on the record is called by its terms alone: its title and name may tell who spoke.
    """
    if hides_name(document):
        return f"Interview, {TERMS_WORDS.get(document.terms, document.terms)}"
    return document.title.strip() or document.name
