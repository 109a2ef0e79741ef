"""Whether the page's quotes are those of the annotations: a quote changed in the one stands as it was in the other."""

from __future__ import annotations

import codecs
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from annotator.bundle.masking import MARK
from annotator.bundle.trees import Tree, Unreadable
from annotator.bundle.words import plain, shortened

_PAGE, _ANNOTATIONS = "data/index.html", "data/machine/annotations.jsonld"
_LONGEST = 1 << 30
_LISTED = 256 << 20
_WAITING = 32 << 20
"""The greatest size of the annotations, and of one element of the page, in bytes."""
_PAGES = 100_000


def differing_quotes(tree: Tree) -> list[str]:
    """Sentences about quotes that are on the page or in the annotations only; none where there are no annotations."""
    if _ANNOTATIONS not in tree.names or _PAGE not in tree.names:
        return []
    try:
        page = _read_page(tree)
        items = items_of(tree)
        written = Counter(bare_words(quote) for quote in _quoted(items))
    except ODD:
        return ["The page or the annotations can't be read, so their quotes could not be compared."]
    shown = Counter(bare for quote in page.quotes if (bare := bare_words(quote)))
    words = {bare_words(quote): quote for quote in page.quotes}
    problems = [
        f"The page quotes “{shortened(plain(words[bare]))}”, which the annotations don't have."
        for bare in shown - written
    ]
    if written - shown:
        count = (written - shown).total()
        problems.append(f"{count} of the annotations' quotes {'is' if count == 1 else 'are'} not on the page.")
    return problems


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that should stand on a page (an index) of files; `bare` has their letters and digits only.

    `copy` and `original` are names in the bundle, empty where it has none. Without words it is a part of a picture.
    `black` tells that some of them are blacked out; `parts` are the others, in order.
    """

    copy: str
    original: str
    page: int
    words: str
    bare: str
    parts: tuple[str, ...] = ()
    black: bool = False


def quoted_pages(tree: Tree) -> list[Quoted]:
    """The quotes with their pages, claims' words in the draft as well; in the order of the files.

    What may only be paraphrased isn't among them. Raises ValueError where the annotations are not as exports write
    them, Unreadable where they can't be read.
    """
    if _ANNOTATIONS not in tree.names:
        return []
    try:
        return sorted(_placed(tree), key=lambda one: (one.original, one.copy, one.page))
    except ODD as error:
        raise ValueError("odd annotations") from error


ODD = (Unreadable, ValueError, KeyError, TypeError, RecursionError, AttributeError)
"""What is raised where files of a bundle are not as an export writes them."""


def items_of(tree: Tree) -> list[Any]:
    """The annotations of a bundle as they stand there. Raises one of `ODD`."""
    items = json.loads(tree.read(_ANNOTATIONS, _LISTED))["first"]["items"]
    if not isinstance(items, list):
        raise TypeError("no list")
    return items


def _placed(tree: Tree) -> Iterator[Quoted]:
    here = set(tree.names)
    for item in items_of(tree):
        for target in item["target"]:
            if not isinstance(target, dict):
                continue
            files = [_inside(target["source"].get(key)) for key in ("id", "via")]
            if any(file and file not in here for file in files):
                raise ValueError("no such file")
            copy = next((file for file in files if file.startswith("data/copies/")), "")
            original = next((file for file in files if file.startswith("data/originals/")), "")
            for selector in listed(target.get("selector")):
                exact = selector.get("refinedBy", {}).get("exact", "")
                parts = tuple(filter(None, map(bare_words, exact.split(MARK))))
                bare = bare_words(exact)
                if bare or "viewrect=" in selector["value"]:
                    page = int(selector["value"].removeprefix("page=").split("&")[0]) - 1
                    if not 0 <= page < _PAGES:
                        raise ValueError("no page")
                    told = shortened(" ".join(plain(exact).split()))
                    yield Quoted(copy, original, page, told, bare, parts, MARK in exact)


def _inside(address: Any) -> str:
    """The name of a file that an address of the annotations leads to; empty for what is not in the bundle."""
    if not address or address.startswith("urn:"):
        return ""
    return f"data/{unquote(address[3:])}" if address.startswith(("../copies/", "../originals/")) else "?"


def bare_words(quote: str) -> str:
    """Letters and digits only: the page joins lines and words that line ends cut, which changes nothing else."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", plain(quote)) if letter.isalnum())


def _read_page(tree: Tree) -> _Quotes:
    """The page's quotes, read in pieces: its pictures need not fit into memory."""
    page, decode = _Quotes(), codecs.getincrementaldecoder("utf-8")()
    size = 0
    for piece in tree.pieces(_PAGE):
        size += len(piece)
        page.feed(decode.decode(piece))
        if size > _LONGEST or len(page.rawdata) > _WAITING:
            raise ValueError("no page of ours")
    page.feed(decode.decode(b"", True))
    page.close()
    return page


def _quoted(items: list[Any]) -> Iterator[str]:
    """The quote of each link, the parts of its spans put together."""
    for item in items:
        if item["motivation"] != "linking":
            continue
        parts = [
            selector["refinedBy"]["exact"]
            for target in item["target"]
            if isinstance(target, dict)
            for selector in listed(target.get("selector"))
            if selector.get("refinedBy", {}).get("type") == "TextQuoteSelector"
        ]
        if bare_words("".join(parts)):
            yield "\n".join(parts)


def listed(value: Any) -> list[Any]:
    """A value of JSON-LD that may be one or several, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


class _Quotes(HTMLParser):
    """Collects the text of the page's block quotes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.quotes: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A quote begins."""
        if tag == "blockquote":
            self.quotes.append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        """A quote ends."""
        if tag == "blockquote":
            self._open = False

    def handle_data(self, data: str) -> None:
        """Words."""
        if self._open:
            self.quotes[-1] += data
