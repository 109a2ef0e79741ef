"""A scan in a script that the machine does not know stays without text, and it is said why."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from annotator.engine.ocr import judging
from annotator.model.errors import Refused
from annotator.operations import importing, recognising
from annotator.operations.workspace import Workspace

GREEK = "Το συμβούλιο έκλεισε τη γέφυρα στις τέσσερις Μαρτίου. Η επισκευή θα κοστίσει τρία εκατομμύρια. "
FRENCH = "Le conseil a fermé le pont le quatre mars. Les réparations coûteront trois millions d'euros. "


def scan(path: Path, *words: str) -> Path:
    document = pymupdf.open()
    for text in words:
        written = pymupdf.open()
        page = written.new_page(width=400, height=300)
        page.insert_htmlbox(pymupdf.Rect(30, 30, 370, 270), f'<p style="font-size:16px">{text * 2}</p>')
        document.new_page(width=400, height=300).insert_image((0, 0, 400, 300), pixmap=page.get_pixmap(dpi=200))
    document.save(path)
    return path


def test_another_script_is_no_text(ws: Workspace, tmp_path: Path) -> None:
    (added,) = importing.add(ws, [scan(tmp_path / "greek.pdf", GREEK)]).added
    with pytest.raises(Refused, match=r"script or language that Tesseract does not know here \(it knows"):
        recognising.recognise(ws, added.document)
    version = ws.graph().versions[ws.graph().documents[added.document].current]
    assert ws.project.page_texts(version.extraction) == ("",)


def test_the_pages_that_can_be_read_are_read(ws: Workspace, tmp_path: Path) -> None:
    (added,) = importing.add(ws, [scan(tmp_path / "both.pdf", FRENCH, GREEK)]).added
    made = recognising.recognise(ws, added.document)
    assert made is not None
    assert (made.pages, made.failed) == ((0,), (1,))


def test_a_poor_page_is_text_as_long_as_most_of_its_words_are_sure() -> None:
    assert not judging.rubbish("one two three four five six", 58, 1)
    assert judging.rubbish("one two three four five six", 58, 2)
    assert not judging.rubbish("one two three four five six", 75, 2)
    assert not judging.rubbish("", 0, 0)
