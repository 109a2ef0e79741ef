"""The files of a bundle, in a folder or in a ZIP, read without unpacking anything or following any link."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol

from annotator.bundle.words import plain, shortened

_PIECE = 1 << 20
_MOST = 100_000
"""The greatest number of files looked at."""
_BOMB = 64 << 30
"""The greatest size of all files of a ZIP, in bytes."""
_PACKED_WELL, _SMALL = 250, 1 << 30
"""What holds more than a GB unpacked, and so many times its own size, is no bundle: scans don't pack like that."""
_LISTED = 32 << 20
"""The greatest size of a ZIP's list of files, in bytes."""
_LEADS_OUT = re.compile(r"(^|/)\.\.(/|$)|^/|^[A-Za-z]:|[\\\x00-\x1f]")


class Hostile(Exception):  # noqa: N818 - its sentence is shown
    """Something that no export makes, and that may harm whoever unpacks it; the sentence says what."""


class Unreadable(Exception):  # noqa: N818 - never shown
    """A file can't be read, or is larger than it may be."""


class Tree(Protocol):
    """Files by their names, with slashes; `problems` are sentences about what is no ordinary file."""

    names: tuple[str, ...]
    problems: tuple[str, ...]

    def size(self, name: str) -> int:
        """Bytes of a file."""
        ...

    def read(self, name: str, limit: int) -> bytes:
        """The whole of a file. Raises Unreadable, also where it has more than `limit` bytes."""
        ...

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file piece by piece. Raises Unreadable."""
        ...

    def sha256(self, name: str) -> str:
        """SHA-256 in hex. Raises Unreadable."""
        ...

    def __enter__(self) -> Tree:
        """Use it as a context: it holds the file open."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it."""
        ...


