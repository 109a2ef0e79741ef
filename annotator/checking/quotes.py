"""A quotation held against a source: word for word, edited by the writer, or other words. Pure functions.

The verdict is graded and never a percentage. A number or a negation that differs is never called exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from rapidfuzz.fuzz import ratio

from annotator.anchoring.differing import Difference
from annotator.anchoring.telling import kind_of
from annotator.anchoring.wording import likeness, words_of
from annotator.checking.quotes_edits import REACH, Edit, EditKind, Literal, edits, literals, plain
from annotator.checking.quotes_text import Window, one_mark, small
from annotator.checking.quotes_words import Kind, judged

_LIKE = 0.6
_LIKE_FEW = 0.66
_FEW = 4
"""Words; of so few or fewer more must be alike."""
_BREAK = re.compile(r"[-\u2010\u00ad \t\n]+")
_MISSPELT = 85
"""How alike two spellings of one word are, in percent."""
_NEARBY = 600
"""Code points that an ellipsis beside only a few words may stand for."""
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_CLOSING = " \t\n.,;:\u2013\u2014-'\"\u2018\u2019\u201c\u201d"


class Verdict(StrEnum):
    """How a quotation stands to its source, the best first."""

    EXACT = "exact"
    TYPOGRAPHY = "typography"
    """The style of marks, dashes, spaces or ligatures; a capital at the beginning, the stop or comma at the end."""
    BREAKS = "line-breaks"
    """Hyphens at line ends, or line breaks."""
    EDITED = "writers-edits"
    """Words left out or put in brackets, which show as the writer's; the rest word for word."""
    WORDS = "words-differ"
    NUMBER = "number-differs"
    NEGATION = "negation-differs"
    ANOTHER = "said-by-another"
    """Word for word or not, but the source has it from another person than the draft says."""
    NOT_FOUND = "not-found"


FAITHFUL = (Verdict.EXACT, Verdict.TYPOGRAPHY, Verdict.BREAKS)
"""Verdicts with nothing to mend."""
_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Graded:
    """The verdict on a quotation in one stretch of text, and where it stands there (code points).

    `differences` count from the beginning of the quotation and of that stretch. `left_out` are the stretches (code
    points of the text) for which the writer's edits stand. `slight` says that only marks or capitals differ.
    """

    verdict: Verdict
    start: int
    end: int
    differences: tuple[Difference, ...] = ()
    left_out: tuple[tuple[int, int], ...] = ()
    slight: bool = False
    like: float = 1.0

    @property
    def faithful(self) -> bool:
        """Whether nothing is to mend."""
        return self.verdict in FAITHFUL


def grade(quote: str, window: Window) -> Graded | None:
    """How a quotation (without its marks) stands to a stretch of text; None where it is not found in it."""
    if not any(char.isalnum() for char in quote):
        return None
    found = _word_for_word(quote, window)
    if found is not None:
        return found
    made = edits(quote)
    return (_edited(quote, made, window) if made else None) or _near(quote, made, window)


def best(found: Iterable[Graded | None]) -> Graded | None:
    """The best of several."""
    there = [one for one in found if one is not None]
    return min(there, key=rank, default=None)


def rank(graded: Graded) -> tuple[bool, float, int]:
    """For sorting, the best first: what is faithful or the writer's before what is more alike."""
    fine = graded.faithful or graded.verdict is Verdict.EDITED
    return not fine, -graded.like if not fine else 0.0, _ORDER[graded.verdict]


def _word_for_word(quote: str, window: Window) -> Graded | None:
    for start, end in window.find(quote):
        return Graded(_typeset(quote, window.text[start:end]), start, end)
    bare = quote.rstrip(_CLOSING).lstrip("'\"\u2018\u2019\u201c\u201d ")
    for words in dict.fromkeys((_other_capital(quote), bare, _other_capital(bare))):
        if words and words != quote and any(char.isalnum() for char in words):
            for start, end in window.find(words):
                return Graded(Verdict.TYPOGRAPHY, start, end)
    late = window.begun_late(quote)
    return Graded(Verdict.TYPOGRAPHY, *late) if late else None


