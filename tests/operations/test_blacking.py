"""Blacking out: marked, listed, taken back, found again in a newer version, and what goes with a copy to send."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.model.errors import QuoteRepeated, Refused
from annotator.model.standing import Stands
from annotator.model.things import Kind
from annotator.model.withheld import Sending
from annotator.operations import blacking, editing, looking_back, replacing, resolving, sharing
from annotator.operations.workspace import Workspace
from annotator.store.project import Identity, Project

NOOR = Identity("5d9f5a04-2b44-4a86-8f3e-7d0f0f4b2c22", "Noor Haddad")


def test_words_are_blacked_out_and_taken_back(ws: Workspace, memo: str) -> None:
    made = blacking.black(ws, memo, "2.9 million", reason="  not agreed  ")
    (one,) = ws.graph().blackouts_in(memo)
    assert (one.id, one.place.quote, one.reason, made.elsewhere) == (made.ids[0], "2.9 million", "not agreed", 0)
    with pytest.raises(Refused, match="blacked out already"):
        blacking.black(ws, memo, "2.9 million")
    assert resolving.resolve(ws, one.id[:8], Kind.BLACKOUT) == one.id
    editing.remove(ws, one.id)
    assert ws.graph().blackouts_in(memo) == ()
    editing.undo(ws)
    assert ws.graph().blackouts_in(memo) == (one,)
    editing.set_field(ws, one.id, "reason", "agreed on the phone")
    assert ws.graph().blackouts[one.id].reason == "agreed on the phone"
    done = [line.about for entry in looking_back.page(ws, of=memo).entries for line in entry.lines]
    assert done.count("black-out in memo.md") == 4
    editing.remove(ws, one.id)
    assert [gone.words for gone in looking_back.removed(ws)] == ["2.9 million"]
    editing.restore(ws, one.id)
    editing.erase(ws, one.id)
    assert ws.graph().blackouts == {}
    assert b"agreed on the phone" not in ws.project.path.read_bytes()


def test_the_same_words_elsewhere_are_told_and_blacked_out_on_request(ws: Workspace, draft: str) -> None:
    with pytest.raises(QuoteRepeated):
        blacking.black(ws, draft, "The pier opened in June")
    first = blacking.black(ws, draft, "The pier opened in June", nth=1)
    assert first.elsewhere == 1
    assert blacking.elsewhere(ws, ws.graph().blackouts[first.ids[0]]) == 1
    rest = blacking.black(ws, draft, "The pier opened in June", everywhere=True)
    assert (len(rest.ids), rest.elsewhere) == (1, 0)
    assert len(ws.graph().blackouts_in(draft)) == 2


def test_a_region_is_blacked_out(ws: Workspace, make_pdf: Callable[..., Path]) -> None:
    from annotator.operations import importing

    document = importing.add(ws, [make_pdf("plan.pdf", [[(50, 60, "The vault is here")]])]).added[0].document
    made = blacking.black_region(ws, document, 0, (50, 50, 100, 20))
    (place,) = made.places
    assert place.region is not None
    assert place.region.rect == (50.0, 430.0, 150.0, 450.0)
    with pytest.raises(Refused, match="blacked out already"):
        blacking.black_region(ws, document, 0, (60, 55, 10, 10))
    with pytest.raises(Refused, match="no page 1"):
        blacking.black_region(ws, document, 1, (0, 0, 10, 10))
    with pytest.raises(Refused, match="on no page"):
        blacking.black_region(ws, document, 0, (0, 0, 10_000, 10))


def test_it_is_found_again_in_a_newer_version_or_said_not_to_be(ws: Workspace, folder: Path, memo: str) -> None:
    kept, lost = (blacking.black(ws, memo, words).ids[0] for words in ("forty days", "2.9 million"))
    text = (folder / "memo.md").read_text(encoding="utf-8")
    new = text.replace("# Memo", "# Memo\n\nA first paragraph.").replace(
        "\nThe council spent 2.9 million on the new pier.", ""
    )
    (folder / "memo.md").write_text(new, encoding="utf-8")
    done = replacing.replace(ws, memo, folder / "memo.md", force=True)
    assert {one.id for one in done.passages} == {kept, lost}
    found = ws.graph().blackouts
    assert (found[kept].place.quote, found[kept].lost, found[kept].waits) == ("forty days", False, False)
    standing = found[lost].standing
    assert standing is not None
    assert standing.outcome is Stands.GONE
    replacing.place(ws, lost, "quote", quote="section 12")
    assert ws.graph().blackouts[lost].standing is None


def test_a_copy_to_send_has_the_words_and_says_so(ws: Workspace, memo: str, draft: str, tmp_path: Path) -> None:
    blacking.black(ws, memo, "2.9 million", reason="wait for the lawyer")
    told = sharing.share(ws, tmp_path / "hers.annotator", Sending())
    assert "1 place blacked out in exports: the words under it are in this copy." in told.summary
    with Workspace(Project.open(tmp_path / "hers.annotator", who=NOOR)) as hers:
        assert [one.reason for one in hers.graph().blackouts_in(memo)] == ["wait for the lawyer"]
        mine = blacking.black(hers, memo, "forty days")
    assert mine.ids[0] in sharing.merge(ws, tmp_path / "hers.annotator").added
    assert len(ws.graph().blackouts_in(memo)) == 2
    editing.set_field(ws, memo, "handling", "never-leaves")
    for name, sending in (("less", Sending()), ("quotes", Sending(quotes=True))):
        path = sharing.share(ws, tmp_path / f"{name}.annotator", sending).path
        assert b"wait for the lawyer" not in path.read_bytes()
        assert b"forty days" not in path.read_bytes().replace(b"closed for forty days", b"")
