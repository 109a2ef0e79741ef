"""Trees of HTML and XML that a stranger wrote: nothing is fetched, no entity grows, nothing nests without end."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from lxml import etree

from annotator.engine.protocol import Failure
from annotator.engine.worker.failing import Failed

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no text may have."""
_UTF8 = re.compile(r"^\s*<\?xml[^<>]*\?>")


def html_tree(words: str) -> Any:
    """The root of a page, without comments. Raises Failed for what has no elements, or nests too deep."""
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    data = CONTROLS.sub("\ufffd", _UTF8.sub("", words.removeprefix("\ufeff"))).encode("utf-8")
    try:
        tree = lxml.html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise Failed(Failure.EMPTY) from error
    _complain(parser)
    return tree


def xml_tree(data: bytes | str) -> tuple[Any, bool]:
    """The root of an XML file without comments, and whether it had to be repaired. Raises Failed for what is none."""
    if isinstance(data, str):
        data = _UTF8.sub("", data.removeprefix("\ufeff")).encode("utf-8", "replace")
    try:
        return etree.fromstring(data, _xml_parser(recover=False)), False
    except etree.XMLSyntaxError as error:
        if any(sign in str(error).lower() for sign in ("depth", "amplification", "loop")):
            raise Failed(Failure.TOO_TANGLED) from error
    parser = _xml_parser(recover=True)
    tree = etree.fromstring(data, parser)
    _complain(parser)
    if tree is None:
        raise Failed(Failure.NOT_THAT_FORMAT)
    return tree, True


def _xml_parser(*, recover: bool) -> Any:
    # A declared encoding counts; entities stay as they are written, so none is expanded or looked up.
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )


def _complain(parser: Any) -> None:
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise Failed(Failure.TOO_TANGLED)


def local(node: Any) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(node: Any, name: str, default: str = "") -> str:
    """An attribute by its name, in whatever namespace."""
    for key, value in node.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return default


def text_of(node: Any) -> str:
    """All words inside an element, spaces drawn together."""
    return " ".join("".join(node.itertext()).split())
