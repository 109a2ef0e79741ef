"""Calculations that were declared: whether they still come to what the claim says."""

from __future__ import annotations

import json
from collections.abc import Iterator

from annotator.checking.calculated import calculated
from annotator.checking.calculating import CalculationError, figure_at
from annotator.checking.comparing import Verdict
from annotator.checking.numbers import quantities
from annotator.model.findings import Finding, FindingKind, Severity, finding_id
from annotator.model.formulas import Formula, read_formula
from annotator.model.things import Calculation
from annotator.operations.noticing.ground import Ground, spot


def calculations(ground: Ground) -> Iterator[Finding]:
    """A finding for each calculation that comes to something else, was rounded, or can't be worked out any more."""
    for one in ground.graph.calculations.values():
        wordings = ground.wordings(one.claim)
        formula = read_formula(json.loads(one.formula))
        told = _told(ground, one, formula, " ".join(passage.place.quote for passage in wordings))
        if told is None:
            continue
        severity, message = told
        at = figure_at(wordings[0].place.quote, formula.result) if wordings else -1
        yield Finding(
            id=finding_id(FindingKind.CALCULATION, one.id, one.formula, message),
            kind=FindingKind.CALCULATION,
            claim=one.claim,
            link="",
            severity=severity,
            message=message,
            draft=spot(wordings[0], max(at, 0), at + len(formula.result) if at >= 0 else None) if wordings else None,
            source=None,
        )


def _told(ground: Ground, one: Calculation, formula: Formula, wording: str) -> tuple[Severity, str] | None:
    if figure_at(wording, formula.result) < 0:
        return Severity.GRAVE, f"The claim does not say {formula.result} any more, which a calculation was given for."
    for name, figure in formula.figures.items():
        passage = ground.graph.passages.get(figure.passage)
        if passage is None or passage.lost:
            return Severity.GRAVE, f"The passage of ‘{name}’ in the calculation of {formula.result} is not there."
        if figure_at(passage.place.quote, figure.words) < 0 or not quantities(figure.words):
            return Severity.GRAVE, f"The passage of ‘{name}’ does not say {figure.words} any more."
    try:
        made = calculated(
            formula.result, formula.expression, {name: one.words for name, one in formula.figures.items()}
        )
    except CalculationError as error:
        return Severity.LOOK, f"The calculation of {formula.result} can't be worked out. {error}"
    if made.verdict in (Verdict.SAME, Verdict.WITHIN):
        return None
    if made.verdict is Verdict.ROUNDED:
        return Severity.NOTE, f"{formula.expression} comes to {made.shown}, rounded to {formula.result}."
    return Severity.GRAVE, f"{formula.expression} comes to {made.shown}, the claim says {formula.result}."
