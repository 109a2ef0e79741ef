"""What a calculation can be made of, what it comes to while it is typed, and one that takes the place of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.errors import Refused
from annotator.model.things import Relation, Role
from annotator.operations import calculating, editing, importing, linking, marking
from annotator.operations.workspace import Workspace


@pytest.fixture
def claim(ws: Workspace, tmp_path: Path) -> str:
    (tmp_path / "story.md").write_text("Rents rose 17 percent, to 1,407 a month.\n\nNobody said so.", "utf-8")
    (tmp_path / "rents.md").write_text("In 2023 the rent was 1,204 a month.\n\nNow it is 1,407 a month.", "utf-8")
    story = importing.add(ws, [tmp_path / "story.md"], role=Role.DRAFT).added[0].document
    rents = importing.add(ws, [tmp_path / "rents.md"]).added[0].document
    made = marking.claim(ws, story, "Rents rose 17 percent, to 1,407 a month.").claim
    for quote in ("In 2023 the rent was 1,204 a month.", "Now it is 1,407 a month."):
        linking.link(ws, made, rents, quote, Relation.SUPPORTS)
    return made


def test_the_figures_of_the_claim_and_the_numbers_of_its_passages(ws: Workspace, claim: str) -> None:
    sheet = calculating.sheet(ws, claim)
    assert sheet.results == ("17 percent", "1,407")
    assert [(one.words, one.before, one.after, one.where) for one in sheet.numbers] == [
        ("2023", "In ", " the rent was 1,204 a month.", "rents.md, p. 1"),
        ("1,204", "In 2023 the rent was ", " a month.", "rents.md, p. 1"),
        ("1,407", "Now it is ", " a month.", "rents.md, p. 1"),
    ]
    with pytest.raises(Refused, match="no longer part"):
        calculating.sheet(ws, "gone")


@pytest.mark.parametrize(
    ("result", "expression", "fits", "told"),
    [
        ("17 percent", "(b - a) / a", True, "It comes to 16.86 percent, rounded to 17 percent."),
        ("18 percent", "(b - a) / a", False, "It comes to 16.86 percent, the claim says 18 percent."),
        ("203", "b - a", True, "It comes to 203, as the claim says."),
        ("203", "b - ", False, "Something is missing at its end."),
        ("203", "b - c", False, "‘c’ is no figure of it."),
    ],
)
def test_what_it_comes_to(result: str, expression: str, fits: bool, told: str) -> None:
    assert calculating.comes_to(result, expression, {"a": "1,204", "b": "1,407"}) == (fits, told)


def test_one_takes_the_place_of_another(ws: Workspace, claim: str) -> None:
    numbers = {one.words: (one.passage, one.words) for one in calculating.sheet(ws, claim).numbers}
    figures = {"a": numbers["1,204"], "b": numbers["1,407"]}
    made = calculating.calculate(ws, claim, "17 percent", "b / a - 1", figures, note="by hand")
    again = calculating.calculate(ws, claim, "17 percent", "(b - a) / a", figures, instead=made)
    (one,) = ws.graph().calculations_of(claim)
    assert (again, one.id, one.note) == (made, made, "by hand")
    assert "(b - a) / a" in one.formula
    editing.undo(ws)
    (one,) = ws.graph().calculations_of(claim)
    assert "b / a - 1" in one.formula
    with pytest.raises(Refused, match="no longer part"):
        calculating.calculate(ws, claim, "17 percent", "b / a - 1", figures, instead="gone")
