from __future__ import annotations

import pytest

from annotator.anchoring.again import Again, find_again
from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.geometry import place_of
from annotator.model.places import Place, Span

STORY = (
    "The port of Ostwick raised its fee for small boats on Monday. The council voted seven to two. "
    "Owners may appeal within 30 days. The harbour master said the wall needs repair.\n"
    "In 2011 the council heard five appeals. It denied all of them. In 2012 it heard six appeals. "
    "It denied all of them. Nobody kept a record of the reasons, and the minutes are lost.\n"
)


def place(text: str, quote: str, nth: int = 0) -> Place:
    document = DocumentText([text])
    match = document.find(quote)[nth]
    return place_of(match, version="v", extraction="e", document_text=document, pages={}, chars={})


def again(quote: str, new: str, *, nth: int = 0, old: bool = False) -> tuple[str, int] | None:
    found = find_again(place(STORY, quote, nth), DocumentText([new]), DocumentText([STORY]) if old else None)
    return (found.outcome, found.match[0].start) if found.match else None


@pytest.mark.parametrize("old", [False, True])
def test_in_the_same_text_it_is_unchanged(old: bool) -> None:
    for quote in ("The council voted seven to two.", "council voted", "record of the reasons"):
        start = STORY.index(quote)
        assert again(quote, STORY, old=old) == (Again.UNCHANGED, start)
    assert again("It denied all of them.", STORY, nth=1, old=old) == (Again.UNCHANGED, STORY.rindex("It denied"))


@pytest.mark.parametrize("old", [False, True])
def test_pushed_down_it_is_unchanged(old: bool) -> None:
    new = "A new first paragraph.\n" + STORY
    assert again("The council voted seven to two.", new, old=old) == (Again.UNCHANGED, new.index("The council voted"))


@pytest.mark.parametrize(
    ("quote", "was", "now"),
    [
        ("The council voted", "seven to two", "six to three"),
        ("Owners may appeal within 30 days", "30 days.", "30 days, unless the fee is paid."),
        ("appeal within 30 days", "Owners may appeal", "Owners may not appeal"),
        ("its fee for small boats", "raised its", "lowered its"),
        ("record of the reasons", "Nobody kept", "Everybody kept"),
    ],
)
def test_words_in_a_sentence_that_changed_are_edited_where_they_stand(quote: str, was: str, now: str) -> None:
    assert was in STORY
    new = STORY.replace(was, now)
    assert again(quote, new, old=True) == (Again.EDITED, new.index(quote))
    assert again(quote, new) in (None, (Again.EDITED, new.index(quote)))


@pytest.mark.parametrize("old", [False, True])
def test_words_that_changed_are_edited(old: bool) -> None:
    new = STORY.replace("seven to two", "eight to one")
    assert again("The council voted seven to two.", new, old=old) == (Again.EDITED, new.index("The council voted"))


@pytest.mark.parametrize("old", [False, True])
def test_of_repeated_words_the_one_left_is_not_taken_for_the_one_that_went(old: bool) -> None:
    new = STORY.replace("In 2011 the council heard five appeals. It denied all of them. ", "")
    assert again("It denied all of them.", new, nth=0, old=old) is None
    if old:
        assert again("It denied all of them.", new, nth=1, old=True) == (Again.UNCHANGED, new.index("It denied"))


@pytest.mark.parametrize("old", [False, True])
def test_repeated_words_are_told_apart_by_what_stands_around(old: bool) -> None:
    new = "A new line comes first. " + STORY
    for nth in (0, 1):
        start = [new.index("It denied"), new.rindex("It denied")][nth]
        assert again("It denied all of them.", new, nth=nth, old=old) == (Again.UNCHANGED, start)


BLOCK = "It rained all day in Ostwick and the boats stayed in. The fee was due. The clerk slept well then, too.\n"


def test_identical_surroundings_leave_it_undecided() -> None:
    mine = place(BLOCK * 3, "The fee was due.", 1)
    longer = DocumentText(["A new line.\n" + BLOCK * 4])
    assert find_again(mine, longer).outcome is Again.GONE
    assert find_again(mine, longer, DocumentText([BLOCK * 3])).outcome in (Again.EDITED, Again.GONE)


@pytest.mark.parametrize("old", [None, DocumentText([BLOCK * 3])])
def test_repeated_words_at_the_very_same_place_are_unchanged(old: DocumentText | None) -> None:
    for nth in range(3):
        mine = place(BLOCK * 3, "The fee was due.", nth)
        found = find_again(mine, DocumentText([BLOCK * 3]), old)
        assert (found.outcome, found.match[0].start) == (Again.UNCHANGED, mine.start)


@pytest.mark.parametrize("old", [False, True])
def test_words_inside_other_words_are_not_the_same(old: bool) -> None:
    text = "They did a legal thing."
    for quote, new, now in (
        ("a legal", "They did a legally odd thing.", "a legally"),
        ("legal thing", "They did a illegal thing.", "illegal thing"),
    ):
        found = find_again(place(text, quote), DocumentText([new]), DocumentText([text]) if old else None)
        assert not found.as_it_was
        assert found.match is None or new[found.match[0].start : found.match[0].end] == now


