"""Whether two wordings are the same to the letter, and how like each other two sentences are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Indel

from annotator.anchoring.comparing import expanded, same, skeleton_text

_QUOTES = re.compile("[\"'`\u00b4\u00ab\u00bb\u2018-\u201f\u2032\u2033\u2039\u203a\u02bc\u301d\u301e\uff02]")
_LONG_DASHES = re.compile("[\u2012-\u2015\u2212]|--+")
_BROKEN = re.compile("(?<=[^\\W\\d_])[-\u2010\u00ad][ \t]*\n\\s*(?=[^\\W\\d_])")
_WORD = re.compile(r"[^\W_]+(?:['.,][^\W_]+)*|[^\s_]")
_BLANK = " \t\n\u00a0"
_CLOSERS = "[\"'\u201c\u201d\u2018\u2019\u00bb\u00ab)\\]*_|>\\s]*"
_CLOSED = re.compile(rf"(?:[^\W\d_]{{2}}|[^\w\s.])[.!?\u2026]+{_CLOSERS}$|;{_CLOSERS}$|:\s*$")
"""A stop after a word (not after a number or an initial), or a semicolon, with what closes after it."""
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212-"
_AFTER_STOP = "\"'\u201c\u201d\u2018\u2019\u00bb\u00ab)]*_|> \t\n"
_MARKUP = re.compile(r"(?:[\s#>*_|\u2022\u00b7\"'\u201c\u201e(\[-]|\d{1,3}\.)*")
_FIRST_LETTER = re.compile(r"[^\w\n]*([^\W\d_])")
_ITEM = re.compile(r"\(?(?:\d{1,3}|[ivxlc]{1,5}|[A-Za-z]{1,2})[.)]\s")
_ITEM_END = re.compile(r"(?:[,:\u2012-\u2015-]|\b(?:and|or|und|oder))\s*$")
_NEXT_ITEM = re.compile(rf"[\s{_DASHES}]*\n\s*{_ITEM.pattern}")
_CONDITION = re.compile(
    r"[\s(]*(?:and |or |but |und |aber |oder )?"
    r"(unless|except|provided|if|where|until|only|subject|notwithstanding|save|sofern|soweit|wenn|falls|es sei"
    r"|au\u00dfer|ausgenommen|nur|vorbehaltlich|es gilt nicht|mit Ausnahme)\b",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile("\n[ \t\u00a0]*\n\\s*")
_SUSPENDED = re.compile(r"\d-\n[ \t]+\w")
"""A hyphen after a figure, before an indented line: its writer ended the line there, as in "6- and 12-month"."""
_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u2013\u2014", '\'\'"""""--')
_LIGATURES = re.compile("[\ufb00-\ufb06\u00ad]")


def same_wording(one: str, other: str, *, paragraphs: bool = False) -> bool:
    """Whether two stretches differ only in where lines and pages break: hyphens at line ends, ligatures, spaces.

    Stricter than `comparing.same`: the style of quotes and dashes counts, for someone changed them. With `paragraphs`,
    blank lines count, too.
    """
    if paragraphs and _PARAGRAPH.search(one + " " + other) and _breaks(one) != _breaks(other):
        return False
    if one.split() == other.split():
        return True
    if len(_SUSPENDED.findall(one)) != len(_SUSPENDED.findall(other)):
        return False
    if _QUOTES.findall(one) != _QUOTES.findall(other) or _LONG_DASHES.findall(one) != _LONG_DASHES.findall(other):
        return False
    return same(one, other)


def words_of(text: str) -> list[str]:
    """The words and marks of a text for measuring likeness: without case, hyphens at line ends joined."""
    if "\n" in text:
        text = _BROKEN.sub("", text)
    if not text.isascii() and _LIGATURES.search(text):
        text = _LIGATURES.sub(lambda found: expanded(found[0]), text.replace("\u00ad", ""))
    return _WORD.findall(text.translate(_PLAIN).casefold())


def word_spans(text: str) -> list[tuple[int, int, str]]:
    """The same words with where they stand; a word broken at a line's end stays in two."""
    return [(found.start(), found.end(), found[0].casefold()) for found in _WORD.finditer(text.translate(_PLAIN))]


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """From 0 to 1: twice the words they share in sequence, over all words of both."""
    return Indel.normalized_similarity(one, other) if one or other else 1.0


def blank_line(text: str) -> bool:
    """Whether a text has a blank line; a frozen page writes one as a space that does not break."""
    return _PARAGRAPH.search(text) is not None


def _breaks(text: str) -> list[int]:
    """After how many characters, spaces left out, blank lines stand within a text."""
    found, passed = [], 0
    pieces = _PARAGRAPH.split(text.strip())
    for piece in pieces[:-1]:
        passed += len(skeleton_text(piece))
        found.append(passed)
    return found


def edge_dashes(text: str) -> tuple[str, str]:
    """The dashes a stretch begins and ends with, which its skeleton leaves out; a bullet, or a range cut short."""
    if not text or not (text[0] in _DASHES or text[-1] in _DASHES):
        return "", ""
    head = text[: len(text) - len(text.lstrip(_DASHES + _BLANK))]
    tail = text[len(text.rstrip(_DASHES + _BLANK)) :]
    return "".join(head.split()), "".join(tail.split()) if head != text else ""


def with_dashes(text: str, start: int, end: int, head: str, tail: str) -> tuple[int, int] | None:
    """A stretch of a page made longer by these dashes beside it, or None where others stand there, or none."""
    if head:
        at = start
        for wanted in reversed(head):
            at = len(text[:at].rstrip(_BLANK)) - 1
            if at < 0 or text[at] != wanted:
                return None
        start = at
    if tail:
        at = end
        for wanted in tail:
            at += len(text[at : at + 99]) - len(text[at : at + 99].lstrip(_BLANK))
            if text[at : at + 1] != wanted:
                return None
            at += 1
        end = at
    return start, end


def closed_before(before: str, words: str) -> bool:
    """Whether words begin a sentence, clause or item of their own after the beginning of their sentence `before`.

    A list's plain number and the marks of headings and lists belong to the list, not to the sentence. After a full stop
    or a semicolon something else begins, wherever a sentence is taken to end, and so at an item's letter on a new line.
    """
    if _MARKUP.fullmatch(before) or _CLOSED.search(before):
        return True
    return before.endswith("\n") and _ITEM.match(words) is not None


def closed_after(words: str, after: str) -> bool:
    """Whether words end with a stop of their own, or as an item of a list: what follows is something else."""
    if _CLOSED.search(words):
        return words.rstrip(_AFTER_STOP)[-1:] not in ".!?" or not goes_on(after)
    return _NEXT_ITEM.match(after) is not None and bool(_ITEM_END.search(words) or after.lstrip()[:1] in _DASHES)


def goes_on(after: str) -> bool:
    """Whether what follows on the same line goes on in small letters."""
    found = _FIRST_LETTER.match(after)
    return found is not None and found[1].islower()


def condition_of(words: str, after: str) -> str:
    """The word that limits a clause ended by a semicolon, where what follows begins with one; else nothing."""
    if not words.rstrip(_AFTER_STOP).endswith(";"):
        return ""
    found = _CONDITION.match(after)
    return found[1].casefold() if found else ""


def dashes(gap: str) -> str:
    """The dashes on the last line of what stands between two words: those at a line's end may be hyphens."""
    return "".join(char for char in gap.rpartition("\n")[2] if char in _DASHES)
