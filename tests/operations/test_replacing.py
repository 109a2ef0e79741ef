from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.errors import NotFound, QuoteAbsent, Refused
from annotator.model.pages import Format
from annotator.model.things import Relation, Status
from annotator.operations import editing, linking, marking, matching, replacing, searching, seeking
from annotator.operations.preparing import prepare, prepare_bytes
from annotator.operations.replacing import in_common
from annotator.operations.workspace import Workspace

REVISIONS = Path(__file__).resolve().parents[3] / "shared/corpus/revisions"
NEWER = """The harbour office closed for forty days

A new first paragraph pushes everything down the page, as later drafts tend to do.

The harbour office closed for forty days after the storm. Its director said that "no ship was turned away".
The council spent 3.7 million on the new pier. Nobody disputes the fog.

The pier opened in June. The pier opened in June.
"""


@pytest.fixture
def marked(ws: Workspace, draft: str, memo: str) -> dict[str, str]:
    """Passages by name: what carries over, what changed, and a mark that needs none."""
    ship = marking.claim(ws, draft, "no ship was turned away")
    cost = marking.claim(ws, draft, "The council spent 3.5 million on the new pier")
    linking.link(ws, ship.claim, memo, "closed for forty days", Relation.SUPPORTS)
    linking.link(ws, cost.claim, memo, "The council spent 2.9 million", Relation.CONTRADICTS)
    none = marking.needs_none(ws, draft, "Nobody disputes the fog", "common knowledge")
    return {"ship": ship.passage, "cost": cost.passage, "fog": none.id}


@pytest.fixture
def newer(folder: Path) -> Path:
    (folder / "draft 2.txt").write_text(NEWER, encoding="utf-8")
    return folder / "draft 2.txt"


def test_what_is_found_is_shown_and_waits_for_a_person(
    ws: Workspace, draft: str, marked: dict[str, str], newer: Path
) -> None:
    before = ws.graph()
    actions = len(ws.project.history())
    done = replacing.replace(ws, draft, newer)
    outcomes = {one.id: one for one in done.passages}
    assert set(outcomes) == set(marked.values())
    assert outcomes[marked["ship"]].outcome == "unchanged"
    assert outcomes[marked["fog"]].outcome == "unchanged"
    cost = outcomes[marked["cost"]]
    assert (cost.outcome, cost.old, cost.new) == (
        "edited",
        "The council spent 3.5 million on the new pier",
        "The council spent 3.7 million on the new pier",
    )
    assert done.needs_a_person
    (action,) = ws.project.history()[actions:]
    assert action.verb == "replace"
    assert {change.field for change in action.changes if change.thing in marked.values()} == set()

    graph = ws.graph()
    version = graph.versions[graph.documents[draft].current]
    assert version.id != before.documents[draft].current
    for name in ("ship", "cost"):
        passage = graph.passages[marked[name]]
        assert (passage.place.version, passage.place.extraction) == (version.sha256, version.extraction)
        assert passage.standing is not None
        assert passage.standing.outcome == outcomes[marked[name]].outcome
        assert passage.standing.was == before.passages[marked[name]].place
        assert passage.place.spans[0].rects != passage.standing.was.spans[0].rects
        text = ws.project.page_texts(version.extraction)[passage.place.page]
        assert text[passage.place.start : passage.place.end] == passage.place.quote
    assert not graph.passages[marked["ship"]].waits
    assert graph.passages[marked["cost"]].waits
    assert graph.needs_none[marked["fog"]].place.version == version.sha256
    assert graph.links == before.links
    assert len(graph.claims) == len(before.claims)


def test_a_check_shows_as_open_until_an_edited_passage_is_accepted(
    ws: Workspace, draft: str, marked: dict[str, str], newer: Path
) -> None:
    claim = ws.graph().passages[marked["cost"]].claim
    editing.set_field(ws, claim, "status", "verified")
    replacing.replace(ws, draft, newer)
    graph = ws.graph()
    assert (graph.claims[claim].status, graph.shown_status(claim)) == (Status.VERIFIED, Status.OPEN)
    assert "edited in the newer version" in graph.shown_reason(claim)
    found = graph.passages[marked["cost"]].place
    replacing.accept(ws, [marked["cost"], marked["ship"]])
    graph = ws.graph()
    assert graph.passages[marked["cost"]].place == found
    assert graph.passages[marked["cost"]].standing is graph.passages[marked["ship"]].standing is None
    assert (graph.shown_status(claim), graph.shown_reason(claim)) == (Status.VERIFIED, "")
    with pytest.raises(Refused, match="nothing to accept"):
        replacing.accept(ws, [marked["cost"]])
    editing.undo(ws)
    assert ws.graph().passages[marked["cost"]].waits, "what was accepted is to be accepted again"
    assert ws.graph().passages[marked["cost"]].place == found
    editing.redo(ws)
    assert not ws.graph().passages[marked["cost"]].waits
    replacing.replace(ws, draft, newer.parent / "draft.txt")
    assert ws.graph().passages[marked["cost"]].place.quote == "The council spent 3.5 million on the new pier"
    replacing.replace(ws, draft, newer)
    assert ws.graph().passages[marked["cost"]].place == found, "as it was accepted"
    assert not ws.graph().passages[marked["cost"]].waits


