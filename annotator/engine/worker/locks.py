"""How a worker locks itself: seccomp required, Landlock, namespaces and limits as further nets. One way only."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import resource
import signal
import struct

from annotator.engine.protocol import ARENA_SIZE, Held
from annotator.engine.worker import seccomp

MEMORY = 2 * 1024 * 1024 * 1024
"""Address space a worker may add to what it was born with, in bytes."""
PROCESSOR = 3600
"""Seconds of processor time of one worker; the watchdog is much faster."""
DESCRIPTORS = 16
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many file rights each version of Landlock knows (linux/landlock.h)."""

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def call(number: int, *arguments: object) -> int:
    """A system call by its number. Raises OSError."""
    result = int(_libc.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        failed = ctypes.get_errno()
        raise OSError(failed, os.strerror(failed))
    return result


def _prctl(option: int, value: int) -> None:
    zero = ctypes.c_ulong(0)
    if _libc.prctl(ctypes.c_int(option), ctypes.c_ulong(value), zero, zero, zero) != 0:
        failed = ctypes.get_errno()
        raise OSError(failed, os.strerror(failed))


def die_with(parent: int) -> None:
    """Be killed when the parent process ends; end at once if it did already."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def no_new_privileges() -> None:
    """What is executed from now on gains no rights by it."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def leave_namespaces() -> bool:
    """Into namespaces of its own without a network; the warm parent does it once for all its children.

    Must be called with one thread. False where the system does not allow it.
    """
    number = 272 if platform.machine() == "x86_64" else 97
    try:
        call(number, ctypes.c_int(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC))
    except OSError:
        return False
    return True


def set_limits() -> None:
    """Memory, processor time, no file growth, no core, few descriptors, no further processes."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - before the lock, no Path needed
        born_with = int(statm.read().split()[0]) * resource.getpagesize()
    wanted = (
        (resource.RLIMIT_AS, born_with + MEMORY + ARENA_SIZE),
        (resource.RLIMIT_CPU, PROCESSOR),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, DESCRIPTORS),
        (resource.RLIMIT_NPROC, 0),
    )
    for what, value in wanted:
        hard = resource.getrlimit(what)[1]
        least = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (least, least))


def landlock_ruleset() -> tuple[int, int]:
    """A set of rules that handles, and so denies, every right this kernel's Landlock knows: (version, descriptor).

    (0, -1) where there is no Landlock.
    """
    try:
        version = call(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except OSError:
        return 0, -1
    files = (1 << _FILE_RIGHTS[min(version, 5)]) - 1
    network = 0b11 if version >= 4 else 0
    scope = 0b11 if version >= 6 else 0
    size = 8 if version < 4 else 16 if version < 6 else 24
    rules = struct.pack("=QQQ", files, network, scope)[:size]
    try:
        return version, call(_LANDLOCK_CREATE, rules, ctypes.c_size_t(size), ctypes.c_uint32(0))
    except OSError:
        return 0, -1


def landlock_restrict(ruleset: int) -> None:
    """Put a set of rules in force for this process. Raises OSError."""
    call(_LANDLOCK_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0))


def landlock() -> int:
    """Deny every right this kernel's Landlock knows, without exception. The version in force, 0 for none."""
    version, ruleset = landlock_ruleset()
    if not version:
        return 0
    try:
        landlock_restrict(ruleset)
    except OSError:
        return 0
    finally:
        os.close(ruleset)
    return version


def lock(in_namespaces: bool, *, receiving: bool = False) -> tuple[Held, int]:
    """Lock this process for good: (what holds, version of Landlock). Raises OSError unless seccomp holds.

    `receiving`: a descriptor may still come through a socket that it has.
    """
    held = Held.NAMESPACES if in_namespaces else Held(0)
    with contextlib.suppress(OSError, ValueError):
        set_limits()
        held |= Held.LIMITS
    no_new_privileges()
    held |= Held.NO_NEW_PRIVILEGES
    with contextlib.suppress(OSError):
        _prctl(_PR_SET_DUMPABLE, 0)
    version = landlock()
    if version:
        held |= Held.LANDLOCK
    seccomp.lock(receiving=receiving)
    try:
        os.close(os.open("/", os.O_RDONLY))
    except PermissionError:
        return held | Held.SECCOMP, version
    raise OSError(errno.EPERM, "the lock does not hold")
