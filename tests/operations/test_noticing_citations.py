"""Citations of a draft in a real project: held against its documents and against what a claim is linked to."""

from __future__ import annotations

from pathlib import Path

from annotator.model.findings import Finding
from annotator.model.things import Relation, Role
from annotator.operations import editing, importing, linking, marking
from annotator.operations.noticing.citations import citations
from annotator.operations.noticing.cited import cited
from annotator.operations.noticing.ground import Ground
from annotator.operations.workspace import Workspace

DRAFT = """The 1998 ruling in Marsh v. Pier Company held so. The Harbour Records Act of 1974 bars it.

Under 5 U.S.C. \u00a7 553(b) the office must tell. Under 5 U.S.C. \u00a7 552a(z) it need not.
See 45 C.F.R. \u00a7 164.512.
"""
LAW = """# Title 5 - GOVERNMENT ORGANIZATION AND EMPLOYEES
#### \u00a7 552a. Records maintained on individuals

(a) Definitions. For purposes of this section

(1) the term "agency" means an office of the harbour;

(2) the term "record" means any paper.

(b) Conditions. No agency shall disclose any record, as the Harbour Records Act of 1974 says.
"""
CASE = """Marsh v. Pier Co., 512 U.S. 9 (2004)

The judgment of the court below is affirmed.
"""


def _told(ws: Workspace) -> list[tuple[str, str]]:
    found: list[Finding] = list(citations(Ground(ws)))
    assert len({one.id for one in found}) == len(found)
    return [(str(one.severity), one.message) for one in found]


def test_citations_are_there_absent_or_there_otherwise(ws: Workspace, tmp_path: Path) -> None:
    files = {"story.txt": DRAFT, "law.md": LAW, "case.txt": CASE}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    draft = importing.add(ws, [tmp_path / "story.txt"], role=Role.DRAFT).added[0].document
    assert _told(ws) == []  # there is nothing yet that it could be compared with
    law, case = (one.document for one in importing.add(ws, [tmp_path / "law.md", tmp_path / "case.txt"]).added)
    year = ("grave", "The draft dates Marsh v. Pier Company to 1998; a source gives 2004.")
    part = ("look", "A source is the text of this law, but 5 U.S.C. \u00a7 552a(z) was not found in it.")
    absent = [
        ("note", "5 U.S.C. \u00a7 553(b) is in none of the sources."),
        ("note", "45 C.F.R. \u00a7 164.512 is in none of the sources."),
    ]
    assert _told(ws) == [year, absent[0], part, absent[1]]
    first = next(cited(Ground(ws)))
    assert first.source is not None
    page = ws.project.page_texts(ws.graph().versions[ws.graph().documents[case].current].extraction)[first.source.page]
    assert page[first.source.start : first.source.end].startswith("Marsh v. Pier Co.")
    marked = marking.claim(ws, draft, "Under 5 U.S.C. \u00a7 553(b) the office must tell.")
    link = linking.link(ws, marked.claim, law, "No agency shall disclose any record", Relation.SUPPORTS)
    assert _told(ws)[1] == (
        "grave",
        "The draft cites 5 U.S.C. \u00a7 553(b); the linked passage stands in 5 U.S.C. 552a(b).",
    )
    editing.remove(ws, link.link)
    assert _told(ws)[1] == absent[0]
