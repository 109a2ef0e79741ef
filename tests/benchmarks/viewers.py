"""The whole program from its start to visible text on a virtual screen, against viewers that Debian ships.

Needs Xvfb; viewers that are not installed are left out. What is looked at is the screen's memory itself, so that
looking costs nothing: the first page is printed in a red that nothing else has.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import Row, homes

PAGES = 10_000
_ROUNDS = 5
_LIMIT = 60.0
_RED = bytes((0, 0, 255))
_ROWS = 8
"""Every so many rows of the screen are looked at: looking at all takes a core from those who are measured."""
_ENOUGH = 50
"""So many red pixels in these rows are text and no artefact of an edge."""
_WIDTH = 1280
_SCREEN = f"{_WIDTH}x800x24"
VIEWERS = (("evince", ()), ("qpdfview", ()), ("mupdf", ()))


def long_pdf(path: Path, pages: int = PAGES) -> Path:
    """A PDF of many pages of text, the first in red; written by hand, which takes a second."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for number in range(pages):
        look = "1 0 0 rg /F 44 Tf 60 TL" if number == 0 else "0 g /F 11 Tf 18 TL"
        lines = "".join(
            f"({number + 1}.{line + 1}: the level of the north well fell by {number % 97} millimetres.) Tj T*\n"
            for line in range(12 if number == 0 else 40)
        )
        body = f"BT {look} 50 760 Td\n{lines}ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % len(objects)
        )
    kids = b" ".join(b"%d 0 R" % number for number in range(5, len(objects) + 1, 2))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages)
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(out)
    return path


@contextmanager
def screen(folder: Path) -> Iterator[tuple[str, mmap.mmap, int]]:
    """A virtual screen: its name, its memory, and where its pixels begin in it."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", _SCREEN, "-fbdir", str(folder), "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        name = ":" + os.read(reading, 16).decode().strip()
        with (folder / "Xvfb_screen0").open("rb") as file:
            memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header, _, _, _, _, _ = struct.unpack(">6I", memory[:24])
        colours = struct.unpack(">I", memory[76:80])[0]
        yield name, memory, header + colours * 12
        memory.close()
    finally:
        os.close(reading)
        server.terminate()
        server.wait()


def _red(memory: mmap.mmap, start: int) -> int:
    row, count = _WIDTH * 4, 0
    for top in range(start, len(memory) - row + 1, row * _ROWS):
        pixels = memory[top : top + row]
        at = pixels.find(_RED)
        while at >= 0 and count < _ENOUGH:
            count += at % 4 == 0
            at = pixels.find(_RED, at + 1)
    return count


def shown_after(command: list[str], env: dict[str, str], memory: mmap.mmap, start: int) -> float:
    """Seconds from starting a program to its text on the screen; the program is ended then."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while _red(memory, start) < _ENOUGH:
            if time.perf_counter() - began > _LIMIT or process.poll() not in (None, 0):
                raise SystemExit(f"{command[0]} showed nothing")
            time.sleep(0.001)
        return time.perf_counter() - began
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        while _red(memory, start) >= _ENOUGH:  # until the screen is empty again
            time.sleep(0.01)


def viewing(folder: Path, home: Path) -> list[Row]:
    """One row a viewer: ours against it, in turn."""
    if shutil.which("Xvfb") is None:
        return []
    pdf = long_pdf(folder / "long.pdf")
    project = folder / "long.annotator"
    env = {**os.environ, **homes(home), "QT_QPA_PLATFORM": "xcb", "LIBGL_ALWAYS_SOFTWARE": "1"}
    env |= {"PYTHONPYCACHEPREFIX": str(home / "bytecode")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # after the first run a person's computer has bytecode, too
    ours = [sys.executable, "-m", "annotator"]
    for arguments in (["new", str(project)], ["add", str(project), str(pdf), "--as", "draft"]):
        subprocess.run([*ours, *arguments], env=env, check=True, stdout=subprocess.DEVNULL)
    viewers = [[name, *more, str(pdf)] for name, more in VIEWERS if shutil.which(name)]
    taken: dict[str, list[float]] = {}
    with screen(folder) as (display, memory, start):
        env["DISPLAY"] = display
        for round_ in range(_ROUNDS + 1):
            for command in ([*ours, str(project)], *viewers):
                seconds = shown_after(command, env, memory, start)
                if round_:  # the first fills the disk's cache
                    taken.setdefault(Path(command[0]).name, []).append(seconds * 1000)
    mine = statistics.median(taken.pop(Path(sys.executable).name))
    return [
        Row(
            f"Start to visible text of a {PAGES:,}-page file, against {name}",
            mine,
            statistics.median(theirs),
            None if name == "mupdf" else 1,
        )
        for name, theirs in taken.items()
    ]
