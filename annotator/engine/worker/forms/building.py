"""A tree of plain HTML built by a reader of another format, which `rendering` then writes."""

from __future__ import annotations

from typing import Any

from lxml import etree

from annotator.engine.worker.forms.trees import CONTROLS


def element(tag: str, parent: Any | None = None, **attributes: str) -> Any:
    """A new element, at the end of its parent if there is one."""
    made = etree.Element(tag) if parent is None else etree.SubElement(parent, tag)
    for name, value in attributes.items():
        made.set(name.rstrip("_"), value)
    return made


def say(parent: Any, text: str | None) -> None:
    """Words at the end of an element."""
    if not text:
        return
    text = CONTROLS.sub("\ufffd", text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def section(parent: Any, title: str) -> None:
    """Where something begins that stands elsewhere in the document: a line and its name."""
    element("hr", parent)
    say(element("b", element("p", parent)), title)


def is_empty(node: Any) -> bool:
    """Whether there is nothing to be seen in an element."""
    return node.find(".//img") is None and not "".join(node.itertext()).strip()


INDENT = "".join(f"p.level{level} {{ margin-left: {16 * level + 8}pt }} " for level in range(9))
"""The style of paragraphs that are numbered, by the class that says their level."""
