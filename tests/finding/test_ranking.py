from __future__ import annotations

from annotator.finding.ranking import Asked, Read, numbers_in, ranked

TEXTS = {
    ("memo", 0): "In March the harbour was closed.",
    ("memo", 1): "It stayed closed for 1,300 days.",
    ("memo", 2): "Fog was the reason.",
    ("letter", 0): "The office was closed for 13 days.",
    ("letter", 1): "Nobody complained.",
}


def order(claim: str, meanings: dict[tuple[str, int], float] | None = None) -> list[tuple[str, int]]:
    asked = Asked(dict.fromkeys(claim.lower().split(), 1.0), numbers_in(claim))
    read = Read(lambda key: TEXTS.get(key, ""), lambda key: TEXTS.get(key, "").lower().replace(".", "").split())
    found = ranked(asked, read, list(TEXTS), meanings or {})
    assert all(0 <= score <= 1 for _, score in found)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    return [key for key, _ in found]


def test_what_stands_around_a_sentence_counts() -> None:
    assert order("harbour closed for days")[0] == ("memo", 1)


def test_the_same_figure_counts_however_its_digits_are_grouped() -> None:
    assert numbers_in("1,300 and 1\u202f300, 4.5 %, 2019.") == {"1300", "4.5", "2019"}
    assert order("1300 days")[0] == ("memo", 1)
    assert order("13 days")[0] == ("letter", 0)


def test_meaning_brings_up_what_has_none_of_the_words() -> None:
    assert order("mist", {("memo", 2): 0.7})[0] == ("memo", 2)


def test_without_words_there_is_an_order_all_the_same() -> None:
    assert len(order("zebra")) == len(TEXTS)
