from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring.differing import differing


def shown(old: str, new: str) -> list[tuple[str, str, str]]:
    return [(old[slice(*one.old)], new[slice(*one.new)], one.telling) for one in differing(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The fee is 30 days.", "The fee is 60 days.", [("30", "60", "number")]),
        ("The fee is thirty euros.", "The fee is forty euros.", [("thirty", "forty", "number")]),
        ("He shall pay.", "He may pay.", [("shall", "may", "modal")]),
        ("It is due on May 3, 2015, again.", "It is due on May 4, 2015, again.", [("3", "4", "date")]),
        ("The council met in 2015 again.", "The council met in 2016 again.", [("2015", "2016", "date")]),
        ("He may pay.", "He may not pay.", [("", "not", "negation")]),
        ("He can pay.", "He can't pay.", [("can", "can't", "negation")]),
        ("It is lawful to pay.", "It is unlawful to pay.", [("lawful", "unlawful", "negation")]),
        ("So Mr. Smith said it.", "So Mr. Jones said it.", [("Smith", "Jones", "name")]),
        ("Das Amt darf nicht zahlen.", "Das Amt muss zahlen.", [("darf nicht", "muss", "negation")]),
        ("Das Amt soll zahlen.", "Das Amt muss zahlen.", [("soll", "muss", "modal")]),
        ("Am 3. Mai war die Sitzung.", "Am 4. Mai war die Sitzung.", [("3", "4", "date")]),
        (
            "Das Haus ist alt und die Stadt zahlt.",
            "Der Hafen ist alt und die Stadt zahlt.",
            [("Das Haus", "Der Hafen", "")],
        ),
        ("The fee is due.", "The fee is due, unless paid.", [("", ", unless paid", "negation")]),
        ("A fine word, though.", "A nice word, though.", [("fine", "nice", "")]),
        ("an exam-\nple of it", "an example of it", []),
        ("an exam-\nple \u201cof it\u201d", 'an example "of it"', [("\u201c", '"', "marks"), ("\u201d", '"', "marks")]),
        ('said "ten" days', "said \u201cnine\u201d days", [("ten", "nine", "number")]),
        ("within twenty-three days", "within twenty-four days", [("twenty-three", "twenty-four", "number")]),
        ("a five-year term", "a six-year term", [("five-year", "six-year", "number")]),
        ("a non-binding rule", "a binding rule", [("non-binding", "binding", "negation")]),
        ("in dreiundzwanzig Tagen", "in vierundzwanzig Tagen", [("dreiundzwanzig", "vierundzwanzig", "number")]),
        ("a long-\nstanding rule", "a long-standing rule", []),
        ("to re-sign", "to resign", [("re-sign", "resign", "")]),
        ("the o\ufb03ce", "the office", []),
        ("", "abc", [("", "abc", "")]),
        ("", "", []),
    ],
)
def test_what_differs_and_what_it_tells(old: str, new: str, expected: list[tuple[str, str, str]]) -> None:
    assert shown(old, new) == expected


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_strings_are_compared_and_what_is_left_is_the_same(old: str, new: str) -> None:
    found = differing(old, new)
    assert differing(old, old) == ()
    at = there = 0
    for one in found:
        assert at <= one.old[0] <= one.old[1] <= len(old)
        assert there <= one.new[0] <= one.new[1] <= len(new)
        at, there = one.old[1], one.new[1]


@given(
    st.lists(st.sampled_from(["the", "fee", "is", "due", "on", "boats", "in", "port", "of", "Ostwick"]), min_size=1),
    st.data(),
)
def test_one_changed_number_is_one_difference(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words)))
    old, new = (" ".join([*words[:at], number, *words[at:]]) for number in ("41", "42"))
    assert shown(old, new) == [("41", "42", "number")]
