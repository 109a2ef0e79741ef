"""What the process that becomes Tesseract tries in order to get out, under the very locks that Tesseract gets."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable

from annotator.engine.worker import probes


def _open_to_write() -> None:
    os.close(os.open("/dev/null", os.O_WRONLY))


# These three would do nothing even where they are allowed: they fail for another reason then, which counts as allowed.


def _mount() -> None:
    _through_libc("mount", b"none", b"/annotator/is/not/there", b"tmpfs", ctypes.c_ulong(0), None)


def _trace() -> None:
    _through_libc("ptrace", ctypes.c_long(16), ctypes.c_long(0), None, None)  # attach to no process


def _enter_namespace() -> None:
    _through_libc("setns", ctypes.c_int(-1), ctypes.c_int(0))


def _raise_limits() -> None:
    _through_libc("setrlimit", ctypes.c_int(4), (ctypes.c_ulong * 2)(0, 0))


def _kill_parent() -> None:
    os.kill(os.getppid(), signal.SIGURG)


def _through_libc(name: str, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    ctypes.set_errno(0)
    if getattr(libc, name)(*arguments) < 0:
        failed = ctypes.get_errno()
        raise OSError(failed, os.strerror(failed))


NAMED: tuple[tuple[str, Callable[[], None]], ...] = (
    ("open a file", probes._open_file),
    ("write a file", probes._write_file),
    ("open a device for writing", _open_to_write),
    ("list a folder", probes._list_folder),
    ("delete a file", probes._delete_file),
    ("connect to the network", probes._tcp),
    ("send a datagram", probes._udp),
    ("make a socket", probes._unix_socket),
    ("start a process", probes._fork),
    ("start a thread", probes._thread),
    ("signal its parent", _kill_parent),
    ("signal other processes", probes._signal_others),
    ("make memory executable", probes._executable_memory),
    ("take 4 GB of memory", probes._much_memory),
    ("make shared memory", probes._shared_memory),
    ("mount a disk", _mount),
    ("trace a process", _trace),
    ("enter a namespace", _enter_namespace),
    ("change its limits", _raise_limits),
    ("open a file by a newer call", probes._open_newer),
    ("make a socket of another kind", probes._other_sockets),
    ("start a process by a bare call", probes._bare_fork),
    ("take 4 GB of memory piece by piece", probes._memory_in_pieces),
    ("get hold of its parent", probes._hold_parent),
    ("read its parent's memory", probes._parents_memory),
    ("queue calls for the kernel", probes._queue_calls),
    ("run a program by a newer call", probes._start_newer),
    ("run a program", probes._start_program),
)
"""In the order of their numbers; the last would replace the process."""


def attempt_all() -> list[tuple[int, int]]:
    """(number, errno) of each attempt; an errno of 0 means that it succeeded."""
    return [(number, probes._outcome(attempt)) for number, (_, attempt) in enumerate(NAMED)]
