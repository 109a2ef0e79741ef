"""A foreign tree of HTML written anew: our tags, no attribute of theirs, tables that fit, every shown word."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from annotator.engine.worker.forms import tabling
from annotator.engine.worker.forms.trees import CONTROLS

# fmt: off
_ASIS = {
    **{tag: tag for tag in (
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "b", "i", "u",
        "s", "sub", "sup", "code", "q",
    )},
    "strong": "b", "em": "i", "cite": "i", "dfn": "i", "var": "i", "ins": "u", "del": "s", "strike": "s",
    "kbd": "code", "samp": "code", "tt": "code", "xmp": "pre", "listing": "pre", "menu": "ul", "dir": "ul",
}
"""What a tag becomes."""
_BLOCKS = frozenset((
    "address", "article", "aside", "body", "caption", "center", "details", "dialog", "div", "fieldset", "figcaption",
    "figure", "footer", "form", "header", "hgroup", "html", "legend", "main", "nav", "section", "summary", "tbody",
    "tfoot", "thead", "optgroup", "option", "search", "title", "turbo-frame",
))
"""Tags that begin a new line."""
_INDENTED = frozenset(("ul", "ol", "dl", "dd", "blockquote"))
# fmt: on
_DEPTH, _INDENT = 40, 6
"""So deep tags are nested, and so often indented; what is deeper stands a level higher."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
Image = Callable[[Any], str | None]
"""The tag for an image; empty where nothing is to be seen, None where its description should stand."""


class Kept:
    """Which texts and pictures of a tree are to be written: numbers of elements, as `number` gave them."""

    def __init__(self, texts: frozenset[tuple[str, bool]], alive: frozenset[str]) -> None:
        self._texts, self._alive = texts, alive

    def text(self, node: Any, *, tail: bool) -> bool:
        """Whether the text at an element's beginning, or after it, is written."""
        return (node.get("k"), tail) in self._texts

    def any(self, node: Any) -> bool:
        """Whether anything in an element is written."""
        return node.get("k") in self._alive


