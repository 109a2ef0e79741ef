from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from annotator.engine.sniff import sniff
from annotator.model.formats import endings
from annotator.model.pages import Format
from annotator.model.things import Relation
from annotator.operations import exporting, importing, linking, marking
from annotator.operations.workspace import Workspace

_XML, _PACKED = b'<?xml version="1.0"?><a/>', b"PK\x03\x04"
_MOVIE = b"\x00\x00\x00\x20ftypisom"
_HEADS = {
    **dict.fromkeys(("xps", "oxps"), _PACKED + b" FixedDocSeq"),
    **dict.fromkeys(("odt", "ott"), _PACKED + b" mimetypeapplication/vnd.oasis.opendocument.text"),
    **dict.fromkeys(("xlsx", "xlsm"), _PACKED + b" xl/"),
    **dict.fromkeys(("jpg", "jpeg"), b"\xff\xd8\xff"),
    **dict.fromkeys(("tif", "tiff"), b"II*\x00"),
    **dict.fromkeys(("ogg", "opus"), b"OggS"),
    **dict.fromkeys(("mp4", "m4a", "mov"), _MOVIE),
    **dict.fromkeys(("mkv", "webm"), b"\x1aE\xdf\xa3"),
    **dict.fromkeys(("mhtml", "mht"), b"From: <Saved by X>\r\nContent-Type: multipart/related"),
    **dict.fromkeys(("xml", "fodt", "fods"), _XML),
    "ods": _PACKED + b" mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
    "pdf": b"%PDF-1.7", "docx": _PACKED + b" word/", "rtf": b"{\\rtf1", "mbox": b"From a@example.org\n",
    "epub": _PACKED + b" mimetypeapplication/epub+zip", "msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "png": b"\x89PNG\r\n\x1a\n", "gif": b"GIF89a", "bmp": b"BM\x00\x00\x00\x00", "webp": b"RIFF1234WEBP",
    "wav": b"RIFF1234WAVE", "avi": b"RIFF1234AVI ", "mp3": b"ID3", "flac": b"fLaC", "aac": b"\xff\xf1",
    "vtt": b"WEBVTT\n", "srt": b"1\n00:00:01,000 --> 00:00:02,000\n",
}  # fmt: skip
_TEXTS = {"txt": "text", "text": "text", "md": "markdown", "markdown": "markdown", "eml": "eml", "mbox": "mbox"}
_TEXTS |= {"csv": "csv", "tsv": "csv", "tab": "csv", "html": "html", "htm": "html", "xhtml": "html"}


@pytest.mark.parametrize("ending", endings())
def test_what_dialogs_offer_is_taken(ending: str) -> None:
    form = sniff(f"x.{ending}", _HEADS.get(ending, b"a,b\nc,d\n"))
    assert ending in _HEADS or form == _TEXTS[ending]


def test_every_format_has_a_media_type() -> None:
    assert set(importing._MEDIA) == set(Format)


def test_cells_stand_in_exports_where_pages_would(ws: Workspace, draft: str, tmp_path: Path) -> None:
    (tmp_path / "costs.csv").write_text("item,amount\npier,2.9 million\n", "utf-8")
    costs = importing.add(ws, [tmp_path / "costs.csv"]).added[0].document
    claim = marking.claim(ws, draft, "The council spent 3.5 million")
    linking.link(ws, claim.claim, costs, "2.9 million", Relation.CONTRADICTS)
    page = exporting.export(ws, tmp_path / "out.html").path.read_text("utf-8")
    assert "B2" in page
    assert "p. B2" not in page
    copies = exporting.export(ws, tmp_path / "copies", format="pdf")
    notes = []
    for name in copies.files:
        with pymupdf.open(copies.path / name) as copy:
            notes += [annotation.info["content"] for sheet in copy for annotation in sheet.annots()]
    assert any("contradicts: Source 1, B2" in note for note in notes)
