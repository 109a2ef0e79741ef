"""The system calls that a locked worker may make: an allow-list for Linux on x86-64 and aarch64, by ctypes alone."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

# name: (x86-64, aarch64), from the kernel's tables; None where the architecture has no such call
CALLS: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "poll": (7, None),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "pread64": (17, 67),
    "readv": (19, 65),
    "writev": (20, 66),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "getpid": (39, 172),
    "exit": (60, 93),
    "gettimeofday": (96, 169),
    "getrusage": (98, 165),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "sigaltstack": (131, 132),
    "gettid": (186, 178),
    "futex": (202, 98),
    "sched_getaffinity": (204, 123),
    "restart_syscall": (219, 128),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "exit_group": (231, 94),
    "ppoll": (271, 73),
    "getrandom": (318, 278),
    "membarrier": (324, 283),
    "rseq": (334, 293),
}
RECEIVE = {"recvmsg": (47, 212)}
"""For the spare worker alone."""
_ARCHITECTURES = {"x86_64": (0xC000003E, 0, 317), "aarch64": (0xC00000B7, 1, 277)}
_CLONE3 = 435
_PROT_EXEC = 4
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_SET_MODE_FILTER, _SYNCHRONISE_THREADS = 1, 1


def _error(number: int) -> int:
    return 0x00050000 | number


def program(*, receiving: bool = False) -> bytes:
    """The filter as BPF for this machine. Raises OSError where the machine is not known.

    `receiving`: with `recvmsg`, for the spare worker alone, since it is locked before there is a document and gets its
    descriptor through the pipe. Nothing else can come that way: the pipe is its only socket, the client holds its only
    other end, and what the client sends are documents. The others get theirs before the lock, and go without.
    """
    if platform.machine() not in _ARCHITECTURES:
        raise OSError(errno.ENOSYS, "no filter for this machine")
    audit, column, _ = _ARCHITECTURES[platform.machine()]
    lines: list[bytes] = []

    def line(code: int, value: int, if_true: int = 0, if_false: int = 0) -> None:
        lines.append(struct.pack("=HBBI", code, if_true, if_false, value))

    line(_LOAD, 4)  # the architecture of the call
    line(_EQUAL, audit, 1, 0)
    line(_RETURN, _KILL)
    line(_LOAD, 0)  # its number
    if column == 0:  # x32 calls have another numbering
        line(_AT_LEAST, 0x40000000, 0, 1)
        line(_RETURN, _KILL)
    for name in ("mmap", "mprotect"):  # no new executable memory
        number = CALLS[name][column]
        line(_EQUAL, number or 0, 0, 4)
        line(_LOAD, 16 + 2 * 8)
        line(_ANY_BIT, _PROT_EXEC, 0, 1)
        line(_RETURN, _error(errno.EPERM))
        line(_RETURN, _ALLOW)
    for name, numbers in (CALLS | RECEIVE if receiving else CALLS).items():
        number = numbers[column]
        if number is not None and name not in ("mmap", "mprotect"):
            line(_EQUAL, number, 0, 1)
            line(_RETURN, _ALLOW)
    line(_EQUAL, _CLONE3, 0, 1)  # glibc then tries clone, which is refused
    line(_RETURN, _error(errno.ENOSYS))
    line(_RETURN, _error(errno.EPERM))
    return b"".join(lines)


def lock(*, receiving: bool = False) -> None:
    """From now on this process can make only the calls of the list; there is no way back. Raises OSError."""
    load(program(receiving=receiving))


def load(code: bytes) -> None:
    """Install a filter for all threads of this process and what it may execute. Raises OSError."""
    buffer = ctypes.create_string_buffer(code, len(code))
    header = ctypes.create_string_buffer(struct.pack("=H6xQ", len(code) // 8, ctypes.addressof(buffer)))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    number = _ARCHITECTURES[platform.machine()][2]
    result = libc.syscall(
        ctypes.c_long(number), ctypes.c_uint(_SET_MODE_FILTER), ctypes.c_uint(_SYNCHRONISE_THREADS), header
    )
    if result:
        failed = ctypes.get_errno() if result < 0 else errno.ESRCH
        raise OSError(failed, os.strerror(failed))
