"""Bytes in pieces, extractions with pages, and what verifying sees."""

from __future__ import annotations

import hashlib
import io
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.errors import NotFound, ProjectDamaged, Refused
from annotator.model.pages import Extraction, Fragment, Recognised
from annotator.model.things import Kind
from annotator.store import contents
from annotator.store.project import Project

from .conftest import ME, add_claim, add_document, add_link, extraction_of


def test_pieces_of_sixteen_megabytes(project: Project) -> None:
    data = random.Random(3).randbytes(2 * contents.PIECE + 17)
    sha256 = hashlib.sha256(data).hexdigest()
    with project.act("add") as pen:
        project.put_content(pen, sha256, len(data), io.BytesIO(data), media="application/pdf")
    assert [len(piece) for piece in project.content(sha256)] == [contents.PIECE, contents.PIECE, 17]
    assert b"".join(project.content(sha256)) == data
    assert project.content_size(sha256) == len(data)
    with project.act("add") as pen:
        project.put_content(pen, sha256, len(data), io.BytesIO(b"not read"), media="application/pdf")
    assert project.verify(full=True) == []


def test_no_bytes_at_all(project: Project) -> None:
    sha256 = hashlib.sha256(b"").hexdigest()
    with project.act("add") as pen:
        project.put_content(pen, sha256, 0, io.BytesIO(), media="text/plain")
    assert b"".join(project.content(sha256)) == b""
    assert project.verify(full=True) == []


@pytest.mark.parametrize("data", [b"other bytes", b"right", b"right bytes and more"])
def test_bytes_that_changed_meanwhile(project: Project, data: bytes) -> None:
    sha256 = hashlib.sha256(b"right bytes").hexdigest()
    with pytest.raises(Refused), project.act("add") as pen:
        project.put_content(pen, sha256, 11, io.BytesIO(data), media="text/plain")
    assert project.content_size(sha256) is None


def test_more_than_two_gigabytes(project: Project) -> None:
    with pytest.raises(Refused), project.act("add") as pen:
        project.put_content(pen, "0" * 64, contents.LIMIT + 1, io.BytesIO(), media="text/plain")


def test_an_extraction_comes_back_as_it_was(project: Project) -> None:
    data = "Æ ﬁ § 40 €\n".encode()
    _, extraction = add_document(project, "a.txt", data, "Æ ﬁ § 40 €\n", "", "\x00 second \U0001f4c4")
    found = project.extraction(extraction.sha256)
    assert found == extraction
    assert project.page_infos(extraction.sha256) == extraction.pages
    assert project.page_texts(extraction.sha256) == extraction.texts
    assert project.outline(extraction.sha256) == extraction.outline
    assert project.extraction_of_version(extraction.version) == extraction.sha256
    other = extraction_of(data, "read otherwise", made_by="test 2")
    with project.act("add") as pen:
        project.put_extraction(pen, other)
    assert project.extraction_of_version(extraction.version) == min(extraction.sha256, other.sha256)
    with pytest.raises(ValueError, match="digest"), project.act("add") as pen:
        project.put_extraction(pen, replace(other, sha256="0" * 64))
    for ask in (project.extraction, project.outline, project.extraction_of_version, lambda x: list(project.content(x))):
        with pytest.raises(NotFound):
            ask("0" * 64)


def damage(path: Path, statement: str) -> None:
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE piece SET data = zeroblob(length(data))",
        "DELETE FROM piece",
        "UPDATE content SET media = 'text/html'",
        "UPDATE page SET text = text || 'x'",
        "UPDATE page SET label = 'x'",
        "DELETE FROM page",
        "UPDATE extraction SET outline = '[]'",
        "UPDATE extraction SET warnings = '[]'",
        "DELETE FROM content",
        "UPDATE document SET title = 'x'",
        "UPDATE claim SET status = 'verified'",
        "DELETE FROM link",
        "UPDATE change SET value = '\"x\"' WHERE field = 'name'",
        "UPDATE change SET clock = clock + 1 WHERE number = 3",
        "UPDATE change SET person = 'x' WHERE number = 3",
        "UPDATE change SET replaces = '[]' WHERE replaces <> '[]'",
        "UPDATE change SET digest = chain WHERE number = 3",
        "DELETE FROM change WHERE number = 4",
        "UPDATE change SET seq = 4 WHERE seq = 5",
        "UPDATE action SET verb = 'x'",
        "UPDATE session SET covered = 1",
    ],
)
def test_what_was_changed_by_hand_is_seen(path: Path, statement: str) -> None:
    with Project.create(path, who=ME) as project:
        draft, _ = add_document(project, "draft.txt", b"d", "d\n", role="draft")
        claim, _ = add_claim(project, draft, "claimed")
        link, _ = add_link(project, claim, draft, "quoted")
        for note in ("one", "two"):
            with project.act("set") as pen:
                pen.set(link, "note", note)
    damage(path, statement)
    try:
        with Project.open(path, who=ME) as project:
            problems = project.verify(full=True)
    except ProjectDamaged:
        # At opening only the ends of the newest sessions are looked at.
        return
    else:
        assert problems
        assert all(problem.endswith(".") for problem in problems)
        assert not [problem for problem in problems if "claimed" in problem or "quoted" in problem]


