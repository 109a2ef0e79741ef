"""Copies of the documents with real highlight annotations and notes, in one folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from annotator.bundle.choosing import Choice
from annotator.bundle.content import BundleContent, LeftOut, Mark, Progress, Written, label_of
from annotator.bundle.file_names import safe_name, trimmed
from annotator.bundle.leading import Leading, Named
from annotator.bundle.marks import Marked, marked, unmarked
from annotator.bundle.paging import Part, parts_of, pieces_of
from annotator.bundle.words import counted, plain
from annotator.bundle.writing import publish
from annotator.model.copies import Copied, CopyPlan
from annotator.model.errors import Refused

__all__ = ["Copies", "copies_into", "safe_name", "told", "write_pdfs"]


_AHEAD = 3
"""So many copies are asked for ahead: as many are made at once as there are processors, and no more held."""


def write_pdfs(folder: Path, content: BundleContent, *, progress: Progress | None = None) -> Written:
    """Writes an annotated copy of each draft and of each document its claims rest on into `folder` (or a ZIP).

    Documents that are not to be published are left out whole; so is a source whose copy can't be made, with the reason
    in `left_out`. `progress` counts copies. Raises Refused where no draft may go out, a draft's copy can't be made, or
    `folder` can't be written; whatever is raised, nothing is left behind.
    """
    choice = Choice(content)
    problems: list[LeftOut] = []

    def fill(inside: Path) -> None:
        copies_into(inside, choice, problems, progress)

    return publish(folder, fill, lambda: [*choice.left_out(), *problems])


class Copies(dict[str, str]):
    """The first file of each version's copy, by the version's id; and where each page is."""

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        for part in parts:
            self.setdefault(part.version, part.name)
        self._parts = tuple(parts)

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Each file's name with the id of its version."""
        return tuple((part.name, part.version) for part in self._parts)

    @property
    def whole(self) -> dict[str, str]:
        """The files that have all pages of a version, by its id: in these, pages count as in the original."""
        return {part.version: part.name for part in self._parts if not part.pages}

    @property
    def named(self) -> Named:
        """Each page that is in a file, with that file and its page there, as links name them."""
        return {
            (part.version, page): (part.name, number if part.pages else -1)
            for part in self._parts
            for number, page in enumerate(part.pages or (-1,))
        }

    def at(self, version_id: str, page: int) -> tuple[str, int] | None:
        """File and page (an index in that file) where a page (an index) of a version is; None where it is in none."""
        for part in self._parts:
            if part.version == version_id and (number := part.number(page)) is not None:
                return part.name, number
        return None


def copies_into(
    inside: Path, choice: Choice, problems: list[LeftOut], progress: Progress | None = None, *, largest: int = 0
) -> Copies:
    """Writes the copies into a folder that is there; tells which file has which page of which version.

    With `largest` (bytes) a copy that is larger goes into several files, as far as its pages allow. What could not be
    copied or marked, and what copies are without, is added to `problems`. Raises as `write_pdfs`.
    """
    problems += unmarked(choice)
    lost: set[str] = set()
    pieces: dict[str, int] = {}
    while True:
        wanted = [copy for copy in marked(choice) if copy.version.id not in lost]
        taken: set[str] = set()
        parts = [
            part
            for copy in wanted
            for part in parts_of(choice, copy, _title(choice, copy), taken, pieces.get(copy.version.id, 1))
        ]
        said: list[LeftOut] = []
        failed = _write(inside, choice, wanted, parts, said, progress)
        smaller = {} if failed or not largest else _smaller(inside, choice, wanted, parts, largest)
        if failed:
            problems += said
        elif not smaller:
            problems += dict.fromkeys(said)
            return Copies(parts)
        lost |= failed
        pieces |= smaller
        for path in inside.iterdir():  # once more, so that no link leads to a file that is not there
            path.unlink()


def _smaller(
    inside: Path, choice: Choice, wanted: Sequence[Marked], parts: Sequence[Part], largest: int
) -> dict[str, int]:
    """The versions whose copies are too large and can go into more files, with the number of these."""
    found: dict[str, int] = {}
    for copy in wanted:
        sizes = [(inside / part.name).stat().st_size for part in parts if part.version == copy.version.id]
        if (number := pieces_of(choice, copy, len(sizes), sizes, largest)) > len(sizes):
            found[copy.version.id] = number
    return found


def _write(
    inside: Path,
    choice: Choice,
    wanted: Sequence[Marked],
    parts: Sequence[Part],
    said: list[LeftOut],
    progress: Progress | None,
) -> set[str]:
    """Writes all files; gives the version of which one could not be written, with the reason alone in `said` then."""
    named = Copies(parts).named
    copies = {copy.version.id: copy for copy in wanted}
    renderer = choice.content.renderer
    asked: dict[str, tuple[str, list[Mark], CopyPlan, Path]] = {}
    became: dict[str, Copied] = {}
    for at, part in enumerate(parts, 1):
        copy = copies[part.version]
        for following in parts[at - 1 : at + _AHEAD]:
            if following.name not in asked:
                leads = Leading(choice, following.version, following.name, named)
                plan = CopyPlan(following.pages, leads.outline(), leads.jumps())
                marks = copies[following.version].marks
                asked[following.name] = following.version, marks, plan, inside / following.name
            renderer.copy_soon(*asked[following.name])
        try:
            copied = renderer.copy(*asked.pop(part.name))
        except Refused as refused:
            if copy.document.role == "draft":
                raise
            said.append(LeftOut(plain(label_of(copy.document)), f"Its copy could not be made: {refused}"))
            return {part.version}
        became[part.version] = _together(became.get(part.version), copied)
        if progress:
            progress(at, len(parts))
    for copy in wanted:
        said += [LeftOut(plain(label_of(copy.document)), sentence) for sentence in told(became[copy.version.id])]
    return set()


def _together(before: Copied | None, copied: Copied) -> Copied:
    """What became of the pages of several files of one copy."""
    if before is None:
        return copied
    return Copied(
        before.pages + copied.pages,
        before.notes + copied.notes,
        before.hidden + copied.hidden,
        before.drawn + copied.drawn,
        copied.attached,
    )


def told(copied: Copied) -> list[str]:
    """Sentences about what a copy is without, for the person exporting."""
    found: list[str] = []
    if copied.notes:
        found.append(f"{counted(copied.notes, 'note or mark', 'notes or marks')} by others left out of its copy.")
    if copied.hidden:
        found.append(
            f"{counted(copied.hidden, 'page')} held words or parts of pictures that nobody sees: "
            "they are not in its copy."
        )
    if copied.attached:
        found.append(f"{counted(copied.attached, 'file')} inside it left out of its copy.")
    if copied.drawn:
        found.append(
            f"{counted(copied.drawn, 'page')} of its copy became {'a picture' if copied.drawn == 1 else 'pictures'}, "
            "since nothing else was sure to show the same and hide nothing; the words can still be searched."
        )
    return found


def _title(choice: Choice, copy: Marked) -> str:
    """What a copy's files are called: the document's title; an older version says which it is."""
    title = plain(label_of(copy.document))
    if not copy.document.title.strip():
        title = re.sub(r"(?i)\.(pdf|txt|md|markdown|docx)$", "", title)
    if copy.version.id != copy.document.current:
        title = f"{trimmed(title, 90)} (version {choice.short_of(copy.version, 8)})"
    return title
