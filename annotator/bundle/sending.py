"""A bundle in parts that mail takes: several ZIPs, each a bag that is valid by itself; the first lists the others."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from annotator.bundle.bagging import TAGS, bag
from annotator.bundle.content import LeftOut
from annotator.bundle.words import counted
from annotator.bundle.writing import pack

LIST = "parts.txt"
"""In the first part: which others there are, and their digests."""
_ROOM = 40_000
"""Bytes that manifests and the ZIP itself take, about."""
_FIRST = ("index.html", "draft", "machine")
"""What the first part has: what is read first, and what programs check."""


def room(largest: int) -> int:
    """Bytes that files may have in a part of `largest` bytes; 0 for 0, where there are no parts."""
    return max(largest - _ROOM, largest // 2)


def undivided(payload: Path, largest: int) -> Iterator[LeftOut]:
    """The files of a payload that no part of `largest` bytes can hold, with a sentence for the person exporting."""
    for path in sorted(path for path in payload.rglob("*") if path.is_file()):
        if (size := path.stat().st_size) > largest:
            name = path.relative_to(payload).as_posix()
            yield LeftOut(name, f"It can't be divided, so its part has {size / 1e6:.1f} MB, more than was asked for.")


def send(payload: Path, into: Path, name: str, largest: int, day: date, still: Callable[[], None] | None = None) -> str:
    """Makes the parts of a payload as ZIPs in the folder `into`, each at most `largest` bytes where its files allow it.

    A file that is larger goes alone into a part that is (`undivided`). The files of `payload` are moved. The result is
    the SHA-256 of the first part's tag manifest, which lists the digests of all others. Raises as `bag` does.
    """
    groups = list(_grouped(payload, largest))
    digests: list[tuple[str, str]] = []
    for number in range(len(groups), 0, -1):  # the first last: it names the digests of the others
        title = f"{name} {number} of {len(groups)}"
        folder = into / f".{number}"
        folder.mkdir()
        for path in groups[number - 1]:
            target = folder / path.relative_to(payload)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target)
        if number == 1:
            (folder / LIST).write_text(_listed(digests), encoding="utf-8", newline="\n")
        bag(folder, day, still)
        digests.insert(0, (f"{title}.zip", hashlib.sha256((folder / TAGS).read_bytes()).hexdigest()))
        files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        pack(folder, files, into / f"{title}.zip", f"evidence-{number}-of-{len(groups)}")
        shutil.rmtree(folder)
    return digests[0][1]


def _grouped(payload: Path, largest: int) -> Iterator[list[Path]]:
    """Files in the order they are read, as many in each group as fit."""
    files = sorted(path for path in payload.rglob("*") if path.is_file())
    files.sort(key=lambda path: path.relative_to(payload).parts[0] not in _FIRST)
    group: list[Path] = []
    size = _ROOM
    for path in files:
        more = path.stat().st_size
        if group and size + more > largest:
            yield group
            group, size = [], _ROOM
        group.append(path)
        size += more
    yield group


def _listed(digests: list[tuple[str, str]]) -> str:
    if not digests:
        return "This bundle has one part: this one.\n"
    lines = "".join(f"{digest}  {name}\n" for name, digest in digests)
    return (
        f"This bundle has {counted(len(digests) + 1, 'part')}. Each is a bag by itself: see how-to-check.txt in it.\n"
        "To follow links from one part to another, unpack all and put what is in their folders 'data' together.\n\n"
        f"SHA-256 of the file {TAGS} of each other part:\n{lines}"
    )
