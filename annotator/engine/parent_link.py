"""The client's end of the warm parent: the process that is executed once and forks a locked worker a document."""

from __future__ import annotations

import array
import contextlib
import os
import select
import socket
import subprocess
import sys
from pathlib import Path

from annotator.engine import protocol
from annotator.engine.protocol import BadFrame, Task

_ROOT = Path(__file__).resolve().parents[2]


def command(descriptor: int) -> list[str]:
    """How the warm parent is started: without the current folder on the module path, so no cwd can slip code in."""
    return [sys.executable, "-P", "-s", "-m", "annotator", "--worker", "documents", str(descriptor)]


def environment() -> dict[str, str]:
    """The parent's environment: where the package lies, and nothing that changes what Python imports.

    Compiled modules are kept where this process keeps them, or not at all as here.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LD_"))}
    for name in ("LD_LIBRARY_PATH",):
        if name in os.environ:
            kept[name] = os.environ[name]
    if sys.dont_write_bytecode:
        kept["PYTHONDONTWRITEBYTECODE"] = "1"
    if sys.pycache_prefix:
        kept["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    return {**kept, "PYTHONPATH": str(_ROOT)}


class ParentLink:
    """One running warm parent. Messages keep their bounds (a packet socket); descriptors go with them.

    It ends when this end of the socket is closed, also by this process being killed.
    """

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self._process = subprocess.Popen(
                command(theirs.fileno()),
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if os.environ.get("ANNOTATOR_WORKER_ERRORS") else subprocess.DEVNULL,
                env=environment(),
                cwd="/",
            )
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        ours.setblocking(False)
        self._socket = ours

    @property
    def pid(self) -> int:
        """The process id, for tests and the doctor."""
        return self._process.pid

    def fileno(self) -> int:
        """Readable when a child was forked or the parent ended."""
        return self._socket.fileno()

    def ask(self, task: Task, number: int, unconfined: bool, descriptors: list[int], *, behind: bool = False) -> bool:
        """Ask for a worker. False where the queue is full or the parent gone; ask again later."""
        message = protocol.SPAWN.pack(protocol.SPAWN_MAGIC, task, unconfined | behind << 1, number)
        try:
            socket.send_fds(self._socket, [message], descriptors)
        except OSError:
            return False
        return True

    def answers(self) -> tuple[list[tuple[int, int, int]], bool]:
        """(number, status, pidfd or -1) for each child forked since, and whether the parent still lives."""
        found: list[tuple[int, int, int]] = []
        while True:
            space = socket.CMSG_SPACE(array.array("i").itemsize)
            try:
                untrusted, ancillary, _, _ = self._socket.recvmsg(protocol.SPAWNED.size + 1, space)
            except BlockingIOError:
                return found, True
            except OSError:
                return found, False
            descriptors = array.array("i")
            for level, kind, data in ancillary:
                if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                    descriptors.frombytes(data[: len(data) - len(data) % descriptors.itemsize])
            pidfd = descriptors[0] if descriptors else -1
            if not untrusted:
                return found, False
            if len(untrusted) != protocol.SPAWNED.size:
                raise BadFrame("the parent's answer is malformed")
            _, status, _, number = protocol.SPAWNED.unpack(untrusted)
            found.append((number, status, pidfd))

    def close(self) -> None:
        """End the parent and, through it, its children; reap it."""
        self._socket.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def kill(self) -> None:
        """End it at once: its children die with it."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self.close()


def wait_readable(descriptor: int, timeout: float | None) -> bool:
    """Whether a descriptor became readable in time (seconds)."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(None if timeout is None else max(0, timeout * 1000)))
