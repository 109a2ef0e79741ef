"""What a copy, or a file with changes only, may give away is searched byte by byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.things import Handling, Kind, Relation, Role
from annotator.model.withheld import Sending
from annotator.operations import editing, importing, linking, marking, queries, sharing
from annotator.operations.workspace import Workspace
from annotator.store.project import Identity, Project

NOOR = Identity("5d9f5a04-2b44-4a86-8f3e-7d0f0f4b2c22", "Noor Haddad")
CLAIM = "The council spent 3.5 million on the new pier"


def traces(path: Path, *words: str) -> list[str]:
    """The words that stand in a file, in either of SQLite's encodings."""
    data = path.read_bytes()
    return [word for word in words if word.encode() in data or word.encode("utf-16-le") in data]


def opened(path: Path) -> Workspace:
    return Workspace(Project.open(path, who=NOOR))


@pytest.fixture
def claim(ws: Workspace, draft: str, memo: str) -> str:
    marked = marking.claim(ws, draft, CLAIM)
    linking.link(ws, marked.claim, memo, "2.9 million", Relation.CONTRADICTS)
    return marked.claim


def witness(ws: Workspace, folder: Path, claim: str) -> str:
    """A source that never leaves, linked, noted and asked about."""
    text = "The harbour master took the money, says the clerk of the third floor.\n"
    (folder / "clerk-statement.txt").write_text(text, encoding="utf-8")
    document = importing.add(ws, [folder / "clerk-statement.txt"], handling=Handling.NEVER_LEAVES).added[0].document
    editing.set_field(ws, document, "title", "Statement of the clerk")
    linking.link(ws, claim, document, "took the money", Relation.SUPPORTS, note="she told me on Friday")
    return document


def test_what_is_new_leaves_out_what_a_copy_leaves_out_and_brings_it_once_it_may_go(
    ws: Workspace, folder: Path, claim: str, tmp_path: Path
) -> None:
    hers = sharing.share(ws, tmp_path / "hers.annotator", Sending()).path
    secret = witness(ws, folder, claim)
    version = next(version for version in ws.graph().versions.values() if version.document == secret)
    words = ("took the money", "third floor", "clerk-statement", "Statement of the clerk", "told me on Friday")
    names = (version.sha256, version.extraction, str(tmp_path), str(folder))
    assert traces(ws.project.path, *words) == list(words)
    small = sharing.share(ws, tmp_path / "one.changes", Sending(), since=hers)
    assert small.changes
    assert traces(small.path, *words, *names) == []
    with opened(hers) as other:
        assert sharing.merge(other, small.path).added == ()
        assert secret not in other.graph().documents
        assert other.project.verify(full=True) == []
    editing.set_field(ws, secret, "handling", "publish")
    later = sharing.share(ws, tmp_path / "two.changes", Sending(), since=hers)
    assert traces(later.path, *words) == list(words)
    with opened(hers) as other:
        assert secret in sharing.merge(other, later.path).added
        assert other.graph().documents[secret].title == "Statement of the clerk"
        assert len(other.graph().links_of(claim)) == 2
        assert b"".join(other.project.content(version.sha256)) == (folder / "clerk-statement.txt").read_bytes()
        assert other.project.verify(full=True) == []
        assert sharing.merge(other, later.path).changes == ()


def test_flags_and_figures_stay_with_the_source_whose_words_they_have(
    ws: Workspace, folder: Path, claim: str, memo: str, tmp_path: Path
) -> None:
    hers = sharing.share(ws, tmp_path / "hers.annotator", Sending()).path
    secret = witness(ws, folder, claim)
    (passage,) = ws.graph().passages_in(secret)
    (open_one,) = ws.graph().passages_in(memo)

    def formula(of: str, words: str) -> dict[str, object]:
        return {"result": "3.5", "expression": "a", "figures": {"a": {"passage": of, "start": 0, "words": words}}}

    with ws.project.act("check") as pen:
        pen.new(Kind.CALCULATION, {"claim": claim, "formula": formula(passage.id, "took"), "note": "as the clerk saw"})
        pen.new(Kind.CALCULATION, {"claim": claim, "formula": formula(open_one.id, "2.9 mil"), "note": "as printed"})
        pen.new(Kind.DISMISSAL, {"claim": claim, "reason": "the clerk of that floor may err"})
        pen.new(Kind.DISMISSAL, {"reason": "the lift was out of order"})
    words = ("as the clerk saw", "that floor may err", "lift was out", "took the money")
    assert traces(ws.project.path, *words, "as printed") == [*words, "as printed"]
    for out in (
        sharing.share(ws, tmp_path / "copy.annotator", Sending()).path,
        sharing.share(ws, tmp_path / "new.changes", Sending(), since=hers).path,
    ):
        assert traces(out, *words, "as printed") == ["as printed"]
    ws.project.erase(secret)
    ws.forget()
    assert traces(ws.project.path, "as the clerk saw", "that floor may err", "took the money") == []


def test_questions_go_with_the_claim_they_hang_on(ws: Workspace, folder: Path, claim: str, tmp_path: Path) -> None:
    (folder / "second.txt").write_text("The clerk of the third floor was seen twice.\n", encoding="utf-8")
    second = [folder / "second.txt"]
    document = importing.add(ws, second, role=Role.DRAFT, handling=Handling.NEVER_LEAVES).added[0].document
    theirs = marking.claim(ws, document, "was seen twice")
    queries.ask(ws, theirs.claim, "Who saw her by the lift?", whom="Rosalind Achterberg")
    queries.ask(ws, claim, "Which year?", whom="the treasurer")
    words = ("by the lift", "Achterberg", "seen twice", "third floor", "Which year?", "the treasurer")
    assert traces(sharing.share(ws, tmp_path / "copy.annotator", Sending()).path, *words) == list(words[-2:])


def test_erased_words_are_in_no_copy_and_no_page_is_free(
    ws: Workspace, folder: Path, claim: str, tmp_path: Path
) -> None:
    secret = witness(ws, folder, claim)
    editing.set_field(ws, secret, "handling", "publish")
    before = sharing.share(ws, tmp_path / "before.annotator", Sending()).path
    query = queries.ask(ws, claim, "Is Wilhelmina Oyelaran right?", whom="Oyelaran")
    editing.set_field(ws, claim, "note", "a note that was replaced")
    editing.set_field(ws, claim, "note", "short")
    ws.project.erase(secret)
    ws.project.erase(query)
    ws.forget()
    gone = ("third floor", "clerk-statement", "Statement of the clerk", "told me on Friday", "Wilhelmina", "Oyelaran")
    whole = sharing.share(ws, tmp_path / "copy.annotator", Sending()).path
    asked = queries.ask(ws, claim, "Which page?", whom="Thaddeus Quillfeather")
    assert asked
    least = sharing.share(ws, tmp_path / "least.annotator", Sending(history=False, names=False)).path
    new = sharing.share(ws, tmp_path / "new.changes", Sending(), since=before).path
    for path in (ws.project.path, whole, least, new):
        assert traces(path, *gone, str(tmp_path), str(folder), path.name) == []
    for path in (whole, least):
        assert int.from_bytes(path.read_bytes()[36:40], "big") == 0
    assert traces(whole, "that was replaced") == ["that was replaced"]
    assert traces(least, "that was replaced", "Quillfeather") == []
