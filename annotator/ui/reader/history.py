"""Where a pane has been: back and forward, as in a browser."""

from __future__ import annotations

from annotator.ui.reader.values import Location

KEPT = 200


class History:
    """Two stacks of locations around the place where the pane stands."""

    def __init__(self) -> None:
        self._past: list[Location] = []
        self._future: list[Location] = []

    def copy(self) -> History:
        """The same, on its own."""
        made = History()
        made._past, made._future = list(self._past), list(self._future)
        return made

    def leave(self, here: Location | None) -> None:
        """Record where a jump started; what could be gone forward to is forgotten."""
        if here is None:
            return
        self._future.clear()
        if not self._past or self._past[-1] != here:
            self._past.append(here)
            del self._past[:-KEPT]

    def back(self, here: Location | None) -> Location | None:
        """The location to return to, None if there is none."""
        return self._step(self._past, self._future, here)

    def forward(self, here: Location | None) -> Location | None:
        """The location that `back` left, None if there is none."""
        return self._step(self._future, self._past, here)

    @property
    def can_go_back(self) -> bool:
        """Whether there is anything to return to."""
        return bool(self._past)

    @property
    def can_go_forward(self) -> bool:
        """Whether there is anything to go forward to."""
        return bool(self._future)

    @staticmethod
    def _step(source: list[Location], other: list[Location], here: Location | None) -> Location | None:
        if not source:
            return None
        if here is not None:
            other.append(here)
        return source.pop()
