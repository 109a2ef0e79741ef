"""A real project with real files and a real engine, compared with a rebuild after every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pymupdf
import pytest

from annotator.model.things import Role
from annotator.operations import importing, workspace
from annotator.operations.workspace import Workspace

DRAFT = """The harbour office closed for forty days

The harbour office closed for forty days after the storm. Its director said that "no ship was turned away".
The council spent 3.5 million on the new pier. Nobody disputes the fog.

The pier opened in June. The pier opened in June.
"""
MEMO = """# Memo

On 4 May the harbour office was closed for forty days, as section 12 orders.

The council spent 2.9 million on the new pier.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "draft.txt").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "memo.md").write_text(MEMO, encoding="utf-8")
    return tmp_path


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """A new project; when the test is over its tables must be what its changes add up to."""
    with workspace.create(tmp_path / "story.annotator", title="Harbour") as made:
        yield made
        if not made.project.read_only:
            assert made.project.rebuild_differences() == []
            assert made.project.verify(full=True) == []


@pytest.fixture
def draft(ws: Workspace, folder: Path) -> str:
    return importing.add(ws, [folder / "draft.txt"], role=Role.DRAFT).added[0].document


@pytest.fixture
def memo(ws: Workspace, folder: Path) -> str:
    return importing.add(ws, [folder / "memo.md"]).added[0].document


@pytest.fixture
def make_pdf(tmp_path: Path) -> Callable[..., Path]:
    """Makes a PDF: each page a list of (x, y, line); with a password if given."""

    def make(name: str, pages: Sequence[Sequence[tuple[float, float, str]]], *, password: str | None = None) -> Path:
        document = pymupdf.open()
        for lines in pages:
            page = document.new_page(width=400, height=500)
            for x, y, line in lines:
                page.insert_text((x, y), line, fontsize=10)
        secured = {}
        if password is not None:
            secured = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "user_pw": password, "owner_pw": "owner-" + password}
        document.save(tmp_path / name, **secured)
        return tmp_path / name

    return make
