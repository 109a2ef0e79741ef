"""Words that tell: a change of one turns a sentence round. English and German.

The kinds, the gravest first: negation, modal, date, number, name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEGATIONS = _words(
    """
    no not nor none never neither without cannot nobody nothing nowhere unless except only hardly barely non
    kein keine keinen keinem keiner keines nicht nichts nie niemals niemand niemanden niemandem nirgends ohne
    weder kaum außer nur sofern soweit
    """
)
_MODALS = _words(
    """
    shall may must should will would can could might ought need needs required recommended optional darf
    darfst dürfen dürft dürfte dürften durfte durften muss muß müssen müsst müsste müssten musste mussten soll
    sollen sollst sollte sollten kann kannst können könnt könnte könnten konnte konnten mag mögen möge möchte
    möchten wollen
    """
)
_NUMBERS = _words(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds
    thousand thousands million millions billion billions trillion trillions dozen dozens half halves third
    thirds quarter quarters fourths fifths tenths once twice thrice first second fourth fifth sixth seventh
    eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth
    nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth
    thousandth fold percent per cent both null
    eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig sechzig
    siebzig achtzig neunzig hundert tausend millionen milliarde milliarden billionen dutzend halb einmal
    zweimal dreimal erste ersten zweite zweiten dritte dritten prozent
    """
)
_MONTHS = _words(
    """
    january february march april june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday januar jänner februar
    märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
    today yesterday tomorrow heute gestern morgen
    """
)
_DATE = re.compile(r"(?:1[5-9]|20|21)\d\d|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}(?:st|nd|rd|th)")
_HYPHENS = re.compile("[-\u2010\u2011\u00ad\\s]+")
_GERMAN_NUMBER = re.compile(
    "(?:eins?|zwei|drei|vier|fünf|sechs?|sieb(?:en)?|acht|neun|zehn|elf|zwölf|und|zwan|zig|ßig|hundert|tausend){2,}"
    "(?:s?te[nrsm]?|fache[nrsm]?|fach|mal)?"
)
_CONTRACTED = re.compile(r".*n['\u2019]t", re.IGNORECASE)
_AGAINST = ("un", "in", "im", "il", "ir", "non", "dis", "mis", "nicht", "miss")
_GERMAN = re.compile(r"\b(?:der|die|das|und|nicht|ein|eine|des|dem|den|zu|ist|mit)\b")
_ENGLISH = re.compile(r"\b(?:the|and|of|to|a|is|in|that|for|with)\b")


def kind_of(word: str, *, begins: bool = False, german: bool = False) -> str:
    """What kind of telling word it is, or an empty string. `begins` says that it begins a sentence.

    In German all nouns have capitals, so a single word there is no name.
    """
    plain = word.casefold()
    # "twenty-three", "five-year", "non-binding": a part of a word joined by hyphens tells as much as one by itself.
    parts = set(_HYPHENS.split(plain))
    if parts & _NEGATIONS or _CONTRACTED.fullmatch(word):
        return "negation"
    if parts & _MODALS:
        return "modal"
    if plain in _MONTHS or (word == "May" and not begins) or _DATE.fullmatch(word):
        return "date"
    if parts & _NUMBERS or any(char.isdigit() for char in word) or _GERMAN_NUMBER.fullmatch(word.lower()):
        return "number"
    if word[:1].isupper() and not begins and not german:
        return "name"
    return ""


def looks_german(text: str) -> bool:
    """Whether a text has more of German's small words than of English's."""
    return len(_GERMAN.findall(text)) > len(_ENGLISH.findall(text))


def telling(old: Sequence[str], new: Sequence[str], kinds: dict[str, str]) -> str:
    """The gravest kind among the words that are on one side only, or an empty string. `kinds` has each word's kind."""
    mine, theirs = Counter(word.casefold() for word in old), Counter(word.casefold() for word in new)
    differing = (mine - theirs) + (theirs - mine)
    if _turned(mine - theirs, theirs - mine):
        return "negation"
    found = {kinds.get(word, "") for word in [*old, *new] if word.casefold() in differing}
    return next((kind for kind in ("negation", "modal", "date", "number", "name") if kind in found), "")


def _turned(mine: Counter[str], theirs: Counter[str]) -> bool:
    """Whether a word became its opposite by what it begins with: lawful, unlawful."""
    return any(
        one == against + other or other == against + one for one in mine for other in theirs for against in _AGAINST
    )
