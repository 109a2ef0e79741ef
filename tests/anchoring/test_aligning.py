from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring.aligning import Kind, Stretch, align
from annotator.anchoring.document_text import DocumentText, Match

STORY = (
    "The port of Ostwick raised its fee for small boats on Monday. The council voted seven to two. "
    "Owners may appeal within 30 days. The harbour master said the wall needs repair before winter. "
    "Nobody kept a record of the reasons, and the minutes are lost."
)


def shown(old: list[str], new: list[str]) -> list[tuple[str, str, str]]:
    return [
        (str(one.kind), words(old, one.old), words(new, one.new))
        for one in align(DocumentText(old), DocumentText(new))
        if one.kind is not Kind.SAME
    ]


def words(texts: list[str], match: Match) -> str:
    return "|".join(texts[run.page][run.start : run.end] for run in match)


def test_the_same_in_other_lines_and_pages_is_the_same() -> None:
    at = STORY.index("harbour") + 3
    assert shown([STORY], [STORY[:at] + "-", STORY[at:].replace(" ", "\n")]) == []
    assert [one.kind for one in align(DocumentText([STORY]), DocumentText([STORY]))] == [Kind.SAME]


def test_what_came_went_and_changed() -> None:
    assert shown([STORY], [STORY.replace("30 days", "60 days")]) == [("changed", "30", "60")]
    new = STORY.replace("Owners may", "Nobody came. Owners may")
    assert shown([STORY], [new]) == [("inserted", "", "Nobody came.")]
    assert shown([new], [STORY]) == [("deleted", "Nobody came.", "")]


def test_what_moved_is_told_at_both_ends() -> None:
    gone = " The harbour master said the wall needs repair before winter."
    new = STORY.replace(gone, "").replace("The council voted", gone.strip() + " The council voted")
    kinds = [(kind, old.strip(), now.strip()) for kind, old, now in shown([STORY], [new])]
    assert kinds == [("moved", gone.strip(), gone.strip())] * 2


def test_where_something_would_stand_is_told_for_scrolling() -> None:
    new = STORY.replace("Owners may", "Nobody came. Owners may")
    (one,) = (one for one in align(DocumentText([STORY]), DocumentText([new])) if one.kind is Kind.INSERTED)
    assert STORY[: one.old_at[1]].endswith("seven to two.")


@given(st.lists(st.text(max_size=80), max_size=4), st.lists(st.text(max_size=80), max_size=4))
def test_any_two_texts_are_aligned_and_the_sequence_rises_on_both_sides(old: list[str], new: list[str]) -> None:
    stretches: tuple[Stretch, ...] = align(DocumentText(old), DocumentText(new))
    for one, other in itertools.pairwise(stretches):
        if Kind.MOVED not in (one.kind, other.kind):
            assert one.old_at <= other.old_at or one.new_at <= other.new_at
