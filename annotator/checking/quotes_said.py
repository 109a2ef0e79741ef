"""Who says a quotation: as the draft has it, and as a source has it. Only what is clear on both sides counts.

Offsets are code points of the text given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from annotator.checking.quotes_marks import Quotation, quotations

_PART = r"[A-Z\u00c0-\u00de][\w.'\u2019\u2011-]*"
_NAME = rf"(?P<name>{_PART}(?:,?\s+(?:(?:of|the|de|van|von|der|la|bin|al)\s+){{0,2}}{_PART}){{0,5}})"
_VERB = (
    r"(?:said|says|say|told|tells|wrote|writes|added|adds|argued|argues|testified|stated|states|asked|asks|replied|"
    r"explained|insisted|claimed|warned|noted|recalled|acknowledged|admitted|conceded|declared|announced|responded|"
    r"sagte|sagt|schrieb|erklärte|meinte|betonte)"
)
_APPOSED = r"(?:,[^,.\n\"\u201c\u201d]{1,80},)?"
_AFTER = (
    re.compile(rf"[\"\u201d\u2019'\u201c\u00ab\u00bb]?\s*,?\s*{_VERB}\s+(?:the\s+\w+\s+)?{_NAME}"),
    re.compile(rf"[\"\u201d\u2019'\u201c\u00ab\u00bb]?\s*,?\s*{_NAME}{_APPOSED}\s+(?:has\s+|had\s+)?{_VERB}\b"),
    re.compile(rf"[\"\u201d\u2019'\u201c\u00ab\u00bb]?\s*,?\s*according to\s+(?:the\s+)?{_NAME}"),
)
_OPEN = "[\"\u201c\u201e\u2018'\u00ab\u00bb]$"
_BEFORE = (
    re.compile(rf"{_NAME}{_APPOSED}\s+(?:has\s+|had\s+)?{_VERB}\b[^.!?\"\u201c\u201d\n]{{0,60}}?[\s,:]*{_OPEN}"),
    re.compile(rf"[Aa]ccording to\s+(?:the\s+)?{_NAME}{_APPOSED}[\s,]+[^.!?\"\u201c\u201d]{{0,40}}{_OPEN}"),
)
_REACH = 220
_LABEL = re.compile(
    rf"^[ \t>*_#]{{0,6}}(?P<name>{_PART}(?:,?[ \t]+{_PART}){{0,6}})(?:[ \t]*\([^)\n]{{1,40}}\))?[*_]{{0,2}}:[ \t*_]+\S",
    re.MULTILINE,
)


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NO_NAMES = _split(
    """he she it they we i you who the a an this that these those his her their our my its but and or so yet if when
    while after before as in on at for from by with one some many others another officials critics people both neither
    there here what which note question answer from to cc bcc subject date re sent attachments section chapter page
    table figure source sources summary example warning er sie es wir ich der die das ein eine"""
)
_TITLES = _split(
    """mr mrs ms dr prof professor justice chief judge senator sen rep representative congressman congresswoman
    president vice director deputy secretary general gen col colonel capt captain sgt lt officer commissioner
    spokesman spokeswoman spokesperson chairman chairwoman chair minister mayor governor gov attorney counsel lord
    lady sir dame saint st jr sr ii iii esq herr frau the of and for"""
)
_ORGANISATION = re.compile(
    r"\b(?:agency|administration|association|bank|board|bureau|center|centre|church|college|commission|committee|"
    r"company|congress|corp|corporation|council|court|department|division|foundation|fund|government|group|hospital|"
    r"house|inc|institute|league|ministry|office|organi[sz]ation|parliament|party|police|press|project|school|senate|"
    r"service|society|team|times|trust|union|university|post|journal|herald|reuters|gmbh|verband|amt)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: a name as it is written, and whether it was read where each turn has its speaker."""

    name: str
    labelled: bool = False

    @property
    def keys(self) -> frozenset[str]:
        """The words of the name that tell one person from another, in small letters."""
        words = re.findall(r"[^\W\d_]{2,}", re.sub(r"['\u2019]s\b", "", self.name.lower()))
        return frozenset(word for word in words if word not in _TITLES)

    @property
    def person(self) -> bool:
        """Whether it can be told to be a person: two names, or a title and one; no organisation and no abbreviation."""
        plain = re.sub(r"[^\w\s]", "", self.name)
        if not self.keys or _ORGANISATION.search(self.name):
            return False
        titled = any(word in _TITLES - {"the", "of", "and", "for"} for word in plain.lower().split())
        return self.labelled or ((len(self.keys) > 1 or titled) and not plain.isupper())


