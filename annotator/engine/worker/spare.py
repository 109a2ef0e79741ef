"""A worker made ahead: locked, its memory its own, waiting for a document that comes through the pipe."""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import select
import socket
from typing import Any

from annotator.engine.worker import opening, serving, warming
from annotator.engine.worker.mupdf import lib

_AHEAD = 16 * 1024 * 1024
"""Bytes of the arena that are there before anything is drawn: more than a page on the screen takes."""
_POPULATE_WRITE = 23
"""`MADV_POPULATE_WRITE` of Linux 5.14."""
_FAILED = ctypes.c_void_p(-1).value


def run(descriptors: list[int], *, in_namespaces: bool, unconfined: bool) -> None:
    """All of a spare worker's life; does not return. `descriptors`: pipe and arena."""
    pipe_fd, arena, _ = serving.take_over(descriptors)
    client = socket.socket(fileno=pipe_fd)
    poll = select.poll()
    poll.register(pipe_fd, select.POLLIN)
    pipe = serving.Pipe(pipe_fd, arena)
    serving.lock(pipe, in_namespaces=in_namespaces, unconfined=unconfined, receiving=True)
    _prepare(pipe, poll, arena)
    received, given, _, _ = socket.recv_fds(client, 1 << 20, 1)
    if not received:
        os._exit(0)
    if len(given) != 1:
        os._exit(1)
    pipe.feed(received)
    serving.serve(pipe, Mapped(given[0]), at_once=True)


def _prepare(pipe: serving.Pipe, poll: select.poll, arena: mmap.mmap) -> None:
    """What a first page would have to wait for, as long as there is no document yet."""
    if not poll.poll(0):
        with contextlib.suppress(OSError, ValueError):  # an older kernel
            arena.madvise(_POPULATE_WRITE, 0, _AHEAD)
    for _ in warming.steps(pipe.view):
        if poll.poll(0):
            return


class Mapped(opening.Stream):
    """A document's sealed memory, mapped by a process that is locked and can't open anything.

    The mapping can't be cut short under MuPDF: what is sealed does not shrink.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self.size = os.lseek(fd, 0, os.SEEK_END)
        self.mupdf: Any = None
        if self.size:
            self._bytes = _mapped(fd, self.size)
            self.mupdf = lib.fz_open_memory(lib.python_buffer_data(self._bytes), self.size)


def _mapped(fd: int, size: int) -> memoryview:
    """The standard library's mmap duplicates the descriptor, which the lock does not allow."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    address = libc.mmap(None, ctypes.c_size_t(size), mmap.PROT_READ, mmap.MAP_PRIVATE, fd, ctypes.c_long(0))
    if address is None or address == _FAILED:
        raise OSError(ctypes.get_errno(), "no memory to map a document")
    return memoryview((ctypes.c_char * size).from_address(address))
