"""Provisions of German law: paragraphs or articles, Absatz, Nummer, Buchstabe, and the sentence within an Absatz."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from annotator.anchoring.provision_lines import Held, Line
from annotator.anchoring.sentences import sentences

_HEADING = re.compile(r"(\u00a7|Art\.?|Artikel)\s*(\d+(?:\s?[a-z])?)(?:\.|\))?(?:\s+(.*))?$")
_CITED = re.compile(
    r"(?:Abs|Absatz|Absätze|Satz|S|Nr|Nummer|Buchst|Buchstabe|Halbsatz|Unterabsatz|bis|und|oder|[A-Z][A-Za-z]*G)(?!\w)"
)
_OUTER = re.compile(
    r"(?:Erster|Zweiter|Dritter|Vierter|Fünfter|Sechster|Siebter|Siebenter|Achter|Neunter|Zehnter)\s+"
    r"(?:Abschnitt|Teil|Titel|Unterabschnitt)|(?:Abschnitt|Teil|Kapitel|Titel|Buch)\s+(?:\d+|[IVX]+)\b"
    r"|[IVX]+[a-z]?\.\s*-?\s*[A-ZÄÖÜ]|Anlage\b|Anhang\b|Fußnoten?\b|Schlussformel|Schlußformel"
)
_SHORT = re.compile(r"\(([A-ZÄÖÜ][A-Za-zÄÖÜäöü]{0,11}(?:G|GB|O|V|B))\)\s*$")
_ABSATZ = re.compile(r"\((\d{1,2}[a-z]?)\)\s+")
_NUMMER = re.compile(r"(\d{1,2}[a-z]?)\.\s+(?!(?:Januar|Februar|März|April|Mai|Ju[nl]i|August|Sept|Okt|Nov|Dez)\w*)")
_POINT = re.compile(r"\d\.\s")
_LETTER = re.compile(r"([a-z])\)\s+")


def german_provisions(lines: Sequence[Line]) -> Iterator[tuple[Line, int, Held | None]]:
    """From where on (a line and an offset in it) which provision holds."""
    law = _law(lines)
    body = [line for line in lines if not line.running]
    heads = [(index, head) for index, line in enumerate(body) if (head := _heading(body, index))]
    usual = _usual([head[0] for _, head in heads])
    heads = _rising([(index, head) for index, head in heads if head[0] == usual])
    for number, (index, (sign, name)) in enumerate(heads):
        end = heads[number + 1][0] if number + 1 < len(heads) else len(body)
        outer = next((at for at in range(index + 1, end) if body[at].apart and _OUTER.match(body[at].text)), end)
        section = f"{sign} {name}"
        yield body[index], 0, ("", section, (), law)
        yield from _inside(section, law, body[index + 1 : outer])
        if outer < len(body):
            yield body[outer], 0, None


def _law(lines: Sequence[Line]) -> str:
    for line in lines[:40]:
        found = _SHORT.search(line.text)
        if found:
            return found[1]
    return ""


def _heading(body: Sequence[Line], index: int) -> tuple[str, str] | None:
    """Sign and number where a line is the heading of a paragraph or article, and no reference at a line's beginning."""
    line = body[index]
    found = _HEADING.match(line.text)
    before = body[index - 1].text.rstrip()[-1:] if index else "."
    if not found or not (line.apart or before in ".:)") or len(line.text) > 140:
        return None
    rest = found[3] or ""
    if _CITED.match(rest) or rest[:1].islower() or before in (",", ";"):
        return None
    if rest.endswith((",", ";")) and not line.apart:
        return None
    return "\u00a7" if found[1] == "\u00a7" else "Art.", found[2].replace(" ", "")


def _usual(signs: list[str]) -> str:
    return max(set(signs), key=signs.count) if signs else ""


def _rising(heads: list[tuple[int, tuple[str, str]]]) -> list[tuple[int, tuple[str, str]]]:
    """Headings whose numbers rise: one that falls back is an annex's, or a reference; nothing after it is certain."""
    kept: list[tuple[int, tuple[str, str]]] = []
    last = (0, "")
    for index, head in heads:
        number = (int(re.sub(r"\D", "", head[1])), re.sub(r"\d", "", head[1]))
        if number > last:
            kept.append((index, head))
            last = number
    return kept


