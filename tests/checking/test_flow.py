"""A document's pages as one text, with the way back."""

from __future__ import annotations

from annotator.checking.flow import flow_of


def test_a_stretch_over_a_page_break_leads_back_to_both_pages() -> None:
    words = ("harbour", "council", "engineer", "storm", "pier", "budget")
    pages = [
        f"The Harbour Report\nOf the {word} much is told here, of what it saw\nbefore it came to the {word}\n{number}"
        for number, word in enumerate(words, 1)
    ]
    flow = flow_of(pages)
    assert "Harbour Report" not in flow.text
    over = "came to the pier\nOf the budget"
    at = flow.text.index(over)
    runs = flow.runs(at, at + len(over))
    assert [pages[run.page][run.start : run.end] for run in runs] == over.split("\n")
    assert flow.at(runs[1].page, runs[1].start) == at + len("came to the pier\n")


def test_a_lone_capital_i_of_turkish_is_no_page_number() -> None:
    assert flow_of(["\u0130", "\u0131"]).text.split() == ["\u0130", "\u0131"]
