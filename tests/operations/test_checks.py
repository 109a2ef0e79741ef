"""A check of the whole draft: the state of each sentence, and numbers that differ from what they rest on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.errors import NotFound, Refused
from annotator.model.findings import Finding, FindingKind
from annotator.model.things import Relation, Role
from annotator.operations import calculating, checks, editing, importing, linking, marking
from annotator.operations.workspace import Workspace


def _numbers(ws: Workspace) -> list[Finding]:
    return [one for one in checks.check(ws).findings if one.kind is FindingKind.NUMBER]


def test_a_number_that_its_passage_gives_otherwise_is_noticed(ws: Workspace, draft: str, memo: str) -> None:
    marked = marking.claim(ws, draft, "The council spent 3.5 million on the new pier")
    assert _numbers(ws) == []
    link = linking.link(ws, marked.claim, memo, "The council spent 2.9 million on the new pier", Relation.SUPPORTS)
    (found,) = _numbers(ws)
    assert (found.kind, found.claim, found.link, found.severity) == ("number", marked.claim, link.link, "grave")
    assert found.message == "The claim says 3.5 million, the passage 2.9 million."
    assert found.draft is not None
    text = ws.project.page_texts(ws.graph().versions[ws.graph().documents[draft].current].extraction)
    assert text[found.draft.page][found.draft.start : found.draft.end] == "3.5 million"
    assert _numbers(ws)[0].id == found.id
    editing.set_field(ws, link.link, "relation", "context")
    assert _numbers(ws) == []


def test_the_same_number_is_not_noticed(ws: Workspace, draft: str, memo: str) -> None:
    marked = marking.claim(ws, draft, "The harbour office closed for forty days", nth=2)
    linking.link(ws, marked.claim, memo, "closed for forty days", Relation.SUPPORTS)
    made = checks.check(ws)
    assert _numbers(ws) == []
    assert {state.state.value for _, state in made.coverage} >= {"linked"}


def test_a_rounded_number_is_noted_and_one_of_no_passage_to_be_looked_at(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "story.md").write_text("It cost 3.5 million in all.", "utf-8")
    (tmp_path / "log.md").write_text("It cost 3,512,000 in all. It was dear.", "utf-8")
    story = importing.add(ws, [tmp_path / "story.md"], role=Role.DRAFT).added[0].document
    log = importing.add(ws, [tmp_path / "log.md"]).added[0].document
    claim = marking.claim(ws, story, "It cost 3.5 million in all.").claim
    link = linking.link(ws, claim, log, "It was dear.", Relation.SUPPORTS).link
    (found,) = _numbers(ws)
    assert (found.severity, found.message) == ("look", "The claim says 3.5 million; the passage has no number.")
    editing.remove(ws, link)
    linking.link(ws, claim, log, "It cost 3,512,000 in all.", Relation.SUPPORTS)
    (found,) = _numbers(ws)
    assert (found.severity, found.message) == ("note", "The claim says 3.5 million, rounded from 3,512,000.")


def test_a_flag_put_aside_comes_back_when_what_it_is_about_changes(ws: Workspace, draft: str, memo: str) -> None:
    marked = marking.claim(ws, draft, "The council spent 3.5 million on the new pier")
    link = linking.link(ws, marked.claim, memo, "The council spent 2.9 million on the new pier", Relation.SUPPORTS)
    (found,) = _numbers(ws)
    with pytest.raises(Refused, match="Say why"):
        checks.dismiss(ws, found.id, " ")
    with pytest.raises(NotFound, match="no flag"):
        checks.dismiss(ws, "ffff", "why")
    checks.dismiss(ws, found.id[:8], "3.5 is with the tax")
    (aside,) = _numbers(ws)
    assert aside == replace(found, dismissed="3.5 is with the tax")
    assert aside not in checks.check(ws).open
    editing.undo(ws)
    assert _numbers(ws) == [found]
    editing.redo(ws)
    checks.undismiss(ws, found.id)
    assert _numbers(ws) == [found]
    checks.dismiss(ws, found.id, "again")
    assert _numbers(ws)[0].dismissed == "again"
    editing.remove(ws, link.link)
    linking.link(ws, marked.claim, memo, "The council spent 2.9 million on the new pier", Relation.SUPPORTS)
    assert [one.dismissed for one in _numbers(ws)] in ([""], ["again"])
    editing.erase(ws, marked.claim)
    assert ws.graph().dismissals == {}
    assert ws.project.rebuild_differences() == []
    assert not any("with the tax" in str(change.value) for change in ws.project.changes_of(found.id))


def _of(ws: Workspace, kind: FindingKind) -> list[Finding]:
    return [one for one in checks.check(ws).findings if one.kind is kind]


def test_dates_contradictions_and_places_that_disagree_are_noticed(ws: Workspace, tmp_path: Path) -> None:
    texts = {
        "story.md": "Harbour opened on 4 March 2024\n\nThe harbour cost 3 million and opened on 5 March 2024, he said.",
        "log.md": "The harbour was opened on 14 March 2024. It never opened on a Monday.",
    }
    for name, words in texts.items():
        (tmp_path / name).write_text(words, "utf-8")
    story = importing.add(ws, [tmp_path / "story.md"], role=Role.DRAFT).added[0].document
    log = importing.add(ws, [tmp_path / "log.md"]).added[0].document
    claim = marking.claim(ws, story, "Harbour opened on 4 March 2024").claim
    linking.link(ws, claim, log, "The harbour was opened on 14 March 2024", Relation.SUPPORTS)
    (found,) = _of(ws, FindingKind.DATE)
    assert (found.severity, found.message) == ("grave", "The claim says 4 March 2024, the passage 14 March 2024.")
    link = linking.link(ws, claim, log, "It never opened on a Monday", Relation.CONTRADICTS)
    (against,) = _of(ws, FindingKind.CONTRADICTED)
    assert (against.link, against.severity) == (link.link, "grave")
    checks.dismiss(ws, against.id, "Another harbour.")
    assert _of(ws, FindingKind.CONTRADICTED)[0].dismissed == "Another harbour."
    assert _of(ws, FindingKind.PLACES) == []
    other = marking.claim(ws, story, "opened on 5 March 2024").claim
    (passage,) = ws.graph().passages_of(other)
    editing.remove(ws, other)
    marking.claim_at(ws, story, passage.place, claim=claim)
    (place,) = _of(ws, FindingKind.PLACES)
    assert place.message == "Here the claim says 5 March 2024, at its first place 4 March 2024."


def test_a_declared_calculation_is_worked_out_and_checked(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "story.md").write_text("Fees rose by 12 percent, to 3.4 million in all.", "utf-8")
    (tmp_path / "log.md").write_text("Fees were 1,000 then. Fees are 1,125 now. A third of 10.2 million.", "utf-8")
    story = importing.add(ws, [tmp_path / "story.md"], role=Role.DRAFT).added[0].document
    log = importing.add(ws, [tmp_path / "log.md"]).added[0].document
    claim = marking.claim(ws, story, "Fees rose by 12 percent, to 3.4 million in all").claim
    then = linking.link(ws, claim, log, "Fees were 1,000 then", Relation.SUPPORTS).link
    now = linking.link(ws, claim, log, "Fees are 1,125 now", Relation.SUPPORTS).link
    third = linking.link(ws, claim, log, "A third of 10.2 million", Relation.SUPPORTS).link
    figures = {"a": (then, "1,000"), "b": (now, "1,125")}
    calculating.calculate(ws, claim, "12 percent", "(b - a) / a", figures)
    (found,) = _of(ws, FindingKind.CALCULATION)
    assert (found.severity, found.message) == ("note", "(b - a) / a comes to 12.5 percent, rounded to 12 percent.")
    editing.undo(ws)
    calculating.calculate(ws, claim, "3.4 million", "c / 3", {"c": (third, "10.2 million")})
    assert _of(ws, FindingKind.CALCULATION) == []
    calculating.calculate(ws, claim, "12 percent", "b - a", figures)
    (found,) = _of(ws, FindingKind.CALCULATION)
    assert (found.severity, found.message) == ("grave", "b - a comes to 12,500 percent, the claim says 12 percent.")
    for given, why in (
        (("13 percent", "a", figures), "does not stand in the claim"),
        (("12 percent", "a / z", figures), "no figure has that name"),
        (("12 percent", "a", {"a": (then, "2,000")}), "do not stand"),
        (("12 percent", "a / (a - a)", figures), "divides by zero"),
    ):
        with pytest.raises(Refused, match=why):
            calculating.calculate(ws, claim, *given)
    editing.remove(ws, then)
    editing.erase(ws, claim)
    assert ws.graph().calculations == {}
    assert ws.project.rebuild_differences() == []
