"""What the engine answers: values that were checked after they crossed the wall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.engine.sealing import Source
from annotator.model.pages import Extraction
from annotator.model.places import Rect


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What opening a document tells. `warnings` are sentences; `encrypted` even where no password was needed."""

    page_count: int
    encrypted: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself, empty where it says nothing; `date` is ISO 8601: a year, a month or a day."""

    title: str = ""
    author: str = ""
    date: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside a file. `name` is what the document calls it: it may be a path, empty, or anything.

    The descriptor of `source` belongs to the receiver. Its format is not known yet: sniff it.
    """

    name: str
    source: Source


@dataclass(frozen=True, slots=True)
class Extracted:
    """An extraction, and the PDF it was frozen to where that is not the original.

    `frozen` is for text, Markdown and DOCX the pages they became, for encrypted PDFs a decrypted copy, else None.
    Its descriptor belongs to the receiver: close it when done (`close` does, with those of what is attached).
    """

    extraction: Extraction
    frozen: Source | None
    encrypted: bool
    about: About = field(default_factory=About)
    attached: tuple[Attached, ...] = ()

    def close(self) -> None:
        """Gives all descriptors back."""
        for source in (self.frozen, *(each.source for each in self.attached)):
            if source is not None:
                source.close()


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture of a page or a tile of it, four bytes a pixel in the order blue, green, red, 255.

    `buffer` fits `QImage(buffer, width, height, stride, QImage.Format.Format_RGB32)`. `scale` is what was used, in
    pixels a point: smaller than asked for where the page is too large for one picture.
    """

    width: int
    height: int
    stride: int
    buffer: bytes
    scale: float = 1.0
    kept: bool = False
    """Whether the page is one picture, so that it stayed light though a dark page was asked for."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is drawn: turned clockwise by `quarter` times 90 degrees; `dark` or as it is.

    `black` and `white` (0xRRGGBB) are what they become on dark paper; `keep` is how many megabytes of decoded pictures
    the worker may keep for another zoom.
    """

    quarter: int = 0
    dark: bool = False
    black: int = 0xECECEC
    white: int = 0x1E1F22
    keep: int = 96


PLAIN = Look()


def lacking(*, landlock: int, namespaces: bool, limits: bool) -> tuple[str, ...]:
    """What a person is told of the nets besides the required lock that are not there."""
    nets = (("Landlock", landlock > 0), ("namespaces of its own", namespaces), ("limits on memory and time", limits))
    return tuple(name for name, there in nets if not there)


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlight of an annotated copy. `rects` are in user space, one a line; `rgb` has values from 0 to 255.

    A `square` is the outline of its only rectangle: a region without words. `contents` is the note, `title` the author
    ("" writes none), `id` becomes the annotation's name (/NM).
    """

    page: int
    rects: tuple[Rect, ...]
    rgb: tuple[int, int, int]
    contents: str = ""
    title: str = ""
    id: str = ""
    square: bool = False


@dataclass(frozen=True, slots=True)
class Confinement:
    """What was seen to hold in a locked worker, not what should.

    `refused` names each thing a worker tried (open a file, connect, start a program …) and whether it was stopped.
    """

    seccomp: bool
    landlock: int
    """Version of Landlock in force, 0 for none."""
    namespaces: bool
    limits: bool
    refused: Mapping[str, bool]
    what: str = "documents"
    """What is read there, in the words of the doctor."""

    @property
    def holds(self) -> bool:
        """Whether the required lock is on and everything that was tried was stopped."""
        return self.seccomp and bool(self.refused) and all(self.refused.values())

    @property
    def lacking(self) -> tuple[str, ...]:
        """The nets besides the required lock that are not there."""
        return lacking(landlock=self.landlock, namespaces=self.namespaces, limits=self.limits)

    @property
    def sentence(self) -> str:
        """What the doctor says."""
        if self.holds:
            tried = len(self.refused)
            locked = (
                f"{self.what.capitalize()} are read in a locked process: all {tried} attempts to get out were refused."
            )
            return (
                f"{locked} Further nets are not in force here: {', '.join(self.lacking)}." if self.lacking else locked
            )
        if not self.seccomp:
            return f"{self.what.capitalize()} are read in a separate process that is not locked on this computer."
        allowed = ", ".join(name for name, stopped in self.refused.items() if not stopped)
        return f"The process that reads {self.what} is not fully locked: {allowed} was possible."
