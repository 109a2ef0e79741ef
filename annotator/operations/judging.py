"""Saying of claims how they stand, as one act: while a draft is checked line by line."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.model.errors import Refused
from annotator.model.findings import Finding
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome
from annotator.model.things import Kind, Relation, Status
from annotator.operations.editing import checked
from annotator.operations.fields import read_value
from annotator.operations.workspace import Workspace, writable


def contradicting(graph: Graph, claim: str) -> int:
    """How many linked passages contradict a claim."""
    return sum(link.relation is Relation.CONTRADICTS for link in graph.links_of(claim))


def judge(
    ws: Workspace, claims: Sequence[str], status: Status, *, reason: str = "", aside: Sequence[Finding] = ()
) -> Outcome:
    """Sets the status of claims (ids) in one act. `verified` records what was checked.

    What a passage contradicts is checked only with a reason: it is kept with the flags about that (`aside`), or, where
    there is none, as a note on the claim. Raises Refused without it, and where there is no claim.
    """
    writable(ws)
    graph = ws.graph()
    known = [claim for claim in dict.fromkeys(claims) if claim in graph.claims]
    if not known:
        raise Refused("There is no claim in this sentence. Mark one, or mark the sentence as needing no source.")
    against = [claim for claim in known if contradicting(graph, claim)] if status is Status.VERIFIED else []
    if against and not reason.strip():
        raise Refused("A passage contradicts this claim. Say why it is checked all the same.")
    said = read_value(Kind.DISMISSAL, "reason", reason)[1]
    with ws.project.act("judge") as pen:
        for claim in known:
            pen.set(claim, "status", status.value)
            if status is Status.VERIFIED:
                pen.set(claim, "verified", checked(graph, claim))
        for claim in against:
            flags = [one for one in aside if one.claim == claim and not one.dismissed]
            for one in flags:
                if ws.project.kind_of(one.id) is Kind.DISMISSAL:
                    pen.set(one.id, "removed", False)
                    pen.set(one.id, "reason", said)
                else:
                    pen.new_as(one.id, Kind.DISMISSAL, {"claim": claim, "about": one.kind.value, "reason": said})
            if not flags:
                note = graph.claims[claim].note
                words = f"Checked although a passage contradicts it: {reason.strip()}"
                if words not in note:
                    pen.set(claim, "note", f"{note}\n{words}" if note else words)
    return pen.outcome
