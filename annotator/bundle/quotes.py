"""Whether the page's quotes are those of the annotations: a quote changed in the one stands as it was in the other."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from annotator.bundle.trees import Tree, Unreadable
from annotator.bundle.words import plain, shortened

_PAGE, _ANNOTATIONS = "data/index.html", "data/machine/annotations.jsonld"
_LONGEST = 1 << 30
_PAGES = 100_000


def differing_quotes(tree: Tree) -> list[str]:
    """Sentences about quotes that are on the page or in the annotations only; none where there are no annotations."""
    if _ANNOTATIONS not in tree.names or _PAGE not in tree.names:
        return []
    try:
        page = _Quotes()
        page.feed(tree.read(_PAGE, _LONGEST).decode("utf-8"))
        page.close()
        items = json.loads(tree.read(_ANNOTATIONS, _LONGEST))["first"]["items"]
        written = Counter(bare_words(quote) for quote in _quoted(items))
    except _ODD:
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
    """Words that should stand on a page (an index) of a file; `bare` has their letters and digits only."""

    file: str
    page: int
    words: str
    bare: str


def quoted_pages(tree: Tree) -> list[Quoted]:
    """The quotes with their pages in the copies, claims' words in the draft's as well; in the order of the files.

    Raises ValueError where the annotations are not as an export writes them.
    """
    if _ANNOTATIONS not in tree.names:
        return []
    try:
        return sorted(_placed(tree), key=lambda one: (one.file, one.page))
    except _ODD as error:
        raise ValueError("odd annotations") from error


_ODD = (Unreadable, ValueError, KeyError, TypeError, RecursionError, AttributeError)


def _placed(tree: Tree) -> Iterator[Quoted]:
    for item in json.loads(tree.read(_ANNOTATIONS, _LONGEST))["first"]["items"]:
        for target in item["target"]:
            file = unquote(target["source"]["id"]).replace("../", "data/", 1) if isinstance(target, dict) else ""
            for selector in _listed(target.get("selector")) if file in tree.names else ():
                exact = selector.get("refinedBy", {}).get("exact", "")
                if bare := bare_words(exact):
                    page = int(selector["value"].removeprefix("page=")) - 1
                    if not 0 <= page < _PAGES:
                        raise ValueError("no page")
                    yield Quoted(file, page, shortened(" ".join(plain(exact).split())), bare)


def bare_words(quote: str) -> str:
    """Letters and digits only: the page joins lines and words that line ends cut, which changes nothing else."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", plain(quote)) if letter.isalnum())


def _quoted(items: list[Any]) -> Iterator[str]:
    """The quote of each link, the parts of its spans put together."""
    for item in items:
        if item["motivation"] != "linking":
            continue
        parts = [
            selector["refinedBy"]["exact"]
            for target in item["target"]
            if isinstance(target, dict)
            for selector in _listed(target.get("selector"))
            if selector.get("refinedBy", {}).get("type") == "TextQuoteSelector"
        ]
        if bare_words("".join(parts)):
            yield "\n".join(parts)


def _listed(value: Any) -> list[Any]:
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
