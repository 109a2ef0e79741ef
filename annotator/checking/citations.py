"""Citations of law in running text: statutes, regulations, acts, public laws, cases, dockets. Pure functions.

American forms, and the European and German ones that are written alike everywhere. What is read is the canonical form,
so that "5 U. S. Code Sec. 552a (b)(3)" and "section 552a(b)(3) of title 5" are one. Offsets are code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from annotator.checking.citations_cases import Case, cases
from annotator.checking.citations_names import act_key, before_act, code_of_act

_S = r"[\s\u00a0\u202f\u2009]"
_SIGN = rf"(?:\u00a7+|[Ss]ec(?:tion|t?\.)?s?|[Ss]s?\.)?{_S}*"
_PARTS = r"(?P<parts>(?:[\s\u00a0\u202f]?\((?:[0-9]{1,3}|[ivxlcIVXLC]{1,6}|[A-Za-z]{1,2})\))*)"
_SECTION = r"(?P<section>\d{1,5}[A-Za-z]{0,3}(?:[-\u2010\u2011]\d{1,3}[a-z]?)?)(?![\w:]|\.\d)"
_TO_SECTION = rf"{_S}*{_SIGN}{_SECTION}{_PARTS}"
_USC = rf"(?:U\.?{_S}?S\.?{_S}?C\.?(?:{_S}?A\.?|{_S}?S\.)?|U\.?{_S}?S\.?{_S}Code|United States Code)"
_CFR = rf"(?:C\.?{_S}?F\.?{_S}?R\.?|Code of Federal Regulations)"
_STATUTE = re.compile(rf"\b(?:[Tt]itle{_S}+)?(?P<title>\d{{1,2}}){_S}*(?:of the{_S}+)?,?{_S}*{_USC},?{_TO_SECTION}")
_TITLE_FIRST = re.compile(
    rf"\b[Tt]itle{_S}+(?P<title>\d{{1,2}}),?{_S}+(?:{_USC},?{_S}+)?[Ss]ec(?:tion|\.){_S}+{_SECTION}{_PARTS}"
)
_OF_TITLE = re.compile(
    rf"\b[Ss]ec(?:tion|\.)s?{_S}+{_SECTION}{_PARTS}{_S}+of{_S}+[Tt]itle{_S}+(?P<title>\d{{1,2}})\b"
    rf"(?!,?{_S}+Code of Federal)(?:,?{_S}+(?:of the{_S}+)?{_USC})?"
)
_REGULATION = re.compile(
    rf"\b(?P<title>\d{{1,2}}){_S}*{_CFR},?{_S}*(?:\u00a7+|[Ss]ec(?:tion|\.)s?|[Pp]arts?|pt\.)?{_S}*"
    rf"(?P<section>\d{{1,5}}(?:\.\d{{1,5}}[a-z]?(?:-\d{{1,3}}[A-Z]?)?)?)(?!\w){_PARTS}"
)
_REGISTER = re.compile(
    rf"\b(?P<volume>\d{{1,3}}){_S}*(?:Fed\.{_S}?Reg\.|F\.?R\.?|Federal Register){_S}*"
    r"(?P<page>\d{1,3},\d{3}|\d{3,6})\b"
)
_PUBLIC_LAW = re.compile(
    rf"\b(?:Pub(?:lic|\.)?{_S}?L(?:aw|\.)?|P\.{_S}?L\.)(?:{_S}?(?:No|Nr)\.)?{_S}*(?P<number>\d{{2,3}}[-\u2010-\u2013]\d{{1,4}})\b"
)
_ACT_NAME = (
    r"(?P<act>(?:(?:[A-Z][\w'\u2019-]+)(?:,?\s+(?:(?:of|and|for|to|the|in|on|from|against|or)\s+){0,2}(?=[A-Z]))){1,9}?"
    r"(?:Act|Amendments|(?<=Revenue\s)Code|(?<=Penal\s)Code|(?<=Civil\s)Code|(?<=Commercial\s)Code|(?<=Criminal\s)Code)\b)(?:\s+of\s+(?P<year>1[789]\d\d|20\d\d)\b)?"
)
_ACT = re.compile(rf"\b(?:the\s+)?{_ACT_NAME}")
_OF_ACT = re.compile(rf"\b[Ss]ec(?:tion|\.)s?{_S}+{_SECTION}{_PARTS}{_S}+of{_S}+(?:the{_S}+)?{_ACT_NAME}")
_DOCKET = re.compile(
    r"\b(?P<federal>\d{1,2}:\d{2}-(?:cv|cr|mc|mj|bk|ap|md|po|sw|gj|misc)-\d{3,6})(?:-[A-Z]{1,4}(?:-[A-Z]{1,4})*)?\b"
    r"|\b(?:Nos?\.|Docket|Case)\s+(?:No\.\s+)?(?P<supreme>\d{2}(?:-\d{1,5}|A\d{1,4}))\b(?!-)"
)
_ORDER = re.compile(r"\b(?:Executive|Exec\.)\s+Order\s+(?:No\.\s+)?(?P<number>1[0-9],?\d{3}|[4-9]\d{3})\b")
_EUROPEAN = re.compile(
    r"\b(?P<kind>Regulation|Directive|Verordnung|Richtlinie)\s+(?:\((?:EU|EC|EEC|EG|EWG)\)\s+)?(?:No\.?\s+|Nr\.\s+)?"
    r"(?P<number>\d{2,4}/\d{1,4})(?:/(?:EU|EC|EEC|EG|EWG))?\b"
)
_GERMAN = re.compile(
    rf"(?:(?:\u00a7+|Art(?:ikel|icle|\.)){_S}*)(?P<section>\d{{1,4}}[a-z]?)"
    rf"(?P<parts>(?:{_S}+(?:Abs(?:atz|\.)|S(?:atz|\.)|Nr\.){_S}*\d{{1,3}}[a-z]?){{0,3}}(?:\(\w{{1,3}}\)){{0,3}})"
    rf"(?:{_S}+(?:of{_S}+)?(?:the{_S}+)?)?"
    rf"(?<={_S})(?P<law>[A-Z][A-Za-z\u00c4\u00d6\u00dc\u00e4\u00f6\u00fc]{{0,11}}[A-Z](?:{_S}[IVX]{{1,4}})?)\b"
)
_INNER = re.compile(r"\(([^)]+)\)")


class CitationKind(StrEnum):
    """What is cited."""

    STATUTE = "statute"
    REGULATION = "regulation"
    REGISTER = "register"
    PUBLIC_LAW = "public-law"
    ACT = "act"
    CASE = "case"
    DOCKET = "docket"


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation. `law` and `section` are canonical: "5 U.S.C." and "552a", "act" and the key of its name.

    `parts` are ("b", "3"); `year` is empty where none is given; `case` is set for cases only.
    """

    start: int
    end: int
    kind: CitationKind
    law: str
    section: str = ""
    parts: tuple[str, ...] = ()
    year: str = ""
    case: Case | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What is cited, without its parts."""
        return self.law, self.section


def citations(text: str) -> list[Citation]:
    """All citations of a text, in order; of overlapping ones the longer."""
    kept: list[Citation] = []
    for one in sorted(_all(text), key=lambda one: (one.start, -one.end)):
        if kept and one.start < kept[-1].end:
            if one.end - one.start > kept[-1].end - kept[-1].start:
                kept[-1] = one
        else:
            kept.append(one)
    return kept


def _all(text: str) -> Iterator[Citation]:
    yield from statutes(text)
    yield from _others(text)
    for found in _OF_ACT.finditer(text):
        act, year = act_key(found["act"]), found["year"] or ""
        section, parts = _bare(found["section"]), _parts(found["parts"])
        code = code_of_act(act, section)
        if code is not None:
            yield Citation(*found.span(), CitationKind.STATUTE, *code, parts, year)
        else:
            yield Citation(*found.span(), CitationKind.ACT, act, section, parts, year)
    for found in _ACT.finditer(text):
        name = act_key(found["act"])
        if len(name.split()) > 1:
            start = found.start("act") + before_act(found["act"])
            yield Citation(start, found.end(), CitationKind.ACT, name, year=found["year"] or "")
    for case in cases(text):
        yield Citation(case.start, case.end, CitationKind.CASE, "case", case.key, year=case.year, case=case)
    yield from _german(text)


def statutes(text: str) -> Iterator[Citation]:
    """Citations of the United States Code and the Code of Federal Regulations."""
    for pattern in (_STATUTE, _TITLE_FIRST, _OF_TITLE):
        for found in pattern.finditer(text):
            law = f"{int(found['title'])} U.S.C."
            section, parts = _bare(found["section"]), _parts(found["parts"])
            yield Citation(*found.span(), CitationKind.STATUTE, law, section, parts)
    for found in _REGULATION.finditer(text):
        law = f"{int(found['title'])} C.F.R."
        yield Citation(*found.span(), CitationKind.REGULATION, law, _bare(found["section"]), _parts(found["parts"]))


def _others(text: str) -> Iterator[Citation]:
    for found in _REGISTER.finditer(text):
        page = found["page"].replace(",", "")
        yield Citation(*found.span(), CitationKind.REGISTER, f"{found['volume']} Fed. Reg.", page)
    for found in _PUBLIC_LAW.finditer(text):
        number = re.sub("[\u2010-\u2013]", "-", found["number"])
        yield Citation(*found.span(), CitationKind.PUBLIC_LAW, "Pub. L.", number)
    yield from dockets(text)
    for found in _ORDER.finditer(text):
        yield Citation(*found.span(), CitationKind.REGISTER, "Exec. Order", found["number"].replace(",", ""))
    for found in _EUROPEAN.finditer(text):
        kind = {"Verordnung": "Regulation", "Richtlinie": "Directive"}.get(found["kind"], found["kind"])
        yield Citation(*found.span(), CitationKind.REGULATION, f"EU {kind}", found["number"])


def dockets(text: str) -> Iterator[Citation]:
    """Numbers of cases in federal courts: "1:25-cv-00596", "No. 11-210"."""
    for found in _DOCKET.finditer(text):
        number = found["federal"] or found["supreme"]
        yield Citation(*found.span(), CitationKind.DOCKET, "No.", docket_key(number))


def _german(text: str) -> Iterator[Citation]:
    for found in _GERMAN.finditer(text):
        law = " ".join(found["law"].split())
        if law in ("CFR", "USC", "US", "C", "U") or len(law) < 2:
            continue
        parts = tuple(" ".join(part.split()) for part in re.findall(r"(?:Abs|S|Nr)\w*\.?\s*\d+\w?", found["parts"]))
        parts += _parts(found["parts"])
        yield Citation(*found.span(), CitationKind.STATUTE, law, found["section"].lower(), parts)


def docket_key(number: str) -> str:
    """A docket number as it is compared: without leading zeros of its last part."""
    head, _, last = number.rpartition("-")
    return f"{head}-{last.lstrip('0')}" if head and last.isdigit() else number


def _bare(section: str) -> str:
    return re.sub("[\u2010\u2011]", "-", section)


def _parts(parts: str | None) -> tuple[str, ...]:
    return tuple(_INNER.findall(parts or ""))
