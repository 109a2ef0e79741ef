"""The warm parent: imports PyMuPDF once, then forks one locked worker a document. It never reads a document itself."""

from __future__ import annotations

import array
import contextlib
import gc
import os
import select
import socket
import sys
import time

from annotator.engine import protocol
from annotator.engine.worker import locks

_UNTIL_REHEARSED, _UNTIL_REST = 0.4, 0.7
"""Seconds after the start at which more is made ready, unless a question waits: the first page comes before it."""
_AHEAD = 1 << 20
"""Bytes of pixels that a rehearsal needs."""
_BEHIND = 10
"""Nice: beside one that draws it gets a tenth of a core, and all of it where nobody draws."""


def main(argv: list[str]) -> int:
    """Serve the client on the descriptor given as the only argument, until it closes its end."""
    try:
        client = socket.socket(fileno=int(argv[0]))
    except (IndexError, ValueError, OSError):
        print("This is started by Annotator itself.", file=sys.stderr)
        return 64
    with client:
        in_namespaces = locks.leave_namespaces()
        gc.disable()  # what is imported now stays
        warm_first()
        gc.enable()
        _Parent(client, in_namespaces).serve()
    return 0


def warm_first() -> None:
    """What every PDF needs, and no more: the first page waits for it.

    The two names keep PyMuPDF from loading a layout model with threads of its own.
    """
    sys.modules["pymupdf.layout"] = sys.modules["pymupdf4llm"] = None  # type: ignore[assignment]
    from annotator.engine.worker import serving, spare, warming  # noqa: F401 - for the processes to be forked

    warming.load()
    gc.freeze()


def warm_rest() -> None:
    """What text, Markdown and Word need, and every codec: a locked process can't import anything more."""
    import encodings
    import importlib
    import pkgutil

    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(ImportError):
            importlib.import_module(f"encodings.{module.name}")
    from annotator.engine.worker import freezing, pdfium
    from annotator.engine.worker.forms import open_comments, word_comments  # noqa: F401 - for when they are asked for

    freezing.warm()
    pdfium.warm()
    gc.collect()
    gc.freeze()


class _Parent:
    """The loop: questions from the client, ends of children."""

    def __init__(self, client: socket.socket, in_namespaces: bool) -> None:
        self._client = client
        self._in_namespaces = in_namespaces
        self._children: dict[int, int] = {}
        self._started = time.monotonic()
        self._rehearsed = self._rested = False
        self._poll = select.poll()
        self._poll.register(client, select.POLLIN)

    def serve(self) -> None:
        """Until the client is gone. Children die with this process."""
        while True:
            ready = self._poll.poll(self._left())
            if not ready:
                self._get_ready()
            for descriptor, _ in ready:
                if descriptor in self._children:
                    self._reap(descriptor)
                elif not self._answer():
                    return

    def _left(self) -> int | None:
        """Milliseconds until more is made ready; None where all is."""
        if self._rehearsed and self._rested:
            return None
        due = self._started + (_UNTIL_REST if self._rehearsed else _UNTIL_REHEARSED)
        return max(0, round((due - time.monotonic()) * 1000))

    def _get_ready(self) -> None:
        """First what makes the first page of every process quick that is forked from now on, then the rest."""
        if self._rehearsed:
            self._rest()
            return
        self._rehearsed = True
        from annotator.engine.worker import warming

        warming.rehearse(memoryview(bytearray(_AHEAD)))
        gc.collect()
        gc.freeze()

    def _rest(self) -> None:
        if not self._rested:
            self._rested = True
            warm_rest()

    def _reap(self, pidfd: int) -> None:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._children.pop(pidfd), 0)
        self._poll.unregister(pidfd)
        os.close(pidfd)

    def _answer(self) -> bool:
        """Fork for one question. False when the client is gone."""
        try:
            message, descriptors, _, _ = socket.recv_fds(self._client, protocol.SPAWN.size, 3)
        except OSError:
            return False
        if len(message) != protocol.SPAWN.size:
            return False
        magic, task, flags, number = protocol.SPAWN.unpack(message)
        wanted = 2 if task in (protocol.Task.PROBES, protocol.Task.SPARE) else 3
        if magic != protocol.SPAWN_MAGIC or len(descriptors) != wanted:
            return False
        if task in (protocol.Task.FREEZING, protocol.Task.PICTURES):
            self._rest()
        status, pidfd = 0, -1
        try:
            pidfd = self._fork(task, descriptors, bool(flags & 1), bool(flags & 2))
        except OSError as error:
            status = error.errno or 1
        for descriptor in descriptors:
            os.close(descriptor)
        answer = protocol.SPAWNED.pack(protocol.SPAWN_MAGIC, status, 0, number)
        try:
            rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [pidfd]))] if pidfd >= 0 else []
            self._client.sendmsg([answer], rights)
        except OSError:
            return False
        return True

    def _fork(self, task: int, descriptors: list[int], unconfined: bool, behind: bool) -> int:
        me = os.getpid()
        pid = os.fork()
        if pid == 0:
            try:
                locks.die_with(me)
                if behind:
                    _let_others_first()
                from annotator.engine.worker import serving, spare

                run = spare.run if task == protocol.Task.SPARE else serving.run
                if task == protocol.Task.PICTURES:
                    from annotator.engine.worker import pdfium

                    run = pdfium.run
                run(descriptors, in_namespaces=self._in_namespaces, unconfined=unconfined)
            finally:
                os._exit(70)
        pidfd = os.pidfd_open(pid)
        self._children[pidfd] = pid
        self._poll.register(pidfd, select.POLLIN)
        return pidfd


def _let_others_first() -> None:
    """Get the processor when those who draw what is on the screen leave it; before the lock, for good."""
    with contextlib.suppress(OSError):
        os.nice(_BEHIND)
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
