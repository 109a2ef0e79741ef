"""Three people and their copies of one story, in thousands of seeded histories, merged in every order.

Run by hand: python -m tests.stress.histories [HOW MANY [FIRST SEED]]. They edit at the same time, remove, erase, undo,
replace documents, join what is the same, send copies without some things, bring in each other's work, restore
backups, go on from one moment on two computers, and have clocks that are far off. After each history the union must be
the same in whatever order, a second time nothing, hold everybody's changes, show each disagreement once, and be what
its changes add up to.
"""

from __future__ import annotations

import collections
import io
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annotator.model.errors import Refused
from annotator.model.formulas import Figure, Formula
from annotator.model.things import Kind
from annotator.model.withheld import Withheld
from annotator.store import stream
from annotator.store.fields import TABLES, columns
from annotator.store.project import Identity, Project
from tests.store.conftest import COLLEAGUE, ME, add_claim, add_document, add_link, extraction_of, place
from tests.store.near import Near

THIRD = Identity("8a1b4a6e-6a58-4b0f-9d53-5a0c7b6f3d33", "Sam")
PEOPLE = (ME, COLLEAGUE, THIRD)
WORDS = ("", "one", "two", "three")
VALUES: dict[Kind, dict[str, tuple[Any, ...]]] = {
    Kind.CLAIM: {
        "note": WORDS,
        "status": ("open", "verified", "disputed", "cut"),
        "verified": (None, {"by": 1}, {"by": 2}),
        "said_by": WORDS,
        "private": (True, False),
    },
    Kind.LINK: {"note": WORDS, "relation": ("supports", "contradicts", "context"), "together": WORDS},
    Kind.PASSAGE: {"note": WORDS, "translation": WORDS},
    Kind.DOCUMENT: {
        "title": WORDS,
        "handling": ("unset", "publish", "quote-only", "never-leaves"),
        "embargo": ("", "2026-01-01", "2027-01-01"),
    },
    Kind.NEEDS_NONE: {"reason": WORDS},
    Kind.QUERY: {"answer": WORDS, "closed": (True, False)},
    Kind.DISMISSAL: {"reason": WORDS},
    Kind.CALCULATION: {"note": WORDS},
}


