"""Text as numbers of word pieces, as the sentence model was trained to read it (BERT's uncased scheme).

Written after Devlin et al., "BERT" (2019), and the rules of its published tokenizer: spaces collapse, case and accents
go, punctuation and Chinese characters stand alone, and a word is cut greedily into the longest pieces that are known.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

LONGEST = 128
"""Word pieces of one text, those at its ends included; what is longer is cut."""
_LONGEST_WORD = 100
_WORDS_KEPT = 50_000


class WordPieces:
    """Cuts texts; `vocabulary` has one piece a line, its number being that of the line."""

    def __init__(self, vocabulary: str) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary.split("\n")) if piece}
        self._begin, self._end = self._numbers["[CLS]"], self._numbers["[SEP]"]
        self._unknown = self._numbers["[UNK]"]
        self._of_word = lru_cache(_WORDS_KEPT)(self._pieces)

    def numbers(self, text: str, most: int = LONGEST) -> list[int]:
        """The numbers of a text's pieces, those for its beginning and end included, at most `most`."""
        found = [self._begin]
        for word in _words(text):
            found += self._of_word(word)
            if len(found) >= most:
                break
        del found[most - 1 :]
        return [*found, self._end]

    def _pieces(self, word: str) -> Sequence[int]:
        if len(word) > _LONGEST_WORD:
            return (self._unknown,)
        found = []
        at = 0
        while at < len(word):
            for end in range(len(word), at, -1):
                number = self._numbers.get(("##" if at else "") + word[at:end])
                if number is not None:
                    break
            else:
                return (self._unknown,)
            found.append(number)
            at = end
        return tuple(found)


def _words(text: str) -> Iterator[str]:
    for chunk in text.split():
        if chunk.isascii() and chunk.isalnum():
            yield chunk.lower()
            continue
        word = ""
        for char in unicodedata.normalize("NFD", chunk.lower()):
            kind = unicodedata.category(char)
            if kind == "Mn" or kind[0] == "C" or char == "\ufffd":
                continue
            if _stands_alone(char, kind):
                if word:
                    yield word
                yield char
                word = ""
            else:
                word += char
        if word:
            yield word


def _stands_alone(char: str, kind: str) -> bool:
    if char < "\x80":
        return not char.isalnum()
    return kind[0] == "P" or any(first <= char <= last for first, last in _CHINESE)


_CHINESE = (
    ("\u4e00", "\u9fff"),
    ("\u3400", "\u4dbf"),
    ("\U00020000", "\U0002a6df"),
    ("\U0002a700", "\U0002b81f"),
    ("\U0002b820", "\U0002ceaf"),
    ("\uf900", "\ufaff"),
    ("\U0002f800", "\U0002fa1f"),
)
