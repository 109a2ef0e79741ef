"""XML: laws (USLM, Akoma Ntoso, and their like) with their numbers and headings, other text, and plain data."""

from __future__ import annotations

import html.entities
import re
from typing import Any

from lxml import etree

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import decoding
from annotator.engine.worker.forms.building import INDENT, element, is_empty, say
from annotator.engine.worker.forms.made import About, Made, Part, page
from annotator.engine.worker.forms.rendering import Rewriting
from annotator.engine.worker.forms.tabling import STYLE
from annotator.engine.worker.forms.trees import attribute, local, text_of, xml_tree

# fmt: off
_NUMBERS = frozenset(("num", "enum", "number", "no"))
_HEADINGS = frozenset(("heading", "header", "head", "title", "subtitle", "docTitle", "shortTitle"))
_SMALL = frozenset((
    "subsection", "paragraph", "subparagraph", "clause", "subclause", "item", "subitem", "para", "point", "indent",
    "alinea", "list", "li",
))
"""Units whose heading runs into their text."""
_BLOCKS = frozenset((
    *_SMALL, "p", "section", "article", "chapter", "part", "div", "block", "blockList", "quotedContent", "table", "ol",
    "quotedStructure", "ul", "note", "footnote", "content", "chapeau", "continuation", "intro", "wrapUp", "text",
    "level", "h1", "h2", "h3", "h4", "h5", "h6", "listIntroduction", "listWrapUp", "tr", "row",
))
"""What begins a new line even between words."""
_TEXTY = frozenset(("p", "para", "num", "content", "text", "heading", "chapeau", "head", "paragraph", "section"))
_META = frozenset(("meta", "metadata", "identification"))
_MARKS = {
    "b": "b", "bold": "b", "strong": "b", "i": "i", "em": "i", "italic": "i", "term": "i", "sup": "sup", "sub": "sub",
}
# fmt: on
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def document(data: bytes) -> Made:
    """An XML file. Raises Failed where it is none, or has no words."""
    words, codec = decoding.labelled(data)
    tree, repaired = xml_tree(words)
    warnings: dict[Warn, int] = {Warn.OLD_ENCODING: decoding.number(codec)} if codec else {}
    if repaired:
        warnings[Warn.REPAIRED] = 1
    reading = _Reading()
    names = {local(node) for node in tree.iter()}
    if names & _TEXTY:
        reading.unit(tree, 0, 1)
        said = _words(tree)
    elif any(node.attrib or (node.text or "").strip() for node in tree.iter()):
        reading.data(tree, 0)
        said = ""
    else:
        raise Failed(Failure.EMPTY)
    if is_empty(reading.out):
        raise Failed(Failure.EMPTY)
    written = Rewriting(classes=True).write(reading.out)
    whole = Part(page(written.body(), STYLE + INDENT))
    return Made((whole,), said or written.said(), warnings, about=_about(tree))


