"""Taking in what others did: the union, from whole copies and from files of changes, lawful or not."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as given_values
from hypothesis import strategies as st

from annotator.model.errors import ProjectDamaged, ProjectForeign, Refused
from annotator.model.withheld import Withheld
from annotator.operations.strangers import Stranger
from annotator.store import changes_file, schema
from annotator.store.project import Identity, Project

from .conftest import COLLEAGUE, ME, add_claim, add_document, add_link
from .near import Near
from .test_properties import act_at_random, things

THIRD = Identity("7d9f5a04-2b44-4a86-8f3e-7d0f0f4b2c33", "Ada")
NOTHING = Withheld()


def bring(project: Project, path: Path) -> int:
    """Takes a closed file in and gives how many changes were new."""
    with Near(path) as other:
        return len(project.bring_in(other).changes)


def alike(one: Project, other: Project) -> None:
    assert replace(one.graph(with_removed=True), revision=0) == replace(other.graph(with_removed=True), revision=0)
    assert list(one.graph().claims) == list(other.graph().claims)


@pytest.fixture
def hers(project: Project, path: Path) -> Path:
    draft, _ = add_document(project, "draft.txt", b"draft", "The fee is 40 euros.", role="draft")
    add_claim(project, draft, "The fee is 40 euros.")
    copy = path.with_name("hers.annotator")
    project.copy_to(copy)
    return copy


def test_both_ways_give_the_same_and_a_second_time_nothing(project: Project, hers: Path, path: Path) -> None:
    (claim,) = project.graph().claims
    with Project.open(hers, who=COLLEAGUE) as other:
        memo, _ = add_document(other, "memo.txt", b"memo bytes" * 900_000, "memo text")
        add_link(other, claim, memo, "memo")
        with other.act("set") as pen:
            pen.set(claim, "status", "disputed")
    with project.act("set") as pen:
        pen.set(claim, "status", "verified")
    with Stranger(hers) as came:
        brought = project.bring_in(came)
    assert project.graph().claims[claim].status == "disputed"
    assert [(one.field, len(one.heads)) for one in brought.disagreements] == [("status", 2)]
    assert project.verify(full=True) == [] == project.rebuild_differences()
    mine = path.with_name("mine.annotator")
    project.copy_to(mine)
    with Project.open(hers, who=COLLEAGUE) as other:
        assert bring(other, mine) == 2  # the change and its action
        alike(project, other)
        assert other.verify(full=True) == [] == other.rebuild_differences()
        assert bring(other, mine) == 0
    assert bring(project, hers) == 0


def test_two_claims_of_one_number_are_shown_with_two(project: Project, hers: Path) -> None:
    (draft,) = project.graph().documents
    mine, _ = add_claim(project, draft, "The fee")
    with Project.open(hers, who=COLLEAGUE) as other:
        theirs, _ = add_claim(other, draft, "40 euros")
        more, _ = add_claim(other, draft, "is 40")
    bring(project, hers)
    numbers = {claim.id: claim.number for claim in project.graph().claims.values()}
    assert sorted(numbers.values()) == [1, 2, 3, 4]
    assert {numbers[mine], numbers[theirs]} == {2, 4}
    assert numbers[more] == 3
    assert project.rebuild_differences() == []
    later, _ = add_claim(project, draft, "euros")
    assert project.graph().claims[later].number == 5


def test_what_comes_in_is_seen_by_what_is_written_next(project: Project, hers: Path, path: Path) -> None:
    (claim,) = project.graph().claims
    with Project.open(hers, who=COLLEAGUE) as other, other.act("set") as pen:
        pen.set(claim, "note", "hers")
    bring(project, hers)
    with project.act("set") as pen:
        pen.set(claim, "note", "mine, after hers")
    mine = path.with_name("mine.annotator")
    project.copy_to(mine)
    with Project.open(hers, who=COLLEAGUE) as other:
        bring(other, mine)
        assert other.graph().claims[claim].note == "mine, after hers"
        assert other.disagreements() == []


def test_a_rehearsal_changes_nothing(project: Project, hers: Path) -> None:
    (draft,) = project.graph().documents
    with Project.open(hers, who=COLLEAGUE) as other:
        add_claim(other, draft, "40 euros")
    before, data = project.graph(), project.path.read_bytes()
    with Near(hers) as other:
        brought = project.bring_in(other, dry=True)
    assert len(brought.shown.claims) == 2
    assert project.graph() == before
    assert project.path.read_bytes() == data
    add_claim(project, draft, "The fee")


def test_changes_only_build_on_what_is_there(project: Project, hers: Path, path: Path) -> None:
    old, small = path.with_name("old.annotator"), path.with_name("new.changes")
    (claim,) = project.graph().claims
    shutil.copy(hers, old)
    with Project.open(hers, who=COLLEAGUE) as other:
        memo, _ = add_document(other, "memo.txt", b"memo", "memo text")
        add_link(other, claim, memo, "memo")
        with Near(old) as base:
            assert other.send_changes(small, NOTHING, base) == len(list(other.all_changes())) - len(
                list(project.all_changes())
            )
        with Near(hers) as base, pytest.raises(Refused, match="nothing new"):
            other.send_changes(path.with_name("none.changes"), NOTHING, base)
    assert not path.with_name("none.changes").exists()
    with Project.create(path.with_name("else.annotator"), who=ME) as foreign, Near(small) as other:
        with pytest.raises(Refused, match="build on others"):
            foreign.bring_in(other)
        assert foreign.graph().documents == {}
    with pytest.raises(ProjectDamaged):
        Project.open(small, read_only=True)
    with Stranger(small) as came:
        assert came.changes_only
        project.bring_in(came)
    assert [link.claim for link in project.graph().links.values()] == [claim]
    assert project.verify(full=True) == []


def test_the_changes_file_has_the_schema_it_says(path: Path) -> None:
    connection = changes_file.make(path)
    assert schema.digest(connection) == changes_file.DIGEST
    connection.close()


def _trigger(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TRIGGER evil AFTER INSERT ON claim BEGIN SELECT 1; END")


def _view(connection: sqlite3.Connection) -> None:
    connection.execute("DROP VIEW history")
    connection.execute("CREATE VIEW history AS SELECT load_extension('/tmp/x') AS at")


def _value(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE change SET value = '\"other\"' WHERE field = 'name' AND thing <> person")


def _clock(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE change SET clock = 9007199254740993 WHERE field = 'number'")


def _cut(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM change WHERE number = (SELECT max(number) FROM change)")


def _blob(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE piece SET data = zeroblob(length(data))")


def _text(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE page SET text = 'The fee is 50 euros.'")


@pytest.mark.parametrize("harm", [_trigger, _view, _value, _clock, _cut, _blob, _text])
def test_a_strangers_file_that_was_tampered_with_ends_in_a_sentence(
    project: Project, path: Path, harm: Callable[[sqlite3.Connection], None]
) -> None:
    theirs = path.with_name("theirs.annotator")
    with Project.create(theirs, who=COLLEAGUE) as other:
        draft, _ = add_document(other, "draft.txt", b"draft", "The fee is 40 euros.", role="draft")
        add_claim(other, draft, "The fee is 40 euros.")
    connection = sqlite3.connect(theirs)
    connection.execute("PRAGMA foreign_keys = OFF")
    harm(connection)
    connection.commit()
    connection.close()
    before = project.path.read_bytes()
    with pytest.raises((ProjectDamaged, ProjectForeign)) as told, Stranger(theirs) as other:
        project.bring_in(other)
    assert str(told.value).endswith(".")
    assert project.path.read_bytes() == before


def test_a_cut_or_garbled_file_ends_in_a_sentence(project: Project, hers: Path) -> None:
    data = hers.read_bytes()
    for at, kept in enumerate((data[:-8192], data[: len(data) // 2], b"SQLite format 3\0" * 400, data[:50], b"")):
        bad = hers.with_name(f"bad{at}.annotator")
        bad.write_bytes(kept)
        with pytest.raises(Refused), Stranger(bad) as other:
            project.bring_in(other)
    with pytest.raises(Refused, match="not there"):
        Stranger(hers.with_name("absent.annotator"))


def test_what_replaces_a_withheld_change_replaces_what_its_writer_had_seen(project: Project, path: Path) -> None:
    draft, _ = add_document(project, "draft.txt", b"draft", "The fee is 40 euros.", role="draft")
    claim, _ = add_claim(project, draft, "The fee")
    written = []
    for note in ("first", "second, with the name", "third"):
        with project.act("set") as pen:
            pen.set(claim, "note", note)
        written.append(project.heads(claim, "note")[0].id)
    copy = path.with_name("copy.annotator")
    project.copy_to(copy)
    with Project.open(copy, who=COLLEAGUE) as other:
        with other._alone():
            from annotator.store import erasing

            erasing.withhold(other._connection, "id = ?", written[1])
        assert [head.value for head in other.heads(claim, "note")] == ["third"]
        assert other.rebuild_differences() == []


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given_values(data=st.data())
def test_three_people_merge_in_any_order(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / f"{number}.annotator" for number in range(3)]
        people = [ME, COLLEAGUE, THIRD]
        with Project.create(paths[0], title="T", who=ME) as project:
            add_document(project, "draft.txt", b"d", "d\n", role="draft")
            add_document(project, "memo.txt", b"m", "m\n")
            act_at_random(project, data)
            for path in paths[1:]:
                project.copy_to(path)
        for _ in range(data.draw(st.integers(1, 5))):
            at = data.draw(st.integers(0, 2))
            with Project.open(paths[at], who=people[at]) as project:
                what = data.draw(st.sampled_from(["act", "act", "undo", "erase", "merge", "restore"]))
                if what == "undo" and project.can_undo():
                    project.undo()
                elif what == "erase":
                    documents = list(project.graph(with_removed=True).documents)
                    if len(documents) > 1:
                        project.erase(data.draw(st.sampled_from(documents)))
                elif what == "merge":
                    other = data.draw(st.sampled_from([n for n in range(3) if n != at]))
                    bring(project, paths[other])
                elif what == "restore":
                    # One who goes on with an old copy, as after a restored backup.
                    old = Path(name) / "old.annotator"
                    old.unlink(missing_ok=True)
                    project.copy_to(old)
                    act_at_random(project, data)
                    project.close()
                    with Project.open(old, who=people[at]) as restored:
                        act_at_random(restored, data)
                        bring(restored, paths[at])
                    old.replace(paths[at])
                else:
                    act_at_random(project, data)
        whole = [Path(name) / f"whole{number}.annotator" for number in range(3)]
        for target, path in zip(whole, paths, strict=True):
            shutil.copy(path, target)
        orders = [data.draw(st.permutations(range(3))) for _ in range(3)]
        known = {}
        for target, order in zip(whole, orders, strict=True):
            with Project.open(target, who=THIRD) as project:
                for number in order:
                    bring(project, paths[number])
                assert project.rebuild_differences() == [] == project.verify(full=False)
                known[target] = (
                    {key: dict(value) for key, value in things(project.graph(with_removed=True)).items()},
                    {(one.thing, one.field) for one in project.disagreements()},
                    {change.id for change in project.all_changes()},
                )
                assert [bring(project, paths[number]) for number in range(3)] == [0, 0, 0]
        assert known[whole[0]] == known[whole[1]] == known[whole[2]]
