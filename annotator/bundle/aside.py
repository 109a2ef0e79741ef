"""Work that is done in pieces while something else is waited for."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Generic, TypeVar, cast, overload

T = TypeVar("T")


class Aside(Generic[T]):
    """What a generator makes, begun now and then, and ended when it is asked for."""

    def __init__(self, pieces: Generator[None, None, T]) -> None:
        self._pieces: Generator[None, None, T] | None = pieces
        self._made: list[T] = []
        self._error: Exception | None = None

    def step(self) -> bool:
        """Does a piece; False where none is left. What a piece raises is kept for whoever asks for the result."""
        if self._pieces is None:
            return False
        try:
            next(self._pieces)
            return True
        except StopIteration as ended:
            self._made.append(cast(T, ended.value))
        except Exception as error:
            self._error = error
        self._pieces = None
        return False

    def result(self) -> T:
        """What is made, once the rest is done. Raises what the work raised."""
        while self.step():
            pass
        if self._error is not None:
            raise self._error
        return self._made[0]


class Later(Sequence[T]):
    """A sequence that is made when it is first looked at."""

    def __init__(self, make: Callable[[], Sequence[T]]) -> None:
        self._make = make
        self._made: Sequence[T] | None = None

    @property
    def _all(self) -> Sequence[T]:
        if self._made is None:
            self._made = self._make()
        return self._made

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...

    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self._all[at]

    def __iter__(self) -> Iterator[T]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)