class _Reading:
    """Builds HTML of the tree."""

    def __init__(self) -> None:
        self.out = element("div")
        self._line: Any | None = None
        self._number = ""
        self._heading = ""

    def unit(self, node: Any, deep: int, level: int) -> None:
        """An element between whose parts there are no words, or a paragraph. `deep` counts numbers above it."""
        name = local(node)
        if name in _META:
            return
        if name == "table" and any(local(each) in ("tr", "row") for each in node.iter()):
            self._end()
            self._table(node)
            return
        if _has_words(node):
            self._paragraph(node, deep, level)
            return
        self._end()
        parts = list(node)
        if name in _SMALL or deep:
            deep += any(local(each) in _NUMBERS for each in parts) and bool(deep or name in _SMALL)
        below = min(6, level + (name not in _SMALL and _titled(node)))
        for each in parts:
            kind = local(each)
            if kind in _NUMBERS:
                self._flush(deep)
                self._number = text_of(each)
            elif kind in _HEADINGS and name in _SMALL:
                self._heading = text_of(each)
            elif kind in _HEADINGS and _flat(each):
                self._title(text_of(each), level)
            else:
                self.unit(each, deep, below)
                self._end()
        self._flush(deep)

    def _title(self, words: str, level: int) -> None:
        made = element(f"h{min(6, max(1, level))}", self.out)
        say(made, f"{self._number} {words}".strip())
        self._number = ""

    def _paragraph(self, node: Any, deep: int, level: int) -> None:
        """Words with marks between them; blocks between the words stand on their own."""
        if local(node) in _NUMBERS:
            self._flush(deep)
            self._number = text_of(node)
            return
        self._begin(deep)
        self._inline(node, self._line, deep, level)

    def _begin(self, deep: int) -> None:
        self._end()
        self._line = (
            element("p", self.out, class_=f"level{min(8, max(0, deep - 1))}") if deep else element("p", self.out)
        )
        if self._number:
            say(self._line, self._number + " ")
        if self._heading:
            say(element("b", self._line), self._heading)
            say(self._line, " ")
        self._number = self._heading = ""

    def _inline(self, node: Any, out: Any, deep: int, level: int) -> None:
        say(out, node.text)
        for part in node:
            if not isinstance(part.tag, str):
                say(out, _entity(part))
            elif local(part) in _BLOCKS and not _phrase(part):
                self._end()
                self.unit(part, deep, level)
                self._end()
            elif local(part) in ("br", "lb"):
                element("br", out)
            elif local(part) not in _META:
                mark = _MARKS.get(local(part), "")
                self._inline(part, element(mark, out) if mark else out, deep, level)
            if part.tail:
                if self._line is None and part.tail.strip():
                    self._begin(deep)
                if self._line is not None:
                    out = out if out is self._line or _within(out, self._line) else self._line
                    say(out, part.tail)

    def _end(self) -> None:
        if self._line is not None and is_empty(self._line):
            self.out.remove(self._line)
        self._line = None

    def _flush(self, deep: int) -> None:
        """A number or a heading that no words followed."""
        if self._number or self._heading:
            self._begin(deep)
            self._end()

    def _table(self, node: Any) -> None:
        self._flush(0)
        made = element("table", self.out)
        for row in (each for each in node.iter() if local(each) in ("tr", "row")):
            line = element("tr", made)
            for cell in row:
                if isinstance(cell.tag, str):
                    spans = {name: attribute(cell, name) for name in ("colspan", "rowspan") if attribute(cell, name)}
                    say(element("td", line, **spans), " ".join("".join(_said(cell)).split()))

    def data(self, node: Any, deep: int) -> None:
        """Values with their names."""
        line = element("p", self.out, class_=f"level{min(8, deep)}")
        say(element("b", line), local(node) or "…")
        inside = (node.text or "").strip()
        for name, value in (
            (None, inside),
            *((etree.QName(key).localname, value) for key, value in node.attrib.items()),
        ):
            if value:
                say(line, f": {value}" if name is None else f"; {name}: {value}")
        for each in node:
            if isinstance(each.tag, str):
                self.data(each, deep + 1)
                if each.tail and each.tail.strip():
                    say(element("p", self.out, class_=f"level{min(8, deep + 1)}"), each.tail)


def _has_words(node: Any) -> bool:
    return bool((node.text or "").strip() or any((each.tail or "").strip() for each in node)) or (
        len(node) == 0 and local(node) not in _META and bool(node.text)
    )


def _flat(node: Any) -> bool:
    """Whether it is a heading itself, and not a part of the document that is called so."""
    return not any(local(each) in (_BLOCKS | _NUMBERS) for each in node.iterdescendants())


def _phrase(node: Any) -> bool:
    """Whether what could be a block is a few words within a sentence."""
    return local(node) in ("title", "text", "content", "item", "section") and len(node) == 0 and not text_of(node)


def _titled(node: Any) -> bool:
    return any(local(each) in _HEADINGS for each in node)


def _within(node: Any, outer: Any) -> bool:
    return any(above is outer for above in node.iterancestors())


def _entity(node: Any) -> str:
    """An entity that the file names and nobody may look up; those of HTML are known."""
    name = getattr(node, "name", "")
    return html.entities.html5.get(f"{name};", f"&{name};") if name else ""


def _said(node: Any) -> list[str]:
    said = [node.text or ""] if isinstance(node.tag, str) else [_entity(node)]
    for each in node:
        said += [*_said(each), each.tail or ""]
    return said


def _words(tree: Any) -> str:
    """All words but what is told about the text."""
    if local(tree) in _META:
        return ""
    said = [tree.text or ""] if isinstance(tree.tag, str) else [_entity(tree)]
    for each in tree:
        said += [_words(each), each.tail or ""]
    return " ".join(said)


def _about(tree: Any) -> About:
    title = author = date = ""
    for node in tree.iter():
        name = local(node)
        if name in ("title", "docTitle") and not title and _flat(node):
            title = text_of(node)
        elif name in ("creator", "author") and not author:
            author = text_of(node)
        elif name in ("date", "issued", "created", "pubDate", "FRBRdate") and not date:
            found = _DAY.search(attribute(node, "date") or text_of(node))
            date = found[0] if found else ""
    return About(title[:300], author[:300], date)
