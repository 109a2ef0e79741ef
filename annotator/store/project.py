"""A project: one SQLite file, opened, read and written here and nowhere else."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from annotator.model.errors import DiskFull, ProjectChanged, ProjectDamaged, ProjectReadOnly, Refused
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome, Undone
from annotator.model.pages import Extraction
from annotator.model.things import Kind
from annotator.store import (
    connecting,
    contents,
    copying,
    erasing,
    graphing,
    opening,
    schema,
    showing,
    standing,
    undoing,
    verifying,
)
from annotator.store.exchanging import Exchanging
from annotator.store.failing import CHANGED, DAMAGED, refusal, told_apart
from annotator.store.lease import Lease
from annotator.store.standing import Sought
from annotator.store.stream import Tail
from annotator.store.writing import Identity, Pen

__all__ = ["Identity", "Pen", "Project", "Sought"]


class Project(Exchanging):
    """An open project. It belongs to the thread that opened it. Use as a context manager, or call `close`."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lease: Lease | None, who: Identity | None, *, read_only: bool
    ) -> None:
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._lease = lease
        self._who = who
        self._tail: Tail | None = None
        self._steps: undoing.Steps | None = None
        self._everything: graphing.Everything | None = None
        self._shown: Graph | None = None
        self._pen: Pen | None = None
        self._closed = False
        with told_apart():
            row = connection.execute("SELECT id FROM project ORDER BY made, id").fetchone()
            if row is None or not isinstance(row[0], str):
                raise ProjectDamaged(DAMAGED)
            self.id: str = row[0]
            self._clock: int = connection.execute("SELECT coalesce(max(clock), 0) FROM session").fetchone()[0]
            if verifying.ends(connection):
                raise ProjectDamaged(DAMAGED)
            self._version: int = connection.execute("PRAGMA data_version").fetchone()[0]
        self._held = connecting.hold(path)

    @classmethod
    def create(cls, path: Path, *, title: str = "", who: Identity) -> Project:
        """Make a project at `path` and open it. Raises Refused where something is there; leaves nothing half-made."""
        copying.free_name(path)
        try:
            with copying.beside(path) as new, told_apart():
                _make(new, title, who)
                copying.publish(new, path)
        except OSError as error:
            raise ProjectReadOnly("No project can be made in this folder. Choose one you can write in.") from error
        return cls.open(path, who=who)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        who: opening.Who = None,
        before_upgrade: opening.Upgrading | None = None,
    ) -> Project:
        """Open a project; writing needs `who`, or whoever tells that by the project's id.

        `before_upgrade` is called with the id of a project that an earlier version wrote, and with what copies it.
        What a crash interrupted is put right. Raises ProjectBusy where it is open elsewhere, ProjectReadOnly where it
        can't be written, ProjectTooNew, ProjectDamaged, ProjectForeign, and Refused for what is no project file at all.
        """
        if not read_only and who is None:
            raise ValueError("writing needs to know who writes")
        path = Path(os.path.abspath(path))  # noqa: PTH100 - resolving links would lose the name she gave
        connection, lease = opening.opened(path, read_only=read_only, before_upgrade=before_upgrade)
        try:
            project = cls(path, connection, lease, opening.writer(connection, who), read_only=read_only)
            project._make_up()
            return project
        except BaseException:
            connection.close()
            if lease is not None:
                lease.release()
            raise

    def _make_up(self) -> None:
        """Clean the file of what was erased where a crash came in between; where there is no room, the next time."""
        if not self.read_only and (copying.unclean(self.id).exists() or connecting.longer(self._connection, self.path)):
            with contextlib.suppress(DiskFull):
                self.clean()

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

    def write_as(self, who: Identity) -> None:
        """From the next action on somebody else writes, in a session of their own."""
        self._check_writable()
        self._who, self._tail, self._steps = who, None, None

    def _begin(self, verb: str) -> Pen:
        who = self._check_writable()
        with told_apart():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._check_unchanged()
            except BaseException:
                self._roll_back()
                raise
        self._pen = Pen(self._connection, who, verb, self._tail, self._clock)
        return self._pen

    def _check_writable(self) -> Identity:
        if self.read_only or self._who is None or self._lease is None:
            raise ProjectReadOnly("The project is open for reading only. Nothing was changed.")
        if self._pen is not None:
            raise RuntimeError("an action is under way already")
        self._lease.check()
        return self._who

    def _check_unchanged(self) -> None:
        if self.refresh_needed():
            raise ProjectChanged(CHANGED)

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
            before = {thing: self._everything.get(thing) for thing in pen.outcome.things}
            graphing.patch(self._everything, self._connection, pen.outcome.things)
            self._shown = self._shown and showing.patched(self._shown, before, self._everything)

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
            return showing.whole(self._everything)
        if self._shown is None:
            self._shown = showing.shown(self._everything)
        return self._shown

    def put_content(self, pen: Pen, sha256: str, size: int, source: BinaryIO, *, media: str) -> None:
        """Store `size` bytes of `source`, whose SHA-256 is known, within an action. Raises Refused if they differ."""
        contents.put_content(pen.connection, sha256, size, source, media)

    def put_extraction(self, pen: Pen, extraction: Extraction) -> None:
        """Store an extraction within an action."""
        contents.put_extraction(pen.connection, extraction)

    def keep_found(self, found: Sequence[Sought], pen: Pen | None = None) -> None:
        """Keep what became of things in the texts shown now, within `pen`'s action or by itself: it is no change.

        Of a project that is only read it stays in memory.
        """
        if pen is not None:
            standing.keep(pen.connection, found)
            return
        if not self.read_only:
            self._check_writable()
            with self._alone():
                standing.keep(self._connection, found)
        if self._everything is not None:
            graphing.put_found(self._everything, found)
            self._shown = None

    def forget_found(self) -> None:
        """Drop all that was found, to be sought again."""
        self._check_writable()
        with self._alone():
            standing.forget(self._connection)
        self._forget()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A transaction that is no action."""
        with told_apart():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._check_unchanged()
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def erase(self, thing: str) -> Outcome:
        """Erase a thing for good, with all that cannot be without it; no undo and no merge brings it back.

        Raises NotFound or Refused; DiskFull, before anything is erased, where the file can't be cleaned of traces.
        """
        copying.check_room(self.path)
        copying.note_unclean(self.id)
        with self.act("erase") as pen:
            erasing.erase(pen, thing)
        self._forget()
        self.clean()
        return pen.outcome

    def clean(self) -> None:
        """Write the file anew without traces of what was deleted; `erase` does it by itself."""
        self._check_writable()
        self._check_unchanged()
        copying.clean(self._connection, self.path)
        copying.note_clean(self.id)
        self._seen_as_written()

    def _seen_as_written(self) -> None:
        with told_apart():
            self._version = self._connection.execute("PRAGMA data_version").fetchone()[0]

    def _forget(self) -> None:
        self._everything = self._shown = self._steps = None

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
