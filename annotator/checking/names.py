"""Names and titles of a claim that its passages don't have, or have otherwise.

A name stands in a passage in full, in part ("Ms Rivera"), in its initials ("FTC"), with other accents, or as the
adjective of a country. Nothing here says who is meant: only whether the words are there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from itertools import pairwise

from rapidfuzz.fuzz import ratio

from annotator.anchoring.sentences import sentences
from annotator.checking.items import name_words, names_of
from annotator.checking.names_words import (
    BODIES,
    COUNTRIES,
    JOINERS,
    LESSER,
    NICKNAMES,
    NO_NAMES,
    PEOPLE_ENDS,
    PEOPLES,
    RANKLESS,
    TITLE_OF,
    TITLES,
)

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['\u2019][^\W_]+)*\.?(?:(?<=\b[A-Z]\.)|(?<!\.))")
_BETWEEN = re.compile(r"\.?[ \t\u00a0\u2010\u2011-]+(?:(?P<joiner>[a-z&]{1,3})[ \t\u00a0]+(?:the[ \t\u00a0]+)?)?|\n")
_PLAIN_MARKS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "\u2019": "'"}
)
_AND = re.compile(r",?\s(?:and|&|und)\s")
_HEADS = ("department", "ministry", "office", "bureau")
_BY_COUNTRY = dict(COUNTRIES)
_OWNED = re.compile(r"(?:'s|s'|')$")
_LIKE = 80
"""How alike two spellings of one name are, in percent."""
_LONG = 5
"""Letters; shorter names are too alike by chance."""


class NameVerdict(StrEnum):
    """What became of one name of a claim."""

    THERE = "there"
    SPELT = "spelt"
    """The passage spells it a little otherwise."""
    OTHER = "other"
    """The passage has it with another first name, or another thing of that kind."""
    TITLE = "title"
    """The passage has the name with another title."""
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: `start` and `end` count code points, without the title before it; `keys` its words folded.

    `initials` are all that it may be shortened to: "doe" and "de" of "Department of Energy".
    """

    start: int
    end: int
    keys: tuple[str, ...]
    titles: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NameCompared:
    """A name of a claim, the verdict, and what the passage has instead, if anything."""

    claim: Named
    verdict: NameVerdict
    instead: str = ""


@dataclass(frozen=True)
class Held:
    """A passage, or a whole document, in which names are sought."""

    words: tuple[str, ...]
    """As they are written."""
    keys: tuple[str, ...]
    known: frozenset[str]
    initials: frozenset[str]
    shorts: frozenset[str]
    """Words all in capitals."""


def names(text: str) -> tuple[Named, ...]:
    """The names of a text, in order; months, days and the first words of sentences are none."""
    bounds = sentences(text)
    seen = names_of(text, bounds)
    found: list[Named] = []
    for start, end in bounds:
        words = [(start + a, start + b) for a, b in name_words(text[start:end], 0, seen)]
        of_sentence = [one for run in _runs(text, words) if (one := _named(text, run)) is not None]
        found += _joined(text, of_sentence)
    return tuple(found)


def _joined(text: str, found: list[Named]) -> Iterator[Named]:
    """Names, with what two may be shortened to that may be one: "Department of Health and Human Services"."""
    for at, one in enumerate(found):
        shorts = set(one.initials)
        for first, second in pairwise(found[max(0, at - 1) : at + 2]):
            if _AND.fullmatch(text, first.end, second.start):
                shorts |= _shortened(text[first.start : second.end].split())
        yield replace(one, initials=frozenset(shorts))


def held(text: str) -> Held:
    """A text in which names are sought."""
    words = tuple(match.group() for match in _TOKEN.finditer(_countries(text)))
    keys = tuple(map(key, words))
    shorts = frozenset(_short(word) for word in words if sum(map(str.isupper, word)) > 1)
    return Held(words, keys, frozenset(keys), frozenset(_initials(words)), shorts)


def folded(text: str) -> str:
    """A whole document as `stands` reads it: small letters without accents and stops, countries as they are."""
    low = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN_MARKS))
    return re.sub("[\u0300-\u036f.]", "", low).replace("ue", "u").replace("oe", "o").replace("ae", "a")


