"""The check of the whole draft: how far each sentence is covered, and what was noticed.

It never says that a claim is true, nor that something is right where it could not tell.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import cast

from annotator.checking.coverage import SentenceState, coverage
from annotator.model.errors import NotFound, Refused
from annotator.model.findings import Finding
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome
from annotator.model.things import Kind
from annotator.operations.fields import read_value
from annotator.operations.noticing.calculations import calculations
from annotator.operations.noticing.citations import citations
from annotator.operations.noticing.contradicted import contradicted
from annotator.operations.noticing.dates import dates
from annotator.operations.noticing.ground import Ground
from annotator.operations.noticing.independence import independence
from annotator.operations.noticing.names import names
from annotator.operations.noticing.negations import negations
from annotator.operations.noticing.numbers import numbers
from annotator.operations.noticing.places import places
from annotator.operations.noticing.quotes import quotes
from annotator.operations.workspace import Workspace, texts, writable

NOTICING: tuple[Callable[[Ground], Iterator[Finding]], ...] = (
    contradicted, numbers, dates, negations, names, calculations, quotes, citations, places, independence,
)  # fmt: skip
"""All that looks for findings, in the order in which those of one place are shown."""


@dataclass(frozen=True, slots=True)
class Check:
    """The line check of all drafts (document, sentence), and what was noticed, in draft order.

    `findings` has those put aside, too; `open` those that nobody did.
    """

    coverage: tuple[tuple[str, SentenceState], ...]
    findings: tuple[Finding, ...]

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that nobody put aside."""
        return tuple(finding for finding in self.findings if not finding.dismissed)


def check(ws: Workspace) -> Check:
    """Checks all drafts. Nothing is written."""
    pieces = piecewise(ws)
    while True:
        try:
            next(pieces)
        except StopIteration as ended:
            return cast(Check, ended.value)


def piecewise(ws: Workspace, graph: Graph | None = None) -> Generator[None, None, Check]:
    """The same in pieces, for a window in which other work comes in between; as the project was at the first piece.

    With a `graph` it is that one which is checked.
    """
    ground = Ground(ws, graph)
    graph = ground.graph
    states = tuple(
        (draft.id, state)
        for draft in ground.drafts
        for state in coverage(texts(ws, graph.versions[draft.current].extraction), graph, draft.id)
    )
    found = []
    for noticing in NOTICING:
        yield
        for finding in noticing(ground):
            found.append(_put_aside(finding, graph))
            yield
    order = {draft.id: place for place, draft in enumerate(ground.drafts)}
    return Check(states, tuple(sorted(found, key=lambda one: _draft_order(one, order))))


def dismiss(ws: Workspace, finding: str, reason: str) -> Outcome:
    """Puts a flag aside (by its id, or a unique beginning of it), with the reason why nothing is to be done about it.

    It holds while the flag is the same: once the words, number or place it is about change, it is another one.
    Raises Refused without a reason, and NotFound where there is no such flag.
    """
    writable(ws)
    fields = {"reason": read_value(Kind.DISMISSAL, "reason", reason)[1]}
    if not reason.strip():
        raise Refused("Say why nothing is to be done about it.")
    found = [one for one in check(ws).findings if finding and one.id.startswith(finding)]
    if len(found) != 1:
        raise NotFound(
            f"'{finding}' is {'no flag' if not found else 'more than one flag'}. `annotator check` lists them."
        )
    (one,) = found
    with ws.project.act("dismiss") as pen:
        if ws.project.kind_of(one.id) is Kind.DISMISSAL:
            pen.set(one.id, "removed", False)
            pen.set(one.id, "reason", fields["reason"])
        else:
            pen.new_as(one.id, Kind.DISMISSAL, {"claim": one.claim, "about": one.kind.value, **fields})
    return pen.outcome


def undismiss(ws: Workspace, finding: str) -> Outcome:
    """Takes a flag that was put aside (by its whole id) up again. Raises NotFound where it was not."""
    writable(ws)
    if finding not in ws.graph().dismissals:
        raise NotFound("That flag was not put aside.")
    with ws.project.act("undismiss") as pen:
        pen.set(finding, "removed", True)
    return pen.outcome


def _put_aside(finding: Finding, graph: Graph) -> Finding:
    aside = graph.dismissals.get(finding.id)
    return replace(finding, dismissed=aside.reason) if aside is not None else finding


def _draft_order(finding: Finding, order: dict[str, int]) -> tuple[int, int, int]:
    spot = finding.draft
    return (order.get(spot.document, len(order)), spot.page, spot.start) if spot else (len(order), 0, 0)
