"""Which words of a page are its article: what readability chooses, told apart in the page itself, text by text."""

from __future__ import annotations

import copy
import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import readability
from lxml import etree

from annotator.engine.worker.forms.rendering import Kept

_LARGE = 60_000
"""Pages of more elements are no articles, and readability would take minutes."""
_LEAST = 140
"""Fewer characters are no article."""
_BYLINE = re.compile(
    r"byline|author|dateline|publish|pubdate|pub-date|post-date|entry-date|article-date|timestamp|article__date", re.I
)
_CAPTION = re.compile(r"caption|credit", re.I)
_SHORT = 300
"""A byline or a caption is not longer, in characters."""
_WORDS = re.compile(r"\w+")
_SEPARATORS = re.compile(r"\s[-–—|·:»«]\s|\s*[_｜]\s*")
"""What stands between a headline and the name of the site in a page's title."""

logging.getLogger("readability").disabled = True
for _name in ("readability.readability", "readability.htmls", "readability.debug"):
    logging.getLogger(_name).disabled = True  # it would log a page's words


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the tree belongs to the article, what to the rest, and whether the article shows its title."""

    article: Kept
    rest: Kept
    titled: bool


@dataclass(frozen=True, slots=True)
class _Text:
    """A text or a picture of the page: the element it belongs to, whether it stands after it, and its words."""

    node: Any
    tail: bool
    words: str

    @property
    def key(self) -> tuple[str, bool]:
        return self.node.get("k"), self.tail

    @property
    def holder(self) -> Any:
        return self.node.getparent() if self.tail else self.node


def choose(tree: Any, *titles: str) -> Chosen | None:
    """The article, with its title (one of `titles` where there are several), byline and captions; None for no article.

    Numbers all elements in the attribute `k`.
    """
    count = 0
    for count, node in enumerate(tree.iter()):
        node.set("k", str(count))
    if count > _LARGE:
        return None
    article = _by_readability(tree)
    if article is None:
        return None
    texts = list(_texts(tree))
    chosen = _found_again(article, texts)
    if sum(len(text.words) for text in texts if text.key in chosen) < _LEAST:
        return None
    titled = _add_title(texts, chosen, titles)
    _add_captions(tree, texts, chosen)
    _add_byline(texts, chosen)
    everything = {text.key for text in texts}
    return Chosen(_kept(texts, chosen), _kept(texts, everything - chosen), titled)


class _Reader(readability.Document):  # type: ignore[misc]
    """Readability on a tree that stays as it is; it says whether it found anything."""

    found = False

    def _parse(self, given: Any) -> Any:
        return super()._parse(copy.deepcopy(given))

    def select_best_candidate(self, candidates: Any) -> Any:
        best = super().select_best_candidate(candidates)
        self.found = best is not None
        return best

    def get_clean_html(self) -> str:
        return str(etree.tostring(self.html, encoding="unicode", method="html"))


def _by_readability(tree: Any) -> Any | None:
    reader = _Reader(tree)
    try:
        reader.summary(html_partial=True)
    except (readability.readability.Unparseable, RecursionError):
        return None
    return reader.html if reader.found else None


def _texts(tree: Any) -> Iterator[_Text]:
    """Every text that is not only spaces, and every picture, in the order of the page."""
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            if node.tag == "img":
                yield _Text(node, False, "")
            elif node.text and node.text.strip():
                yield _Text(node, False, node.text)
        elif node is not tree and node.tail and node.tail.strip():
            yield _Text(node, True, node.tail)


def _found_again(article: Any, texts: list[_Text]) -> set[tuple[str, bool]]:
    """The page's own texts that readability's tree has: below the same element, with the same words."""
    has: dict[str, list[str]] = defaultdict(list)
    pictures: set[str] = set()
    for text in _texts(article):
        if text.node.tag == "img" and not text.tail:
            pictures.add(text.node.get("k") or "")
            continue
        holder = text.holder
        while holder is not None and holder.get("k") is None:
            holder = holder.getparent()
        if holder is not None:
            has[holder.get("k")].append(text.words)
    chosen: set[tuple[str, bool]] = set()
    for text in texts:
        if text.node.tag == "img" and not text.tail:
            if text.node.get("k") in pictures:
                chosen.add(text.key)
        elif any(text.words.strip() in words for words in has.get(text.holder.get("k"), ())):
            chosen.add(text.key)
    return chosen


def _plain(words: str) -> str:
    return " ".join(_WORDS.findall(words.casefold()))


def _add_title(texts: list[_Text], chosen: set[tuple[str, bool]], titles: tuple[str, ...]) -> bool:
    """Take the headline in that says what the page's title says. Whether the article has one now."""
    wanted = [_plain(each) for title in titles for each in (title, *_SEPARATORS.split(title)) if _plain(each)]
    first = next((number for number, text in enumerate(texts) if text.key in chosen), 0)
    heads: dict[Any, list[_Text]] = defaultdict(list)
    for text in texts[: first + 40]:
        head = next(
            (node for node in (text.holder, *text.holder.iterancestors()) if node.tag in ("h1", "h2", "h3")), None
        )
        if head is not None and text.node.tag != "img":
            heads[head].append(text)
    best: tuple[int, list[_Text]] | None = None
    for head, inside in heads.items():
        said = _plain(" ".join(text.words for text in inside))
        fits = any(said == title or (len(said) > 12 and (said in title or title in said)) for title in wanted)
        if said and (fits or (head.tag == "h1" and not wanted)):
            rank = 2 * fits + (head.tag == "h1")
            if best is None or rank > best[0]:
                best = rank, inside
    if best is None:
        return False
    chosen.update(text.key for text in best[1])
    return True


