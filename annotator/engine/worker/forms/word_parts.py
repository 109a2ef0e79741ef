"""The parts of a Word document, and what is done to them before mammoth reads them."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from annotator.engine.protocol import Failure
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms.packed import Packed
from annotator.engine.worker.forms.trees import xml_tree
from annotator.engine.worker.forms.word_numbers import Numbers, W

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
LEVEL = "annotator level"
"""The name of the styles that numbered paragraphs get, with their level."""
GONE = frozenset((f"{W}del", f"{W}moveFrom", f"{_MC}Choice"))
"""What is in these is not shown: deleted, moved away, or written a second time for newer programs."""
_CHANGES = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_AROUND = tuple(f"{W}{name}" for name in ("fldSimple", "smartTag", "customXml", "dir", "bdo"))
_HEADINGS = ("heading", "title", "überschrift", "titre", "título")


@dataclass(slots=True)
class Parts:
    """The document's trees by the names of their parts."""

    archive: Packed
    main: str
    trees: dict[str, Any] = field(default_factory=dict)
    related: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Of the main part: id to (kind, name of the part)."""

    @classmethod
    def of(cls, data: bytes) -> Parts:
        """The parts of a file. Raises Failed."""
        archive = Packed(data, Failure.NOT_DOCX)
        main = next((name for kind, name in _relations(archive, "").values() if kind == "officeDocument"), "")
        if main not in archive:
            main = next((name for name in ("word/document.xml", *archive.names) if name.endswith("document.xml")), "")
        if main not in archive:
            raise Failed(Failure.NOT_DOCX)
        parts = cls(archive, main, related=_relations(archive, main))
        parts.trees[main] = _tree(archive, main)
        if etree.QName(parts.trees[main]).localname != "document":
            raise Failed(Failure.NOT_DOCX)
        for kind in ("styles", "numbering", "footnotes", "endnotes", "comments"):
            name = parts.named(kind)
            if name and (tree := _tree(archive, name)) is not None:
                parts.trees[name] = tree
        return parts

    def named(self, kind: str) -> str:
        """The name of the part of a kind; empty without one."""
        folder = posixpath.dirname(self.main)
        names = [name for each, name in self.related.values() if each == kind] + [posixpath.join(folder, f"{kind}.xml")]
        return next((name for name in names if name in self.archive), "")

    def tree(self, kind: str) -> Any | None:
        """The tree of the part of a kind."""
        return self.trees.get(self.named(kind))

    @property
    def shown(self) -> list[str]:
        """The parts whose words are the document's own."""
        names = (self.main, self.named("footnotes"), self.named("endnotes"))
        return [name for name in names if name in self.trees]

    def packed(self) -> bytes:
        """A file of the prepared parts, with the pictures and what says where they are."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
            for name in self.archive.names:
                if name in self.trees:
                    if name != self.named("comments") and name != self.named("numbering"):
                        made.writestr(name, etree.tostring(self.trees[name], encoding="utf-8", xml_declaration=True))
                elif name.endswith(".rels") or name == "[Content_Types].xml":
                    made.writestr(name, etree.tostring(_tree(self.archive, name) or etree.Element("none")))
                elif "/media/" in name and (data := self.archive.find(name)) is not None:
                    made.writestr(name, data)
        return out.getvalue()


def _tree(archive: Packed, name: str) -> Any | None:
    data = archive.find(name)
    return xml_tree(data)[0] if data else None


def _relations(archive: Packed, part: str) -> dict[str, tuple[str, str]]:
    folder, base = posixpath.split(part)
    tree = _tree(archive, posixpath.join(folder, "_rels", f"{base}.rels"))
    found: dict[str, tuple[str, str]] = {}
    for each in tree.iter(f"{_PACKAGE}Relationship") if tree is not None else ():
        target = each.get("Target") or ""
        if each.get("TargetMode") != "External":
            name = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[each.get("Id") or ""] = (each.get("Type") or "").rpartition("/")[2], name
    return found


def prepare(parts: Parts) -> int:
    """Write numbers, formulas and text boxes out as paragraphs; how many changes the document tracks."""
    body = parts.trees[parts.main]
    changes = sum(1 for name in parts.shown for _ in parts.trees[name].iter(*_CHANGES))
    for name in parts.shown:
        _unwrap(parts.trees[name])
        _formulas(parts.trees[name])
        _boxes(parts.trees[name])
    styles = parts.tree("styles")
    numbers = Numbers(parts.tree("numbering"), styles)
    headings = _headings(styles)
    levels = set()
    for paragraph in body.iter(f"{W}p"):
        found = numbers.of(paragraph) if not _vanishes(paragraph) else None
        if found is not None:
            levels.add(found[1])
            _number(paragraph, *found, headings)
    for tree in (body, styles):
        for each in list(tree.iter(f"{W}numPr")) if tree is not None else ():
            each.getparent().remove(each)
    if styles is not None:
        for level in levels:
            style = etree.SubElement(styles, f"{W}style", {f"{W}type": "paragraph", f"{W}styleId": f"{LEVEL} {level}"})
            etree.SubElement(style, f"{W}name", {f"{W}val": f"{LEVEL} {level}"})
    return changes


def _vanishes(paragraph: Any) -> bool:
    """Whether it is in what is not shown, or its end is deleted, so that its words belong to the next."""
    if any(above.tag in GONE for above in paragraph.iterancestors()):
        return True
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _headings(styles: Any | None) -> frozenset[str]:
    """The styles that mammoth makes headings of, by their ids."""
    found = set()
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name = style.find(f"{W}name")
        if name is not None and (name.get(f"{W}val") or "").lower().startswith(_HEADINGS):
            found.add(style.get(f"{W}styleId") or "")
    return frozenset(found)


def _number(paragraph: Any, number: str, level: int, headings: frozenset[str]) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    style = properties.find(f"{W}pStyle")
    if style is None:
        style = etree.Element(f"{W}pStyle")
        properties.insert(0, style)
    if style.get(f"{W}val") not in headings:
        style.set(f"{W}val", f"{LEVEL} {level}")
    if number:
        paragraph.insert(paragraph.index(properties) + 1, _run(number + " "))


def _run(text: str) -> Any:
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}).text = text
    return run


def _unwrap(tree: Any) -> None:
    """Take away what mammoth does not know and only stands around words: simple fields, tags of meaning."""
    for each in list(tree.iter(*_AROUND)):
        above = each.getparent()
        if above is not None:
            at = above.index(each)
            for inside in reversed(list(each)):
                above.insert(at, inside)
            above.remove(each)


def _formulas(tree: Any) -> None:
    for formula in list(tree.iter(f"{_M}oMath")):
        above = formula.getparent()
        if above is not None and not any(each.tag == f"{_M}oMath" for each in formula.iterancestors()):
            run = _run("".join(_linear(formula)))
            run.tail = formula.tail
            above.replace(formula, run)
    for outer in list(tree.iter(f"{_M}oMathPara")):
        above = outer.getparent()
        at = above.index(outer)
        for run in list(outer.iter(f"{W}r")):
            above.insert(at, run)
            at += 1
        above.remove(outer)


def _linear(node: Any) -> Iterator[str]:
    """A formula in one line: fractions with a stroke, powers with ^, indexes with _."""
    marks = {f"{_M}den": ("/(", ")"), f"{_M}num": ("(", ")"), f"{_M}sup": ("^", ""), f"{_M}sub": ("_", "")}
    before, after = marks.get(node.tag, ("√(", ")") if node.tag == f"{_M}rad" else ("", ""))
    yield before
    if node.tag == f"{_M}t" and node.text:
        yield node.text
    for inside in node:
        yield from _linear(inside)
    yield after


def _boxes(tree: Any) -> None:
    """Text boxes that only newer programs know stand after the paragraph they hang on."""
    for each in list(tree.iter(f"{_MC}AlternateContent")):
        if each.find(f"{_MC}Fallback") is not None:
            continue
        holder = next((above for above in each.iterancestors() if above.tag == f"{W}p"), None)
        if holder is None or holder.getparent() is None:
            continue
        for box in reversed(list(each.iter(f"{W}txbxContent"))):
            for paragraph in reversed(list(box)):
                holder.addnext(paragraph)
        fallback = etree.SubElement(each, f"{_MC}Fallback")
        for drawing in list(each.iter(f"{W}drawing")):
            fallback.append(drawing)
