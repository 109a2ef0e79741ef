"""Whether a page's text can be used, and whether what a machine read of it is better. A person sees which it is."""

from __future__ import annotations

import re

from annotator.engine.scanning import Shares

_UNKNOWN_SHARE = 0.3
"""More characters without a meaning than this, and the text is none."""
_FEW = 400
"""A page with at least as many characters has text of its own; fewer may be a stamp."""
_PICTURE = 0.6
"""A picture that covers so much of the page fills it."""
_NEXT_TO_NOTHING = 0.05
"""Text that covers less of the page than this covers next to nothing."""
_BLANK = 0.0001
"""A page with less ink than this is blank."""
_LIKE_WORDS = 0.65
"""A text of which fewer tokens are like words is doubted."""
_PLAIN_SHARE = 0.5
_CLEARLY = 1.5
_HOPELESS = 30
_SURE = 60
_TOKEN = re.compile(r"[^\W\d_]+(?:['’.\-‑][^\W\d_]+)*|[$€£§]?\d[\d.,:/%\-–()a-z]*", re.IGNORECASE)
_EDGES = "()[]{}«»„“”‘’\"'.,;:!?…*†‡—–-/|"
_SAMPLE = 80
_MEANINGLESS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufff0-\uffff\U000f0000-\U0010ffff]")
_LATIN = re.compile("[A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿﬀ-ﬆ]")
_LEADERS = ".…_-–—•·|"
_VOWEL = re.compile("[aeiouyäöüáàâéèêëíìîïóòôúùûæœøå]", re.IGNORECASE)


def unknown(text: str) -> float:
    """The share of a text's characters that say nothing: without a meaning, for private use, controls."""
    characters = _count(text)
    return len(_MEANINGLESS.findall(text)) / characters if characters else 0.0


def likeness(text: str) -> float:
    """The share of tokens that are like words or numbers, of some from the middle; 1 for scripts without this."""
    tokens = [bare for token in text.split() if (bare := token.strip(_EDGES))]
    first = max(0, (len(tokens) - _SAMPLE) // 2)
    tokens = tokens[first : first + _SAMPLE]
    joined = "".join(tokens)
    if len(_LATIN.findall(joined)) < 0.8 * sum(map(str.isalpha, joined)):
        return 1.0
    return sum(map(_like_a_word, tokens)) / len(tokens) if tokens else 0.0


def _count(text: str) -> int:
    return sum(map(len, text.split()))


def _like_a_word(token: str) -> bool:
    if not _TOKEN.fullmatch(token):
        return False
    if token[0].isdigit() or not token[0].isalpha() or len(token) == 1:
        return True
    natural = token.islower() or token.isupper() or token[1:].islower() or "-" in token or "’" in token or "'" in token
    return natural and (bool(_VOWEL.search(token)) or token.isupper())


def textless(text: str) -> bool:
    """Whether a page has no text that can be used."""
    return not _count(text) or unknown(text) > _UNKNOWN_SHARE


def suspicious(text: str) -> bool:
    """Whether a page may be a scan, by its text alone: then its looks are worth a question."""
    return _count(text) < _FEW or unknown(text) > _UNKNOWN_SHARE or likeness(text) < _LIKE_WORDS


def unreadable(text: str, shares: Shares) -> bool:
    """Whether a page should be read by machine: something is there to be seen, and its text is none, or doubtful."""
    if shares.ink < _BLANK:
        return False
    characters = _count(text)
    if textless(text):
        return True
    if shares.pictures >= _PICTURE and characters < _FEW and shares.text < _NEXT_TO_NOTHING:
        return True  # a stamp, perhaps
    bare = [char for char in text if not char.isspace() and char not in _LEADERS]
    plain = sum(map(str.isalnum, bare)) / len(bare) if bare else 1.0
    return (shares.pictures >= _PICTURE and likeness(text) < _LIKE_WORDS) or (
        characters < _FEW and plain < _PLAIN_SHARE
    )


def rubbish(read: str, confidence: int, doubtful: int) -> bool:
    """Whether what was read is no text that anybody may rely on: another script than the machine knows, or too poor.

    Pages in Greek, Russian and Arabic, read as English and German, came to 55 % and less with 40 % of the words
    doubtful; those in French to 92 %.
    """
    words = len(read.split())
    return bool(words) and confidence < _SURE and doubtful * 3 >= words


def better(before: str, read: str, confidence: int) -> bool:
    """Whether what was read by machine should stand for a page's text, which is kept where there is doubt."""
    letters = _count(before)
    if not letters or unknown(before) > _UNKNOWN_SHARE:
        return True
    if confidence < _HOPELESS:
        return False
    now = _count(read)
    if letters < _FEW and now > _CLEARLY * letters + 20:
        return True
    return confidence >= 60 and now >= 0.5 * letters and likeness(read) > likeness(before) + 0.1
