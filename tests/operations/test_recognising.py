"""Scans are found, read by machine and taken in; what stood in the document stands there afterwards."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from annotator.anchoring.found import GONE
from annotator.engine.ocr import finding, running
from annotator.model.errors import NotConfined, NotFound, Refused
from annotator.model.places import Place, Region
from annotator.model.things import Relation, Role
from annotator.operations import editing, importing, linking, marking, matching, recognising, scans, searching
from annotator.operations.workspace import Workspace, current_version, document_of

ORDER = "The council closed the harbour office.\nSection 12 § 4 orders “forty days”.\nDer Geschäftsführer widersprach."
STAMP = "FILED 4 May Case 12"
Scan = Callable[..., Path]


def pictured(text: str, *, turned: int = 0, askew: float = 0.0) -> pymupdf.Pixmap:
    """A page of text as pixels."""
    document = pymupdf.open()
    page = document.new_page(width=400, height=300)
    page.insert_htmlbox(pymupdf.Rect(40, 60, 380, 280), text.replace("\n", "<br>"), css="* {font-size: 14px}")
    if askew:
        cos, sin = math.cos(math.radians(askew)), math.sin(math.radians(askew))
        turn = f"q {cos} {sin} {-sin} {cos} {200 - cos * 200 + sin * 150} {150 - sin * 200 - cos * 150} cm\n"
        document.update_stream(page.get_contents()[0], turn.encode() + page.read_contents() + b"\nQ")
    page.set_rotation(turned)
    return page.get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    """Makes a PDF of pages: text is a scan of it, text after a `=` is text; a stamp is text over the scan."""

    def make(*pages: str, name: str = "scan.pdf", stamp: str = "", turned: int = 0, askew: float = 0.0) -> Path:
        document = pymupdf.open()
        for text in pages:
            if text.startswith("="):
                document.new_page(width=400, height=300).insert_text((40, 60), text[1:], fontsize=12)
                continue
            pixmap = pictured(text, turned=turned, askew=askew) if text else None
            size = (300, 400) if turned % 180 else (400, 300)
            page = document.new_page(width=size[0], height=size[1])
            if pixmap is not None:
                page.insert_image(page.rect, pixmap=pixmap)
            if stamp:
                page.insert_text((40, 20), stamp, fontsize=9)
        document.save(tmp_path / name)
        return tmp_path / name

    return make


def added(ws: Workspace, path: Path) -> str:
    return importing.add(ws, [path]).added[0].document


def texts_of(ws: Workspace, document: str) -> tuple[str, ...]:
    graph = ws.graph()
    return ws.project.page_texts(current_version(graph, document_of(graph, document)).extraction)


def test_a_scan_is_found_read_searched_and_linked(ws: Workspace, draft: str, scan: Scan) -> None:
    document = added(ws, scan("=A page with text of its own.", ORDER, ""))
    assert recognising.pages_to_read(ws, document) == (1,)
    steps: list[tuple[int, int]] = []
    made = recognising.recognise(ws, document, progress=lambda done, total: steps.append((done, total)))
    assert made is not None
    assert (made.pages, made.failed, made.stopped) == ((1,), (), False)
    assert made.confidence > 80
    assert steps[0] == (0, 1)
    assert steps[-1] == (1, 1)
    own, read, blank = texts_of(ws, document)
    assert own == "A page with text of its own.\n"
    assert read == ORDER + "\n"
    assert blank == ""
    assert recognising.pages_to_read(ws, document) == ()
    assert recognising.recognise(ws, document) is None
    assert searching.search(ws, "Geschäftsführer")[0]["document"] == document

    claim = marking.claim(ws, draft, "The harbour office closed for forty days after").claim
    linked = linking.link(ws, claim, document, "“forty days”", Relation.SUPPORTS)
    rect = linked.place.spans[0].rects[0]
    truth = pymupdf.open()
    page = truth.new_page(width=400, height=300)
    page.insert_htmlbox(pymupdf.Rect(40, 60, 380, 280), ORDER.replace("\n", "<br>"), css="* {font-size: 14px}")
    stands = page.search_for("“forty days”")[0]
    assert rect[0] == pytest.approx(stands.x0, abs=4)
    assert rect[2] == pytest.approx(stands.x1, abs=4)
    assert (rect[1] + rect[3]) / 2 == pytest.approx(300 - (stands.y0 + stands.y1) / 2, abs=3)


def test_the_extraction_says_by_what_and_how_sure(ws: Workspace, scan: Scan) -> None:
    document = added(ws, scan(ORDER))
    before = ws.project.extraction(current_version(ws.graph(), document_of(ws.graph(), document)).extraction)
    assert any("without text" in warning for warning in before.warnings)
    recognising.recognise(ws, document, languages=["eng"])
    version = current_version(ws.graph(), document_of(ws.graph(), document))
    after = ws.project.extraction(version.extraction)
    tesseract = finding.find()
    assert tesseract is not None
    assert after.made_by == f"{before.made_by}, Tesseract {tesseract.version} eng"
    assert after.pages == before.pages
    assert after.sha256 != before.sha256
    assert not any("without text" in warning for warning in after.warnings)
    assert [each.page for each in after.recognised] == [0]
    assert ws.project.content_size(after.layer) or 0 < 5000
    assert scans.sentence_of(after.texts, after.recognised).startswith("1 page was read by machine (OCR), ")
    recognising.recognise(ws, document, pages=[0])
    again = ws.project.extraction(current_version(ws.graph(), document_of(ws.graph(), document)).extraction)
    assert again.made_by.count("Tesseract") == 1


def test_places_stay_and_one_step_takes_all_of_it_back(ws: Workspace, draft: str, scan: Scan) -> None:
    document = added(ws, scan("=Forty days of fog.\nNothing else.", ORDER, stamp=STAMP))
    claim = marking.claim(ws, draft, "The harbour office closed for forty days after").claim
    text = linking.link(ws, claim, document, "days of fog", Relation.SUPPORTS)
    gone = linking.link(ws, claim, document, "Forty", Relation.CONTEXT)
    stamp = linking.link(ws, claim, document, "Case 12", Relation.CONTEXT)
    before = ws.graph()
    version = current_version(before, document_of(before, document))
    region = Place(version.sha256, version.extraction, region=Region(1, "2", (50, 100, 90, 130)))
    pictured_link = linking.link_at(ws, claim, document, region, Relation.CONTEXT)
    editing.remove(ws, gone.passage)
    steps = len(ws.project.history())
    recognising.recognise(ws, document)
    assert len(ws.project.history()) == steps + 1
    graph = ws.project.graph(with_removed=True)
    now = current_version(graph, document_of(ws.graph(), document)).extraction
    assert now != version.extraction
    for made in (text, gone):
        assert graph.passages[made.passage].place.to_value() == replace(made.place, extraction=now).to_value()
    assert graph.passages[pictured_link.passage].place.to_value() == replace(region, extraction=now).to_value()
    moved = graph.passages[stamp.passage]
    assert moved.place.extraction == now
    assert moved.place.quote == "Case 12"
    assert not moved.lost
    assert "closed the harbour office" in texts_of(ws, document)[1]
    editing.undo(ws)
    assert ws.graph().passages[text.passage].place.to_value() == text.place.to_value()
    assert texts_of(ws, document)[1].strip() == STAMP
    editing.redo(ws)
    assert ws.graph().passages[text.passage].place.extraction == now
    assert ORDER.split("\n")[0] in texts_of(ws, document)[1]


def test_words_that_the_machine_does_not_read_are_lost_and_said_so(
    ws: Workspace, draft: str, scan: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = added(ws, scan(ORDER, stamp=STAMP))
    claim = marking.claim(ws, draft, "The harbour office closed for forty days after").claim
    linked = linking.link(ws, claim, document, "FILED 4 May", Relation.CONTEXT)
    monkeypatch.setattr(matching, "find", lambda ws, places, texts, **_: [GONE for _ in places])
    recognising.recognise(ws, document)
    assert ws.graph().passages[linked.passage].lost
    assert ws.graph().passages[linked.passage].place.quote == "FILED 4 May"


@pytest.mark.parametrize(("turned", "askew"), [(90, 0.0), (180, 0.0), (0, 6.0)])
def test_scans_that_lie_on_their_side_or_askew_are_read(ws: Workspace, scan: Scan, turned: int, askew: float) -> None:
    document = added(ws, scan("\n".join([ORDER] * 3), turned=turned, askew=askew))
    made = recognising.recognise(ws, document)
    assert made is not None
    assert made.confidence > 75
    assert "The council closed the harbour office." in texts_of(ws, document)[0]


def test_text_is_not_replaced_by_worse(ws: Workspace, scan: Scan) -> None:
    """A few words over a picture without words are what the page says."""
    document = added(ws, scan("<b>&#9632; &#9632;</b>", stamp="A photograph of the harbour"))
    recognising.recognise(ws, document)
    assert texts_of(ws, document) == ("A photograph of the harbour\n",)


def test_cancelling_keeps_whole_pages(ws: Workspace, scan: Scan) -> None:
    document = added(ws, scan(ORDER, ORDER, ORDER, ORDER))
    with pytest.raises(Refused, match="Stopped"):
        recognising.recognise(ws, document, cancelled=lambda: True)
    assert texts_of(ws, document) == ("", "", "", "")
    done = [0]
    made = recognising.recognise(
        ws, document, progress=lambda count, _: done.__setitem__(0, count), cancelled=lambda: done[0] > 0
    )
    assert made is not None
    assert made.stopped
    assert 0 < len(made.pages) < 4
    for page, text in enumerate(texts_of(ws, document)):
        assert text == (ORDER + "\n" if page in made.pages else "")
    left = recognising.pages_to_read(ws, document)
    assert set(left) == {0, 1, 2, 3} - set(made.pages)
    recognising.recognise(ws, document)
    assert texts_of(ws, document) == (ORDER + "\n",) * 4


def test_batches_are_actions_of_their_own(ws: Workspace, scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognising, "BATCH", 2)
    document = added(ws, scan(ORDER, ORDER, ORDER))
    made = recognising.recognise(ws, document)
    assert made is not None
    assert len(made.outcomes) == 2
    assert made.pages == (0, 1, 2)
    assert texts_of(ws, document) == (ORDER + "\n",) * 3
    again = recognising.recognise(ws, document, pages=[2, 0, 1])
    assert again is not None
    assert len(again.outcomes) == 2


def test_without_tesseract_all_else_works(ws: Workspace, scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    document = added(ws, scan("=text", ORDER))
    monkeypatch.setattr(recognising.finding, "find", lambda: None)
    assert recognising.pages_to_read(ws, document) == (1,)
    with pytest.raises(Refused, match="no Tesseract"):
        recognising.recognise(ws, document)
    assert texts_of(ws, document) == ("text\n", "")


def test_without_its_lock_no_scan_is_read(ws: Workspace, scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    document = added(ws, scan(ORDER))
    real = running.launch
    monkeypatch.setattr(running, "launch", lambda mode, files, *a, **k: real(mode, ["/not/there", *files[1:]], *a, **k))
    with pytest.raises(Refused):
        recognising.recognise(ws, document)
    monkeypatch.setattr(running.PageReading, "finish", _not_locked)
    with pytest.raises(NotConfined):
        recognising.recognise(ws, document)
    assert texts_of(ws, document) == ("",)


def _not_locked(reading: running.PageReading) -> None:
    reading.drop()
    raise NotConfined("no lock")


def test_what_changed_meanwhile_is_not_overwritten(ws: Workspace, scan: Scan) -> None:
    document = added(ws, scan(ORDER))
    task = recognising.task_of(ws, document)
    assert task is not None
    reading = recognising.read(ws.engine, task)
    assert reading is not None
    recognising.recognise(ws, document)
    steps = len(ws.project.history())
    with pytest.raises(Refused, match="changed"):
        recognising.adopt(ws, reading)
    assert reading.closed
    assert len(ws.project.history()) == steps
    task.close()


def test_what_can_not_be_asked_for(ws: Workspace, scan: Scan) -> None:
    document = added(ws, scan(ORDER))
    with pytest.raises(Refused, match="no page 7"):
        recognising.recognise(ws, document, pages=[7])
    with pytest.raises(Refused, match="no language 'tlh'"):
        recognising.recognise(ws, document, languages=["tlh"])


def test_erasing_takes_the_layer_with_it(ws: Workspace, scan: Scan) -> None:
    document = added(ws, scan(ORDER))
    recognising.recognise(ws, document)
    version = current_version(ws.graph(), document_of(ws.graph(), document))
    layer = ws.project.layer_of(version.extraction)
    assert ws.project.content_size(layer)
    editing.erase(ws, document)
    assert ws.project.content_size(layer) is None
    with pytest.raises(NotFound):
        ws.project.layer_of(version.extraction)


def test_a_draft_can_be_a_scan(ws: Workspace, scan: Scan) -> None:
    document = importing.add(ws, [scan(ORDER)], role=Role.DRAFT).added[0].document
    recognising.recognise(ws, document)
    assert marking.claim(ws, document, "The council closed the harbour office.").number == 1
