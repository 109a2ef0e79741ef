"""Whether the page's quotes are those of the annotations: a quote changed in the one stands as it was in the other."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from annotator.bundle.trees import Tree, Unreadable
from annotator.bundle.words import plain, shortened

_PAGE, _ANNOTATIONS = "data/index.html", "data/machine/annotations.jsonld"
_LONGEST = 1 << 30


def differing_quotes(tree: Tree) -> list[str]:
    """Sentences about quotes that are on the page or in the annotations only; none where there are no annotations."""
    if _ANNOTATIONS not in tree.names or _PAGE not in tree.names:
        return []
    try:
        page = _Quotes()
        page.feed(tree.read(_PAGE, _LONGEST).decode("utf-8"))
        page.close()
        items = json.loads(tree.read(_ANNOTATIONS, _LONGEST))["first"]["items"]
        written = Counter(_bare(quote) for quote in _quoted(items))
    except (Unreadable, UnicodeDecodeError, ValueError, KeyError, TypeError, RecursionError, AttributeError):
        return ["The page or the annotations can't be read, so their quotes could not be compared."]
    shown = Counter(bare for quote in page.quotes if (bare := _bare(quote)))
    words = {_bare(quote): quote for quote in page.quotes}
    problems = [
        f"The page quotes “{shortened(plain(words[bare]))}”, which the annotations don't have."
        for bare in shown - written
    ]
    if written - shown:
        count = (written - shown).total()
        problems.append(f"{count} of the annotations' quotes {'is' if count == 1 else 'are'} not on the page.")
    return problems


def _bare(quote: str) -> str:
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
        if _bare("".join(parts)):
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
