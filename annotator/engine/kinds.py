"""Which kind of written document a file is: web pages, word processors, books; by its content, then by its suffix."""

from __future__ import annotations

import re
from collections.abc import Callable

from annotator.engine.magic import by_content
from annotator.model.errors import Refused
from annotator.model.pages import Format

_PACKED = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WEB = (".html", ".htm", ".xhtml", ".xht", ".shtml")
_PLAIN = (".txt", ".text", ".md", ".markdown", ".mdown", ".mkd", ".csv", ".tsv", ".vtt", ".srt")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*\?>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s")
_SAVED = re.compile(rb"^(?:snapshot-content-location:|from: *<?saved by )", re.I | re.M)

_BY_CONTENT: tuple[tuple[Format, Callable[[str, bytes], bool]], ...] = (
    (Format.RTF, lambda suffix, head: head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")),
    (Format.MHTML, lambda suffix, head: bool(_SAVED.search(head)) and b"multipart/related" in head.lower()),
    (Format.HTML, lambda suffix, head: suffix not in _PLAIN and bool(_HTML.match(_ascii(head)))),
    (Format.ODT, lambda suffix, head: bool(_XML.match(head)) and (suffix == ".fodt" or b"opendocument.text" in head)),
    (
        Format.ODS,
        lambda suffix, head: bool(_XML.match(head)) and (suffix == ".fods" or b"opendocument.spreadsheet" in head),
    ),
    (Format.XML, lambda suffix, head: suffix not in (*_PLAIN, *_WEB) and bool(_XML.match(_ascii(head)))),
)
"""In the order they are tried; each sees the suffix and the first bytes."""
_BY_SUFFIX = {
    **dict.fromkeys(_WEB, Format.HTML),
    ".mht": Format.MHTML, ".mhtml": Format.MHTML,
    ".xml": Format.XML, ".rtf": Format.RTF, ".odt": Format.ODT, ".ott": Format.ODT, ".fodt": Format.ODT,
    ".ods": Format.ODS, ".ots": Format.ODS, ".fods": Format.ODS,
    ".epub": Format.EPUB, ".xps": Format.XPS, ".oxps": Format.XPS,
}  # fmt: skip
_PACKED_KINDS = (
    (Format.EPUB, re.compile(rb"mimetype ?application/epub\+zip")),
    (Format.ODT, re.compile(rb"mimetype ?application/vnd\.oasis\.opendocument\.text")),
    (Format.ODS, re.compile(rb"mimetype ?application/vnd\.oasis\.opendocument\.spreadsheet")),
    (Format.XPS, re.compile(rb"FixedDocSeq|FixedDocumentSequence|/Pages/\d+\.fpage", re.I)),
)
_NEVER: tuple[tuple[Callable[[str, bytes], bool], str], ...] = (
    (lambda suffix, head: head.startswith(b"\xffWPC"), "a WordPerfect document"),
    (lambda suffix, head: head[60:68] == b"BOOKMOBI" or suffix in (".mobi", ".azw", ".azw3"), "a Kindle book"),
    (lambda suffix, head: head.startswith(b"AT&TFORM"), "a DjVu document"),
    (lambda suffix, head: suffix in (".pages", ".key", ".numbers"), "a document of Apple's office programs"),
)
"""What nothing here reads, and what to call it."""


def written(name: str, suffix: str, head: bytes, read: Callable[[int, int], bytes] | None = None) -> Format | None:
    """The format of a written document that is no PDF, DOCX, Markdown or plain text; None for anything else.

    `head` are a file's first bytes, `read(offset, size)` gives further ones. Raises Refused, with a sentence, for
    documents that have to be saved in another format first.
    """
    for known, what in _NEVER:
        if known(suffix, head):
            raise Refused(f"'{name}' is {what}, which can't be read here. Save it as PDF or DOCX and add that.")
    if head.startswith(_PACKED):
        return _packed(suffix, head if read is None else read(0, 65536) or head)
    if head.startswith(_OLD_OFFICE):
        if suffix not in (".doc", ".dot", ".docx", ".odt", ".rtf", ""):
            return None
        locked = suffix == ".docx" or _LOCKED in (head if read is None else read(0, 65536) or head)
        if locked:
            raise Refused(f"'{name}' is locked with a password. Open it in Word and save it without a password.")
        raise Refused(
            f"'{name}' is a Word document of the old kind (DOC), which can't be read safely. Open it in Word or "
            "LibreOffice and save it as DOCX or PDF."
        )
    for form, fits in _BY_CONTENT:
        if fits(suffix, head):
            return form
    binary = by_content(suffix, head) is not None or _ascii(head).count(0) * 50 > len(head)
    return None if binary else _BY_SUFFIX.get(suffix)


def _packed(suffix: str, more: bytes) -> Format | None:
    found = next((form for form, pattern in _PACKED_KINDS if pattern.search(more)), None)
    return found or (_BY_SUFFIX.get(suffix) if suffix not in (".xml", *_WEB) else None)


def _ascii(head: bytes) -> bytes:
    """Without the zeros of UTF-16."""
    return head[2:].replace(b"\x00", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
