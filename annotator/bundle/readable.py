"""What is blacked out in one place and can be read in another: a name that stands there ten times is no secret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from annotator.bundle.choosing import Choice
from annotator.bundle.content import LeftOut
from annotator.bundle.words import counted
from annotator.model.things import Document

_MOST = 5
"""Names of a document that are told."""


def readable(choice: Choice) -> list[LeftOut]:
    """Names and numbers that are blacked out somewhere, by the documents in which they go out all the same.

    Documents of which only passages are shown are looked at as far as they are. For the person exporting, nobody else.
    """
    words = choice.content.black.words
    if words is None:
        return []
    found: list[LeftOut] = []
    for document in dict.fromkeys((*choice.drafts, *choice.cited)):
        seen: dict[str, Counter[str]] = {}
        for text in _texts(choice, document):
            for token in words.named(text):
                seen.setdefault(token.casefold(), Counter())[token] += 1
        if seen:
            found.append(LeftOut(choice.known_as(document), _sentence(seen.values())))
    return found


def _texts(choice: Choice, document: Document) -> Iterator[str]:
    version = choice.content.version(document)
    shown = [one for claim in choice.claims for one in choice.links(claim) if one.document.id == document.id]
    if version is not None and (document in choice.drafts or any(one.pages for one in shown)):
        yield from choice.content.texts[version.extraction]
    yield from {one.passage.id: one.passage.place.quote for one in shown if one.words and not one.pages}.values()


def _sentence(seen: Iterable[Counter[str]]) -> str:
    told = [(spelt.most_common(1)[0][0], spelt.total()) for spelt in seen]
    often = sorted(told, key=lambda each: (-each[1], each[0]))
    names = ", ".join(f"“{token}” at {counted(number, 'place')}" for token, number in often[:_MOST])
    more = f" and {len(often) - _MOST:,} more" if len(often) > _MOST else ""
    return f"Blacked out elsewhere, and readable in it: {names}{more}."
