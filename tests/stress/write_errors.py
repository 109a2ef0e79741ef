"""Every write of whatever is done to a project fails once, or from then on: a disk that is full, or broken.

Run by hand (Linux): python -m tests.stress.write_errors [EVERY HOW MANYTH]. What was begun must come to its end or be
refused with a sentence; afterwards the file opens, is what was written, and has all that was said to be done.
"""

from __future__ import annotations

import collections
import errno
import itertools
import shutil
import sys
import tempfile
import traceback
from pathlib import Path

from annotator.model.errors import Refused
from tests.stress import watched
from tests.stress.undertakings import ALL, Undertaking, looked_at
from tests.stress.watched import Call

_KINDS = (errno.ENOSPC, errno.EIO)
_FULL = frozenset(["write", "writev", "sendfile", "create", "link", "rename"])
"""What fails on a full disk."""


class _Fate:
    """Refuses one call, or all from it on, and counts them."""

    def __init__(self, at: int, error: int, *, lasting: bool) -> None:
        self.at, self.error, self.lasting = at, error, lasting
        self.count = 0
        self.hit = ""

    def __call__(self, call: Call) -> int:
        if call.path.endswith("/said"):
            return 0
        if self.error == errno.ENOSPC and call.what not in _FULL:
            return 0
        self.count += 1
        if self.count - 1 == self.at or (self.lasting and self.count > self.at):
            self.hit = self.hit or f"{call.what} {Path(call.path).name[-20:]}"
            return self.error
        return 0


def _run(undertaking: Undertaking, folder: Path, fate: _Fate) -> tuple[int, list[str]]:
    said = folder.with_name("said")

    def act() -> None:
        with said.open("w", buffering=1, encoding="utf-8") as out:
            try:
                undertaking.run(folder, lambda what: out.write(f"{what}\n"))
            except Refused as refused:
                out.write(f"refused:{type(refused).__name__}\n")
            except BaseException:
                out.write(f"raised:{traceback.format_exc()[-400:].replace(chr(10), ' | ').replace(' ', '_')}\n")

    status = watched.run(act, fate)
    return status, said.read_text(encoding="utf-8").split()


def refused(undertaking: Undertaking, name: Path, every: int, told: collections.Counter[str]) -> list[str]:
    """Refuses every so many of an undertaking's calls, one after another; what was wrong, counts in `told`."""
    kind, made, folder = type(undertaking).__name__, name / "made", name / "here"
    made.mkdir()
    undertaking.prepare(made)
    wrong: list[str] = []
    for error, lasting in itertools.product(_KINDS, (False, True)):
        for at in itertools.count(0, every):
            shutil.copytree(made, folder)
            fate = _Fate(at, error, lasting=lasting)
            status, done = _run(undertaking, folder, fate)
            bad = [word for word in done if word.startswith("raised:")]
            said = next((word for word in done if word.startswith("refused:")), "went on")
            one = "" if status == 0 and not bad else f"{kind}: ended with {status} {bad}"
            one = one or looked_at(undertaking, folder, [word for word in done if ":" not in word])
            if one:
                wrong.append(f"{errno.errorcode[error]} at {at} ({fate.hit}), lasting {lasting}: {one}")
            told[f"{kind} {errno.errorcode[error]} {said}"] += 1
            shutil.rmtree(folder)
            if not fate.hit:
                break
    shutil.rmtree(made)
    return wrong


def main(every: int) -> int:
    """All undertakings; the status is the number of failures."""
    told: collections.Counter[str] = collections.Counter()
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        for undertaking in ALL:
            wrong = refused(undertaking, Path(name), every, told)
            failures += len(wrong)
            print(*wrong, sep="\n", end="\n" if wrong else "")
    for what, number in sorted(told.items()):
        print(f"{number:6} {what}")
    print(f"{sum(told.values())} failed writes, {failures} failures")
    return min(failures, 99)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
