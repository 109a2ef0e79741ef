"""What a verb answers: JSON for scripts, text for people, and a status."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TextIO

DONE, PERSON_NEEDED, REFUSED = 0, 1, 2
"""The statuses: done; done and a person is needed; refused, and nothing changed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`data` is printed with `--json`, `text` without; `notes` and `refusal` go to standard error.

    One that was `printed` already, line by line, only has a status.
    """

    data: Any
    text: str = ""
    status: int = DONE
    notes: tuple[str, ...] = ()
    refusal: str = ""
    printed: bool = False


def as_json(data: Any) -> str:
    """One line of JSON."""
    return json.dumps(data, ensure_ascii=False)


def write_out(words: str) -> None:
    """A line on standard output, whatever the locale."""
    _write(sys.stdout, words)


def write_error(words: str) -> None:
    """A line on standard error."""
    _write(sys.stderr, words)


def visible(words: str) -> str:
    """Words of documents and file names on one line, without what would steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in words)


def excerpt(words: str, limit: int = 70) -> str:
    """The beginning of a quote, on one line."""
    line = " ".join(visible(words).split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns, the last one as wide as it is."""
    if not rows:
        return ""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]) - 1)]
    lines = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        lines.append("  ".join([*cells, row[-1]]).rstrip())
    return "\n".join(lines)


def _write(stream: TextIO, words: str) -> None:
    # A half of a surrogate pair, as in odd file names, becomes \\udcXX, which is lawful in JSON, too.
    data = f"{words}\n".encode("utf-8", "backslashreplace")
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(data.decode("utf-8"))
    else:
        buffer.write(data)
    stream.flush()
