"""What a worker answers, changed at random: each reply is refused as malformed, or a value within its limits."""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.engine import protocol
from annotator.engine.beside import SCHEMES, LinksCollector, NotesCollector
from annotator.engine.collecting import (
    BytesCollector,
    CharsCollector,
    InfoCollector,
    OutputCollector,
    PixelsCollector,
    ProbeCollector,
)
from annotator.engine.extracting import ExtractCollector
from annotator.engine.protocol import BadFrame, Frame, FrameBuffer, LinkKind, Told
from annotator.engine.requests import Collector
from annotator.engine.scanning import ScanCollector, SharesCollector

ARENA = 1 << 16
TIMES = 400
NAN = math.nan
Frames = list[tuple[int, bytes]]


def info(pages: int) -> bytes:
    return protocol.INFO.pack(pages, 0, 2) + protocol.COUNT_PAIR.pack(2, 1) + protocol.COUNT_PAIR.pack(7, 3)


def page(index: int, text: bytes) -> bytes:
    return protocol.PAGE.pack(index, 0, 0, 400, 300, 90, 1, len(text)) + b"1" + text


WHOLE: Frames = [
    (Told.PAGES, protocol.U32.pack(2) + page(0, "Größe\n".encode()) + page(1, b"two\n")),
    (Told.OUTLINE, protocol.ENTRY.pack(1, 0, 4) + b"head" + protocol.ENTRY.pack(2, 1, 3) + b"sub"),
    (Told.PIECE, protocol.PIECE.pack(0, 100)),
    (Told.PIECE, protocol.PIECE.pack(100, 50)),
    (Told.FRAGMENTS, protocol.FRAGMENT.pack(0, 0, 5, 2) + b"A1" + protocol.FRAGMENT.pack(1, 0, 3, 2) + b"B1"),
    (Told.ABOUT, protocol.ABOUT.pack(1, 2, 4, 0) + b"T" + b"Au" + b"2024"),
    (Told.ATTACHED, protocol.ATTACHED.pack(30, 8) + b"../../ab"),
    (Told.PIECE, protocol.PIECE.pack(0, 30)),
    (Told.DONE, protocol.U32.pack(3) + b"1.2" + info(2)),
]
LINKS = protocol.U32.pack(3) + b"".join(
    protocol.LINK.pack(1, 2, 30, 40, kind, 5, x, 7.0, len(address)) + address
    for kind, x, address in ((LinkKind.PAGE, 1.0, b""), (LinkKind.WEB, NAN, b"https://a.b/c"), (3, NAN, b"file:///x"))
)
NOTES = protocol.U32.pack(1) + protocol.NOTE.pack(1, 2, 3, 4, 8, 3, 5) + b"Ada" + b"words"
REPLIES: dict[str, tuple[Callable[[], Collector[Any]], Frames]] = {
    "info": (InfoCollector, [(Told.DONE, info(3))]),
    "extract": (lambda: ExtractCollector(0, 100_000, lambda done, pages: None), WHOLE),
    "chars": (lambda: CharsCollector(0), [(Told.DONE, protocol.CHARS.pack(4, 4))]),
    "pixels": (PixelsCollector, [(Told.DONE, protocol.PIXELS.pack(20, 30, 80, 1.0, 0))]),
    "output": (OutputCollector, [(Told.PIECE, protocol.PIECE.pack(0, 9)), (Told.DONE, b"")]),
    "picture": (BytesCollector, [(Told.PIECE, protocol.PIECE.pack(0, 9)), (Told.DONE, b"")]),
    "probes": (ProbeCollector, [(Told.DONE, protocol.U32.pack(1) + protocol.COUNT_PAIR.pack(1, 1))]),
    "links": (LinksCollector, [(Told.DONE, LINKS)]),
    "notes": (NotesCollector, [(Told.DONE, NOTES)]),
    "shares": (SharesCollector, [(Told.DONE, protocol.SHARES.pack(0.1, 0.5, 0.9))]),
    "scan": (lambda: ScanCollector(0), [(Told.DONE, protocol.SCANNED.pack(20, 30, 1.0, 0.5))]),
}


