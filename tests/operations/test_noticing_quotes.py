"""Quotations of a draft in a real project: compared with what is linked, sought in all sources, said by whom."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from annotator.checking.quotes import Verdict
from annotator.checking.quotes_sought import Hit, Searched, seek
from annotator.model.things import Relation, Role
from annotator.operations import editing, importing, linking, marking, replacing
from annotator.operations.noticing.ground import Ground
from annotator.operations.noticing.quoted import Quoted, quoted
from annotator.operations.noticing.quotes import quotes
from annotator.operations.workspace import Workspace

DRAFT = """The letter warned that \u201cwe will share the data with every office\u201d by May.

The director wrote that \u201cthe archive holds 3.6 million records,\u201d and that it was \u201cbuilt in a hurry.\u201d

It is \u201ca scandal of rare and terrible proportions,\u201d one reader says. So-called \u201cexperts\u201d read
\u201cThe Old Man and the Sea\u201d there.

\u201cWe never met before the vote,\u201d said Maria Lopez. \u201cI told him \u2026 so,\u201d Chen said.

\u201cNobody was told of the leak,\u201d the minister said.
"""
LETTER = """We will not share the data with every office. The archive holds 3.5 million records, and was built in
a hurry.
"""
HEARING = """Maria Lopez: I remember the spring of that year, and the rain that fell.

Henry Chen: We never met before the vote. I told him more than once, and in writing, so.

Maria Lopez: That is what I heard.

Henry Chen: It is what I said.
"""
BRIEF = "Niemand wurde über das Leck unterrichtet, und der Minister schwieg, wie es in dem Haus üblich ist und war."


@pytest.fixture
def story(ws: Workspace, tmp_path: Path) -> dict[str, str]:
    """Ids of the documents by name."""
    files = {"story": DRAFT, "letter": LETTER, "hearing": HEARING, "brief": BRIEF}
    for name, text in files.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    made = importing.add(ws, [tmp_path / "story.txt"], role=Role.DRAFT).added
    made += importing.add(ws, [tmp_path / f"{name}.txt" for name in list(files)[1:]]).added
    return dict(zip(files, (one.document for one in made), strict=True))


def _found(ws: Workspace) -> dict[str, tuple[str, str]]:
    """Severity and message by the words in the draft that a finding is about."""
    found = {}
    for one in quotes(Ground(ws)):
        assert one.draft is not None
        extraction = ws.graph().versions[ws.graph().documents[one.draft.document].current].extraction
        words = ws.project.page_texts(extraction)[one.draft.page][one.draft.start : one.draft.end]
        found[" ".join(words.split())] = (str(one.severity), one.message)
    return found


def _verdicts(ws: Workspace) -> dict[str, Quoted]:
    return {" ".join(one.quote.split()): one for one in quoted(Ground(ws))}


def test_quotations_are_sought_in_all_sources_while_nothing_is_linked(ws: Workspace, story: dict[str, str]) -> None:
    told = _found(ws)
    assert told["we will share the data with every office"][0] == "grave"
    assert told["we will share the data with every office"][1].startswith("A negation is added or dropped.")
    assert "3.5 million" in told["the archive holds 3.6 million records,"][1]
    assert "built in a hurry." not in told
    assert told["a scandal of rare and terrible proportions,"] == (
        "grave",
        "\u201ca scandal of rare and terrible proportions,\u201d was not found in any of the 3 sources.",
    )
    assert "experts" not in told
    assert told["The Old Man and the Sea"][0] == "look"
    assert told["We never met before the vote,"] == (
        "grave",
        "The draft has Maria Lopez say this; in the source Henry Chen does.",
    )
    assert told["I told him \u2026 so,"][0] == "note"
    verdict = _verdicts(ws)["the archive holds 3.6 million records,"]
    assert verdict.source is not None
    assert (verdict.document, verdict.verdict) == (story["letter"], Verdict.NUMBER)
    extraction = ws.graph().versions[ws.graph().documents[story["letter"]].current].extraction
    page = ws.project.page_texts(extraction)[verdict.source.page]
    words = page[verdict.source.start : verdict.source.end]
    assert " ".join(words.split()) == "The archive holds 3.5 million records,"


def test_what_was_cut_off_may_stand_in_the_part_before(ws: Workspace, tmp_path: Path) -> None:
    parts = "\u201cWe never promised,\u201d Ode said, \u201ca fixed price.\u201d"
    cut = "Ode said they promised \u201ca fixed price.\u201d"
    (tmp_path / "log.txt").write_text("Ode: We never promised a fixed price.", encoding="utf-8")
    importing.add(ws, [tmp_path / "log.txt"])
    for draft, told in ((parts, []), (cut, ["a fixed price."])):
        (tmp_path / "draft.txt").write_text(draft, encoding="utf-8")
        added = importing.add(ws, [tmp_path / "draft.txt"], role=Role.DRAFT).added
        assert list(_found(ws)) == told
        editing.remove(ws, added[0].document)


def test_a_quotation_is_held_against_what_its_claim_is_linked_to(ws: Workspace, story: dict[str, str]) -> None:
    marked = marking.claim(ws, story["story"], "\u201cNobody was told of the leak,\u201d the minister said.")
    link = linking.link(ws, marked.claim, story["brief"], BRIEF, Relation.SUPPORTS)
    told = _found(ws)["Nobody was told of the leak,"]
    assert told == (
        "look",
        "\u201cNobody was told of the leak,\u201d was not found in any of the 3 sources. "
        "A linked passage is in another language and has no translation.",
    )
    editing.set_field(ws, link.passage, "translation", "Nobody was told of the leak, and the minister was silent.")
    (one,) = quoted(Ground(ws), marked.claim)
    assert (one.verdict, one.translated, one.link) == (Verdict.EXACT, True, link.link)
    assert "Nobody was told of the leak," not in _found(ws)
    other = marking.claim(
        ws, story["story"], "The director wrote that \u201cthe archive holds 3.6 million records,\u201d"
    )
    linking.link(ws, other.claim, story["letter"], "The archive holds 3.5 million records", Relation.SUPPORTS)
    (one,) = quoted(Ground(ws), other.claim)
    assert one.linked
    assert [(one.quote[slice(*at.old)], one.words[slice(*at.new)]) for at in one.differences] == [("3.6", "3.5")]


def test_after_a_new_draft_only_what_changed_is_sought_again(
    ws: Workspace, story: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {one.quote: one.verdict for one in quoted(Ground(ws))}
    sought: list[str] = []

    def counted(words: str, documents: Mapping[str, Searched]) -> Hit | None:
        sought.append(words)
        return seek(words, documents)

    monkeypatch.setattr("annotator.operations.noticing.quoted.seek", counted)
    assert {one.quote: one.verdict for one in quoted(Ground(ws))} == first
    assert sought == []
    (tmp_path / "newer.txt").write_text(DRAFT.replace("built in a hurry", "built in a rush"), encoding="utf-8")
    replacing.replace(ws, story["story"], tmp_path / "newer.txt")
    again = {one.quote: one.verdict for one in quoted(Ground(ws))}
    assert sought == ["built in a rush."]
    assert len(again) == len(first)


def test_a_finding_keeps_its_name_until_its_words_change(ws: Workspace, story: dict[str, str]) -> None:
    first = [one.id for one in quotes(Ground(ws))]
    assert len(set(first)) == len(first)
    assert [one.id for one in quotes(Ground(ws))] == first
    editing.remove(ws, story["hearing"])
    assert [one.id for one in quotes(Ground(ws))] != first
