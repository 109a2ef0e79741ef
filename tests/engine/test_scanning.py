"""What a worker says of a scan is believed only where it can be true."""

from __future__ import annotations

import math
import os

import pytest

from annotator.engine import protocol
from annotator.engine.protocol import BadFrame, Frame, Told
from annotator.engine.scanning import ScanCollector, SharesCollector

ARENA = memoryview(bytearray(range(256)) * 4)


def done(payload: bytes) -> Frame:
    return Frame(Told.DONE, 0, 1, payload)


def scanned(width: int = 16, height: int = 4, scale: float = 2.0, turn: float = 0.0) -> Frame:
    return done(protocol.SCANNED.pack(width, height, scale, turn))


def test_a_picture_is_copied_out_of_the_shared_memory() -> None:
    scan = ScanCollector(3).result(scanned(), ARENA)
    assert (scan.page, scan.width, scan.height, scan.dpi) == (3, 16, 4, 144)
    assert os.read(scan.fd, 1000) == b"P5\n16 4\n255\n" + bytes(range(64))
    scan.close()


@pytest.mark.parametrize(
    "frame",
    [
        scanned(width=0),
        scanned(height=0),
        scanned(width=40_000),
        scanned(width=1000, height=1000),
        scanned(scale=0.0),
        scanned(scale=math.nan),
        scanned(scale=-1.0),
        scanned(turn=math.inf),
        scanned(turn=1e9),
        done(protocol.SCANNED.pack(16, 4, 2.0, 0.0) + b"more"),
        done(b""),
    ],
)
def test_a_picture_that_can_not_be_is_refused(frame: Frame) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - descriptors, not files
    with pytest.raises(BadFrame):
        ScanCollector(0).result(frame, ARENA)
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


@pytest.mark.parametrize("shares", [(1.1, 0, 0), (0, -0.1, 0), (0, 0, math.nan), (math.inf, 0, 0)])
def test_shares_are_between_nothing_and_all(shares: tuple[float, float, float]) -> None:
    with pytest.raises(BadFrame):
        SharesCollector().result(done(protocol.SHARES.pack(*shares)), ARENA)
    assert SharesCollector().result(done(protocol.SHARES.pack(1, 0, 0.5)), ARENA).ink == 0.5


@pytest.mark.parametrize("collector", [ScanCollector(0), SharesCollector()])
def test_nothing_comes_before_the_answer(collector: ScanCollector | SharesCollector) -> None:
    with pytest.raises(BadFrame):
        collector.take(Frame(Told.PIECE, 0, 1, b""), ARENA)
