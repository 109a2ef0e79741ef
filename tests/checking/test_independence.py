"""What holds up a claim: what falls with a document, joint links respected, and which supports are one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.checking.independence import Bond, falls, folded, much_the_same, rests_on_one, same_text, samples
from annotator.model.graph import Graph
from annotator.model.places import Place, Span
from annotator.model.standing import Standing, Stands
from annotator.model.things import Claim, Document, Handling, Link, Passage, Relation, Role

MEMO = "On 4 May the council closed the harbour office for forty days, against the advice of its engineer."


class Story:
    """Claims and the passages that support them, as the store would hand it over."""

    def __init__(self, *documents: str) -> None:
        self.graph = Graph(documents={one: Document(one, one, Role.SOURCE, Handling.PUBLISH) for one in documents})

    def link(
        self, claim: str, document: str, words: str = "", *, together: str = "", relation: str = "supports"
    ) -> str:
        """A link of a claim with new words of a document."""
        number = len(self.graph.links)
        words = words or f"words number {number} of the document that nobody else has in any of theirs"
        self.graph.claims.setdefault(claim, Claim(claim, len(self.graph.claims) + 1))
        place = Place("v", "e", (Span(0, "1", 0, len(words)),), words, "", "")
        self.graph.passages[f"p{number}"] = Passage(f"p{number}", document, place)
        self.graph.links[f"l{number}"] = Link(f"l{number}", claim, f"p{number}", Relation(relation), together=together)
        return f"p{number}"


def never(one: str, other: str) -> bool:
    return False


def test_claims_fall_with_the_document_that_holds_them_up_alone() -> None:
    story = Story("memo", "mail", "law")
    story.link("alone", "memo")
    story.link("two", "memo")
    story.link("two", "mail")
    story.link("joint", "law", together="t")
    story.link("joint", "memo", together="t")
    story.link("joint or mail", "law", together="u")
    story.link("joint or mail", "memo", together="u")
    story.link("joint or mail", "mail")
    story.link("context", "memo", relation="context")
    story.link("against", "memo", relation="contradicts")
    found = falls(story.graph, ["memo"])
    assert (found.fall, found.weaken) == (("alone", "joint"), ("two", "joint or mail"))
    assert falls(story.graph, ["memo", "mail"]).fall == ("alone", "two", "joint", "joint or mail")
    assert falls(story.graph, []).fall == ()


def test_a_passage_that_waits_holds_nothing_up_and_nor_does_what_stands_with_it() -> None:
    story = Story("memo", "mail")
    story.link("claim", "mail", together="t")
    lost = story.link("claim", "memo", together="t")
    assert falls(story.graph, ["mail"]).fall == ("claim",)
    waiting = replace(story.graph.passages[lost], standing=Standing(Stands.GONE, 0.0, "v2"))
    story.graph.passages[lost] = waiting
    assert falls(story.graph, ["mail"]).fall == ()


@pytest.mark.parametrize(
    ("prepare", "bonds", "rests"),
    [
        ("one document", (), True),
        ("two documents", (), False),
        ("same words", (Bond.QUOTES,), True),
        ("came with", (Bond.CAME_WITH,), True),
        ("same as", (Bond.SAME,), True),
        ("copies", (Bond.COPY,), True),
        ("two needed", (), True),
        ("joint", (), True),
    ],
)
def test_supports_that_go_back_to_one_origin_count_as_one(prepare: str, bonds: tuple[Bond, ...], rests: bool) -> None:
    story = Story("memo", "mail")
    documents = story.graph.documents
    second = "memo" if prepare == "one document" else "mail"
    together = "t" if prepare == "joint" else ""
    story.link("claim", "memo", MEMO, together=together)
    quoting = f"The letter said: {MEMO[:-1]}, and more." if prepare == "same words" else ""
    story.link("claim", second, quoting, together=together)
    if prepare == "came with":
        documents["mail"] = replace(documents["mail"], part_of="memo")
    if prepare == "same as":
        documents["mail"] = replace(documents["mail"], same_as="memo")
    if prepare == "two needed":
        story.link("claim", "memo", together="u")
        del story.graph.links["l1"]
    found = rests_on_one(story.graph, "claim", lambda one, other: prepare == "copies")
    assert (found is not None) is rests
    if found is not None:
        assert found.bonds == bonds


def test_nothing_is_said_of_a_claim_without_support() -> None:
    story = Story("memo")
    story.link("claim", "memo", relation="context")
    assert rests_on_one(story.graph, "claim", never) is None


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (f"As the memo puts it, {MEMO}", True),
        (MEMO.replace("4 May", "5 May"), True),
        (MEMO.upper().replace(" ", "\n"), True),
        ("On 4 May the council met.", False),
        (
            "The harbour office was closed in May for more than a month, though an engineer had advised otherwise.",
            False,
        ),
        ("the council closed", False),
    ],
)
def test_passages_that_hold_the_same_words_are_told(other: str, same: bool) -> None:
    assert same_text(MEMO, other) is same
    assert same_text(other, MEMO) is same


def test_a_text_that_another_holds_is_told_by_samples() -> None:
    story = " ".join(
        f"Sentence {number} tells what the {word} did that day." for number, word in enumerate("abcdefghij" * 9)
    )
    wire = "By our own staff. " + story[200:].replace(" tells ", "\ntells ") + " Copyright."
    other = " ".join(
        f"Another {number} reports how the {word} fared then." for number, word in enumerate("abcdefghij" * 9)
    )
    assert much_the_same(samples(story), folded(wire))
    assert not much_the_same(samples(other), folded(wire))
    assert samples("Too short.") == []
