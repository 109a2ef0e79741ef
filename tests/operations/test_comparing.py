"""What differs between two versions of a document, and which claims that touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.anchoring import wire
from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.side_by_side import side_by_side
from annotator.model.errors import Refused
from annotator.model.things import Relation
from annotator.operations import comparing, editing, linking, marking, matching, provisions, reading, replacing
from annotator.operations.workspace import Workspace


def test_differences_name_the_claims_that_they_touch(ws: Workspace, draft: str, memo: str, folder: Path) -> None:
    fog = marking.claim(ws, draft, "Nobody disputes the fog.").claim
    closed = marking.claim(ws, draft, "closed for forty days after the storm").claim
    linking.link(ws, closed, memo, "closed for forty days", Relation.SUPPORTS)
    linking.link(ws, fog, memo, "Memo", Relation.CONTEXT)
    old = ws.graph().documents[memo].current
    file = folder / "memo.md"
    file.write_text(file.read_text().replace("forty", "fifty").replace("The council", "Last year the council"))
    replacing.replace(ws, memo, file, force=True)
    new = ws.graph().documents[memo].current
    made = comparing.compare(ws, memo, old, new)
    assert [(each.stretch.kind.value, each.old, each.new) for each in made.differences] == [
        ("changed", "forty", "fifty"),
        ("changed", "The", "Last year the"),
    ]
    number = ws.graph().claims[closed].number
    assert [each.claims for each in made.differences] == [(number,), ()]
    assert made.touching == made.differences[:1]
    assert made.knots == tuple(sorted(made.knots))


def test_versions_of_other_documents_are_refused(ws: Workspace, draft: str, memo: str) -> None:
    graph = ws.graph()
    mine, other = graph.documents[memo].current, graph.documents[draft].current
    with pytest.raises(Refused, match="does not belong"):
        comparing.compare(ws, memo, mine, other)
    with pytest.raises(Refused, match="two different"):
        comparing.compare(ws, memo, mine, mine)


def test_a_place_in_a_law_has_its_provision(ws: Workspace, draft: str, folder: Path) -> None:
    from annotator.operations import importing

    file = folder / "lamps.txt"
    file.write_text("§ 7. Lamps.\n\n(1) No lamp may be lit before dusk.\n\n(2) Lamps are put out at dawn.\n")
    law = importing.add(ws, [file]).added[0].document
    claim = marking.claim(ws, draft, "Nobody disputes the fog.").claim
    linked = linking.link(ws, claim, law, "Lamps are put out at dawn.", Relation.SUPPORTS)
    assert linked.place.provision == "§ 7(2)"
    assert linked.place.whereabouts == "§ 7(2), p. 1"
    assert ws.graph().passages[linked.passage].place.provision == "§ 7(2)"
    assert reading.claims(ws)[0]["links"][0]["provision"] == "§ 7(2)"
    graph = ws.graph()
    assert provisions.provisions(ws, graph.versions[graph.documents[law].current].extraction)
    assert provisions.provisions(ws, graph.versions[graph.documents[draft].current].extraction) is None


OLD = [
    "The ferry left at noon. It carried forty passengers to the island.\n",
    "Nobody was hurt. The mayor spoke first.",
]
NEW = ["A new sentence. The ferry left at noon. It carried 50 passengers to the island. Nobody was hurt."]


def test_the_process_that_compares_says_what_the_same_code_says_here() -> None:
    conversation = matching.compare(OLD, NEW)
    waits = 0
    while True:
        try:
            next(conversation)
            waits += 1
        except StopIteration as ended:
            found = ended.value
            break
    assert found == side_by_side(DocumentText(OLD), DocumentText(NEW))
    assert {str(each.kind) for each in found} == {"same", "inserted", "changed", "deleted"}
    assert waits > 1, "other work may come in between"


def test_who_does_not_want_it_any_more_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    close = matching._Process.close
    monkeypatch.setattr(matching._Process, "close", lambda self: (close(self), ended.append(self._process.poll())))
    conversation = matching.compare(OLD * 20, NEW * 20)
    next(conversation)
    conversation.close()
    assert ended == [-9]


def test_other_work_on_the_project_comes_in_between(ws: Workspace, memo: str, folder: Path) -> None:
    old = ws.graph().documents[memo].current
    file = folder / "memo.md"
    file.write_text(file.read_text().replace("forty", "fifty"))
    replacing.replace(ws, memo, file, force=True)
    under_way = comparing.piecewise(ws, memo, old, ws.graph().documents[memo].current)
    next(under_way)
    editing.set_field(ws, memo, "title", "The memo")
    made = None
    while made is None:
        try:
            next(under_way)
        except StopIteration as ended:
            made = ended.value
    assert [(each.old, each.new) for each in made.differences] == [("forty", "fifty")]


def test_a_stretch_that_lies_outside_the_texts_or_is_cut_short_is_refused() -> None:
    lengths = [len(text) for text in OLD], [len(text) for text in NEW]
    for stretch in side_by_side(DocumentText(OLD), DocumentText(NEW)):
        packed = wire.pack_stretch(stretch)
        assert wire.read_stretch(packed, *lengths) == stretch
        for bad, (old, new) in ((packed, ([3, 3], [3])), (packed[:-1], lengths), (packed + b"\0", lengths)):
            with pytest.raises(wire.MalformedError):
                wire.read_stretch(bad, old, new)
