"""Word documents by mammoth: paragraphs, headings, lists, tables, footnotes as HTML, and all words of the file."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import Any

import mammoth

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms.made import Made, Part, page

_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_PART_LIMIT = 256 * 1024 * 1024
"""The longest part that is unpacked, in bytes."""
_FALLBACK = re.compile(r"<mc:Fallback\b.*?</mc:Fallback>", re.DOTALL)
_RUN = re.compile(r"<(?:w|m):t(?:\s[^<>]*)?>([^<]*)</(?:w|m):t>")
_ARROW = re.compile(r'<a href="#[^"]*">↑</a>')
_LINK = re.compile(r"<a (?![^<>]*\bid=)[^<>]*>")
_SHOWN = re.compile(r"<w:t[ >]")


def warm() -> None:
    """Load the parsers."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", _EXAMPLE)
    document(packed.getvalue())


def document(data: bytes) -> Made:
    """A Word document (DOCX). Raises Failed where it is none."""
    try:
        words, warnings = _words(data)
        body, pictures = _body(data)
    except (MemoryError, Failed):
        raise
    except Exception as error:
        raise Failed(Failure.NOT_DOCX) from error
    if pictures:
        warnings[Warn.PICTURES_LEFT_OUT] = pictures
    return Made((Part(page(body)),), words, warnings)


def _body(data: bytes) -> tuple[str, int]:
    pictures: list[int] = []

    def leave_out(_: Any) -> list[Any]:
        pictures.append(1)
        return []

    result = mammoth.convert_to_html(io.BytesIO(data), convert_image=leave_out, include_embedded_style_map=False)
    return _LINK.sub("<a>", _ARROW.sub("", str(result.value))), len(pictures)


def _words(data: bytes) -> tuple[str, dict[Warn, int]]:
    """What the file says in its body and notes, whatever a converter makes of it."""
    found: list[str] = []
    warnings: dict[Warn, int] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        if not any(name.endswith("document.xml") for name in names) and "word/document.xml" not in names:
            raise Failed(Failure.NOT_DOCX)
        for name in names:
            if archive.getinfo(name).file_size > _PART_LIMIT and name.endswith(".xml"):
                raise Failed(Failure.TOO_LARGE)
            if name in _PARTS:
                text = _FALLBACK.sub("", archive.read(name).decode("utf-8", "replace"))
                found += [html.unescape(run) for run in _RUN.findall(text)]
            elif name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
                if _SHOWN.search(archive.read(name).decode("utf-8", "replace")):
                    warnings[Warn.HEADERS_LEFT_OUT] = 1
            elif name == "word/comments.xml" and _SHOWN.search(archive.read(name).decode("utf-8", "replace")):
                warnings[Warn.COMMENTS_LEFT_OUT] = 1
    return " ".join(found), warnings


_EXAMPLE = (
    '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
    'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Warm</w:t></w:r></w:p></w:body></w:document>'
)