class Side:
    """One person's copy, open and written now and then."""

    def __init__(self, path: Path, who: Identity, chance: random.Random) -> None:
        self.path, self.who, self.chance = path, who, chance
        self.project = Project.open(path, who=who)
        self.backup: Path | None = None
        self.at = "2026-11-23T00:00:00Z"

    def things(self) -> dict[Kind, list[str]]:
        graph = self.project.graph(with_removed=True)
        return {
            Kind.DOCUMENT: list(graph.documents),
            Kind.CLAIM: list(graph.claims),
            Kind.PASSAGE: list(graph.passages),
            Kind.LINK: list(graph.links),
            Kind.NEEDS_NONE: list(graph.needs_none),
            Kind.QUERY: list(graph.queries),
            Kind.DISMISSAL: list(graph.dismissals),
            Kind.CALCULATION: list(graph.calculations),
        }

    def act(self, others: list[Side]) -> str:
        """Something at random; gives what."""
        stream.now = lambda: self.at  # her clock may be far off
        ways = (
            *("edit", "edit", "edit", "edit", "edit", "make", "make", "make", "remove", "remove", "undo", "redo"),
            *("erase", "replace", "same", "again", "restore", "merge", "clock", "copy"),
        )
        what = self.chance.choice(ways)
        if what == "merge":
            self.bring_in(self.chance.choice(others))
        else:
            getattr(self, f"_{what}")()
        return what

    def bring_in(self, other: Side) -> None:
        """The union with another's copy as it is now."""
        with Near(other.path) as came:
            self.project.bring_in(came)

    def _edit(self) -> None:
        things = self.things()
        if self.chance.random() < 0.5 and things[Kind.CLAIM]:
            # Often several edit the very same.
            kind, name, thing = Kind.CLAIM, self.chance.choice(("status", "note")), min(things[Kind.CLAIM])
        else:
            kind = self.chance.choice([kind for kind in VALUES if things[kind]])
            name, thing = self.chance.choice(list(VALUES[kind])), self.chance.choice(things[kind])
        with self.project.act("set") as pen:
            pen.set(thing, name, self.chance.choice(VALUES[kind][name]))

    def _make(self) -> None:
        things, chance = self.things(), self.chance
        if not things[Kind.DOCUMENT]:
            return
        document = chance.choice(things[Kind.DOCUMENT])
        what = chance.choice(("claim", "link", "needs-none", "query", "place", "dismiss", "calculate"))
        with self.project.act(what) as pen:
            here = place(chance.choice(WORDS) or "none", start=chance.randrange(9))
            if what == "claim":
                claim = pen.new(Kind.CLAIM, {"note": chance.choice(WORDS)})
                pen.new(Kind.PASSAGE, {"document": document, "place": here, "claim": claim})
            elif what == "needs-none":
                pen.new(Kind.NEEDS_NONE, {"document": document, "place": here})
            elif what == "place" and things[Kind.PASSAGE]:
                pen.set(chance.choice(things[Kind.PASSAGE]), "place", here)
            elif what == "dismiss":
                claim = chance.choice([None, *things[Kind.CLAIM]])
                flag = f"00000000-0000-4000-8000-00000000000{chance.randrange(3)}"
                if flag not in things[Kind.DISMISSAL] and self.project.kind_of(flag) is None:
                    pen.new_as(flag, Kind.DISMISSAL, {"claim": claim, "reason": chance.choice(WORDS)})
            elif things[Kind.CLAIM] and things[Kind.PASSAGE] and what == "calculate":
                formula = Formula("40", "a", {"a": Figure(chance.choice(things[Kind.PASSAGE]), 0, "40")}).value()
                pen.new(Kind.CALCULATION, {"claim": chance.choice(things[Kind.CLAIM]), "formula": formula})
            elif things[Kind.CLAIM] and what == "query":
                pen.new(Kind.QUERY, {"claim": chance.choice(things[Kind.CLAIM]), "text": "why?"})
            elif things[Kind.CLAIM] and what == "link":
                passage = pen.new(Kind.PASSAGE, {"document": document, "place": here})
                fields = {"claim": chance.choice(things[Kind.CLAIM]), "passage": passage}
                pen.new(Kind.LINK, {**fields, "relation": "supports"})

    def _remove(self) -> None:
        every = [ident for idents in self.things().values() for ident in idents]
        with self.project.act("remove") as pen:
            pen.set(self.chance.choice(every), "removed", self.chance.random() < 0.7)

    def _undo(self) -> None:
        if self.project.can_undo():
            self.project.undo()

    def _redo(self) -> None:
        if self.project.can_redo():
            self.project.redo()

    def _erase(self) -> None:
        things = self.things()
        every = [ident for idents in things.values() for ident in idents]
        thing = self.chance.choice(every)
        if thing in things[Kind.DOCUMENT] and len(things[Kind.DOCUMENT]) < 3:
            return
        self.project.erase(thing)

    def _replace(self) -> None:
        documents = self.things()[Kind.DOCUMENT]
        data = f"version {self.chance.randrange(3)}".encode()
        extraction = extraction_of(data, f"text {data.decode()}\n")
        with self.project.act("replace") as pen:
            self.project.put_content(pen, extraction.version, len(data), io.BytesIO(data), media="text/plain")
            if not self.project.has_extraction(extraction.sha256):
                self.project.put_extraction(pen, extraction)
            document = self.chance.choice(documents)
            fields = {"document": document, "sha256": extraction.version, "extraction": extraction.sha256}
            version = pen.new(Kind.VERSION, {**fields, "format": "text", "size": len(data), "received": "2026-02-02"})
            pen.set(document, "current", version)

    def _same(self) -> None:
        kind = self.chance.choice((Kind.CLAIM, Kind.DOCUMENT))
        some = self.things()[kind]
        if len(some) > 1:
            one, other = self.chance.sample(some, 2)
            with self.project.act("same") as pen:
                pen.set(one, "same_as", other)

    def _again(self) -> None:
        """Close and open: a new session."""
        self.project.close()
        self.project = Project.open(self.path, who=self.who)

    def _copy(self) -> None:
        """Keep a backup, or go on from this moment on a second computer, too: two ends of one session."""
        if self.backup is None or self.chance.random() < 0.5:
            self.backup = self.path.with_suffix(f".{self.chance.randrange(10**9)}")
            self.project.copy_to(self.backup)

    def _restore(self) -> None:
        """Back to the backup, what was done since is gone here; or the same person goes on with both."""
        if self.backup is None:
            return
        tail, clock = self.project._tail, self.project._clock
        if self.chance.random() < 0.5:
            self.project.close()
            shutil.copy(self.backup, self.path)
            self.project = Project.open(self.path, who=self.who)
            return
        second = self.path.with_suffix(f".{self.chance.randrange(10**9)}")
        self.project.copy_to(second)
        with Project.open(second, who=self.who) as other:
            if self.chance.random() < 0.3:
                other._tail, other._clock = tail, clock
            title = self.chance.choice(WORDS)
            with other.act("set") as pen:
                pen.set(other.id, "title", title)
        self._edit()
        with Near(second) as came:
            self.project.bring_in(came)

    def _clock(self) -> None:
        self.at = f"{self.chance.choice((1970, 2026, 2099))}-01-01T00:00:00Z"
        if self.chance.random() < 0.2:
            self.project._clock += self.chance.choice((10, 10**6))


