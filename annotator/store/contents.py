"""Original bytes in pieces, and extractions with their pages: once each by SHA-256, checked whenever they are read."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Protocol

from annotator.model.errors import NotFound, ProjectDamaged, Refused
from annotator.model.pages import Extraction, Fragment, OutlineItem, PageInfo, Recognised, extraction_digest
from annotator.store.failing import DAMAGED, told_apart
from annotator.store.fields import canonical

PIECE = 16 * 1024 * 1024
"""Bytes in one piece."""
LIMIT = 2 * 1024**3
"""The greatest size of one content, in bytes."""
_GONE = "The content of this document is not in the project."
_BAD = "The stored bytes of a document are damaged. Open a backup of the project."
_BAD_TEXT = "The stored text of a document is damaged. Open a backup of the project."


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


def row_checksum(*row: object) -> str:
    """SHA-256 (hex) over the other columns of a row, so that a flipped bit in them is seen."""
    # A damaged row may hold what no JSON does; it differs then anyway.
    return hashlib.sha256(json.dumps(row, ensure_ascii=True, default=repr).encode()).hexdigest()


def put_content(connection: sqlite3.Connection, sha256: str, size: int, source: Source, media: str) -> None:
    """Store `size` bytes from `source` in pieces; nothing is read where they are there already.

    Raises Refused above the limit, or where the bytes are not what hash and size say (the file changed meanwhile).
    """
    if size > LIMIT:
        raise Refused("This file is larger than 2 GB. Split it, then add the parts.")
    if connection.execute("SELECT 1 FROM content WHERE sha256 = ?", (sha256,)).fetchone():
        return
    whole, number, seen = hashlib.sha256(), 0, 0
    count = -(-size // PIECE)
    noted = row_checksum(sha256, media, size, count)
    connection.execute("INSERT INTO content VALUES (?, ?, ?, ?, ?)", (sha256, media, size, count, noted))
    while seen < size:
        piece = _exactly(source, min(PIECE, size - seen))
        whole.update(piece)
        seen += len(piece)
        checksum = hashlib.sha256(piece).hexdigest()
        connection.execute("INSERT INTO piece VALUES (?, ?, ?, ?)", (sha256, number, checksum, piece))
        number += 1
    if source.read(1) or whole.hexdigest() != sha256:
        raise Refused("The file changed while it was read. Try again.")


def _exactly(source: Source, size: int) -> bytes:
    parts, left = [], size
    while left:
        part = source.read(left)
        if not part:
            raise Refused("The file changed while it was read. Try again.")
        parts.append(part)
        left -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def content(connection: sqlite3.Connection, sha256: str) -> Iterator[bytes]:
    """The pieces in order, each checked; the whole is checked after the last one.

    Raises NotFound, or ProjectDamaged as soon as something is not what was stored.
    """
    with told_apart():
        row = connection.execute("SELECT size, pieces FROM content WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise NotFound(_GONE)
    size, pieces = row
    whole, seen = hashlib.sha256(), 0
    for number in range(pieces):
        query = "SELECT sha256, data FROM piece WHERE content = ? AND number = ?"
        with told_apart():
            found = connection.execute(query, (sha256, number)).fetchone()
        if found is None or not isinstance(found[1], bytes) or hashlib.sha256(found[1]).hexdigest() != found[0]:
            raise ProjectDamaged(_BAD)
        if pieces > 1:
            whole.update(found[1])
        seen += len(found[1])
        # The only piece is the whole, and hashing costs as much as reading.
        digest = found[0] if pieces == 1 else whole.hexdigest() if number == pieces - 1 else ""
        if number == pieces - 1 and (digest != sha256 or seen != size):
            raise ProjectDamaged(_BAD)
        yield found[1]
    if not pieces and (size or whole.hexdigest() != sha256):
        raise ProjectDamaged(_BAD)


def content_size(connection: sqlite3.Connection, sha256: str) -> int | None:
    """Size in bytes, None where there is no such content."""
    row = connection.execute("SELECT size FROM content WHERE sha256 = ?", (sha256,)).fetchone()
    return None if row is None else int(row[0])


def put_extraction(connection: sqlite3.Connection, extraction: Extraction) -> None:
    """Store an extraction and its pages, unless it is there already. Raises ValueError on a wrong digest."""
    made = extraction_digest(
        extraction.version,
        extraction.made_by,
        extraction.pages,
        extraction.texts,
        extraction.frozen,
        extraction.fragments,
        extraction.layer,
    )
    if made != extraction.sha256:
        raise ValueError("the extraction is not what its digest says")
    if connection.execute("SELECT 1 FROM extraction WHERE sha256 = ?", (made,)).fetchone():
        return
    outline = [[item.level, item.title, item.page] for item in extraction.outline]
    row = (
        made,
        extraction.version,
        extraction.made_by,
        extraction.frozen,
        len(extraction.pages),
        canonical(list(extraction.warnings)),
        json.dumps(outline, ensure_ascii=True),
    )
    more = _more(extraction)
    connection.execute(
        f"INSERT INTO extraction ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - constants
        (*row, *more, _noted(row, more)),
    )
    # The box as JSON, since the digest tells whole numbers from others.
    connection.executemany(
        "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)",
        (
            (made, page.index, page.label, json.dumps(list(page.box)), page.rotation, text)
            for page, text in zip(extraction.pages, extraction.texts, strict=True)
        ),
    )


_COLUMNS = "sha256, version, made_by, frozen, pages, warnings, outline, layer, fragments, recognised, checksum"


def _more(extraction: Extraction) -> tuple[str, str, str]:
    """Text layer, fragments and pages read by machine as they are stored; empty texts where there are none."""
    fragments = [[part.page, part.start, part.end, part.name] for part in extraction.fragments]
    recognised = [[each.page, each.confidence, each.doubtful] for each in extraction.recognised]
    return (
        extraction.layer,
        json.dumps(fragments, ensure_ascii=True) if fragments else "",
        json.dumps(recognised) if recognised else "",
    )


def _noted(row: tuple[object, ...], more: tuple[str, ...]) -> str:
    """The row's checksum; rows that have nothing in the later columns keep the one they had before these columns."""
    return row_checksum(*row, *more) if any(more) else row_checksum(*row)


