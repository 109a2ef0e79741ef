"""Queries in words, the same at the claim and in the list."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.model.things import Query, QueryType
from annotator.ui.plain import one_line
from annotator.ui.words import count

COMMENT = "comment "
"""With this the origin of a query begins that was a comment; `whom` is then who made it."""
TYPE_WORDS = {QueryType.QUESTION: "question", QueryType.REPLY_SOUGHT: "reply sought"}


def state(query: Query) -> str:
    """What became of it, in a word or two."""
    if query.closed:
        return "closed"
    return "answered, open" if query.answer.strip() else "open"


def asked(query: Query) -> str:
    """Who is asked, and when: "question to Noor, asked 2026-03-04"; of a comment, whose it is."""
    whom, reply = one_line(query.whom, 60), query.type is QueryType.REPLY_SOUGHT
    if query.origin.startswith(COMMENT):
        return ", ".join(part for part in (f"comment by {whom}" if whom else "comment", query.asked) if part)
    parts = [("reply sought from " if reply else "question to ") + whom if whom else TYPE_WORDS[query.type]]
    if query.asked:
        parts.append(f"asked {query.asked}")
    return ", ".join(parts)


def kind(query: Query) -> str:
    """A question, a reply that is sought, or a comment."""
    return "comment" if query.origin.startswith(COMMENT) else TYPE_WORDS[query.type]


def open_first(queries: Iterable[Query]) -> list[Query]:
    """Open ones first, those asked longest ago before others."""
    return sorted(queries, key=lambda query: (query.closed, query.asked, query.id))


def open_words(number: int) -> str:
    """How many are open: as "2 open queries"."""
    return count(number, "open query", "open queries")
