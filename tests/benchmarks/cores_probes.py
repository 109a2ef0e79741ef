"""Cores, measured in a process of its own: `python cores_probes.py NAME ARGUMENTS` prints JSON in its last line."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

from memory_probes import family
from probes import tell

from annotator.engine.client import Engine, seal
from annotator.engine.ocr import finding
from annotator.engine.ocr.reading import PagesReading
from annotator.model.pages import Format
from annotator.operations import importing
from annotator.operations.scans import quiet_engine

SHOWN = 200
"""Pages that are drawn, idle and beside."""
LOOK = 0.02
"""Seconds that a person looks at each."""


EVERY = 0.05
"""Seconds between two looks at what is at work."""
AGAIN = 3


def only(cores: str) -> None:
    """This process and all that it starts run on so many cores; 0 for all that there are."""
    if int(cores):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(cores)])


class AtWork:
    """How many processes that were started here want a core, on average: true also on a computer that is busy."""

    def __enter__(self) -> AtWork:
        self._counts: list[int] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def _look(self) -> None:
        while not self._stop.wait(EVERY):
            self._counts.append(sum(_runs(pid) for pid in family()[1:]))

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def mean(self) -> float:
        return sum(self._counts) / max(1, len(self._counts))


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "R"
    except OSError:
        return False


def extracting(pdf: str, cores: str) -> None:
    """Milliseconds to read a file as importing does, once all is warm, and how many processes were at work."""
    only(cores)
    engine = Engine()
    engine.start()
    importing.prepare(engine, Path(pdf)).close()
    began = time.perf_counter()
    with AtWork() as work:
        for _ in range(AGAIN):
            importing.prepare(engine, Path(pdf)).close()
    tell([(time.perf_counter() - began) * 1000 / AGAIN, work.mean])


def scans(pdf: str, cores: str) -> None:
    """Milliseconds to read all pages by machine, and how many processes were at work."""
    only(cores)
    engine = Engine()
    engine.start()
    began = time.perf_counter()
    with AtWork() as work:
        read_all(engine, pdf, threading.Event())
    tell([(time.perf_counter() - began) * 1000, work.mean])


def read_all(engine: Engine, pdf: str, stop: threading.Event, *, quiet: bool = False) -> int:
    """How many pages were read until it was told to stop."""
    tesseract = finding.find()
    if tesseract is None:
        raise SystemExit("no Tesseract")
    source = seal([Path(pdf).read_bytes()], Format.PDF)
    reader = engine.open(source)
    pages = engine.wait(reader.info()).page_count
    work = PagesReading(engine, reader, tesseract, tesseract.choose(), quiet=quiet)
    work.run(range(pages), cancelled=stop.is_set)
    reader.close()
    source.close()
    return len(work.read)


def beside(scanned: str, pdf: str) -> None:
    """Milliseconds of pages drawn one after another: idle, and while scans are read as the window reads them."""
    shown = Engine()
    shown.start()
    source = seal([Path(pdf).read_bytes()], Format.PDF)
    reader = shown.open(source)

    def drawn() -> list[float]:
        found = []
        for page in range(SHOWN):
            began = time.perf_counter()
            shown.wait(reader.render(page, 1.5))
            found.append((time.perf_counter() - began) * 1000)
            stop.wait(LOOK)
        return found

    stop, read = threading.Event(), [0]

    def reading() -> None:
        engine = quiet_engine()
        while not stop.is_set():
            read[0] += read_all(engine, scanned, stop, quiet=True)
        engine.close()

    drawn()
    idle = drawn()
    thread = threading.Thread(target=reading)
    thread.start()
    threading.Event().wait(3)  # until Tesseract is at work
    busy = drawn()
    stop.set()
    thread.join()
    tell({"idle": idle, "busy": busy, "pages": read[0]})


if __name__ == "__main__":
    found = {"extracting": extracting, "scans": scans, "beside": beside}
    found[sys.argv[1]](*sys.argv[2:])
