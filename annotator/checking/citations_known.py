"""Citations held against documents: which is there, which is only mentioned, and which is there otherwise.

Offsets are code points of a document's flow (`checking.flow`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice

from rapidfuzz.distance import Levenshtein

from annotator.checking.citations import Citation, CitationKind, citations, dockets
from annotator.checking.citations_cases import Case, cases, like_cases
from annotator.checking.citations_names import ACT_SECTIONS, SEVERAL_YEARS

_FIRST = 2500
"""Code points of a document in which it says what it is."""
_TITLE = 600
_AROUND = 260
_MOST = 60
"""Places in one document that are looked at for one citation."""
_YEAR = re.compile(r"\b(?:1[789]\d\d|20\d\d)\b")
_DECIDED = re.compile(r"\b(?:Decided|decided|Filed|Dated|DECIDED|FILED)\b[^\n]{0,40}?\b(?P<year>1[789]\d\d|20\d\d)\b")
_NAMED = re.compile(
    r"(?<!\d)(?P<title>\d{1,2})[-_ .]?u\.?s\.?c(?:ode)?[-_ .\u00a7]+"
    r"(?P<section>\d{1,5}[a-z]{0,2}(?:-\d{1,3})?)(?![a-z0-9])",
    re.IGNORECASE,
)


class Match(StrEnum):
    """How a citation stands to the documents."""

    THERE = "there"
    """A document is its text, or the act or case is named in one."""
    MENTIONED = "mentioned"
    """A document cites it, and none is its text."""
    OTHER_YEAR = "other-year"
    OTHER_NUMBER = "other-number"
    OTHER_COURT = "other-court"
    NO_PART = "no-part"
    """A document is its text and has no such subsection."""
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Matched:
    """The outcome: in which document (its key) and where it was found, and what stands there instead.

    `doubtful` says that both may be right, as where acts of several years have one name.
    """

    match: Match
    key: str = ""
    start: int = 0
    end: int = 0
    theirs: str = ""
    doubtful: bool = False


@dataclass(frozen=True)
class Held:
    """A document as citations are sought in it: its flow's text, and what it is called. `date` in ISO 8601 or empty."""

    text: str
    names: tuple[str, ...] = ()
    date: str = ""

    @cached_property
    def first(self) -> str:
        """Its first words, and its names."""
        return self.text[:_FIRST]

    @cached_property
    def _low(self) -> str:
        return self.text.lower()

    def count(self, word: str) -> int:
        """How often a word (in small letters) stands in it, or how often as part of others."""
        return self._low.count(word)

    def mentions(self, anchor: str) -> Iterator[tuple[int, Citation]]:
        """The citations around each place of a word, with what is to be added to their offsets."""
        low, seen = self._low, set()
        text = self.text if len(low) == len(self.text) else low
        words = re.compile(r"\s+".join(re.escape(word) for word in anchor.lower().split()))
        for found in islice(words.finditer(low), _MOST):
            at = found.start()
            start = max(0, at - _AROUND)
            window = text[start : at + _AROUND]
            for one in citations(window):
                cut = (one.start == 0 and start > 0) or (one.end == len(window) and start + one.end < len(text))
                if one.start <= at - start < one.end and not cut and start + one.start not in seen:
                    seen.add(start + one.start)
                    yield start, one

    def heading(self, citation: Citation) -> int | None:
        """Where the text of a section begins, if this document is that law; None where it is not."""
        named = any(
            (f"{int(one['title'])} U.S.C.", one["section"].lower()) == citation.key
            for name in self.names
            for one in _NAMED.finditer(name)
        )
        if not named and (self._low.find(citation.section.lower()) < 0 or not self._is_of(citation.law)):
            return None
        section = re.escape(citation.section).replace("\\-", "[-\u2010-\u2013]")
        heading = re.compile(
            rf"^[#\s*\[]{{0,8}}(?:(?:\u00a7+|Sec(?:tion|\.)|Art(?:icle|ikel|\.))[\s\u00a0]*){section}(?![\w-]|\.\d)",
            re.MULTILINE | re.IGNORECASE,
        )
        found = heading.search(self.text)
        return found.start() if found else 0 if named else None

    def _is_of(self, law: str) -> bool:
        """Whether the document says that it is of a law: a title of the Code, or a German short name."""
        told = " ".join((*self.names, self.first))
        found = re.fullmatch(r"(\d{1,2}) (U\.S\.C\.|C\.F\.R\.)", law)
        if found is None:
            return re.search(rf"(?<!\w){re.escape(law)}(?!\w)", told) is not None
        short = r"U\.?\s?S\.?\s?C|United States Code" if found[2][0] == "U" else r"C\.?\s?F\.?\s?R|Code of Federal"
        return re.search(rf"\b(?:title\s+{found[1]}\b|{found[1]}\s*(?:{short}))", told, re.IGNORECASE) is not None