def test_a_version_goes_in_though_the_seeking_dies_and_its_passages_are_sought_later(
    ws: Workspace, draft: str, marked: dict[str, str], newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object, **__: object) -> None:
        raise matching.CouldNotSeek("It ended twice.")

    with monkeypatch.context() as broken:
        broken.setattr(matching, "find", dies)
        with pytest.raises(Refused, match="twice"):
            replacing.replace(ws, draft, newer, dry_run=True)
        done = replacing.replace(ws, draft, newer)
        assert {one.outcome for one in done.passages} == {"sought"}
        assert done.needs_a_person
        assert done.outcome is not None
        assert all(thing.lost for thing in seeking.pending(ws.graph()))
        assert {thing.id for thing in seeking.pending(ws.graph())} == set(marked.values())
    assert seeking.finish(ws) == 3
    standing = ws.graph().passages[marked["cost"]].standing
    assert standing is not None
    assert standing.outcome == "edited"


def test_a_dry_run_says_the_same_and_writes_nothing(
    ws: Workspace, draft: str, marked: dict[str, str], newer: Path
) -> None:
    bytes_before = ws.project.path.read_bytes()
    dry = replacing.replace(ws, draft, newer, dry_run=True)
    assert ws.project.path.read_bytes() == bytes_before
    assert dry.outcome is None
    assert replacing.replace(ws, draft, newer).passages == dry.passages


def test_undo_and_an_old_version_made_current_show_all_as_it_was(
    ws: Workspace, draft: str, marked: dict[str, str], newer: Path
) -> None:
    before = ws.graph()
    old = before.versions[before.documents[draft].current]
    replacing.replace(ws, draft, newer)
    after = ws.graph()
    editing.set_field(ws, draft, "current", old.sha256[:12])
    back = ws.graph()
    assert (back.passages, back.needs_none, back.links) == (before.passages, before.needs_none, before.links)
    assert back.documents == before.documents
    editing.undo(ws)
    assert ws.graph().passages == after.passages
    editing.undo(ws)
    assert ws.graph().passages == before.passages
    assert ws.graph().documents == before.documents


def test_the_same_bytes_again_change_nothing_and_older_bytes_bring_the_older_version(
    ws: Workspace, draft: str, marked: dict[str, str], newer: Path, folder: Path
) -> None:
    before = ws.graph()
    same = replacing.replace(ws, draft, folder / "draft.txt")
    assert all(one.outcome == "unchanged" for one in same.passages)
    assert ws.graph() == before
    replacing.replace(ws, draft, newer)
    older = replacing.replace(ws, draft, folder / "draft.txt")
    assert not older.needs_a_person
    assert ws.graph().passages == before.passages
    assert len(ws.graph().versions) == len(before.versions) + 1


def test_what_waits_is_placed_or_let_go(ws: Workspace, draft: str, marked: dict[str, str], newer: Path) -> None:
    newer.write_text(NEWER.replace("The council spent 3.7 million on the new pier. ", ""), encoding="utf-8")
    replacing.replace(ws, draft, newer)
    assert ws.graph().passages[marked["cost"]].lost
    for things in ([marked["cost"]], [marked["ship"], marked["cost"]]):
        with pytest.raises(Refused, match="not found in this version"):
            replacing.accept(ws, things)
    assert ws.graph().passages[marked["ship"]].standing is not None
    with pytest.raises(QuoteAbsent):
        replacing.place(ws, marked["cost"], "quote", quote="The council spent 3.5 million")
    replacing.place(ws, marked["cost"], "quote", quote="Nobody disputes")
    placed = ws.graph().passages[marked["cost"]]
    assert (placed.standing, placed.place.quote) == (None, "Nobody disputes")
    claim = ws.graph().passages[marked["ship"]].claim
    replacing.place(ws, marked["ship"], "let-go")
    assert claim not in ws.graph().claims
    editing.restore(ws, claim)
    assert marked["ship"] in ws.graph().passages
    for wrong in (
        replace(placed.place, quote="The council spent 3.5 million"),
        replace(placed.place, version="0" * 64),
    ):
        with pytest.raises(Refused):
            replacing.place_at(ws, marked["fog"], wrong)
    replacing.place_at(ws, marked["fog"], placed.place)
    assert ws.graph().needs_none[marked["fog"]].place == placed.place
    with pytest.raises(NotFound):
        replacing.place(ws, claim, "let-go")


