"""Provisions of American law: sections of codes and acts, their nested parts, the notes that follow them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.anchoring.numbering import Enumerator, certain_paths, enumerators, left_out, readings, refers, runs_on
from annotator.anchoring.provision_lines import Held, Line
from annotator.anchoring.sentences import sentences

_NUMBER = r"\d+[A-Za-z]{0,3}(?:[-\u2010-\u2014]\d+[A-Za-z]{0,2}(?:[-\u2010-\u2014]\d+)?)?(?:\.\d+[A-Za-z]?)*"
_HEADING = re.compile(rf"\[?(\u00a7|Sec\.|SEC\.|SECTION|Section)\s*({_NUMBER})(\.?)(?:\s+(\S.*)|\]?$)")
_SEVERAL = re.compile(rf"\[?\u00a7\u00a7\s*{_NUMBER}")
_BARE = re.compile(r"(\d+[A-Z]?[-\u2010-\u2014]\d+[A-Z]?(?:\.\d+[a-z]?)?)\.?\s+[A-Z][^.;]*\.?$")
_TITLE = re.compile(r"(?:Page\s+\d+\s+)?TITLE\s+(\d+)\s*[-\u2010-\u2014.:]+\s*(\S.*)", re.IGNORECASE)
_CITED = re.compile(rf"(\d+)\s+U\.?\s?S\.?\s?C\.?A?\.?\s*(?:Code\s*)?\u00a7*\s*(?:{_NUMBER})(?:\(\w+\))*")
_RULES = re.compile(r"(?:\d+\s+)?(\d+)\s+C\.?\s?F\.?\s?R\.?\s+(?:Ch\.|Part|Subtitle|\u00a7|\d).{0,60}", re.IGNORECASE)
_DIVISION = re.compile(
    r"(?:SUB)?(?:CHAPTER|PART|TITLE|DIVISION|ARTICLE)\s+(?:[IVXLC]+|\d+[A-Z]?|[A-Z])\b(?:\s*$|\s*[-\u2010-\u2014.:])",
    re.IGNORECASE,
)
_CREDITS = re.compile(
    r"\((?:Added\s+|As added\s+)?(?:Pub\.\s*L\.|R\.S\.|[A-Z][a-z]{2,8}\.?\s+\d{1,2},\s+\d{4},?\s+ch\.)"
    r"|\[\d+\s+FR\s+\d+|-(?:SOURCE|MISC\d*|REFTEXT|COD|CHANGE|TRANS|EXEC|End|CITE|EXPCITE)-"
    r"|\(?!?\d{1,2}\)?\s+So in original|Authority:\s|Source:\s|History:\s"
)
_NOTES = re.compile(
    r"(?:Editorial|Statutory|Executive|Historical|Revision|Amendment)\s+(?:Notes|Documents|and\b.*)"
    r"|Notes|Footnotes?|Amendments?|References in Text|Codification|Prior Provisions|Effective Date.*"
    r"|(?:Historical and )?Revision Notes.*|Short Title of .*|Transfer of Functions|Construction|Regulations"
    r"|Termination of .*|Severability|Repeals?|Savings? Provisions?|Statutory Notes and Related Subsidiaries",
    re.IGNORECASE,
)
_INLINE = re.compile(r"(?:[;:]|[;,]\s*(?:and|or))\s*\(([A-Za-z]{1,5}|\d{1,3})\)\s")
_CLOSED = re.compile(r"[,;.]$|[;,]\s*(?:and|or)$")
"""How a paragraph ends after which words in lower case are a new one, and not the rest of a line."""
_LEAD_MARKS = "\"'\u201c\u2018([ "

CODE = {
    1: "GENERAL PROVISIONS", 2: "THE CONGRESS", 3: "THE PRESIDENT", 4: "FLAG AND SEAL",
    5: "GOVERNMENT ORGANIZATION", 6: "DOMESTIC SECURITY", 7: "AGRICULTURE", 8: "ALIENS AND NATIONALITY",
    9: "ARBITRATION", 10: "ARMED FORCES", 11: "BANKRUPTCY", 12: "BANKS AND BANKING", 13: "CENSUS", 14: "COAST GUARD",
    15: "COMMERCE AND TRADE", 16: "CONSERVATION", 17: "COPYRIGHTS", 18: "CRIMES AND CRIMINAL", 19: "CUSTOMS DUTIES",
    20: "EDUCATION", 21: "FOOD AND DRUGS", 22: "FOREIGN RELATIONS", 23: "HIGHWAYS", 24: "HOSPITALS AND ASYLUMS",
    25: "INDIANS", 26: "INTERNAL REVENUE CODE", 27: "INTOXICATING LIQUORS", 28: "JUDICIARY AND JUDICIAL",
    29: "LABOR", 30: "MINERAL LANDS", 31: "MONEY AND FINANCE", 32: "NATIONAL GUARD",
    33: "NAVIGATION AND NAVIGABLE", 34: "CRIME CONTROL", 35: "PATENTS", 36: "PATRIOTIC AND NATIONAL",
    37: "PAY AND ALLOWANCES", 38: "VETERANS", 39: "POSTAL SERVICE", 40: "PUBLIC BUILDINGS", 41: "PUBLIC CONTRACTS",
    42: "THE PUBLIC HEALTH", 43: "PUBLIC LANDS", 44: "PUBLIC PRINTING", 45: "RAILROADS", 46: "SHIPPING",
    47: "TELECOMMUNICATIONS", 48: "TERRITORIES AND INSULAR", 49: "TRANSPORTATION", 50: "WAR AND NATIONAL DEFENSE",
    51: "NATIONAL AND COMMERCIAL SPACE", 52: "VOTING AND ELECTIONS", 54: "NATIONAL PARK SERVICE",
}  # fmt: skip
"""How the titles of the United States Code begin; other codes have titles, too."""


@dataclass(frozen=True, slots=True)
class _Section:
    law: str
    sign: str
    number: str
    first: int
    """The heading's line."""
    last: int
    """One past the last line."""
    rest: str

    def held(self, parts: tuple[str, ...] = ()) -> Held:
        number = re.sub("[\u2010-\u2014]", "-", self.number)
        if self.law:
            return self.law, number, parts, ""
        return "", f"{'Sec.' if self.sign.upper().startswith('SEC') else chr(0xA7)} {number}", parts, ""