def test_damaged_bytes_are_never_given_out(path: Path) -> None:
    with Project.create(path, who=ME) as project:
        _, extraction = add_document(project, "a.txt", b"right bytes", "right text\n")
    damage(path, "UPDATE piece SET data = X'00'")
    damage(path, "UPDATE page SET text = 'wrong text'")
    with Project.open(path, who=ME) as project:
        with pytest.raises(ProjectDamaged):
            list(project.content(extraction.version))
        with pytest.raises(ProjectDamaged):
            project.extraction(extraction.sha256)


def test_flipped_bits_are_seen(tmp_path: Path) -> None:
    """Every bit that matters: a flipped file is refused, or verifying tells, or it reads exactly as before."""
    path, flipped = tmp_path / "p.annotator", tmp_path / "f.annotator"
    with Project.create(path, title="T", who=ME) as project:
        draft, extraction = add_document(
            project, "draft.txt", b"bytes " * 4000, "text " * 900, "text " * 700, role="draft"
        )
        claim, _ = add_claim(project, draft, "claimed")
        for number in range(8):
            add_link(project, claim, draft, f"quoted {number}")
        everything = (project.graph(with_removed=True), list(project.all_changes()), project.title)
    whole = path.read_bytes()
    rng = random.Random(7)
    told = 0
    for _ in range(150):
        shutil.copy(path, flipped)
        at = rng.randrange(100, len(whole))
        with flipped.open("r+b") as file:
            file.seek(at)
            file.write(bytes([whole[at] ^ (1 << rng.randrange(8))]))
        try:
            with Project.open(flipped, read_only=True) as project:
                problems = project.verify(full=True)
                if problems:
                    told += 1
                    continue
                assert (project.graph(with_removed=True), list(project.all_changes()), project.title) == everything
                assert project.extraction(extraction.sha256) == extraction
                assert b"".join(project.content(extraction.version)) == b"bytes " * 4000
        except Refused:
            told += 1
    assert told > 30


def test_slices_go_on_while_something_is_written(project: Project) -> None:
    document, _ = add_document(project, "a.txt", b"a", "a\n")
    number = 0
    for problems in project.verify_slices(full=True):
        assert problems == []
        with project.act("set") as pen:
            pen.set(document, "title", f"title {number}")
            if number == 3:
                gone = pen.new(Kind.NEEDS_NONE, {"document": document, "place": _place(), "reason": "x"})
        if number == 6:
            project.erase(gone)
        number += 1
    assert number > 10


def _place() -> object:
    from .conftest import place

    return place()


def test_an_extraction_keeps_its_named_parts_and_what_a_machine_read(project: Project) -> None:
    plain = extraction_of(b"a", "one\n")
    parts = (Fragment(0, 0, 3, "Costs!B4"),)
    read = (Recognised(0, 94, 2),)
    layer = hashlib.sha256(b"layer").hexdigest()
    whole = Extraction.build(
        plain.version, plain.made_by, plain.pages, plain.texts, fragments=parts, layer=layer, recognised=read
    )
    assert whole.sha256 != plain.sha256
    with project.act("add") as pen:
        project.put_content(pen, layer, 5, io.BytesIO(b"layer"), media="application/pdf")
        project.put_extraction(pen, whole)
        pen.new(Kind.PERSON, {"name": "x"})
    kept = project.extraction(whole.sha256)
    assert (kept.fragments, kept.layer, kept.recognised) == (parts, layer, read)
    assert project.fragments(whole.sha256) == parts
    assert project.recognised(whole.sha256) == read
    assert project.layer_of(whole.sha256) == layer
    for column, value in (("fragments", "[]"), ("recognised", "[[0,99,0]]"), ("layer", "")):
        project._connection.execute("SAVEPOINT s")
        project._connection.execute(f"UPDATE extraction SET {column} = ?", (value,))
        with pytest.raises(ProjectDamaged):
            project.extraction(whole.sha256)
        project._connection.execute("ROLLBACK TO s")
        project._connection.execute("RELEASE s")


def test_the_text_of_a_document_is_checked_a_few_pages_at_a_time(project: Project) -> None:
    _, made = add_document(project, "long.txt", b"l", *(f"page {n}\n" for n in range(450)))
    steps = list(project.text_slices(made.sha256))
    assert len(steps) == 4
    assert steps == [[]] * 4
    assert project.made_of(made.sha256) == (made.frozen, made.layer)
    for change in ("text = 'other'", "box = '[0, 0, 1, 1]'", "label = 'x'"):
        project._connection.execute("SAVEPOINT s")
        project._connection.execute(f"UPDATE page SET {change} WHERE number = 449")
        assert [problem for step in project.text_slices(made.sha256) for problem in step] != []
        project._connection.execute("ROLLBACK TO s")
        project._connection.execute("RELEASE s")
    project._connection.execute("DELETE FROM page WHERE number = 3")
    assert [problem for step in project.text_slices(made.sha256) for problem in step] != []


def test_a_piece_whose_type_was_flipped_is_damage(closed: Path) -> None:
    raw = bytearray(closed.read_bytes())
    at = raw.index(b"memo bytes") - 2 * 64 - 1
    assert raw[at] == 12 + 2 * len(b"memo bytes"), "the type of the record's last column"
    raw[at] += 1  # text of as many bytes, which no statement could write there
    closed.write_bytes(raw)
    with Project.open(closed, read_only=True) as project, pytest.raises(ProjectDamaged):
        list(project.content(hashlib.sha256(b"memo bytes").hexdigest()))
