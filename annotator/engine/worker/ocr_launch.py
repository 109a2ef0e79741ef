"""Becomes Tesseract under a profile of its own: this small process locks itself, then executes it. Stdlib only.

Unlike a worker, Tesseract has to start as a program and read its data, so Landlock is required beside seccomp: it alone
says which files may be read (the program, its libraries, its languages) and which executed (the program).
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import struct
import sys

from annotator.engine.worker import locks, ocr_filter, seccomp

MEMORY = 2 * 1024 * 1024 * 1024
"""Address space of Tesseract, in bytes; a page of 16 million pixels takes about a third of it."""
PROCESSOR = 60
"""Seconds of processor time for one reading of one page; a dense page of A4 takes about two."""
DESCRIPTORS = 16
NOT_LOCKED = 71
"""The exit status where a lock does not hold: nothing was executed, nothing read."""
NOT_STARTED = 72
"""The exit status where the program can't be executed."""
_ADD_RULE, _BENEATH = 445, 1
_EXECUTE, _READ = 1, 4


def main(argv: list[str]) -> int:
    """PARENT, NICE, MODE (`locked`, `unlocked` or `probe`), number of files, the files to read, then the command.

    PARENT is the process id of who started this, with which it ends. The first of the files is the program, the second
    its loader. As `probe` it tries to get out and prints a line `number errno` for each attempt.
    """
    try:
        parent, nice, mode, count = int(argv[0]), int(argv[1]), argv[2], int(argv[3])
        files, command = argv[4 : 4 + count], argv[4 + count :]
        program = files[0]
    except (IndexError, ValueError):
        print("This is started by Annotator itself.", file=sys.stderr)
        return 64
    os.nice(max(0, nice))
    if mode == "probe":  # loaded while it can be
        from annotator.engine.worker import ocr_probes
    try:
        held = lock(parent, files)
    except OSError:
        if mode != "unlocked":
            return NOT_LOCKED
        held = False
    if mode == "probe":
        for number, outcome in ocr_probes.attempt_all() if held else ():
            os.write(1, f"{number} {outcome}\n".encode())
        return 0 if held else NOT_LOCKED
    try:
        os.execve(program, command, _environment())  # noqa: S606 - what this process is for
    except OSError:
        return NOT_STARTED


def lock(parent: int, files: list[str]) -> bool:
    """Locks this process for good. Raises OSError unless limits, Landlock and seccomp all hold."""
    locks.leave_namespaces()
    locks.die_with(parent)  # after the namespaces, which would undo it
    _set_limits()
    locks.no_new_privileges()
    _landlock(files)
    seccomp.load(ocr_filter.program())
    for path in ("/", "/proc/self/status"):
        try:
            os.close(os.open(path, os.O_RDONLY))
        except PermissionError:
            continue
        raise OSError(errno.EPERM, "the lock does not hold")
    return True


def _set_limits() -> None:
    wanted = (
        (resource.RLIMIT_AS, MEMORY),
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


def _landlock(files: list[str]) -> None:
    """Deny every right this kernel's Landlock knows, but reading these files and executing the first two.

    The second is the loader, which the kernel executes with the program; it can read nothing else either.
    """
    version, ruleset = locks.landlock_ruleset()
    if not version:
        raise OSError(errno.ENOSYS, "no Landlock")
    try:
        for place, path in enumerate(files):
            try:
                fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except FileNotFoundError:
                continue
            try:
                rights = _READ | (_EXECUTE if place < 2 else 0)
                rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, fd))
                locks.call(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_BENEATH), rule, ctypes.c_uint32(0))
            finally:
                os.close(fd)
        locks.landlock_restrict(ruleset)
    finally:
        os.close(ruleset)


def _environment() -> dict[str, str]:
    """Nothing of the person's: where the languages lie, one thread, plain messages."""
    kept = ("TESSDATA_PREFIX", "LD_LIBRARY_PATH")
    given = {name: os.environ[name] for name in kept if name in os.environ}
    return {**given, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