def stands(one: Named, document: str, *, together: bool = False) -> bool:
    """Whether a folded document has the words of a name, or its initials; `together` asks for them side by side."""
    if together:
        return re.search(r"\b" + r"[\s-]+".join(map(re.escape, one.keys)) + r"s?\b", document) is not None
    if all(_in_document(word, document, alone=len(one.keys) == 1) for word in one.keys):
        return True
    if len(one.keys) > 1:
        shorts = "|".join(sorted(each for each in map(folded, one.initials) if len(each) > 2))
        return bool(shorts) and re.search(rf"\b(?:{shorts})\b", document) is not None
    short = one.keys[0]
    if not 2 < len(short) < 7 or not short.isalpha():
        return False
    return re.search(r"\b" + r"\w+\s(?:(?:of|the|and|for)\s){0,2}".join(short), document) is not None


def _in_document(word: str, document: str, *, alone: bool) -> bool:
    country = _BY_COUNTRY.get(word)
    if country is not None:
        return country.search(document) is not None
    if re.search(rf"\b{re.escape(word)}s?\b", document):
        return True
    return alone and any(
        _one_people(word, other) for other in set(re.findall(rf"\b{re.escape(word[:4])}\w*", document))
    )


def compare_names(claim: Sequence[Named], passage: Held) -> tuple[NameCompared, ...]:
    """Each name of a claim, sought in a passage."""
    return tuple(_compare(one, passage) for one in claim)


def key(word: str) -> str:
    """A word of a name as it is compared: small letters, without accents, 's and stops; "ü" and "ue" are one."""
    plain = _OWNED.sub("", word.casefold().translate(_PLAIN_MARKS).rstrip("."))
    if not plain.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    return plain.replace(".", "").replace("ue", "u").replace("oe", "o").replace("ae", "a")


