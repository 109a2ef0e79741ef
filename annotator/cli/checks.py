"""The check of the whole draft on the command line."""

from __future__ import annotations

from dataclasses import asdict

from annotator.checking.coverage import OPEN
from annotator.cli import texts
from annotator.cli.answers import DONE, PERSON_NEEDED, Answer
from annotator.cli.arguments import Given
from annotator.model.errors import Refused
from annotator.model.findings import Finding, FindingKind
from annotator.model.things import Kind
from annotator.operations import calculating, checks
from annotator.operations.falling import what_falls
from annotator.operations.resolving import resolve
from annotator.operations.workspace import Workspace


def check(ws: Workspace, given: Given) -> Answer:
    """Line check and findings; status 1 where findings are open. Those put aside only where they are asked for."""
    made = checks.check(ws)
    told = made.findings if given["dismissed"] else made.open
    data = {
        "coverage": [
            {"document": document, "page": one.page, "start": one.start, "end": one.end, "state": one.state.value}
            for document, one in made.coverage
        ],
        "findings": [asdict(finding) for finding in told],
    }
    still = sum(one.state in OPEN for _, one in made.coverage)
    numbers = {claim.id: claim.number for claim in ws.graph().claims.values()}
    lines = [f"{texts.counted(still, 'sentence')} of {len(made.coverage)} still open."]
    for one in told:
        aside = f"  (put aside: {one.dismissed})" if one.dismissed else ""
        lines.append(f"{one.id[:8]}  {_whose(one, numbers)}  {one.severity}  {one.message}{aside}")
    if count := len(made.findings) - len(made.open):
        lines.append(f"{texts.counted(count, 'flag')} put aside.")
    return Answer(data, "\n".join(lines), PERSON_NEEDED if made.open else DONE)


def calculate(ws: Workspace, given: Given) -> Answer:
    """Declares how a figure of a claim comes about."""
    claim = resolve(ws, given["claim"], Kind.CLAIM)
    figures = {}
    for figure in given["figures"] or ():
        name, _, rest = figure.partition("=")
        thing, _, words = rest.partition(":")
        if not (name.isidentifier() and thing and words):
            raise Refused(f"'{figure}' is no figure. Give NAME=LINK:WORDS, as a=3f2c:1,200.")
        figures[name] = (resolve(ws, thing, Kind.LINK, Kind.PASSAGE), words)
    made = calculating.calculate(ws, claim, given["result"], given["expression"], figures, note=given["note"] or "")
    found = [one for one in checks.check(ws).open if one.kind is FindingKind.CALCULATION and one.claim == claim]
    return Answer({"id": made}, "\n".join(one.message for one in found) or "It comes to that.", DONE)


def falls(ws: Workspace, given: Given) -> Answer:
    """The claims that lose their support with a document."""
    graph = ws.graph()
    found = what_falls(graph, resolve(ws, given["document"], Kind.DOCUMENT))
    lines = [f"claim {graph.claims[claim].number} would have no support left." for claim in found.fall]
    lines += [f"claim {graph.claims[claim].number} would keep some support." for claim in found.weaken]
    return Answer({"fall": list(found.fall), "weaken": list(found.weaken)}, "\n".join(lines) or "No claim rests on it.")


def dismiss(ws: Workspace, given: Given) -> Answer:
    """Puts a flag aside, with the reason."""
    outcome = checks.dismiss(ws, given["finding"], given["reason"])
    return Answer({"changes": list(outcome.changes)}, "Put aside.")


def _whose(finding: Finding, numbers: dict[str, int]) -> str:
    """The claim a finding is about; the draft where its words are in no claim."""
    return f"claim {numbers[finding.claim]}" if finding.claim in numbers else "draft"
