"""Digits that name something rather than count: chapters, seasons, streets, versions."""

from __future__ import annotations

import re

from annotator.checking.number_words import BEFORE_NUMBERS, MONEY

_NAMED = re.compile(
    r"[^\W\d_]-$|\b(?:[Cc]hapter|[Ss]eason|[Ee]pisode|[Vv]olume|[Pp]art|[Ss]ection|[Nn]o\.|[Nn]umber|[Aa]rticle|[Pp]age|[Tt]itle|[Rr]oute|"
    r"[Ff]ortune|[Tt]op|[Ff]ormula|[Aa]rea|[Pp]hase|[Ww]indows|[Tt]ype|[Ll]evel|[Rr]ound|[Ww]eek|§+)\s$"
)
_SEASON = re.compile(r"\b(?:1[5-9]|20)\d\d[-\u2010\u2011\u2013/]$")
_ERA = re.compile(r"\s?(?:BCE?|CE|AD)\b")


def is_label(text: str, match: re.Match[str]) -> bool:
    """Whether the digits of a match are part of a name, as in "COVID-19", "Cars 3" or "section 5"."""
    start = match.start("digits")
    if text[match.end("digits") : match.end("digits") + 2] in ("s ", "s,", "s."):  # "in his 40s"
        return True
    if _SEASON.search(text, max(0, start - 6), start) and len(match["digits"]) == 2:  # "2014-15"
        return True
    if _ERA.match(text, match.end("digits")):
        return True
    if _NAMED.search(text, max(0, start - 40), start):
        return True
    begins = not text[:start].strip() and not match["scale"]
    following = re.match(r"\s([A-Z][a-z]+)", text[match.end("digits") : match.end("digits") + 20])
    if begins and following and following[1].lower() not in MONEY:
        return True  # "10 Cloverfield Lane"
    small = len(match["digits"]) <= 2 and not match["scale"] and not match["letter"]
    name = re.search(r"(?:^|\s)([A-Z][\w'’]+)\.?\s$", text[max(0, start - 30) : start])
    return bool(
        small
        and name
        and name[1].lower() not in BEFORE_NUMBERS
        and not re.match(r"\s?(?:%|per)|[.,]\d", text[match.end("digits") : match.end("digits") + 4])
    )
