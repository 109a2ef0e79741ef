"""Pages and texts of a long document of which some are here at once and the others a moment later. Imports no Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar, overload

from annotator.model.pages import PageInfo

T = TypeVar("T")


class Late(Sequence[T]):
    """As many as there are, of which those from `first` on are here."""

    def __init__(self, count: int, first: int, near: Sequence[T]) -> None:
        self._count, self._first, self._near = count, first, near
        self._all: Sequence[T] | None = None

    @property
    def whole(self) -> bool:
        """Whether all are here."""
        return self._all is not None

    def has(self, at: int) -> bool:
        """Whether one is here."""
        return self._all is not None or self._first <= at < self._first + len(self._near)

    def fill(self, everything: Sequence[T]) -> None:
        """All are here. Raises ValueError where that are not as many as was said."""
        if len(everything) != self._count:
            raise ValueError("more or fewer pages than the document has")
        self._all = everything

    def missing(self, at: int) -> T:
        """What stands for one that is not here yet."""
        raise NotImplementedError

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        if self._all is not None:
            return iter(self._all)
        return (self[at] for at in range(self._count))

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if self._all is not None:
            return self._all[at]
        if isinstance(at, slice):
            return tuple(self[each] for each in range(*at.indices(self._count)))
        index = at + self._count if at < 0 else at
        if not 0 <= index < self._count:
            raise IndexError(at)
        return self._near[index - self._first] if self.has(index) else self.missing(index)


class LatePages(Late[PageInfo]):
    """Those that are not here are taken to be as large as the first of those that are."""

    def missing(self, at: int) -> PageInfo:
        """A guess."""
        return replace(self._near[0], index=at, label="")

    def like(self) -> tuple[PageInfo, Sequence[PageInfo], int] | None:
        """While not all are here: what stands for most, those that are here, and where these begin."""
        return None if self.whole else (self._near[0], self._near, self._first)

    def misjudged(self) -> set[int]:
        """Once all are here: the pages that were taken to be of another size or orientation than they are."""
        guess = self._near[0]
        return {
            page.index
            for page in self._all or ()
            if (page.box != guess.box or page.rotation != guess.rotation)
            and not self._first <= page.index < self._first + len(self._near)
        }


class LateTexts(Late[str]):
    """Those that are not here are empty, and nobody asks for the boxes of their characters."""

    def missing(self, at: int) -> str:
        """Nothing as yet."""
        return ""


def is_here(texts: Sequence[str], page: int) -> bool:
    """Whether a page's text is here."""
    return texts.has(page) if isinstance(texts, LateTexts) else True
