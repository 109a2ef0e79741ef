"""Which parser a file is meant for."""

from __future__ import annotations

import pytest

from annotator.engine.sniff import sniff
from annotator.model.errors import Refused
from annotator.model.pages import Format

ZIP = b"PK\x03\x04" + bytes(26)


@pytest.mark.parametrize(
    ("name", "head", "format"),
    [
        ("a.pdf", b"%PDF-1.7\n", Format.PDF),
        ("a.txt", b"%PDF-1.7\n", Format.PDF),
        ("a.pdf", b"\n\n%PDF-1.4", Format.PDF),
        ("blank", b"junk before %PDF-1.4", Format.PDF),
        ("a.txt", b"It says %PDF- here", Format.TEXT),
        ("a.txt", b"words", Format.TEXT),
        ("README", b"words", Format.TEXT),
        ("a.MD", b"# words", Format.MARKDOWN),
        ("a.markdown", b"# words", Format.MARKDOWN),
        ("a.docx", ZIP, Format.DOCX),
        ("memo", ZIP + b"word/document.xml", Format.DOCX),
        ("a.txt", "words".encode("utf-16"), Format.TEXT),
        ("a.txt", "some words".encode("utf-16-le"), Format.TEXT),
    ],
)
def test_formats(name: str, head: bytes, format: Format) -> None:
    assert sniff(name, head) is format


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.txt", b""),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"),
        ("a.docx", b"words"),
        ("a.zip", ZIP),
        ("a.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"),
        ("a.annotator", b"SQLite format 3\x00"),
        ("a", b"\x7fELF\x00\x01\x02"),
    ],
)
def test_refused_with_a_sentence(name: str, head: bytes) -> None:
    with pytest.raises(Refused) as refused:
        sniff(name, head)
    assert name in str(refused.value)
    assert str(refused.value).endswith(".")


def test_it_can_look_further() -> None:
    data = ZIP + bytes(9000) + b"word/document.xml"
    with pytest.raises(Refused):
        sniff("memo", data[:4096])
    assert sniff("memo", data[:4096], lambda offset, size: data[offset : offset + size]) is Format.DOCX
