"""Runs something in a process whose writes to disk are seen, and may be refused, one by one.

Linux only: a seccomp filter asks this process about each system call that writes, syncs, cuts, names or unnames a
file. So nothing is loaded into what is tested, and the real calls of the real SQLite are met.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import select
import signal
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_X86_64 = 0xC000003E
_NUMBERS = {
    1: "write",
    18: "pwrite",
    20: "writev",
    40: "sendfile",
    74: "sync",
    75: "sync",
    77: "truncate",
    82: "rename",
    86: "link",
    87: "unlink",
    257: "open",
    263: "unlinkat",
    264: "renameat",
    265: "linkat",
    316: "renameat2",
}
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_CONTINUE = 1
_ALLOW, _ASK = 0x7FFF0000, 0x7FC00000
_GIVE_UP = 60.0


@dataclass(frozen=True, slots=True)
class Call:
    """One call: what, the file's path, and as far as it has them offset or size, data, and a second path."""

    what: str
    path: str
    at: int = 0
    data: bytes = b""
    to: str = ""


def _filter() -> bytes:
    """Ask about those calls, let all others pass."""
    steps = [(0x20, 0, 0, 4), (0x15, 0, len(_NUMBERS) + 1, _X86_64), (0x20, 0, 0, 0)]
    for at, number in enumerate(_NUMBERS):
        steps.append((0x15, len(_NUMBERS) - at, 0, number))
    steps += [(0x06, 0, 0, _ALLOW), (0x06, 0, 0, _ASK)]
    return b"".join(struct.pack("<HBBI", *step) for step in steps)


def _install() -> int:
    """Puts the filter on this process and gives the descriptor that answers."""
    libc = ctypes.CDLL(None, use_errno=True)
    program = ctypes.create_string_buffer(_filter())
    head = struct.pack("<HxxxxxxQ", len(_filter()) // 8, ctypes.addressof(program))
    given = ctypes.create_string_buffer(head)
    if libc.prctl(38, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no new privileges")
    found = int(libc.syscall(317, 1, 8, ctypes.byref(given)))
    if found < 0:
        raise OSError(ctypes.get_errno(), "no filter")
    return found


def run(act: Callable[[], None], decide: Callable[[Call], int]) -> int:
    """Runs `act` in a process of its own; `decide` is asked about each call and gives 0 or an error number.

    Gives the process's status: 0 where `act` came to its end. It is killed where it takes a minute.
    """
    mine, theirs = socket.socketpair()
    process = os.fork()
    if process == 0:
        status = 70
        try:
            mine.close()
            listener = _install()
            socket.send_fds(theirs, [b"x"], [listener])
            os.close(listener)
            act()
            status = 0
        finally:
            os._exit(status)
    theirs.close()
    try:
        _, listeners, _, _ = socket.recv_fds(mine, 1, 1)
        if listeners:
            _answer(listeners[0], process, decide)
            os.close(listeners[0])
    finally:
        mine.close()
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _answer(listener: int, process: int, decide: Callable[[Call], int]) -> None:
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    while True:
        ready = poll.poll(_GIVE_UP * 1000)
        if not ready:
            os.kill(process, signal.SIGKILL)
            return
        if ready[0][1] & select.POLLHUP:
            return
        asked = bytearray(80)
        try:
            fcntl.ioctl(listener, _RECEIVE, asked)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.EINTR):
                continue
            raise
        number, pid, _, call = struct.unpack_from("<QIIi", asked)
        arguments = struct.unpack_from("<6Q", asked, 32)
        seen = _seen(pid, _NUMBERS[call], arguments)
        refused = decide(seen) if seen is not None else 0
        answer = struct.pack("<QqiI", number, 0, -refused, 0 if refused else _CONTINUE)
        try:
            fcntl.ioctl(listener, _SEND, bytearray(answer))
        except OSError as error:
            if error.errno != errno.ENOENT:
                raise


def _seen(pid: int, what: str, given: tuple[int, ...]) -> Call | None:
    """The call in words; None for one that concerns no file."""
    if what in ("write", "pwrite", "writev", "sync", "truncate", "sendfile"):
        path = _file(pid, given[0])
        if not path.startswith("/") or (path.startswith("/dev/") and not path.startswith("/dev/shm/")):
            return None
        if what in ("write", "pwrite"):
            at = given[3] if what == "pwrite" else _position(pid, given[0])
            return Call("write", path, at, _memory(pid, given[1], given[2]))
        return Call(what, path, given[1] if what == "truncate" else 0)
    if what == "open":
        if not given[2] & os.O_CREAT:
            return None
        path = _text(pid, given[1])
        return None if Path(path).exists() else Call("create", path)
    if what in ("rename", "link"):
        return Call(what, _text(pid, given[0]), to=_text(pid, given[1]))
    if what in ("renameat", "linkat", "renameat2"):
        return Call(what[:6] if what[0] == "r" else "link", _text(pid, given[1]), to=_text(pid, given[3]))
    return Call("unlink", _text(pid, given[1 if what == "unlinkat" else 0]))


def _file(pid: int, descriptor: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/fd/{descriptor}").readlink()).removesuffix(" (deleted)")
    except OSError:
        return ""


def _position(pid: int, descriptor: int) -> int:
    with open(f"/proc/{pid}/fdinfo/{descriptor}", encoding="ascii") as file:  # noqa: PTH123
        return int(file.readline().split()[1])


def _memory(pid: int, at: int, size: int) -> bytes:
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:  # noqa: PTH123
        memory.seek(at)
        return memory.read(size)


def _text(pid: int, at: int) -> str:
    page = 4096 - at % 4096
    found = _memory(pid, at, page)
    if b"\0" not in found:
        found += _memory(pid, at + page, 4096)
    return os.fsdecode(found.split(b"\0", 1)[0])
