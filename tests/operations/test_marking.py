from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.model.errors import QuoteAbsent, QuoteRepeated, Refused
from annotator.model.places import Place
from annotator.model.things import Relation, Role, Status
from annotator.operations import importing, linking, marking, workspace
from annotator.operations.workspace import Workspace


def _cut(ws: Workspace, place: Place) -> list[str]:
    texts = workspace.texts(ws, place.extraction)
    return [texts[span.page][span.start : span.end] for span in place.spans]


def test_a_claim_gets_a_number_a_passage_and_a_place_that_cuts_its_quote_out(ws: Workspace, draft: str) -> None:
    marked = marking.claim(ws, draft, "no ship was turned away")
    assert marked.number == 1
    assert _cut(ws, marked.place) == [marked.place.quote]
    assert marked.place.quote.split() == ["no", "ship", "was", "turned", "away"]
    assert all(x1 > x0 and y1 > y0 for span in marked.place.spans for x0, y0, x1, y1 in span.rects)
    assert " ".join(marked.place.before.split()).endswith('said that "')
    passage = ws.graph().passages[marked.passage]
    assert (passage.claim, passage.document) == (marked.claim, draft)
    assert passage.place.to_value() == marked.place.to_value()
    assert [action.verb for action in ws.project.history()][-1] == "claim"
    assert marking.claim(ws, draft, "Nobody disputes the fog", status=Status.DISPUTED).number == 2
    assert [claim.status for claim in ws.graph().claims.values()] == ["open", "disputed"]


def test_words_that_are_not_there_are_refused(ws: Workspace, draft: str) -> None:
    with pytest.raises(QuoteAbsent):
        marking.claim(ws, draft, "no ship was ever turned away")
    with pytest.raises(QuoteAbsent):
        marking.claim(ws, draft, "NO SHIP was turned away")
    with pytest.raises(Refused, match="empty"):
        marking.claim(ws, draft, " \n")
    with pytest.raises(Refused, match="Unicode"):
        marking.claim(ws, draft, "no ship \udce9")
    assert not ws.graph().claims


def test_a_repeated_quote_needs_a_choice_and_says_how_many(ws: Workspace, draft: str) -> None:
    quote = "The pier opened in June."
    with pytest.raises(QuoteRepeated, match="2 times") as told:
        marking.claim(ws, draft, quote)
    assert told.value.count == 2
    places = [marking.claim(ws, draft, quote, nth=number).place for number in (1, 2)]
    assert places[0].start < places[1].start
    with pytest.raises(Refused, match="only 2 times"):
        marking.claim(ws, draft, quote, nth=3)
    with pytest.raises(Refused, match="from 1"):
        marking.claim(ws, draft, quote, nth=0)
    assert marking.claim(ws, draft, "Nobody disputes", nth=1).place.quote == "Nobody disputes"


def test_page_is_an_index_and_nth_counts_within_it(ws: Workspace, make_pdf: Callable[..., Path]) -> None:
    file = make_pdf(
        "pages.pdf", [[(50, 50, "The ferry sank.")], [(50, 50, "The ferry sank."), (50, 90, "The ferry sank.")]]
    )
    document = importing.add(ws, [file], role=Role.DRAFT).added[0].document
    with pytest.raises(QuoteRepeated) as told:
        marking.claim(ws, document, "The ferry sank.")
    assert told.value.count == 3
    assert marking.claim(ws, document, "The ferry sank.", page=0).place.page == 0
    second = marking.claim(ws, document, "The ferry sank.", page=1, nth=2).place
    assert (second.page, _cut(ws, second)) == (1, ["The ferry sank."])
    assert second == marking.claim(ws, document, "The ferry sank.", nth=3).place
    with pytest.raises(Refused, match="no page 2"):
        marking.claim(ws, document, "The ferry sank.", page=2)


def test_a_quote_over_columns_and_pages_has_a_span_for_each(ws: Workspace, make_pdf: Callable[..., Path]) -> None:
    left = [(40, 60 + 14 * row, f"left line number {row:02} goes on") for row in range(28)]
    right = [(220, 60 + 14 * row, f"right line number {row:02} goes on") for row in range(28)]
    over = [(40, 60, "and ends over there at last.")]
    document = importing.add(ws, [make_pdf("columns.pdf", [[*left, *right], over])], role=Role.DRAFT).added[0].document
    across = marking.claim(ws, document, "left line number 27 goes on right line number 00 goes on").place
    assert [span.page for span in across.spans] == [0, 0]
    assert across.quote.split("\n") == _cut(ws, across)
    assert across.spans[0].rects[0][0] < 100 < 200 < across.spans[1].rects[0][0]
    pages = marking.claim(ws, document, "right line number 27 goes on and ends over there").place
    assert [span.page for span in pages.spans] == [0, 1]
    assert pages.quote.split("\n") == _cut(ws, pages)


def test_a_claim_is_not_marked_in_a_source(ws: Workspace, memo: str) -> None:
    with pytest.raises(Refused, match="is a source"):
        marking.claim(ws, memo, "closed for forty days")
    with pytest.raises(Refused, match="is a source"):
        marking.needs_none(ws, memo, "closed for forty days", "known")


