"""The check of the whole draft: how far each sentence is covered, and what was noticed.

It never says that a claim is true, nor that something is right where it could not tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotator.checking.coverage import SentenceState, coverage
from annotator.model.findings import Finding
from annotator.operations.noticing.citations import citations
from annotator.operations.noticing.ground import Ground
from annotator.operations.noticing.independence import independence
from annotator.operations.noticing.numbers import numbers
from annotator.operations.noticing.quotes import quotes
from annotator.operations.workspace import Workspace, texts

NOTICING: tuple[Callable[[Ground], Iterator[Finding]], ...] = (numbers, quotes, citations, independence)
"""All that looks for findings, in the order in which those of one place are shown."""


@dataclass(frozen=True, slots=True)
class Check:
    """The line check of all drafts (document, sentence), and what was noticed, in draft order."""

    coverage: tuple[tuple[str, SentenceState], ...]
    findings: tuple[Finding, ...]


def check(ws: Workspace) -> Check:
    """Checks all drafts. Nothing is written."""
    ground = Ground(ws)
    graph = ground.graph
    states = tuple(
        (draft.id, state)
        for draft in ground.drafts
        for state in coverage(texts(ws, graph.versions[draft.current].extraction), graph, draft.id)
    )
    found = [finding for noticing in NOTICING for finding in noticing(ground)]
    order = {draft.id: place for place, draft in enumerate(ground.drafts)}
    return Check(states, tuple(sorted(found, key=lambda one: _draft_order(one, order))))


def _draft_order(finding: Finding, order: dict[str, int]) -> tuple[int, int, int]:
    spot = finding.draft
    return (order.get(spot.document, len(order)), spot.page, spot.start) if spot else (len(order), 0, 0)