def american(lines: Sequence[Line]) -> Iterator[tuple[Line, int, Held | None]]:
    """From where on (a line and an offset in it) which provision holds."""
    for section in _sections(lines):
        yield lines[section.first], 0, section.held()
        body = [line for line in lines[section.first + 1 : section.last] if not line.running]
        yield from _parts(section, body)
        if section.last < len(lines):
            yield lines[section.last], 0, None


def _sections(lines: Sequence[Line]) -> list[_Section]:
    found: list[_Section] = []
    law, begun = "", None
    previous = ""
    for index, line in enumerate(lines):
        law = _law(line.text) or law
        heading = None if line.running else _heading(line, previous, first=not previous)
        ends = heading or (not line.running and begun and _ends(line))
        if begun and (ends or index == len(lines) - 1):
            last = index if ends else index + 1
            found.append(_Section(begun[3], *begun[1], begun[0], last, begun[2]))
            begun = None
        if heading:
            begun = (index, heading[:2], heading[2], law)
        if not line.running:
            previous = line.text
    if begun:
        found.append(_Section(begun[3], *begun[1], begun[0], len(lines), begun[2]))
    bodies = {section.number for section in found if section.last - section.first > 2}
    return [each for each in found if each.last - each.first > 2 or each.number not in bodies]


