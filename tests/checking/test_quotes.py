"""Quotations found by their marks, and graded against a source: no number and no negation passes as exact."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.checking.flow import flow_of, unnumbered
from annotator.checking.quotes import Verdict, grade, negation_in
from annotator.checking.quotes_marks import quotations
from annotator.checking.quotes_sought import Searched
from annotator.checking.quotes_text import Window

SOURCE = """The agency will not share the data with other offices unless a court orders it, the director wrote on
March 3, 2021. It can't keep more than 3.5 million records under section 552a, which is \u201clawful\u201d in the long-
standing view of its coun\u00ad
sel. The office's budget rose 12 percent to $4.2 million, and temperatures fell to -5 degrees. Do we know why?"""
FAITHFUL = {Verdict.EXACT, Verdict.TYPOGRAPHY, Verdict.BREAKS}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "no ship was turned away". Then', ["no ship was turned away"]),
        ("\u201cOne.\n\n\u201cTwo,\u201d he said.", ["One.\nTwo,"]),
        ('"One.\n\n"Two," he said.', ["One.\nTwo,"]),
        ("\u201cOne.\n\u201cTwo,\u201d he said.", ["One.\nTwo,"]),
        ("\u201eDas ist \u201agut\u2018, sagte er\u201c, und", ["Das ist \u201agut\u2018, sagte er"]),
        ("\u00bbSo nicht\u00ab, sagte er", ["So nicht"]),
        ("\u00ab\u00a0Pas vrai\u00a0\u00bb, dit-elle", ["Pas vrai"]),
        ("He said 'the workers' rights are lost' and left", ["the workers' rights are lost"]),
        ("the '90s and the dogs' bone, don't", []),
        ("\u201cHe said \u2018no\u2019 to me,\u201d she", ["He said \u2018no\u2019 to me,"]),
        ("\u2018He said \u201cno\u201d to me,\u2019 she", ["He said \u201cno\u201d to me,"]),
        ("5'10\" tall and 6'2\" too", []),
        ("\u201cNever closed.\n\nNext one", ["Never closed."]),
        ('I said, "I won -- for killing babies. " Knowing', ["I won -- for killing babies."]),
    ],
)
def test_quotations_are_found_by_their_marks(text: str, found: list[str]) -> None:
    assert [one.words(text) for one in quotations(text)] == found


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("will not share the data", Verdict.EXACT),
        ("The data", Verdict.TYPOGRAPHY),
        ("share the data with other offices,", Verdict.TYPOGRAPHY),
        ('which is "lawful" in', Verdict.TYPOGRAPHY),
        ("which is \u2018lawful\u2019 in", Verdict.TYPOGRAPHY),
        ("It can\u2019t keep more", Verdict.TYPOGRAPHY),
        ("in the long-standing view of its counsel", Verdict.BREAKS),
        ("the director wrote on March 3, 2021", Verdict.BREAKS),
        ("will \u2026 share the data", Verdict.EDITED),
        ("The agency . . . unless a court orders it", Verdict.EDITED),
        ("[it] will not share the data [sic] with other offices", Verdict.EDITED),
        ("[s]hare the data with other offices", Verdict.EDITED),
        ("[S]hare the data with other offices", Verdict.EDITED),
        ("order[ed] the data", None),
        ("will not sell the data with other offices", Verdict.WORDS),
        ("will not share data with other offices", Verdict.WORDS),
        ("with other ofices", Verdict.WORDS),
        ("will share the data with other offices", Verdict.NEGATION),
        ("It can keep more than 3.5 million records", Verdict.NEGATION),
        ('which is "unlawful" in the long-standing view', Verdict.NEGATION),
        ("a court does not order it, the director wrote", Verdict.NEGATION),
        ("keep more than 3.6 million records", Verdict.NUMBER),
        ("keep more than 35 million records", Verdict.NUMBER),
        ("keep more than 3.5 billion records", Verdict.NUMBER),
        ("3.5 million records under section 552", Verdict.NUMBER),
        ("3.5 million records under section 552b", Verdict.NUMBER),
        ("director wrote on March 3, 2012", Verdict.NUMBER),
        ("director wrote on May 3, 2021", Verdict.NUMBER),
        ("budget rose 21 percent to $4.2 million", Verdict.NUMBER),
        ("budget rose 12 percent to $4.2 billion", Verdict.NUMBER),
        ("5 degrees. Do we know why?", Verdict.NUMBER),
        ("temperatures fell to 5 degrees", Verdict.NUMBER),
        ("twelve monkeys ate the bananas of the zoo", None),
        ("the data", Verdict.EXACT),
        ("agen", None),
    ],
)
def test_a_quotation_is_graded(quote: str, verdict: Verdict | None) -> None:
    found = grade(quote, Window(SOURCE))
    assert (found.verdict if found else None) == verdict


