"""What a sentence asserts that can be wrong: its numbers, names, dates and quotations.

Finding one too many makes a sentence look less covered than it is; missing one would hide an open claim. So doubtful
words count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from annotator.checking.quotes_marks import quotations

Stretch = tuple[int, int]

_NUMBER = re.compile(
    r"[$\u20ac\u00a3\u00a5]?\s?\d+(?:[.,:/\u2044\u2013-]\d+)*(?:st|nd|rd|th)?(?:\s?(?:%|\u00b0|\u20ac))?|[\u00bc-\u00be\u2150-\u215e]"
)
_NUMBER_WORD = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[-\u2011 ](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"hundreds?|thousands?|millions?|billions?|trillions?|dozens?|half|halves|thirds?|quarters?|fourth|fifth|sixth|"
    r"seventh|eighth|ninth|tenth|twice|thrice|double[ds]?|doubling|tripled?|triples|tripling|quadrupled?|zero|percent|"
    r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|hundert|tausend|millionen?|milliarden?|hälfte)\b",
    re.IGNORECASE,
)
_DATE_WORD = re.compile(
    r"\b(?:yesterday|today|tomorrow|tonight|overnight|"
    r"(?:last|next|this|earlier this|later this) (?:week|month|year|quarter|decade|century|spring|summer|autumn|fall|"
    r"winter|night|morning|evening)|gestern|heute|morgen|vorgestern|"
    r"(?:letzte|nächste|diese)[nrs]? (?:woche|monat|jahr))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[.'\u2019\u2011\u2010-][^\W\d_]+)*\.?(?:(?<=\b[A-Z]\.)|(?<!\.))")
_SAID = re.compile(r"\s+(?:said|says|told|wrote|writes|added|argued|testified|denied|declined|resigned|announced)\b")
_PLAIN = re.compile(
    r"(?:the|a|an|in|on|at|it|its|he|she|they|we|you|i|his|her|their|our|my|your|this|that|these|those|there|here|but|"
    r"and|or|so|yet|however|if|when|while|after|before|under|since|because|although|though|as|for|from|by|with|no|not|"
    r"nor|none|what|who|how|why|where|which|such|many|most|some|all|both|each|every|another|other|still|now|then|"
    r"also|meanwhile|moreover|thus|therefore|to|of|is|are|was|were|do|does|did|has|have|had|will|would|may|might|can|"
    r"could|should|must|one|only|even|just|more|less|few|several|between|among|during|until|despite|according|about|"
    r"over|instead|additionally|further|furthermore|finally|first|later|earlier|once|like|unlike|than|be|been|out|up|"
    r"der|die|das|ein|eine|einer|es|er|sie|wir|ich|im|am|an|auf|für|bei|wenn|nach|vor|diese|dieser|dieses|und|aber|"
    r"zu|mit|von|aus|den|dem|des|nicht|kein|keine|als|wie|wer|was|wo|seit|durch)",
    re.IGNORECASE,
)


def items(text: str, start: int, end: int, *, quotations: list[Stretch], seen_within: frozenset[str]) -> list[Stretch]:
    """Numbers, names, dates and quotations of the sentence `text[start:end]`, in order, overlapping ones joined.

    `quotations` are those of the whole text (`quotations_of`), `seen_within` words it capitalises in the middle of
    sentences (`names_of`), by which a name is told that begins a sentence.
    """
    found = [_trim(text, max(a, start), min(b, end)) for a, b in quotations if a < end and b > start]
    said = text[start:end]
    first = _enumerator(said)
    last = len(said.rstrip()) - _note_mark(said)
    for pattern in (_NUMBER, _NUMBER_WORD, _DATE_WORD):
        for match in pattern.finditer(said, first, last):
            found.append(_trim(text, start + match.start(), start + match.end()))
    found.extend((start + a, start + b) for a, b in name_words(said, first, seen_within))
    return _merged([stretch for stretch in found if stretch[0] < stretch[1]])


def quotations_of(text: str) -> list[Stretch]:
    """Quotations of a text without their marks; one may run over several sentences, and several paragraphs."""
    return [(one.start, one.end) for one in quotations(text)]


def names_of(text: str, sentences: list[Stretch]) -> frozenset[str]:
    """Words that are capitalised in the middle of a sentence somewhere in the text."""
    found: set[str] = set()
    for start, end in sentences:
        words = list(_WORD.finditer(text, start, end))
        found.update(_bare(word.group()) for word in words[1:] if word.group()[0].isupper())
    return frozenset(found)


def name_words(said: str, first: int, seen_within: frozenset[str]) -> Iterator[Stretch]:
    """The words of names in a sentence, from an offset on; `seen_within` as of `items`."""
    opening = True
    for word in _WORD.finditer(said, first):
        shown = word.group()
        begins, opening = opening, False
        if _after_stop_in_quotation(said, word.start()):
            begins = True
        if not shown[0].isupper() or shown == "I" or shown.startswith(("I'", "I\u2019")):
            continue
        if begins and not _names_at_start(said, word, seen_within):
            continue
        yield word.start(), word.start() + len(_bare(shown))


def _names_at_start(said: str, word: re.Match[str], seen_within: frozenset[str]) -> bool:
    """Whether the first word of a sentence, capitalised in any case, is a name."""
    shown = word.group()
    bare = _bare(shown)
    if len(bare) > 1 and sum(map(str.isupper, bare)) > 1:
        return True
    if _is_plain(bare):
        return False
    following = re.match(r"\s+([^\W\d_])", said[word.end() :])
    if following is not None and following[1].isupper():
        return True
    return bare in seen_within or shown.endswith(("'s", "\u2019s")) or _SAID.match(said, word.end()) is not None


@lru_cache(maxsize=4096)
def _is_plain(word: str) -> bool:
    return _PLAIN.fullmatch(word) is not None


def _bare(word: str) -> str:
    return re.sub(r"['\u2019]s$", "", word)


def _after_stop_in_quotation(said: str, at: int) -> bool:
    return re.search(r"[\"\u201c\u201e\u00ab\u2018]$", said[:at]) is not None


def _enumerator(said: str) -> int:
    """Length of a list's number or bullet at the start of a sentence."""
    match = re.match(r"\s*(?:[\u2022\u25aa*#>-]+\s+|\(?(?:\d{1,3}|[a-z]|[ivxlc]{1,5})[.)]\s+)+", said)
    return match.end() if match else 0


def _note_mark(said: str) -> int:
    """Length of a footnote's mark after the stop at the end of a sentence."""
    match = re.search(r"(?<=[^\d\s][.!?\"'\u201d\u2019)])\d{1,3}$", said.rstrip())
    return len(match.group()) if match else 0


def _trim(text: str, start: int, end: int) -> Stretch:
    words = text[start:end]
    inner = words.strip(" \t\n\r.,;:!?\u00a0\u202f")
    if not inner:
        return start, start
    start += words.index(inner)
    return start, start + len(inner)


def _merged(stretches: list[Stretch]) -> list[Stretch]:
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
