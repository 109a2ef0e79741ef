"""A quote that a machine read says so where others rely on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.bundle.html import write_html
from annotator.bundle.pdf import write_pdfs
from annotator.bundle.words import machine_words
from annotator.model.pages import Recognised
from annotator.model.places import Place, Span
from annotator.model.standing import Standing, Stands


def test_words_of_a_scan_say_so() -> None:
    place = Place("v", "x", (Span(1, "2", 0, 4), Span(2, "3", 0, 4)), "word\nword")
    sure = {"x": (Recognised(0, 12, 9), Recognised(1, 94, 0), Recognised(2, 88, 3))}
    assert "by machine (OCR), 88 % sure" in machine_words(sure, place)
    assert machine_words({"x": (Recognised(5, 90, 0),)}, place) == ""
    assert machine_words({}, place) == ""


def test_the_page_for_others_says_so(told: Any, tmp_path: Path) -> None:
    extraction = next(passage.place.extraction for passage in told.graph.passages.values() if not passage.claim)
    write_html(tmp_path / "a.html", told.content(recognised={extraction: (Recognised(0, 91, 2),)}))
    assert "read from a scan by machine (OCR), 91 % sure" in (tmp_path / "a.html").read_text("utf-8")
    write_html(tmp_path / "b.html", told.content())
    assert "by machine" not in (tmp_path / "b.html").read_text("utf-8")


def test_the_copies_notes_say_so(told: Any, tmp_path: Path) -> None:
    extraction = next(passage.place.extraction for passage in told.graph.passages.values() if not passage.claim)
    write_pdfs(tmp_path / "a", told.content(recognised={extraction: (Recognised(0, 91, 2),)}))
    (source,) = told.renderer.marks["ver2"]
    assert source.contents == "read by machine (OCR), 91 % sure\nClaim 1: supports — see the log"
    assert "p. 1, read by machine (OCR), 91 % sure" in told.renderer.marks["ver1"][0].contents


def test_words_that_are_no_longer_found_were_read_by_machine_all_the_same(told: Any, tmp_path: Path) -> None:
    passage = next(passage for passage in told.graph.passages.values() if not passage.claim)
    told.graph.passages[passage.id] = replace(passage, standing=Standing(Stands.GONE, 0.0, passage.place))
    write_html(tmp_path / "a.html", told.content(recognised={passage.place.extraction: (Recognised(0, 91, 2),)}))
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "not found in the current version" in page
    assert "by machine (OCR), 91 % sure" in page
