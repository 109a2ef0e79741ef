"""What is believed of a stranger's file: rows become values of ours only where every part is lawful."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from annotator.model.changes import CLOCK_LIMIT, VALUE_LIMIT, Change
from annotator.model.errors import ProjectDamaged
from annotator.model.pages import Extraction, Fragment, OutlineItem, PageInfo, Recognised
from annotator.store.failing import MALFORMED
from annotator.store.foreign.wire import Value
from annotator.store.stream import digest_of

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_SHA = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SALT = re.compile(r"[0-9a-f]{32}", re.ASCII)
_NAME = re.compile(r"[a-z0-9_-]{1,40}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_REPLACED = 10_000
"""How many changes one change may replace: one for each colleague who set the field at the same time."""
_PAGES = 1_000_000


def broken() -> ProjectDamaged:
    """What is raised for anything that this program does not write."""
    return ProjectDamaged(MALFORMED)


def text(value: Value, shape: re.Pattern[str] | None = None, limit: int = 1 << 20) -> str:
    """A text of a shape, at most `limit` code points. Raises ProjectDamaged."""
    if not isinstance(value, str) or len(value) > limit or (shape is not None and not shape.fullmatch(value)):
        raise broken()
    return value


def number(value: Value, least: int = 0, most: int = CLOCK_LIMIT) -> int:
    """A whole number within bounds. Raises ProjectDamaged."""
    if not isinstance(value, int) or not least <= value <= most:
        raise broken()
    return value


def ident(value: Value) -> str:
    """An id. Raises ProjectDamaged."""
    return text(value, _ID)


def sha(value: Value) -> str:
    """A SHA-256 in hex. Raises ProjectDamaged."""
    return text(value, _SHA)


def change(row: Sequence[Value]) -> Change:
    """A change, its digest made again; a withheld one has only its place in the session. Raises ProjectDamaged."""
    if len(row) != 14:
        raise broken()
    own, session, seq = ident(row[0]), ident(row[1]), number(row[2], 1)
    digest, chain = sha(row[12]), sha(row[13])
    if row[3] is None:
        if any(value is not None for value in row[3:12]):
            raise broken()
        return Change(own, "", "", session, seq, 0, "", "", "", None, (), "", digest, chain, withheld=True)
    action, person, clock = ident(row[3]), ident(row[4]), number(row[5], 1)
    at, thing, field = text(row[6], _TIME), ident(row[7]), text(row[8], _NAME)
    value_text, replaces_text, salt = text(row[9]), text(row[10]), text(row[11], _SALT)
    if len(value_text.encode("utf-8", "surrogatepass")) > VALUE_LIMIT:
        raise broken()
    given = (own, session, seq, action, person, clock, at, thing, field, value_text, replaces_text)
    if digest_of(given, salt) != digest:
        raise broken()
    value, replaces = parsed(value_text), parsed(replaces_text)
    if not isinstance(replaces, list) or len(replaces) > _REPLACED:
        raise broken()
    replaced = tuple(ident(old) for old in replaces)
    return Change(own, action, person, session, seq, clock, at, thing, field, value, replaced, salt, digest, chain)


def parsed(words: str) -> object:
    """JSON as a value. Raises ProjectDamaged."""
    try:
        return _DECODER.decode(words)
    except (ValueError, RecursionError) as error:
        raise broken() from error


def _no_constant(name: str) -> object:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def extraction(rows: Sequence[Sequence[Value]], wanted: str) -> Extraction:
    """An extraction from its row and its pages, whose digest is `wanted`. Raises ProjectDamaged."""
    if not rows or len(rows[0]) != 10 or any(len(row) != 5 for row in rows[1:]):
        raise broken()
    head, pages = rows[0], rows[1:]
    if number(head[4], 0, _PAGES) != len(pages):
        raise broken()
    frozen, layer = (text(value, None, 64) for value in (head[3], head[7]))
    try:
        made = Extraction.build(
            sha(head[1]),
            text(head[2], None, 1000),
            tuple(_page(at, row) for at, row in enumerate(pages)),
            tuple(text(row[4], None, 64 << 20) for row in pages),
            frozen=sha(frozen) if frozen else "",
            warnings=tuple(text(each, None, 10_000) for each in _list(head[5])),
            outline=tuple(_outline(each) for each in _list(head[6])),
            fragments=tuple(_fragment(each) for each in _list(head[8])),
            layer=sha(layer) if layer else "",
            recognised=tuple(_recognised(each) for each in _list(head[9])),
        )
    except (ValueError, TypeError) as error:
        raise broken() from error
    if made.sha256 != wanted or sha(head[0]) != wanted:
        raise broken()
    return made


def _page(at: int, row: Sequence[Value]) -> PageInfo:
    if number(row[0]) != at or number(row[3], 0, 270) % 90:
        raise broken()
    box = parsed(text(row[2], None, 1000))
    if not isinstance(box, list) or len(box) != 4:
        raise broken()
    if any(not isinstance(edge, int | float) or isinstance(edge, bool) or abs(edge) > 1e7 for edge in box):
        raise broken()
    return PageInfo(at, text(row[1], None, 1000), (box[0], box[1], box[2], box[3]), number(row[3]))


def _list(value: Value) -> list[Any]:
    """The entries of a JSON list; none for an empty text."""
    words = text(value, None, 64 << 20)
    found = parsed(words) if words else []
    if not isinstance(found, list):
        raise broken()
    return found


def _parts(entry: object, count: int) -> list[Value]:
    if not isinstance(entry, list) or len(entry) != count:
        raise broken()
    return entry


def _outline(entry: object) -> OutlineItem:
    level, title, page = _parts(entry, 3)
    return OutlineItem(number(level, 0, 1000), text(title, None, 10_000), number(page, -1, _PAGES))


def _fragment(entry: object) -> Fragment:
    page, start, end, name = _parts(entry, 4)
    return Fragment(number(page, 0, _PAGES), number(start), number(end), text(name, None, 1000))


def _recognised(entry: object) -> Recognised:
    page, sure, doubtful = _parts(entry, 3)
    return Recognised(number(page, 0, _PAGES), number(sure, 0, 100), number(doubtful))
