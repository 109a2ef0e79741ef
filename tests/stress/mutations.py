"""Damaged on purpose: `.venv/bin/python -m tests.stress.mutations [COUNT [SEED]]` reads so many mutations (2,000).

They are made, always the same for one seed, of the corpus's core sources and of a small document of every format: bits
turned over, cut short, pieces swapped, numbers blown up, names and tags swapped, runs of noise; for packed formats also
inside a part. Each must end as opened, partly opened with its bad pages said, or refused with a sentence, and the
process that asks must neither end, wait nor grow. Prints a table; the status is 1 where a worker was lost.
"""

from __future__ import annotations

import io
import json
import random
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.engine.client import Engine, Reader, seal
from annotator.engine.sniff import HEAD_SIZE, sniff
from annotator.model.errors import Refused, TooSlow, WorkerLost
from annotator.model.pages import Format
from tests.stress.samples import SAMPLES

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "sources"
SEED = 20261122
_NUMBERS = re.compile(rb"(?<![\w.])\d+(?![\w.])")
_NAMES = re.compile(rb"/\w+|</?[A-Za-z:]+|\\[a-z]+")
_BLOWN_UP = (b"0", b"-1", b"2147483647", b"4294967295", b"99999999", b"1e30", b"65536")
_DAMAGED = re.compile("damaged|can't be read|could not be shown|left out")
_LARGE, _HUGE = 400_000, 2_000_000


@dataclass(frozen=True)
class Original:
    """What mutations are made of."""

    name: str
    data: bytes
    password: str = ""


@dataclass
class Tally:
    """What became of all of them."""

    outcomes: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def samples() -> list[Original]:
    """A small document of every format."""
    return [Original(name, make()) for name, make in SAMPLES.items()]


def core() -> list[Original]:
    """The core sources of the corpus, none where it is not here."""
    if not CORPUS.is_dir():
        return []
    lines = [json.loads(line) for line in (CORPUS / "index.jsonl").read_text("utf-8").splitlines()]
    return [
        Original(each["file"], (CORPUS / each["file"]).read_bytes(), each.get("password") or "")
        for each in lines
        if each.get("core")
    ]


def mutated(original: Original, number: int, seed: int = SEED) -> bytes:
    """The mutation of this number, always the same."""
    chance = random.Random(f"{seed}:{original.name}:{number}")
    if original.data.startswith(b"PK\x03\x04") and number % 3:
        return _inside(original.data, number, chance)
    return KINDS[number % len(KINDS)](bytearray(original.data), chance)


def _inside(data: bytes, number: int, chance: random.Random) -> bytes:
    """One part of a packed file mutated, the rest as it was."""
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        parts = [(info.filename, whole.read(info)) for info in whole.infolist()]
    chosen = chance.choice([place for place, (_, part) in enumerate(parts) if part] or [0])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for place, (name, part) in enumerate(parts):
            new = KINDS[number % len(KINDS)](bytearray(part), chance) if place == chosen else part
            made.writestr(zipfile.ZipInfo(name), new, zipfile.ZIP_DEFLATED)  # with no time of its own
    return out.getvalue()


