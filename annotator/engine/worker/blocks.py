"""HTML of ours taken apart into blocks that can be laid out below one another: paragraphs, tables, items of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>", re.IGNORECASE)
_VOID = frozenset(("br", "hr", "img", "wbr"))
_BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "hr"))
_OPENED = {"ul": "li", "ol": "li", "dl": "", "blockquote": "", "table": "tr"}
"""What is taken apart where it is long, and what its parts are called; empty for parts of any name."""
_ON = ' style="margin-top: 0; margin-bottom: 0"'
_START = re.compile(r'start="(\d+)"')
_ROWS = 64
"""Rows of a long table that stay together: the columns are as wide as these need."""


def blocks(body: str, long: int) -> Iterator[str]:
    """The blocks of a body, each beginning with a tag; what has over `long` letters is taken apart if it can be."""
    run = at = 0
    around: list[str] = []
    while True:
        tag = _TAG.search(body, at)
        name = "" if tag is None else tag[2].lower()
        if tag is None or name == "div" or (name in _BLOCKS and not tag[1]):
            found = _inline(body[run : len(body) if tag is None else tag.start()], long)
            yield from (_within(block, around) for block in found)
        if tag is None:
            return
        at = tag.end()
        if name == "div":
            run = at
            if not tag[1]:
                around.append(tag[0] if tag[3] else "")
            elif around:
                around.pop()
        elif name in _BLOCKS and not tag[1]:
            run = at = _closing(body, tag)
            yield from (_within(block, around) for block in _apart(body[tag.start() : at], name, long))


def _within(block: str, around: list[str]) -> str:
    """The block in those divisions around it that look like something."""
    opened = [each for each in around if each]
    return f"{''.join(opened)}{block}{'</div>' * len(opened)}" if opened else block


def _closing(body: str, tag: re.Match[str]) -> int:
    """Where the element that a tag opens ends."""
    name = tag[2].lower()
    if name in _VOID or tag[3].endswith("/"):
        return tag.end()
    depth = 1
    for other in re.compile(rf"<(/?){name}(?=[\s/>])[^<>]*>", re.IGNORECASE).finditer(body, tag.end()):
        depth += -1 if other[1] else 1
        if not depth:
            return other.end()
    return len(body)


def _inline(words: str, long: int) -> Iterator[str]:
    """Words between blocks; many lines are taken apart where no mark is open."""
    if not words.strip():
        return
    if len(words) <= long:
        yield f"<div>{words}</div>"
        return
    depth = first = 0
    for tag in _TAG.finditer(words):
        if tag[2].lower() not in _VOID and not tag[3].endswith("/"):
            depth += -1 if tag[1] else 1
        if tag[2].lower() == "br" and not depth and tag.start() - first > long // 16:
            yield f"<div>{words[first : tag.start()]}</div>"
            first = tag.end()
    yield f"<div>{words[first:]}</div>"


def _apart(block: str, name: str, long: int) -> Iterator[str]:
    if len(block) <= long:
        yield block
        return
    opening = _TAG.match(block)
    end = block.rfind("</")
    if opening is None or end < opening.end() or (name == "table" and "rowspan" in block):
        yield block
    elif name == "pre":
        yield from _lines(opening[0], block[opening.end() : end], long)
    elif name in _OPENED:
        yield from _parts(opening, block[opening.end() : end], _OPENED[name])
    else:
        yield block


def _lines(opening: str, words: str, long: int) -> Iterator[str]:
    """Pieces of text that is shown as it is, cut at line ends outside any mark."""
    if "<" in words:
        yield f"{opening}{words}</pre>"
        return
    at = 0
    while at < len(words):
        end = words.find("\n", at + long // 16)
        end = len(words) if end < 0 else end
        yield f"<pre{_ON}>{words[at:end]}</pre>"
        at = end + 1


def _parts(opening: re.Match[str], inside: str, wanted: str) -> Iterator[str]:
    """A list's items, or some rows of a table, each within what was around them all."""
    name = opening[2].lower()
    start = _START.search(opening[3])
    number = int(start[1]) if start else 1
    together: list[str] = []
    at = 0
    while True:
        tag = _TAG.search(inside, at)
        if tag is None or tag[1] or (wanted and tag[2].lower() != wanted):
            break
        at = _closing(inside, tag)
        together.append(inside[tag.start() : at])
        if name != "table" or len(together) == _ROWS:
            attributes = f' start="{number}"' if name == "ol" else "" if name != "table" else opening[3]
            yield f"<{name}{attributes}{_ON}>{''.join(together)}</{name}>"
            number += 1
            together.clear()
    if together or inside[at:].strip():
        yield f"<{name}{opening[3]}{_ON}>{''.join(together)}{inside[at:]}</{name}>"
