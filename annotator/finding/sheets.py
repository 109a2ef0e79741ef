"""The sentences of each extraction and what they mean, in files of this computer's cache beside the index.

One file has where the sentences stand, their words, and these as they are compared; another one vector a sentence, of
zeros where it is not yet read for meaning: so reading goes on where it was stopped, in whatever process. Both can be
computed again.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import re
import struct
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

from annotator.finding.units import units
from annotator.finding.vectors_wire import SIZE

_MAGIC = b"AnU1"
_HEAD = struct.Struct("<4sIII")
"""Magic, sentences, bytes of text, checksum of what follows."""
_NAME = re.compile(r"[\w.-]{1,128}")
_UNREAD = bytes(SIZE)
_OPEN = 4_000


class Sheet:
    """The sentences of one extraction, numbered in their order, and their vectors."""

    def __init__(self, words: bytes, vectors: mmap.mmap | None) -> None:
        _, self.count, size, _ = _HEAD.unpack_from(words)
        numbers = array("I")
        numbers.frombytes(words[_HEAD.size : len(words) - size])
        count = self.count
        self._pages, self._starts, self._ends = (numbers[at * count : (at + 1) * count] for at in range(3))
        self._at = numbers[3 * count :]
        """Where in the text each sentence begins and ends, and where its compared words end."""
        self._text = words[len(words) - size :]
        self.vectors = vectors
        """`SIZE` bytes for each sentence, written through to the file; None where there is no sentence."""
        self.writes = 0
        """Grows whenever a vector is written."""
        self._next = 0

    def place(self, number: int) -> tuple[int, int, int]:
        """Page, start and end of a sentence, in code points of that page's text."""
        return self._pages[number], self._starts[number], self._ends[number]

    def text(self, number: int) -> str:
        """The words of a sentence as they stand on its page."""
        return self._with_gap(number)[: self._ends[number] - self._starts[number]]

    def compared(self, number: int) -> list[str]:
        """The words of a sentence as they are compared."""
        return self._text[self._at[2 * number + 1] : self._at[2 * number + 2]].decode().split()

    def stretch(self, first: int, last: int) -> str:
        """The words from one sentence of a page to another one, what stands between them included."""
        return "".join(map(self._with_gap, range(first, last))) + self.text(last)

    def _with_gap(self, number: int) -> str:
        return self._text[self._at[2 * number] : self._at[2 * number + 1]].decode()

    def is_read(self, number: int) -> bool:
        """Whether a sentence was read for meaning."""
        return self.vector(number) != _UNREAD

    def vector(self, number: int) -> bytes:
        """What a sentence means; zeros where it was not read."""
        return self.vectors[number * SIZE : (number + 1) * SIZE] if self.vectors is not None else _UNREAD

    def write(self, number: int, vector: bytes) -> None:
        """Keeps what a sentence means."""
        if self.vectors is not None and len(vector) == SIZE:
            self.vectors[number * SIZE : (number + 1) * SIZE] = vector
            self.writes += 1

    def unread(self, most: int) -> list[int]:
        """The first sentences that were not read for meaning, at most so many."""
        found: list[int] = []
        while self._next < self.count and self.is_read(self._next):
            self._next += 1
        number = self._next
        while number < self.count and len(found) < most:
            if not self.is_read(number):
                found.append(number)
            number += 1
        return found


class Sheets:
    """The files, in `folder`; opened ones are kept open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: OrderedDict[str, Sheet] = OrderedDict()

    def make(self, extraction: str, texts: Sequence[str], compared: Callable[[str], list[str]]) -> Sheet:
        """Writes the sentences of an extraction, page by page; `compared` cuts them into words. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):
            self._folder.chmod(0o700)
        words = _packed(texts, compared)
        (count,) = struct.unpack_from("<I", words, 4)
        file = self._path(extraction, "words")
        fresh = file.with_suffix(f".{os.getpid()}")
        _write(fresh, words)
        vectors = self._path(extraction, "vectors")
        if not vectors.exists() or vectors.stat().st_size != count * SIZE:
            vectors.unlink(missing_ok=True)
            _write(vectors, b"", count * SIZE)
        fresh.replace(file)
        self._open.pop(extraction, None)
        sheet = self.sheet(extraction)
        if sheet is None:
            raise OSError("the sentences can't be kept")
        return sheet

    def sheet(self, extraction: str) -> Sheet | None:
        """The sentences of an extraction; None where there are none, or damaged ones."""
        known = self._open.get(extraction)
        if known is None:
            try:
                known = self._read(extraction)
            except (OSError, ValueError, struct.error):
                return None
            self._open[extraction] = known
            while len(self._open) > _OPEN:
                self._open.popitem(last=False)
        return known

    def has(self, extraction: str) -> bool:
        """Whether the sentences of an extraction are there and whole."""
        return self.sheet(extraction) is not None

    def remove(self, *extractions: str) -> None:
        """Deletes sentences and vectors of extractions."""
        for extraction in extractions:
            self._open.pop(extraction, None)
            for kind in ("words", "vectors"):
                with contextlib.suppress(OSError, ValueError):
                    self._path(extraction, kind).unlink(missing_ok=True)

    def others(self, kept: set[str]) -> set[str]:
        """Extractions that have files here, but for some."""
        with contextlib.suppress(OSError):
            return {path.stem for path in self._folder.iterdir()} - kept
        return set()

    def close(self) -> None:
        """Lets the files go."""
        self._open.clear()

    def _path(self, extraction: str, kind: str) -> Path:
        if not _NAME.fullmatch(extraction):
            raise ValueError("no name of an extraction")
        return self._folder / f"{extraction}.{kind}"

    def _read(self, extraction: str) -> Sheet:
        words = self._path(extraction, "words").read_bytes()
        magic, count, size, checksum = _HEAD.unpack_from(words)
        if magic != _MAGIC or len(words) != _HEAD.size + (5 * count + 1) * 4 + size:
            raise ValueError("not one of ours")
        if zlib.crc32(memoryview(words)[_HEAD.size :]) != checksum:
            raise ValueError("damaged")
        if not count:
            return Sheet(words, None)
        with self._path(extraction, "vectors").open("r+b") as file:
            if os.fstat(file.fileno()).st_size != count * SIZE:
                raise ValueError("not one of ours")
            return Sheet(words, mmap.mmap(file.fileno(), count * SIZE))


def _packed(texts: Sequence[str], compared: Callable[[str], list[str]]) -> bytes:
    pages, starts, ends, at = array("I"), array("I"), array("I"), array("I", [0])
    words: list[bytes] = []
    for page, text in enumerate(texts):
        found = units(text)
        for number, (start, end) in enumerate(found):
            after = found[number + 1][0] if number + 1 < len(found) else end
            data = text[start:after].encode("utf-8", "replace")
            same = " ".join(compared(text[start:end])).encode()
            words += [data, same]
            pages.append(page)
            starts.append(start)
            ends.append(end)
            at.append(at[-1] + len(data))
            at.append(at[-1] + len(same))
    body = b"".join([*(numbers.tobytes() for numbers in (pages, starts, ends, at)), *words])
    return _HEAD.pack(_MAGIC, len(pages), at[-1], zlib.crc32(body)) + body


def _write(path: Path, content: bytes, size: int | None = None) -> None:
    """A file for this person only. Raises OSError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        if size is not None:
            file.truncate(size)