def test_a_file_with_little_in_common_needs_force(ws: Workspace, draft: str, folder: Path) -> None:
    (folder / "other.txt").write_text("Recipes for soup begin with an onion, which is cut finely and fried slowly.")
    with pytest.raises(Refused, match="little in common"):
        replacing.replace(ws, draft, folder / "other.txt")
    with pytest.raises(Refused, match="little in common"):
        replacing.replace(ws, draft, folder / "other.txt", dry_run=True)
    assert len(ws.graph().versions) == 1
    assert replacing.replace(ws, draft, folder / "other.txt", force=True).outcome


def test_search_finds_the_current_version_only(ws: Workspace, draft: str, newer: Path) -> None:
    assert searching.search(ws, '"3.5 million"')
    replacing.replace(ws, draft, newer)
    assert searching.search(ws, '"3.5 million"') == []
    assert [hit["document"] for hit in searching.search(ws, '"3.7 million"')] == [draft]


def test_what_is_refused_leaves_the_document_as_it_was(ws: Workspace, draft: str, folder: Path) -> None:
    before = ws.graph()
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    for file in (folder / "absent.txt", folder, folder / "bad.pdf"):
        with pytest.raises(Refused):
            replacing.replace(ws, draft, file, force=True)
    with pytest.raises(NotFound):
        editing.set_field(ws, draft, "current", "feed")
    assert ws.graph() == before


def test_in_common() -> None:
    words = [f"word{number}" for number in range(40)]
    assert in_common([" ".join(words)], [" ".join(words[:20]), " ".join(words[20:])]) == 1
    assert in_common([" ".join(words)], [" ".join(reversed(words))]) == 0
    assert 0.4 < in_common([" ".join(words)], [" ".join(words[:20] + [word + "x" for word in words[20:]])]) < 0.6
    assert in_common([""], [" ".join(words)]) == 1


@pytest.mark.skipif(not REVISIONS.is_dir(), reason="the corpus is not here")
def test_real_revisions_are_taken_without_a_question_and_other_documents_are_not() -> None:
    pairs = sorted(path.parent for path in REVISIONS.glob("*/old.txt"))
    texts = {
        (pair.name, side): [(pair / f"{side}.txt").read_text(encoding="utf-8")]
        for pair in pairs
        for side in ("old", "new")
    }
    shares = {pair.name: in_common(texts[pair.name, "old"], texts[pair.name, "new"]) for pair in pairs}
    assert {name: share for name, share in shares.items() if share < replacing.LITTLE} == {}
    first = {re.sub(r"-20\d\d.*", "", pair.name): pair for pair in pairs}
    others = {
        (one, other): in_common(texts[first[one].name, "old"], texts[first[other].name, "new"])
        for one in first
        for other in first
        if one != other
    }
    assert len(others) > 200
    assert {pair: share for pair, share in others.items() if share >= replacing.LITTLE} == {}


def test_what_was_read_before_is_taken_in(ws: Workspace, draft: str, marked: dict[str, str], newer: Path) -> None:
    prepared = prepare(ws.engine, newer)
    late = marking.claim(ws, draft, "The pier opened in June", nth=1).passage  # after it was read
    done = replacing.replace_prepared(ws, draft, prepared)
    assert prepared.closed
    assert {one.id for one in done.passages} == {*marked.values(), late}
    versions = {one.sha256 for one in ws.graph().versions.values()}
    again = prepare(ws.engine, newer)  # and once more, as two drops of the same file are
    editing.undo(ws)
    editing.redo(ws)
    replacing.replace_prepared(ws, draft, again)
    assert {one.sha256 for one in ws.graph().versions.values()} == versions
    assert len([one for one in ws.graph().versions.values() if one.document == draft]) == 2


def test_what_was_read_before_is_given_back_where_it_is_refused(ws: Workspace, draft: str, newer: Path) -> None:
    other = prepare_bytes(
        ws.engine, "recipe.txt", b"Peel the apples, cut them, and cook them slowly.", form=Format.TEXT
    )
    with pytest.raises(Refused, match="little in common"):
        replacing.replace_prepared(ws, draft, other)
    gone = prepare(ws.engine, newer, known=lambda _: True)  # a version that was undone while it was read
    assert gone.extracted is None
    with pytest.raises(Refused, match="until just now"):
        replacing.replace_prepared(ws, draft, gone)
    assert other.closed
    assert gone.closed
    assert len([one for one in ws.graph().versions.values() if one.document == draft]) == 1
