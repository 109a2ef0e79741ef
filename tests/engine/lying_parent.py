"""A parent and a worker that lie, as real processes: python lying_parent.py DESCRIPTOR LIE."""

from __future__ import annotations

import array
import os
import socket
import struct
import sys
import time

HEADER = struct.Struct("<HHII")
INFO, EXTRACT, CHARS, RENDER, ANNOTATE = 2, 3, 4, 5, 7
HELLO, DONE, FAILED, PAGES, OUTLINE, PIECE, BUSY, FRAGMENTS, ATTACHED, ABOUT = range(101, 111)
NAN = float("nan")


def frame(kind: int, request: int, payload: bytes = b"", code: int = 0) -> bytes:
    return HEADER.pack(kind, code, request, len(payload)) + payload


def page(
    index: int, box: tuple[float, ...] = (0, 0, 9, 9), rotation: int = 0, text: bytes = b"x", claimed: int = -1
) -> bytes:
    length = len(text) if claimed < 0 else claimed
    return struct.pack("<IddddHHI", index, *box, rotation, 1, length) + b"1" + text


def told(total: int, *pages: bytes) -> bytes:
    return struct.pack("<I", total) + b"".join(pages)


def pixels(width: int, height: int, stride: int, scale: float = 1.0) -> bytes:
    return struct.pack("<IIIdB", width, height, stride, scale, 0)


def after_page(n: int, kind: int, payload: bytes) -> bytes:
    return frame(PAGES, n, told(1, page(0))) + frame(kind, n, payload)


def link(x1: float = 9, kind: int = 2, length: int = 1, count: int = 1) -> bytes:
    return struct.pack("<I", count) + struct.pack("<ddddBIddH", 0, 0, x1, 9, kind, 0, NAN, NAN, length) + b"x"


DONE_INFO = struct.pack("<IBI", 1, 0, 0)
SECCOMP = 1
END = struct.pack("<I", 1) + b"v" + DONE_INFO

