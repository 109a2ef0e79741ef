"""How a copy is asked for and told of: packed numbers and texts, checked on both sides of the wall."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable
from typing import cast

from annotator.engine import protocol
from annotator.engine.collecting import OutputCollector
from annotator.engine.protocol import BadFrame, Cursor, Frame
from annotator.engine.requests import Collector
from annotator.engine.results import Mark
from annotator.engine.sealing import Source
from annotator.model.copies import Black, Copied, CopyPlan, Entry, Jump, Target
from annotator.model.places import Rect

HEAD = struct.Struct("<IIII")
"""How many pages, outline entries, links and blacked-out pages come before the highlights."""
TARGET = struct.Struct("<IH")
"""Page, length of the file's name; the name follows."""
ENTRY = struct.Struct("<BH")
"""Level, length of the title; the title and a TARGET follow."""
JUMP = struct.Struct("<Idddd")
"""Page, rectangle in user space; a TARGET follows."""
BLACK = struct.Struct("<II")
"""Page, number of rectangles, which follow."""
ANNOTATION = struct.Struct("<IIBBBBHHI")
"""Page, number of rectangles, red, green, blue, whether it is a square, lengths of id, title and contents.

Rectangles, then these follow.
"""
COPIED = struct.Struct("<IIIII")
"""Pages, notes left out, pages with something hidden, pages drawn, files inside."""
_LONGEST = 4096


def packed(plan: CopyPlan, marks: Iterable[Mark]) -> bytes:
    """The request for a copy."""
    parts = [HEAD.pack(len(plan.pages), len(plan.outline), len(plan.jumps), len(plan.black))]
    parts += [protocol.U32.pack(page) for page in plan.pages]
    for entry in plan.outline:
        title = _cut(entry.title)
        parts += [ENTRY.pack(max(1, min(entry.level, 255)), len(title)), title, _target(entry.target)]
    for jump in plan.jumps:
        parts += [JUMP.pack(jump.page, *jump.rect), _target(jump.target)]
    for black in plan.black:
        parts += [BLACK.pack(black.page, len(black.rects)), *(protocol.RECT.pack(*rect) for rect in black.rects)]
    return b"".join((*parts, *map(_annotation, marks)))


def _cut(text: str) -> bytes:
    return text.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore").encode()


def _target(target: Target) -> bytes:
    name = target.file.encode("utf-8", "replace")
    if len(name) > _LONGEST:
        raise ValueError("the name of a file is too long")
    return TARGET.pack(target.page, len(name)) + name


def _annotation(mark: Mark) -> bytes:
    identity, title = mark.id.encode()[:65535], mark.title.encode("utf-8", "replace")[:65535]
    contents = mark.contents.encode("utf-8", "replace")
    head = ANNOTATION.pack(
        mark.page, len(mark.rects), *mark.rgb, int(mark.square), len(identity), len(title), len(contents)
    )
    return head + b"".join(protocol.RECT.pack(*rect) for rect in mark.rects) + identity + title + contents


def plan_of(cursor: Cursor) -> CopyPlan:
    """The worker's side: the plan, without the highlights that follow. Raises BadFrame."""
    pages, entries, jumps, blacks = (int(part) for part in cursor.take(HEAD))
    if pages > protocol.PAGE_LIMIT or max(entries, jumps, blacks) > protocol.OUTLINE_LIMIT:
        raise BadFrame("too much was asked for")
    numbers = tuple(int(cursor.take(protocol.U32)[0]) for _ in range(pages))
    outline = []
    for _ in range(entries):
        level, length = (int(part) for part in cursor.take(ENTRY))
        outline.append(Entry(level, cursor.text(length, _LONGEST), _target_of(cursor)))
    links = []
    for _ in range(jumps):
        page, *edges = cursor.take(JUMP)
        links.append(Jump(int(page), _rect(edges), _target_of(cursor)))
    black = []
    for _ in range(blacks):
        page, count = (int(part) for part in cursor.take(BLACK))
        if count > protocol.MARK_LIMIT:
            raise BadFrame("too much was asked for")
        black.append(Black(page, tuple(_rect(cursor.take(protocol.RECT)) for _ in range(count))))
    return CopyPlan(numbers, tuple(outline), tuple(links), tuple(black))


def _target_of(cursor: Cursor) -> Target:
    page, length = (int(part) for part in cursor.take(TARGET))
    return Target(page, cursor.text(length, _LONGEST))


def _rect(edges: Iterable[int | float]) -> Rect:
    found = tuple(float(edge) for edge in edges)
    if not all(map(math.isfinite, found)):
        raise BadFrame("a rectangle is no rectangle")
    return cast(Rect, found)


def marks_of(cursor: Cursor) -> list[Mark]:
    """The worker's side: the highlights. Raises BadFrame."""
    found: list[Mark] = []
    while cursor.left:
        page, count, red, green, blue, square, id_length, title_length, note_length = (
            int(part) for part in cursor.take(ANNOTATION)
        )
        if count > protocol.MARK_LIMIT:
            raise BadFrame("too many rectangles")
        rects = tuple(_rect(cursor.take(protocol.RECT)) for _ in range(count))
        limit = protocol.TO_WORKER_LIMIT
        identity, title, note = (cursor.text(length, limit) for length in (id_length, title_length, note_length))
        found.append(Mark(page, rects, (red, green, blue), note, title, identity, bool(square)))
    return found


def told_of(copied: Copied) -> bytes:
    """The worker's side: what became of the pages."""
    most = 2**32 - 1
    return COPIED.pack(
        *(min(n, most) for n in (copied.pages, copied.notes, copied.hidden, copied.drawn, copied.attached))
    )


class CopyCollector(Collector[tuple[Source, Copied]]):
    """A copy, and what became of its pages."""

    def __init__(self) -> None:
        self._output = OutputCollector()

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """A piece, to be acknowledged."""
        return self._output.take(frame, arena)

    def result(self, frame: Frame, arena: memoryview) -> tuple[Source, Copied]:
        """The whole; the receiver closes the source."""
        cursor = Cursor(frame.payload)
        copied = Copied(*(int(part) for part in cursor.take(COPIED)))
        cursor.end()
        if not 1 <= copied.pages <= protocol.PAGE_LIMIT:
            raise BadFrame("the number of pages is out of bounds")
        return self._output.result(frame, arena), copied

    def drop(self) -> None:
        """Throw it away."""
        self._output.drop()