def test_a_claim_may_stand_at_several_places(ws: Workspace, draft: str) -> None:
    quote = "The harbour office closed for forty days"
    first = marking.claim(ws, draft, quote, nth=1)
    place = marking.locate(ws, ws.graph(), ws.graph().documents[draft], quote, nth=2)
    second = marking.claim_at(ws, draft, place, claim=first.claim)
    assert (second.claim, second.number) == (first.claim, 1)
    assert [passage.id for passage in ws.graph().passages_of(first.claim)] == [first.passage, second.passage]


def test_a_place_is_checked_before_it_is_kept(ws: Workspace, draft: str) -> None:
    good = marking.claim(ws, draft, "Nobody disputes the fog").place
    from dataclasses import replace

    for bad in (
        replace(good, quote="Everybody disputes the fog"),
        replace(good, version="0" * 64),
        replace(good, spans=()),
        replace(good, spans=(replace(good.spans[0], end=10**6),)),
        replace(good, spans=(replace(good.spans[0], page=9),)),
        replace(good, before="x" * 300_000),
    ):
        with pytest.raises(Refused):
            marking.claim_at(ws, draft, bad)
    assert len(ws.graph().claims) == 1


def test_needs_none_has_a_reason(ws: Workspace, draft: str) -> None:
    with pytest.raises(Refused, match="reason is empty"):
        marking.needs_none(ws, draft, "Nobody disputes the fog", " ")
    made = marking.needs_none(ws, draft, "Nobody disputes the fog", "common knowledge")
    assert ws.graph().needs_none[made.id].reason == "common knowledge"
    assert marking.needs_none_at(ws, draft, made.place, "again").things


def test_a_link_goes_to_another_document(ws: Workspace, draft: str, memo: str) -> None:
    claim = marking.claim(ws, draft, "The harbour office closed for forty days", nth=2)
    linked = linking.link(ws, claim.claim, memo, "closed for forty days", Relation.SUPPORTS, note="the log")
    assert _cut(ws, linked.place) == ["closed for forty days"]
    link = ws.graph().links[linked.link]
    assert (link.claim, link.passage, link.relation, link.note) == (claim.claim, linked.passage, "supports", "the log")
    with pytest.raises(Refused, match="another document"):
        linking.link(ws, claim.claim, draft, "Nobody disputes the fog", Relation.CONTEXT)
    assert len(ws.graph().links) == 1


def test_claims_that_rest_on_the_same_words_share_a_passage(ws: Workspace, draft: str, memo: str) -> None:
    made = []
    for quote in ("no ship was turned away", "Nobody disputes the fog"):
        claim = marking.claim(ws, draft, quote)
        made.append(linking.link(ws, claim.claim, memo, "closed for forty days", Relation.CONTEXT))
    assert made[0].passage == made[1].passage
    assert len(ws.graph().links_to(made[0].passage)) == 2


def test_marking_and_linking_is_one_action(ws: Workspace, draft: str, memo: str) -> None:
    graph = ws.graph()
    here = marking.locate(ws, graph, graph.documents[draft], "The council spent 3.5 million")
    there = marking.locate(ws, graph, graph.documents[memo], "The council spent 2.9 million")
    marked, linked = linking.mark_and_link(ws, draft, here, memo, there, Relation.CONTRADICTS)
    assert marked.outcome == linked.outcome
    assert ws.graph().links[linked.link].claim == marked.claim
    ws.project.undo()
    assert not ws.graph().claims
    assert not ws.graph().links
    with pytest.raises(Refused, match="another document"):
        linking.mark_and_link(ws, draft, here, draft, here, Relation.CONTEXT)


def test_a_passage_of_a_table_is_a_range_of_cells_and_one_of_a_transcript_a_time(ws: Workspace, tmp_path: Path) -> None:
    table, talk, draft = (tmp_path / name for name in ("costs.csv", "talk.vtt", "story.txt"))
    table.write_text("Item,Cost\nPump,12.5\nPipe,13.5\n", encoding="utf-8")
    talk.write_text("WEBVTT\n\n12:05.000 --> 12:09.000\nIt fell by 4.2 metres.\n", encoding="utf-8")
    draft.write_text("The pump costs 12.5. It fell.", encoding="utf-8")
    report = importing.add(ws, [table, talk])
    story = importing.add(ws, [draft], role=Role.DRAFT).added[0].document
    claim = marking.claim(ws, story, "The pump costs 12.5").claim
    cells = linking.link(ws, claim, report.added[0].document, "Pump 12.5", Relation.SUPPORTS).place
    time = linking.link(ws, claim, report.added[1].document, "4.2 metres", Relation.SUPPORTS).place
    assert (cells.fragment, cells.label, cells.whereabouts) == ("A2:B2", "A2:B2", "A2:B2")
    assert (time.fragment, time.label) == ("00:12:05", "00:12:05")
    kept = {link.passage: ws.graph().passages[link.passage].place.label for link in ws.graph().links.values()}
    assert sorted(kept.values()) == ["00:12:05", "A2:B2"]
