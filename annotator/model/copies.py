"""What a copy of a document that goes out is to be: its pages, where its links lead, what is blacked out of it."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.places import Rect


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a page (an index) of the copy itself where `file` is empty, else of a file beside it.

    `file` is relative to the copy, with '/'. Pages of the copy itself are counted as in the original.
    """

    page: int
    file: str = ""


@dataclass(frozen=True, slots=True)
class Jump:
    """A link on a page (an index of the original); `rect` in user space."""

    page: int
    rect: Rect
    target: Target


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the copy's outline; levels count from 1."""

    level: int
    title: str
    target: Target


@dataclass(frozen=True, slots=True)
class Black:
    """What is blacked out of a page (an index): rectangles in user space."""

    page: int
    rects: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """What goes into a copy beside its highlights. `pages` are indexes in order; none means all of them."""

    pages: tuple[int, ...] = ()
    outline: tuple[Entry, ...] = ()
    jumps: tuple[Jump, ...] = ()
    black: tuple[Black, ...] = ()


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of the pages of a copy, by numbers.

    `notes`: notes and other marks by strangers that were left out; `hidden`: pages that held words or parts of pictures
    which nobody sees; `drawn`: pages that became pictures, since nothing else was safe; `attached`: files inside.
    """

    pages: int = 0
    notes: int = 0
    hidden: int = 0
    drawn: int = 0
    attached: int = 0
