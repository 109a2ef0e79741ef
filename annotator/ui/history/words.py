"""Acts in words, as the history tells them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from annotator.ui.plain import one_line

if TYPE_CHECKING:
    from annotator.operations.looking_back import Entry, Gone, Line

SOMEBODY = "somebody without a name"
VERBS = {
    "new": "made",
    "add": "added",
    "note": "added an interview note",
    "replace": "took in a new version",
    "claim": "marked a claim",
    "link": "linked",
    "needs-none": "marked as needing no source",
    "calculate": "said how a figure is worked out",
    "black": "blacked out in exports",
    "set": "changed",
    "set-back": "set back",
    "adjust": "moved the ends of a passage",
    "place": "placed a passage",
    "remove": "removed",
    "restore": "restored",
    "erase": "erased for good",
    "undo": "took back",
    "redo": "did again",
    "ask": "asked",
    "answer": "answered",
    "change-query": "changed a query",
    "comments": "took comments in",
    "settle": "settled a disagreement",
    "same": "joined as the same",
    "apart": "told apart from one like it",
    "salvage": "saved what could be saved of a damaged project",
    "dismiss": "put a flag aside",
    "ocr": "read scans by machine",
}


def who(act: Entry | Gone) -> str:
    """Whose act it is."""
    return whose(act.name, mine=act.mine)


def whose(name: str, *, mine: bool) -> str:
    """A name, perhaps empty, as it is told."""
    name = one_line(name, 60)
    if mine:
        return f"{name} (me)" if name else "me"
    return name or SOMEBODY


def told(line: Line) -> str:
    """A change in one line; of what is new, its words, too."""
    words = f": “{one_line(line.words, 200)}”" if line.words and line.field == "kind" else ""
    return f"{line.about}: {line.done}{words}"


def moment(at: str) -> str:
    """A moment of the record (UTC) as it is read here, without seconds."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at


def summary(entry: Entry) -> str:
    """An act in one line: what was done, to what."""
    verb = VERBS.get(entry.verb, one_line(entry.verb))
    told = [line.about if line.done == "new" else f"{line.about}, {line.done}" for line in entry.lines]
    shown = one_line("; ".join(told[:3]), 300)
    hidden = max(0, len(told) - 3) + entry.more
    more = f"; and {hidden:,} more" if hidden else ""
    return f"{verb}: {shown}{more}" if shown else verb
