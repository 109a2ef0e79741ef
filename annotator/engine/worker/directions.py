"""Which paragraphs of HTML of ours are written from the right, said so that they are laid out from there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from annotator.engine.worker import right_to_left

_BLOCK = re.compile(
    r"<(/?)(p|h[1-6]|li|td|th|dt|dd|blockquote|pre|caption|figcaption|div|ul|ol|table|tr)(?=[ >])[^>]*>"
)
_SAYS = re.compile(r"<[^>]*>|&#?\w+;")
"""Tags and characters written by name, which say nothing of the direction."""


def directed(html: bytes) -> bytes:
    """The same with `dir="rtl"` at each block whose first letter is written from the right (as HTML's `auto`)."""
    words = html.decode("utf-8")
    if not right_to_left.concerns(words):
        return html
    return "".join(_parts(words)).encode("utf-8")


def _parts(html: str) -> Iterator[str]:
    tags = list(_BLOCK.finditer(html))
    at = 0
    for number, tag in enumerate(tags):
        yield html[at : tag.start()]
        end = tags[number + 1].start() if number + 1 < len(tags) else len(html)
        opens = not tag[1] and " dir=" not in tag[0]
        turned = opens and _from_right(_SAYS.sub("", html[tag.end() : end]))
        yield f'{tag[0][:-1]} dir="rtl">' if turned else tag[0]
        at = tag.end()
    yield html[at:]


def _from_right(words: str) -> bool:
    for char in words:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False
