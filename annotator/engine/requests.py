"""A question to a worker: what is asked, how urgent it is, what came of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from annotator.model.errors import Refused

if TYPE_CHECKING:
    from annotator.engine.protocol import Frame

T = TypeVar("T")
_numbers = itertools.count(1)


class Urgency(IntEnum):
    """What is answered first."""

    SCREEN = 0
    SOON = 1
    IDLE = 2


class Collector(Generic[T]):
    """Puts the frames that answer one request together. A new one is made for each attempt.

    `take` gets every frame of the request and the arena; it returns whether the worker must be told to go on.
    `result` is called after DONE. Both raise `BadFrame` where the worker says something impossible.
    """

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """Take a frame that is not the last."""
        raise NotImplementedError

    def result(self, frame: Frame, arena: memoryview) -> T:
        """The answer, made from the last frame and what was collected."""
        raise NotImplementedError

    def drop(self) -> None:
        """Throw away what was collected: the worker died or nobody wants it any more."""


class Request(Generic[T]):
    """One question to the engine and, later, its answer. Made by `Reader`; used on the engine's thread only."""

    def __init__(
        self,
        kind: int,
        payload: bytes,
        collector: Callable[[], Collector[T]],
        *,
        urgency: Urgency,
        limit: float,
    ) -> None:
        self.number = next(_numbers) & 0xFFFFFFFF
        self.kind = kind
        self.payload = payload
        self.make_collector = collector
        self.urgency = urgency
        self.limit = limit
        """Seconds without any sign of progress after which the worker is stopped."""
        self.attempts = 0
        self.dropped = False
        self.done = False
        self.error: Refused | None = None
        self._result: T | None = None
        self._then: list[tuple[Callable[[T], None] | None, Callable[[Refused], None] | None]] = []
        self._on_drop: Callable[[Request[Any]], None] | None = None

    def then(
        self, on_done: Callable[[T], None] | None = None, on_error: Callable[[Refused], None] | None = None
    ) -> Request[T]:
        """Call one of these when it is answered, from `Engine.pump`; at once if it is answered already."""
        if self.dropped:
            return self
        if self.done:
            self._tell(on_done, on_error)
        else:
            self._then.append((on_done, on_error))
        return self

    def drop(self) -> None:
        """Nobody wants the answer any more: no callback will be called."""
        if self.done or self.dropped:
            return
        self.dropped = True
        self._then.clear()
        if self._on_drop:
            self._on_drop(self)

    def result(self) -> T:
        """The answer. Raises its error, or RuntimeError while there is neither."""
        if self.error is not None:
            raise self.error
        if not self.done:
            raise RuntimeError("not answered yet")
        return self._result  # type: ignore[return-value]

    def when_dropped(self, call: Callable[[Request[Any]], None]) -> None:
        """For the engine: how it learns that it need not answer."""
        self._on_drop = call

    def settle(self, result: T | None, error: Refused | None) -> None:
        """For the engine: the answer is here. Callbacks are called now."""
        if self.done or self.dropped:
            return
        self._result, self.error, self.done = result, error, True
        waiting, self._then = self._then, []
        for on_done, on_error in waiting:
            self._tell(on_done, on_error)

    def _tell(self, on_done: Callable[[T], None] | None, on_error: Callable[[Refused], None] | None) -> None:
        if self.error is not None:
            if on_error:
                on_error(self.error)
        elif on_done:
            on_done(self._result)  # type: ignore[arg-type]
