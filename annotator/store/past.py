"""What a writer had seen: whether one change lies in another's past, where that can't be told by what it replaces."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from annotator.model.changes import Change


class Past:
    """Answers from the record: a session has seen its own earlier changes, and all that it named when it began."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[str, dict[str, int]] = {}

    def heads(self, changes: Sequence[Change]) -> list[Change]:
        """The changes of one field that nobody replaced, in the order given.

        A change that replaces one whose content was withheld replaces what that one had replaced, which nobody can
        read any more: all of the field's changes that its writer had seen.
        """
        replaced = {old for change in changes for old in change.replaces}
        heads = [change for change in changes if change.id not in replaced]
        if len(heads) < 2:
            return heads
        there = {change.id for change in changes}
        blind = [change for change in changes if any(old not in there for old in change.replaces)]
        return [head for head in heads if not any(self._saw(later, head) for later in blind)]

    def _saw(self, later: Change, earlier: Change) -> bool:
        if later.id == earlier.id or later.clock <= earlier.clock:
            return False
        if later.session == earlier.session:
            return earlier.seq < later.seq
        return self._of(later.session).get(earlier.session, 0) >= earlier.seq

    def _of(self, session: str) -> dict[str, int]:
        """How far into each other session this one had seen when it began."""
        if session in self._known:
            return self._known[session]
        found: dict[str, int] = {}
        self._known[session] = found
        query = "SELECT value FROM change WHERE thing = ? AND field = 'seen'"
        for (value,) in self._connection.execute(query, (session,)).fetchall():
            named = json.loads(value)
            for other, last in named.items() if isinstance(named, dict) else ():
                row = self._connection.execute("SELECT seq FROM change WHERE id = ?", (str(last),)).fetchone()
                if row is None:
                    continue
                _raise_to(found, {other: row[0]})
                _raise_to(found, self._of(other))
        return found


def _raise_to(found: dict[str, int], more: dict[str, int]) -> None:
    for session, seq in more.items():
        if seq > found.get(session, 0):
            found[session] = seq
