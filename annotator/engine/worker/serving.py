"""A worker's life: born by fork, takes its descriptors, locks itself, then answers until the pipe closes."""

from __future__ import annotations

import contextlib
import gc
import mmap
import os
import struct
import time
from collections.abc import Callable

from annotator.engine import protocol
from annotator.engine.protocol import Cursor, Failure, Frame, FrameBuffer, Held, Told, Wanted
from annotator.engine.worker import locks, opening, probes
from annotator.engine.worker.answers import ANSWERS
from annotator.engine.worker.failing import Failed


class Pipe:
    """The worker's end of the pipe and the arena. Blocking: a worker has nothing else to do."""

    def __init__(self, fd: int, arena: mmap.mmap) -> None:
        self._fd = fd
        self._buffer = FrameBuffer(protocol.TO_WORKER_LIMIT)
        self.arena = arena
        self.view = memoryview(arena)
        self.request = 0
        self._told = 0.0

    def next(self) -> Frame:
        """The next frame; ends the process where the client is gone."""
        while True:
            frame = self._buffer.next()
            if frame is not None:
                return frame
            read = os.read(self._fd, 1 << 20)
            if not read:
                os._exit(0)
            self._buffer.add(read)

    def feed(self, received: bytes) -> None:
        """Take what was read from the pipe by other means."""
        self._buffer.add(received)

    def tell(self, kind: Told, payload: bytes = b"", code: int = 0) -> None:
        """Send a frame about the request that is being answered."""
        view = memoryview(protocol.frame(kind, self.request, payload, code))
        while view:
            view = view[os.write(self._fd, view) :]

    def busy(self) -> None:
        """Say at most once a second that there is progress."""
        now = time.monotonic()
        if now - self._told > 1.0:
            self._told = now
            self.tell(Told.BUSY)

    def put(self, data: bytes | memoryview) -> None:
        """Send a large output piece by piece through the arena, each when the client took the one before."""
        view = memoryview(data)
        if len(view) > protocol.OUTPUT_LIMIT:
            raise Failed(Failure.TOO_LARGE)
        for at in range(0, len(view), protocol.ARENA_SIZE):
            piece = view[at : at + protocol.ARENA_SIZE]
            self.arena[: len(piece)] = piece
            self.tell(Told.PIECE, protocol.PIECE.pack(at, len(piece)))
            if self.next().kind != Wanted.NEXT:
                raise protocol.BadFrame("not told to go on")


def run(descriptors: list[int], *, in_namespaces: bool, unconfined: bool) -> None:
    """All of a worker's life; does not return. `descriptors`: pipe, arena and, for a document, its bytes."""
    pipe_fd, arena, document_fd = take_over(descriptors)
    stream = opening.Stream(document_fd) if document_fd >= 0 else None
    pipe = Pipe(pipe_fd, arena)
    lock(pipe, in_namespaces=in_namespaces, unconfined=unconfined)
    serve(pipe, stream)


def take_over(descriptors: list[int]) -> tuple[int, mmap.mmap, int]:
    """Before the lock: pipe, arena, and the document or -1; all other descriptors are closed."""
    pipe_fd, arena_fd, document_fd = _keep_only(descriptors)
    arena = mmap.mmap(arena_fd, protocol.ARENA_SIZE)
    os.close(arena_fd)
    return pipe_fd, arena, document_fd


def lock(pipe: Pipe, *, in_namespaces: bool, unconfined: bool, receiving: bool = False) -> None:
    """Lock this process and tell the client what holds; end it where that is not enough.

    `receiving`: its document comes later, through the pipe.
    """
    held, version, failed = Held(0), 0, 0
    try:
        held, version = locks.lock(in_namespaces, receiving=receiving)
    except OSError as error:
        failed = 0 if unconfined else error.errno or 1
    pipe.tell(Told.HELLO, protocol.HELLO.pack(held, version, failed))
    if failed:
        os._exit(0)


def _keep_only(descriptors: list[int]) -> tuple[int, int, int]:
    """Move what is needed to 3, 4 and 5 and close everything else."""
    high = [os.dup2(fd, 200 + place, inheritable=False) for place, fd in enumerate(descriptors)]
    kept = [os.dup2(fd, 3 + place, inheritable=False) for place, fd in enumerate(high)]
    os.closerange(3 + len(kept), 4096)
    return kept[0], kept[1], kept[2] if len(kept) > 2 else -1


def serve(pipe: Pipe, stream: opening.Stream | None, *, at_once: bool = False) -> None:
    """Answer until the client is gone. `at_once`: the document is opened before anything is asked of it."""
    document: opening.Opened | None = None
    while True:
        frame = pipe.next()
        pipe.request = frame.request
        if frame.kind == Wanted.OPEN:
            if stream:
                document = opening.Opened(stream, frame.payload)
                document.busy = pipe.busy
                if at_once:
                    with contextlib.suppress(Exception):  # told to whoever asks first
                        _ = document.pdf
            continue
        if frame.kind == Wanted.PROBE:
            found = probes.attempt_all()
            pairs = b"".join(protocol.COUNT_PAIR.pack(*pair) for pair in found)
            pipe.tell(Told.DONE, protocol.U32.pack(len(found)) + pairs)
            continue
        code = _answer(pipe, frame, document)
        if code:
            with contextlib.suppress(Exception):
                gc.collect()
            pipe.tell(Told.FAILED, code=code)


def _answer(pipe: Pipe, frame: Frame, document: opening.Opened | None) -> int:
    """0, or the failure's number. Whatever a document does, the answer is a number and never its words."""
    answer: Callable[[Pipe, opening.Opened, Cursor], None] | None = ANSWERS.get(frame.kind)
    if answer is None or document is None:
        return Failure.DAMAGED
    try:
        answer(pipe, document, Cursor(frame.payload))
    except Failed as failed:
        return failed.code
    except MemoryError:
        return Failure.OUT_OF_MEMORY
    except (protocol.BadFrame, struct.error, OSError):
        os._exit(1)
    except Exception as error:
        return Failure.OUT_OF_MEMORY if "malloc" in str(error) else document.blame()
    return 0
