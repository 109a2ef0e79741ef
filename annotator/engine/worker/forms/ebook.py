"""E-books (EPUB): chapters in the order of the book, with their pictures; its own looks are left out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import decoding, images, tabling
from annotator.engine.worker.forms.made import About, Made, Part, page
from annotator.engine.worker.forms.packed import Packed
from annotator.engine.worker.forms.rendering import Rewriting
from annotator.engine.worker.forms.trees import attribute, html_tree, local, text_of, xml_tree
from annotator.engine.worker.forms.webpages import take_out

_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_EMPTY = re.compile(r"<(title|script|style|a|div|span|p|i|b|em|iframe|textarea)(\s[^<>]*)?/>")
"""Elements that XML may close at once and HTML may not."""
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml")


def document(data: bytes) -> Made:
    """A book. Raises Failed: where it is none, and where it is locked."""
    files = Packed(data)
    _check_locks(files)
    root = xml_tree(files.read("META-INF/container.xml"))[0]
    places = [attribute(node, "full-path") for node in root.iter() if local(node) == "rootfile"]
    place = next((name for name in places if name in files), "")
    book = xml_tree(files.read(place))[0]
    pictures = images.Pictures()
    warnings: dict[Warn, int] = {}
    parts: list[Part] = []
    said: list[str] = []
    missing = 0
    for name in _spine(book, posixpath.dirname(place)):
        chapter = files.find(name)
        if chapter is None:
            missing += 1
            continue
        written, codec, hidden = _chapter(chapter, name, files, pictures)
        if codec:
            warnings[Warn.OLD_ENCODING] = decoding.number(codec)
        if hidden:
            warnings[Warn.NOT_SHOWN] = warnings.get(Warn.NOT_SHOWN, 0) + hidden
        if written is not None:
            parts.append(Part(page(written.body(), tabling.STYLE)))
            said.append(written.said())
    if missing:
        warnings[Warn.REPAIRED] = missing
    warnings.update(pictures.warnings())
    return Made(tuple(parts), "\n".join(said), warnings, pictures=pictures.shown, about=_about(book))


def _check_locks(files: Packed) -> None:
    """Raises Failed for a book whose chapters are encrypted; fonts that are only scrambled don't matter."""
    if "META-INF/rights.xml" in files or "META-INF/sinf.xml" in files or "META-INF/license.lcpl" in files:
        raise Failed(Failure.RIGHTS)
    locks = files.find("META-INF/encryption.xml")
    for node in xml_tree(locks)[0].iter() if locks else ():
        if local(node) == "EncryptionMethod" and attribute(node, "Algorithm") not in _FONTS:
            raise Failed(Failure.RIGHTS)


def _spine(book: Any, folder: str) -> list[str]:
    """The chapters' names in the order of the book; its table of contents is left to the outline."""
    items = {attribute(node, "id"): node for node in book.iter() if local(node) == "item"}
    names: list[str] = []
    for node in book.iter():
        item = items.get(attribute(node, "idref")) if local(node) == "itemref" else None
        if item is not None and attribute(item, "media-type", _PAGES[0]) in _PAGES:
            name = _joined(folder, attribute(item, "href"))
            if name not in names:
                names.append(name)
    if not names:
        raise Failed(Failure.NO_PAGES)
    return names


def _joined(folder: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(address.partition("#")[0])))


def _chapter(data: bytes, name: str, files: Packed, pictures: images.Pictures) -> tuple[Rewriting | None, str, int]:
    words, codec = decoding.labelled(data)
    try:
        tree = html_tree(_EMPTY.sub(r"<\1\2></\1>", words))
    except Failed as failed:
        if failed.code == Failure.EMPTY:
            return None, codec, 0
        raise
    _show_svg(tree)
    hidden = take_out(tree)
    written = Rewriting(_looks(posixpath.dirname(name), files, pictures)).write(tree)
    return (written if written.said().strip() or "<img" in written.body() else None), codec, hidden


def _show_svg(tree: Any) -> None:
    """Covers are often pictures inside a drawing."""
    for node in list(tree.iter("image")):
        drawing = next((above for above in node.iterancestors("svg")), None)
        address = node.get("xlink:href") or node.get("href") or attribute(node, "href")
        if drawing is not None and address:
            picture = tree.makeelement("img", src=address, alt="")
            drawing.addprevious(picture)


def _looks(folder: str, files: Packed, pictures: images.Pictures) -> Callable[[Any], str | None]:
    def look(node: Any) -> str | None:
        address = (node.get("src") or "").strip()
        data = images.from_data(address)
        return pictures.tag(data if data is not None else files.find(_joined(folder, address)))

    return look


def _about(book: Any) -> About:
    said: dict[str, list[str]] = {}
    for node in book.iter():
        if local(node) in ("title", "creator", "date") and text_of(node):
            said.setdefault(local(node), []).append(text_of(node))
    date = _DATE.match((said.get("date") or [""])[0])
    return About(
        (said.get("title") or [""])[0][:300], ", ".join(said.get("creator", []))[:300], date[0] if date else ""
    )
