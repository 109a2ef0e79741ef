"""What an open project takes in from others, and what it gives them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from annotator.model.changes import Change, Disagreement
from annotator.model.graph import Graph
from annotator.model.withheld import Withheld
from annotator.store import changes_file, copying, graphing, history, joining, sending, showing
from annotator.store.failing import told_apart
from annotator.store.looking_back import LookingBack
from annotator.store.stream import Tail


class _DryError(Exception):
    """Ends a transaction that was only to be looked at."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What came in: changes that were new here, the graph now (also with removed things), disagreements, and names.

    `differing` are the things that are otherwise than before; None where that is not known.
    """

    changes: tuple[Change, ...]
    shown: Graph
    everything: Graph
    disagreements: tuple[Disagreement, ...]
    people: dict[str, str]
    differing: Collection[str] | None


class Exchanging(LookingBack):
    """Taking in and giving out; `Project` adds opening and writing."""

    _tail: Tail | None
    _clock: int
    _everything: graphing.Everything | None
    _shown: Graph | None

    @abstractmethod
    def _check_writable(self) -> object: ...

    @abstractmethod
    def _check_unchanged(self) -> None: ...

    @abstractmethod
    def _alone(self) -> AbstractContextManager[None]: ...

    @abstractmethod
    def _seen_as_written(self) -> None: ...

    @abstractmethod
    def _forget(self) -> None: ...

    def take_in(self, changes: Iterable[Change]) -> tuple[str, ...]:
        """The union with changes from elsewhere, all or nothing; gives the things they touch. Raises Refused.

        Contents and extractions are put in beforehand, by an action of their own.
        """
        self._check_writable()
        with self._alone():
            touched = joining.take_in(self._connection, changes)
        self._others_came()
        return touched

    def bring_in(self, other: joining.Elsewhere, *, dry: bool = False) -> Brought:
        """The union with a file from elsewhere, with its bytes and texts, all or nothing; `dry` only says what it
        would come to.

        Raises ProjectDamaged for what is not lawful, Refused where it builds on changes that are missing here.
        """
        self._check_writable()
        brought: Brought | None = None
        try:
            with graphing.without_collecting(), self._alone():
                before = self._everything
                added, differing = joining.bring_in(self._connection, other)
                if before is None or differing is None:
                    everything = graphing.read(self._connection)
                else:
                    everything = graphing.again(before, self._connection, differing)
                touched = sorted({change.thing for change in added if change.thing})
                brought = Brought(
                    added,
                    showing.shown(everything),
                    showing.unordered(everything),
                    tuple(history.disagreements(self._connection, touched)),
                    history.people(self._connection),
                    differing,
                )
                if dry:
                    raise _DryError
        except _DryError:
            pass
        else:
            self._others_came()
            self._everything, self._shown = everything, brought.shown if brought else None
        assert brought is not None
        return brought

    def go_back_to(self, backup: Path) -> None:
        """Make the project what a copy of it holds, in place. Raises Refused where it is no copy of this project."""
        self._check_writable()
        self._check_unchanged()
        copying.put_back(self._connection, backup, self.id)
        self._others_came()
        self._seen_as_written()

    def send_copy(self, path: Path, plan: Withheld) -> None:
        """Write a copy to be sent to a new file, without what the plan says stays here. Raises Refused."""
        sending.send(self._connection, path, plan)

    def send_changes(self, path: Path, plan: Withheld, other: joining.Elsewhere) -> int:
        """Write a file with what is new since another copy, without what the plan says stays here; gives how many.

        Raises Refused where there is nothing new, where `path` exists, and what reading the other copy raises.
        """
        return changes_file.send(self._connection, path, self.id, plan, other)

    def _others_came(self) -> None:
        with told_apart():
            self._clock = self._connection.execute("SELECT coalesce(max(clock), 0) FROM session").fetchone()[0]
        # A session names what it had seen when it began.
        self._tail = None
        self._forget()
