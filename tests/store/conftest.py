"""A small project on disk, and things to put in it."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.pages import Extraction, OutlineItem, PageInfo
from annotator.model.places import Place, Span
from annotator.model.things import Kind
from annotator.store.project import Identity, Project

ROOT = Path(__file__).parents[2]
ME = Identity("3f0c8a52-7c0e-4a53-9a5b-0d4f6f0a1c11", "")
COLLEAGUE = Identity("5d9f5a04-2b44-4a86-8f3e-7d0f0f4b2c22", "Noor")


def place(quote: str = "The fee is 40 euros.", *, page: int = 0, start: int = 0, version: str = "a" * 64) -> Place:
    span = Span(page, str(page + 1), start, start + len(quote), ((72.0, 700.0, 200.0, 712.0),))
    return Place(version, "b" * 64, (span,), quote, "before", "after")


def extraction_of(data: bytes, *texts: str, made_by: str = "test 1") -> Extraction:
    pages = tuple(PageInfo(index, f"p{index + 1}", (0, 0.5, 612, 792.25), 90) for index in range(len(texts)))
    version = hashlib.sha256(data).hexdigest()
    return Extraction.build(version, made_by, pages, texts, warnings=("odd",), outline=(OutlineItem(1, "One", 0),))


def add_document(project: Project, name: str, data: bytes, *texts: str, role: str = "source") -> tuple[str, Extraction]:
    """Import bytes as the window does: content, extraction, document and version in one action."""
    extraction = extraction_of(data, *texts)
    with project.act("add") as pen:
        project.put_content(pen, extraction.version, len(data), io.BytesIO(data), media="text/plain")
        project.put_extraction(pen, extraction)
        document = pen.new(Kind.DOCUMENT, {"name": name, "role": role, "handling": "publish"})
        fields = {"document": document, "sha256": extraction.version, "extraction": extraction.sha256}
        version = pen.new(Kind.VERSION, {**fields, "format": "text", "size": len(data), "received": "2026-01-02"})
        pen.set(document, "current", version)
    return document, extraction


def placed_in(project: Project, document: str, here: Place) -> Place:
    """The place in the current version of a document."""
    graph = project.graph()
    version = graph.versions[graph.documents[document].current]
    return replace(here, version=version.sha256, extraction=version.extraction)


def add_claim(project: Project, document: str, quote: str, **where: int) -> tuple[str, str]:
    here = placed_in(project, document, place(quote, **where))
    with project.act("claim") as pen:
        claim = pen.new(Kind.CLAIM, {})
        passage = pen.new(Kind.PASSAGE, {"document": document, "place": here, "claim": claim})
    return claim, passage


def add_link(project: Project, claim: str, document: str, quote: str, relation: str = "supports") -> tuple[str, str]:
    here = placed_in(project, document, place(quote))
    with project.act("link") as pen:
        passage = pen.new(Kind.PASSAGE, {"document": document, "place": here})
        link = pen.new(Kind.LINK, {"claim": claim, "passage": passage, "relation": relation})
    return link, passage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "story.annotator"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with Project.create(path, title="A story", who=ME) as project:
        yield project


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def child(code: str, *given: object) -> subprocess.Popen[str]:
    """Run code in another process of the same computer and the same person."""
    head = "import sys, time\nfrom pathlib import Path\nfrom tests.store.conftest import *\npath = Path(sys.argv[1])\n"
    return subprocess.Popen(
        [sys.executable, "-c", head + textwrap.dedent(code), *map(str, given)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    )


@pytest.fixture
def closed(path: Path) -> Path:
    with Project.create(path, title="T", who=ME) as project:
        add_document(project, "memo.txt", b"memo bytes", "memo text\n")
    return path