def matched(citation: Citation, documents: Mapping[str, Held]) -> Matched:
    """How a citation stands to some documents."""
    if citation.kind is CitationKind.CASE:
        return _case(citation, documents)
    if citation.kind is CitationKind.DOCKET:
        return _docket(citation, documents)
    if citation.kind is CitationKind.ACT:
        return _act(citation, documents)
    for key, held in documents.items():
        if citation.kind in (CitationKind.STATUTE, CitationKind.REGULATION):
            at = held.heading(citation)
            if at is not None:
                return Matched(Match.THERE, key, at, at)
    mentioned = None
    for key, held in documents.items():
        for shift, one in held.mentions(_anchor(citation)):
            if one.key == citation.key:
                own = shift + one.start < _FIRST and citation.kind is not CitationKind.STATUTE
                found = Matched(Match.THERE if own else Match.MENTIONED, key, shift + one.start, shift + one.end)
                if own:
                    return found
                mentioned = mentioned or found
                break
    return mentioned or Matched(Match.ABSENT)


def _anchor(citation: Citation) -> str:
    if citation.kind is CitationKind.REGISTER and len(citation.section) > 3:
        return f"{citation.section[:-3]},{citation.section[-3:]}"
    return citation.section


def _act(citation: Citation, documents: Mapping[str, Held]) -> Matched:
    years: Counter[str] = Counter()
    named: dict[str, Matched] = {}
    for key, held in documents.items():
        for shift, one in held.mentions(citation.law):
            if one.kind is CitationKind.ACT and one.law == citation.law:
                years[one.year] += 1
                named.setdefault(one.year, Matched(Match.THERE, key, shift + one.start, shift + one.end, one.year))
    del years[""]
    if citation.year and years and citation.year not in years:
        several = SEVERAL_YEARS.fullmatch(citation.law) is not None
        found = named[years.most_common(1)[0][0]]
        return Matched(Match.OTHER_YEAR, found.key, found.start, found.end, found.theirs, several)
    if named:
        return named.get(citation.year) or next(iter(named.values()))
    for law, section in ACT_SECTIONS.get(citation.law, ()):
        for key, held in documents.items():
            at = held.heading(Citation(0, 0, CitationKind.STATUTE, law, section))
            if at is not None:
                return Matched(Match.THERE, key, at, at)
    return Matched(Match.ABSENT)


def _docket(citation: Citation, documents: Mapping[str, Held]) -> Matched:
    near: list[tuple[int, Matched]] = []
    for key, held in documents.items():
        for one in dockets(held.text):
            if one.section == citation.section:
                return Matched(Match.THERE, key, one.start, one.end)
            far = Levenshtein.distance(one.section, citation.section)
            if far == 1 or (far == 2 and sorted(one.section) == sorted(citation.section)):
                near.append((far, Matched(Match.OTHER_NUMBER, key, one.start, one.end, one.section, doubtful=True)))
    return min(near, key=lambda one: one[0])[1] if near else Matched(Match.ABSENT)


@dataclass(frozen=True, slots=True)
class _Named:
    """A case where a document names it."""

    key: str
    start: int
    end: int
    case: Case
    own: bool
    """Whether the document itself is of that case."""


