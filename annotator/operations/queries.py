"""Questions about claims: to a colleague, or to whoever a claim is about, for the right of reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotator.model.errors import Refused
from annotator.model.outcomes import Outcome
from annotator.model.places import Place
from annotator.model.things import Kind, QueryType
from annotator.operations import marking
from annotator.operations.fields import read_value
from annotator.operations.workspace import Workspace, writable


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim that was marked so that something can be asked about it, and the query."""

    outcome: Outcome
    claim: str
    number: int
    query: str


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
    fields = _fields(text, whom, type, asked, origin)
    with ws.project.act("ask") as pen:
        return pen.new(Kind.QUERY, {"claim": claim, **fields})


def ask_at(
    ws: Workspace,
    document: str,
    place: Place,
    text: str,
    *,
    whom: str = "",
    type: QueryType = QueryType.QUESTION,
    asked: str = "",
    origin: str = "",
) -> Asked:
    """Marks a claim at a place of a draft and asks about it, as one act. Raises as `ask` and `claim_at` do."""
    writable(ws)
    graph = ws.graph()
    draft = marking.draft_of(graph, document, "A claim is marked")
    place = marking.check_place(ws, graph, draft, place)
    fields = _fields(text, whom, type, asked, origin)
    with ws.project.act("ask") as pen:
        claim, _ = marking.write_claim(pen, document, place)
        query = pen.new(Kind.QUERY, {"claim": claim, **fields})
    return Asked(pen.outcome, claim, ws.graph().claims[claim].number, query)


def change(ws: Workspace, query: str, values: Mapping[str, Any]) -> Outcome:
    """Sets fields of a query in one act, as its words or whom it goes to; what they are already is left.

    Raises Refused where it is gone, a value does not fit, or nothing would be asked any more.
    """
    writable(ws)
    known = ws.graph().queries.get(query)
    if known is None:
        raise Refused("That query is no longer part of the project.")
    read = dict(read_value(Kind.QUERY, name, value) for name, value in values.items())
    if "text" in read and not read["text"].strip():
        raise Refused("Write what is asked first.")
    with ws.project.act("change-query") as pen:
        for name, value in read.items():
            if getattr(known, name) != value:
                pen.set(query, name, value)
    return pen.outcome


def _fields(text: str, whom: str, type: QueryType, asked: str, origin: str) -> dict[str, Any]:
    if not text.strip():
        raise Refused("Write what is asked first.")
    given = {"text": text, "whom": whom, "asked": asked or today()}
    read = {name: read_value(Kind.QUERY, name, value)[1] for name, value in given.items()}
    return {"type": type.value, "origin": origin, **read}


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