def _typeset(quote: str, words: str) -> Verdict:
    """What is left where a quotation and its source have the same letters, digits and punctuation."""
    mine, theirs = " ".join(quote.split()), " ".join(words.split())
    if mine == theirs:
        return Verdict.BREAKS if "\n" in words else Verdict.EXACT
    if "\n" in words or "\u00ad" in quote + words:
        # The letters agree already: what is left may be where lines end, and how words are broken there.
        bare = [_BREAK.sub("", text) for text in (quote, words)]
        return Verdict.BREAKS if bare[0] == bare[1] else Verdict.TYPOGRAPHY
    return Verdict.TYPOGRAPHY


def _other_capital(words: str) -> str:
    """The words with the first letter made large or small."""
    for at, char in enumerate(words):
        if char.isalpha():
            return words[:at] + char.swapcase() + words[at + 1 :]
        if char.isdigit():
            break
    return words


def _edited(quote: str, made: Sequence[Edit], window: Window) -> Graded | None:
    """Where all that stands between the writer's edits stands word for word and in sequence."""
    if all(edit.kind in (EditKind.LETTER, EditKind.ENDING) for edit in made):
        for start, end in window.find(plain(quote), cased=False):
            return Graded(Verdict.EDITED, start, end)
    for words in dict.fromkeys((quote, plain(quote))):
        wanted = literals(words, edits(words))
        # The stop or comma that ends a quotation is the writer's.
        found = _chain([(words[one.start : one.end].rstrip(_CLOSING), one.after) for one in wanted], window)
        if found:
            gaps = tuple((one[1], other[0]) for one, other in pairwise(found) if one[1] < other[0])
            return Graded(Verdict.EDITED, found[0][0], found[-1][1], left_out=gaps)
    return None


def _chain(wanted: Sequence[tuple[str, Edit | None]], window: Window) -> list[tuple[int, int]]:
    """Stretches that follow each other as the writer's edits allow; empty where there are none."""
    if not wanted:
        return []
    places = [window.find(words, cased=False) for words, _ in wanted]
    for first in places[0]:
        found = [first]
        for number, (options, (words, edit)) in enumerate(zip(places[1:], wanted[1:], strict=True), 1):
            reach = REACH[edit.kind] if edit else 2
            if min(len(words.split()), len(wanted[number - 1][0].split())) < _FEW:
                # A word or two would be found after any ellipsis, some pages on.
                reach = min(reach, _NEARBY)
            at = found[-1][1]
            following = next((one for one in options if at <= one[0] <= at + reach + 4), None)
            if following is None:
                break
            found.append(following)
        else:
            return found
    return []


def _near(quote: str, made: list[Edit], window: Window) -> Graded | None:
    """The stretch that is most like the quotation, where it is like enough to be meant."""
    wanted = literals(quote, made)
    anchor = max(wanted, key=lambda one: one.end - one.start, default=None)
    if anchor is None:
        return None
    words = quote[anchor.start : anchor.end]
    for seek in (window.near, window.by_words):
        middle = seek(words)
        found = _around(quote, made, window, middle, (anchor, wanted)) if middle else None
        if found is not None:
            return found
    return None


