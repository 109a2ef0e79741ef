"""What an open project takes in from others, and what it gives them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from contextlib import AbstractContextManager

from annotator.model.changes import Change
from annotator.store import joining
from annotator.store.failing import told_apart
from annotator.store.reading import Reading
from annotator.store.stream import Tail


class Exchanging(Reading):
    """Taking in and giving out; `Project` adds opening and writing."""

    _tail: Tail | None
    _clock: int

    @abstractmethod
    def _check_writable(self) -> object: ...

    @abstractmethod
    def _alone(self) -> AbstractContextManager[None]: ...

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

    def bring_in(self, other: joining.Elsewhere) -> tuple[Change, ...]:
        """The union with a file from elsewhere, with its bytes and texts, all or nothing; gives what was new here.

        Raises ProjectDamaged for what is not lawful, Refused where it builds on changes that are missing here.
        """
        self._check_writable()
        with self._alone():
            added = joining.bring_in(self._connection, other)
        self._others_came()
        return added

    def _others_came(self) -> None:
        with told_apart():
            self._clock = self._connection.execute("SELECT coalesce(max(clock), 0) FROM session").fetchone()[0]
        # A session names what it had seen when it began.
        self._tail = None
        self._forget()
