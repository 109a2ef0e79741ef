"""The pictures in the folder that a browser saves beside a page ("Story.html", "Story_files/…")."""

from __future__ import annotations

import html
import io
import os
import posixpath
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from annotator.engine.client import Source, seal
from annotator.model.pages import Format

PAGE = "page"
"""The name of the page itself in what the engine is handed."""
_COUNT, _ONE, _ALL = 500, 16 * 1024 * 1024, 40 * 1024 * 1024
"""How many files are taken, how long one may be, and all together, in bytes."""
_NAMED = re.compile(
    rb"""<img\b[^<>]*?\bsrc\s*=\s*(?:"([^"<>]{1,1000})"|'([^'<>]{1,1000})'|([^\s"'<>]{1,1000}))""", re.I
)
_BETWEEN = "_-. "
"""What stands between the page's name and what a browser adds to it."""
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def together(path: Path, page: Source) -> Source | None:
    """Page and pictures as one source for the engine alone; None where it names none that are there.

    Only pictures are taken, and only from a folder that bears the page's name and lies beside it, so that a page can't
    bring in what it was not saved with. No link is followed. The receiver closes the source.
    """
    if page.format is not Format.HTML or page.size > _ALL:
        return None
    data = page.read()
    found = dict(_pictures(path, data))
    if not found:
        return None
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr(PAGE, data)
        for name, picture in found.items():
            packed.writestr(zipfile.ZipInfo(name), picture)
    return seal([out.getvalue()], Format.HTML, passwords=page.passwords)


def _pictures(path: Path, data: bytes) -> Iterator[tuple[str, bytes]]:
    left = _ALL - len(data)
    seen: set[str] = set()
    for match in _NAMED.finditer(data):
        name = _local(next(group for group in match.groups() if group is not None))
        if not name or name in seen or not _bears(name.split("/")[0], path.stem):
            continue
        seen.add(name)
        if len(seen) > _COUNT:
            return
        picture = _read(path.parent, name.split("/"), min(_ONE, left))
        if picture.startswith(_PICTURES):
            left -= len(picture)
            yield name, picture


def _local(address: bytes) -> str:
    """The path below the page's folder that an address names; empty for any other address."""
    try:
        text = html.unescape(address.decode("utf-8", "replace")).strip()
        parts = urlsplit(text)
    except ValueError:
        return ""
    path = posixpath.normpath(unquote(parts.path)) if not parts.scheme and not parts.netloc else ""
    return "" if "/" not in path or path.startswith(("/", "..")) or "\x00" in path or "\\" in path else path


def _bears(folder: str, stem: str) -> bool:
    added = folder.casefold().removeprefix(stem.casefold())
    return bool(stem) and added != folder.casefold() and (not added or added[0] in _BETWEEN)


def _read(folder: Path, names: list[str], limit: int) -> bytes:
    """A file's bytes, opened step by step so that no link is followed; empty where it can't be had."""
    opened: list[int] = []
    with suppress(OSError):
        try:
            opened.append(os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
            for name in names[:-1]:
                flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
                opened.append(os.open(name, flags, dir_fd=opened[-1]))
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            opened.append(os.open(names[-1], flags, dir_fd=opened[-1]))
            state = os.fstat(opened[-1])
            if stat.S_ISREG(state.st_mode) and 0 < state.st_size <= limit:
                return os.read(opened[-1], limit)
        finally:
            for each in opened:
                os.close(each)
    return b""
