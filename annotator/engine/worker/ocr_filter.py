"""The system calls that Tesseract may make: an allow-list that lets it start, read its data, and nothing else.

It opens files for reading only, and Landlock says which. No process, thread, socket, signal or changed file.
"""

from __future__ import annotations

import errno
import platform
import struct

from annotator.engine.worker import seccomp

# name: (x86-64, aarch64), from the kernel's tables; beside those every locked worker has
MORE: dict[str, tuple[int | None, int | None]] = {
    "stat": (4, None),
    "lstat": (6, None),
    "execve": (59, 221),
    "uname": (63, 160),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "arch_prctl": (158, None),
    "sysinfo": (99, 179),
    "set_tid_address": (218, 96),
    "newfstatat": (262, 79),
    "set_robust_list": (273, 99),
}
OPENING: dict[str, tuple[tuple[int | None, int | None], int]] = {"open": ((2, None), 1), "openat": ((257, 56), 2)}
"""Calls that open, and which of their arguments says how."""
_CHANGING = 0o1 | 0o2 | 0o100 | 0o1000 | 0o2000 | 0o20000000
"""Flags of opening that are refused: writing, making, cutting, adding, files without a name."""
_FOLDER = {"x86_64": 0o200000, "aarch64": 0o40000}
_LIMITS, _CONTROL = (302, 261), (16, 29)
_WRITE, _EXECUTE, _ANONYMOUS = 2, 4, 0x20
_ARGUMENT = [16 + 8 * place for place in range(6)]
_LOAD = seccomp._LOAD


class _Filter:
    """Lines of BPF. `only(number, lines)` runs lines for one call; they end in an answer."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def line(self, code: int, value: int, if_true: int = 0, if_false: int = 0) -> None:
        """One instruction."""
        self.lines.append(struct.pack("=HBBI", code, if_true, if_false, value))

    def answer(self, value: int) -> None:
        """End with this answer."""
        self.line(seccomp._RETURN, value)

    def only(self, number: int, inside: _Filter) -> None:
        """What follows in `inside` is for the call with this number."""
        self.line(seccomp._EQUAL, number, 0, len(inside.lines))
        self.lines += inside.lines


def program() -> bytes:
    """The filter as BPF for this machine. Raises OSError where the machine is not known."""
    machine = platform.machine()
    if machine not in seccomp._ARCHITECTURES:
        raise OSError(errno.ENOSYS, "no filter for this machine")
    audit, column, _ = seccomp._ARCHITECTURES[machine]
    made = _Filter()
    made.line(_LOAD, 4)  # the architecture of the call
    made.line(seccomp._EQUAL, audit, 1, 0)
    made.answer(seccomp._KILL)
    made.line(_LOAD, 0)  # its number
    if column == 0:  # x32 calls have another numbering
        made.line(seccomp._AT_LEAST, 0x40000000, 0, 1)
        made.answer(seccomp._KILL)
    refused = seccomp._error(errno.EPERM)
    for numbers, place in OPENING.values():
        opening = numbers[column]
        if opening is not None:
            made.only(opening, _reading(_ARGUMENT[place], _CHANGING | _FOLDER[machine], refused))
    made.only(seccomp.CALLS["mmap"][column] or 0, _mapping(refused))
    made.only(seccomp.CALLS["mprotect"][column] or 0, _reading(_ARGUMENT[2], _EXECUTE, refused))
    made.only(_LIMITS[column], _asking(refused))
    terminal = _Filter()
    terminal.answer(seccomp._error(errno.ENOTTY))
    made.only(_CONTROL[column], terminal)
    for name, each in {**seccomp.CALLS, **MORE}.items():
        number = each[column]
        if number is not None and name not in ("mmap", "mprotect"):
            made.line(seccomp._EQUAL, number, 0, 1)
            made.answer(seccomp._ALLOW)
    made.line(seccomp._EQUAL, seccomp._CLONE3, 0, 1)
    made.answer(seccomp._error(errno.ENOSYS))
    made.answer(refused)
    return b"".join(made.lines)


def _reading(argument: int, flags: int, refused: int) -> _Filter:
    """Allowed unless one of the flags is set in an argument."""
    part = _Filter()
    part.line(_LOAD, argument)
    part.line(seccomp._ANY_BIT, flags, 0, 1)
    part.answer(refused)
    part.answer(seccomp._ALLOW)
    return part


def _mapping(refused: int) -> _Filter:
    """Memory that can be executed comes from a file and can't be written."""
    part = _Filter()
    part.line(_LOAD, _ARGUMENT[2])
    part.line(seccomp._ANY_BIT, _EXECUTE, 1, 0)
    part.answer(seccomp._ALLOW)
    part.line(seccomp._ANY_BIT, _WRITE, 2, 0)
    part.line(_LOAD, _ARGUMENT[3])
    part.line(seccomp._ANY_BIT, _ANONYMOUS, 0, 1)
    part.answer(refused)
    part.answer(seccomp._ALLOW)
    return part


def _asking(refused: int) -> _Filter:
    """Limits may be asked for and not set: the third argument is empty."""
    part = _Filter()
    for half in (0, 4):
        part.line(_LOAD, _ARGUMENT[2] + half)
        part.line(seccomp._EQUAL, 0, 1, 0)
        part.answer(refused)
    part.answer(seccomp._ALLOW)
    return part
