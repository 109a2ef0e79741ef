"""The process that seeks places and compares: it locks itself first, gets two texts, and answers one by one.

It opens nothing and knows no project. The fast matchers hold the interpreter's lock, so they run here and not beside
the window.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable

from annotator.anchoring import wire
from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.near import find_alone
from annotator.anchoring.seeking import Seeker
from annotator.anchoring.side_by_side import side_by_side
from annotator.anchoring.wire import Frames, Kind, MalformedError

_PIECE = 1 << 20
NOT_LOCKED = 71
"""The exit status where it could not lock itself."""


def main(argv: list[str], lock: Callable[[], object]) -> int:
    """Serve one conversation on the descriptor given first; `lock` is called before the first byte is read.

    With "unconfined" as second argument it goes on where that is not possible.
    """
    try:
        client = int(argv[0])
        os.fstat(client)
    except (IndexError, ValueError, OSError):
        print("This is started by Annotator itself.", file=sys.stderr)
        return 64
    try:
        lock()
    except OSError:
        if argv[1:] != ["unconfined"]:
            return NOT_LOCKED
    gc.disable()  # one conversation, then it ends: walking through its many small objects would find nothing
    try:
        return _converse(client)
    except (MalformedError, OSError):
        return 70


def _converse(client: int) -> int:
    frames = Frames()
    old = new = DocumentText(())
    seeker: Seeker | None = None
    while data := os.read(client, _PIECE):
        for kind, payload in frames.take(data):
            if kind is Kind.NEW:
                new = DocumentText(wire.read_texts(payload))
            elif kind is Kind.OLD:
                old = DocumentText(wire.read_texts(payload))
                seeker = Seeker(old, new)
            elif kind is Kind.NO_OLD:
                seeker = None
            elif kind is Kind.PLACE:
                number, place = wire.read_place(payload)
                found = seeker.seek(place) if seeker is not None else find_alone(place, new)
                _write(client, wire.frame(Kind.FOUND, wire.pack_found(number, found)))
            elif kind is Kind.COMPARE:
                for stretch in side_by_side(old, new):
                    _write(client, wire.frame(Kind.STRETCH, wire.pack_stretch(stretch)))
            elif kind is Kind.END:
                _write(client, wire.frame(Kind.DONE))
                return 0
            else:
                return 70
    return 0


def _write(client: int, data: bytes) -> None:
    # A locked process may read and write what it has, and make no call of sockets.
    view = memoryview(data)
    while view:
        view = view[os.write(client, view) :]
