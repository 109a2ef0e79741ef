"""The same words found again in a newer text, told apart by what stands around them.

The words alone are not enough: the sentence they belong to must be unchanged as far as it is known (a condition, a
number or a "not" beside the quote changes what it says), and where the same words stand more than once the words
around them must single one out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from annotator.anchoring.comparing import is_letterlike, skeleton_text
from annotator.anchoring.document_text import CONTEXT, DocumentText, Match, Run
from annotator.anchoring.found import Again, Found
from annotator.anchoring.sentences import sentences
from annotator.model.places import Place, Span

WIDE = 600
"""Code points looked at on either side where the old text is at hand."""
_MANY = 60
_LONG = 40
_ENOUGH = 20
_WORD = re.compile(r"[^\W_]+(?:['\u2019.,][^\W_]+)*")
_TELLING = re.compile(
    "(?:no|not|nor|none|never|neither|without|cannot|unless|except|only|shall|may|must|should|n't"
    "|kein|keine|keinen|keiner|nicht|nie|ohne|darf|muss|soll|nur)"
)
"""Words that turn a sentence round."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """What stands around some words, without gaps; `tail` and `head` are what belongs to the same sentence."""

    before: str
    after: str
    tail: str
    head: str
    cut_before: bool
    cut_after: bool
    raw_before: str
    raw_after: str


def find_exactly(place: Place, text: DocumentText, old: DocumentText | None = None) -> Found | None:
    """Where the place's words stand in another text, or None where that is not certain.

    `unchanged`: the same offsets, words and surroundings. `moved`: the same words, their sentence as it was, elsewhere
    or among other sentences. `old` is the text the place was made in: with it repeated words can be told apart by more
    than the stored 64 code points, and words that are unique in both texts need no equal surroundings.
    """
    if not place.spans or not skeleton_text(place.quote):
        return None
    mine = tuple(Run(span.page, span.start, span.end) for span in place.spans)
    if old is not None and not _holds(old, mine, place.quote):
        old = None
    if old is not None and all(_same_page(old, text, run.page) for run in mine):
        return Found(mine, Again.UNCHANGED, 1.0)
    sides = _sides(place.quote, *(_around(old, mine) if old else (place.before, place.after)))
    candidates = [
        (match, found)
        for match in text.find(place.quote, inside_words=sides.cut_before or sides.cut_after)
        if _same_sentence(sides, found := _sides(text.quote(match), *_around(text, match, wide=old is not None)))
    ]
    if not candidates and old is not None and len(_flat(mine)) > 1:
        return _by_parts(place, text, old)
    if not candidates or len(candidates) > _MANY:
        return _only_exact(candidates, mine, sides)
    best = _best(sides, candidates, place, old, mine)
    if best is None:
        return None
    match, found = best
    score = _score(sides, found)
    same_spot = _flat(match) == _flat(mine) and score == 1.0
    return Found(match, Again.UNCHANGED if same_spot else Again.MOVED, score)


def _by_parts(place: Place, text: DocumentText, old: DocumentText) -> Found | None:
    """A place of several ranges, or over a page break with notes between: each part for itself, all or none.

    Parts keep their order and do not overlap.
    """
    parts: list[list[Span]] = []
    for span in place.spans:
        near = parts[-1][-1] if parts else None
        if near is not None and near.page == span.page and 0 <= span.start - near.end <= 2:
            parts[-1].append(span)
        else:
            parts.append([span])
    found: list[Found] = []
    for spans in parts:
        quote = "\n".join(old.texts[span.page][span.start : span.end] for span in spans)
        part = find_exactly(Place(place.version, place.extraction, tuple(spans), quote), text, old)
        if part is None:
            return None
        found.append(part)
    for (mine, one), (theirs, other) in pairwise(zip(parts, found, strict=True)):
        forward = (mine[0].page, mine[0].start) < (theirs[0].page, theirs[0].start)
        first, second = (one, other) if forward else (other, one)
        if first.match is None or second.match is None:
            return None
        last, begin = first.match[-1], second.match[0]
        if (last.page, last.end) > (begin.page, begin.start):
            return None
    unchanged = all(part.outcome is Again.UNCHANGED for part in found)
    runs = tuple(run for part in found for run in part.match or ())
    return Found(runs, Again.UNCHANGED if unchanged else Again.MOVED, min(part.score for part in found))


def _best(
    sides: _Sides, candidates: list[tuple[Match, _Sides]], place: Place, old: DocumentText | None, mine: Match
) -> tuple[Match, _Sides] | None:
    """The one candidate that is certainly the place."""
    strong = [pair for pair in candidates if _agrees(sides, pair[1]) == (True, True)]
    if old is not None:
        return _mutual(sides, candidates, place, old, mine)
    if len(strong) == 1:
        return strong[0]
    if strong:  # several alike: only the very same offsets tell them apart
        return next((pair for pair in strong if _flat(pair[0]) == _flat(mine)), None)
    near = [pair for pair in candidates if any(_agrees(sides, pair[1])) and not _altered(sides, pair[1])]
    return near[0] if len(near) == 1 and len(candidates) == 1 else None


def _mutual(
    sides: _Sides, candidates: list[tuple[Match, _Sides]], place: Place, old: DocumentText, mine: Match
) -> tuple[Match, _Sides] | None:
    """The candidate that suits the place best, if the place also suits it best among the old text's occurrences."""
    ranked = sorted(((_agreement(sides, found), number) for number, (_, found) in enumerate(candidates)), reverse=True)
    (agreement, number) = ranked[0]
    if len(ranked) > 1 and not _clearly(agreement, ranked[1][0]):
        return None
    match, found = candidates[number]
    inside = sides.cut_before or sides.cut_after
    rivals = [other for other in old.find(place.quote, inside_words=inside) if _flat(other) != _flat(mine)]
    if len(rivals) > _MANY:
        return None
    for rival in rivals:
        theirs = _sides(old.quote(rival), *_around(old, rival))
        if not _clearly(agreement, _agreement(theirs, found)):
            return None
    if rivals or len(candidates) > 1:
        return (match, found) if any(_agrees(sides, found)) and not _altered(sides, found) else None
    sure = len(skeleton_text(place.quote)) >= _LONG or any(_agrees(sides, found)) or agreement >= _ENOUGH
    return (match, found) if sure else None


