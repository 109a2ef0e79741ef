"""Quotations of a text, by their marks: over several paragraphs, nested, in English, German and French.

All offsets are code points of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CLOSERS = {
    '"': '"',
    "\u201c": "\u201d\u201f",
    "\u201e": "\u201c\u201d\u201f",
    "\u201f": "\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    "\u2039": "\u203a",
    "\u2018": "\u2019",
    "\u201a": "\u2018\u2019",
    "'": "'",
    "\u300c": "\u300d",
    "\u300e": "\u300f",
}
_SINGLE = "'\u2018"
"""Marks whose other half is an apostrophe, too."""
_SURE = "\u201c\u201e\u00ab\u300c\u300e"
"""Marks that open a quotation and do nothing else: one that is never closed lasts to the end of its paragraph."""
_LONGEST = 3000
_LONGEST_SINGLE = 600
_DEEPEST, _PARTS = 6, 40
"""How deep quotations stand in each other, and in how many paragraphs one goes on."""
_STOPS = ".?!\u2026:"
_BLANK = re.compile(r"\n[ \t\u00a0\u202f]*\n")
_ELIDED = re.compile(r"(?:\d\ds?\b|t(?:is|was)\b|em\b|n\b|cause\b|til\b|round\b)", re.IGNORECASE)
"""What begins with an apostrophe: '90s, 'tis."""
_MARKS = re.compile("[" + re.escape("".join({*_CLOSERS, *"".join(_CLOSERS.values())})) + "]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks, without them; `parts` has each paragraph of one that is opened again in each."""

    start: int
    end: int
    parts: tuple[tuple[int, int], ...]

    def words(self, text: str) -> str:
        """The words, marks that open it again left out."""
        return "\n".join(text[start:end] for start, end in self.parts)


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of a text, in order. Those within others belong to them."""
    found: list[Quotation] = []
    at = 0
    for mark in _MARKS.finditer(text):
        if mark.start() < at or mark[0] not in _CLOSERS or not _opens(text, mark.start()):
            continue
        one = _from(text, mark.start())
        if one is not None:
            found.append(one)
            at = one.end + 1
    return found


def _opens(text: str, at: int) -> bool:
    mark, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if mark in "\u00ab\u2039" and after in ("\u00a0", "\u202f", " "):
        after = text[at + 2 : at + 3]
    if not after or after.isspace() or before.isalnum():
        return False
    if mark in _SINGLE and _ELIDED.match(text, at + 1):
        return False
    if mark in "\"'":
        return after not in ".,;:!?)]" and before not in (")", "]", ".", ",")
    if mark == "\u00bb":
        return after.isalnum() or after in "[\u2026'\u203a"
    return True


def _from(text: str, at: int) -> Quotation | None:
    """The quotation that opens at a mark, if it closes."""
    mark = text[at]
    parts: list[tuple[int, int]] = []
    begun, depth = at + 1, 0
    for here in _marks_within(text, at):
        if text[here] in _CLOSERS[mark] and _closes(text, here, mark):
            if depth:
                depth -= 1
                continue
            return _made(text, [*parts, (begun, here)])
        if text[here] == mark and _line_begins(text, here):
            parts.append((begun, here))
            begun = here + 1
            if len(parts) > _PARTS:
                return None
        elif text[here] == mark and _opens(text, here):
            if mark in "\"'":
                return None  # the mark before it closed another one, or was never closed
            depth += 1
            if depth > _DEEPEST:
                return None
    if mark not in _SURE:
        return None
    blank = _BLANK.search(text, at)
    end = blank.start() if blank else len(text)
    return _made(text, [(at + 1, min(end, at + _LONGEST))]) if end - at <= _LONGEST else None


def _marks_within(text: str, at: int) -> Iterator[int]:
    """The marks after an opening one, as far as its quotation may go: a new paragraph must open it again."""
    mark = text[at]
    reach = _LONGEST_SINGLE if mark in _SINGLE else _LONGEST
    limit, begun = min(len(text), at + reach), at
    while True:
        blank = _BLANK.search(text, begun, limit)
        for found in _MARKS.finditer(text, begun + 1, blank.start() if blank else limit):
            yield found.start()
        if blank is None:
            return
        begun = re.compile(r"\s*").match(text, blank.end()).end()  # type: ignore[union-attr]
        if text[begun : begun + 1] != mark:
            return
        yield begun
        limit = min(len(text), begun + reach)


def _closes(text: str, here: int, mark: str) -> bool:
    before, after = text[here - 1 : here], text[here + 1 : here + 2]
    if mark not in _SINGLE and mark != '"':
        return True
    if not before or (before.isspace() and mark != '"') or after.isalnum():
        return False
    if mark == '"' and before.isspace():
        # A stray space before the closing mark is common in transcripts; before a word it opens another.
        return not after or after.isspace() or after in ".,;:!?)]"
    if mark in _SINGLE and before in "sS" and after == " " and text[here + 2 : here + 3].islower():
        return _next_single(text, here, mark) is None
    return True


def _next_single(text: str, here: int, mark: str) -> int | None:
    """Whether another mark after a possessive (the workers' rights) closes the same quotation."""
    for found in _MARKS.finditer(text, here + 1, min(len(text), here + _LONGEST_SINGLE)):
        at = found.start()
        if found[0] == mark and _opens(text, at):
            return None
        if found[0] in _CLOSERS[mark] and not text[at + 1 : at + 2].isalnum() and not text[at - 1].isspace():
            return None if _BLANK.search(text, here, at) else at
    return None


def _line_begins(text: str, at: int) -> bool:
    before = text[max(0, at - 40) : at].rstrip(" \t\u00a0\u202f")
    if not before.endswith("\n") or text[at + 1 : at + 2].isspace():
        return False
    return text[at] != '"' or before.rstrip()[-1:] in _STOPS


def _made(text: str, parts: list[tuple[int, int]]) -> Quotation | None:
    trimmed = []
    for start, end in parts:
        words = text[start:end]
        if words.strip():
            start += len(words) - len(words.lstrip())
            trimmed.append((start, start + len(words.strip())))
    return Quotation(trimmed[0][0], parts[-1][1], tuple(trimmed)) if trimmed else None
