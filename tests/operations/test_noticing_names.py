"""Names of claims that their passages don't have, or have otherwise; and what they negate."""

from __future__ import annotations

from pathlib import Path

from annotator.model.findings import Finding, FindingKind
from annotator.model.things import Relation, Role
from annotator.operations import checks, editing, importing, linking, marking
from annotator.operations.workspace import Workspace

WORDS = {
    "story.md": "The order went to Governor Ana Rivera of Norburg.\n\nThe fine was set by Tom Ode in May.",
    "log.md": "The order went to Governor Maria Rivera then.\n\nHe set the fine in May.\n\nNorburg is a town.",
}


def found(ws: Workspace) -> list[Finding]:
    return [one for one in checks.check(ws).findings if one.kind is FindingKind.NAME]


def test_names_are_noticed(ws: Workspace, tmp_path: Path) -> None:
    for name, words in WORDS.items():
        (tmp_path / name).write_text(words, "utf-8")
    story = importing.add(ws, [tmp_path / "story.md"], role=Role.DRAFT).added[0].document
    log = importing.add(ws, [tmp_path / "log.md"]).added[0].document
    first = marking.claim(ws, story, "The order went to Governor Ana Rivera of Norburg").claim
    assert found(ws) == []
    linking.link(ws, first, log, "The order went to Governor Maria Rivera then.", Relation.SUPPORTS)
    rivera, norburg = found(ws)
    assert rivera.severity == "look"
    assert "Maria Rivera" in rivera.message
    assert rivera.draft is not None
    assert norburg.severity == "note"
    assert norburg.message.endswith("elsewhere in the document.")
    second = marking.claim(ws, story, "The fine was set by Tom Ode in May").claim
    linking.link(ws, second, log, "He set the fine in May.", Relation.SUPPORTS)
    (ode,) = (one for one in found(ws) if one.claim == second)
    assert (ode.severity, ode.message) == ("look", "Tom Ode stands in the claim, but in no part of the passage.")
    # Who wrote a document need not be named in it.
    editing.set_field(ws, log, "author", "Thomas Ode")
    assert [one.claim for one in found(ws)] == [first, first]


def test_what_is_negated_is_noticed(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "story.md").write_text("The board approved the merger in May.", "utf-8")
    (tmp_path / "log.md").write_text("Minutes. The board did not approve the merger in May. Then it rose.", "utf-8")
    story = importing.add(ws, [tmp_path / "story.md"], role=Role.DRAFT).added[0].document
    log = importing.add(ws, [tmp_path / "log.md"]).added[0].document
    claim = marking.claim(ws, story, "The board approved the merger in May.").claim
    linking.link(ws, claim, log, "The board did not approve the merger in May.", Relation.SUPPORTS)
    (one,) = (one for one in checks.check(ws).findings if one.kind is FindingKind.NEGATION)
    assert one.severity == "grave"
    assert one.message == "The passage has a negation (\u201cnot approve\u201d) that the claim has not."
    assert one.source is not None
    assert one.source.start == len("Minutes. The board did ")