def answer(make: Callable[[], Collector[Any]], frames: Frames, arena: bytes) -> Any:
    """What comes of these frames."""
    collector = make()
    view = memoryview(bytearray(arena))
    try:
        for kind, payload in frames[:-1]:
            collector.take(Frame(kind, 0, 1, payload), view)
        return collector.result(Frame(frames[-1][0], 0, 1, frames[-1][1]), view)
    except BaseException:
        collector.drop()
        raise


def changed(frames: Frames, chance: random.Random) -> Frames:
    """One frame with bytes set, taken out or put in, or its place changed."""
    made = list(frames)
    place = chance.randrange(len(made))
    kind, payload = made[place]
    data = bytearray(payload)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(data) + 1)
        way = chance.randrange(5)
        if way == 0 and data:
            data[at % len(data)] = chance.choice((0, 1, 127, 128, 255, chance.randrange(256)))
        elif way == 1:
            data[at : at + chance.choice((1, 4, 8))] = b""
        elif way == 2:
            data[at:at] = chance.randbytes(chance.choice((1, 4, 8)))
        elif way == 3:
            number = chance.choice((2**31, 2**32 - 1, 65536, 100_001))
            data[at : at + 4] = struct.pack("<I", number)
        else:
            data[at : at + 8] = struct.pack("<d", chance.choice((NAN, math.inf, -1e300, 1e8)))
    made[place] = (kind, bytes(data))
    if chance.random() < 0.2:
        other = chance.randrange(len(made))
        made[place], made[other] = made[other], made[place]
    return made


def descriptors() -> int:
    """How many are open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def check(what: str, found: Any) -> None:
    """What holds of every answer that is believed."""
    if what == "extract":
        texts = found.texts
        assert len(texts) == len(found.pages) <= found.total <= protocol.PAGE_LIMIT
        assert all(0 <= part.start < part.end <= len(texts[part.page]) for part in found.fragments)
        assert all(item.page < len(texts) for item in found.outline)
        found.close()
    elif what == "chars":
        assert len(found.boxes) == 4 * len(found.text)
        assert all(map(math.isfinite, found.boxes))
    elif what == "pixels":
        assert len(found.buffer) == found.stride * found.height <= ARENA
    elif what == "links":
        assert all(each.page < protocol.PAGE_LIMIT and each.address.isascii() for each in found)
        assert all(each.address.split(":")[0].lower() in SCHEMES for each in found if each.allowed)
    elif what in ("output", "scan"):
        found.close()


@pytest.mark.parametrize("what", REPLIES)
def test_a_changed_reply_is_malformed_or_within_its_limits(what: str) -> None:
    make, frames = REPLIES[what]
    arena = bytes(range(128)) * (ARENA // 128)
    check(what, answer(make, frames, bytes(ARENA)))
    outcomes = {"believed": 0, "malformed": 0}
    before = descriptors()
    for number in range(TIMES):
        chance = random.Random(f"{what}:{number}")
        try:
            found = answer(make, changed(frames, chance), chance.choice((arena, bytes(ARENA), b"\xff" * ARENA)))
        except BadFrame:
            outcomes["malformed"] += 1
        else:
            outcomes["believed"] += 1
            check(what, found)
    assert outcomes["malformed"] > TIMES // 4, outcomes
    assert descriptors() == before


def test_frames_in_pieces_and_of_any_length_are_whole_or_malformed() -> None:
    whole = b"".join(protocol.frame(kind, 1, payload) for kind, payload in WHOLE)
    for number in range(TIMES):
        chance = random.Random(number)
        data = bytearray(whole)
        for _ in range(number % 4):
            data[chance.randrange(len(data))] = chance.randrange(256)
        buffer, seen = FrameBuffer(4096), 0
        try:
            while data:
                size = chance.randrange(1, 200)
                buffer.add(bytes(data[:size]))
                del data[:size]
                while (frame := buffer.next()) is not None:
                    seen += 1
                    assert len(frame.payload) <= 4096
        except BadFrame:
            continue
        assert number % 4 or seen == len(WHOLE)