def extraction(connection: sqlite3.Connection, sha256: str) -> Extraction:
    """An extraction, checked. Raises NotFound or ProjectDamaged."""
    with told_apart():
        query = f"SELECT {_COLUMNS} FROM extraction WHERE sha256 = ?"  # noqa: S608 - a constant
        row = connection.execute(query, (sha256,)).fetchone()
        if row is None:
            raise NotFound(_GONE)
        version, made_by, frozen, count, warnings = row[1:6]
        if _noted(row[:7], row[7:10]) != row[10]:
            raise ProjectDamaged(_BAD_TEXT)
        pages, texts = page_infos(connection, sha256), page_texts(connection, sha256)
        entries = outline(connection, sha256)
    try:
        layer, parts, read = row[7], _fragments(row[8]), _recognised(row[9])
        made = extraction_digest(version, made_by, pages, texts, frozen, parts, layer)
        noted = tuple(str(warning) for warning in json.loads(warnings))
    except (ValueError, TypeError) as error:
        raise ProjectDamaged(DAMAGED) from error
    if made != sha256 or len(pages) != count:
        raise ProjectDamaged(_BAD_TEXT)
    return Extraction(sha256, version, made_by, pages, texts, frozen, noted, entries, parts, layer, read)


def _fragments(text: str) -> tuple[Fragment, ...]:
    return tuple(Fragment(int(page), int(start), int(end), str(name)) for page, start, end, name in _listed(text))


def _recognised(text: str) -> tuple[Recognised, ...]:
    return tuple(Recognised(int(page), int(sure), int(doubtful)) for page, sure, doubtful in _listed(text))


def _listed(text: str) -> list[Any]:
    return list(json.loads(text)) if text else []


def fragments(connection: sqlite3.Connection, sha256: str) -> tuple[Fragment, ...]:
    """The named parts of an extraction's pages: cells or times."""
    return _fragments(_column(connection, sha256, "fragments"))


def recognised(connection: sqlite3.Connection, sha256: str) -> tuple[Recognised, ...]:
    """Which pages of an extraction were read by machine."""
    return _recognised(_column(connection, sha256, "recognised"))