def _heading(line: Line, previous: str, *, first: bool) -> tuple[str, str, str] | None:
    """Sign, number and heading of the section that a line begins; None for all other lines."""
    bare = _BARE.match(line.text) if first else None
    if bare:
        return "\u00a7", bare[1], ""
    found = _HEADING.match(line.text)
    if not found or _SEVERAL.match(line.text) or not (line.apart or previous.rstrip()[-1:] in ".;])"):
        return None
    sign, number, point, rest = found[1], found[2], found[3], (found[4] or "").lstrip(_LEAD_MARKS)
    if refers(previous, ""):
        return None
    if not point and not ("." in number or re.search("[-\u2010-\u2014]", number)) and sign == "\u00a7" and rest:
        # "§ 75 Heading": without a point only where the heading reads like one.
        if not (line.apart and rest[:1].isupper()):
            return None
    elif sign != "\u00a7" and not point:
        return None
    if rest and not (rest[:1].isupper() or rest[:1].isdigit()):
        return None
    return sign, number, rest


def _law(words: str) -> str:
    """What a line says of the code: a title's heading, or a running head that cites it; "" if nothing."""
    title = _TITLE.match(words)
    if title:
        number = int(title[1])
        name, known = re.sub(r"[^A-Z ]", "", title[2].upper()).strip(), CODE.get(number, "")
        if known and len(name) >= 5 and (name.startswith(known) or known.startswith(name)):
            return f"{number} U.S.C."
        return ""
    cited = _CITED.fullmatch(words)
    if cited:
        return f"{cited[1]} U.S.C."
    rules = _RULES.fullmatch(words)
    return f"{rules[1]} CFR" if rules else ""


def _ends(line: Line) -> bool:
    if _CREDITS.match(line.text):
        return True
    if not line.apart or len(line.text) > 90:
        return False
    return bool(_DIVISION.match(line.text) or _NOTES.fullmatch(line.text) or _TITLE.match(line.text))


def _parts(section: _Section, body: list[Line]) -> Iterator[tuple[Line, int, Held | None]]:
    """The parts of one section, and where what is certain grows less within them."""
    found: list[Enumerator] = []
    marks: list[int] = []
    sizes: list[int] = []
    seen: set[str] = set()
    for index, line in enumerate(body):
        tokens, size = enumerators(line.text)
        if not tokens:
            continue
        previous = body[index - 1].text if index else ""
        following = body[index + 1].text if index + 1 < len(body) else ""
        one = Enumerator(
            tokens,
            apart=line.apart or not index,
            refers=refers(previous, f"{line.text[size:]} {following}"),
            runs_on=runs_on(previous),
            repeated=line.text in seen,
            copied=line.text in seen and len(line.text) > 50,
            skipped=left_out(previous),
        )
        seen.add(line.text)
        found.append(one)
        marks.append(index)
        sizes.append(size)
    paths = _doubted(found, [tuple(level.printed for level in path) for path in certain_paths(found)])
    owners: dict[tuple[str, ...], int] = {}
    unfinished: set[tuple[str, ...]] = set()
    certain = 0
    for number, (mark, path) in enumerate(zip(marks, paths, strict=True)):
        if number and path == paths[number - 1] and found[number].tokens[-1] not in path[-1:]:
            path = path[:certain]  # a reference within the words before: what was doubtful stays so
        certain = len(path)
        yield body[mark], 0, section.held(_printed(path))
        end = marks[number + 1] if number + 1 < len(marks) else len(body)
        item = body[mark:end]
        lead = item[0].text[sizes[number] :].lstrip(_LEAD_MARKS)
        if path and found[number].tokens[-1] == path[-1]:
            begins = lead[:1].islower() or (not lead and len(item) > 1 and item[1].text[:1].islower())
            owners[path] = owners.get(path[:-1], len(path) - 1) if begins else len(path)
            if lead and item[-1].text.rstrip()[-1:] not in ".;,":
                unfinished.add(path)
        coming = next((each for each in paths[number + 1 :] if each != paths[number]), ())
        is_last = coming[: len(path)][:-1] != path[:-1] or len(coming) < len(path)
        closing = _enclosing(path, unfinished) if is_last else len(path)
        for line, offset, held in _less(section, item, sizes[number], path, owners, closing):
            certain = len(held[2])
            yield line, offset, held


