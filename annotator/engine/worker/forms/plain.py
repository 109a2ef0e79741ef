"""Plain text and Markdown as HTML of ours, and the decoding of bytes that don't say what they are."""

from __future__ import annotations

import codecs
import html
import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms.made import Made, Part, page

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_TAGS = re.compile(r"<[^<>]*>")


def text(data: bytes) -> Made:
    """Plain text. Raises Failed for what is no text."""
    words, warnings = decode(data)
    return Made((Part(page(from_text(words))),), words, warnings)


def markdown(data: bytes) -> Made:
    """Markdown. Raises Failed for what is no text."""
    words, warnings = decode(data)
    body = from_markdown(words)
    return Made((Part(page(body)),), html.unescape(_TAGS.sub(" ", body)), warnings)


def decode(data: bytes) -> tuple[str, dict[Warn, int]]:
    """Unicode by its byte order mark or by trying UTF-8; what is neither is read as Windows-1252, and said so.

    Line ends become line feeds. Raises Failed for what is no text.
    """
    warnings: dict[Warn, int] = {}
    words = _by_mark(data)
    if words is None:
        try:
            words = data.decode("utf-8")
        except UnicodeDecodeError:
            words = data.decode("cp1252", "replace")  # five bytes mean nothing there
            warnings[Warn.OLD_ENCODING] = 1
    words = words.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    words = words.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\f", "\n\n").replace("\v", "\n")
    bad = len(_CONTROLS.findall(words))
    if bad > 20 and bad * 50 > len(words):
        raise Failed(Failure.NOT_TEXT)
    if bad:
        words = _CONTROLS.sub("\ufffd", words)
        warnings[Warn.CHARACTERS_CLEANED] = bad
    return words, warnings


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


def from_text(words: str) -> str:
    """Paragraphs between blank lines; inside them lines and leading spaces stay as they are."""
    paragraphs = _BLANK_LINE.split(words.expandtabs(4))
    return "".join(f'<p class="asis">{html.escape(each.strip(chr(10)))}</p>' for each in paragraphs if each.strip())


def from_markdown(words: str) -> str:
    """Markdown with tables and strike-through; HTML in it is text, pictures are replaced by their description."""
    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    tokens = reader.parse(words)
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