def test_another_typesetting_is_no_change() -> None:
    new = STORY.replace("harbour master", "har-\nbour master").replace("raised", "rai\u00adsed").replace(" ", "\n", 3)
    found = find_again(place(STORY, "The harbour master said"), DocumentText([new]))
    assert found.score == 1.0


def test_a_sentence_that_moved_and_was_edited_is_found() -> None:
    """What is in common before it ends after its first word, "The"."""
    first, second = "The port raised its fee for small boats to 41 crowns on Monday.", "The council voted seven to two."
    third, last = "In 2011 the council heard five appeals. Nobody kept a record of them.", "The wall needs repair."
    old = f"Harbour fees rise\n\n{first}\n\n{second}\n\n{third}\n\n{last}\n"
    new = f"Harbour fees rise\n\n{third}\n\n{first.replace('41', '43')}\n\n{second}\n"
    found = find_again(place(old, "its fee for small boats to 41 crowns"), DocumentText([new]), DocumentText([old]))
    assert found.outcome is Again.EDITED
    assert DocumentText([new]).quote(found.match) == "its fee for small boats to 43 crowns"
    assert find_again(place(old, last), DocumentText([new]), DocumentText([old])).outcome is Again.GONE


@pytest.mark.parametrize("blank", ["\n\n", "\n\u00a0\n"])
def test_a_passage_that_became_two_paragraphs_is_edited(blank: str) -> None:
    whole = f"A first part.{blank}It denied\nall of them."
    parted = f"A first part.{blank}It denied{blank}all of them."
    was = place(whole, "It denied\nall of them.")
    assert find_again(was, DocumentText([parted]), DocumentText([whole])).outcome is Again.EDITED


def test_a_blank_line_at_a_page_s_end_parts_what_was_one() -> None:
    """The next page begins with the space that stands for a blank line: a heading by itself now."""
    head, words = "6. Limits of use", "You will not sell any part of the service"
    old = f"One.\n\u00a0\n{head}\n{words}.\n\u00a0\nTwo.\n"
    parted = DocumentText([f"One.\n\u00a0\n{head}\n", f"\u00a0\n{words}.\n\u00a0\nTwo.\n"])
    whole = DocumentText([f"One.\n\u00a0\n{head}\n", f"{words}.\n\u00a0\nTwo.\n"])
    was = place(old, f"{head}\n{words}.")
    assert find_again(was, parted, DocumentText([old])).outcome is Again.EDITED
    assert find_again(was, whole, DocumentText([old])).outcome is Again.UNCHANGED


def test_a_hyphen_that_its_writer_left_at_a_line_s_end_may_be_another_word() -> None:
    whole, broken = "The  6-month\n  period ends.", "The 6-\n  month period ends."
    was = place(whole, "The  6-month\n  period ends.")
    assert find_again(was, DocumentText([broken]), DocumentText([whole])).outcome is Again.EDITED
    wrapped = "The 6-\nmonth period ends."
    assert find_again(was, DocumentText([wrapped]), DocumentText([whole])).outcome is Again.UNCHANGED


def test_moved_over_a_page_break() -> None:
    at = STORY.index("voted seven")
    new = DocumentText([STORY[:at], STORY[at:]])
    found = find_again(place(STORY, "The council voted seven to two."), new)
    assert found.match is not None
    assert [run.page for run in found.match] == [0, 1]


def test_gone_or_empty_is_none() -> None:
    assert again("Owners may appeal", "Something else entirely.") is None
    assert find_again(Place("v", "e"), DocumentText([STORY])).outcome is Again.GONE
    assert find_again(place(STORY, "Owners"), DocumentText([])).outcome is Again.GONE


def ranges(text: str, *quotes: str) -> Place:
    spans = tuple(Span(0, "1", text.index(quote), text.index(quote) + len(quote)) for quote in quotes)
    return Place("v", "e", spans, "\n".join(quotes))


def test_several_ranges_are_found_each_for_itself() -> None:
    parts = ("The council voted seven to two.", "The harbour master said the wall needs repair.")
    new = "A new first paragraph.\n" + STORY.replace("Owners may appeal", "Everybody may appeal")
    old = DocumentText([STORY])
    found = find_again(ranges(STORY, *parts), DocumentText([new]), old)
    assert found.match is not None
    assert found.outcome is Again.UNCHANGED
    assert [new[run.start : run.end] for run in found.match] == list(parts)
    without = new.replace("the wall needs repair", "the wall needs no repair")
    assert find_again(ranges(STORY, *parts), DocumentText([without]), old).outcome is Again.EDITED


def test_ranges_that_changed_places_are_edited() -> None:
    one, other = "The port has a new wall of stone.", "The old wall of wood was burnt in May."
    old, new = f"{one} It cost a lot. {other} Nobody was hurt.\n", f"{other} Nobody was hurt. {one} It cost a lot.\n"
    assert find_again(ranges(old, one, other), DocumentText([new]), DocumentText([old])).outcome is Again.EDITED