def _bits(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(max(1, len(data) // 500)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _cut(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[: chance.randrange(1, len(data))]) if len(data) > 1 else bytes(data)


def _swapped(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(4):
        one, other, length = chance.randrange(len(data)), chance.randrange(len(data)), chance.randrange(1, 400)
        data[one : one + length], data[other : other + length] = (
            data[other : other + length],
            data[one : one + length],
        )
    return bytes(data)


def _numbers(data: bytearray, chance: random.Random) -> bytes:
    found = list(_NUMBERS.finditer(bytes(data)))
    for each in sorted(chance.sample(found, min(6, len(found))), key=lambda one: -one.start()):
        data[each.start() : each.end()] = chance.choice(_BLOWN_UP)
    return bytes(data)


def _names(data: bytearray, chance: random.Random) -> bytes:
    found = list(_NAMES.finditer(bytes(data)))
    for _ in range(5 if len(found) > 1 else 0):
        one, other = chance.sample(found, 2)
        length = one.end() - one.start()
        data[one.start() : one.end()] = other.group()[:length].ljust(length)
    return bytes(data)


def _noise(data: bytearray, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    data[at : at + chance.randrange(1, 64)] = chance.randbytes(chance.randrange(1, 64))
    return bytes(data)


KINDS: tuple[Callable[[bytearray, random.Random], bytes], ...] = (_bits, _cut, _swapped, _numbers, _names, _noise)


def plan(originals: list[Original], count: int) -> Iterator[tuple[Original, int]]:
    """So many (original, number), in turn; large files have fewer, since each of theirs takes long."""
    number = 0
    while count > 0 and originals:
        for original in originals:
            size = len(original.data)
            if count <= 0 or (size > _LARGE and number % 3) or (size > _HUGE and number % 12):
                continue
            yield original, number
            count -= 1
        number += 1


def read(engine: Engine, name: str, data: bytes, password: str, pages: Counter[str]) -> str:
    """What becomes of one file: opened, partly opened, refused, too slow, or lost. Two pages are shown."""
    try:
        source = seal([data], sniff(Path(name).name, data[:HEAD_SIZE], lambda at, size: data[at : at + size]))
    except Refused as refused:
        return _sentence(refused)
    source = source.with_passwords([password] if password else [])
    document = engine.open(source)
    try:
        found = engine.wait(document.extract("00" * 32))
        found.close()
        count = len(found.extraction.pages)
        for page in sorted({0, count - 1}):
            pages.update(_show(engine, document, page))
        if source.format is Format.PDF and not len(data) % 4:
            pages[f"PDFium: {_pdfium(engine, source)}"] += 1
        return "partly opened" if damaged(" ".join(found.extraction.warnings)) else "opened"
    except Refused as refused:
        return _sentence(refused)
    finally:
        document.close()
        source.close()


def damaged(warnings: str) -> bool:
    """Whether warnings say that something of a file could not be read or is not shown."""
    return bool(_DAMAGED.search(warnings))


def _show(engine: Engine, document: Reader, page: int) -> Iterator[str]:
    for what, ask in (
        ("chars", lambda: document.chars(page)),
        ("picture", lambda: document.render(page, 1.0)),
        ("links", lambda: document.links(page)),
        ("notes", lambda: document.notes(page)),
    ):
        try:
            engine.wait(ask())
            yield f"{what}: shown"
        except Refused as refused:
            yield f"{what}: {_sentence(refused)}"


def _pdfium(engine: Engine, source: object) -> str:
    document = engine.open(source, pictures=True)  # type: ignore[arg-type]
    try:
        engine.wait(document.render(0, 1.0))
        return "shown"
    except Refused as refused:
        return _sentence(refused)
    finally:
        document.close()


def _sentence(refused: Refused) -> str:
    if not str(refused).endswith("."):
        raise AssertionError(f"no sentence: {refused}")
    if isinstance(refused, WorkerLost):
        return "lost"
    return "too slow" if isinstance(refused, TooSlow) else "refused"


def run(originals: list[Original], count: int, seed: int = SEED, *, told: bool = False) -> Tally:
    """Reads so many mutations, one after the other, with one engine."""
    tally = Tally()
    engine = Engine()
    try:
        for done, (original, number) in enumerate(plan(originals, count)):
            began = time.monotonic()
            outcome = read(engine, original.name, mutated(original, number, seed), original.password, tally.pages)
            took = time.monotonic() - began
            tally.outcomes[outcome] += 1
            tally.slowest = sorted([*tally.slowest, (took, f"{original.name} {number}: {outcome}")])[-10:]
            if outcome == "lost":
                tally.lost.append(f"{original.name} {number}")
            if told and done % 50 == 0:
                print(done, dict(tally.outcomes), f"{grown() >> 10} MB", file=sys.stderr, flush=True)
    finally:
        engine.close()
    return tally


def forget_peak() -> int:
    """The memory of this process now, in kilobytes; its peak is counted anew from here on."""
    Path("/proc/self/clear_refs").write_text("5")
    return grown()


def grown() -> int:
    """The most memory this process had since `forget_peak`, in kilobytes."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1])  # type: ignore[index]


def main() -> int:
    """All of it, as a table."""
    given = [int(each) for each in sys.argv[1:3]]
    count, seed = (*given, *(2_000, SEED)[len(given) :])
    real, tally = core(), Tally()
    before, began = forget_peak(), time.monotonic()
    share = round(count * 0.8) if real else 0
    for originals, number in ((real, share), (samples(), count - share)):
        part = run(originals, number, seed, told=True)
        tally.outcomes.update(part.outcomes)
        tally.pages.update(part.pages)
        tally.slowest = sorted([*tally.slowest, *part.slowest])[-10:]
        tally.lost += part.lost
    print(f"{tally.outcomes.total():,} mutations, seed {seed}, in {time.monotonic() - began:.0f} s")
    for name, times in sorted((*tally.outcomes.items(), *tally.pages.items())):
        print(f"{times:>8,}  {name}")
    print(f"main process: {before >> 10} MB before, {grown() >> 10} MB at most")
    print("slowest:", *(f"{took:8.1f} s  {what}" for took, what in reversed(tally.slowest)), sep="\n")
    print(*(f"lost: {name}" for name in tally.lost), sep="\n")
    return 1 if tally.lost else 0


if __name__ == "__main__":
    sys.exit(main())