def _only_exact(candidates: list[tuple[Match, _Sides]], mine: Match, sides: _Sides) -> Found | None:
    """Among too many to compare: the one at the very same offsets, if its surroundings are the same and no other's."""
    strong = [pair for pair in candidates if _agrees(sides, pair[1]) == (True, True)]
    if len(strong) == 1 and _flat(strong[0][0]) == _flat(mine):
        return Found(strong[0][0], Again.UNCHANGED, 1.0)
    return None


def _holds(old: DocumentText, match: Match, quote: str) -> bool:
    try:
        return skeleton_text(old.quote(match)) == skeleton_text(quote)
    except IndexError:
        return False


def _same_page(old: DocumentText, text: DocumentText, page: int) -> bool:
    return page < len(text.texts) and old.texts[page] == text.texts[page]


def _flat(match: Match) -> list[tuple[int, int, int]]:
    """A match with runs that follow each other on one page joined: columns don't count."""
    flat: list[tuple[int, int, int]] = []
    for run in match:
        if flat and flat[-1][0] == run.page and 0 <= run.start - flat[-1][2] <= 2:
            flat[-1] = (run.page, flat[-1][1], run.end)
        else:
            flat.append((run.page, run.start, run.end))
    return flat


def _around(text: DocumentText, match: Match, *, wide: bool = True) -> tuple[str, str]:
    return text.context(match, WIDE if wide else CONTEXT)


def _sides(quote: str, before: str, after: str) -> _Sides:
    tail, head = _in_sentence(quote, before, after)
    return _Sides(
        skeleton_text(before),
        skeleton_text(after),
        skeleton_text(tail),
        skeleton_text(head),
        bool(before) and is_letterlike(before[-1]) and is_letterlike(quote[:1]),
        bool(after) and is_letterlike(after[0]) and is_letterlike(quote[-1:]),
        before,
        after,
    )


