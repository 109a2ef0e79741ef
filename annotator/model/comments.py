"""Comments of a DOCX or ODT that came back: who said what, on which words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment. `when` as the file gives it, ISO 8601 or empty.

    `words` are those it is on, a line feed between paragraphs and where a note's mark stands; empty where it hangs on
    a point. `before` and `after` are the words around. `answers` is the place of the comment it replies to, or -1.
    """

    author: str
    when: str
    text: str
    words: str
    before: str = ""
    after: str = ""
    answers: int = -1
    resolved: bool = False
