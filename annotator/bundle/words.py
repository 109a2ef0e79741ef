"""The words that exports use, and text made fit to be read: no tricks with direction, lines joined again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from annotator.model.pages import Recognised, machine_sure
from annotator.model.places import Place
from annotator.model.things import ClaimType, Relation, Status

STATUS_WORDS = {Status.OPEN: "open", Status.VERIFIED: "checked", Status.DISPUTED: "disputed", Status.CUT: "cut"}
STATUS_MARKS = {Status.OPEN: "○", Status.VERIFIED: "✓", Status.DISPUTED: "⚑", Status.CUT: "✂"}
RELATION_WORDS = {
    Relation.SUPPORTS: "supports",
    Relation.CONTRADICTS: "contradicts",
    Relation.CONTEXT: "context",
}
RELATION_MARKS = {Relation.SUPPORTS: "+", Relation.CONTRADICTS: "×", Relation.CONTEXT: "•"}
TYPE_WORDS = {kind: kind.value for kind in ClaimType}
STATE_WORDS = {
    "not-looked-at": "not looked at",
    "claim-without-source": "claim without source",
    "partly-linked": "partly linked",
    "linked": "linked, not checked",
    "checked": "checked",
    "contradicted": "contradicted",
    "needs-none": "needs none",
}

_LIGATURES = {ord(letter): unicodedata.normalize("NFKC", letter) for letter in "ﬀﬁﬂﬃﬄﬅﬆ"}
# Overrides and embeddings let a text show other letters than it has; every text stands in an element of its own anyway.
_DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "")
_TABLE = {**_LIGATURES, **_DIRECTION, 0x09: " ", 0x0B: " ", 0x0C: " ", 0x0D: " ", 0x85: " "}
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPACES = re.compile(r"[ \u00a0]*\n[ \u00a0]*")
_WORD = re.compile(r"[^\W_]+")

Known = Callable[[str], bool]
"""Whether a word, in lower case and without hyphen, occurs in the document."""


def plain(text: str) -> str:
    """The text without control characters, lone surrogates and changes of direction; ligatures spelt out."""
    return _UNFIT.sub("\ufffd", text.translate(_TABLE))


def vocabulary(texts: Iterable[str]) -> Known:
    """Tells the words of these texts; they are read when first asked."""
    words: set[str] = set()
    read = False

    def known(word: str) -> bool:
        nonlocal read
        if not read:
            for text in texts:
                words.update(match.lower() for match in _WORD.findall(text.translate(_LIGATURES)))
            read = True
        return word in words

    return known


def glue(line: str, following: str, known: Known) -> tuple[int, str]:
    """How a line goes on in the next: how many characters to drop at its end, and what to put between.

    A hyphen at the end is dropped only if the joined word occurs elsewhere in the document: 'long-' and 'standing'
    stay 'long-standing' rather than becoming a word that nobody wrote.
    """
    if not line or not following:
        return 0, " "
    last, first = line[-1], following[0]
    if last == "\u00ad":
        return 1, ""
    if last in "-\u2010" and len(line) > 1 and line[-2].isalpha() and first.isalpha():
        head, tail = _WORD.findall(line)[-1:], _WORD.findall(following)[:1]
        joined = ("".join(head) + "".join(tail)).translate(_LIGATURES).lower()
        return (1, "") if first.islower() and known(joined) else (0, "")
    if last == "—" and len(line) > 1 and not line[-2].isspace():
        return 0, ""
    if _wide(last) and _wide(first):
        return 0, ""
    return 0, " "


def unwrap(text: str, known: Known) -> str:
    """The text on one line, fit to be read: line ends become spaces, words broken at a line's end are joined."""
    lines = [line for line in _SPACES.split(text.strip()) if line]
    if not lines:  # a region has no words
        return ""
    parts: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        drop, between = glue(line, following, known)
        parts.append(line[: len(line) - drop])
        parts.append(between if following else "")
    return plain("".join(parts))


def shortened(text: str, limit: int = 140) -> str:
    """At most `limit` code points, cut between words, with an ellipsis where something was cut."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def page_words(place: Place) -> str:
    """Where a place stands, as 'p. 3', 'pp. 3–4' or 'p. iv (page 4 of the file)', a law's provision before it."""
    if place.fragment:
        return plain(place.fragment)
    law = f"{plain(place.provision)}, " if place.provision else ""
    return law + _pages(place)


def _pages(place: Place) -> str:
    found = {span.page: span.label for span in place.spans}
    if not found and place.region:
        found = {place.region.page: place.region.label}
    pages = sorted(found)
    if not pages:
        return ""
    labels = [plain(found[page]).strip() or str(page + 1) for page in pages]
    numbers = [str(page + 1) for page in pages]
    words = f"p. {labels[0]}" if len(pages) == 1 else f"pp. {labels[0]}–{labels[-1]}"
    if labels == numbers:
        return words
    if len(pages) == 1:
        return f"{words} (page {numbers[0]} of the file)"
    return f"{words} (pages {numbers[0]}–{numbers[-1]} of the file)"


def day(moment: str) -> str:
    """The day of an ISO 8601 moment in UTC, as '2026-11-22'; what is no such moment is returned as it is."""
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return plain(moment)
    return (parsed.astimezone(UTC) if parsed.tzinfo else parsed).date().isoformat()


def counted(number: int, one: str, many: str = "") -> str:
    """'1 link', '2 links'."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def machine_words(recognised: Mapping[str, Sequence[Recognised]], place: Place) -> str:
    """That a place's words were read by machine, and how surely, since a lawyer must compare them; else empty."""
    sure = read_by_machine(recognised, place)
    if sure is None:
        return ""
    return f"These words were read from a scan by machine (OCR), {sure} % sure: compare them with the page."


def read_by_machine(recognised: Mapping[str, Sequence[Recognised]], place: Place) -> int | None:
    """How sure the machine was that read a place's words, in percent; None where no machine read them."""
    try:
        return machine_sure(recognised[place.extraction], place)
    except KeyError:
        return None