def _enclosing(path: tuple[str, ...], unfinished: set[tuple[str, ...]]) -> int:
    """How many parts surely hold words that close a list after its last part.

    They end a sentence that a part around it left unfinished, not one without words of its own, "(C)(i)"; of several
    unfinished in a row any may be meant, so what the outermost holds is certain.
    """
    depth = next((depth for depth in range(len(path) - 1, 0, -1) if path[:depth] in unfinished), len(path) - 1)
    while depth > 1 and path[:depth] in unfinished and path[: depth - 1] in unfinished:
        depth -= 1
    return max(depth, 0)


def _doubted(found: Sequence[Enumerator], paths: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """After an enumerator that looks like numbering and found no place in it: only what the next one confirms."""
    kept = list(paths)
    for number in range(len(found) - 1, -1, -1):
        one, path = found[number], paths[number]
        if one.refers or one.repeated or (path and path[-1] == one.tokens[-1]) or (one.runs_on and not one.apart):
            continue
        following = kept[number + 1] if number + 1 < len(kept) else ()
        same = 0
        for mine, its in zip(path, following, strict=False):
            if mine != its:
                break
            same += 1
        kept[number] = path[:same]
    return kept


def _less(
    section: _Section,
    item: list[Line],
    size: int,
    path: tuple[str, ...],
    owners: dict[tuple[str, ...], int],
    closing: int,
) -> Iterator[tuple[Line, int, Held]]:
    """Where in a part's words it becomes doubtful that they still belong to it.

    After the end of a sentence that began outside of it; after a paragraph's end; where words that close the list,
    which hold `closing` parts, go on with its sentence; after the next part of an open level, named within the line.
    """
    kept = len(path)
    whole = "\n".join(line.text for line in item)
    cuts: list[tuple[int, int]] = []
    owner = owners.get(path, kept)
    ends = [end for _, end in sentences(whole[size:])] if owner < kept else []
    if len(ends) > 1:
        cuts.append((ends[0] + size, owner))
    at = len(item[0].text) + 1
    heading = len(item) > 1 and item[1].apart and _is_heading(item[0].text[size:])
    for index, line in enumerate(item[1:], 1):
        before = item[index - 1].text.rstrip()
        if line.apart and not (index == 1 and heading) and before[-1:] in '.\u201d"' and line.text[:1].isupper():
            cuts.append((at, min(owner, kept - 1)))
        elif line.apart and closing < kept and line.text[:1].islower() and _CLOSED.search(before):
            cuts.append((at, min(owner, closing)))
        at += len(line.text) + 1
    for inline in _INLINE.finditer(whole):
        styles = readings(inline[1])
        for depth, printed in enumerate(path):
            if any(mine[0] == its[0] and its[1] > mine[1] for mine in readings(printed) for its in styles):
                cuts.append((inline.start(1) - 1, depth))
                break
    for offset, depth in sorted(cuts):
        if depth < kept:
            kept = max(depth, 0)
            line, inside = _line_at(item, offset)
            yield line, inside, section.held(_printed(path[:kept]))


def _is_heading(words: str) -> bool:
    """Whether a part's first line reads like its heading, and not like a short part: "(3) of a print, $3."."""
    words = words.strip()
    if len(words.split()) > 13:
        return False
    stopped = words.endswith(".") and not words.endswith(" .")
    return not (stopped and (len(words.split()) > 8 or re.search(r"[\d$,;]", words) or words[:1].islower()))


def _line_at(item: list[Line], offset: int) -> tuple[Line, int]:
    for line in item:
        if offset <= len(line.text):
            return line, offset
        offset -= len(line.text) + 1
    return item[-1], len(item[-1].text)


def _printed(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"({part})" for part in path)
