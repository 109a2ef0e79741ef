"""A thousand tamperings with a bundle: `.venv/bin/python -m tests.stress.tamperings [COUNT] [SEED]`.

Exports the example as a folder and as a ZIP, tampers with copies of the folder (`tests/bundle/tampering.py`), flips
bits of the ZIP, and counts what `verify --digest` and what `verify` alone finds.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from annotator.bundle.verifying import verify
from annotator.operations import example, exporting, workspace
from tests.bundle.tampering import KINDS, tamper


def main() -> int:
    """All of it; the status is 1 where one was not found with the digest."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with workspace.open_workspace(example.make_example(folder / "p.annotator"), read_only=True) as ws:
            whole = exporting.export(ws, folder / "bundle", format="bundle")
            packed = exporting.export(ws, folder / "bundle.zip", format="bundle")
        assert verify(whole.path, whole.digest).valid
        assert verify(packed.path, whole.digest).valid
        missed = _folders(folder, whole.path, whole.digest, count, Random(seed))
        missed += _bits(packed.path, packed.digest, count, Random(seed))
    return 1 if missed else 0


def _folders(folder: Path, whole: Path, digest: str, count: int, random: Random) -> int:
    done: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for at in range(count):
        kind = KINDS[at % len(KINDS)]
        copy = Path(shutil.copytree(whole, folder / "copy"))
        said = tamper(copy, random, kind)
        done[kind] += 1
        alone[kind] += verify(copy).valid
        if verify(copy, digest).valid:
            missed[kind] += 1
            sys.stdout.write(f"not found: {said}\n")
        shutil.rmtree(copy)
    for kind in done:
        sys.stdout.write(f"{kind:20} {done[kind]:5} not found {missed[kind]}, without the digest {alone[kind]}\n")
    return missed.total()


def _bits(packed: Path, digest: str, count: int, random: Random) -> int:
    data = packed.read_bytes()
    missed = 0
    for _ in range(count):
        other = bytearray(data)
        at = random.randrange(len(data))
        other[at] ^= 1 << random.randrange(8)
        packed.write_bytes(other)
        if verify(packed, digest).valid:
            missed += 1
            sys.stdout.write(f"not found: a bit of the ZIP's byte {at} of {len(data)}\n")
    sys.stdout.write(f"{'bits of the ZIP':20} {count:5} not found {missed}\n")
    return missed


if __name__ == "__main__":
    sys.exit(main())