class _Streams:
    """What trees have in common: reading in pieces."""

    def open(self, name: str) -> IO[bytes]:
        """The file, to be read."""
        raise NotImplementedError

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file piece by piece."""
        try:
            with self.open(name) as handle:
                while piece := handle.read(_PIECE):
                    yield piece
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise Unreadable(name) from error

    def read(self, name: str, limit: int) -> bytes:
        """The whole of a file, up to `limit` bytes."""
        found = bytearray()
        for piece in self.pieces(name):
            found += piece
            if len(found) > limit:
                raise Unreadable(name)
        return bytes(found)

    def sha256(self, name: str) -> str:
        """SHA-256 in hex."""
        digest = hashlib.sha256()
        for piece in self.pieces(name):
            digest.update(piece)
        return digest.hexdigest()


class Folder(_Streams):
    """A bundle in a folder."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, or Hostile where it holds more than any bundle."""
        self._path = path
        problems: list[str] = []
        sizes: dict[str, int] = {}
        waiting = [""]
        while waiting:
            below = waiting.pop()
            entries = _entries(path / below, _MOST - len(sizes) - len(waiting))
            if not entries and below:
                problems.append(f"The folder '{plain(below)}' is empty: no bundle has one.")
            for entry in entries:
                name = f"{below}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{name}/")
                elif entry.is_file(follow_symlinks=False):
                    sizes[name] = entry.stat(follow_symlinks=False).st_size
                else:
                    problems.append(f"'{plain(name)}' is no ordinary file, but a link or a device.")
        problems += _clashes(sizes)
        self._sizes = sizes
        self.names = tuple(sizes)
        self.problems = tuple(problems)

    def size(self, name: str) -> int:
        """Bytes of a file."""
        return self._sizes[name]

    def open(self, name: str) -> IO[bytes]:
        """The file, never one that a link leads to."""
        return os.fdopen(os.open(self._path / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb")

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return


class Packed(_Streams):
    """A bundle in a ZIP, in one folder of it or at its top."""

    def __init__(self, path: Path) -> None:
        """Raises BadZipFile, OSError, or Hostile where it holds what no bundle does."""
        size = path.stat().st_size
        _look_at_list(path)
        self._file = zipfile.ZipFile(path)
        try:
            entries = self._file.infolist()
            _look_at_entries(entries, size)
            self.problems = tuple(_odd(entries, self._file, size))
        except BaseException:
            self._file.close()
            raise
        names = [entry.filename for entry in entries]
        tops = {name.split("/", 1)[0] for name in names}
        below = f"{next(iter(tops))}/" if len(tops) == 1 and "bagit.txt" not in names else ""
        self._entries = {entry.filename[len(below) :]: entry for entry in entries if not entry.is_dir()}
        self.names = tuple(self._entries)

    def size(self, name: str) -> int:
        """Bytes of a file, unpacked."""
        return self._entries[name].file_size

    def open(self, name: str) -> IO[bytes]:
        """The file, unpacked while it is read."""
        return self._file.open(self._entries[name])

    def __enter__(self) -> Packed:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def _too_many() -> Hostile:
    return Hostile(f"It holds more than {_MOST:,} files, which no bundle does. It was not read.")


def _entries(folder: Path, room: int) -> list[os.DirEntry[str]]:
    """What is in a folder, by name. Raises Hostile where it is more than there is room for."""
    found: list[os.DirEntry[str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if len(found) >= room:
                raise _too_many()
            found.append(entry)
    return sorted(found, key=lambda entry: entry.name)


def _clashes(names: Iterable[str]) -> Iterator[str]:
    """Sentences about names that are one and the same file on other computers: cases, accents written otherwise."""
    seen: dict[str, str] = {}
    for name in names:
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            told = "twice" if seen[folded] == name else f"beside '{plain(seen[folded])}', which some computers mix up"
            yield f"It has '{plain(name)}' {told}."
        seen[folded] = name


def _look_at_list(path: Path) -> None:
    """Raises Hostile where a ZIP lists so much that reading the list alone would fill the memory."""
    with path.open("rb") as handle:
        size = handle.seek(0, os.SEEK_END)
        handle.seek(max(0, size - _LISTED - 66_000))
        # Only the list's own beginnings are counted: zipfile reads no more entries than there are of them.
        tail = handle.read()
        at = tail.rfind(b"PK\5\6")
        if at < 0 or len(tail) - at < 22:
            raise zipfile.BadZipFile
        length, start = struct.unpack_from("<2L", tail, at + 12)
        if start == 0xFFFFFFFF or length == 0xFFFFFFFF:
            far = tail.rfind(b"PK\6\6", 0, at)
            length = struct.unpack_from("<Q", tail, far + 40)[0] if 0 <= far <= len(tail) - 56 else 0
        if length > _LISTED or tail.count(b"PK\1\2") > 2 * _MOST:
            raise _too_many()


def _look_at_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Raises Hostile for names that lead out of the folder, too many files, and what unpacks to far too much."""
    if len(entries) > _MOST:
        raise _too_many()
    for entry in entries:
        if _LEADS_OUT.search(entry.filename) or _LEADS_OUT.search(entry.orig_filename):
            name = shortened(plain(entry.filename).replace("\n", " "))
            raise Hostile(
                f"The ZIP has a file that leads out of its folder: '{name}'. It was not read: don't unpack it."
            )
    whole = sum(entry.file_size for entry in entries)
    if whole > _BOMB or (whole > _SMALL and whole > _PACKED_WELL * size):
        raise Hostile("The ZIP unpacks to far more than a bundle would. It was not read: don't unpack it.")


def _odd(entries: list[zipfile.ZipInfo], archive: zipfile.ZipFile, size: int) -> Iterator[str]:
    """Sentences about what an export does not write into a ZIP: two files of one name, links, bytes in between."""
    file = archive.fp
    yield from _clashes(entry.filename for entry in entries)
    at = 0
    for entry in entries:
        name = plain(entry.filename)
        mode = entry.external_attr >> 16
        if entry.is_dir() or (mode and not stat.S_ISREG(mode)) or entry.flag_bits & 1:
            yield f"'{name}' is no ordinary file in the ZIP."
        if entry.header_offset != at:
            yield f"There is something before '{name}' in the ZIP that no export puts there."
        # Local header of 30 bytes, name, and the sizes in 64 bits that exports always write.
        at = entry.header_offset + 30 + len(entry.filename.encode("utf-8")) + 20 + entry.compress_size
        if not _as_exported(entry, file):
            yield f"'{name}' is packed otherwise than exports do."
    if archive.comment:
        yield "The ZIP has a comment, which exports don't write."
    ends = sum(46 + len(e.filename.encode("utf-8")) + len(e.extra) for e in entries) + 22
    if at + ends != size or not _ends_as_exported(file, len(entries), at, ends - 22):
        yield "There is something in the ZIP that no export puts there."


def _ends_as_exported(file: IO[bytes] | None, count: int, start: int, length: int) -> bool:
    """Whether the ZIP's last record is what an export writes; of ZIPs above 4 GB it isn't asked."""
    if file is None or start >= 0xFFFFFFFF:
        return file is not None
    back = file.tell()
    file.seek(-22, os.SEEK_END)
    found = file.read()
    file.seek(back)
    return found == struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, length, start, 0)


def _as_exported(entry: zipfile.ZipInfo, file: IO[bytes] | None) -> bool:
    """Whether all that a ZIP says of a file, in both of its places, is what an export writes of it."""
    made = zipfile.ZipInfo(entry.filename, date_time=(1980, 1, 1, 0, 0, 0))
    made.compress_type, made.create_system, made.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
    made.CRC, made.file_size, made.compress_size = entry.CRC, entry.file_size, entry.compress_size
    header = made.FileHeader(zip64=True)
    made.flag_bits |= 0 if entry.filename.isascii() else 0x800
    large = max(entry.file_size, entry.compress_size, entry.header_offset) >= 0xFFFFFFFF
    if _told(entry) != _told(made) or (entry.extra and not large) or file is None:
        return False
    back = file.tell()
    file.seek(entry.header_offset)
    found = file.read(len(header))
    file.seek(back)
    return found == header


def _told(entry: zipfile.ZipInfo) -> tuple[object, ...]:
    return (
        *(entry.date_time, entry.create_system, entry.external_attr, entry.comment, entry.compress_type),
        *(entry.create_version, entry.extract_version, entry.flag_bits, entry.internal_attr, entry.volume),
    )
