"""Cases in running text: their parties, reporters, years and courts. Offsets are code points."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_V = re.compile(r"(?<=\S)[\s\u00a0]+(?:v\.?|vs\.?|versus)[\s\u00a0]+(?=[\"\u201c(]?[A-Z\u00c0-\u00de])")
_JOINERS = re.compile(r"of|the|and|&|for|de|la|du|des|van|von|der|del|ex|rel\.?|in|on|et|al\.?|y|e|to")
_ABBREVIATED = re.compile(
    r"(?:[A-Z]\.)+|(?:Inc|Co|Corp|Ltd|LLC|L\.L\.C|Bros|Assn?|Ass'n|Dep't|Dept|Gov't|Comm'n|Comm'r|Int'l|Nat'l|Univ|Bd|Cnty|"
    r"Cty|Dist|Hosp|Ins|Mfg|R\.R|Ry|St|Ste|Mt|Ft|Jr|Sr|Dr|Mr|Mrs|Ms|Sch|Educ|Elec|Transp|Sec|Servs?|Sys|Tel|Indus|Fed|"
    r"Found|Ctr|Am|Cal|Fla|Ill|Mass|Mich|Minn|Pa|Tex|Va|Wash|Wis|Ark|Ariz|Colo|Conn|Del|Ga|Ind|Kan|Ky|La|Md|Mo|Mont|"
    r"Neb|Nev|Okla|Or|Tenn|Vt|Wyo|N\.Y|N\.J|N\.C|N\.D|S\.C|S\.D|D\.C|U\.S|et al|ex rel)\.",
)
_NOT_PARTY = re.compile(
    r"(?:In|See|Under|But|And|As|Citing|After|Since|Also|Cf\.?|E\.g\.,?|The|When|Before|With|From|On|At|By|To|For|Court|"
    r"Case|Cases|Like|Unlike|Though|Although|While|Because|That|Both|Compare|Accord|Justice|Judge|Decision|Holding|Re|"
    r"Plaintiffs?|Defendants?|Id\.|Quoting|Nor|Or|So|Then|Thus|If|No\.|Of|Opinion|Ruling|Landmark|Argument|Announcement)"
)
_NOT_RIGHT = frozenset(("Docket", "No", "Nos", "Case", "Argued", "Decided", "Certiorari", "Citation", "Appeal", "On"))
"""Words on the line after a case's name."""
_REPORTER = (
    r"(?:U\.\s?S\.|US|S\.\s?Ct\.|S\sCt|F2d|F3d|F4th|L\.\s?Ed\.(?:\s?2d)?|F\.\s?(?:2d|3d|4th)|F\.(?=\s\d)|F\.\s?Supp\.(?:\s?[23]d)?|F\.R\.D\.|"
    r"F\.\s?App[\u2019'`]?x\.?|B\.R\.|Fed\.\s?Cl\.|A\.(?:2d|3d)|P\.(?:2d|3d)|N\.E\.(?:2d|3d)?|N\.W\.(?:2d)?|"
    r"S\.E\.(?:2d)?|S\.W\.(?:2d|3d)?|So\.(?:\s?[23]d)?|N\.Y\.S?\.?(?:2d|3d)?|Cal\.(?:\s?Rptr\.)?(?:\s?[2345](?:d|th))?|WL|"
    r"U\.S\.\s?App\.\s?D\.C\.)"
)
_CITE = re.compile(
    rf"\b(?P<volume>\d{{1,4}})[\s\u00a0]+(?P<reporter>{_REPORTER})[\s\u00a0]+(?P<page>\d{{1,7}}|_{{2,}})"
)
_DOTTED = {"US": "U.S.", "SCt": "S.Ct.", "F2d": "F.2d", "F3d": "F.3d", "F4th": "F.4th"}
_PIN = r"(?:,[\s\u00a0]*(?:at[\s\u00a0]+)?\d{1,5}(?:[-\u2010-\u2013]\d{1,5})?(?:[\s\u00a0]*n\.?[\s\u00a0]?\d+)?)*"
_CLOSES = r"[*_\"\u201d\u2019]{0,3},?[\s\u00a0]*"
_AFTER_NAME = re.compile(rf"{_CLOSES}(?=\d{{1,4}}[\s\u00a0]+{_REPORTER}[\s\u00a0]+[\d_])")
_PIN_AND_MORE = re.compile(rf"{_PIN}(?=,[\s\u00a0]*\d{{1,4}}[\s\u00a0]+{_REPORTER}[\s\u00a0]+[\d_])")
_PAREN = re.compile(
    rf"{_PIN}{_CLOSES}\((?P<court>[^()\d]{{0,40}}?(?:\d(?:st|nd|rd|d|th)[^()\d]{{0,20}})?"
    r"(?:[A-Z][a-z]{2,8}\.?\s\d{1,2},\s)?)(?P<year>1[6789]\d\d|20\d\d)\)"
)
_DECISION = r"(?:decision|case|ruling|opinion|judgment|judgement|holding|precedent|verdict|landmark)"
_YEAR_BEFORE = re.compile(
    r"\b(?P<year>1[789]\d\d|20\d\d)[\s\u00a0]+"
    rf"(?:(?P<court>(?:[\w.'\u2019-]+[\s\u00a0]+){{0,6}}?){_DECISION}\b[^.;\d]{{0,30}})?[*_\"\u201c]{{0,3}}$"
)
_YEAR_AFTER = re.compile(
    r"[*_\"\u201d\u2019]{0,3},?[\s\u00a0]+(?P<said>(?:(?:which[\s\u00a0]+)?was[\s\u00a0]+)?"
    r"(?:decided|handed[\s\u00a0]down|issued)[\s\u00a0]+)?in[\s\u00a0]+"
    r"(?:[A-Z][a-z]{2,8}[\s\u00a0]+)?(?P<year>1[789]\d\d|20\d\d)\b"
)
_DECIDED = re.compile(r"\b(?:decided|issued|handed[\s\u00a0]down|ruled[\s\u00a0]in)\b[^.;\d]{0,25}$")
_CITES = 8
_COURTS = re.compile(r"((?:U\.S\.\s+)?Supreme\s+Court|(?:[A-Z][a-z]+|D\.C\.)\s+Circuit)['\u2019]s\s+$")
_PARTY_BEFORE = re.compile(r"\bvs?\.?[\s\u00a0]+(?:[A-Z][\w.'\u2019&-]*[\s\u00a0]+){1,5}$")
_AND_ANOTHER = re.compile(r"and[\s\u00a0]+(?:[A-Z][\w.'\u2019&-]*[\s\u00a0]+){1,5}vs?\.?[\s\u00a0]")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")
_US = re.compile(r"\b(?:u\.?\s?s\.?|united states(?: of america)?)(?!\w)")
_EMPTY = re.compile(
    r"&|\b(?:inc|corp|corporation|co|company|llc|l l c|ltd|lp|plc|the|et al|ex rel|jr|sr|and|of|dept|department|"
    r"commissioner|secretary)\b"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it is cited. `cites` are canonical ("567 U.S. 709"); `year` and `court` empty where not given."""

    start: int
    end: int
    name: str
    cites: tuple[str, ...] = ()
    year: str = ""
    court: str = ""

    @property
    def key(self) -> str:
        """The parties as they are compared."""
        return case_key(self.name)


def cases(text: str) -> Iterator[Case]:
    """The cases that a text names, each with the reporters, year and court beside it; reporters alone, too."""
    taken: list[int] = []
    ends: list[int] = []
    for versus in _V.finditer(text):
        start, end = _left(text, versus.start()), _right(text, versus.end())
        if start is None or end is None:
            continue
        one = _with_cites(text, start, end)
        taken.append(one.start)
        ends.append(max(one.end, ends[-1] if ends else 0))
        yield one
    for found in _CITE.finditer(text):
        before = bisect_right(taken, found.start())
        if found["reporter"] != "F." and (not before or ends[before - 1] <= found.start()):
            yield _with_cites(text, found.start(), found.start())


@lru_cache(maxsize=4096)
def case_key(name: str) -> str:
    """The parties of a case, small letters, without forms of companies: "United States v Alvarez"."""
    words = re.sub(r"[\s\u00a0]+(?:v\.?|vs\.?|versus)[\s\u00a0]+", " | ", name)
    words = _US.sub("united states", words.lower())
    words = re.sub(r"[^\w|&]+", " ", re.sub(r"['\u2019]", "", words))
    sides = [" ".join(_EMPTY.sub(" ", side).split()) for side in words.split("|")]
    return " v ".join(sides) if all(sides) else ""


def like_cases(one: str, other: str) -> bool:
    """Whether two keys are of one case, one perhaps short: "smith v jones" and "john smith v jones"."""
    mine, theirs = one.split(" v "), other.split(" v ")
    if len(mine) != 2 or len(theirs) != 2:
        return False
    return all(_side(a, b) for a, b in zip(mine, theirs, strict=True))


def _side(one: str, other: str) -> bool:
    mine, theirs = one.split(), other.split()
    short, long = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
    return bool(short) and (short == long[-len(short) :] or short == long[: len(short)])


def court_key(court: str) -> str:
    """A court as it is compared: "9th Cir." and "Ninth Circuit" are one."""
    words = " ".join(court.lower().split()).replace("u.s. ", "").strip(" ,.")
    found = re.search(r"\b(\d{1,2})(?:st|nd|rd|d|th) cir", words)
    if found and 1 <= int(found[1]) <= len(_ORDINALS):
        return f"{_ORDINALS[int(found[1]) - 1]} circuit"
    for ordinal in (*_ORDINALS, "d.c.", "federal"):
        if f"{ordinal} circuit" in words or f"{ordinal} cir" in words:
            return f"{ordinal} circuit"
    if words.startswith("fed. cir"):
        return "federal circuit"
    return "supreme court" if words == "supreme court" else ""


def _with_cites(text: str, start: int, end: int) -> Case:
    name = " ".join(text[start:end].split())
    cites: list[str] = []
    at, court, year = end, "", ""
    while len(cites) < _CITES:
        ahead = _AFTER_NAME.match(text, at) if at > start or name else re.compile("").match(text, at)
        found = _CITE.match(text, ahead.end()) if ahead else None
        if found is None:
            break
        cites.append(cite_key(found["volume"], found["reporter"], found["page"]))
        at = found.end()
        pin = _PIN_AND_MORE.match(text, at)
        at = pin.end() if pin else at
    paren = _PAREN.match(text, at)
    if paren is not None:
        return Case(start, paren.end(), name, tuple(cites), paren["year"], court_key(paren["court"]) or _of(cites))
    after = _YEAR_AFTER.match(text, at)
    before = _YEAR_BEFORE.search(text[max(0, start - 120) : start])
    if after is not None and not after["said"] and not _DECIDED.search(text[max(0, start - 60) : start]):
        after = None  # "overruled Roe v. Wade in 2022": the year of something else
    told = before or after
    if told is not None:
        year = told["year"]
    if before is not None:
        ahead_of_year = text[max(0, start - 200) : max(0, start - 120) + before.start()]
        named = _COURTS.search(ahead_of_year)
        court = court_key(before["court"] or "") or (court_key(named[1]) if named else "")
    return Case(start, at, name, tuple(cites), year, court or _of(cites))


def _of(cites: list[str]) -> str:
    return "supreme court" if any(re.search(r"\d (?:U\.S\.|S\.Ct\.) ", cite) for cite in cites) else ""


def cite_key(volume: str, reporter: str, page: str) -> str:
    """A reporter citation in one form: "567 U.S. 709"."""
    plain = "".join(reporter.split())
    return f"{int(volume)} {_DOTTED.get(plain, plain)} {page}"


def _left(text: str, at: int) -> int | None:
    """Where the first party begins: capitalised words and what joins them, back from the "v."."""
    begins, start = at, None
    for token in reversed(list(re.finditer(r"[^\s\u00a0]+", text[max(0, at - 120) : at]))):
        word, offset = token[0], token.start() + max(0, at - 120)
        gap = text[offset + len(word) : begins]
        if start is not None and ("\n\n" in gap or len(gap) > 4):
            break
        bare = word.strip("*_\"\u201c\u2018'([")
        stops = start is not None and bare[-1:] in ",;:)" and not re.search(r",$", bare)
        if stops or (start is not None and bare.endswith(".") and not _ABBREVIATED.fullmatch(bare)):
            break
        if (
            start is not None
            and bare.endswith(",")
            and not re.match(r"(?:Inc|LLC|Ltd|Corp|Jr|L\.L\.C)", text[begins : begins + 8])
        ):
            break
        plain = bare.rstrip(",.")
        if plain == "and" and _PARTY_BEFORE.search(text[max(0, offset - 80) : offset]):
            break
        if _NOT_PARTY.fullmatch(plain) or _NOT_PARTY.fullmatch(bare):
            break
        if not (bare[:1].isupper() or bare[:1] == "&" or (_JOINERS.fullmatch(plain.lower()) and start is not None)):
            break
        begins = offset + (len(word) - len(word.lstrip("*_\"\u201c\u2018'([")))
        if bare[:1].isupper():
            start = begins
        if begins > offset:
            break
    return start


def _right(text: str, at: int) -> int | None:
    """Where the second party ends."""
    end: int | None = None
    for token in re.finditer(r"[^\s\u00a0]+", text[at : at + 120]):
        word = token[0]
        offset = at + token.start()
        if end is not None and "\n\n" in text[end:offset]:
            break
        lead = len(word) - len(word.lstrip('"\u201c('))
        bare = word[lead:]
        core = re.sub(r"['\u2019]s$", "", bare.rstrip("*_,;:.)\"\u201d\u2019'!?"))
        if (core in _NOT_RIGHT and end is not None) or _AND_ANOTHER.match(text, offset):
            break
        if not core or not (core[0].isupper() or core in ("&", "ex", "et") or _JOINERS.fullmatch(core.lower())):
            break
        closes = bare[len(core) :]
        if core[0].isupper():
            end = offset + lead + len(core)
            if closes[:1] == "." and _ABBREVIATED.fullmatch(core + "."):
                end += 1
                closes = closes[1:]
        elif end is None:
            break
        elif core.lower() in ("rel", "al") and closes[:1] == ".":
            closes = closes[1:]
        if closes and not (
            closes == "," and re.match(r"[\s\u00a0]+(?:Inc|LLC|L\.L\.C|Ltd|Corp|Co)\b", text[offset + len(word) :])
        ):
            break
        if word.startswith("(") and end:
            break
    return end
