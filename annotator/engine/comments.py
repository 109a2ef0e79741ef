"""Comments of a document as they cross the wall."""

from __future__ import annotations

import struct

from annotator.engine import protocol
from annotator.engine.protocol import BadFrame, Cursor, Frame
from annotator.engine.requests import Collector
from annotator.model.comments import Comment

COMMENT = struct.Struct("<iBHHIIHH")
"""Which one it answers (-1: none), whether it is resolved, lengths of author, time, text, words, before, after."""
COUNT_LIMIT = 5_000
"""The most comments of one file."""
LIMITS = (1_000, 64, 64_000, 16_000, 1_000, 1_000)
"""The longest of each of the texts, in bytes of UTF-8; the rest is left out."""
ALL_LIMIT = 12 * 1024 * 1024
"""The most bytes of all together; further ones are left out."""


def packed(comments: list[Comment]) -> bytes:
    """The worker's side."""
    parts: list[bytes] = []
    size = 0
    for each in comments[:COUNT_LIMIT]:
        given = (each.author, each.when, each.text, each.words, each.before, each.after)
        texts = [_cut(text, limit) for text, limit in zip(given, LIMITS, strict=True)]
        head = COMMENT.pack(each.answers, each.resolved, *(len(text) for text in texts))
        part = head + b"".join(texts)
        size += len(part)
        if size > ALL_LIMIT:
            break
        parts.append(part)
    return protocol.U32.pack(len(parts)) + b"".join(parts)


def _cut(text: str, limit: int) -> bytes:
    return text.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore").encode()


class CommentsCollector(Collector[tuple[Comment, ...]]):
    """The comments of a file."""

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """Nothing comes before the answer."""
        raise BadFrame("an unexpected part")

    def result(self, frame: Frame, arena: memoryview) -> tuple[Comment, ...]:
        """The checked answer; a reply to a comment that is not there is none."""
        cursor = Cursor(frame.payload)
        (count,) = (int(part) for part in cursor.take(protocol.U32))
        if count > COUNT_LIMIT:
            raise BadFrame("too many comments")
        found: list[Comment] = []
        for at in range(count):
            answers, resolved, *lengths = (int(part) for part in cursor.take(COMMENT))
            if resolved not in (0, 1) or not -1 <= answers < COUNT_LIMIT:
                raise BadFrame("a number is out of bounds")
            texts = [cursor.text(length, limit) for length, limit in zip(lengths, LIMITS, strict=True)]
            answers = answers if answers < count and answers != at else -1
            author, when, text, words, before, after = texts
            found.append(Comment(author, when, text, words, before, after, answers, bool(resolved)))
        cursor.end()
        return tuple(found)
