"""What a web page says of itself: title, author, date and address, from its head and from who saved it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from annotator.engine.worker.forms.made import About
from annotator.engine.worker.forms.trees import text_of

_SAVED = (
    re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->"),
    re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)"),
)
_DATE = re.compile(r"\s*(\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(?![\d/.])")
_TITLE = ("og:title", "twitter:title", "dc.title", "citation_title")
_AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "citation_author", "byl")
_WHEN = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dc.date", "dcterms.created", "citation_publication_date", "pubdate", "date", "ptime",
)  # fmt: skip
_JSON_LIMIT = 500_000
_LONG = 300


def about(tree: Any, words: str, address: str = "") -> About:
    """What head, structured data and comments say. `words` is the page's source, `address` where it was saved from."""
    named = _metas(tree)
    data = list(_structured(tree))
    title = _first(named, _TITLE) or _from(data, "headline") or _title(tree)
    author = next((each for each in (named.get(name, "") for name in _AUTHOR) if each and "://" not in each), "")
    when = [named.get(name, "") for name in _WHEN] + [_from(data, "datePublished")]
    when += [node.get("datetime") or "" for node in tree.iter("time") if node.get("pubdate") is not None]
    when += [node.get("content") or node.get("datetime") or "" for node in tree.xpath("//*[@itemprop='datePublished']")]
    dates = (found[1] for each in when if (found := _DATE.match(each)))
    return About(
        _short(title), _short(author or _author(data)), next(dates, ""), _address(tree, words[:100_000], named, address)
    )


def _metas(tree: Any) -> dict[str, str]:
    named: dict[str, str] = {}
    for node in tree.iter("meta"):
        for key in ("property", "name", "itemprop"):
            name, content = (node.get(key) or "").strip().lower(), (node.get("content") or "").strip()
            if name and content:
                named.setdefault(name, content)
    return named


def _structured(tree: Any) -> Iterator[dict[str, Any]]:
    """The things of the page's JSON-LD that say when they were published or who wrote them."""
    for node in tree.iter("script"):
        if (node.get("type") or "").strip().lower() != "application/ld+json" or len(node.text or "") > _JSON_LIMIT:
            continue
        try:
            found = json.loads(node.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        todo = [found]
        for _ in range(1_000):
            if not todo:
                break
            each = todo.pop(0)
            if isinstance(each, list):
                todo += each
            elif isinstance(each, dict):
                if "datePublished" in each or "headline" in each:
                    yield each
                todo += [each[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in each]


def _from(data: list[dict[str, Any]], key: str) -> str:
    return next((str(each[key]) for each in data if isinstance(each.get(key), str)), "")


def _author(data: list[dict[str, Any]]) -> str:
    for each in data:
        given = each.get("author")
        people = given if isinstance(given, list) else [given]
        names = [person.get("name") if isinstance(person, dict) else person for person in people]
        said = [name for name in names if isinstance(name, str) and name and "://" not in name]
        if said:
            return ", ".join(said[:10])
    return ""


def _first(named: dict[str, str], names: tuple[str, ...]) -> str:
    return next((named[name] for name in names if name in named), "")


def _title(tree: Any) -> str:
    found = tree.find(".//title")
    return text_of(found) if found is not None else ""


def _address(tree: Any, head: str, named: dict[str, str], given: str) -> str:
    """The page's own address where it says one that is whole; else where it was saved from."""
    own = [node.get("href") or "" for node in tree.iter("link") if (node.get("rel") or "").lower() == "canonical"]
    saved = [found[1] for pattern in _SAVED if (found := pattern.search(head))]
    for each in (*own, named.get("og:url", ""), given, *saved):
        each = each.strip()
        if re.match(r"https?://[^\s/]", each) and len(each) < 2_000 and not re.search(r"[\x00-\x20<>\"\x7f]", each):
            return each
    return ""


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONG else words[: _LONG - 1] + "…"
