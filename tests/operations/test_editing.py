from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.model.errors import NotFound, Refused
from annotator.model.things import Kind, Relation
from annotator.operations import blacking, editing, importing, linking, marking, queries, reading, searching, workspace
from annotator.operations.fields import SETTABLE
from annotator.operations.linking import Linked
from annotator.operations.marking import Marked
from annotator.operations.resolving import resolve
from annotator.operations.workspace import Workspace


@pytest.fixture
def pair(ws: Workspace, draft: str, memo: str) -> tuple[Marked, Linked]:
    marked = marking.claim(ws, draft, "no ship was turned away")
    return marked, linking.link(ws, marked.claim, memo, "closed for forty days", Relation.SUPPORTS)


def _things(ws: Workspace, draft: str, pair: tuple[Marked, Linked]) -> dict[Kind, str]:
    person = ws.project.history()[0].person
    none = marking.needs_none(ws, draft, "Nobody disputes the fog", "common knowledge")
    return {
        Kind.PROJECT: ws.project.id,
        Kind.PERSON: person,
        Kind.DOCUMENT: draft,
        Kind.PASSAGE: pair[1].passage,
        Kind.CLAIM: pair[0].claim,
        Kind.LINK: pair[1].link,
        Kind.NEEDS_NONE: none.id,
        Kind.BLACKOUT: blacking.black(ws, draft, "the fog").ids[0],
        Kind.QUERY: queries.ask(ws, pair[0].claim, "Who said so?"),
        **_working(ws, pair[0].claim),
    }


def _working(ws: Workspace, claim: str) -> dict[Kind, str]:
    with ws.project.act("edit") as pen:
        formula = {"result": "2", "expression": "1 + 1", "figures": {}}
        return {
            Kind.DISMISSAL: pen.new(Kind.DISMISSAL, {"claim": claim, "about": "number", "reason": "so"}),
            Kind.CALCULATION: pen.new(Kind.CALCULATION, {"claim": claim, "formula": formula}),
        }


_LAWFUL = {
    "in_force": ["2024-03", ""],
    "role": ["draft"],
    "handling": ["never-leaves", "quote-only", "paraphrase-only", "publish", "unset"],
    "private": ["yes", "no"],
    "closed": ["yes", "no"],
    "asked": ["2026-11-23"],
    "answered": ["2026-11-23"],
    "date": ["2024", "2024-03", "2024-02-29", ""],
    "type": ["quotation", "paraphrase", "allegation", "opinion", "fact"],
    "status": ["disputed", "cut", "verified", "open"],
    "relation": ["contradicts", "context", "supports"],
    "terms": ["off-the-record", "background", "not-for-attribution", "on-the-record", ""],
    "embargo": ["2026-12-01", ""],
    "current": [],
    "part_of": [],
}


def test_every_field_takes_what_it_should_and_undo_takes_it_back(
    ws: Workspace, draft: str, pair: tuple[Marked, Linked]
) -> None:
    things = _things(ws, draft, pair)
    for kind, fields in SETTABLE.items():
        for field in fields:
            lawful = ["reply-sought", "question"] if (kind, field) == (Kind.QUERY, "type") else _LAWFUL.get(field)
            for value in lawful if lawful is not None else ["some “words” 12", ""]:
                editing.set_field(ws, things[kind], field.replace("_", "-"), value)
    assert ws.graph().claims[pair[0].claim].status == "open"
    editing.set_field(ws, pair[0].claim, "said_by", "the director")
    assert ws.graph().claims[pair[0].claim].said_by == "the director"
    editing.undo(ws)
    assert ws.graph().claims[pair[0].claim].said_by == ""


@pytest.mark.parametrize(
    ("kind", "field", "value", "allowed"),
    [
        (Kind.CLAIM, "status", "checked", "open, verified, disputed, cut"),
        (Kind.CLAIM, "type", "lie", "fact, quotation, paraphrase, allegation, opinion"),
        (Kind.CLAIM, "number", "7", "type, said_by, status, note"),
        (Kind.CLAIM, "removed", "true", "type, said_by, status, note"),
        (Kind.LINK, "relation", "Supports", "supports, contradicts, context"),
        (Kind.DOCUMENT, "handling", "secret", "publish, quote-only, paraphrase-only, never-leaves"),
        (Kind.DOCUMENT, "role", "memo", "draft, source"),
        (Kind.DOCUMENT, "date", "March 2024", "2024-03-15"),
        (Kind.DOCUMENT, "date", "2024-02-30", "2024-03-15"),
        (Kind.DOCUMENT, "name", "other.txt", "title"),
        (Kind.DOCUMENT, "title", 7, "takes text"),
        (Kind.PASSAGE, "place", "elsewhere", "note, translation, translator"),
        (Kind.NEEDS_NONE, "reason", "x\0y", "null"),
        (Kind.PROJECT, "id", "x", "title"),
    ],
)
def test_what_does_not_fit_is_refused_naming_what_does(
    ws: Workspace, draft: str, pair: tuple[Marked, Linked], kind: Kind, field: str, value: Any, allowed: str
) -> None:
    things = _things(ws, draft, pair)
    before = len(ws.project.history())
    with pytest.raises(Refused, match=allowed):
        editing.set_field(ws, things[kind], field, value)
    assert len(ws.project.history()) == before