def test_differing_words_stand_where_they_are_said_to() -> None:
    quote = "The agency will not sell the data with all other offices"
    found = grade(quote, Window(SOURCE))
    assert found is not None
    words = SOURCE[found.start : found.end]
    assert words == "The agency will not share the data with other offices"
    told = [(quote[slice(*one.old)], words[slice(*one.new)]) for one in found.differences]
    assert told == [("sell", "share"), ("all", "")]


def test_what_an_ellipsis_leaves_out_is_known() -> None:
    found = grade("The agency will ... share the data", Window(SOURCE))
    assert found is not None
    assert [negation_in(SOURCE[slice(*one)]) for one in found.left_out] == ["not"]


def test_a_word_or_two_after_an_ellipsis_is_not_sought_pages_on() -> None:
    far = (
        "We will share the data with them. " + "Nothing else was said by anyone there. " * 40 + "It is so, never ever."
    )
    few = grade("We will \u2026 never", Window(far))
    assert few is None or few.verdict is not Verdict.EDITED
    many = grade("We will share the data \u2026 It is so, never ever", Window(far))
    assert many is not None
    assert many.verdict is Verdict.EDITED


def test_a_long_quotation_is_found_by_its_ends() -> None:
    text = " ".join(
        f"Sentence {number} tells what the {'storm' if number % 2 else 'pier'} did." for number in range(400)
    )
    whole = text[text.index("Sentence 5") : text.index(" Sentence 250")]
    quote = whole.replace("Sentence 120 tells", "Sentence 121 tells")
    found = grade(quote, Window(text))
    assert found is not None
    assert found.verdict is Verdict.NUMBER
    assert len(found.differences) == 1
    exact = grade(whole, Window(text))
    assert exact is not None
    assert exact.verdict is Verdict.EXACT


def test_capitals_and_commas_are_slight() -> None:
    found = grade("will not share the DATA with other offices, unless a court orders it", Window(SOURCE))
    assert found is not None
    assert (found.verdict, found.slight) == (Verdict.WORDS, True)


@pytest.mark.parametrize(
    "source",
    [
        "We share the data.3 It is so with them.",
        "We share the data[12]. It is so with them.",
        "We share the data.\u00b2 It is so.",
    ],
)
def test_the_mark_of_a_footnote_is_no_number(source: str) -> None:
    found = grade("We share the data. It is so", Window(source))
    assert found is not None
    assert found.faithful


def test_line_numbers_of_court_papers_stand_in_no_sentence() -> None:
    lines = [f"word{number} of the testimony" for number in range(1, 26)]
    page = "\n".join(f"{number:2}  {line}" for number, line in enumerate(lines, 1))
    apart = "\n".join(f"{number}\n{line}" for number, line in enumerate(lines, 1))
    for text in (page, apart):
        searched = Searched(flow_of([text, text.replace("word", "thing")]))
        found = searched.grade("word7 of the testimony word8 of the testimony", 0)
        assert found is not None
        assert found.faithful
        assert len(searched.text) == len(searched.flow.text)
    assert unnumbered("1 pier\n2 piers\n3 ships") == "1 pier\n2 piers\n3 ships"


WORDS = st.lists(
    st.sampled_from(
        ["the", "will", "not", "share", "12", "or", "3.5", "data", "never", "March", "$4", "50%", "it's", "a"]
    ),
    min_size=4,
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS, st.sampled_from(["Before this. ", "On May 4, 12 people said: ", "\u201cNo\u201d \u2013 "]))
def test_what_stands_before_both_changes_no_verdict(quote: list[str], source: list[str], prefix: str) -> None:
    """The same words before a quotation and before its source make them neither more nor less alike."""
    mine, theirs = " ".join(quote), " ".join(source)
    alone, after = grade(mine, Window(theirs)), grade(prefix + mine, Window(prefix + theirs))
    if alone is not None and alone.start == 0 and alone.end == len(theirs):
        assert after is not None
        assert after.verdict is alone.verdict


@settings(max_examples=150, deadline=None)
@given(WORDS, st.data())
def test_a_changed_number_or_negation_is_never_faithful(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.sampled_from(["not", "never", "13", "3.6", "$5", "51%"]))
    changed = [*words[:at], other, *words[at + 1 :]]
    found = grade(" ".join(changed), Window(" ".join(words)))
    if changed != words and found is not None:
        assert found.verdict not in FAITHFUL


@settings(max_examples=150, deadline=None)
@given(WORDS)
def test_the_same_words_are_exact_and_typeset_otherwise_faithful(words: list[str]) -> None:
    said = " ".join(words)
    found = grade(said, Window(said))
    assert found is not None
    assert found.verdict is Verdict.EXACT
    other = grade(said.replace("'", "\u2019").replace(" ", "\u00a0"), Window("Once: " + said + ", they said"))
    assert other is not None
    assert other.verdict in FAITHFUL