def _case(citation: Citation, documents: Mapping[str, Held]) -> Matched:
    case = citation.case
    if case is None:
        return Matched(Match.ABSENT)
    named = [one for key, held in documents.items() for one in _named(case, key, held)]
    if not named:
        return _by_cite(case, documents)
    own = {one.key for one in named if one.own}
    named += [one for key in documents for one in _titled(key, documents[key]) if key in own]
    same_court = [one for one in named if case.court and one.case.court == case.court]
    there = next((one for one in named if one.own), named[0])
    number = _other_number(case, named)
    if number is not None:
        return number
    year = _other_year(case, same_court or named, documents)
    if year is not None:
        return year
    courts = {one.case.court for one in named if one.case.court}
    if case.court and courts and case.court not in courts:
        other = next(one for one in named if one.case.court)
        return Matched(Match.OTHER_COURT, other.key, other.start, other.end, other.case.court)
    return Matched(Match.THERE, there.key, there.start, there.end)


def _named(case: Case, key: str, held: Held) -> Iterator[_Named]:
    sides = case.key.split(" v ")
    if len(sides) != 2:
        for cite in case.cites:
            for shift, one in held.mentions(cite.rsplit(" ", 1)[-1]):
                if one.case is not None and cite in one.case.cites:
                    yield _Named(key, shift + one.start, shift + one.end, one.case, shift + one.start < _FIRST)
        return
    word = min((side.split()[-1] for side in sides), key=lambda one: (held.count(one), one))
    for shift, one in held.mentions(word):
        if one.case is not None and like_cases(case.key, one.case.key):
            yield _Named(key, shift + one.start, shift + one.end, one.case, shift + one.start < _FIRST)


def _titled(key: str, held: Held) -> Iterator[_Named]:
    """Reporters that a document gives of itself, apart from its parties: "Citation: 567 U.S. 709 (2012)"."""
    for case in cases(held.first[:_TITLE]):
        if not case.name:
            yield _Named(key, case.start, case.end, case, own=True)


def _by_cite(case: Case, documents: Mapping[str, Held]) -> Matched:
    """A case whose parties no document names: perhaps its reporter citation is another's there."""
    for cite in case.cites:
        for key, held in documents.items():
            for shift, one in held.mentions(cite.rsplit(" ", 1)[-1]):
                if one.case is None or cite not in one.case.cites or not case.name:
                    continue
                own = (other.name for other in cases(held.first[:_TITLE]) if other.name)
                name = one.case.name or (next(own, "") if shift + one.start < _TITLE else "")
                if name:
                    return Matched(Match.OTHER_NUMBER, key, shift + one.start, shift + one.end, name)
    return Matched(Match.ABSENT)


def _other_number(case: Case, named: list[_Named]) -> Matched | None:
    """The citation that documents give instead, in the same reporter."""
    known = {cite: one for one in named for cite in one.case.cites}
    for cite in case.cites:
        reporter = cite.split(" ")[1]
        like = [other for other in known if other.split(" ")[1] == reporter]
        if like and cite not in known:
            one = known[like[0]]
            return Matched(Match.OTHER_NUMBER, one.key, one.start, one.end, like[0], doubtful=len(like) > 1)
    return None


def _other_year(case: Case, named: list[_Named], documents: Mapping[str, Held]) -> Matched | None:
    """The year that documents give instead; beside the name, or where they say what they are."""
    if not case.year:
        return None
    beside: Counter[str] = Counter(one.case.year for one in named if one.case.year)
    own = {one.key: one for one in named if one.own}
    told = {found["year"] for key in own for found in _DECIDED.finditer(documents[key].first)}
    loose = {year for key in own for year in _YEAR.findall(documents[key].first)}
    dates = {documents[key].date[:4] for key in own if documents[key].date}
    if case.year in {*beside, *told, *dates} or not {*beside, *told, *loose, *dates}:
        return None
    if beside:
        year = beside.most_common(1)[0][0]
        one = next(one for one in named if one.case.year == year)
        return Matched(Match.OTHER_YEAR, one.key, one.start, one.end, year, case.year in loose)
    if case.year in loose:
        return None
    year = max({*told} or {*dates} or loose)
    one = next(iter(own.values()))
    return Matched(Match.OTHER_YEAR, one.key, one.start, one.end, year, not told)
