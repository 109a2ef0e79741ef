"""Saved web pages: first the article, then, from a new page on, everything else of the page as it was saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import articles, decoding, images, tabling, trees, webmeta
from annotator.engine.worker.forms.made import Made, Part, page
from annotator.engine.worker.forms.rendering import Rewriting

# fmt: off
_UNSEEN = (
    "script", "style", "noscript", "iframe", "frame", "object", "embed", "applet", "head", "title", "meta", "link",
    "base", "svg", "canvas", "audio", "video", "select", "input", "textarea", "datalist", "map", "rp", "noframes",
)
# fmt: on
_WORTH_SAYING = frozenset(
    ("script", "iframe", "frame", "object", "embed", "applet", "canvas", "audio", "video", "select", "textarea")
)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
Find = Callable[[str], bytes | None]
"""The bytes of a picture by its address, None where they did not come with the page."""


def web_page(data: bytes, label: str = "", find: Find = lambda _: None, address: str = "") -> Made:
    """A page of these bytes. `label` is the encoding and `address` the place that came with it.

    Raises Failed for what is no page.
    """
    words, codec = decoding.labelled(data, label)
    tree = trees.html_tree(words)
    about = webmeta.about(tree, words, address)
    warnings: dict[Warn, int] = {Warn.OLD_ENCODING: decoding.number(codec)} if codec else {}
    title = trees.text_of(tree.find(".//title")) if tree.find(".//title") is not None else ""
    hidden = take_out(tree)
    if hidden:
        warnings[Warn.NOT_SHOWN] = hidden
    pictures = images.Pictures()
    chosen = articles.choose(tree, title, about.title)
    if chosen is None:
        warnings[Warn.WHOLE_PAGE_SHOWN] = 1
    parts, said = _parts(tree, chosen, _looks(pictures, find), title)
    if not said.strip() and not pictures.shown:
        raise Failed(Failure.EMPTY)
    warnings.update(pictures.warnings())
    return Made(parts, said, warnings, pictures=pictures.shown, about=about)


def _parts(
    tree: Any, chosen: articles.Chosen | None, image: Callable[[Any], str | None], title: str
) -> tuple[tuple[Part, ...], str]:
    heads = _heading(tree, chosen, title)
    if chosen is None:
        whole = Rewriting(image).write(tree)
        return (Part(page(heads[0] + whole.body(), tabling.STYLE)),), heads[1] + whole.said()
    article = Rewriting(image, chosen.article).write(tree)
    rest = Rewriting(image, chosen.rest).write(tree)
    parts = [Part(page(heads[0] + article.body(), tabling.STYLE))]
    if rest.said().strip():
        parts.append(Part(page(rest.body(), tabling.STYLE), "saved "))
    return tuple(parts), "\n".join((heads[1], article.said(), rest.said()))


def _heading(tree: Any, chosen: articles.Chosen | None, title: str) -> tuple[str, str]:
    """The page's title, where the page itself does not show it."""
    if not title or (chosen is not None and chosen.titled) or (chosen is None and tree.find(".//h1") is not None):
        return "", ""
    head = Rewriting()
    head.html.append("<h1>")
    head.text(title)
    head.html.append("</h1>")
    return head.body(), head.said() + "\n"


def take_out(tree: Any) -> int:
    """Remove what no reader of the page saw; how much of it may have mattered."""
    counted = 0
    for node in list(tree.iter()):
        tag = node.tag if isinstance(node.tag, str) else ""
        hides = node.get("hidden") is not None or bool(_HIDDEN.search(node.get("style") or ""))
        # A template is shown where it stands for a part of the page that scripts attached to it.
        if not tag or tag in _UNSEEN or hides or (tag == "template" and not node.get("shadowrootmode")):
            if node.getparent() is None or tag == "body":
                continue
            counted += tag in _WORTH_SAYING or (hides and bool("".join(node.itertext()).strip()))
            node.drop_tree()
    return counted


def _speck(node: Any) -> bool:
    return any((node.get(side) or "").removesuffix("px") in ("0", "1", "2", "3") for side in ("width", "height"))


def _looks(pictures: images.Pictures, find: Find) -> Callable[[Any], str | None]:
    def look(node: Any) -> str | None:
        address = (node.get("src") or "").strip()
        if not address or _speck(node):
            return ""
        data = images.from_data(address)
        if data is None:
            data = find(address)
        if data is not None and data.lstrip()[:5].lower() in (b"<svg ", b"<?xml") and not node.get("alt"):
            return ""  # an icon
        shown = pictures.tag(data)
        return "" if shown is None and not (node.get("alt") or "").strip() else shown

    return look
