"""Files people hand in: which are taken at all, what they are called, and their bytes as a descriptor."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from annotator.engine.sealing import Sealer, Source, seal
from annotator.engine.sniff import HEAD_SIZE, sniff
from annotator.model.errors import Refused
from annotator.model.pages import Format

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

FILE_LIMIT = 2 * 1024**3
"""Files above this many bytes are refused."""
_PIECE = 1024 * 1024
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file as it was when it was read: `sha256` in hex, bytes behind `source`, which the receiver closes."""

    name: str
    sha256: str
    source: Source


def seal_file(path: Path, *, passwords: tuple[str, ...] = ()) -> Sealed:
    """Reads a file once, so that what is hashed, parsed and stored are the same bytes.

    Raises Refused for what is no ordinary file, empty, above 2 GB, unreadable, or of a format that can't be opened.
    """
    name = name_of(path)
    file = _open(path, name)
    sealer = Sealer()
    try:
        digest = hashlib.sha256()
        while piece := os.read(file, _PIECE):
            if sealer.size + len(piece) > FILE_LIMIT:
                raise _too_large(name)
            digest.update(piece)
            sealer.add(piece)
        size = sealer.size
        fd = sealer.finish()
    except OSError as error:
        sealer.drop()
        if error.errno in (errno.ENOSPC, errno.ENOMEM, errno.EDQUOT):
            raise Refused(f"There is no room to read '{name}'. Free some space, then try again.") from error
        raise Refused(f"'{name}' can't be read. Check the disk it is on, then try again.") from error
    except BaseException:
        sealer.drop()
        raise
    finally:
        os.close(file)
    try:
        form = sniff(name, os.pread(fd, HEAD_SIZE, 0), lambda offset, length: os.pread(fd, length, offset))
    except BaseException:
        os.close(fd)
        raise
    return Sealed(name, digest.hexdigest(), Source(fd, size, form, passwords))


def seal_bytes(name: str, data: bytes, form: Format | None = None) -> Sealed:
    """Bytes that were typed or pasted; read as `form`, or as what they look like.

    Raises Refused for no bytes, more than 2 GB, and for what can't be opened.
    """
    if not data:
        raise Refused(f"'{name}' is empty. Type or paste the text first.")
    if len(data) > FILE_LIMIT:
        raise _too_large(name)
    meant = form or sniff(name, data[:HEAD_SIZE], lambda offset, length: data[offset : offset + length])
    try:
        return Sealed(name, hashlib.sha256(data).hexdigest(), seal([data], meant))
    except OSError as error:
        raise Refused(f"There is no room to read '{name}'. Free some space, then try again.") from error


def seal_inside(name: str, source: Source, *, passwords: tuple[str, ...] = ()) -> Sealed:
    """A file found inside another one, under a plain name; its `source` is the same descriptor.

    Raises Refused for a format that can't be opened; the descriptor is closed then.
    """
    plain = name_of(Path(name.replace("\\", "/").rsplit("/", 1)[-1].strip(". ") or "attachment"))
    try:
        digest = hashlib.sha256()
        for piece in source.pieces():
            digest.update(piece)
        fd = source.fd
        form = sniff(plain, os.pread(fd, HEAD_SIZE, 0), lambda offset, length: os.pread(fd, length, offset))
    except BaseException:
        source.close()
        raise
    return Sealed(plain, digest.hexdigest(), Source(fd, source.size, form, passwords))


def name_of(path: Path) -> str:
    """A file's base name as it is shown and stored.

    NFC; what no text can hold (bytes that are no UTF-8) becomes U+FFFD, and line ends, other controls and marks that
    turn the reading direction become spaces, so that a name can't pretend to be another.
    """
    given = os.fsencode(path.name or path.absolute().name).decode("utf-8", "replace")
    plain = "".join(" " if unicodedata.category(char) == "Cc" or char in _BIDI else char for char in given)
    return unicodedata.normalize("NFC", " ".join(plain.split())) or "document"


def unused_name(name: str, taken: set[str]) -> str:
    """The name, with ' (2)', ' (3)' … before its ending if it is taken."""
    if name not in taken:
        return name
    dot = name.rfind(".")
    stem, ending = (name[:dot], name[dot:]) if dot > 0 else (name, "")
    number = 2
    while f"{stem} ({number}){ending}" in taken:
        number += 1
    return f"{stem} ({number}){ending}"


def binary(source: Source) -> BinaryIO:
    """A source as a binary file, from its beginning; closing it leaves the source open."""
    return io.BufferedReader(_Reading(source))


class _Reading(io.RawIOBase):
    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = os.pread(self._source.fd, len(view), self._at)
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def _open(path: Path, name: str) -> int:
    try:
        # Without blocking: a FIFO that nobody writes to would otherwise hold the program for ever.
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | getattr(os, "O_NOCTTY", 0))
    except OSError as error:
        raise _unreadable(name, error) from error
    except ValueError as error:
        raise Refused(f"'{name}' is no file name. Check the name.") from error
    try:
        state = os.fstat(file)
        if stat.S_ISDIR(state.st_mode):
            raise Refused(f"'{name}' is a folder. Choose the files in it.")
        if not stat.S_ISREG(state.st_mode):
            raise Refused(f"'{name}' is a device or a pipe, not a file. Save it as a file and add that.")
        if state.st_size == 0:
            raise Refused(f"'{name}' is empty. Choose the file that has the text.")
        if state.st_size > FILE_LIMIT:
            raise _too_large(name)
    except BaseException:
        os.close(file)
        raise
    return file


def _unreadable(name: str, error: OSError) -> Refused:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Refused(f"'{name}' is not there. Check the name and the folder.")
    if error.errno in (errno.EACCES, errno.EPERM):
        return Refused(f"You may not read '{name}'. Change its permissions, or copy it to where you may.")
    if error.errno in (errno.ENXIO, errno.ENODEV):
        return Refused(f"'{name}' is a device or a pipe, not a file. Save it as a file and add that.")
    if error.errno == errno.ELOOP:
        return Refused(f"'{name}' is a link that leads to itself. Choose the file it should lead to.")
    if error.errno == errno.ENAMETOOLONG:
        return Refused("That file name is too long to exist. Check the name.")
    return Refused(f"'{name}' can't be read. Check the disk it is on, then try again.")


def _too_large(name: str) -> Refused:
    return Refused(f"'{name}' is larger than 2 GB, more than a project can keep. Split it and add the parts.")
