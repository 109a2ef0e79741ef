"""The operations on queries, each imported by the desk's thread when first called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.model.outcomes import Outcome
from annotator.model.places import Place
from annotator.model.things import QueryType

if TYPE_CHECKING:
    from annotator.operations.comments import Looked, Remark, Taken
    from annotator.operations.queries import Asked
    from annotator.operations.workspace import Workspace

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def ask(ws: Workspace, claim: str, fields: Mapping[str, str]) -> str:
    """Asks about a claim."""
    from annotator.operations import queries

    return queries.ask(ws, claim, type=QueryType(fields["type"]), **_others(fields))


def ask_at(ws: Workspace, document: str, place: Place, fields: Mapping[str, str]) -> Asked:
    """Marks a claim and asks about it."""
    from annotator.operations import queries

    return queries.ask_at(ws, document, place, type=QueryType(fields["type"]), **_others(fields))


def change(ws: Workspace, query: str, fields: Mapping[str, Any]) -> Outcome:
    """Changes what is asked, closes it, or opens it again."""
    from annotator.operations import queries

    return queries.change(ws, query, fields)


def answer(ws: Workspace, query: str, text: str, closed: bool, answered: str) -> Outcome:
    """Notes an answer."""
    from annotator.operations import queries

    return queries.answer(ws, query, text, closed=closed, answered=answered)


def _others(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: fields[name] for name in ("text", "whom", "asked")}


def look_at_comments(ws: Workspace, path: Path, *, progress: Progress, cancelled: Cancelled) -> Looked:
    """What the comments of a file come to."""
    from annotator.operations import comments

    return comments.look(ws, path, cancelled=cancelled)


def comments_in(ws: Workspace, document: str) -> Looked:
    """What the comments of a draft's current version come to."""
    from annotator.operations import comments

    return comments.look_in(ws, document)


def take_comments(ws: Workspace, remarks: Sequence[tuple[Remark, str]]) -> Taken:
    """Makes queries of comments."""
    from annotator.operations import comments

    return comments.take(ws, remarks)
