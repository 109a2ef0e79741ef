"""Which pages a person will want next, from how she moved."""

from __future__ import annotations

from collections.abc import Iterator

AHEAD = 4
"""Pages in the direction she moves."""
BEHIND = 1
"""Pages where she came from."""


class ReadingAhead:
    """Watches the pages in sight; the direction is that of the last movement."""

    def __init__(self) -> None:
        self._last = range(0)
        self._forward = True

    def forget(self) -> None:
        """Another document: reading goes forward."""
        self._last, self._forward = range(0), True

    def pages(self, visible: range, count: int) -> list[int]:
        """Pages to be drawn ahead, the likeliest first. `visible` are those in sight, of `count`."""
        if visible != self._last:
            if self._last and visible and visible.start != self._last.start:
                self._forward = visible.start > self._last.start
            self._last = visible
        return [page for page in self._likely(visible) if 0 <= page < count]

    def _likely(self, visible: range) -> Iterator[int]:
        after, before = visible.stop, visible.start - 1
        here, there = (after, before) if self._forward else (before, after)
        step = 1 if self._forward else -1
        yield here
        yield there
        for number in range(1, AHEAD):
            yield here + step * number
        for number in range(1, BEHIND):
            yield there - step * number