def _tables(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that a project says, whatever its order on the disk."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        found = {table: connection.execute(f"SELECT {', '.join(columns(kind))} FROM {table}").fetchall()
                 for kind, table in TABLES.items()}  # fmt: skip
        for table, names in (
            ("change", stream.COLUMNS),
            *((name, "*") for name in ("action", "session", "erased", "content", "extraction", "page")),
        ):
            found[table] = connection.execute(f"SELECT {names} FROM {table}").fetchall()
        return {table: sorted(rows, key=repr) for table, rows in found.items()}
    finally:
        connection.close()


def _union(folder: Path, name: str, first: Path, *others: Path) -> Path:
    """A copy of the first with the others brought in, one after another; what is shown must be what is stored."""
    made = folder / name
    shutil.copy(first, made)
    for other in others:
        with Project.open(made, who=ME) as project:
            project.graph()
            with Near(other) as came:
                project.bring_in(came)
            with Project.open(made, read_only=True) as fresh:
                assert fresh.graph() == project.graph(), "what is shown is not what is stored"
                assert list(fresh.graph().claims) == list(project.graph().claims), "another order is shown"
                assert fresh.graph(with_removed=True) == project.graph(with_removed=True)
    return made


def _checked(folder: Path, a: Path, b: Path, c: Path, told: collections.Counter[str]) -> None:
    """The properties of the union of three copies."""
    ab, ba = _union(folder, "ab", a, b), _union(folder, "ba", b, a)
    assert _tables(ab) == _tables(ba), "two copies give different unions"
    bc = _union(folder, "bc", b, c)
    orders = [
        _union(folder, "ab-c", ab, c),
        _union(folder, "a-bc", a, bc),
        _union(folder, "c-ba", c, ba),
        _union(folder, "a-c-b", a, c, b),
    ]
    first = _tables(orders[0])
    for other in orders[1:]:
        assert _tables(other) == first, f"{other.name} is another union"
    for again in (a, b, c, ab, orders[1]):
        shutil.copy(orders[0], folder / "twice")
        with Project.open(folder / "twice", who=ME) as project, Near(again) as came:
            assert project.bring_in(came).changes == (), "a second time brings something"
    every = {row[0]: row for path in (a, b, c) for row in sorted(_tables(path)["change"], key=lambda row: bool(row[3]))}
    here = {row[0]: row for row in first["change"]}
    erased = {row[0] for row in first["erased"]}
    assert here.keys() == every.keys(), "changes are lost"
    for ident, row in every.items():
        if row[3] is not None and (row[7] not in erased or row[8] == "erased"):
            assert here[ident] == row or _emptied_by_erasing(row, erased, here[ident]), "a change is lost"
    shown: list[Any] = []
    for path in (orders[0], ba):
        with Project.open(path, read_only=True) as project:
            assert project.rebuild_differences() == [], project.rebuild_differences()[0]
            problems = project.verify(full=False)
            told["forked"] += len(project.forks())
            assert not problems, problems[0]
            found = [(one.thing, one.field) for one in project.disagreements()]
            assert len(found) == len(set(found)), "a disagreement is told twice"
            shown.append(found)
    told["disagreements"] += len(shown[0])
    told["changes"] += len(here)
    told["withheld"] += sum(row[3] is None for row in here.values())
    told["erased"] += len(erased)


