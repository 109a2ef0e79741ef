"""A document's pages as one text, with the way back."""

from __future__ import annotations

from annotator.checking.flow import flow_of


def test_a_stretch_over_a_page_break_leads_back_to_both_pages() -> None:
    pages = [f"Report\nWords of page {number} that go\non and on\n{number}" for number in range(1, 5)]
    flow = flow_of(pages)
    assert "Report" not in flow.text
    at = flow.text.index("on and on\nWords of page 3")
    runs = flow.runs(at, at + len("on and on\nWords of page 3"))
    assert [pages[run.page][run.start : run.end] for run in runs] == ["on and on", "Words of page 3"]
    assert flow.at(runs[1].page, runs[1].start) == at + len("on and on\n")


def test_a_lone_capital_i_of_turkish_is_no_page_number() -> None:
    assert flow_of(["\u0130", "\u0131"]).text.split() == ["\u0130", "\u0131"]
