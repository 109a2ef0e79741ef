"""Passages of statutes found again with the help of their provisions."""

from __future__ import annotations

from annotator.anchoring.again import Again, Found, find_again
from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.geometry import place_of
from annotator.anchoring.provisions import provision_at
from annotator.model.places import Place

FEES = """\u00a7 12. Fees of the harbour

(a) In general.\u2014Each owner shall pay a fee for each boat before it enters.
(b) Appeals.\u2014An owner may appeal within thirty days to the council.
(c) Waiver.\u2014The council may waive the fee of an owner in need.
"""
NEW_PART = "(b) Receipts.\u2014The master shall give a receipt for each fee that is paid.\n"
PENALTY = "The council shall publish each decision within ten days after it is made."


def place(document: DocumentText, quote: str, nth: int = 0, *, lawless: bool = False) -> Place:
    match = document.find(quote)[nth]
    run = match[0]
    found = place_of(match, version="v", extraction="e", document_text=document, pages={}, chars={})
    provision = "" if lawless else provision_at(document, run.page, run.start)
    return Place.from_value({**found.to_value(), "provision": provision})


def again(old: str, new: str, quote: str, nth: int = 0, *, lawless: bool = False) -> tuple[Found, str]:
    before, after = DocumentText([old]), DocumentText([new])
    found = find_again(place(before, quote, nth, lawless=lawless), after, before)
    run = found.match[0] if found.match else None
    return found, provision_at(after, run.page, run.start) if run else ""


def test_the_same_words_in_a_part_that_is_counted_otherwise_have_moved() -> None:
    new = FEES.replace("(c)", "(d)").replace("(b)", "(c)").replace("(c) App", NEW_PART + "(c) App")
    quote = "An owner may appeal within thirty days to the council."
    found, provision = again(FEES, new, quote)
    assert (found.outcome, provision) == (Again.MOVED, "\u00a7 12(c)")
    assert again(FEES, new, quote, lawless=True)[0].outcome is Again.EDITED
    assert again(FEES, new, "Each owner shall pay a fee for each boat before it enters.")[0].outcome is Again.UNCHANGED


def test_a_section_with_another_number_is_another_provision() -> None:
    found, provision = again(FEES, FEES.replace("\u00a7 12.", "\u00a7 14."), "may waive the fee of an owner in need")
    assert (found.outcome, provision) == (Again.MOVED, "\u00a7 14(c)")


def test_what_stands_before_all_items_belongs_to_each() -> None:
    """The number of the item alone would be no change, but "shall not" became "may"."""
    old = (
        "\u00a7 2. Boats\n\n(a) The master shall not\u2014\n(1) sell a boat of an owner; or\n(2) lend it to a friend.\n"
    )
    new = old.replace("shall not", "may").replace("(2)", "(3)").replace("or\n", "\n(2) hide a boat in the port; or\n")
    assert not again(old, new, "lend it to a friend")[0].as_it_was
    assert not again(old, old.replace("(2)", "(3)").replace("shall not", "may"), "lend it to a friend")[0].as_it_was


def test_words_that_changed_are_edited_in_whichever_provision() -> None:
    new = FEES.replace("\u00a7 12.", "\u00a7 14.").replace("thirty", "sixty")
    assert again(FEES, new, "An owner may appeal within thirty days to the council.")[0].outcome is Again.EDITED


def section(number: int, title: str, matter: str) -> str:
    heading = f"\u00a7 {number}. {title}\n\n(a) In general."
    return f"{heading}\u2014The master shall keep a register of {matter}.\n(b) {PENALTY}\n"


def test_words_repeated_in_sections_that_changed_places_are_told_apart_by_their_provisions() -> None:
    one, two = section(3, "Boats", "all boats in port"), section(4, "Cranes", "every crane on the quay")
    three = section(5, "Fires", "any fire in the port")
    tail = "\u00a7 6. Short title\n\nThis chapter is the harbour order of the city.\n"
    old, new = one + two + three + tail, three + two + one + tail
    for nth, number in enumerate((3, 4, 5)):
        found, provision = again(old, new, PENALTY, nth)
        assert found.as_it_was, number
        assert provision == f"\u00a7 {number}(b)"


def test_where_one_of_them_went_its_number_proves_nothing() -> None:
    """One of two is left, and stands where the first stood: nobody is told that it is the second."""
    old = f"\u00a7 3. Boats\n\n(a) The master keeps a list.\n(b) {PENALTY}\n(c) {PENALTY}\n(d) Nobody else may do so.\n"
    new = f"\u00a7 3. Boats\n\n(a) The master keeps a list.\n(b) {PENALTY}\n(c) Nobody else may do so.\n"
    assert not again(old, new, PENALTY, 1)[0].as_it_was
