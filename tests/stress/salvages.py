"""A person's own project damaged in thousands of seeded ways: opened, read, checked, salvaged.

Run by hand: python -m tests.stress.salvages [HOW MANY]. A crash, a hang, damage that alters what is read and that
nobody notices, or something in a salvaged file that nobody wrote, is a failure. Prints how many opened, were refused
and were salvaged, and how much of them came back.
"""

from __future__ import annotations

import collections
import random
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from annotator.model.errors import Refused
from annotator.store import salvaging
from annotator.store.fields import canonical
from annotator.store.foreign import carving
from annotator.store.project import Project
from tests.store.conftest import COLLEAGUE, ME, add_claim, add_document, add_link
from tests.stress.damages import PAGE, damaged

_LONGEST = 20.0


def _read(path: Path) -> tuple[Any, ...]:
    """All that a window would show of it. Raises Refused."""
    with Project.open(path, who=ME) as project:
        graph = project.graph(with_removed=True)
        texts, data = [], []
        for version in graph.versions.values():
            texts.append(project.extraction(version.extraction).texts)
            data.append(b"".join(project.content(version.sha256)))
        for passage in graph.passages.values():
            canonical(passage.place.to_value())
        return graph, project.graph(), project.history(), texts, data, project.people()


def _noticed(path: Path) -> bool:
    try:
        with Project.open(path, read_only=True) as project:
            return bool(project.verify(full=True))
    except Refused:
        return True


def _hostile(path: Path, chance: random.Random) -> None:
    """One of the things that a damaged or hostile schema may say."""
    statements = (
        "CREATE TRIGGER t AFTER INSERT ON change BEGIN DELETE FROM claim; END",
        "CREATE VIEW more AS SELECT * FROM claim",
        "DROP TABLE link",
        "DROP INDEX change_thing",
        "ALTER TABLE claim RENAME COLUMN note TO noted",
        "UPDATE change SET value = '\"x\"' WHERE field = 'note'",
        "UPDATE claim SET status = 'verified'",
        "DELETE FROM change WHERE number > (SELECT max(number) / 2 FROM change)",
    )
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(chance.choice(statements))
    connection.close()


def _salvaged(bad: Path, out: Path, lawful: dict[str, Any], written: set[tuple[str, str, str]]) -> tuple[str, int]:
    """What is wrong with what was salvaged, and how many links it has. Raises Refused where nothing was found."""
    with bad.open("rb") as file:
        told, behind = salvaging.build(carving.rows(file), out)
    salvaging.finish(out, told, behind, ME)
    with Project.open(out, who=ME) as project:
        problems = [each for each in project.verify(full=True) if not each.endswith("is missing.")]
        problems += project.rebuild_differences()
        if problems:
            return problems[0], 0
        for change in project.all_changes():
            if change.withheld or lawful.get(change.id) == change:
                continue
            said = (change.thing, change.field, canonical(change.value))
            own = change.thing in (change.action, change.session, change.person, project.id)
            if said not in written and not own and change.thing not in told.unnamed:
                return f"nobody wrote {said}", 0
        return "", len(project.graph().links)


def _material(path: Path) -> None:
    with Project.create(path, title="T", who=ME) as project:
        draft, _ = add_document(project, "draft.txt", b"draft" * 2000, "The fee is 40 euros.", role="draft")
        memo, _ = add_document(project, "memo.txt", b"memo" * 9000, *["memo text " * 200] * 5)
        for at in range(20):
            claim, _ = add_claim(project, draft, "The fee", start=at)
            add_link(project, claim, memo, f"memo {at}")
    with Project.open(path, who=COLLEAGUE) as project:
        for claim in list(project.graph().claims):
            with project.act("set") as pen:
                pen.set(claim, "note", f"seen {claim} " * 9)


def main(count: int) -> int:
    """Damages it so many times; the status is the number of failures."""
    chance, failures = random.Random(20261123), 0
    told: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory() as name:
        good, bad, out = (Path(name) / each for each in ("good.annotator", "bad.annotator", "out.annotator"))
        _material(good)
        data, whole = good.read_bytes(), _read(good)
        with Project.open(good, read_only=True) as project:
            lawful = {change.id: change for change in project.all_changes()}
        written = {(one.thing, one.field, canonical(one.value)) for one in lawful.values()}
        for at in range(count):
            bad.write_bytes(data)
            if at % 10:
                bad.write_bytes(damaged(data, chance))
            else:
                _hostile(bad, chance)
            begun, wrong = time.monotonic(), ""
            try:
                same = _read(bad) == whole
                told["opened, and reads as it did" if same else "opened, and reads otherwise"] += 1
                noticed = _noticed(bad)
                told["opened, and noticed"] += noticed
                wrong = "" if same or noticed else "reads otherwise, and nobody notices"
            except Refused as refused:
                told[f"refused: {str(refused)[:50]}"] += 1
            except Exception as error:
                wrong = f"reading it crashed: {type(error).__name__} {error}"
            try:
                problem, links = _salvaged(bad, out, lawful, written)
                wrong = wrong or problem
                told["salvaged"] += 1
                told["salvaged with all its links"] += links == len(whole[1].links)
                told["links salvaged, of 20 each"] += links
            except Refused:
                told["nothing to salvage"] += 1
            except Exception as error:
                wrong = wrong or f"salvaging it crashed: {type(error).__name__} {error}"
            if time.monotonic() - begun > _LONGEST:
                wrong = wrong or "took too long"
            if wrong:
                failures += 1
                print(f"damage {at}: {wrong}")
            for left in Path(name).iterdir():
                if left != good:
                    left.unlink()
    for what, number in sorted(told.items()):
        print(f"{number:6} {what}")
    print(f"{count} damages to {len(data) // PAGE} pages, {failures} failures")
    return min(failures, 99)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
