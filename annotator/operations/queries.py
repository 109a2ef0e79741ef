"""Questions about claims: to a colleague, or to whoever a claim is about, for the right of reply."""

from __future__ import annotations

from datetime import datetime

from annotator.model.errors import Refused
from annotator.model.outcomes import Outcome
from annotator.model.things import Kind, QueryType
from annotator.operations.fields import read_value
from annotator.operations.workspace import Workspace, writable


def today() -> str:
    """The day in this place, ISO 8601."""
    return datetime.now().astimezone().date().isoformat()


def ask(
    ws: Workspace,
    claim: str,
    text: str,
    *,
    whom: str = "",
    type: QueryType = QueryType.QUESTION,
    asked: str = "",
    origin: str = "",
) -> str:
    """Asks something about a claim; gives the query's id. `asked` is a day, today where it is empty.

    Raises Refused where the claim is gone, nothing is asked, or a value does not fit.
    """
    writable(ws)
    if claim not in ws.graph().claims:
        raise Refused("That claim is no longer part of the project. Restore it, then ask.")
    if not text.strip():
        raise Refused("Write what is asked first.")
    given = {"text": text, "whom": whom, "asked": asked or today()}
    fields = {name: read_value(Kind.QUERY, name, value)[1] for name, value in given.items()}
    with ws.project.act("ask") as pen:
        return pen.new(Kind.QUERY, {"claim": claim, "type": type.value, "origin": origin, **fields})


def answer(ws: Workspace, query: str, text: str, *, closed: bool = True, answered: str = "") -> Outcome:
    """Notes what was answered, and that the matter is closed. `answered` is a day, today where it is empty."""
    writable(ws)
    if query not in ws.graph().queries:
        raise Refused("That query is no longer part of the project.")
    values = {"answer": text, "answered": answered or today()}
    with ws.project.act("answer") as pen:
        for name, value in values.items():
            pen.set(query, name, read_value(Kind.QUERY, name, value)[1])
        pen.set(query, "closed", closed)
    return pen.outcome