def test_setting_what_it_is_changes_nothing(ws: Workspace, draft: str) -> None:
    assert editing.set_field(ws, draft, "role", "draft").changes == ()
    assert len(editing.set_field(ws, draft, "title", "Harbour").changes) == 1
    assert editing.set_field(ws, draft, "title", "Harbour").changes == ()


def test_verified_records_versions_and_places_that_were_checked(ws: Workspace, pair: tuple[Marked, Linked]) -> None:
    marked, linked = pair
    editing.set_field(ws, marked.claim, "status", "verified")
    (head,) = ws.project.heads(marked.claim, "verified")
    wording, link = head.value["wording"][0], head.value["links"][0]
    assert (wording["version"], wording["passage"]) == (marked.place.version, marked.passage)
    assert (link["link"], link["relation"], link["version"]) == (linked.link, "supports", linked.place.version)
    assert link["spans"] == [[span.page, span.start, span.end] for span in linked.place.spans]
    assert head.action == ws.project.heads(marked.claim, "status")[0].action


def test_a_check_does_not_outlive_what_it_was_given_over_and_comes_back_with_it(
    ws: Workspace, memo: str, pair: tuple[Marked, Linked]
) -> None:
    marked, linked = pair
    editing.set_field(ws, marked.claim, "status", "verified")
    name = ws.graph().documents[memo].name
    span = linked.place.spans[0]
    text = ws.project.page_texts(linked.place.extraction)[span.page]
    shorter = replace(linked.place, spans=(replace(span, end=span.end - 1),), quote=text[span.start : span.end - 1])

    def shown() -> tuple[str, str]:
        (claim,) = [each for each in reading.claims(ws) if each["id"] == marked.claim]
        assert ws.graph().claims[marked.claim].status == "verified", "nothing is written"
        return claim["status"], claim["reason"]

    acts: list[tuple[Callable[[], object], str]] = [
        (lambda: editing.remove(ws, linked.link), f"the link to ‘{name}’ was removed"),
        (lambda: editing.remove(ws, memo), f"the link to ‘{name}’ was removed"),
        (lambda: editing.set_field(ws, linked.link, "relation", "context"), "from “supports” to “context”"),
        (lambda: marking.adjust(ws, linked.passage, shorter), f"the passage in ‘{name}’ was placed at other words"),
        (lambda: linking.link(ws, marked.claim, memo, "2.9 million", Relation.CONTRADICTS), "contradicts it"),
    ]
    for act, reason in acts:
        assert shown() == ("verified", "")
        act()
        assert shown()[0] == "open"
        assert reason in shown()[1]
        editing.undo(ws)
    assert shown() == ("verified", "")
    marking.adjust(ws, linked.passage, shorter)
    editing.set_field(ws, marked.claim, "status", "verified")
    assert shown() == ("verified", ""), "checked again"
    editing.erase(ws, linked.passage)
    assert shown()[0] == "open"


def test_removing_a_claim_hides_its_links_and_restoring_brings_them_back(
    ws: Workspace, pair: tuple[Marked, Linked]
) -> None:
    marked, linked = pair
    before = ws.graph()
    editing.remove(ws, marked.claim)
    assert not ws.graph().claims
    assert not ws.graph().links
    with pytest.raises(NotFound, match="removed"):
        resolve(ws, marked.claim, Kind.CLAIM)
    with pytest.raises(Refused, match="Restore that first"):
        editing.restore(ws, linked.link)
    editing.restore(ws, marked.claim)
    after = ws.graph()
    assert (after.claims, after.links, after.passages) == (before.claims, before.links, before.passages)
    with pytest.raises(Refused, match="not removed"):
        editing.restore(ws, marked.claim)


