"""A copy of a project read as a stranger's file is, but in this process: for thousands of merges."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.operations.strangers import Stranger
from annotator.store.foreign import wire
from annotator.store.foreign.serving import _File
from annotator.store.foreign.wire import Ask, Value


class Near(Stranger):
    """What goes over the wire is packed and unpacked all the same."""

    def _start(self, copy: Path, *, unconfined: bool) -> None:
        self._connection = sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True, isolation_level=None)
        self._file = _File(self._connection)
        ((only, _, project),) = self._all(Ask.HEAD)
        self.project, self.changes_only = str(project), bool(only)

    def close(self) -> None:
        self._connection.close()

    def _rows(self, ask: Ask, *given: Value) -> Iterator[Sequence[Value]]:
        for row in self._file.answer(ask, wire.values(wire.frame(ask, given)[wire.HEAD.size :])):
            yield wire.values(wire.frame(wire.Told.ROW, row)[wire.HEAD.size :])
