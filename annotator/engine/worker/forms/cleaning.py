"""Foreign HTML made into ours: a few tags, none of its attributes, nothing to fetch, every shown word kept."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import lxml.html
from lxml import etree

# fmt: off
_KEPT = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote", "pre",
    "b", "i", "em", "strong", "sub", "sup", "u", "code", "dl", "dt", "dd", "hr",
))
# fmt: on
"""Tags that stay, without what they were given."""
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "body", "caption", "center", "details", "div", "fieldset", "figcaption",
    "figure", "footer", "form", "header", "html", "legend", "main", "nav", "section", "summary", "tbody",
    "tfoot", "thead", "option",
))
# fmt: on
"""Tags that become paragraphs, since a new line begins there."""
# fmt: off
_UNSEEN = frozenset((
    "script", "style", "template", "noscript", "iframe", "object", "embed", "applet", "head", "title", "meta",
    "link", "base", "svg", "math", "canvas", "audio", "video", "select", "input", "textarea", "button",
))
# fmt: on
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
DEPTH_LIMIT = 120
"""Deeper nesting is flattened; layout recurses."""

Picture = Callable[[str], str]
"""The name under which a picture's address was kept, or empty."""


def parsed(text: str | bytes) -> lxml.html.HtmlElement | None:
    """The document's tree, never fetching anything; None where there is nothing in it."""
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    if isinstance(text, str):
        text = _CONTROLS.sub("\ufffd", text).encode("utf-8")
        parser = lxml.html.HTMLParser(
            no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
        )
    try:
        return lxml.html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def cleaned(text: str | bytes, picture: Picture | None = None) -> tuple[str, str]:
    """(HTML of ours, all the words in it)."""
    tree = parsed(text)
    if tree is None:
        return "", ""
    return rewritten(tree, picture)


def rewritten(tree: lxml.html.HtmlElement, picture: Picture | None = None) -> tuple[str, str]:
    """The same for a tree."""
    out = _Out(picture)
    out.element(tree)
    return "".join(out.html), "".join(out.words)


class _Out:
    """Collects HTML and words; walks without recursing, since a stranger may nest as deep as the file is long."""

    def __init__(self, picture: Picture | None) -> None:
        self.html: list[str] = []
        self.words: list[str] = []
        self._picture = picture
        self._verbatim = 0
        self._depth = 0

    def element(self, tree: lxml.html.HtmlElement) -> None:
        """Write an element with all that is in it."""
        skipped: etree._Element | None = None
        for event, node in etree.iterwalk(tree, events=("start", "end")):
            if skipped is not None:
                if event == "end" and node is skipped:
                    skipped = None
                    self._tail(node, tree)
                continue
            if event == "end":
                self._close(node)
                self._tail(node, tree)
            elif not isinstance(node.tag, str) or self._is_unseen(node):
                skipped = node
            else:
                self._open(node)

    def _is_unseen(self, node: etree._Element) -> bool:
        if node.tag in _UNSEEN or node.get("hidden") is not None:
            return True
        return bool(_HIDDEN.search(node.get("style") or ""))

    def _open(self, node: etree._Element) -> None:
        tag = str(node.tag)
        if tag == "br":
            self._put("<br/>", "\n")
        elif tag == "img":
            self._image(node)
        elif tag == "hr":
            self._put("<hr/>", "\n")
        elif tag in _KEPT or tag in _BLOCKS:
            self._depth += 1
            if self._depth <= DEPTH_LIMIT:
                self.html.append(f"<{tag if tag in _KEPT else 'div'}>")
            self.words.append("\n" if tag not in ("b", "i", "em", "strong", "sub", "sup", "u", "code") else "")
            self._verbatim += tag == "pre"
        if node.text:
            self._text(node.text)

    def _close(self, node: etree._Element) -> None:
        tag = str(node.tag) if isinstance(node.tag, str) else ""
        if tag in ("br", "img", "hr") or (tag not in _KEPT and tag not in _BLOCKS):
            return
        if self._depth <= DEPTH_LIMIT:
            self.html.append(f"</{tag if tag in _KEPT else 'div'}>")
        self._depth -= 1
        self._verbatim -= tag == "pre"

    def _tail(self, node: etree._Element, tree: etree._Element) -> None:
        if node is not tree and node.tail:
            self._text(node.tail)

    def _image(self, node: etree._Element) -> None:
        kept = self._picture(node.get("src") or "") if self._picture else ""
        if kept:
            self.html.append(f'<img src="{html.escape(kept)}"/>')
            return
        alt = _SPACES.sub(" ", node.get("alt") or "").strip()
        if alt:
            self._put(f"[{html.escape(alt)}]", f"[{alt}]")

    def _put(self, markup: str, words: str) -> None:
        self.html.append(markup)
        self.words.append(words)

    def _text(self, text: str) -> None:
        text = _CONTROLS.sub("\ufffd", text)
        if not self._verbatim:
            text = _SPACES.sub(" ", text)
        self._put(html.escape(text), text)