def _runs(text: str, words: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Words of names that stand beside each other, as one name."""
    run: list[tuple[int, int]] = []
    for start, end in words:
        if run:
            between = _BETWEEN.fullmatch(text, run[-1][1], start)
            if between is None or not _joins(text, run, between["joiner"]):
                yield run
                run = []
        run.append((start, end))
    if run:
        yield run


def _joins(text: str, run: Sequence[tuple[int, int]], joiner: str | None) -> bool:
    """Whether a name goes on after a small word: "Bureau of Trade", but neither "Ana Rivera of York" nor "X and Y"."""
    if joiner is None:
        return True
    if joiner in ("of", "for") and len(run) > 1:
        return text[slice(*run[-1])].lower() in BODIES
    return joiner in JOINERS - {"and", "in", "on", "at", "&"}


def _named(text: str, run: Sequence[tuple[int, int]]) -> Named | None:
    titles: set[str] = set()
    for start, end in run:
        title = _title(text[start:end])
        if title:
            titles.add(title)
        elif text[start:end].lower() not in NO_NAMES:
            break
    else:
        return None
    end = run[-1][1]
    words = [match.group() for match in _TOKEN.finditer(_countries(text[start:end]))]
    keys = tuple(k for word in words if (k := key(word)) not in JOINERS | NO_NAMES and len(k) > 1)
    return Named(start, end, keys, frozenset(titles), _shortened(words)) if keys else None


def _shortened(words: Sequence[str]) -> frozenset[str]:
    """What a name may be shortened to, with its small words and without; a name of one word is short already."""
    if len(words) == 1:
        return frozenset(map(_short, words))
    counted = [_short(word) for word in words if key(word) not in NO_NAMES - JOINERS]
    large = [word for word in counted if word not in JOINERS]
    below = large[1:] if large[0] in _HEADS else []  # "HHS" is a department
    return frozenset("".join(word[0] for word in way) for way in (counted, large, below) if len(way) > 1)


def _short(word: str) -> str:
    """A word in small letters, without 's and stops: "F.T.C." is "ftc"."""
    return _OWNED.sub("", word.casefold()).replace(".", "")


def _title(word: str) -> str:
    low = word.lower().rstrip(".")
    low = TITLE_OF.get(low, low)
    return low if low in TITLES else ""


def _countries(text: str) -> str:
    """The text with each country under one name; only where the words begin with a capital."""
    for name, pattern in COUNTRIES:
        if pattern.search(text):
            text = pattern.sub(partial(_country, name.capitalize()), text)
    return text


def _country(name: str, match: re.Match[str]) -> str:
    """The name, but for "us" and "polish"."""
    words = match.group()
    return name if words[0].isupper() and (len(words) > 3 or words.isupper()) else words


def _initials(words: Sequence[str]) -> Iterator[str]:
    """What groups of capitalised words may be shortened to: "Federal Trade Commission" to "ftc"."""
    run: list[str] = []
    for word in (*words, ""):
        if word[:1].isupper() or (run and word.lower() in JOINERS):
            run.append(word)
            continue
        for way in ([one for one in run if one[0].isupper()], run):
            for first in range(len(way)):
                for last in range(first + 2, min(first + 7, len(way)) + 1):
                    yield "".join(one[0] for one in way[first:last]).lower()
        run = []


def _compare(one: Named, passage: Held) -> NameCompared:
    there = [each for each in one.keys if _has(passage, each, alone=len(one.keys) == 1)]
    if len(there) == len(one.keys):
        return _titled(one, passage)
    if one.initials & (passage.initials if len(one.keys) == 1 else passage.shorts):
        return NameCompared(one, NameVerdict.THERE)
    if there:
        other = _another(one, passage)
        if other:
            return NameCompared(one, NameVerdict.OTHER, other)
        if one.keys[-1] in there or one.keys[0] in there or 2 * len(there) >= len(one.keys):
            return _titled(one, passage)
    spelt = _spelt(one, passage)
    return NameCompared(one, NameVerdict.SPELT, spelt) if spelt else NameCompared(one, NameVerdict.ABSENT)


def _has(passage: Held, word: str, *, alone: bool) -> bool:
    if word in passage.known or f"{word}s" in passage.known or (word.endswith("s") and word[:-1] in passage.known):
        return True
    return alone and len(word) > 3 and any(_one_people(word, other) for other in passage.known if other[:4] == word[:4])


def _one_people(one: str, other: str) -> bool:
    """Whether two words are a place and those who live there: "Canada", "Canadian"."""
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    for at in range(min(shared, len(one), len(other)), 3, -1):
        ends = one[at:], other[at:]
        if all(end in PEOPLES for end in ends) and any(end in PEOPLE_ENDS for end in ends):
            return True
    return False


def _another(one: Named, passage: Held) -> str:
    """The last word of the name after another first one, wherever it stands: "Maria Rivera" for "Ana Rivera"."""
    if len(one.keys) < 2:
        return ""
    first, last = one.keys[-2], one.keys[-1]
    found = ""
    for at, word in enumerate(passage.keys):
        if word != last or not passage.words[at][:1].isupper():
            continue
        before = passage.words[at - 1] if at else ""
        if not before[:1].isupper() or _title(before) or key(before) in JOINERS | NO_NAMES or len(key(before)) < 2:
            # It stands alone, or with an initial: it may be the same.
            if len(key(before)) == 1 and before[:1].isupper() and key(before) != first[0]:
                found = found or f"{before} {passage.words[at]}"
                continue
            return ""
        if key(before) in one.keys or _nick(key(before), first):
            return ""
        found = f"{before} {passage.words[at]}"
    return found


def _nick(one: str, other: str) -> bool:
    """Whether two first names may be one: "Rob", "Robert"; "Tom", "Thomas"; "Ana", "Anna"."""
    short, long = sorted((one, other), key=len)
    if len(short) > 2 and long.startswith(short):
        return True
    return NICKNAMES.get(one, one) == NICKNAMES.get(other, other) or ratio(one, other) >= _LIKE + 5


def _titled(one: Named, passage: Held) -> NameCompared:
    """The name is there: whether its title is, too, or another one."""
    ranks = one.titles - RANKLESS
    if not one.titles:
        return NameCompared(one, NameVerdict.THERE)
    other = ""
    for at, word in enumerate(passage.keys):
        if word != one.keys[-1] and word != one.keys[0]:
            continue
        theirs, first = _titles_before(passage, at, one)
        if theirs & one.titles and theirs & LESSER <= one.titles:
            return NameCompared(one, NameVerdict.THERE)
        rank = theirs - RANKLESS
        if (ranks and rank) or (not ranks and not rank and theirs):
            other = " ".join(passage.words[first : at + 1])
    return NameCompared(one, NameVerdict.TITLE, other) if other else NameCompared(one, NameVerdict.THERE)


def _titles_before(passage: Held, at: int, one: Named) -> tuple[set[str], int]:
    titles: set[str] = set()
    first = at
    while first and (passage.keys[first - 1] in one.keys or len(passage.keys[first - 1]) == 1):
        first -= 1
    while first and (title := _title(passage.words[first - 1])) and passage.words[first - 1][:1].isupper():
        titles.add(title)
        first -= 1
    return titles, first


def _spelt(one: Named, passage: Held) -> str:
    """A name of the passage that is spelt nearly as the last word of this one."""
    last = one.keys[-1]
    if len(last) < _LONG:
        return ""
    best = max(
        (
            (ratio(last, each), word)
            for each, word in zip(passage.keys, passage.words, strict=True)
            if word[:1].isupper()
        ),
        default=(0, ""),
    )
    return best[1] if best[0] >= _LIKE else ""
