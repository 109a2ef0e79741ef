"""Declaring how a figure of a claim comes from numbers in passages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from annotator.checking.calculated import calculated
from annotator.checking.calculating import CalculationError, figure_at, names_in, worked_out
from annotator.checking.comparing import Verdict
from annotator.checking.numbers import quantities
from annotator.model.errors import Refused
from annotator.model.formulas import Figure, Formula
from annotator.model.graph import Graph
from annotator.model.things import Kind
from annotator.operations.workspace import Workspace, writable

_AROUND = 60
"""Code points shown on both sides of a number."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a passage that a claim is linked to: its words, what stands before and after, and where that is."""

    words: str
    passage: str
    before: str
    after: str
    where: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a calculation of a claim can be made of: the figures of its words, and the numbers of its passages."""

    results: tuple[str, ...]
    numbers: tuple[Number, ...]


def sheet(ws: Workspace, claim: str) -> Sheet:
    """The figures and numbers of a claim. Raises Refused where it is gone."""
    graph = ws.graph()
    _known(graph, claim)
    results = [words for passage in graph.passages_of(claim) for words, _, _ in _numbers_in(passage.place.quote)]
    numbers: list[Number] = []
    for link in graph.links_of(claim):
        passage = graph.passages.get(link.passage)
        if passage is None or passage.lost or passage.document not in graph.documents:
            continue
        document, quote = graph.documents[passage.document], passage.place.quote
        where = f"{document.title or document.name}, {passage.place.whereabouts}"
        for words, start, end in _numbers_in(quote):
            before, after = quote[max(0, start - _AROUND) : start], quote[end : end + _AROUND]
            numbers.append(Number(words, passage.id, before, after, where))
    return Sheet(tuple(dict.fromkeys(results)), tuple(dict.fromkeys(numbers)))


def comes_to(result: str, expression: str, figures: Mapping[str, str]) -> tuple[bool, str]:
    """Whether a calculation comes to the result, and what it comes to, as a sentence. `figures` are words by name."""
    try:
        made = calculated(result, expression, figures)
    except CalculationError as error:
        return False, str(error)
    if made.verdict is Verdict.DIFFERS:
        return False, f"It comes to {made.shown}, the claim says {result}."
    rounded = f", rounded to {result}" if made.verdict is Verdict.ROUNDED else ", as the claim says"
    return True, f"It comes to {made.shown}{rounded}."


def calculate(
    ws: Workspace,
    claim: str,
    result: str,
    expression: str,
    figures: Mapping[str, tuple[str, str]],
    *,
    note: str | None = None,
    instead: str = "",
) -> str:
    """Declares a calculation; gives its id. `result` is the figure as the claim has it, "12 percent".

    `expression` has the names of `figures`, which pair a link of the claim, or a passage, with the number's words as
    they stand there: {"a": (LINK, "1,200")}. Raises Refused where a word is not where it should stand, or the
    expression can't be worked out; whether it comes to the result is for the check to say. `instead` is the calculation
    that it takes the place of; without `note` that one's note stays.
    """
    writable(ws)
    graph = ws.graph()
    _known(graph, claim)
    if instead and instead not in graph.calculations:
        raise Refused("That calculation is no longer part of the project.")
    wording = " ".join(passage.place.quote for passage in graph.passages_of(claim))
    if figure_at(wording, result) < 0:
        raise Refused("The result does not stand in the claim. Give it as the claim has it.")
    if not quantities(result):
        raise Refused("The result is no number.")
    found = {name: _figure(graph, name, *given) for name, given in figures.items()}
    try:
        unknown = [name for name in names_in(expression) if name not in found]
        if unknown:
            raise Refused(f"‘{unknown[0]}’ is in the calculation, but no figure has that name.")
        worked_out(expression, {name: value(one.words) or Fraction(0) for name, one in found.items()})
    except CalculationError as error:
        raise Refused(f"The calculation can't be worked out. {error}") from error
    formula = Formula(result, expression, found)
    with ws.project.act("calculate") as pen:
        if instead:
            pen.set(instead, "formula", formula.value())
            if note is not None and note != graph.calculations[instead].note:
                pen.set(instead, "note", note)
            return instead
        fields = {"claim": claim, "formula": formula.value(), **({"note": note} if note else {})}
        return pen.new(Kind.CALCULATION, fields)


def _known(graph: Graph, claim: str) -> None:
    if claim not in graph.claims:
        raise Refused("That claim is no longer part of the project.")


def _numbers_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Numbers of a text with where they stand, each the first time, in one line."""
    for one in quantities(text):
        words = " ".join(text[one.start : one.end].split())
        if figure_at(text, words) == one.start and value(words) is not None:
            yield words, one.start, one.end


def value(words: str) -> Fraction | None:
    """The number that words are, in plain units; None where they are none. Percent are hundredths of one hundred."""
    found = quantities(words)
    return found[0].values[0] if found else None


def _figure(graph: Graph, name: str, thing: str, words: str) -> Figure:
    link = graph.links.get(thing)
    passage = graph.passages.get(link.passage if link else thing)
    if passage is None:
        raise Refused(f"What ‘{name}’ stands for is no longer part of the project.")
    start = figure_at(passage.place.quote, words)
    if start < 0:
        raise Refused(f"The words of ‘{name}’ do not stand in its passage.")
    if value(words) is None:
        raise Refused(f"The words of ‘{name}’ are no number.")
    return Figure(passage.id, start, words)
