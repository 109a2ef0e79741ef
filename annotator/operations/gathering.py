"""What an export tells of the checking: who checked what, and how quotations stand to their sources."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.bundle.aside import Aside, Later
from annotator.bundle.content import Held, Renderer
from annotator.checking.quotes import Verdict
from annotator.model.findings import Finding
from annotator.model.graph import Graph
from annotator.model.things import Status
from annotator.operations.checks import piecewise
from annotator.operations.noticing.ground import Ground
from annotator.operations.noticing.quoted import quoted
from annotator.operations.workspace import Workspace

VERDICT_WORDS = {
    Verdict.EXACT: "word for word",
    Verdict.TYPOGRAPHY: "word for word but for typography",
    Verdict.BREAKS: "word for word but for line breaks",
    Verdict.EDITED: "with the writer's omissions or brackets",
    Verdict.WORDS: "words differ",
    Verdict.NUMBER: "a number or date differs",
    Verdict.NEGATION: "a negation is added or dropped",
    Verdict.ANOTHER: "said by someone else",
    Verdict.NOT_FOUND: "not found",
}
"""What people read for each verdict."""


def checkers(ws: Workspace, graph: Graph) -> dict[str, tuple[str, str]]:
    """By claim: who said last that it is checked, and when."""
    people = ws.project.people()
    found: dict[str, tuple[str, str]] = {}
    for claim in graph.claims.values():
        if claim.status is Status.VERIFIED:
            said = [change for change in ws.project.heads(claim.id, "status") if change.value == Status.VERIFIED.value]
            if said:
                found[claim.id] = (people.get(said[-1].person, ""), said[-1].at)
    return found


def quotations(ws: Workspace, graph: Graph) -> tuple[Held, ...]:
    """The quotations in claims that a source has in some wording, in draft order."""
    return tuple(
        Held(
            claim=one.claim,
            document=one.document,
            link=one.link,
            verdict=VERDICT_WORDS[one.verdict],
            quote=one.quote,
            words=one.words,
            differences=tuple((difference.old, difference.new) for difference in one.differences),
            translated=one.translated,
        )
        for one in quoted(Ground(ws, graph))
        if one.claim and one.words
    )


def findings_of(ws: Workspace, graph: Graph, renderer: Renderer) -> Sequence[Finding]:
    """The check's findings: looked for while the engine is waited for, at the latest when somebody asks for them."""
    checking = Aside(piecewise(ws, graph))
    renderer.meanwhile(checking)
    return Later(lambda: checking.result().findings)


def quotations_of(ws: Workspace, graph: Graph) -> Sequence[Held]:
    """`quotations`, read when somebody asks for them."""
    return Later(lambda: quotations(ws, graph))
