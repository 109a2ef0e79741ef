"""A copy that comes back damaged: bits flipped, pages swapped, zeroed or cut off, in thousands of seeded ways.

Run by hand: python -m tests.stress.damages [HOW MANY]. Prints what became of each: brought in, nothing new, refused
with a sentence. A crash, a hang or a change that nobody wrote is a failure.
"""

from __future__ import annotations

import collections
import random
import shutil
import sys
import tempfile
from pathlib import Path

from annotator.model.changes import Change
from annotator.model.errors import Refused
from annotator.operations.strangers import Stranger
from annotator.store.project import Project
from tests.store.conftest import COLLEAGUE, ME, add_claim, add_document, add_link

PAGE = 4096


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One of five ways to harm a file."""
    found = bytearray(data)
    pages = len(found) // PAGE
    way = chance.randrange(5)
    if way == 0:
        for _ in range(chance.randint(1, 8)):
            found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    elif way == 1:
        return bytes(found[: chance.randrange(len(found))])
    elif way == 2:
        one, other = (chance.randrange(pages) * PAGE for _ in range(2))
        found[one : one + PAGE], found[other : other + PAGE] = found[other : other + PAGE], found[one : one + PAGE]
    elif way == 3:
        at = chance.randrange(pages) * PAGE
        found[at : at + PAGE] = bytes(PAGE)
    else:
        at = chance.randrange(len(found))
        found[at : at + 16] = chance.randbytes(len(found[at : at + 16]))
    return bytes(found)


def main(count: int) -> int:
    """Brings `count` damaged copies in; the status is the number of failures."""
    chance = random.Random(20261123)
    told: collections.Counter[str] = collections.Counter()
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        mine, hers = Path(name) / "mine.annotator", Path(name) / "hers.annotator"
        with Project.create(mine, title="T", who=ME) as project:
            draft, _ = add_document(project, "draft.txt", b"draft" * 2000, "The fee is 40 euros.", role="draft")
            claim, _ = add_claim(project, draft, "The fee is 40 euros.")
            project.copy_to(hers)
        with Project.open(hers, who=COLLEAGUE) as other:
            memo, _ = add_document(other, "memo.txt", b"memo" * 2000, "memo text " * 200)
            for at in range(20):
                add_link(other, claim, memo, f"memo {at}")
        lawful = {change.id: change for change in _changes(hers)}
        data = hers.read_bytes()
        for at in range(count):
            bad, here = Path(name) / "bad.annotator", Path(name) / "here.annotator"
            bad.write_bytes(damaged(data, chance))
            shutil.copy(mine, here)
            with Project.open(here, who=ME) as project:
                before = here.read_bytes()
                try:
                    with Stranger(bad) as came:
                        brought = project.bring_in(came)
                    told["brought in" if brought.changes else "nothing new"] += 1
                    for change in brought.changes:
                        if not change.withheld and lawful.get(change.id) != change:
                            failures += 1
                            print(f"damage {at}: a change that nobody wrote came in")
                    if project.verify(full=True):
                        failures += 1
                        print(f"damage {at}: {project.verify(full=True)[0]}")
                except Refused as refused:
                    told[f"refused: {str(refused)[:60]}"] += 1
                    if here.read_bytes() != before:
                        failures += 1
                        print(f"damage {at}: something was written all the same")
    for what, number in told.most_common():
        print(f"{number:6} {what}")
    print(f"{failures} failures")
    return min(failures, 99)


def _changes(path: Path) -> list[Change]:
    with Project.open(path, read_only=True) as project:
        return list(project.all_changes())


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
