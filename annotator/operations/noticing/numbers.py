"""Numbers of a claim that its supporting passages give otherwise, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.checking.calculating import figure_at
from annotator.checking.comparing import Compared, Verdict, compare
from annotator.checking.directions import Turn, turned
from annotator.checking.numbers import Quantity, quantities
from annotator.checking.shares import made_shares, with_shares
from annotator.checking.table_scales import TableScale, is_row, scaled, table_scale
from annotator.model.findings import Finding, FindingKind, Severity, finding_id
from annotator.model.formulas import read_formula
from annotator.model.things import Claim, Passage, Relation
from annotator.operations.noticing.ground import Ground, Support, spot, stands_in

_COUNTING = ("number", "money", "percent", "points")
_AGREE = (Verdict.SAME, Verdict.ROUNDED, Verdict.WITHIN)
_PAGES, _FAR = 2, 8_000
"""How far before a row its table's heading is looked for: pages, and code points."""


def numbers(ground: Ground) -> Iterator[Finding]:
    """Findings on all claims' numbers; figures that a calculation is declared for are checked by that."""
    for claim in ground.graph.claims.values():
        wordings = ground.wordings(claim.id)
        supports = ground.linked(claim.id, Relation.SUPPORTS)
        if not wordings or not supports:
            continue
        quote, said = wordings[0].place.quote, " ".join(support.words for support in supports)
        calculated = _calculated(ground, claim.id, quote)
        numerals = quantities(said)
        theirs, made = with_shares(said, numerals), tuple(made_shares(said, numerals))
        read = with_shares(quote, quantities(quote))
        mine = [one for one in read if not any(a < one.end and one.start < b for a, b in calculated)]
        rows = list(_rows(ground, supports, numerals))
        for one in compare(mine, tuple(_as_headed(rows, theirs, mine)), made):
            row = _row_of(rows, one)
            if row is not None:
                if told := _in_table(claim, wordings[0], supports, one, row):
                    yield told
            elif one.verdict in (Verdict.DIFFERS, Verdict.UNCLEAR, Verdict.ROUNDED, Verdict.WORKED_OUT):
                yield _differing(claim, wordings[0], supports, one)
            elif (turn := turned(quote, one.claim, said, theirs)) is not None:
                yield _turned(claim, wordings[0], supports, one.claim, turn)
            elif not theirs and one.claim.kind in _COUNTING and one.claim.values[0] != 1:
                yield _differing(claim, wordings[0], supports, Compared(one.claim, Verdict.ABSENT))


@dataclass(frozen=True, slots=True)
class _Row:
    """Numbers that stand in a row of a table whose heading tells a scale."""

    numbers: tuple[Quantity, ...]
    scale: TableScale


def _rows(ground: Ground, supports: list[Support], numerals: Sequence[Quantity]) -> Iterator[_Row]:
    at = 0
    for support in supports:
        end = at + len(support.words)
        mine = tuple(one for one in numerals if at <= one.start < end)
        at = end + 1
        place, document = support.passage.place, ground.graph.documents[support.passage.document]
        if not mine or not place.spans or not (place.fragment or is_row(place.quote)):
            continue
        span, texts = place.spans[0], ground.text(document).texts
        before = [*texts[max(0, span.page - _PAGES) : span.page], texts[span.page][: span.end]]
        scale = table_scale("\n".join(before)[-_FAR:])
        if scale is not None:
            yield _Row(mine, scale)


def _as_headed(rows: list[_Row], theirs: Sequence[Quantity], mine: Sequence[Quantity]) -> Iterator[Quantity]:
    """The numbers of all passages, those of tables as the headings mean them."""
    in_rows = {one.start: row for row in rows for one in row.numbers}
    for one in theirs:
        row = in_rows.get(one.start)
        if row is None:
            yield one
        else:
            yield from list(scaled([one], row.scale, mine)) or [one]


def _row_of(rows: list[_Row], one: Compared) -> _Row | None:
    """The row that a claim's number was held against, or that has its digits."""
    if one.claim.kind not in ("number", "money"):
        return None
    if one.passage is None or one.verdict not in _AGREE:
        alike = next((row for row in rows if _digits_in(row, one.claim) is not None), None)
        if alike is not None or one.passage is None:
            return alike
    start = one.passage.start
    return next((row for row in rows if any(each.start == start for each in row.numbers)), None)


