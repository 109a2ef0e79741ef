"""What is made of a file before it becomes pages: HTML of ours or a PDF, and what came with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from annotator.engine.protocol import Warn

STYLE = """
@page { margin: 44pt 40pt 44pt 40pt }
body { font-family: serif; font-size: 11pt; line-height: 1.35; overflow-wrap: break-word }
h1 { font-size: 18pt; margin: 12pt 0 8pt 0 } h2 { font-size: 14pt; margin: 12pt 0 6pt 0 }
h3, h4, h5, h6 { font-size: 12pt; margin: 10pt 0 4pt 0 }
p { margin: 0 0 7pt 0 } p.asis { white-space: pre-wrap; margin: 0 }
p.gap { margin: 0; font-size: 5pt; line-height: 7pt }
pre, code { font-family: monospace; font-size: 9.5pt } pre { white-space: pre-wrap }
table { margin: 6pt 0 8pt 0 } td, th { border: 0.5pt solid #777777; padding: 2pt 4pt; text-align: left }
blockquote { margin: 4pt 0 8pt 18pt } img { max-width: 400pt }
"""
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens and breaks without a width: shown by no page, but MuPDF would put a hyphen or a space there."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What no page may have; layout stops at the first zero."""
_ENTITY_LIKE = re.compile("&amp;(?=[#0-9A-Za-z])")
"""MuPDF unescapes twice: a text that says "&#233;" would lose it. A break without a width keeps the parts apart."""


@dataclass(frozen=True, slots=True)
class Part:
    """HTML to be laid out from a new page on; its pages are labelled `prefix` and a number."""

    html: bytes
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """The next words of the document, and what they are called: a cell ("Costs!B4") or a time ("00:12:05")."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the file. Its name is the document's: it may be anything."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself; empty where it says nothing. `date` is ISO 8601: a year, a month or a day."""

    title: str = ""
    author: str = ""
    date: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What is to be shown of a file: parts to lay out, or a finished PDF.

    `words` is all the text that must be found again in the pages; what is missing there is counted and warned of.
    `pictures` are those that the parts name in `<img src>`. `named` are parts of the text in the order of the pages.
    """

    parts: tuple[Part, ...] = ()
    words: str = ""
    warnings: dict[Warn, int] = field(default_factory=dict)
    pdf: bytes | None = None
    pictures: dict[str, bytes] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    attached: tuple[Attached, ...] = ()
    about: About = About()


def page(body: str, style: str = "") -> bytes:
    """A whole HTML page around a body that was made by us, with everything escaped and nothing to fetch."""
    body = _CONTROLS.sub("\ufffd", body)
    body = _ENTITY_LIKE.sub("&amp;<wbr/>", body)
    head = f'<meta charset="utf-8"><style>{STYLE}{style}</style>'
    whole = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return _INVISIBLE.sub("", whole).encode("utf-8", "replace")
