"""Tesseract at work: a process a page under its profile, watched, killed with whoever wants nothing more of it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from annotator.engine import parent_link
from annotator.engine.ocr.finding import Tesseract
from annotator.engine.ocr.words import ANSWER_LIMIT, BadAnswer, Word, parse
from annotator.engine.worker import ocr_launch
from annotator.model.errors import NotConfined, Refused, TooSlow

PAGE_SECONDS = 600.0
"""Seconds after which reading a page is given up; its processor time has a limit of its own."""
_NOT_LOCKED = (
    "This computer can't lock the process that reads scans (seccomp and Landlock are needed), so no scan was read. "
    "Everything else works."
)
_FAILED = "A page could not be read by machine. It stays as it was."
_SLOW = "Reading a page by machine took too long and was stopped. The page stays as it was."
_READ = 1 << 16


class PageReading:
    """One page being read. Watch `fileno()` and call `pump()` when it is readable; `finish()` when that says so."""

    def __init__(self, process: subprocess.Popen[bytes], width: int, height: int) -> None:
        self._process = process
        self._size = (width, height)
        self._parts: list[bytes] = []
        self._length = 0
        self._until = time.monotonic() + PAGE_SECONDS
        output = process.stdout
        if output is None:
            raise RuntimeError("a process without an output")
        self._output = output
        os.set_blocking(output.fileno(), False)

    @property
    def pid(self) -> int:
        """The process, for tests."""
        return self._process.pid

    def fileno(self) -> int:
        """Readable when there is something for `pump`."""
        return self._output.fileno()

    def pump(self) -> bool:
        """Takes what has come; true once that was all. Raises TooSlow, or Refused for an endless answer; it ends then.

        Never waits.
        """
        while True:
            try:
                untrusted = os.read(self._output.fileno(), _READ)
            except BlockingIOError:
                break
            if not untrusted:
                return True
            self._parts.append(untrusted)
            self._length += len(untrusted)
            if self._length > ANSWER_LIMIT:
                self.drop()
                raise Refused(_FAILED)
        if time.monotonic() > self._until:
            self.drop()
            raise TooSlow(_SLOW)
        return False

    def finish(self) -> tuple[Word, ...]:
        """The words, after `pump` said that all has come. Raises NotConfined, Refused or TooSlow."""
        self._output.close()
        try:
            status = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired as error:
            self.drop()
            raise Refused(_FAILED) from error
        if status == ocr_launch.NOT_LOCKED:
            raise NotConfined(_NOT_LOCKED)
        if status in (-signal.SIGXCPU, -signal.SIGKILL):
            raise TooSlow(_SLOW)
        if status:
            raise Refused(_FAILED)
        try:
            return parse(b"".join(self._parts), *self._size)
        except BadAnswer as error:
            raise Refused(_FAILED) from error

    def drop(self) -> None:
        """Ends it at once; nothing of it is left. May be called twice."""
        self._output.close()
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()


def start(
    tesseract: Tesseract,
    picture: int,
    size: tuple[int, int],
    dpi: int,
    languages: Sequence[str],
    *,
    unconfined: bool,
    nice: int = 0,
) -> PageReading:
    """Starts reading a picture: a descriptor of a PGM or PNM, read from its beginning, of `size` pixels.

    The process ends with this one. Raises Refused where it can't be started.
    """
    chosen = tuple(languages)
    files = (*tesseract.files, *tesseract.data_files(chosen))
    arguments = [str(tesseract.program), "stdin", "stdout", "--dpi", str(dpi), "--psm", "3", "-l", "+".join(chosen)]
    arguments += ["-c", "tessedit_create_tsv=1"]
    mode = "unlocked" if unconfined else "locked"
    try:
        process = launch(mode, files, arguments, stdin=picture, tessdata=str(tesseract.tessdata), nice=nice)
    except OSError as error:
        raise Refused(_FAILED) from error
    return PageReading(process, *size)


def launch(
    mode: str, files: Sequence[str], arguments: Sequence[str], *, stdin: int, tessdata: str = "", nice: int = 0
) -> subprocess.Popen[bytes]:
    """The launcher in one of its modes with these files to read; its output is a pipe. Raises OSError."""
    environment = {**parent_link.environment(), "TESSDATA_PREFIX": tessdata}
    command = [sys.executable, "-P", "-s", "-m", "annotator", "--worker", "ocr", str(os.getpid()), str(nice), mode]
    return subprocess.Popen(
        [*command, str(len(files)), *files, *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("ANNOTATOR_WORKER_ERRORS") else subprocess.DEVNULL,
        env=environment,
        cwd="/",
    )


def profile(tesseract: Tesseract) -> dict[str, bool]:
    """What a process with Tesseract's locks tried, and whether it was stopped; empty where it could not be locked."""
    from annotator.engine.worker import ocr_probes

    process = launch("probe", tesseract.files, (), stdin=subprocess.DEVNULL)
    try:
        untrusted, _ = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return {}
    if process.returncode:
        return {}
    outcomes: dict[int, int] = {}
    for line in untrusted[:65536].split(b"\n"):
        number, _, outcome = line.partition(b" ")
        if number.isdigit() and outcome.isdigit():
            outcomes[int(number)] = int(outcome)
    return {name: bool(outcomes.get(number, 0)) for number, (name, _) in enumerate(ocr_probes.NAMED)}