def _digits_in(row: _Row, one: Quantity) -> Quantity | None:
    return next((each for each in row.numbers if set(each.values) & set(one.values)), None)


def _in_table(claim: Claim, wording: Passage, supports: list[Support], one: Compared, row: _Row) -> Finding | None:
    """What fits with the scale is a guess; what fits without it only may be a thousand times too small."""
    bare = _digits_in(row, one.claim) if one.verdict not in _AGREE else None
    if bare is not None and row.scale.currency and one.claim.unit and one.claim.kind == "number":
        return None  # a row of heads, or of miles, in a table of money
    mine = wording.place.quote[one.claim.start : one.claim.end]
    support, theirs = stands_in(supports, bare or one.passage)
    told = f"The claim says {mine}; the passage {theirs}, and its table “{row.scale.told}”."
    severity = Severity.NOTE if one.verdict in _AGREE else Severity.LOOK  # the heading may be of another table
    if bare is not None:
        told += " That would be another number."
    return Finding(
        id=finding_id(FindingKind.NUMBER, claim.id, one.claim.start, mine, theirs, row.scale.told),
        kind=FindingKind.NUMBER,
        claim=claim.id,
        link=support.link.id,
        severity=severity,
        message=told,
        draft=spot(wording, one.claim.start, one.claim.end),
        source=spot(support.passage),
    )


def _calculated(ground: Ground, claim: str, quote: str) -> list[tuple[int, int]]:
    """Where figures stand in a claim that are worked out from others."""
    found = []
    for one in ground.graph.calculations_of(claim):
        result = read_formula(json.loads(one.formula)).result
        start = figure_at(quote, result)
        if start >= 0:
            found.append((start, start + len(result)))
    return found


def _differing(claim: Claim, wording: Passage, supports: list[Support], one: Compared) -> Finding:
    mine = wording.place.quote[one.claim.start : one.claim.end]
    support, theirs = stands_in(supports, one.passage)
    severity, told = _told(one, mine, theirs, many=len(supports) > 1)
    return Finding(
        id=finding_id(FindingKind.NUMBER, claim.id, one.claim.start, mine, theirs),
        kind=FindingKind.NUMBER,
        claim=claim.id,
        link=support.link.id,
        severity=severity,
        message=told,
        draft=spot(wording, one.claim.start, one.claim.end),
        source=spot(support.passage),
    )


def _turned(claim: Claim, wording: Passage, supports: list[Support], one: Quantity, turn: Turn) -> Finding:
    mine = wording.place.quote[slice(*turn.claim)]
    support, theirs = stands_in(supports, replace(one, start=turn.passage[0], end=turn.passage[1]))
    return Finding(
        id=finding_id(FindingKind.NUMBER, claim.id, one.start, mine, theirs, "turned"),
        kind=FindingKind.NUMBER,
        claim=claim.id,
        link=support.link.id,
        severity=Severity.GRAVE,
        message=f"The claim says “{mine}”, the passage “{theirs}”.",
        draft=spot(wording, *turn.claim),
        source=spot(support.passage),
    )


def _told(one: Compared, mine: str, theirs: str, *, many: bool) -> tuple[Severity, str]:
    verdict = one.verdict
    if verdict is Verdict.WORKED_OUT and one.passage is not None:
        share = f"{float(one.passage.values[0]):.1f}"
        return Severity.NOTE, f"The claim says {mine}; “{theirs}” in the passage makes {share}%."
    if verdict is Verdict.ROUNDED:
        return Severity.NOTE, f"The claim says {mine}, rounded from {theirs}."
    if verdict is Verdict.ABSENT:
        return Severity.LOOK, f"The claim says {mine}; the {'passages have' if many else 'passage has'} no number."
    told = f"The claim says {mine}, the passage {theirs}." if theirs else f"The claim says {mine}; no passage does."
    if verdict is Verdict.UNCLEAR:
        return Severity.LOOK, told + " Whether that fits can't be told."
    return Severity.GRAVE, told