class Rewriting:
    """Collects HTML and words; walks without recursing, since a stranger may nest as deep as the file is long."""

    def __init__(self, image: Image = lambda _: None, kept: Kept | None = None, *, classes: bool = False) -> None:
        """`classes`: those of our own making ("level0" …) stay on paragraphs."""
        self.html: list[str] = []
        self.words: list[str] = []
        self._image, self._kept, self._classes = image, kept, classes
        self._open: list[tuple[str, str]] = []
        """What closes each open element, and the tag that was written for it."""
        self._verbatim = 0
        self._indents = self._depth = 0
        self._tables: Mapping[Any, tabling.Plan] = {}

    def write(self, tree: Any) -> Rewriting:
        """An element with all that is in it, but not what comes after it."""
        self._tables = tabling.plans(tree)
        walk = etree.iterwalk(tree, events=("start", "end"))
        skipped: Any = None
        for event, node in walk:
            if event == "start":
                if not isinstance(node.tag, str) or (self._kept and not self._wanted(node)):
                    skipped = node
                    walk.skip_subtree()
                else:
                    self._start(node)
                continue
            if node is skipped:
                skipped = None
            elif self._open:
                self._end()
                if node.tag in ("a", "button", "label") and not node.tail and node.getnext() is not None:
                    self.html.append(" ")  # a style sheet kept them apart
                    self.words.append(" ")
            if node is not tree and node.tail and (self._kept is None or self._kept.text(node, tail=True)):
                self.text(node.tail)
        return self

    def text(self, text: str) -> None:
        """Words, as they stand in the file."""
        text = CONTROLS.sub("\ufffd", text)
        if not self._verbatim:
            text = _SPACES.sub(" ", text)
        self.html.append(html.escape(text))
        self.words.append(text)

    def said(self) -> str:
        """All words that were written."""
        return "".join(self.words)

    def body(self) -> str:
        """All that was written, as HTML."""
        return "".join(self.html)

    def _wanted(self, node: Any) -> bool:
        """True where the element is to be written: it has something kept, or keeps its column of a table's row."""
        assert self._kept is not None
        if self._kept.any(node):
            return True
        plan = self._tables.get(node)
        return plan is not None and plan.cell and bool(plan.keeps_columns)

    def _start(self, node: Any) -> None:
        tag = str(node.tag).lower()
        if tag in ("br", "hr", "img", "wbr"):
            self._single(node, tag)
            self._open.append(("", ""))
        elif tag in ("table", "tr", "td", "th"):
            self._tabular(node, tag)
        else:
            self._plain(node, tag)
        if (
            node.text
            and tag not in ("br", "hr", "img", "wbr")
            and (self._kept is None or self._kept.text(node, tail=False))
        ):
            self.text(node.text)

    def _single(self, node: Any, tag: str) -> None:
        if tag == "img":
            self.picture(self._image(node), node.get("alt") or "")
        elif tag != "wbr":
            self.html.append(f"<{tag}/>")
            self.words.append("\n")

    def picture(self, shown: str | None, described: str) -> None:
        """A picture's tag, or its description where it can't be shown."""
        if shown is not None:
            self.html.append(shown)
            return
        described = " ".join(described.split())
        self.text(f"[{described}]" if described else "[picture]")

    def _plain(self, node: Any, tag: str) -> None:
        mine = _ASIS.get(tag) or ("div" if tag in _BLOCKS else "")
        if mine in _INDENTED and self._indents >= _INDENT:
            mine = "div"
        if mine and self._depth >= _DEPTH:
            self._push("<br/>" if mine in ("div", "p", "li") or mine in _INDENTED else "", "", "")
            return
        if mine in ("ol", "li"):
            self._listed(node, mine)
        elif mine == "p" and self._classes and (node.get("class") or "").startswith("level"):
            self._push(f'<p class="{html.escape(node.get("class"))}">', "</p>", "p")
        else:
            self._push(f"<{mine}>" if mine else "", f"</{mine}>" if mine else "", mine)

    def _listed(self, node: Any, mine: str) -> None:
        """Numbers that the page gives itself are kept."""
        if mine == "ol":
            start = _number(node.get("start"))
            odd = node.get("reversed") is not None or any(item.get("value") for item in node.iterchildren("li"))
            self._push(f'<ol start="{start}">' if start != 1 and not odd else "<ol>", "</ol>", "ol")
            return
        value = node.get("value")
        self._push("<li>", "</li>", "li")
        if value and _number(value, 0) > 0:
            self.html.append(f"({_number(value, 0)}) ")

    def _tabular(self, node: Any, tag: str) -> None:
        plan = self._tables.get(node)
        if plan is None or plan.flow:
            self._push("<div>", "</div>", "div")
        elif plan.lines:
            opening, closing = {"table": ("<div>", "</div>"), "tr": ("<p>", "</p>")}.get(tag, ("", " | "))
            self._push(opening, closing, "")
        else:
            self._push(f"<{tag}{plan.attributes}>", f"</{tag}>", tag)

    def _push(self, opening: str, closing: str, mine: str) -> None:
        self.html.append(opening)
        if closing or opening:
            self.words.append("\n" if mine not in ("b", "i", "u", "s", "sub", "sup", "code", "q") else "")
        self._open.append((closing, mine))
        self._depth += bool(closing)
        self._verbatim += mine == "pre"
        self._indents += mine in _INDENTED

    def _end(self) -> None:
        closing, mine = self._open.pop()
        self.html.append(closing)
        self._depth -= bool(closing)
        self._verbatim -= mine == "pre"
        self._indents -= mine in _INDENTED
        if closing and mine not in ("b", "i", "u", "s", "sub", "sup", "code", "q"):
            self.words.append("\n")


def _number(text: str | None, otherwise: int = 1) -> int:
    try:
        return max(-99_999, min(99_999, int(text or otherwise)))
    except ValueError:
        return otherwise
