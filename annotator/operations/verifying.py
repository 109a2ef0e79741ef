"""Checking a bundle without its project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from annotator.bundle.quotes import Quoted, bare_words
from annotator.bundle.trees import Tree, Unreadable
from annotator.bundle.verifying import verify
from annotator.bundle.words import counted
from annotator.engine.client import Engine, seal
from annotator.model.errors import NeedsPassword, NotConfined, Refused
from annotator.model.pages import Format
from annotator.operations.files import FILE_LIMIT, seal_inside
from annotator.operations.workspace import new_engine

_UNREAD = "The quotes could not be looked up on their pages: this computer can't lock what reads the files."
_FIXED = (Format.PDF, Format.XPS)
"""What has pages of its own. All else is made into pages here, and may break them elsewhere than where it came from."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: `digest` is the SHA-256 of the tag manifest; `problems` and `notes` are sentences."""

    valid: bool
    digest: str
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def verify_bundle(path: Path, digest: str = "", *, unconfined: bool = False) -> Checked:
    """Checks a bundle, a folder or a ZIP: its files, its quotes, and that each stands on its page of its original, or,
    where the bundle has none, of its copy.

    With the digest that the export told, also that it is the same bundle. Documents are read by a locked process as
    they are when they are added to a project. The notes say what could not be looked up, and why. Raises Refused where
    there is no bundle.
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
            looking = _Looking(engine, tree)
            looking.all(quotes)
        finally:
            engine.close()
        notes.extend(looking.told())
        return looking.problems

    found = verify(path, digest, look)
    return Checked(found.valid, found.digest, found.problems, tuple(notes))


@dataclass
class _Looking:
    """Looks quotes up in their originals and in their copies."""

    engine: Engine
    tree: Tree
    problems: list[str] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    _told: list[str] = field(default_factory=list)

    def all(self, quotes: Sequence[Quoted]) -> None:
        """Every quote in each of its files."""
        whole = [one for one in quotes if one.black and not one.parts]
        words = [one for one in quotes if one.bare and one not in whole]
        originals = self._found(words, lambda one: one.original)
        copies = self._found(words, lambda one: one.copy) - originals
        nowhere = sum(not one.copy and not one.original for one in words)
        where = f"{len(originals)} in the untouched originals, {len(copies)} in the annotated copies alone"
        here = len(originals) + len(copies)
        self._told.append(f"Of {counted(len(words), 'quote')}, {here} stand on their pages: {where}.")
        if nowhere:
            self._told.append(f"{counted(nowhere, 'quote')} from documents that are not here: nobody can look them up.")
        if whole:
            self._told.append(f"{counted(len(whole), 'quote')} blacked out as a whole: nobody can look them up.")
        if black := sum(one.black for one in words):
            have, them = ("has", "it") if black == 1 else ("have", "them")
            self._told.append(
                f"{counted(black, 'quote')} {have} words blacked out: what is left of {them} was looked up; what was "
                "there nobody can check with this bundle."
            )
        left = len(words) - here - nowhere - len(self.problems)
        if left > 0:
            self._told.append(f"{counted(left, 'quote')} could not be looked up: compare with your eyes.")
        if pictures := len(quotes) - len(words) - len(whole):
            self._told.append(f"{counted(pictures, 'part')} of pictures, without words: compare with your eyes.")

    def told(self) -> Iterator[str]:
        """What was looked up and what was not, as sentences."""
        yield from self.notes
        yield from self._told

    def _found(self, quotes: Sequence[Quoted], file_of: Callable[[Quoted], str]) -> set[int]:
        """Which quotes, by their index, stand on their page of the file that `file_of` names."""
        found: set[int] = set()
        order = sorted((at for at in range(len(quotes)) if file_of(quotes[at])), key=lambda at: file_of(quotes[at]))
        for file, asked in groupby(order, key=lambda at: file_of(quotes[at])):
            try:
                with _Read(self.engine, self.tree, file) as read:
                    found.update(at for at in asked if self._stands(quotes[at], file, read))
            except NeedsPassword:
                self.notes[f"'{file}' needs a password: its quotes could not be looked up in it."] = None
            except (Unreadable, OSError):
                self.problems.append(f"The quotes from '{file}' could not be looked up: it can't be read here.")
            except Refused as refused:
                self.problems.append(f"The quotes from '{file}' could not be looked up: {refused}")
        return found

    def _stands(self, quote: Quoted, file: str, read: _Read) -> bool:
        text = read.text(quote.page)
        if text is not None and (quote.bare in text or _in_order(quote, text)):
            return True
        if text == "":
            said = f"Page {quote.page + 1} of '{file}' has no text: its quotes could not be looked up there."
        elif not read.fixed and read.anywhere(quote.bare):
            said = f"“{quote.words}” is in '{file}', but on another page here: such files have no pages of their own."
        else:
            self.problems.append(f"“{quote.words}” is not on page {quote.page + 1} of '{file}'.")
            return False
        self.notes[said] = None
        return False


def _in_order(quote: Quoted, text: str) -> bool:
    """Whether what is not blacked out of a quote stands on a page, one part after the other."""
    at = 0
    for part in quote.parts:
        at = text.find(part, at) + len(part)
        if at < len(part):
            return False
    return quote.black


class _Read:
    """A file of a bundle, read by the locked process as it is when it is added to a project."""

    def __init__(self, engine: Engine, tree: Tree, file: str) -> None:
        """Raises Refused, Unreadable, OSError."""
        if tree.size(file) > FILE_LIMIT:
            raise Unreadable(file)
        self._engine = engine
        self._sealed = seal_inside(Path(file).name, seal(tree.pieces(file), Format.PDF))
        self._texts: dict[int, str] = {}
        self.fixed = self._sealed.source.format in _FIXED
        """Whether it has pages of its own."""

    def __enter__(self) -> _Read:
        try:
            self._reader = self._engine.open(self._sealed.source)
            if self._sealed.source.format is Format.PDF:
                self._count = self._engine.wait(self._reader.info()).page_count
            else:
                extracted = self._engine.wait(self._reader.extract(self._sealed.sha256))
                self._texts = {at: bare_words(text) for at, text in enumerate(extracted.extraction.texts)}
                self._count = len(self._texts)
                extracted.close()
        except BaseException:
            self._sealed.source.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.close()
        self._sealed.source.close()

    def text(self, page: int) -> str | None:
        """Letters and digits of a page, by its index; None where there is no such page."""
        if page >= self._count:
            return None
        if page not in self._texts:
            self._texts = {page: bare_words(self._engine.wait(self._reader.chars(page)).text)}
        return self._texts[page]

    def anywhere(self, bare: str) -> bool:
        """Whether letters and digits are on any page of what has been read as a whole."""
        return bare in "".join(self._texts.values())
