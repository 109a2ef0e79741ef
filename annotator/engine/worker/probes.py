"""What a locked worker tries in order to get out, so that the doctor reports what was seen and not what is hoped."""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import platform
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


# Calls without a name in the standard library, by their numbers on x86-64 and aarch64. Where a call does nothing even
# if it is allowed, it fails for another reason, which counts as allowed.


def _bare(numbers: tuple[int, int], *arguments: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    ctypes.set_errno(0)
    result = int(libc.syscall(ctypes.c_long(numbers[platform.machine() == "aarch64"]), *arguments))
    if result < 0:
        failed = ctypes.get_errno()
        raise OSError(failed, os.strerror(failed))
    return result


def _open_newer() -> None:
    how = (ctypes.c_uint64 * 3)(os.O_RDONLY, 0, 0)
    os.close(_bare((437, 437), ctypes.c_int(-100), b"/etc/passwd", how, ctypes.c_size_t(24)))


def _other_sockets() -> None:
    """Netlink, packets, cryptography, virtual machines, and a pair: refused only if all are."""
    for family, kind in ((16, 3), (17, 3), (38, 5), (40, 1), (socket.AF_INET6, 1), (socket.AF_INET, 3)):
        try:
            os.close(_bare((41, 198), ctypes.c_int(family), ctypes.c_int(kind), ctypes.c_int(0)))
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.EACCES):
                return  # the kernel has no such family: the call itself was allowed
    for end in socket.socketpair():
        end.close()


def _bare_fork() -> None:
    none = ctypes.c_void_p(None)
    child = _bare((56, 220), ctypes.c_ulong(signal.SIGCHLD), none, none, none, none)
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _memory_in_pieces() -> None:
    kept = []
    try:
        for _ in range(64):
            kept.append(mmap.mmap(-1, 64 << 20))
    except OSError as error:
        raise MemoryError from error
    finally:
        for each in kept:
            each.close()


def _hold_parent() -> None:
    os.close(_bare((434, 434), ctypes.c_int(os.getppid()), ctypes.c_uint(0)))


def _parents_memory() -> None:
    into = ctypes.create_string_buffer(8)
    here = (ctypes.c_size_t * 2)(ctypes.addressof(into), 8)
    one = ctypes.c_ulong(1)
    _bare((310, 270), ctypes.c_int(os.getpid()), here, one, here, one, ctypes.c_ulong(0))
    _bare((310, 270), ctypes.c_int(os.getppid()), here, one, here, one, ctypes.c_ulong(0))


def _queue_calls() -> None:
    os.close(_bare((425, 425), ctypes.c_uint(1), ctypes.create_string_buffer(120)))


def _start_newer() -> None:
    _bare((322, 281), ctypes.c_int(-100), b"/annotator/is/not/there", None, None, ctypes.c_int(0))


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
    _open_newer,
    _other_sockets,
    _bare_fork,
    _memory_in_pieces,
    _hold_parent,
    _parents_memory,
    _queue_calls,
    _start_newer,
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
