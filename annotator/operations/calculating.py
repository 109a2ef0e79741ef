"""Declaring how a figure of a claim comes from numbers in passages."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from annotator.checking.calculating import CalculationError, figure_at, names_in, worked_out
from annotator.checking.numbers import quantities
from annotator.model.errors import Refused
from annotator.model.formulas import Figure, Formula
from annotator.model.graph import Graph
from annotator.model.things import Kind
from annotator.operations.workspace import Workspace, writable


def calculate(
    ws: Workspace, claim: str, result: str, expression: str, figures: Mapping[str, tuple[str, str]], *, note: str = ""
) -> str:
    """Declares a calculation; gives its id. `result` is the figure as the claim has it, "12 percent".

    `expression` has the names of `figures`, which pair a link of the claim, or a passage, with the number's words as
    they stand there: {"a": (LINK, "1,200")}. Raises Refused where a word is not where it should stand, or the
    expression can't be worked out; whether it comes to the result is for the check to say.
    """
    writable(ws)
    graph = ws.graph()
    if claim not in graph.claims:
        raise Refused("That claim is no longer part of the project.")
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
        fields = {"claim": claim, "formula": formula.value(), **({"note": note} if note else {})}
        return pen.new(Kind.CALCULATION, fields)


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
