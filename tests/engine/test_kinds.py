"""Which written document a file is, and which are refused with the right sentence."""

from __future__ import annotations

import pytest

from annotator.engine.sniff import sniff
from annotator.model.errors import Refused
from annotator.model.pages import Format

ZIP = b"PK\x03\x04" + bytes(22)
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00"


@pytest.mark.parametrize(
    ("name", "head", "format"),
    [
        ("a.html", b"<p>words", Format.HTML),
        ("download", b"<!DOCTYPE html><html>", Format.HTML),
        ("download", "\ufeff<html><p>".encode("utf-16-le"), Format.HTML),
        ("a.php", b"<!-- saved from url=(0013)http://x.org/ -->\n<HTML>", Format.HTML),
        ("a.xhtml", b'<?xml version="1.0"?><html xmlns="x">', Format.HTML),
        ("a.txt", b"<html> is a tag", Format.TEXT),
        ("a.mhtml", b"MIME-Version: 1.0\r\n", Format.MHTML),
        (
            "page",
            b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://x/\r\nContent-Type: multipart/related;",
            Format.MHTML,
        ),
        ("law.xml", b'<?xml version="1.0"?><bill>', Format.XML),
        ("law", b'<?xml version="1.0"?><bill>', Format.XML),
        ("a.rtf", b"{\\rtf1 words}", Format.RTF),
        ("memo.doc", b"{\\rtf1 words}", Format.RTF),
        ("a.odt", ZIP + b"mimetypeapplication/vnd.oasis.opendocument.text", Format.ODT),
        ("memo", ZIP + b"mimetypeapplication/vnd.oasis.opendocument.text", Format.ODT),
        ("a.fodt", b'<?xml version="1.0"?><office:document office:mimetype="x">', Format.ODT),
        ("book", ZIP + b"mimetypeapplication/epub+zip", Format.EPUB),
        ("a.epub", ZIP, Format.EPUB),
        ("a.xps", ZIP, Format.XPS),
        ("print", ZIP + b"FixedDocSeq.fdseq", Format.XPS),
    ],
)
def test_written_documents(name: str, head: bytes, format: Format) -> None:
    assert sniff(name, head) is format


@pytest.mark.parametrize(
    ("name", "head", "said"),
    [
        ("a.doc", OLD + b"rest", "DOCX"),
        ("a.docx", OLD + b"rest", "password"),
        ("a", OLD + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.wpd", b"\xffWPC\x10", "WordPerfect"),
        ("a.mobi", bytes(60) + b"BOOKMOBI", "Kindle"),
        ("a.djvu", b"AT&TFORM", "DjVu"),
        ("a.pages", ZIP, "Apple"),
    ],
)
def test_what_is_not_read_says_what_to_do(name: str, head: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        sniff(name, head)
    assert name in str(refused.value)
    assert "ave it" in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("suffix", [".html", ".xml", ".rtf", ".mhtml", ".epub"])
def test_a_picture_stays_a_picture_whatever_it_is_called(suffix: str) -> None:
    assert sniff("a" + suffix, PNG) is Format.PICTURE
