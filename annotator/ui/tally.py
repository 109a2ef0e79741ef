"""What became of files that came together: one summary when the last is done, and the refused ones with reasons."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.ui.bars import MessageBar
from annotator.ui.plain import one_line
from annotator.ui.words import count

LISTED = 12
"""Refused files that are named with their reasons at once; of more it is said how many."""
KEY = "refused"


@dataclass(slots=True)
class Tally:
    """Counts from the first file until none is under way; files that come meanwhile count with them."""

    pending: int = 0
    added: int = 0
    known: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    last: str = ""
    """What is said of the document that was added last."""
    undo: bool = False

    def order(self) -> None:
        """One more file is to be added."""
        if not self.pending:
            self.added = self.known = 0
            self.refused, self.last, self.undo = [], "", False
        self.pending += 1

    def take(self, sentence: str, *, existed: bool) -> None:
        """A file came in, or was there already."""
        self.added += not existed
        self.known += existed
        if not existed or not self.undo:
            self.last, self.undo = sentence, not existed

    def settle(self) -> bool:
        """One file is done with; true where that was the last."""
        self.pending = max(0, self.pending - 1)
        return not self.pending

    @property
    def sentence(self) -> str:
        """The summary; empty where nothing came in and nothing was refused."""
        if self.added + self.known + len(self.refused) <= 1:
            return self.last
        parts = [f"{count(self.added, 'document')} added"] if self.added else []
        parts += [f"{self.known:,} {'was' if self.known == 1 else 'were'} there already"] if self.known else []
        if len(self.refused) == 1:
            parts.append(f"1 refused: {self.refused[0][1].rstrip('.')}")
        elif self.refused:
            parts.append(f"{len(self.refused):,} refused, see above")
        more = f" The last: {self.last}" if self.undo else ""
        return f"{', '.join(parts)}.{more}"


class Refusals:
    """The message that lists what was not added, until it is closed."""

    def __init__(self, messages: MessageBar) -> None:
        self._messages = messages
        self._said: list[tuple[str, str]] = []

    def add(self, name: str, sentence: str) -> None:
        """Names one more; those named before stay as long as the message was not closed."""
        if self._messages.message(KEY) is None:
            self._said.clear()
        self._said.append((name, sentence))
        if len(self._said) == 1:
            self._messages.say(sentence, key=KEY, wrong=True, stays=True)
            return
        lines = [_line(*each) for each in self._said[:LISTED]]
        left = len(self._said) - LISTED
        lines += [f"and {left:,} more"] if left > 0 else []
        self._messages.say(f"{count(len(self._said), 'file')} not added:", key=KEY, wrong=True, stays=True, lines=lines)


def _line(name: str, sentence: str) -> str:
    short = one_line(name, 60)
    return one_line(sentence if one_line(name) in one_line(sentence) else f"{short}: {sentence}", 240)
