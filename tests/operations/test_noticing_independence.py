"""Support that goes back to one document, in a real project, and what falls with a document."""

from __future__ import annotations

from pathlib import Path

from annotator.model.things import Relation
from annotator.operations import importing, linking, marking
from annotator.operations.falling import what_falls
from annotator.operations.noticing.ground import Ground
from annotator.operations.noticing.independence import independence
from annotator.operations.workspace import Workspace

COPY = """The paper reports: on 4 May the harbour office was closed for forty days, as section 12 orders.
"""
OTHER = """A clerk remembers that nobody could enter for more than a month.
"""


def test_support_that_goes_back_to_one_document(ws: Workspace, draft: str, memo: str, tmp_path: Path) -> None:
    for name, text in (("copy.txt", COPY), ("other.txt", OTHER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    copy, other = (one.document for one in importing.add(ws, [tmp_path / "copy.txt", tmp_path / "other.txt"]).added)
    marked = marking.claim(ws, draft, "The harbour office closed for forty days", nth=2)
    assert list(independence(Ground(ws))) == []
    words = "the harbour office was closed for forty days"
    linking.link(ws, marked.claim, memo, words, Relation.SUPPORTS)
    (found,) = independence(Ground(ws))
    assert (found.kind, found.severity, found.claim) == ("alone", "note", marked.claim)
    assert found.message == "All support of this claim is in one document."
    assert what_falls(ws.graph(), memo).fall == (marked.claim,)
    linking.link(ws, marked.claim, copy, words, Relation.SUPPORTS)
    (again,) = independence(Ground(ws))
    assert (again.severity, again.id == found.id) == ("look", False)
    assert again.message.startswith("The passages that support this claim hold the same words.")
    linking.link(ws, marked.claim, other, "nobody could enter for more than a month", Relation.SUPPORTS)
    assert list(independence(Ground(ws))) == []
    assert what_falls(ws.graph(), memo).weaken == (marked.claim,)


def test_a_source_that_is_an_earlier_text_of_the_draft(ws: Workspace, draft: str, folder: Path) -> None:
    text = (folder / "draft.txt").read_text("utf-8").replace("forty", "thirty")
    (folder / "earlier.txt").write_text(text, encoding="utf-8")
    earlier = importing.add(ws, [folder / "earlier.txt"]).added[0].document
    marked = marking.claim(ws, draft, "The council spent 3.5 million on the new pier")
    linking.link(ws, marked.claim, earlier, "The council spent 3.5 million on the new pier", Relation.SUPPORTS)
    told = {one.message for one in independence(Ground(ws))}
    assert "A document that supports this claim is much the same text as the draft." in told
