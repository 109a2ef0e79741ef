"""A project: one SQLite file, opened, read and written here and nowhere else."""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from annotator.model.changes import Action, Change
from annotator.model.errors import ProjectChanged, ProjectDamaged, ProjectReadOnly, Refused
from annotator.model.graph import Graph
from annotator.model.outcomes import Undone
from annotator.model.pages import Extraction, OutlineItem, PageInfo
from annotator.model.things import Kind
from annotator.store import connecting, contents, graphing, history, schema, undoing
from annotator.store.failing import CHANGED, DAMAGED, READ_ONLY, refusal, told_apart
from annotator.store.lease import Lease
from annotator.store.stream import Tail, heads_of
from annotator.store.writing import Identity, Pen, kind_of

__all__ = ["Identity", "Pen", "Project"]


class Project:
    """An open project. It belongs to the thread that opened it. Use as a context manager, or call `close`."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lease: Lease | None, who: Identity | None, *, read_only: bool
    ) -> None:
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._lease = lease
        self._who = who
        self._held = connecting.hold(path)
        self._tail: Tail | None = None
        self._steps: undoing.Steps | None = None
        self._everything: graphing.Everything | None = None
        self._shown: Graph | None = None
        self._pen: Pen | None = None
        self._closed = False
        with told_apart():
            row = connection.execute("SELECT id FROM project ORDER BY made, id").fetchone()
            if row is None:
                raise ProjectDamaged(DAMAGED)
            self.id: str = row[0]
            self._clock: int = connection.execute("SELECT coalesce(max(clock), 0) FROM session").fetchone()[0]
            self._version: int = connection.execute("PRAGMA data_version").fetchone()[0]

    @classmethod
    def create(cls, path: Path, *, title: str = "", who: Identity) -> Project:
        """Make a project at `path` and open it. Raises Refused where something is there; leaves nothing half-made."""
        if os.path.lexists(path):
            raise Refused("There is a file of this name already. Choose another name, or open it.")
        if not path.parent.is_dir():
            raise Refused("There is no such folder. Make it first, or choose another one.")
        new = path.with_name(f".{secrets.token_hex(8)}.new")
        try:
            with told_apart():
                _make(new, title, who)
            _publish(new, path)
        except OSError as error:
            raise ProjectReadOnly("No project can be made in this folder. Choose one you can write in.") from error
        finally:
            for left in (new, new.with_name(f"{new.name}-journal")):
                with contextlib.suppress(OSError):
                    left.unlink()
        return cls.open(path, who=who)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, who: Identity | None = None) -> Project:
        """Open a project; writing needs `who`.

        Raises ProjectBusy where it is open elsewhere, ProjectReadOnly where it can't be written, ProjectTooNew,
        ProjectDamaged, ProjectForeign, and Refused for what is no project file at all.
        """
        if not read_only and who is None:
            raise ValueError("writing needs to know who writes")
        path = Path(os.path.abspath(path))  # noqa: PTH100 - resolving links would lose the name she gave
        connecting.look(path)
        lease = None
        if not read_only:
            if not os.access(path, os.W_OK):
                raise ProjectReadOnly(READ_ONLY)
            lease = Lease.take(path)
        connection: sqlite3.Connection | None = None
        try:
            connection = connecting.open_file(path, read_only=read_only)
            return cls(path, connection, lease, who, read_only=read_only)
        except BaseException:
            if connection is not None:
                connection.close()
            if lease is not None:
                lease.release()
            raise

    @classmethod
    def peek_id(cls, path: Path) -> str:
        """The id of a project, without taking its lease; the same errors as `open`."""
        with cls.open(path, read_only=True) as project:
            return project.id

    def close(self) -> None:
        """Close the file; nothing stays beside it."""
        if self._closed:
            return
        self._closed = True
        if self._connection.in_transaction:
            self._connection.rollback()
        self._connection.close()
        connecting.let_go(self._held)
        if self._lease is not None:
            self._lease.release()

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def title(self) -> str:
        """What the project is called."""
        with told_apart():
            return str(self._connection.execute("SELECT title FROM project WHERE id = ?", (self.id,)).fetchone()[0])

    @contextmanager
    def act(self, verb: str) -> Iterator[Pen]:
        """One action: one transaction, saved at the end of the block, taken back whole on an exception.

        `verb` is a word of the command line. Raises the Refused that fits when it can't be saved.
        """
        pen = self._begin(verb)
        try:
            yield pen
            pen.finish()
            self._connection.execute("COMMIT")
        except BaseException as error:
            self._roll_back()
            refused = refusal(error) if isinstance(error, sqlite3.Error) else None
            if refused is not None:
                raise refused from error
            raise
        finally:
            self._pen = None
        self._after(pen)

    def _begin(self, verb: str) -> Pen:
        if self.read_only or self._who is None or self._lease is None:
            raise ProjectReadOnly("The project is open for reading only. Nothing was changed.")
        if self._pen is not None:
            raise RuntimeError("an action is under way already")
        self._lease.check()
        with told_apart():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                if self.refresh_needed():
                    raise ProjectChanged(CHANGED)
            except BaseException:
                self._roll_back()
                raise
        self._pen = Pen(self._connection, self._who, verb, self._tail, self._clock)
        return self._pen

    def _roll_back(self) -> None:
        # A full disk makes SQLite roll back by itself.
        if self._connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def _after(self, pen: Pen) -> None:
        if not pen.wrote:
            return
        self._tail, self._clock = pen.tail, pen.clock
        if self._steps is not None:
            self._steps.add(pen.action, pen.verb, pen.undoes)
        if self._everything is not None:
            graphing.patch(self._everything, self._connection, pen.outcome.things)
        self._shown = None

    def undo(self) -> Undone:
        """Take back my last action, also one from before the project was opened. Raises Refused if there is none."""
        return self._reverse("undo", self._my_steps().undo, "There is nothing to undo.")

    def redo(self) -> Undone:
        """Do again what I undid last. Raises Refused if there is nothing."""
        return self._reverse("redo", self._my_steps().redo, "There is nothing to redo.")

    def _reverse(self, verb: str, steps: list[str], nothing: str) -> Undone:
        if not steps:
            raise Refused(nothing)
        action = steps[-1]
        with told_apart():
            of = undoing.original_verb(self._connection, action)
        with self.act(verb) as pen:
            left = undoing.reverse(pen, action)
        return Undone(pen.outcome, of, tuple(left))

    def _my_steps(self) -> undoing.Steps:
        if self._steps is None:
            with told_apart():
                self._steps = undoing.steps(self._connection, self._who.person) if self._who else undoing.Steps()
        return self._steps

    def can_undo(self) -> bool:
        """Whether `undo` has something to take back."""
        return not self.read_only and bool(self._my_steps().undo)

    def can_redo(self) -> bool:
        """Whether `redo` has something to do again."""
        return not self.read_only and bool(self._my_steps().redo)

    def graph(self, *, with_removed: bool = False) -> Graph:
        """The link graph: what is not removed nor hidden with what it belongs to; or everything."""
        if self._everything is None:
            self._everything = graphing.read(self._connection)
            self._shown = None
        if with_removed:
            return graphing.whole(self._everything)
        if self._shown is None:
            self._shown = graphing.shown(self._everything)
        return self._shown

    def history(self, thing: str | None = None) -> list[Action]:
        """Who did what, oldest first; of one thing, the actions that changed it."""
        with told_apart():
            return history.history(self._connection, thing)

    def changes_of(self, thing: str) -> list[Change]:
        """The changes of one thing, oldest first."""
        with told_apart():
            return history.changes_of(self._connection, thing)

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

    def put_content(self, pen: Pen, sha256: str, size: int, source: BinaryIO, *, media: str) -> None:
        """Store `size` bytes of `source`, whose SHA-256 is known, within an action. Raises Refused if they differ."""
        contents.put_content(pen.connection, sha256, size, source, media)

    def content(self, sha256: str) -> Iterator[bytes]:
        """The bytes in pieces of at most 16 MB, each checked. Raises NotFound or ProjectDamaged."""
        return contents.content(self._connection, sha256)

    def content_size(self, sha256: str) -> int | None:
        """Size in bytes; None where there is no such content."""
        with told_apart():
            return contents.content_size(self._connection, sha256)

    def put_extraction(self, pen: Pen, extraction: Extraction) -> None:
        """Store an extraction within an action."""
        contents.put_extraction(pen.connection, extraction)

    def extraction(self, sha256: str) -> Extraction:
        """An extraction, its digest checked. Raises NotFound or ProjectDamaged."""
        return contents.extraction(self._connection, sha256)

    def page_infos(self, extraction: str) -> tuple[PageInfo, ...]:
        """The pages of an extraction."""
        return contents.page_infos(self._connection, extraction)

    def page_texts(self, extraction: str) -> tuple[str, ...]:
        """The text of each page of an extraction."""
        return contents.page_texts(self._connection, extraction)

    def outline(self, extraction: str) -> tuple[OutlineItem, ...]:
        """The document's own table of contents."""
        return contents.outline(self._connection, extraction)

    def extraction_of_version(self, version_sha256: str) -> str:
        """The extraction that is shown of a version. Raises NotFound."""
        return contents.extraction_of_version(self._connection, version_sha256)

    def renew_lease(self) -> None:
        """Show that this window still has the project; called every 30 seconds. Raises ProjectBusy if it was taken."""
        if self._lease is not None:
            self._lease.renew()

    def refresh_needed(self) -> bool:
        """Whether another program wrote the file, or exchanged it, since it was opened."""
        try:
            found = self.path.stat()
        except OSError:
            return True
        if (found.st_dev, found.st_ino) != self._held:
            return True
        with told_apart():
            return bool(self._connection.execute("PRAGMA data_version").fetchone()[0] != self._version)


def _make(path: Path, title: str, who: Identity) -> None:
    """Write a whole new project to a file that nobody knows yet."""
    connection = connecting.connect(path, "rwc")
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        schema.migrate(connection)
        connection.execute("BEGIN IMMEDIATE")
        pen = Pen(connection, who, "new", None, 0)
        pen.new(Kind.PROJECT, {"title": title})
        pen.finish()
        connection.execute("COMMIT")
    finally:
        connection.close()


def _publish(new: Path, path: Path) -> None:
    """Give a finished file its name, never over another one; with its folder, it is on disk afterwards."""
    try:
        os.link(new, path)
    except FileExistsError as error:
        raise Refused("There is a file of this name already. Choose another name, or open it.") from error
    except OSError:
        # Some file systems know no second name for a file.
        if os.path.lexists(path):
            raise Refused("There is a file of this name already. Choose another name, or open it.") from None
        new.rename(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