def attributed(text: str, quotation: Quotation) -> Speaker | None:
    """Whom a text gives a quotation to, in the words beside it: "X said", "according to X"; None where unclear."""
    after = text[quotation.end : quotation.end + _REACH]
    # What is beside another quotation, or in another paragraph, belongs there.
    after = re.split(r"\n\s*\n", after)[0]
    for pattern in _AFTER:
        found = pattern.match(after)
        if found is not None and (speaker := _named(found["name"])):
            return speaker
    before = re.split(r"\n\s*\n", text[max(0, quotation.start - _REACH) : quotation.start])[-1]
    for pattern in _BEFORE:
        matches = list(pattern.finditer(before))
        if matches and (speaker := _named(matches[-1]["name"], before=True)):
            return speaker
    return None


def spoken(text: str, start: int, end: int) -> Speaker | None:
    """Who says what stands from `start` to `end` in a source: by the label of the turn, or as it is quoted there."""
    turns = _turns(text)
    if turns[0]:
        at = bisect_right(turns[0], start) - 1
        if at < 0 or (at + 1 < len(turns[0]) and turns[0][at + 1] < end):
            return None
        if any(one.start <= start and end <= one.end for one in _near_quotations(text, start, end)):
            return None  # the speaker quotes someone
        return Speaker(turns[1][at], labelled=True)
    around = _near_quotations(text, start, end)
    holding = next((one for one in around if one.start <= start and end <= one.end + 1), None)
    if holding is None:
        return None
    low = max(0, start - 2000)
    shifted = Quotation(holding.start - low, holding.end - low, ())
    return attributed(text[low : holding.end + 2000], shifted)


def known(speaker: Speaker, text: str) -> Speaker:
    """The speaker, as one who has turns in a transcript where there is one of that name."""
    names = (Speaker(name, labelled=True) for name in _turns(text)[1])
    return Speaker(speaker.name, labelled=True) if any(one.keys & speaker.keys for one in names) else speaker


def named_in(speaker: Speaker, text: str) -> bool:
    """Whether a text names a speaker at all."""
    return any(re.search(rf"\b{re.escape(key)}\b", text, re.IGNORECASE) for key in speaker.keys)


def quoted_there(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a source lies in quotation marks there, so that it is not its author who says it."""
    return any(one.start <= start and end <= one.end + 1 for one in _near_quotations(text, start, end))


def differ(mine: Speaker, theirs: Speaker) -> bool:
    """Whether two names are clearly those of two people."""
    return mine.person and theirs.person and not mine.keys & theirs.keys


def _near_quotations(text: str, start: int, end: int) -> list[Quotation]:
    low = max(0, start - 2000)
    blank = text.rfind("\n\n", low, start)
    low = max(low, blank + 2) if blank >= 0 else low
    found = quotations(text[low : end + 2000])
    return [Quotation(one.start + low, one.end + low, ()) for one in found]


def _named(name: str, *, before: bool = False) -> Speaker | None:
    """The name as a speaker's; `before` says that the quotation follows it."""
    words = name.split()
    # A stop after a word ends a sentence: "at Daktronics Hall. David Chicoine said", "said David Chicoine. Nobody".
    ends = [at + 1 for at, word in enumerate(words[:-1]) if _ends(word)]
    if ends:
        words = words[ends[-1] :] if before else words[: ends[0]]
    while words and words[0].lower().strip(".,") in _NO_NAMES:
        words = words[1:]
    name = " ".join(words).rstrip(".,")
    return Speaker(name) if words and Speaker(name).keys else None


def _ends(word: str) -> bool:
    return word.endswith(".") and len(word) > 3 and word.lower().rstrip(".") not in _TITLES


@lru_cache(maxsize=8)
def _turns(text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Where the turns of a transcript begin, and whose they are; nothing where it is none."""
    found = [(one.start(), one["name"]) for one in _LABEL.finditer(text)]
    found = [(at, name) for at, name in found if name.split()[0].lower().strip(".,") not in _NO_NAMES]
    counts = Counter(name for _, name in found)
    if sum(count > 1 for count in counts.values()) < 2:
        return (), ()
    kept = [(at, name) for at, name in found if counts[name] > 1 or len(name.split()) > 1]
    return tuple(at for at, _ in kept), tuple(name for _, name in kept)
