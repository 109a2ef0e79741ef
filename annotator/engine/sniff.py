"""Which parser a file is meant for, from its first bytes and its name; nothing is parsed here."""

from __future__ import annotations

import re
from collections.abc import Callable

from annotator.engine.kinds import written
from annotator.engine.magic import HEIF, by_content
from annotator.model.errors import Refused
from annotator.model.pages import Format

HEAD_SIZE = 4096
"""How many first bytes are worth handing to `sniff`."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TABLES = (".csv", ".tsv", ".tab")
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_OTHERS = {
    ".pptx": "a presentation",
}
_ADVICE = "Save it as PDF, DOCX or text and add that."


def sniff(name: str, head: bytes, read: Callable[[int, int], bytes] | None = None) -> Format:
    """The format of a file. `head` are its first bytes (HEAD_SIZE or all), `name` its base name.

    `read(offset, size)` may look further into the file; a DOCX that says what it is only later needs it.
    Raises Refused, with a sentence, for an empty file and for what can't be opened yet.
    """
    lower = name.lower()
    suffix = lower[lower.rfind(".") :] if "." in lower else ""
    if not head:
        raise Refused(f"'{name}' is empty. Choose the file that has the text.")
    if head.startswith(b"%PDF-") or (suffix == ".pdf" or (b"%PDF-" in head[:1024] and not _is_plain(suffix))):
        return Format.PDF
    form = written(name, suffix, head, read)
    if form is not None:
        return form
    if head.startswith(b"PK\x03\x04"):
        return _packed(name, suffix, head, read)
    found = by_content(suffix, head)
    if found is not None:
        return found
    if head[4:8] == b"ftyp" and head[8:12] in HEIF:
        raise Refused(f"'{name}' is a HEIC or AVIF picture, which can't be read safely here. Save it as JPEG or PNG.")
    if suffix == ".msg" and head.startswith(_OLD_OFFICE):
        return Format.MSG
    if suffix in (".eml", ".mbox", ".mbx") or _is_mail(head):
        return Format.MBOX if head.startswith(b"From ") else Format.EML
    if head.startswith(_OLD_OFFICE):
        raise Refused(
            f"'{name}' is an old Word document or one locked with a password. Save it as DOCX without a password."
        )
    if suffix == ".docx":
        raise Refused(
            f"'{name}' is not a Word document, or it is damaged. Open it in a word processor and save it again."
        )
    if suffix in _OTHERS:
        raise Refused(f"'{name}' is {_OTHERS[suffix]}, which can't be opened yet. {_ADVICE}")
    if head.startswith(b"SQLite format 3\x00"):
        raise Refused(f"'{name}' is a database or a project, not a document. Open projects with Open.")
    if b"\x00" in head and not _is_utf16(head):
        raise Refused(f"'{name}' is not a text, PDF or Word document. {_ADVICE}")
    if suffix in _TABLES:
        return Format.CSV
    return Format.MARKDOWN if suffix in _MARKDOWN else Format.TEXT


_HEADER = re.compile(rb"[!-9;-~]+:[ \t][^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
_MAIL_HEADERS = (b"received:", b"message-id:", b"mime-version:", b"return-path:", b"delivered-to:", b"x-mailer:")


def _is_mail(head: bytes) -> bool:
    """Whether a file without a telling name begins with the headers of an e-mail, or is a mailbox."""
    if head.startswith(b"From "):
        head = head[head.find(b"\n") + 1 :]
    at = 0
    names: list[bytes] = []
    while (found := _HEADER.match(head, at)) and len(names) < 40:
        names.append(found.group().split(b":", 1)[0].lower() + b":")
        at = found.end()
    return len(names) >= 2 and any(name in _MAIL_HEADERS for name in names)


def _is_plain(suffix: str) -> bool:
    return suffix in (".txt", ".text", *_MARKDOWN)


def _is_utf16(head: bytes) -> bool:
    """With a byte order mark, or with the zero bytes on one side only, as Latin text in UTF-16 has them."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    return half >= 2 and ((even == 0 and odd > half * 0.4) or (odd == 0 and even > half * 0.4))


def _packed(name: str, suffix: str, head: bytes, read: Callable[[int, int], bytes] | None) -> Format:
    more = head if read is None else read(0, 65536) or head
    if suffix == ".docx" or b"word/" in more:
        return Format.DOCX
    if suffix in (".xlsx", ".xlsm") or b"xl/" in more:
        return Format.XLSX
    what = _OTHERS.get(suffix, "a packed file")
    raise Refused(f"'{name}' is {what}, which can't be opened yet. {_ADVICE}")
