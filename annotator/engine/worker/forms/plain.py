"""Plain text and Markdown as HTML of ours, and the decoding of bytes that don't say what they are."""

from __future__ import annotations

import html
import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import decoding
from annotator.engine.worker.forms.made import Made, Part, page

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufffe\uffff]")
_PIECE = 4_000
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_TAGS = re.compile(r"<[^<>]*>")
_GAP = '<p class="gap">&#160;</p>'
"""A blank line, small but with a character: so that the page's text, too, knows where a paragraph ends."""


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
    """Unicode by its byte order mark or by trying UTF-8; for what is neither the encoding is guessed, and said so.

    Line ends become line feeds. Raises Failed for what is no text.
    """
    warnings: dict[Warn, int] = {}
    words = decoding.by_mark(data)
    if words is None:
        try:
            words = data.decode("utf-8")
        except UnicodeDecodeError:
            codec = decoding.guess(data)
            words = data.decode(codec, "replace")
            warnings[Warn.OLD_ENCODING] = decoding.number(codec)
    words = words.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    words = words.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\f", "\n\n").replace("\v", "\n")
    bad = len(_CONTROLS.findall(words))
    if bad > 20 and bad * 50 > len(words):
        raise Failed(Failure.NOT_TEXT)
    if bad:
        words = _CONTROLS.sub("\ufffd", words)
        warnings[Warn.CHARACTERS_CLEANED] = bad
    return words, warnings


def from_text(words: str) -> str:
    """Paragraphs between blank lines; inside them lines and leading spaces stay as they are."""
    paragraphs = _BLANK_LINE.split(words.expandtabs(4))
    return _GAP.join(_paragraph(each.strip("\n")) for each in paragraphs if each.strip())


def _paragraph(words: str) -> str:
    """A paragraph; a very long one, as in a log, in pieces of some lines that stand as if they were one."""
    pieces = []
    at = 0
    while len(words) - at > 2 * _PIECE:
        end = words.find("\n", at + _PIECE)
        if end < 0 or not words[end:].strip():
            break
        if words[at:end].strip():
            pieces.append(f'<p class="asis" style="margin: 0">{html.escape(words[at:end])}</p>')
        at = end + 1
    return "".join((*pieces, f'<p class="asis">{html.escape(words[at:])}</p>'))


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
