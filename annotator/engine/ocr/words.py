"""Tesseract's answer, which is not trusted: parsed strictly, with limits, into words with boxes and confidences."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

ANSWER_LIMIT = 16 * 1024 * 1024
"""The longest answer for one page, in bytes."""
WORD_LIMIT = 50_000
"""The most words of one page."""
TEXT_LIMIT = 1_000
"""The longest word, in code points."""
_COLUMNS = (
    *("level", "page_num", "block_num", "par_num", "line_num", "word_num"),
    *("left", "top", "width", "height", "conf", "text"),
)
_NUMBER_LIMIT = 10_000_000
_WORD = 5
DOUBTFUL = 60
"""A word whose confidence is below this is counted as doubtful."""


class BadAnswer(Exception):  # noqa: N818 - named by what it is
    """The program said something that no page can be."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was read: its box in pixels of the picture (y down), confidence 0 to 100, and its line.

    `line` is the same for the words of one line and differs between neighbouring lines; words come in reading order.
    """

    text: str
    box: tuple[int, int, int, int]
    confidence: float
    line: tuple[int, int, int]


def parse(untrusted: bytes, width: int, height: int) -> tuple[Word, ...]:
    """The words of a page of this size in pixels. Raises BadAnswer unless every line is what Tesseract may say."""
    if len(untrusted) > ANSWER_LIMIT:
        raise BadAnswer("the answer is too long")
    try:
        lines = untrusted.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise BadAnswer("the answer is not UTF-8") from error
    if tuple(lines[0].split("\t")) != _COLUMNS:
        raise BadAnswer("the answer is no table")
    if lines[-1]:
        raise BadAnswer("the answer ends too early")
    found: list[Word] = []
    for line in lines[1:-1]:
        word = _word(line, width, height)
        if word is not None:
            found.append(word)
        if len(found) > WORD_LIMIT:
            raise BadAnswer("there are too many words")
    return tuple(found)


def _word(line: str, width: int, height: int) -> Word | None:
    """The word of one row; None for rows of pages, blocks and lines, and for words that show nothing."""
    fields = line.split("\t")
    if len(fields) != len(_COLUMNS):
        raise BadAnswer("a row has another number of columns")
    level, _, block, paragraph, number, _, left, top, across, down = (_whole(field) for field in fields[:10])
    confidence = _confidence(fields[10])
    if level != _WORD:
        if fields[11].strip():
            raise BadAnswer("words where there are none")
        return None
    text = _clean(fields[11])
    x0, y0, x1, y1 = max(0, left), max(0, top), min(width, left + across), min(height, top + down)
    if not text or confidence < 0 or x0 >= x1 or y0 >= y1:
        return None
    return Word(text, (x0, y0, x1, y1), confidence, (block, paragraph, number))


def _whole(field: str) -> int:
    digits = field[1:] if field.startswith("-") else field
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise BadAnswer("a number is none")
    number = int(field)
    if not -_NUMBER_LIMIT <= number <= _NUMBER_LIMIT:
        raise BadAnswer("a number is out of bounds")
    return number


def _confidence(field: str) -> float:
    if len(field) > 30:
        raise BadAnswer("a confidence is none")
    try:
        value = float(field)
    except ValueError as error:
        raise BadAnswer("a confidence is none") from error
    if not math.isfinite(value) or not (value == -1 or 0 <= value <= 100):
        raise BadAnswer("a confidence is out of bounds")
    return value


def _clean(text: str) -> str:
    """The word without spaces, and without characters that are no writing: controls, surrogates, unassigned."""
    if len(text) > TEXT_LIMIT:
        raise BadAnswer("a word is too long")
    return "".join(char for char in text if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cs", "Cn"))


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure the machine was of a page: mean of the words' confidences in percent, weighed by their lengths."""

    confidence: int
    doubtful: int
    words: int


def sureness(words: tuple[Word, ...]) -> Sureness:
    """How sure the machine was of these words; 0 where there are none."""
    letters = sum(len(word.text) for word in words)
    mean = sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
    return Sureness(int(mean), sum(word.confidence < DOUBTFUL for word in words), len(words))
