"""Looking back: pages of acts, what belongs to a claim or document, setting back, restoring, the legal hold."""

from __future__ import annotations

import pytest

from annotator.model.errors import Refused
from annotator.model.things import Kind, Relation, Status
from annotator.operations import editing, linking, looking_back, marking, queries
from annotator.operations.workspace import Workspace


@pytest.fixture
def claim(ws: Workspace, draft: str, memo: str) -> str:
    made = marking.claim(ws, draft, "The council spent 3.5 million").claim
    linking.link(ws, made, memo, "2.9 million", Relation.CONTRADICTS)
    return made


def done(page: looking_back.Page) -> list[str]:
    return [f"{line.about}: {line.done}" for entry in page.entries for line in entry.lines]


def test_acts_come_in_pages_the_newest_first(ws: Workspace, claim: str) -> None:
    for number in range(7):
        editing.set_field(ws, claim, "note", f"note {number}")
    whole = looking_back.page(ws)
    assert done(whole)[0] == "claim 1: note: note 5 → note 6"
    assert all(entry.mine for entry in whole.entries)
    pages, before = [], None
    while True:
        page = looking_back.page(ws, before=before, limit=4)
        pages.append(page)
        if (before := page.following) is None:
            break
    assert [entry for page in pages for entry in page.entries] == list(whole.entries)
    assert len(whole.entries) == len(ws.project.history())


def test_of_a_claim_and_of_a_document(ws: Workspace, draft: str, memo: str, claim: str) -> None:
    other = marking.claim(ws, draft, "Nobody disputes the fog").claim
    queries.ask(ws, claim, "Says who?")
    mine = done(looking_back.page(ws, of=claim))
    assert mine == [
        "query on claim 1: new",
        "link of claim 1 to memo.md: new",
        "claim 1: new",
        "wording of claim 1: new",
    ]
    assert not any("claim 2" in each for each in done(looking_back.page(ws, of=memo)))
    assert "claim 2" in " ".join(done(looking_back.page(ws, of=other)))
    assert looking_back.page(ws, person="nobody").entries == ()


def test_a_field_is_set_back_by_a_further_change(ws: Workspace, claim: str) -> None:
    editing.set_field(ws, claim, "status", "disputed")
    editing.set_field(ws, claim, "status", "cut")
    first, second = (looking_back.page(ws).entries[at].lines[0] for at in (1, 0))
    assert (second.was_words, second.can_go_back) == ("disputed", True)
    before = len(ws.project.history())
    looking_back.set_back(ws, second.change)
    assert ws.graph().claims[claim].status is Status.DISPUTED
    looking_back.set_back(ws, first.change)
    assert ws.graph().claims[claim].status is Status.OPEN, "what it was before anybody set it"
    assert len(ws.project.history()) == before + 2


def test_what_was_removed_is_listed_and_restored(ws: Workspace, claim: str) -> None:
    (link,) = ws.graph().links_of(claim)
    query = queries.ask(ws, claim, "Says who?")
    for thing in (query, link.id, claim):
        editing.remove(ws, thing)
    gone = looking_back.removed(ws)
    assert {each.kind for each in gone} == {Kind.QUERY, Kind.LINK, Kind.CLAIM, Kind.PASSAGE}
    assert "The council spent 3.5 million" in {each.words for each in gone}
    (change,) = (line for entry in looking_back.page(ws).entries[:1] for line in entry.lines if line.thing == claim)
    looking_back.set_back(ws, change.change)
    assert claim in ws.graph().claims


def test_a_hold_is_set_and_lifted_and_refuses_erasing(ws: Workspace, claim: str) -> None:
    looking_back.hold(ws, " the lawsuit of the council ")
    assert looking_back.held(ws).why == "the lawsuit of the council"
    with pytest.raises(Refused, match="legal hold"):
        editing.erase(ws, claim)
    looking_back.hold(ws, "")
    editing.erase(ws, claim)
    assert looking_back.held(ws).erased > 0
    assert all(line.thing != claim for entry in looking_back.page(ws).entries for line in entry.lines)
