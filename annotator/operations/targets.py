"""Texts in which places are sought: those of the project, and those just read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass

from annotator.engine.client import Reader, Source
from annotator.model.pages import Extraction
from annotator.model.things import Version
from annotator.operations.workspace import Workspace


@dataclass(frozen=True)
class Target:
    """A text in which places are sought: a version's SHA-256, its extraction, and a reader of what is shown of it."""

    version: str
    extraction: Extraction
    reading: Callable[[], AbstractContextManager[Reader]]


def stored(ws: Workspace, version: Version) -> Target:
    """A version of the project."""
    return Target(version.sha256, ws.project.extraction(version.extraction), lambda: nullcontext(ws.reader(version)))


def read_from(ws: Workspace, version: str, extraction: Extraction, source: Source) -> Target:
    """A version that is not in the project yet: `source` is what is shown of it, and stays the caller's."""
    return Target(version, extraction, lambda: closing(ws.engine.open(source)))
