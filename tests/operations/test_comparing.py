"""What differs between two versions of a document, and which claims that touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.errors import Refused
from annotator.model.things import Relation
from annotator.operations import comparing, linking, marking, provisions, reading, replacing
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