def _emptied_by_erasing(row: tuple[Any, ...], erased: set[str], here: tuple[Any, ...]) -> bool:
    """Whether a change of another thing was emptied since it spoke of an erased version."""
    return here[3] is None and bool(erased) and row[8] in ("place", "verified", "seen")


def history(seed: int, base: Path, folder: Path, told: collections.Counter[str]) -> None:
    """One history of three copies of `base`, and the properties of their union. Raises AssertionError or Refused."""
    chance = random.Random(seed)
    paths = [folder / name for name in ("a", "b", "c")]
    shutil.copy(base, paths[0])
    with Project.open(paths[0], who=ME) as project:
        for path in paths[1:]:
            if chance.random() < 0.3:
                graph = project.graph(with_removed=True)
                some = [*graph.links, *graph.queries, *graph.claims, *graph.passages]
                things = frozenset(chance.sample(some, min(len(some), chance.randrange(4))))
                plan = Withheld(things, frozenset(), things, history=chance.random() < 0.7, names=chance.random() < 0.8)
                project.send_copy(path, plan)
            else:
                project.copy_to(path)
    sides = [Side(path, who, chance) for path, who in zip(paths, PEOPLE, strict=True)]
    now = stream.now
    try:
        for _ in range(chance.randint(6, 20)):
            side = chance.choice(sides)
            told[side.act([other for other in sides if other is not side])] += 1
    finally:
        stream.now = now
        for side in sides:
            side.project.close()
    _checked(folder, *paths, told)


def base_project(folder: Path) -> Path:
    """What all of them begin with."""
    path = folder / "base"
    with Project.create(path, title="T", who=ME) as project:
        draft, _ = add_document(project, "draft.txt", b"draft", "The fee is 40 euros.", role="draft")
        memo, _ = add_document(project, "memo.txt", b"memo", "memo text")
        add_document(project, "copy.txt", b"memo", "memo text")
        for at in range(2):
            claim, _ = add_claim(project, draft, "The fee", start=at)
            add_link(project, claim, memo, f"memo {at}")
    return path


def main(count: int, first: int = 0, report: Callable[[str], object] = print) -> int:
    """Runs so many histories; the status is the number of failures."""
    told: collections.Counter[str] = collections.Counter()
    failures, begun = 0, time.monotonic()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        base = base_project(Path(name))
        for seed in range(first, first + count):
            folder = Path(name) / "one"
            folder.mkdir()
            try:
                history(seed, base, folder, told)
            except (AssertionError, Refused, sqlite3.Error, LookupError, ValueError, TypeError) as error:
                failures += 1
                report(f"history {seed}: {type(error).__name__}: {str(error)[:300]}")
            shutil.rmtree(folder)
            if (seed - first) % 1000 == 999:
                report(f"{seed - first + 1} histories, {failures} failures, {time.monotonic() - begun:.0f} s")
    report(", ".join(f"{number} {what}" for what, number in told.most_common()))
    report(f"{count} histories, {failures} failures")
    return min(failures, 99)


if __name__ == "__main__":
    sys.exit(main(*(int(given) for given in sys.argv[1:3])) if len(sys.argv) > 1 else main(10_000))