def made_of(connection: sqlite3.Connection, sha256: str) -> tuple[str, str]:
    """SHA-256 (hex) of the PDF an extraction was frozen to and of its text layer; empty where there is none.

    The row is checked, the pages are not read. Raises NotFound or ProjectDamaged.
    """
    with told_apart():
        query = f"SELECT {_COLUMNS} FROM extraction WHERE sha256 = ?"  # noqa: S608 - a constant
        row = connection.execute(query, (sha256,)).fetchone()
    if row is None:
        raise NotFound(_GONE)
    if _noted(row[:7], row[7:10]) != row[10]:
        raise ProjectDamaged(_BAD_TEXT)
    return str(row[3]), str(row[7])


def layer_of(connection: sqlite3.Connection, sha256: str) -> str:
    """The SHA-256 (hex) of an extraction's text layer, empty without one."""
    return _column(connection, sha256, "layer")


def _column(connection: sqlite3.Connection, sha256: str, name: str) -> str:
    with told_apart():
        query = f"SELECT {name} FROM extraction WHERE sha256 = ?"  # noqa: S608 - our own names
        row = connection.execute(query, (sha256,)).fetchone()
    if row is None:
        raise NotFound(_GONE)
    return str(row[0])


def page_infos(connection: sqlite3.Connection, sha256: str) -> tuple[PageInfo, ...]:
    """The pages of an extraction, in order."""
    query = "SELECT number, label, box, rotation FROM page WHERE extraction = ? ORDER BY number"
    with told_apart():
        rows = connection.execute(query, (sha256,)).fetchall()
    try:
        return tuple(PageInfo(number, label, _box(box), rotation) for number, label, box, rotation in rows)
    except (TypeError, ValueError) as error:
        raise ProjectDamaged(DAMAGED) from error


def page_count(connection: sqlite3.Connection, sha256: str) -> int:
    """How many pages an extraction has. Raises NotFound."""
    return int(_column(connection, sha256, "pages"))


def some_pages(connection: sqlite3.Connection, sha256: str, first: int, count: int) -> tuple[tuple[PageInfo, str], ...]:
    """Up to `count` pages from index `first` on, each with its text. Raises ProjectDamaged where none are there."""
    query = (
        "SELECT number, label, box, rotation, text FROM page WHERE extraction = ? AND number >= ? AND number < ?"
        " ORDER BY number"
    )
    with told_apart():
        rows = connection.execute(query, (sha256, first, first + count)).fetchall()
    try:
        found = tuple((PageInfo(number, label, _box(box), turn), text) for number, label, box, turn, text in rows)
    except (TypeError, ValueError) as error:
        raise ProjectDamaged(DAMAGED) from error
    if not found or [info.index for info, _ in found] != list(range(first, first + len(found))):
        raise ProjectDamaged(DAMAGED)
    return found


@lru_cache(maxsize=4096)
def _box(text: str) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = json.loads(text)
    return (x0, y0, x1, y1)


def page_texts(connection: sqlite3.Connection, sha256: str) -> tuple[str, ...]:
    """The text of each page of an extraction, in order."""
    query = "SELECT text FROM page WHERE extraction = ? ORDER BY number"
    with told_apart():
        return tuple(text for (text,) in connection.execute(query, (sha256,)))


def outline(connection: sqlite3.Connection, sha256: str) -> tuple[OutlineItem, ...]:
    """The document's own table of contents."""
    with told_apart():
        row = connection.execute("SELECT outline FROM extraction WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise NotFound(_GONE)
    try:
        return tuple(OutlineItem(int(level), str(title), int(page)) for level, title, page in json.loads(row[0]))
    except (TypeError, ValueError) as error:
        raise ProjectDamaged(DAMAGED) from error


def extraction_of_version(connection: sqlite3.Connection, version: str) -> str:
    """The extraction shown of a version (by its SHA-256): the lowest where there are several. Raises NotFound."""
    with told_apart():
        row = connection.execute("SELECT min(sha256) FROM extraction WHERE version = ?", (version,)).fetchone()
    if row[0] is None:
        raise NotFound(_GONE)
    return str(row[0])