def test_a_link_takes_its_passage_along_unless_something_else_rests_on_it(
    ws: Workspace, draft: str, memo: str, pair: tuple[Marked, Linked]
) -> None:
    _, linked = pair
    editing.remove(ws, linked.link)
    assert linked.passage not in ws.graph().passages
    editing.restore(ws, linked.link)
    assert linked.passage in ws.graph().passages
    assert linked.link in ws.graph().links
    editing.set_field(ws, linked.passage, "note", "worth keeping")
    editing.remove(ws, linked.link)
    assert linked.passage in ws.graph().passages
    editing.restore(ws, linked.link)
    editing.set_field(ws, linked.passage, "note", "")
    other = marking.claim(ws, draft, "Nobody disputes the fog")
    linking.link(ws, other.claim, memo, "closed for forty days", Relation.CONTEXT)
    editing.remove(ws, linked.link)
    assert linked.passage in ws.graph().passages


def test_removing_a_document_hides_what_stands_in_it(ws: Workspace, memo: str, pair: tuple[Marked, Linked]) -> None:
    before = ws.graph()
    editing.remove(ws, memo)
    assert not ws.graph().links
    assert list(ws.graph().claims) == [pair[0].claim]
    editing.undo(ws)
    assert (ws.graph().links, ws.graph().documents) == (before.links, before.documents)


def test_undo_and_redo_work_after_reopening(ws: Workspace, draft: str, tmp_path: Path) -> None:
    marking.claim(ws, draft, "no ship was turned away")
    path = ws.project.path
    ws.close()
    with workspace.open_workspace(path) as again:
        assert editing.undo(again).verb == "claim"
        assert not again.graph().claims
        assert editing.redo(again).outcome.changes
        assert len(again.graph().claims) == 1
        with pytest.raises(Refused, match="nothing to redo"):
            editing.redo(again)
        assert again.project.rebuild_differences() == []
    ws.project.read_only = True


def test_a_draft_with_claims_stays_a_draft(ws: Workspace, draft: str, memo: str, pair: tuple[Marked, Linked]) -> None:
    with pytest.raises(Refused, match="stays a draft"):
        editing.set_field(ws, draft, "role", "source")
    editing.set_field(ws, memo, "role", "draft")
    assert ws.graph().documents[memo].role == "draft"


def test_erasing_leaves_no_trace_here_nor_in_the_search_index(
    ws: Workspace, draft: str, folder: Path, pair: tuple[Marked, Linked]
) -> None:
    (folder / "secret.txt").write_text("The informant Zuckerhutstein met us twice.")
    document = importing.add(ws, [folder / "secret.txt"]).added[0].document
    linking.link(ws, pair[0].claim, document, "Zuckerhutstein met us", Relation.CONTEXT)
    editing.set_field(ws, pair[0].claim, "status", "verified")
    assert searching.search(ws, "Zuckerhutstein")
    outcome = editing.erase(ws, document)
    assert document in outcome.things
    cache = workspace.index_folder(ws.project.id)
    assert all(b"zuckerhutstein" not in file.read_bytes().lower() for file in cache.rglob("*") if file.is_file())
    assert searching.search(ws, "Zuckerhutstein") == []
    assert document not in ws.project.graph(with_removed=True).documents
    assert b"Zuckerhutstein" not in ws.project.path.read_bytes()
    with pytest.raises(Refused, match="can't be erased"):
        editing.erase(ws, ws.project.id)


def test_ids_may_be_shortened_and_documents_named(
    ws: Workspace, draft: str, memo: str, pair: tuple[Marked, Linked]
) -> None:
    assert resolve(ws, "draft.txt", Kind.DOCUMENT) == draft
    assert resolve(ws, draft[:13], Kind.DOCUMENT) == draft
    assert resolve(ws, pair[0].claim[:13]) == pair[0].claim
    for given in ("", "zz", "DRAFT.txt", "draft", "\udce9"):
        with pytest.raises(Refused):
            resolve(ws, given, Kind.DOCUMENT)
    with pytest.raises(NotFound, match="a claim is needed"):
        resolve(ws, draft, Kind.CLAIM)
    made = [marking.claim(ws, draft, "Nobody disputes the fog").claim for _ in range(17)]
    first = {one[0] for one in made if sum(other[0] == one[0] for other in made) > 1}.pop()
    with pytest.raises(NotFound, match="ids begin with"):
        resolve(ws, first, Kind.CLAIM)
