"""Two versions side by side: what stayed, came, went, changed and moved."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.anchoring.document_text import DocumentText, Match
from annotator.anchoring.side_by_side import Same, Stretch, side_by_side

OLD = """The ferry left the harbour at noon. It carried forty passengers to the island.
Nobody was hurt when the railing fell into the water. The mayor spoke first.
A long and windy story about the lighthouse keeper follows here. The end is near."""
NEW = """A new sentence opens the report. The ferry left the harbour at noon. It carried fifty passengers to the island.
A long and windy story about the lighthouse keeper follows here. Nobody was hurt when the railing fell into the water.
The end is near."""


def told(old: list[str], new: list[str]) -> list[tuple[str, str, str, str, str]]:
    one, other = DocumentText(old), DocumentText(new)

    def words(text: DocumentText, match: Match) -> str:
        return "|".join(text.quote((run,)) for run in match)

    return [
        (
            str(each.kind), words(one, each.old), words(other, each.new),
            words(one, each.marks_old), words(other, each.marks_new),
        )
        for each in side_by_side(one, other)
        if each.kind is not Same.SAME
    ]  # fmt: skip


def test_what_became_of_each_sentence() -> None:
    inserted, changed, *rest = told([OLD], [NEW])
    assert inserted == ("inserted", "", "A new sentence opens the report.", "", "A new sentence opens the report.")
    assert changed[0] == "changed"
    assert changed[3:] == ("forty", "fifty")
    kinds = sorted(each[0] for each in rest)
    assert kinds == ["deleted", "moved"]
    assert next(each[1] for each in rest if each[0] == "deleted") == "The mayor spoke first."


def test_the_change_that_tells_is_named() -> None:
    old, new = DocumentText([OLD]), DocumentText([OLD.replace("forty", "41"), ""])
    (changed,) = [each for each in side_by_side(old, new) if each.kind is not Same.SAME]
    assert (changed.kind, changed.telling) == (Same.CHANGED, "number")


def test_other_breaks_of_lines_and_pages_are_no_difference() -> None:
    wrapped = OLD.replace(" ", "\n", 9)
    assert told([OLD], [wrapped]) == []
    first, second = OLD.split("The mayor")
    assert told([OLD], [first, "The mayor" + second]) == []
    first, second = OLD.split("when the railing")
    assert told([OLD], [first, "when the railing" + second]) == []
    again = "It rained. The mayor left. It rained. The road was closed. It rained."
    assert told([again], ["It rained. The mayor left. It", "rained. The road was closed. It rained."]) == []


def test_same_stretches_cover_both_texts() -> None:
    one = DocumentText([OLD])
    (whole,) = side_by_side(one, one)
    assert whole == Stretch(Same.SAME, whole.old, whole.old)
    assert one.quote(whole.old) == OLD


TEXTS = st.lists(st.text(st.sampled_from("Ab c.\n1?"), max_size=80), max_size=3)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_it_never_raises_and_marks_lie_in_their_pages(old: list[str], new: list[str]) -> None:
    for each in side_by_side(DocumentText(old), DocumentText(new)):
        for texts, match in ((old, (*each.old, *each.marks_old)), (new, (*each.new, *each.marks_new))):
            for run in match:
                assert 0 <= run.start < run.end <= len(texts[run.page])
        assert (each.kind in (Same.SAME, Same.CHANGED, Same.MOVED)) == (bool(each.old) and bool(each.new))
