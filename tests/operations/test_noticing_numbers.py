"""Numbers and dates of claims as they are told, with what the passage makes of them."""

from __future__ import annotations

from pathlib import Path

from annotator.model.findings import FindingKind
from annotator.model.things import Relation, Role
from annotator.operations import checks, importing, linking, marking
from annotator.operations.workspace import Workspace

TOLD = {
    ("A third of the tenants owe rent.", "Of the 1,204 tenants, 407 owe rent."): [
        ("note", "The claim says A third; “1,204 tenants, 407” in the passage makes 33.8%.")
    ],
    ("Crime rose 12 percent in March.", "In March crime fell 12%."): [
        ("grave", "The claim says “rose 12 percent”, the passage “fell 12%”.")
    ],
    ("Rents rose 12 percent in all.", "In all, rents rose 12 percentage points."): [
        ("grave", "The claim says 12 percent, the passage 12 percentage points.")
    ],
    ("The river rose 3 feet.", "The river rose 3 metres."): [("grave", "The claim says 3 feet, the passage 3 metres.")],
    ("It took effect on 3/4/2019.", "It took effect on 4 March 2019."): [
        ("note", "3/4/2019 can be read as 2019-03-04 or 2019-04-03, and the passage says 4 March 2019.")
    ],
    ("It hurt between 10 and 20 people.", "It hurt 17 people."): [],
}


def test_told(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "story.md").write_text("\n\n".join(claim for claim, _ in TOLD), "utf-8")
    (tmp_path / "log.md").write_text("\n\n".join(passage for _, passage in TOLD), "utf-8")
    story = importing.add(ws, [tmp_path / "story.md"], role=Role.DRAFT).added[0].document
    log = importing.add(ws, [tmp_path / "log.md"]).added[0].document
    marked = {}
    for claim, passage in TOLD:
        marked[claim] = marking.claim(ws, story, claim).claim
        linking.link(ws, marked[claim], log, passage, Relation.SUPPORTS)
    found = [one for one in checks.check(ws).findings if one.kind in (FindingKind.NUMBER, FindingKind.DATE)]
    for (claim, _), told in TOLD.items():
        assert [(one.severity, one.message) for one in found if one.claim == marked[claim]] == told


TABLE = """line,2023,2024
Budget of the port ($ in thousands),,
Dredging,"1,180","1,234"
Salaries,"2,940","3,120"
"""
_SAYS = "; the passage 1,234, and its table “$ in thousands”."
_OTHER = f"{_SAYS} That would be another number."
IN_TABLE = {
    "Dredging cost $1.2 million.": [("note", f"The claim says $1.2 million{_SAYS}")],
    "Dredging cost $1.3 million.": [("look", f"The claim says $1.3 million{_SAYS}")],
    "Dredging cost $1,234.": [("look", f"The claim says $1,234{_OTHER}")],
    "It cost 1,234.": [("look", f"The claim says 1,234{_OTHER}")],
    "They dredged 1,234 miles of it.": [],
}


def test_the_heading_of_a_table_tells_what_its_numbers_are_multiplied_by(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "story.md").write_text("\n\n".join(IN_TABLE), "utf-8")
    (tmp_path / "budget.csv").write_text(TABLE, "utf-8")
    story = importing.add(ws, [tmp_path / "story.md"], role=Role.DRAFT).added[0].document
    budget = importing.add(ws, [tmp_path / "budget.csv"]).added[0].document
    marked = {claim: marking.claim(ws, story, claim).claim for claim in IN_TABLE}
    for claim in marked.values():
        linking.link(ws, claim, budget, "1,234", Relation.SUPPORTS)
    found = [one for one in checks.check(ws).findings if one.kind is FindingKind.NUMBER]
    for claim, told in IN_TABLE.items():
        assert [(one.severity, one.message) for one in found if one.claim == marked[claim]] == told