def _in_sentence(quote: str, before: str, after: str) -> tuple[str, str]:
    """The parts before and after a quote that belong to the sentences it begins and ends in."""
    whole = before + quote + after
    start, end = len(before), len(before) + len(quote)
    begins, ends = start, end
    for first, last in sentences(whole):
        if first < start < last:
            begins = first
        if first < end < last:
            ends = last
    return whole[begins:start], whole[end:ends]


def _same_sentence(mine: _Sides, theirs: _Sides) -> bool:
    """Whether the rest of the sentence is the same on both sides, as far as either reaches."""
    if (mine.cut_before, mine.cut_after) != (theirs.cut_before, theirs.cut_after):
        return False
    return _same_end(mine.tail, theirs.tail, mine.before, theirs.before) and _same_end(
        mine.head[::-1], theirs.head[::-1], mine.after[::-1], theirs.after[::-1]
    )


def _same_end(one: str, other: str, all_one: str, all_other: str) -> bool:
    """Whether two texts end alike; one may be longer only where the other's whole context ran out."""
    if one == other:
        return True
    shorter, longer, whole = (one, other, all_one) if len(one) < len(other) else (other, one, all_other)
    return bool(shorter) and shorter == whole and longer.endswith(shorter)


def _agrees(mine: _Sides, theirs: _Sides) -> tuple[bool, bool]:
    """Whether the nearest 64 code points or so are the same before, and after. Nothing agrees only with nothing."""
    return _alike(mine.before, theirs.before), _alike(mine.after[::-1], theirs.after[::-1])


def _alike(one: str, other: str) -> bool:
    reach = min(len(one), len(other), CONTEXT)
    if reach < min(_ENOUGH, max(len(one), len(other))):
        return False
    return reach == 0 or one[-reach:] == other[-reach:]


def _agreement(mine: _Sides, theirs: _Sides) -> int:
    """How many characters around are the same, up to the first that differs on each side."""
    return _common(mine.before, theirs.before) + _common(mine.after[::-1], theirs.after[::-1])


def _common(one: str, other: str) -> int:
    count = 0
    for mine, theirs in zip(reversed(one), reversed(other), strict=False):
        if mine != theirs:
            break
        count += 1
    return count + (not one and not other) + (count == len(one) == len(other))


def _clearly(best: int, second: int) -> bool:
    """Whether the best agrees so much more than the next that no edit beside it would turn them round."""
    return best > second and (best >= 2 * WIDE or best >= 1.25 * second + _ENOUGH)


def _score(mine: _Sides, theirs: _Sides) -> float:
    near = min(len(mine.before), CONTEXT) + min(len(mine.after), CONTEXT)
    if not near:
        return 1.0
    before = min(_common(mine.before, theirs.before), CONTEXT, len(mine.before))
    after = min(_common(mine.after[::-1], theirs.after[::-1]), CONTEXT, len(mine.after))
    if all(_agrees(mine, theirs)):
        return 1.0
    return round(0.5 + 0.49 * (before + after) / near, 3)


def _altered(mine: _Sides, theirs: _Sides) -> bool:
    """Whether a side is nearly the same but for a number or a negation: then it is likely another item of a list."""
    pairs = ((mine.raw_before, theirs.raw_before), (mine.raw_after, theirs.raw_after))
    return any(_near_but_telling(one[-CONTEXT:], other[-CONTEXT:]) for one, other in pairs[:1]) or any(
        _near_but_telling(one[:CONTEXT], other[:CONTEXT]) for one, other in pairs[1:]
    )


def _near_but_telling(one: str, other: str) -> bool:
    mine, theirs = Counter(_WORD.findall(one.lower())), Counter(_WORD.findall(other.lower()))
    if mine == theirs:
        return False
    shared = sum((mine & theirs).values())
    if shared < 0.5 * max(sum(mine.values()), sum(theirs.values()), 1):
        return False
    differing = (mine - theirs) + (theirs - mine)
    return any(any(char.isdigit() for char in word) or bool(_TELLING.fullmatch(word)) for word in differing)
