"""Checking a bundle without its project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from annotator.bundle.quotes import Quoted, bare_words
from annotator.bundle.trees import Tree, Unreadable
from annotator.bundle.verifying import verify
from annotator.engine.client import Engine, seal
from annotator.model.errors import NotConfined, Refused
from annotator.model.pages import Format
from annotator.operations.workspace import new_engine

_UNREAD = "The quotes could not be looked up on the pages of the copies: this computer can't lock what reads them."
_LARGEST = 2 << 30


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: `digest` is the SHA-256 of the tag manifest; `problems` and `notes` are sentences."""

    valid: bool
    digest: str
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def verify_bundle(path: Path, digest: str = "", *, unconfined: bool = False) -> Checked:
    """Checks a bundle, a folder or a ZIP: its files, its quotes, and that each stands on its page of its copy.

    With the digest that the export told, also that it is the same bundle. Copies are read by a locked process. Raises
    Refused where there is no bundle.
    """
    notes: list[str] = []

    def look(tree: Tree, quotes: Sequence[Quoted]) -> list[str]:
        if not quotes:
            return []
        try:
            engine = new_engine(unconfined=unconfined)
        except NotConfined:
            notes.append(_UNREAD)
            return []
        try:
            return _missing(engine, tree, quotes, notes)
        finally:
            engine.close()

    found = verify(path, digest, look)
    return Checked(found.valid, found.digest, found.problems, tuple(notes))


def _missing(engine: Engine, tree: Tree, quotes: Sequence[Quoted], notes: list[str]) -> list[str]:
    problems: list[str] = []
    for file, asked in groupby(quotes, key=lambda one: one.file):
        try:
            source = seal([tree.read(file, _LARGEST)], Format.PDF)
        except (Unreadable, OSError):
            problems.append(f"The quotes from '{file}' could not be looked up: it can't be read here.")
            continue
        reader = engine.open(source)
        try:
            for page, here in groupby(asked, key=lambda one: one.page):
                text = bare_words(engine.wait(reader.chars(page)).text)
                if not text:
                    notes.append(f"Page {page + 1} of '{file}' has no text: compare its quotes with your eyes.")
                    continue
                gone = [one.words for one in here if one.bare not in text]
                problems += [f"“{words}” is not on page {page + 1} of '{file}'." for words in gone]
        except Refused as refused:
            problems.append(f"The quotes from '{file}' could not be looked up: {refused}")
        finally:
            reader.close()
            source.close()
    return problems