def _around(
    quote: str, made: list[Edit], window: Window, middle: tuple[int, int], wanted: tuple[Literal, list[Literal]]
) -> Graded | None:
    """What became of all stretches of a quotation, from where the longest of them stands."""
    anchor, every = wanted
    places: list[tuple[Literal, tuple[int, int]]] = []
    whole = sum(REACH[edit.kind] for edit in made) + len(quote)
    for one in every:
        few = min(len(quote[piece.start : piece.end].split()) for piece in (one, anchor)) < _FEW
        reach = min(whole, _NEARBY + len(quote)) if few else whole
        before = one.start < anchor.start
        bounds = (max(0, middle[0] - reach), middle[0]) if before else (middle[1], middle[1] + reach)
        found = middle if one is anchor else window.near(quote[one.start : one.end], *bounds)
        if found is not None:
            places.append((one, found))
    mine = words_of(one_mark(" ".join(quote[one.start : one.end] for one in every)))
    theirs = words_of(" ".join(window.plain[slice(*place)] for _, place in places))
    like = likeness(mine, theirs)
    if like < (_LIKE_FEW if len(mine) <= _FEW else _LIKE) or not _shares(mine, theirs):
        return None
    start, end = min(place[0] for _, place in places), max(place[1] for _, place in places)
    return _told(quote, window, places, Graded(Verdict.WORDS, start, end, like=min(round(like, 3), 0.99)))


def _shares(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two words that are not small stand on both sides, misspelt perhaps; one suffices for two words."""
    one, other = (set(_PIECE.findall(" ".join(words))) for words in (mine, theirs))
    long = {word for word in one if len(word) > 3 or word.isdigit()}
    if not long:
        return one == other
    there = long & other
    misspelt = sum(any(ratio(word, each) >= _MISSPELT for each in other) for word in long - there) if there else 0
    return len(there) + misspelt >= min(2, max(1, len(mine) - 1))


def _told(quote: str, window: Window, places: Sequence[tuple[Literal, tuple[int, int]]], graded: Graded) -> Graded:
    """The verdict by what differs."""
    found: list[tuple[Difference, Kind]] = []
    for one, (start, end) in places:
        mine, theirs = one_mark(quote[one.start : one.end]), window.plain[start:end]
        for difference, kind in judged(mine, theirs):
            if kind is Kind.CASE and _capital_only(mine, theirs, difference):
                continue
            if kind is Kind.MARKS and _at_end(mine, difference):
                continue
            found.append((_shifted(difference, one.start, start - graded.start), kind))
    kinds = {kind for _, kind in found}
    differences = tuple(difference for difference, _ in found)
    if Kind.NEGATION in kinds:
        return replace(graded, verdict=Verdict.NEGATION, differences=differences)
    if Kind.NUMBER in kinds or _minus(quote, window, graded):
        return replace(graded, verdict=Verdict.NUMBER, differences=differences)
    if kinds & {Kind.WORDS}:
        return replace(graded, differences=differences)
    if kinds & {Kind.MARKS, Kind.CASE}:
        return replace(graded, differences=differences, slight=True)
    whole = len(places) == 1 and not edits(quote)
    return replace(graded, verdict=Verdict.TYPOGRAPHY if whole else Verdict.EDITED, differences=differences)


def _minus(quote: str, window: Window, graded: Graded) -> bool:
    return quote[:1].isdigit() and window.text[graded.start - 1 : graded.start] in ("-", "\u2212")


def _capital_only(mine: str, theirs: str, difference: Difference) -> bool:
    """Whether the only difference is a capital where the quotation begins."""
    old, new = mine[slice(*difference.old)], theirs[slice(*difference.new)]
    return difference.old[0] == 0 and old[1:] == new[1:] and small(old) == small(new)


def _at_end(mine: str, difference: Difference) -> bool:
    """Whether punctuation differs at an end of the quotation, where it is the writer's, but for ? and !."""
    words = mine[slice(*difference.old)]
    edge = difference.old[0] == 0 or difference.old[1] >= len(mine)
    return edge and not any(char in "?!" or char.isalnum() for char in words)


def _shifted(one: Difference, old: int, new: int) -> Difference:
    return Difference((one.old[0] + old, one.old[1] + old), (one.new[0] + new, one.new[1] + new), one.telling)


def negation_in(words: str) -> str:
    """The first word that negates, or an empty string."""
    for word in re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)?", words):
        if kind_of(word) == "negation" and word.lower() not in ("only", "nur"):
            return str(word)
    return ""