def _inside(section: str, law: str, lines: Sequence[Line]) -> Iterator[tuple[Line, int, Held | None]]:
    absatz = ""
    starts: list[tuple[int, str]] = []
    lost = len(lines)
    for index, line in enumerate(lines):
        found = _ABSATZ.match(line.text)
        if found and absatz and found[1] == "1" and line.apart:
            lost = index  # a heading was missed: what follows belongs to another paragraph
            break
        if found and _after(absatz, found[1]) and (line.apart or lines[index - 1].text.rstrip().endswith((".", ":"))):
            absatz = found[1]
            starts.append((index, absatz))
    if not starts or starts[0][0] > 0:
        upto = starts[0][0] if starts else lost
        yield from _absatz(section, law, (), lines[:upto])
    for number, (index, name) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else lost
        yield from _absatz(section, law, (f"Abs. {name}",), lines[index:end])
    if lost < len(lines):
        yield lines[lost], 0, None


def _absatz(
    section: str, law: str, parts: tuple[str, ...], lines: Sequence[Line]
) -> Iterator[tuple[Line, int, Held | None]]:
    """The sentences and numbers of an Absatz. Sentences are counted up to its first list, numbers where they follow."""
    if not lines:
        return
    yield lines[0], 0, ("", section, parts, law)
    listed = next((index for index, line in enumerate(lines) if _lists(lines, index)), len(lines))
    prose = "\n".join(line.text for line in lines[:listed])
    begun = _ABSATZ.match(prose)
    skipped = begun.end() if begun else 0
    found = sentences(prose[skipped:].replace("\n", " "))
    # "bis zum 1. Oktober" and its like may be cut in two: then only the Absatz is certain.
    several = (
        len(found) > 1
        and not _POINT.search(prose[skipped:])
        and all(prose[skipped + start].isupper() for start, _ in found)
    )
    last: tuple[str, ...] = parts
    if several:
        for number, (start, _) in enumerate(found, 1):
            line, offset = _line_at(lines, 0 if number == 1 else start + skipped)
            last = (*parts, f"Satz {number}")
            yield line, offset, ("", section, last, law)
    yield from _numbers(section, law, parts, lines, listed)


def _numbers(
    section: str, law: str, parts: tuple[str, ...], lines: Sequence[Line], listed: int
) -> Iterator[tuple[Line, int, Held | None]]:
    """Numbers and letters of a list. With several sentences before it the sentence is left out: which one may vary."""
    number, letter = "", ""
    for index in range(listed, len(lines)):
        line = lines[index]
        found, lettered = _NUMMER.match(line.text), _LETTER.match(line.text)
        ended = lines[index - 1].text.rstrip()[-1:] if index else ""
        if found and _after(number, found[1]) and (line.apart or ended in ",;:."):
            number, letter = found[1], ""
        elif lettered and _after(letter, lettered[1]) and (line.apart or ended in ",;:."):
            letter = lettered[1]
        elif line.apart and ended == "." and line.text[:1].isupper():
            # A new paragraph after the list: of the Absatz, perhaps of its last number.
            yield line, 0, ("", section, parts, law)
            return
        else:
            continue
        inner = (*((f"Nr. {number}",) if number else ()), *((f"Buchst. {letter}",) if letter else ()))
        yield line, 0, ("", section, (*parts, *inner), law)


def _lists(lines: Sequence[Line], index: int) -> bool:
    found = _NUMMER.match(lines[index].text) or _LETTER.match(lines[index].text)
    if not found or found[1] not in ("1", "a"):
        return False
    return lines[index].apart or (index > 0 and lines[index - 1].text.rstrip()[-1:] in ",;:.")


def _after(last: str, following: str) -> bool:
    """Whether a number or letter is the next: 1, 2, 2a, 3; a, b."""
    if not last:
        return following in ("1", "a")
    if last.isalpha():
        return following.isalpha() and ord(following) == ord(last) + 1
    if following.isalpha():
        return False
    mine, its = re.match(r"(\d+)([a-z]?)", last), re.match(r"(\d+)([a-z]?)", following)
    if mine is None or its is None:
        return False
    if int(its[1]) == int(mine[1]):
        return its[2] == chr(ord(mine[2]) + 1) if mine[2] else its[2] == "a"
    return int(its[1]) == int(mine[1]) + 1 and its[2] in ("", "a")


def _line_at(lines: Sequence[Line], offset: int) -> tuple[Line, int]:
    for line in lines:
        if offset < len(line.text):
            return line, offset
        offset -= len(line.text) + 1
    return lines[-1], len(lines[-1].text)
