"""Where sentences begin and end, in running prose as well as on a page whose lines break within sentences."""

from __future__ import annotations

import re

_CLOSERS = "[\"'\u201d\u2019\u00bb)\\]]*"
_NOTE_MARK = r"(?:\d{1,3}|[\u00b9\u00b2\u00b3\u2070-\u2079]+)"
_STOP = re.compile(
    rf"(?<=[^\d\s])[.!?\u2026]+{_CLOSERS}{_NOTE_MARK}(?=\s|$)"
    rf"|[.!?\u2026]+{_CLOSERS}(?=\s|$)"
    rf"|[\u061f\u06d4]+{_CLOSERS}"
    r"|[\u3002\uff01\uff1f\uff61]+[\u300d\u300f\u201d\u2019\uff09\u3011\u300b\u3009\uff63]*"
)
_SURE_STOP = re.compile(r"[\u3002\uff01\uff1f\uff61\u061f\u06d4][^\w\s]*$")
"""Stops that stand for nothing else: of Chinese and Japanese, the Arabic question mark, the stop of Urdu."""
_NEXT_WORD = re.compile(r"[\s\"'\u201c\u2018\u201e\u00ab(\[\u2013\u2014*_#>-]*(\S+)")
_LAST_WORD = re.compile(r"(\S+)$")
_ENUMERATOR = re.compile(r"[\s\"'\u201c(\[#>*_-]*(?:\(?(?:\d{1,3}|[ivxlc]{1,5}|[A-Za-z])[.)])+$")
_INITIALS = re.compile(r"^[\W_]*(?:[A-Za-z]\.)*[A-Za-z]\.[\W_]*$")
_BULLET = re.compile(r"[\u2022\u25aa\u25e6\u2023\u25cf\u25a0\uf0b7]|[-*\u2013]\s")
_RUNS_ON = re.compile(
    r"(?:[,;:(\u2013\u2014-]|\b(?:and|or|of|the|a|an|to|in|on|by|for|with|that|which|as|at|from|und|oder|der|die|das))$"
)


_ROW = 60
"""Code points of a line."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    """dr mr mrs ms messrs prof gen col lt sgt capt cmdr sen rep gov pres hon rev st mt ft vs v cf e.g i.e viz al supp
    fed civ crim proc cir dist ct ex rel ass'n assn univ hr fr bzw ggf vgl z.b d.h u.a s.o ziff evtl inkl insb sog
    zzgl gem"""
)
"""Abbreviations that rarely end a sentence."""
_BEFORE_NUMBER = _words(
    """no nos art arts sec secs sect p pp para paras ch chap fig figs vol vols cl reg stat r pt tit app exh rn nr abs s
    anm jan feb mar apr jun jul aug sep sept oct nov dec ca approx c n note"""
)
"""Abbreviations before a number only: "Art. 5", but "modern art. The"."""
_OFTEN_LAST = _words(
    """inc corp co ltd llc llp bros jr sr u.s u.s.c u.k u.n e.u d.c a.m p.m ph.d m.d etc usw n.y cal mass wash fla tex
    ill pa va conn ave blvd rd dept est gmbh ag s.a plc int'l intl nat'l natl govt gov't id ibid"""
)
"""Abbreviations that end a sentence only if the next word starts one."""
_STARTERS = _words(
    """the a an in on at it its he she they we you i his her their our this that these those there here but and or so
    yet however if when while after before under since because although though as for from by with no not nor none
    what who how why where which such many most some all both each every another other officials critics still now
    then also meanwhile moreover thus therefore der die das ein eine es er sie wir ich im am an auf für bei wenn nach
    vor diese dieser dieses und aber"""
)
_GERMAN_MONTHS = _words("januar jänner februar märz april mai juni juli august september oktober november dezember")


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence in code points, spaces at the edges left out.

    A line feed within a sentence is a soft break where the next word would not have fitted into the line; a line that
    ends short, without a stop, ends a headline or an item of a list.
    """
    found: list[tuple[int, int]] = []
    start = 0
    breaks = _hard_breaks(text)
    stops = sorted({match.end() for match in _STOP.finditer(text)} | breaks | {len(text)})
    for stop in stops:
        if stop not in breaks and stop < len(text) and not _ends_sentence(text, start, stop):
            continue
        words = text[start:stop]
        first = start + len(words) - len(words.lstrip())
        last = stop - (len(words) - len(words.rstrip()))
        if first < last:
            found.append((first, last))
        start = stop
    return found


def _ends_sentence(text: str, start: int, stop: int) -> bool:
    """Whether the stop that ends at `stop` ends the sentence that began at `start`."""
    said = text[start:stop]
    following = _NEXT_WORD.match(text, stop)
    if following is None or _SURE_STOP.search(said.rstrip()):
        return True
    word = following[1]
    if word[0].islower():
        return False
    if _ENUMERATOR.fullmatch(said):
        return False
    last = _LAST_WORD.search(said)
    if last is None or not re.search(r"\.[\"'\u201d\u2019)\]]*$", said) or said.endswith(("..", "?.", "!.")):
        return True
    return not _abbreviates(last[1], word, bool(re.search(r"[\"\u201d)\]]$", said)))


def _abbreviates(last: str, word: str, closed: bool) -> bool:
    """Whether the point after `last` belongs to an abbreviation within the sentence, seen from the next word."""
    bare = last.strip("\"'\u201c\u201d\u2018\u2019()[]*_").removesuffix(".")
    key = bare.lower().lstrip("(")
    starts = word.rstrip(".,;:'\"\u2019\u201d)").lower() in _STARTERS
    if key in _TITLES:
        return not closed
    if key in _BEFORE_NUMBER and (word[0].isdigit() or word[0] in "\u00a7#" or (word[0] in "IVX" and len(word) < 6)):
        return True
    if bare.isdigit() and len(bare) <= 2 and word.rstrip(".,;").lower() in _GERMAN_MONTHS:
        return True
    if key in _OFTEN_LAST or _INITIALS.match(last):
        return not closed and not starts
    return False


def _hard_breaks(text: str) -> set[int]:
    """Offsets of line feeds that end a paragraph, a headline or an item: blank lines, short lines, bullets."""
    lines = text.split("\n")
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if len(lines) < 2 or not lengths:
        return set()
    width = lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)]
    found: set[int] = set()
    at = 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        at += len(line)
        ended, begun = line.rstrip(), following.strip()
        if at < len(text) and ended.strip() and (not begun or _breaks_here(ended, begun, width)):
            found.add(at)
        at += 1
    return found


def _rows(ended: str, begun: str) -> bool:
    """Whether two lines are rows of one table: as many cells, and so short that no line of a long row was broken."""
    cells = ended.count("|")
    return cells >= 2 and len(ended) <= _ROW and begun.count("|") == cells


def _breaks_here(ended: str, begun: str, width: int) -> bool:
    if _BULLET.match(begun) or _rows(ended, begun):
        return True
    first = begun.split(None, 1)[0]
    if first.lstrip("\"'\u201c\u2018([")[:1].islower() or _RUNS_ON.search(ended.lstrip("\u2022 ")):
        return False
    return len(ended) + 1 + len(first) < 0.8 * width
