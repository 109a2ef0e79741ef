"""Tells what came with a file besides its pages: named parts, what it says of itself, and the files inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.engine import protocol
from annotator.engine.protocol import Told

if TYPE_CHECKING:
    from annotator.engine.worker.freezing import Frozen
    from annotator.engine.worker.serving import Pipe

_AT_ONCE = 5_000


def tell(pipe: Pipe, made: Frozen) -> None:
    """All of it, after the frozen PDF; attached files last, since their bytes come in pieces of their own."""
    parts = made.fragments[: protocol.FRAGMENT_LIMIT]
    for at in range(0, len(parts), _AT_ONCE):
        told = []
        for page, start, end, name in parts[at : at + _AT_ONCE]:
            data = _short(name, protocol.LABEL_LIMIT)
            told.append(protocol.FRAGMENT.pack(page, start, end, len(data)) + data)
        pipe.tell(Told.FRAGMENTS, b"".join(told))
    about = made.about
    said = [_short(each, protocol.TITLE_LIMIT) for each in (about.title, about.author, about.date, about.address)]
    if any(said):
        pipe.tell(Told.ABOUT, protocol.ABOUT.pack(*map(len, said)) + b"".join(said))
    for inside in made.attached[: protocol.ATTACHED_LIMIT]:
        called = _short(inside.name, protocol.TITLE_LIMIT)
        pipe.tell(Told.ATTACHED, protocol.ATTACHED.pack(len(inside.data), len(called)) + called)
        pipe.put(inside.data)


def _short(text: str, limit: int) -> bytes:
    return text.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore").encode()