LIES = {
    "frame length": lambda n: HEADER.pack(DONE, 0, n, 2**32 - 1),
    "garbage": lambda n: bytes(range(255, -1, -1)) * 16,
    "no hello": None,
    "not locked": None,
    "closes": None,
    "never answers": None,
    "other request": lambda n: frame(DONE, n + 1, DONE_INFO),
    "second hello": lambda n: frame(HELLO, 0, struct.pack("<IiI", 31, 7, 0)),
    "unknown kind": lambda n: frame(999, n),
    "unknown failure": lambda n: frame(FAILED, n, code=65535),
    "no pages": lambda n: frame(DONE, n, struct.pack("<IBI", 0, 0, 0)),
    "many pages": lambda n: frame(DONE, n, struct.pack("<IBI", 2**32 - 1, 0, 0)),
    "many warnings": lambda n: frame(DONE, n, struct.pack("<IBI", 1, 0, 2**31)),
    "short": lambda n: frame(DONE, n, b"\x01"),
    "long": lambda n: frame(DONE, n, DONE_INFO + b"more"),
    "pages of nothing": lambda n: (
        frame(PAGES, n, told(1, page(0))) + frame(DONE, n, END.replace(DONE_INFO, struct.pack("<IBI", 9, 0, 0)))
    ),
    "page order": lambda n: frame(PAGES, n, told(2, page(1))),
    "page count": lambda n: frame(PAGES, n, told(1, page(0), page(1))),
    "page box": lambda n: frame(PAGES, n, told(1, page(0, (0, 0, NAN, 9)))),
    "page box far": lambda n: frame(PAGES, n, told(1, page(0, (0, 0, 1e300, 9)))),
    "page inside out": lambda n: frame(PAGES, n, told(1, page(0, (9, 9, 0, 0)))),
    "page rotation": lambda n: frame(PAGES, n, told(1, page(0, rotation=45))),
    "page text length": lambda n: frame(PAGES, n, told(1, page(0, claimed=2**32 - 1))),
    "page text no UTF-8": lambda n: frame(PAGES, n, told(1, page(0, text=b"\xff\xfe"))),
    "page text surrogate": lambda n: frame(PAGES, n, told(1, page(0, text=b"\xed\xa0\x80"))),
    "outline level": lambda n: (
        frame(PAGES, n, told(1, page(0))) + frame(OUTLINE, n, struct.pack("<HIH", 0, 0, 1) + b"t")
    ),
    "outline title": lambda n: frame(OUTLINE, n, struct.pack("<HIH", 1, 0, 65535) + b"t"),
    "piece too long": lambda n: frame(PIECE, n, struct.pack("<QI", 0, 2**32 - 1)),
    "piece far away": lambda n: frame(PIECE, n, struct.pack("<QI", 2**63, 10)),
    "piece of nothing": lambda n: frame(PIECE, n, struct.pack("<QI", 0, 0)),
    "pixels too many": lambda n: frame(DONE, n, pixels(30000, 30000, 120000)),
    "pixels stride": lambda n: frame(DONE, n, pixels(10, 10, 2**32 - 1)),
    "pixels huge": lambda n: frame(DONE, n, pixels(2**32 - 1, 2**32 - 1, 4)),
    "pixels none": lambda n: frame(DONE, n, pixels(0, 0, 0)),
    "pixels scale": lambda n: frame(DONE, n, pixels(1, 1, 4, NAN)),
    "chars too long": lambda n: frame(DONE, n, struct.pack("<II", 2**32 - 1, 1)),
    "chars count": lambda n: frame(DONE, n, struct.pack("<II", 4, 2**32 - 1)),
    "chars differ": lambda n: frame(DONE, n, struct.pack("<II", 4, 2)),
    "fragment of no page": lambda n: after_page(n, FRAGMENTS, struct.pack("<IIIH", 7, 0, 1, 1) + b"A"),
    "fragment past its page": lambda n: after_page(n, FRAGMENTS, struct.pack("<IIIH", 0, 0, 2**31, 1) + b"A"),
    "fragment backwards": lambda n: after_page(n, FRAGMENTS, struct.pack("<IIIH", 0, 1, 0, 1) + b"A"),
    "fragment with a long name": lambda n: after_page(n, FRAGMENTS, struct.pack("<IIIH", 0, 0, 1, 999) + b"A" * 999),
    "attached with a long name": lambda n: after_page(n, ATTACHED, struct.pack("<QH", 1, 65535) + b"A"),
    "attached without end": lambda n: after_page(n, ATTACHED, struct.pack("<QH", 1, 1) + b"A") * 2_000,
    "attached never comes": lambda n: (
        after_page(n, ATTACHED, struct.pack("<QH", 2**63, 1) + b"A") + frame(DONE, n, END)
    ),
    "about too long": lambda n: after_page(n, ABOUT, struct.pack("<HHHH", 65535, 0, 0, 0) + b"A"),
    "about no UTF-8": lambda n: after_page(n, ABOUT, struct.pack("<HHHH", 1, 0, 0, 0) + b"\xff"),
    "about and more": lambda n: after_page(n, ABOUT, struct.pack("<HHHH", 1, 0, 0, 0) + b"AB"),
    "links too many": lambda n: frame(DONE, n, link(count=2**32 - 1)),
    "link out of the world": lambda n: frame(DONE, n, link(x1=1e300)),
    "link address too long": lambda n: frame(DONE, n, link(length=65535)),
    "notes too many": lambda n: frame(DONE, n, struct.pack("<I", 1_001)),
    "note too long": lambda n: frame(DONE, n, struct.pack("<IddddBHI", 1, 0, 0, 9, 9, 0, 0, 2**32 - 1)),
    "shares out of bounds": lambda n: frame(DONE, n, struct.pack("<ddd", 0.5, 0.5, NAN)),
    "scan larger than there is": lambda n: frame(DONE, n, struct.pack("<IIdd", 31_000, 31_000, 1.0, 0.0)),
    "scan of no size": lambda n: frame(DONE, n, struct.pack("<IIdd", 0, 1, 1.0, 0.0)),
    "scan of no scale": lambda n: frame(DONE, n, struct.pack("<IIdd", 1, 1, NAN, 0.0)),
}


def worker(pipe: int, lie: str) -> None:
    if lie == "closes":
        return
    if lie != "no hello":
        os.write(pipe, frame(HELLO, 0, struct.pack("<IiI", 31 & ~SECCOMP if lie == "not locked" else 31, 7, 0)))
    data = b""
    while True:
        read = os.read(pipe, 65536)
        if not read:
            return
        data += read
        while len(data) >= HEADER.size:
            kind, _, number, length = HEADER.unpack_from(data)
            if len(data) < HEADER.size + length:
                break
            data = data[HEADER.size + length :]
            if kind == 1:
                continue
            if lie == "never answers":
                time.sleep(3600)
            os.write(pipe, frame(DONE, number, DONE_INFO) if lie in ("no hello", "not locked") else LIES[lie](number))


def main() -> None:
    client = socket.socket(fileno=int(sys.argv[1]))
    while True:
        message, descriptors, _, _ = socket.recv_fds(client, 12, 3)
        if not message:
            return
        number = struct.unpack("<4sHHI", message)[3]
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            client.close()
            try:
                worker(descriptors[0], sys.argv[2])
            finally:
                os._exit(0 if os.getppid() == parent else 1)
        pidfd = os.pidfd_open(child)
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [pidfd]))]
        client.sendmsg([struct.pack("<4sHHI", b"ANN1", 0, 0, number)], rights)
        for descriptor in (*descriptors, pidfd):
            os.close(descriptor)


if __name__ == "__main__":
    main()