def _add_captions(tree: Any, texts: list[_Text], chosen: set[tuple[str, bool]]) -> None:
    """Pictures in figures between the first and the last word of the article, with what stands below them."""
    places = [number for number, text in enumerate(texts) if text.key in chosen and text.words]
    figures: dict[Any, list[_Text]] = defaultdict(list)
    for text in texts[places[0] : places[-1] + 1]:
        figure = next((node for node in (text.holder, *text.holder.iterancestors()) if node.tag == "figure"), None)
        if figure is not None and not any(node.tag in ("aside", "nav", "footer") for node in figure.iterancestors()):
            figures[figure].append(text)
    for inside in figures.values():
        if sum(len(text.words) for text in inside) <= 2 * _SHORT:
            chosen.update(text.key for text in inside)
    for text in texts[places[0] : places[-1] + 1]:
        features = f"{text.holder.get('class') or ''} {text.holder.get('itemprop') or ''}"
        if len(text.words) <= _SHORT and _CAPTION.search(features) and _near(text, chosen):
            chosen.add(text.key)


def _near(text: _Text, chosen: set[tuple[str, bool]]) -> bool:
    """Whether a picture of the article stands beside it."""
    above = text.holder.getparent()
    return above is not None and any((image.get("k"), False) in chosen for image in above.iter("img"))


def _add_byline(texts: list[_Text], chosen: set[tuple[str, bool]]) -> None:
    """Author and date between the headline and the article's first paragraph."""
    places = [number for number, text in enumerate(texts) if text.key in chosen and text.words]
    head = next((n for n in places if texts[n].holder.tag in ("h1", "h2") or _in_heading(texts[n])), places[0])
    body = next((n for n in places if len(texts[n].words) > 80 and n > head), places[0])
    lines: dict[Any, list[_Text]] = defaultdict(list)
    for text in texts[min(head, body) : body]:
        line = _byline_of(text)
        if line is not None and text.node.tag != "img":
            lines[line].append(text)
    for inside in lines.values():
        if sum(len(text.words.strip()) for text in inside) <= _SHORT:
            chosen.update(text.key for text in inside)


def _in_heading(text: _Text) -> bool:
    return any(node.tag in ("h1", "h2") for node in text.holder.iterancestors())


def _byline_of(text: _Text) -> Any | None:
    """The outermost element around a text that says it is a byline or a date."""
    found = None
    for node in (text.holder, *text.holder.iterancestors()):
        if node.tag in ("body", "html", "main", "article"):
            break
        features = " ".join(node.get(name) or "" for name in ("class", "id", "rel", "itemprop", "data-testid"))
        if node.tag == "time" or _BYLINE.search(features):
            found = node
    return found


def _kept(texts: list[_Text], keys: set[tuple[str, bool]]) -> Kept:
    alive: set[str] = set()
    for text in texts:
        if text.key in keys:
            for node in (
                (text.holder, *text.holder.iterancestors()) if text.tail else (text.node, *text.node.iterancestors())
            ):
                if node.get("k") in alive:
                    break
                alive.add(node.get("k"))
    return Kept(frozenset(keys), frozenset(alive))
