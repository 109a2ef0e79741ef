"""What must hold of any text: nothing that tells may change unnoticed, and nothing moves for no reason."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from annotator.anchoring.again import Again, find_again
from annotator.anchoring.document_text import DocumentText, Run
from annotator.anchoring.geometry import place_of
from annotator.anchoring.seeking import Seeker
from annotator.model.places import Place, Span

WORDS = ("port", "fee", "council", "boat", "wall", "clerk", "record", "harbour", "stone", "order", "ship", "winter")
TELLING = [
    ("shall", "may"), ("must", "can"), ("30", "60"), ("seven", "eight"), ("not", "also"), ("May", "June"),
    ("muss", "darf"), ("nicht", "auch"), ("2015", "2016"), ("Ostwick", "Westham"), ("no", "a"), ("only", "often"),
]  # fmt: skip


@st.composite
def stories(draw: st.DrawFn) -> list[str]:
    """Sentences of known words with one that tells in each, all different."""
    lines = []
    for number in range(draw(st.integers(3, 12))):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=5, max_size=14))
        telling, _ = draw(st.sampled_from(TELLING))
        words.insert(draw(st.integers(1, len(words) - 1)), telling)
        lines.append(f"The {draw(st.sampled_from(WORDS))} {' '.join(words)} at quay {chr(65 + number)}x.")
    return lines


def whole(text: str, start: int, end: int) -> Place:
    return place_of(
        (Run(0, start, end),), version="v", extraction="e", document_text=DocumentText([text]), pages={}, chars={}
    )


@given(stories(), st.data())
@settings(deadline=None)
def test_in_the_identical_text_a_place_stays(lines: list[str], data: st.DataObject) -> None:
    text = " ".join(lines)
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip())
    mine = whole(text, start, end)
    found = find_again(mine, DocumentText([text]), DocumentText([text]))
    assert found.outcome is Again.UNCHANGED
    assert found.match == (Run(0, mine.start, mine.end),)


@given(stories(), st.data())
@settings(deadline=None)
def test_unrelated_insertions_shift_a_place_by_their_length(lines: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    put = data.draw(st.integers(0, len(lines)))
    extra = "Quite another matter was heard of in the city, they said."
    text, new = " ".join(lines), " ".join([*lines[:put], extra, *lines[put:]])
    start = len(" ".join([*lines[:at], ""]))
    mine = whole(text, start, start + len(lines[at]))
    shift = len(extra) + 1 if put <= at else 0
    found = Seeker(DocumentText([text]), DocumentText([new])).seek(mine)
    assert found.outcome is Again.UNCHANGED
    assert found.match == (Run(0, mine.start + shift, mine.end + shift),)


@given(stories(), st.data(), st.booleans())
@settings(deadline=None)
def test_what_tells_never_changes_unnoticed(lines: list[str], data: st.DataObject, with_old: bool) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    words = lines[at].split(" ")
    spot = next(number for number, word in enumerate(words) if word in dict(TELLING))
    changed = [*words[:spot], dict(TELLING)[words[spot]], *words[spot + 1 :]]
    new = [*lines[:at], " ".join(changed), *lines[at + 1 :]]
    text = " ".join(lines)
    first, last = sorted((data.draw(st.integers(0, len(words) - 1)), data.draw(st.integers(1, len(words)))))
    assume(first < last)
    start = len(" ".join([*lines[:at], ""])) + len(" ".join([*words[:first], ""] if first else ""))
    mine = whole(text, start, start + len(" ".join(words[first:last])))
    found = find_again(mine, DocumentText([" ".join(new)]), DocumentText([text]) if with_old else None)
    if found.as_it_was:
        assert found.match is not None
        assert with_old is False  # the sentence may be longer than what the place has kept of it
        assert spot not in range(first, last)


@pytest.mark.parametrize("with_old", [True, False])
@given(st.lists(st.text(max_size=120), max_size=4), st.lists(st.text(max_size=120), max_size=4), st.data())
@settings(deadline=None)
def test_any_pair_of_texts_has_an_answer_within_it(
    with_old: bool, old: list[str], new: list[str], data: st.DataObject
) -> None:
    page = data.draw(st.integers(0, max(0, len(old) - 1)))
    text = old[page] if old else ""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = data.draw(st.sampled_from([text[start:end], "another"]))
    mine = Place("v", "e", (Span(page, "1", start, end),), quote, text[:start][-64:], text[end:][:64])
    found = find_again(mine, DocumentText(new), DocumentText(old) if with_old else None)
    assert (found.match is None) == (found.outcome is Again.GONE)
    assert 0.0 <= found.score <= 1.0
    for run in found.match or ():
        assert 0 <= run.start < run.end <= len(new[run.page])


@given(st.text(alphabet="ab .\n-1", max_size=60), st.text(alphabet="ab .\n-1", max_size=60), st.data())
@settings(deadline=None)
def test_unchanged_words_are_the_same_words(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    assume(old[start:end].strip(" \n-"))
    found = Seeker(DocumentText([old]), DocumentText([new])).seek(
        Place("v", "e", (Span(0, "1", start, end),), old[start:end])
    )
    if found.as_it_was:
        assert found.match is not None
        now = "".join(new[run.start : run.end] for run in found.match)
        assert [one for one in now if one.isalnum()] == [one for one in old[start:end] if one.isalnum()]
