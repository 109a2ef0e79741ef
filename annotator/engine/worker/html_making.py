"""The HTML that is laid out: made by us from text, Markdown or Word, with everything escaped and nothing to fetch."""

from __future__ import annotations

import codecs
import html
import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker import word_reading
from annotator.engine.worker.failing import Failed

_STYLE = """
@page { margin: 44pt 40pt 44pt 40pt }
body { font-family: serif; font-size: 11pt; line-height: 1.35; overflow-wrap: break-word }
h1 { font-size: 18pt; margin: 12pt 0 8pt 0 } h2 { font-size: 14pt; margin: 12pt 0 6pt 0 }
h3, h4, h5, h6 { font-size: 12pt; margin: 10pt 0 4pt 0 }
p { margin: 0 0 7pt 0 } p.asis { white-space: pre-wrap; margin: 0 0 7pt 0 }
pre, code { font-family: monospace; font-size: 9.5pt } pre { white-space: pre-wrap }
table { margin: 6pt 0 8pt 0 } td, th { border: 0.5pt solid #777777; padding: 2pt 4pt; text-align: left }
blockquote { margin: 4pt 0 8pt 18pt }
"""
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens and breaks without a width: shown by no page, but MuPDF would put a hyphen or a space there."""
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_ENTITY_LIKE = re.compile("&amp;(?=[#0-9A-Za-z])")
"""MuPDF unescapes twice: a text that says "&#233;" would lose it. A break without a width keeps the parts apart."""
_TAGS = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Made:
    """HTML to be laid out; `words` is all the text that must be found again."""

    html: bytes
    words: str
    warnings: dict[Warn, int] = field(default_factory=dict)


def make(form: str, data: bytes) -> Made:
    """The HTML of a file. Raises Failed where it is not what it should be."""
    if form == "docx":
        body, words, warnings = word_reading.read(data)
        return Made(_page(body), words, warnings)
    text, warnings = decode(data)
    if form == "markdown":
        body = from_markdown(text)
        return Made(_page(body), html.unescape(_TAGS.sub(" ", body)), warnings)
    return Made(_page(from_text(text)), text, warnings)


def _page(body: str) -> bytes:
    body = _ENTITY_LIKE.sub("&amp;<wbr/>", body)
    whole = f'<!DOCTYPE html><html><head><meta charset="utf-8"><style>{_STYLE}</style></head><body>{body}</body></html>'
    return _INVISIBLE.sub("", whole).encode("utf-8", "replace")


def decode(data: bytes) -> tuple[str, dict[Warn, int]]:
    """Unicode by its byte order mark or by trying UTF-8; what is neither is read as Windows-1252, and said so.

    Line ends become line feeds. Raises Failed for what is no text.
    """
    warnings: dict[Warn, int] = {}
    text = _by_mark(data)
    if text is None:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")  # five bytes mean nothing there
            warnings[Warn.OLD_ENCODING] = 1
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\f", "\n\n").replace("\v", "\n")
    bad = len(_CONTROLS.findall(text))
    if bad > 20 and bad * 50 > len(text):
        raise Failed(Failure.NOT_TEXT)
    if bad:
        text = _CONTROLS.sub("\ufffd", text)
        warnings[Warn.CHARACTERS_CLEANED] = bad
    return text, warnings


def _by_mark(data: bytes) -> str | None:
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace")
    head = data[:4096]
    even, odd, half = head[0::2].count(0), head[1::2].count(0), len(head) // 2
    if half >= 2 and even == 0 and odd > half * 0.4:
        return data.decode("utf-16-le", "replace")
    if half >= 2 and odd == 0 and even > half * 0.4:
        return data.decode("utf-16-be", "replace")
    return None


def from_text(text: str) -> str:
    """Paragraphs between blank lines; inside them lines and leading spaces stay as they are."""
    paragraphs = _BLANK_LINE.split(text.expandtabs(4))
    return "".join(f'<p class="asis">{html.escape(each.strip(chr(10)))}</p>' for each in paragraphs if each.strip())


def from_markdown(text: str) -> str:
    """Markdown with tables and strike-through; HTML in it is text, pictures are replaced by their description."""
    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    tokens = reader.parse(text)
    for token in tokens:
        if token.children:
            token.children = [_shown(child) for child in token.children]
    rendered = str(reader.renderer.render(tokens, reader.options, {}))
    return re.sub(r"<a [^<>]*>", "<a>", rendered)


def _shown(token: Token) -> Token:
    if token.type != "image":
        return token
    described = Token("text", "", 0)
    described.content = f"[{token.content}]" if token.content else "[picture]"
    return described
