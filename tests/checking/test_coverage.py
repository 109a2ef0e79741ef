from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.geometry import place_of
from annotator.checking.coverage import Coverage, coverage, open_sentences
from annotator.model.findings import contradiction_id
from annotator.model.graph import Graph
from annotator.model.places import Place
from annotator.model.standing import Standing, Stands
from annotator.model.things import (
    Claim,
    Dismissal,
    Document,
    Handling,
    Link,
    NeedsNone,
    Passage,
    Relation,
    Role,
    Status,
    Version,
)

DRAFT = (
    "Harbour fees rise\n"
    "On March 3, 2024, the Port of Ostwick raised its fee to $1,500. Mayor Ada Quill said the port \u201cneeds every\n"
    "cent.\u201d The change drew little notice. Critics asked why.\n"
)
FEE = "On March 3, 2024, the Port of Ostwick raised its fee to $1,500."
QUOTE = "Mayor Ada Quill said the port \u201cneeds every cent.\u201d"


def place(texts: tuple[str, ...], quote: str, extraction: str = "e1") -> Place:
    text = DocumentText(texts)
    found = text.find(quote)
    assert len(found) == 1
    return place_of(found[0], version="v", extraction=extraction, document_text=text, pages={}, chars={})


class Story:
    """A draft with claims and links, as the store would hand it over."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.graph = Graph(
            documents={"draft": Document("draft", "draft.txt", Role.DRAFT, Handling.PUBLISH, current="version")},
            versions={"version": Version("version", "draft", "v", "e1", "text", 1, "")},
        )

    def claim(self, quote: str, *relations: Relation, together: str = "", status: Status = Status.OPEN) -> str:
        number = len(self.graph.claims) + 1
        name = f"claim{number}"
        self.graph.claims[name] = Claim(name, number, status=status)
        self.graph.passages[f"draft{number}"] = Passage(f"draft{number}", "draft", place(self.texts, quote), name)
        for relation in relations:
            self.link(name, relation, together)
        return name

    def link(self, claim: str, relation: Relation, together: str = "", found: Stands | None = None) -> None:
        number = len(self.graph.links) + 1
        self.graph.passages[f"source{number}"] = Passage(
            f"source{number}",
            "memo",
            Place("m", "m"),
            standing=Standing(found, 0.5, Place("m", "l")) if found else None,
        )
        self.graph.links[f"link{number}"] = Link(f"link{number}", claim, f"source{number}", relation, "", together)

    def needs_none(self, quote: str) -> None:
        self.graph.needs_none["none"] = NeedsNone("none", "draft", place(self.texts, quote), "opinion")

    def states(self) -> list[Coverage]:
        return [sentence.state for sentence in coverage(self.texts, self.graph, "draft")]


def test_sentences_of_a_draft_start_not_looked_at() -> None:
    story = Story(DRAFT)
    states = coverage(story.texts, story.graph, "draft")
    assert [DRAFT[s.start : s.end].split()[0] for s in states] == ["Harbour", "On", "Mayor", "The", "Critics"]
    assert {s.state for s in states} == {Coverage.NOT_LOOKED_AT}
    assert open_sentences(states) == 5


@pytest.mark.parametrize(
    ("relations", "state"),
    [
        ((), Coverage.WITHOUT_SOURCE),
        ((Relation.CONTEXT,), Coverage.WITHOUT_SOURCE),
        ((Relation.SUPPORTS,), Coverage.LINKED),
        ((Relation.SUPPORTS, Relation.CONTEXT), Coverage.LINKED),
        ((Relation.CONTRADICTS,), Coverage.CONTRADICTED),
        ((Relation.SUPPORTS, Relation.CONTRADICTS), Coverage.CONTRADICTED),
    ],
)
def test_a_claim_that_is_the_whole_sentence(relations: tuple[Relation, ...], state: Coverage) -> None:
    story = Story(DRAFT)
    story.claim(FEE, *relations)
    assert story.states()[1] is state
    assert story.states()[2] is Coverage.NOT_LOOKED_AT


@pytest.mark.parametrize(
    "quote",
    [
        "On March 3, 2024, the Port of Ostwick raised its fee",
        "the Port of Ostwick raised its fee to $1,500",
        "March 3, 2024, the Port",
        "3, 2024, the Port of Ostwick raised its fee to $1,500",
    ],
)
def test_a_number_name_or_date_left_out_is_partly(quote: str) -> None:
    story = Story(DRAFT)
    story.claim(quote, Relation.SUPPORTS)
    assert story.states()[1] is Coverage.PARTLY


def test_words_that_are_no_item_may_be_left_out() -> None:
    story = Story(DRAFT)
    story.claim("March 3, 2024, the Port of Ostwick raised its fee to $1,500", Relation.SUPPORTS)
    assert story.states()[1] is Coverage.LINKED


def test_a_quotation_must_be_covered_whole() -> None:
    story = Story(DRAFT)
    story.claim("Mayor Ada Quill said the port \u201cneeds", Relation.SUPPORTS)
    assert story.states()[2] is Coverage.PARTLY
    story = Story(DRAFT)
    story.claim(QUOTE, Relation.SUPPORTS)
    assert story.states()[2] is Coverage.LINKED


def test_two_claims_cover_a_sentence_together() -> None:
    story = Story(DRAFT)
    story.claim("On March 3, 2024, the Port of Ostwick", Relation.SUPPORTS, status=Status.VERIFIED)
    assert story.states()[1] is Coverage.PARTLY
    story.claim("raised its fee to $1,500", Relation.SUPPORTS)
    assert story.states()[1] is Coverage.LINKED
    for name, claim in list(story.graph.claims.items()):
        story.graph.claims[name] = Claim(name, claim.number, status=Status.VERIFIED)
    assert story.states()[1] is Coverage.CHECKED


def test_one_claim_without_source_in_a_sentence_is_partly() -> None:
    story = Story(DRAFT)
    story.claim(FEE, Relation.SUPPORTS)
    story.claim("raised its fee", Relation.CONTEXT)
    assert story.states()[1] is Coverage.PARTLY


def test_checked_outranks_nothing_contradicted_outranks_checked() -> None:
    story = Story(DRAFT)
    claim = story.claim(FEE, Relation.SUPPORTS, status=Status.VERIFIED)
    assert story.states()[1] is Coverage.CHECKED
    story.link(claim, Relation.CONTRADICTS)
    assert story.states()[1] is Coverage.CONTRADICTED


def test_a_contradiction_stays_until_somebody_writes_why_the_claim_stands() -> None:
    story = Story(DRAFT)
    claim = story.claim(FEE, Relation.SUPPORTS, Relation.CONTRADICTS, status=Status.VERIFIED)
    flag = contradiction_id(claim, "link2", FEE, "")
    story.graph.dismissals[flag] = Dismissal(flag, claim, "contradicted", "The old fee")
    assert story.states()[1] is Coverage.CHECKED
    story.graph.dismissals[flag] = replace(story.graph.dismissals[flag], removed=True)
    assert story.states()[1] is Coverage.CONTRADICTED
    other = contradiction_id(claim, "link2", FEE, "other words")
    story.graph.dismissals.clear()
    story.graph.dismissals[other] = Dismissal(other, claim, "contradicted", "Of the words before")
    assert story.states()[1] is Coverage.CONTRADICTED


def test_a_verified_claim_without_support_is_not_checked() -> None:
    story = Story(DRAFT)
    story.claim(FEE, status=Status.VERIFIED)
    assert story.states()[1] is Coverage.WITHOUT_SOURCE


def test_needs_none_and_open_count() -> None:
    story = Story(DRAFT)
    story.needs_none("Critics asked why.")
    story.claim(FEE, Relation.SUPPORTS, status=Status.VERIFIED)
    states = coverage(story.texts, story.graph, "draft")
    assert states[4].state is Coverage.NEEDS_NONE
    assert open_sentences(states) == 3


def test_needs_none_on_part_of_a_sentence_does_not_settle_its_numbers() -> None:
    story = Story(DRAFT)
    story.needs_none("raised its fee")
    assert story.states()[1] is Coverage.NOT_LOOKED_AT
    story.claim("the Port of Ostwick", Relation.SUPPORTS)
    assert story.states()[1] is Coverage.PARTLY


def test_what_a_mark_needs_none_covers_is_no_gap_beside_a_linked_claim() -> None:
    story = Story(DRAFT)
    story.needs_none("On March 3, 2024,")
    story.claim("the Port of Ostwick raised its fee to $1,500", Relation.SUPPORTS)
    assert story.states()[1] is Coverage.LINKED


def test_links_together_support_only_jointly() -> None:
    story = Story(DRAFT)
    claim = story.claim(FEE)
    story.link(claim, Relation.SUPPORTS, together="a")
    story.link(claim, Relation.SUPPORTS, together="a", found=Stands.GONE)
    assert story.states()[1] is Coverage.WITHOUT_SOURCE
    story.link(claim, Relation.SUPPORTS)
    assert story.states()[1] is Coverage.LINKED


def test_a_lost_source_does_not_support_but_still_contradicts() -> None:
    story = Story(DRAFT)
    claim = story.claim(FEE)
    story.link(claim, Relation.SUPPORTS, found=Stands.GONE)
    assert story.states()[1] is Coverage.WITHOUT_SOURCE
    story.link(claim, Relation.CONTRADICTS, found=Stands.GONE)
    assert story.states()[1] is Coverage.CONTRADICTED


def test_nothing_rests_on_edited_words_until_somebody_accepts_them() -> None:
    story = Story(DRAFT)
    claim = story.claim(FEE)
    story.link(claim, Relation.SUPPORTS, found=Stands.EDITED)
    assert story.states()[1] is Coverage.PARTLY
    story.link(claim, Relation.SUPPORTS, found=Stands.MOVED)
    assert story.states()[1] is Coverage.LINKED
    own = story.graph.passages["draft1"]
    story.graph.passages["draft1"] = replace(own, standing=Standing(Stands.EDITED, 0.9, own.place))
    assert story.states()[1] is Coverage.PARTLY


def test_a_place_in_another_version_covers_nothing() -> None:
    story = Story(DRAFT)
    story.claim(FEE, Relation.SUPPORTS)
    passage = story.graph.passages["draft1"]
    story.graph.passages["draft1"] = Passage("draft1", "draft", place((DRAFT,), FEE, "e0"), passage.claim)
    assert story.states()[1] is Coverage.NOT_LOOKED_AT


def test_a_sentence_over_a_page_break_is_one() -> None:
    pages = (
        "THE OSTWICK LEDGER\nThe town owns ninety boats. Each pays a fee that the coun-\n7\n",
        "THE OSTWICK LEDGER\ncil set in 1998 and never changed. Nobody asked.\n8\n",
        "THE OSTWICK LEDGER\nA last line.\n9\n",
    )
    story = Story(*pages)
    states = coverage(pages, story.graph, "draft")
    assert [[(run.page, pages[run.page][run.start : run.end]) for run in s.runs] for s in states] == [
        [(0, "The town owns ninety boats.")],
        [(0, "Each pays a fee that the coun-"), (1, "cil set in 1998 and never changed.")],
        [(1, "Nobody asked.")],
        [(2, "A last line.")],
    ]
    story.claim("Each pays a fee that the council set in 1998", Relation.SUPPORTS)
    assert story.states() == [Coverage.NOT_LOOKED_AT, Coverage.LINKED, Coverage.NOT_LOOKED_AT, Coverage.NOT_LOOKED_AT]


def test_an_empty_draft_has_no_sentences() -> None:
    assert coverage((), Graph(), "draft") == []
    assert coverage(("", "  \n"), Graph(), "draft") == []
