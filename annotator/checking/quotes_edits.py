"""What a writer changed in a quotation and says so: words left out, put in or replaced in brackets.

Offsets are code points of the quotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_DOTS = r"(?:\u2026\.?|\.\s?\.\s?\.(?:\s?\.)?|(?<=\s)\. \. \.)"
_EDIT = re.compile(
    rf"(?P<left>[\[(]\s*{_DOTS}\s*[\])]|{_DOTS})|(?P<remark>[\[(](?:sic|emphasis [^\])]{{3,30}})[!.]?[\])])"
    r"|(?P<letter>\[[^\W\d_]\](?=\w))|(?P<ending>(?<=\w)\[[^\W\d_]{1,5}\])|(?P<words>\[[^\]\[]{1,120}\])",
    re.IGNORECASE,
)
_BESIDE = " \t\n\u00a0,;:"


class EditKind(StrEnum):
    """How a writer edits a quotation."""

    LEFT_OUT = "left out"
    REMARK = "remark"
    """As "[sic]": it stands for nothing."""
    LETTER = "letter"
    """As "[T]he": a letter made large or small."""
    ENDING = "ending"
    """As "agree[d]"."""
    WORDS = "words"
    """As "[the agency]": words in place of others, or to explain."""


REACH = {
    EditKind.LEFT_OUT: 4000,
    EditKind.REMARK: 4,
    EditKind.LETTER: 1,
    EditKind.ENDING: 6,
    EditKind.WORDS: 120,
}
"""How many characters of the source may stand where an edit does."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of a writer."""

    start: int
    end: int
    kind: EditKind


@dataclass(frozen=True, slots=True)
class Literal:
    """A stretch of a quotation that claims to be the speaker's own words; `after` is the edit it follows, if any."""

    start: int
    end: int
    after: Edit | None


def edits(quote: str) -> list[Edit]:
    """The writer's edits of a quotation, as far as they show, in order."""
    kinds = {"left": EditKind.LEFT_OUT}
    found = []
    for match in _EDIT.finditer(quote):
        name = str(match.lastgroup)
        found.append(Edit(match.start(), match.end(), kinds.get(name) or EditKind(name)))
    return found


def literals(quote: str, made: list[Edit]) -> list[Literal]:
    """What stands between the edits, punctuation beside them left out; none that has no letter or digit."""
    found: list[Literal] = []
    at, after = 0, None
    for edit in [*made, None]:
        end = edit.start if edit else len(quote)
        start, stop = _trimmed(quote, at, end, after, edit)
        if any(char.isalnum() for char in quote[start:stop]):
            found.append(Literal(start, stop, after if found else None))
            after = None
        if edit is None:
            break
        # Of several edits in a row the one that stands for most counts.
        after = edit if after is None or REACH[edit.kind] > REACH[after.kind] else after
        at = edit.end
    return found


def _trimmed(quote: str, start: int, end: int, before: Edit | None, after: Edit | None) -> tuple[int, int]:
    words = quote[start:end]
    left = _BESIDE + (".\u2013\u2014-" if before else "")
    right = _BESIDE + (".\u2013\u2014-" if after and after.kind is EditKind.LEFT_OUT else "")
    first = len(words) - len(words.lstrip(left if before else " \t\n\u00a0"))
    last = len(words.rstrip(right if after else " \t\n\u00a0"))
    return (start + first, start + last) if first < last else (start, start)


def plain(quote: str) -> str:
    """The quotation with the brackets of single letters taken away, other edits as they are: same words, no marks."""
    return re.sub(r"\[([^\W\d_]{1,5})\](?=\w)|(?<=\w)\[([^\W\d_]{1,5})\]", lambda found: found[1] or found[2], quote)
