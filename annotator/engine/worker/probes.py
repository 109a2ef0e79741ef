"""What a locked worker tries in order to get out, so that the doctor reports what was seen and not what is hoped."""

from __future__ import annotations

import errno
import mmap
import os
import signal
import socket
import threading
from collections.abc import Callable


def _open_file() -> None:
    os.close(os.open("/etc/passwd", os.O_RDONLY))


def _write_file() -> None:
    os.close(os.open("/tmp/annotator-probe", os.O_WRONLY | os.O_CREAT, 0o600))  # noqa: S108 - meant to be refused


def _list_folder() -> None:
    os.listdir("/")  # noqa: PTH208 - the bare call is what is tried


def _look_at_file() -> None:
    os.stat("/etc/passwd")  # noqa: PTH116


def _delete_file() -> None:
    os.unlink("/tmp/annotator-probe")  # noqa: S108, PTH108


def _tcp() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as caller:
        caller.settimeout(1)
        caller.connect(("127.0.0.1", 9))


def _udp() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", 9))


def _unix_socket() -> None:
    socket.socket(socket.AF_UNIX).close()


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)
    os.wait()


def _start_program() -> None:
    os.execv("/bin/true", ["true"])  # noqa: S606


def _thread() -> None:
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()


def _signal_parent() -> None:
    os.kill(os.getppid(), 0)


def _signal_others() -> None:
    os.kill(1, signal.SIGCONT)


def _executable_memory() -> None:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()


def _much_memory() -> None:
    len(bytearray(4 << 30))


def _shared_memory() -> None:
    os.close(os.memfd_create("probe"))


ATTEMPTS: tuple[Callable[[], None], ...] = (
    _open_file,
    _write_file,
    _list_folder,
    _look_at_file,
    _delete_file,
    _tcp,
    _udp,
    _unix_socket,
    _fork,
    _thread,
    _signal_parent,
    _signal_others,
    _executable_memory,
    _much_memory,
    _shared_memory,
    _start_program,
)
"""In the order of `protocol.PROBES`, the last one last since it would replace the process."""


def attempt_all() -> list[tuple[int, int]]:
    """(number, errno) of each attempt; an errno of 0 means that it succeeded."""
    return [(number, _outcome(attempt)) for number, attempt in enumerate(ATTEMPTS)]


def _outcome(attempt: Callable[[], None]) -> int:
    try:
        attempt()
    except OSError as error:
        # Nobody listens and nothing is there: only a refusal of the call itself counts.
        return error.errno if error.errno in (errno.EPERM, errno.EACCES, errno.ENOSYS) else 0
    except MemoryError:
        return errno.ENOMEM
    except RuntimeError:
        return errno.EPERM
    except Exception:  # whatever else it was, it was no refusal
        return 0
    return 0
