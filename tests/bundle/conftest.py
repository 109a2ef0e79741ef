"""Contents made by hand, with an engine that paints one dot and writes down what it was asked."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from annotator.bundle.aside import Aside
from annotator.bundle.content import BundleContent, Mark, Rgb, Sentence
from annotator.model.copies import Copied, CopyPlan
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.pages import PageInfo, PageText
from annotator.model.places import Place, Rect, Span
from annotator.model.things import Claim, Document, Handling, Link, NeedsNone, Passage, Relation, Role, Version

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass
class FakeRenderer:
    """Stands for the engine; `broken` versions are refused."""

    pictures: list[tuple[str, int, Rect, float, Sequence[tuple[Rect, Rgb]]]] = field(default_factory=list)
    marks: dict[str, list[Mark]] = field(default_factory=dict)
    plans: dict[str, CopyPlan] = field(default_factory=dict)
    copied: dict[str, Copied] = field(default_factory=dict)
    alone: list[tuple[str, int, Rect]] = field(default_factory=list)
    soon: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

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
        if version_id in self.broken:
            raise Refused("This page took too long and was stopped.")
        if alone:
            self.alone.append((version_id, page, clip))
            return DOT
        self.pictures.append((version_id, page, clip, scale, list(marks)))
        return DOT

    def copy(self, version_id: str, marks: Sequence[Mark], plan: CopyPlan, path: Path) -> Copied:
        if version_id in self.broken:
            raise Refused("This document took too long and was stopped.")
        self.marks[version_id] = list(marks)
        self.plans[version_id] = plan
        path.write_bytes(b"%PDF-1.7 " + version_id.encode())
        return self.copied.get(version_id, Copied(1))

    def picture_soon(self, *asked: Any, alone: bool = False) -> None:
        return None

    def copy_soon(self, version_id: str, marks: Sequence[Mark], plan: CopyPlan, path: Path) -> None:
        self.soon.append(version_id)

    def meanwhile(self, work: Aside[Any]) -> None:
        return None

    def close(self) -> None:
        return None

    def chars(self, version_id: str, page: int) -> PageText:
        return PageText(page, "")


class Story:
    """Builds a content document by document; lines of twelve points on pages of letter size."""

    def __init__(self) -> None:
        self.graph = Graph()
        self.texts: dict[str, tuple[str, ...]] = {}
        self.pages: dict[str, tuple[PageInfo, ...]] = {}
        self.sentences: list[Sentence] = []
        self.renderer = FakeRenderer()
        self.title = "The harbour"

    def document(self, name: str, *texts: str, role: str = "source", **fields: Any) -> str:
        at = len(self.graph.documents) + 1
        document, version, extraction = f"doc{at}", f"ver{at}", f"{at:064x}"
        title = name.rsplit(".", 1)[0]
        given = {"handling": Handling.PUBLISH, "current": version, "title": title, **fields}
        self.graph.documents[document] = Document(document, name, Role(role), **given)
        self.graph.versions[version] = Version(
            version, document, f"{at + 0xAB000:064x}", extraction, "pdf", 10, "2026-11-20T22:30:00-05:00"
        )
        self.texts[extraction] = texts
        self.pages[extraction] = tuple(PageInfo(i, str(i + 1), (0, 0, 612, 792)) for i in range(len(texts)))
        return document

    def place(self, document: str, quote: str, page: int = 0) -> Place:
        version = self.graph.versions[self.graph.documents[document].current]
        text = self.texts[version.extraction][page]
        start = text.index(quote)
        line = text.count("\n", 0, start)
        rects = tuple(
            (72.0, 700.0 - 14 * row, 400.0, 712.0 - 14 * row) for row in range(line, line + quote.count("\n") + 1)
        )
        span = Span(page, str(page + 1), start, start + len(quote), rects)
        return Place(version.sha256, version.extraction, (span,), quote)

    def claim(self, document: str, quote: str, **fields: Any) -> str:
        number = len(self.graph.claims) + 1
        claim = f"claim{number}"
        self.graph.claims[claim] = Claim(claim, number, **fields)
        self.graph.passages[f"cp{number}"] = Passage(f"cp{number}", document, self.place(document, quote), claim=claim)
        return claim

    def link(
        self, claim: str, document: str, quote: str, relation: str = "supports", *, on: str = "", **fields: Any
    ) -> str:
        at = len(self.graph.links) + 1
        passage = on or f"sp{at}"
        extra = {key: fields.pop(key) for key in ("translation", "translator", "lost") if key in fields}
        if not on:
            self.graph.passages[passage] = Passage(passage, document, self.place(document, quote), **extra)
        self.graph.links[f"link{at}"] = Link(f"link{at}", claim, passage, Relation(relation), **fields)
        return passage

    def sentence(self, document: str, words: str, state: str, open: bool) -> None:
        place = self.place(document, words)
        self.sentences.append(Sentence(document, 0, place.start, place.end, state, open))

    def needs_none(self, document: str, words: str, reason: str) -> None:
        self.graph.needs_none["n1"] = NeedsNone("n1", document, self.place(document, words), reason)

    def content(self, **fields: Any) -> BundleContent:
        given = {"with_names": False, **fields}
        return BundleContent(
            self.title,
            date(2026, 11, 22),
            self.graph,
            self.texts,
            self.pages,
            self.sentences,
            self.renderer,
            **given,
        )


@pytest.fixture
def story() -> Story:
    return Story()


def tell(story: Story) -> None:
    """A draft with one claim that a memo supports."""
    draft = story.document("draft.txt", "The pier opened in June. It was late.\n\nNobody minds.", role="draft")
    memo = story.document(
        "memo.pdf", "The new pier was opened\non 4 June.", title="Memo of the office", author="A. Marlowe"
    )
    claim = story.claim(draft, "The pier opened in June.", said_by="the director")
    story.link(claim, memo, "was opened\non 4 June", note="see the log")
    story.sentence(draft, "The pier opened in June.", "linked", True)
    story.sentence(draft, "It was late.", "not-looked-at", True)
    story.sentence(draft, "Nobody minds.", "needs-none", False)
    story.needs_none(draft, "Nobody minds.", "an opinion")


@pytest.fixture
def told(story: Story) -> Story:
    """A draft with one claim that a memo supports."""
    tell(story)
    return story
