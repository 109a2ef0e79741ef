"""What can be asked of an open project without changing it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from annotator.model.changes import Action, Change, Disagreement
from annotator.model.pages import Extraction, Fragment, OutlineItem, PageInfo, Recognised
from annotator.model.places import Place
from annotator.model.things import Kind
from annotator.store import contents, copying, history, pouring, rebuilding, standing, verifying
from annotator.store.failing import told_apart
from annotator.store.stream import heads_of
from annotator.store.writing import kind_of


class Reading:
    """The questions; `Project` adds opening and writing."""

    _connection: sqlite3.Connection
    id: str

    @property
    def title(self) -> str:
        """What the project is called."""
        with told_apart():
            return str(self._connection.execute("SELECT title FROM project WHERE id = ?", (self.id,)).fetchone()[0])

    @property
    def hold(self) -> str:
        """Why nothing of the project may be erased; empty where it may."""
        with told_apart():
            return str(self._connection.execute("SELECT hold FROM project WHERE id = ?", (self.id,)).fetchone()[0])

    def history(self, thing: str | None = None) -> list[Action]:
        """Who did what, oldest first; of one thing, the actions that changed it."""
        with told_apart():
            return history.history(self._connection, thing)

    def changes_of(self, thing: str) -> list[Change]:
        """The changes of one thing, oldest first."""
        with told_apart():
            return history.changes_of(self._connection, thing)

    def all_changes(self) -> Iterator[Change]:
        """Every change in the order in which the file took it in, the withheld ones too."""
        with told_apart():
            yield from history.all_changes(self._connection)

    def kind_of(self, id: str) -> Kind | None:
        """Of what kind a thing is, removed or not."""
        with told_apart():
            return kind_of(self._connection, id)

    def ids_beginning(self, prefix: str) -> list[tuple[str, Kind]]:
        """Ids that begin with a prefix, those of removed things too."""
        with told_apart():
            return history.ids_beginning(self._connection, prefix)

    def heads(self, thing: str, field: str) -> list[Change]:
        """The changes of a field that nobody replaced; more than one with different values is a disagreement."""
        with told_apart():
            return heads_of(self._connection, thing, field)

    def people(self) -> dict[str, str]:
        """What everybody who wrote wants to be called, by their ids; empty where they did not say."""
        with told_apart():
            return history.people(self._connection)

    def disagreements(self, things: Collection[str] | None = None) -> list[Disagreement]:
        """Fields for which people gave different values and nobody has settled which; of some things, or of all."""
        with told_apart():
            return history.disagreements(self._connection, things)

    def content(self, sha256: str) -> Iterator[bytes]:
        """The bytes in pieces of at most 16 MB, each checked. Raises NotFound or ProjectDamaged."""
        return contents.content(self._connection, sha256)

    def pour(self, sha256: str, take: Callable[[bytes], object]) -> None:
        """Hand all bytes to `take` in small parts; they are right only once this returns, and must not be used before.

        Faster than `content`. Raises NotFound or ProjectDamaged.
        """
        pouring.pour(self._connection, sha256, take)

    def content_size(self, sha256: str) -> int | None:
        """Size in bytes; None where there is no such content."""
        with told_apart():
            return contents.content_size(self._connection, sha256)

    def extraction(self, sha256: str) -> Extraction:
        """An extraction, its digest checked. Raises NotFound or ProjectDamaged."""
        return contents.extraction(self._connection, sha256)

    def page_infos(self, extraction: str) -> tuple[PageInfo, ...]:
        """The pages of an extraction."""
        return contents.page_infos(self._connection, extraction)

    def page_count(self, extraction: str) -> int:
        """How many pages an extraction has. Raises NotFound."""
        with told_apart():
            return contents.page_count(self._connection, extraction)

    def some_pages(self, extraction: str, first: int, count: int) -> tuple[tuple[PageInfo, str], ...]:
        """Up to `count` pages from index `first` on, each with its text."""
        return contents.some_pages(self._connection, extraction, first, count)

    def page_texts(self, extraction: str) -> tuple[str, ...]:
        """The text of each page of an extraction."""
        return contents.page_texts(self._connection, extraction)

    def outline(self, extraction: str) -> tuple[OutlineItem, ...]:
        """The document's own table of contents."""
        return contents.outline(self._connection, extraction)

    def fragments(self, extraction: str) -> tuple[Fragment, ...]:
        """The named parts of its pages: a table's cells, a transcript's times."""
        return contents.fragments(self._connection, extraction)

    def recognised(self, extraction: str) -> tuple[Recognised, ...]:
        """Which of its pages were read by machine."""
        return contents.recognised(self._connection, extraction)

    def made_of(self, extraction: str) -> tuple[str, str]:
        """The SHA-256 (hex) of the PDF it was frozen to, and of its text layer; empty where there is none."""
        return contents.made_of(self._connection, extraction)

    def lacking(self) -> set[str]:
        """SHA-256 (hex) of the versions whose bytes or text are lost, as in a project that was salvaged."""
        query = (
            "SELECT sha256 FROM version WHERE sha256 NOT IN (SELECT sha256 FROM content)"
            " OR (extraction <> '' AND extraction NOT IN (SELECT sha256 FROM extraction))"
        )
        with told_apart():
            return {sha256 for (sha256,) in self._connection.execute(query)}

    def has_extraction(self, extraction: str) -> bool:
        """Whether an extraction is in the project."""
        with told_apart():
            query = "SELECT 1 FROM extraction WHERE sha256 = ?"
            return self._connection.execute(query, (extraction,)).fetchone() is not None

    def place_of_record(self, thing: str, extraction: str) -> Place | None:
        """Where a person last had a thing in an extraction, but for what was taken back; None where nowhere."""
        with told_apart():
            return standing.of_the_record(self._connection, thing, extraction)

    def text_slices(self, extraction: str) -> Iterator[list[str]]:
        """Checks its pages and text a few at a time; each step gives what is wrong, as sentences."""
        return verifying.text_slices(self._connection, extraction)

    def layer_of(self, extraction: str) -> str:
        """The SHA-256 (hex) of its text layer, empty without one."""
        return contents.layer_of(self._connection, extraction)

    def extraction_of_version(self, version_sha256: str) -> str:
        """The extraction that is shown of a version. Raises NotFound."""
        return contents.extraction_of_version(self._connection, version_sha256)

    def verify(self, *, full: bool) -> list[str]:
        """Problems as sentences, none where all is well. `full` reads every byte of the file."""
        return [problem for problems in self.verify_slices(full=full) for problem in problems]

    def verify_slices(self, *, full: bool) -> Iterator[list[str]]:
        """The same in short steps, each giving the problems it found; other work may be done between two steps.

        From a background thread, open the project read-only there: a project belongs to the thread that opened it.
        """
        return verifying.slices(self._connection, full=full)

    def forks(self) -> list[tuple[str, int]]:
        """Sessions that were gone on from one moment twice, with the number from which on: (session, number)."""
        with told_apart():
            return verifying.forks(self._connection)

    def rebuild_differences(self) -> list[str]:
        """How the tables differ from what all changes add up to; none where they are in step."""
        with told_apart():
            return rebuilding.differences(self._connection, rebuilding.add_up(self._connection))

    def copy_to(self, path: Path) -> None:
        """Copy the project to a new file, checked before it gets its name. Raises Refused where something is there."""
        copying.copy(self._connection, path)
