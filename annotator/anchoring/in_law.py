"""What provisions of a statute tell about passages found again: only where the words leave a doubt, never against them.

A passage whose words are the same but which stands in another provision now has moved: who cites it has to cite it
otherwise. Words repeated in several provisions are told apart by these, where each provision still has them once.
"""

from __future__ import annotations

from dataclasses import replace

from annotator.anchoring.document_text import DocumentText, Match
from annotator.anchoring.found import Again, Found
from annotator.anchoring.provisions import Provision, provisions_of
from annotator.anchoring.sameness import Sentences
from annotator.anchoring.stream import Stream
from annotator.anchoring.units import bounds

_MOST = 40
"""Words repeated more often are not told apart."""
Key = tuple[str, ...]


class InLaw:
    """The provisions of two texts beside what the words say; pages and offsets are those of the extractions."""

    def __init__(self, old: DocumentText, new: DocumentText, sentences: Sentences) -> None:
        self._texts = old, new
        self._sentences = sentences

    def judged(self, runs: Match, found: Found) -> Found:
        """What was found, with what the provisions add: told apart by them, or moved because it stands in another."""
        if not found.as_it_was:
            found = self._told_apart(runs, found) or self._renumbered(runs, found) or found
        if found.match and found.outcome is Again.UNCHANGED and self._in_another(runs, found.match):
            return replace(found, outcome=Again.MOVED)
        return found

    def _in_another(self, runs: Match, match: Match) -> bool:
        """Whether both stand in provisions that are not the same. One less exact than the other is no other one."""
        was, now = _over(self._texts[0], runs), _over(self._texts[1], match)
        if was is None or now is None:
            return False
        return any(mine != its for mine, its in zip(was.key, now.key, strict=False))

    def _renumbered(self, runs: Match, found: Found) -> Found | None:
        """Words that count as edited only because the number of their own part is in their sentence."""
        if not found.match or len(runs) > 1 or not self._in_another(runs, found.match):
            return None
        old, new = self._sentences.old, self._sentences.new
        start, end = _points(old, runs)
        first, last = _points(new, found.match)
        if old.text[start:end] != new.text[first:last]:
            return None
        if not old.text.count(old.text[start:end]) == 1 == new.text.count(old.text[start:end]):
            return None
        alike = self._sentences.but_for_numbering(start, end, first - start)
        return Found(found.match, Again.MOVED, 1.0) if alike else None

    def _told_apart(self, runs: Match, found: Found) -> Found | None:
        """The words in the same provision, where all that have these words once in the old text have them in the new.

        One more or one less, and nobody knows which: parts are numbered anew where one is put in.
        """
        old, new = self._sentences.old, self._sentences.new
        start, end = _points(old, runs)
        words = old.text[start:end]
        if not words or len(runs) > 1:
            return None
        mine, theirs = self._keys(old, words, 0), self._keys(new, words, 1)
        here = next((key for key, at in mine.items() if at == start), None)
        if here is None or len(mine) < 2 or mine.keys() != theirs.keys():
            return None
        by = theirs[here] - start
        if not self._sentences.as_it_was(start, end, *bounds(old, start, end), by):
            return None
        match = new.match(start + by, end + by)
        if found.match and found.match[0] != match[0] and _key(_over(self._texts[1], found.match)) == here:
            return None
        return Found(match, Again.MOVED, 1.0)

    def _keys(self, stream: Stream, words: str, side: int) -> dict[Key, int]:
        """Which provisions have these words, and at which point; none where that is not certain."""
        keys: dict[Key, int] = {}
        at = stream.text.find(words)
        while at >= 0:
            match = stream.match(at, at + len(words))
            key = _key(_over(self._texts[side], match))
            if not key or key in keys or len(keys) == _MOST:
                return {}
            keys[key] = at
            at = stream.text.find(words, at + 1)
        return keys


def _points(stream: Stream, match: Match) -> tuple[int, int]:
    return stream.point(match[0].page, match[0].start), stream.point(match[-1].page, match[-1].end)


def _over(text: DocumentText, match: Match) -> Provision | None:
    first, last = match[0], match[-1]
    return provisions_of(text.texts).over((first.page, first.start), (last.page, last.end - 1))


def _key(provision: Provision | None) -> Key:
    return provision.key if provision is not None else ()
