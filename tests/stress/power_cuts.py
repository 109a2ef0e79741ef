"""The power fails at every write of whatever is done to a project.

Run by hand (Linux): python -m tests.stress.power_cuts [STATES AT EACH MOMENT [SEED]]. What each undertaking writes is
seen call by call; at each moment the disk is put together as it may be found then: of what was not synced yet some
is there, some is not, some is torn at a sector, and of the names that changed only the first. With that, the file must
open, be what was written, and have all that was said to be done. To show that this can fail, the same is done without
syncing ("synchronous = OFF"): that must lose something.
"""

from __future__ import annotations

import collections
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.store import connecting
from tests.stress import watched
from tests.stress.undertakings import ALL, Undertaking, looked_at
from tests.stress.watched import Call

_SECTOR = 512
_SAID = "said"


@dataclass
class _File:
    """What is surely on the disk of a file, and what was done to it since."""

    durable: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        self.durable = _after(self.durable, self.pending)
        self.pending.clear()

    def found(self, chance: random.Random, way: str) -> bytes:
        """What may be found after the power failed."""
        if way == "all":
            return _after(self.durable, self.pending)
        kept: list[tuple[int, bytes | None]] = []
        for at, data in self.pending if way == "some" else ():
            fate = chance.randrange(3)
            if fate == 0 or (fate == 1 and data is None):
                kept.append((at, data))
            elif fate == 1 and data is not None:
                parts = [(at + start, data[start : start + _SECTOR]) for start in range(0, len(data), _SECTOR)]
                kept += [part for part in parts if chance.random() < 0.5]
        return _after(self.durable, kept)


def _after(content: bytes, done: list[tuple[int, bytes | None]]) -> bytes:
    found = bytearray(content)
    for at, data in done:
        if data is None:
            found = found[:at] + bytes(max(0, at - len(found)))
        else:
            found += bytes(max(0, at - len(found)))
            found[at : at + len(data)] = data
    return bytes(found)


class _Disk:
    """A folder as it is, and as it may be found."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.names: dict[str, _File] = {path.name: _File(path.read_bytes()) for path in folder.iterdir()}
        self.durable = dict(self.names)
        self.renamed: list[tuple[str, _File | None]] = []
        self.said: list[str] = []

    def take(self, call: Call) -> bool:
        """One call; whether it changed anything here."""
        if call.path == self.folder and call.what == "sync":
            self.durable = dict(self.names)
            self.renamed.clear()
            return True
        path = Path(call.path)
        if str(path.parent) != self.folder or path.name.endswith(".open"):
            return False
        if path.name == _SAID:
            self.said += call.data.decode().split()
        elif call.what == "create":
            self._name(path.name, _File())
        elif call.what == "link":
            self._name(Path(call.to).name, self.names[path.name])
        elif call.what == "rename":
            self._name(Path(call.to).name, self.names[path.name])
            self._name(path.name, None)
        elif call.what == "unlink":
            self._name(path.name, None)
        elif path.name in self.names:
            file = self.names[path.name]
            if call.what == "sync":
                file.sync()
            elif call.what in ("write", "truncate"):
                file.pending.append((call.at, call.data if call.what == "write" else None))
            else:
                raise RuntimeError(f"not modelled: {call.what}")
        return True

    def _name(self, name: str, file: _File | None) -> None:
        if file is None:
            self.names.pop(name, None)
        else:
            self.names[name] = file
        self.renamed.append((name, file))

    def found(self, folder: Path, chance: random.Random, way: str) -> None:
        """Put into an empty folder what may be found after the power failed now."""
        names = dict(self.durable)
        known = {"all": len(self.renamed), "none": 0}.get(way, chance.randint(0, len(self.renamed)))
        for name, file in self.renamed[:known]:
            names.pop(name, None)
            if file is not None:
                names[name] = file
        for name, file in names.items():
            if name != _SAID:
                (folder / name).write_bytes(file.found(chance, way))


def _calls(undertaking: Undertaking, folder: Path) -> list[Call]:
    """What it writes."""
    seen: list[Call] = []

    def decide(call: Call) -> int:
        seen.append(call)
        return 0

    def act() -> None:
        with (folder / _SAID).open("w", buffering=1, encoding="utf-8") as said:
            undertaking.run(folder, lambda what: said.write(f"{what}\n"))

    if watched.run(act, decide) != 0:
        raise SystemExit(f"{type(undertaking).__name__} did not come to its end")
    return seen


def _ways(states: int) -> Iterator[str]:
    yield from ("all", "none", *["some"] * states)


def cut(undertaking: Undertaking, states: int, chance: random.Random, every: int = 1) -> tuple[int, list[str]]:
    """The power fails at every call, or every so many; gives how many disks were looked at, and what was wrong."""
    wrong: list[str] = []
    count = 0
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        folder, state = Path(name) / "here", Path(name) / "found"
        folder.mkdir()
        undertaking.prepare(folder)
        disk = _Disk(folder)
        for at, call in enumerate(_calls(undertaking, folder)):
            if not disk.take(call) or (at % every and call.what in ("write", "create")):
                continue
            for way in _ways(states):
                state.mkdir()
                disk.found(state, chance, way)
                said = looked_at(undertaking, state, disk.said)
                if said:
                    wrong.append(f"after call {at} ({call.what} {Path(call.path).name}), {way} of it: {said}")
                shutil.rmtree(state)
                count += 1
    return count, wrong


def unsynced() -> Callable[[sqlite3.Connection], None]:
    """What stands in for `connecting.harden` where nothing is to be synced."""
    harden = connecting.harden

    def without(connection: sqlite3.Connection) -> None:
        harden(connection)
        connection.execute("PRAGMA synchronous = OFF")

    return without


def main(states: int, seed: int) -> int:
    """All undertakings; the status is the number of failures, or 1 where it does not notice that nothing is synced."""
    chance, failures = random.Random(seed), 0
    for undertaking in ALL:
        count, wrong = cut(undertaking, states, chance)
        failures += len(wrong)
        print(f"{count:6} disks after {type(undertaking).__name__}: {len(wrong)} wrong", *wrong[:5], sep="\n       ")
    connecting.harden = unsynced()
    blind: collections.Counter[str] = collections.Counter()
    for undertaking in ALL[:3]:
        count, wrong = cut(undertaking, 1, chance)
        blind[type(undertaking).__name__] = len(wrong)
        print(
            f"{count:6} disks after {type(undertaking).__name__} without syncing: {len(wrong)} wrong, as they must be"
        )
    print(f"{failures} failures")
    return min(failures, 99) or int(not all(blind.values()))


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:3]]
    sys.exit(main(*given) if len(given) == 2 else main(given[0] if given else 2, 20261123))
