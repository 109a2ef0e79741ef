"""Places are sought again wherever another text is shown: kept beside the record, for the doctor to compute again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from annotator.model.errors import Refused
from annotator.model.pages import Extraction
from annotator.model.standing import Stands
from annotator.model.things import Relation, Status
from annotator.operations import backups, doctor, editing, importing, linking, marking, matching, replacing, seeking
from annotator.operations.targets import stored
from annotator.operations.workspace import Workspace, open_workspace

from .conftest import DRAFT


@pytest.fixture
def newer(folder: Path) -> Path:
    changed = DRAFT.replace("3.5 million", "3.7 million").replace('said that "no ship was turned away"', "said nothing")
    (folder / "newer.txt").write_text(f"A paragraph that pushes all of it down.\n\n{changed}", encoding="utf-8")
    return folder / "newer.txt"


@pytest.fixture
def marked(ws: Workspace, draft: str, memo: str) -> dict[str, str]:
    """Passages by name, each of a claim; one that is removed."""
    quotes = {
        "office": "The harbour office closed for forty days after the storm",
        "cost": "The council spent 3.5 million",
        "ship": "no ship was turned away",
        "gone": "Nobody disputes the fog",
    }
    made = {name: marking.claim(ws, draft, quote).passage for name, quote in quotes.items()}
    linking.link(ws, ws.graph().passages[made["office"]].claim, memo, "closed for forty days", Relation.SUPPORTS)
    editing.remove(ws, made["gone"])
    return made


def outcomes(ws: Workspace, marked: dict[str, str]) -> dict[str, Any]:
    passages = ws.project.graph(with_removed=True).passages
    standing = {name: passages[passage].standing for name, passage in marked.items()}
    return {name: each.outcome if each else None for name, each in standing.items()}


FOUND = {
    "office": Stands.UNCHANGED, "cost": Stands.EDITED, "ship": Stands.GONE, "gone": Stands.UNCHANGED,
}  # fmt: skip


def anew(ws: Workspace, draft: str) -> None:
    """The same version, its text made anew as by another program: another extraction with other offsets."""
    version = ws.graph().versions[ws.graph().documents[draft].current]
    old = ws.project.extraction(version.extraction)
    texts = tuple(f"\u2003{text}" for text in old.texts)
    new = Extraction.build(old.version, "another program", old.pages, texts, frozen=old.frozen)
    with ws.project.act("set") as pen:
        ws.project.put_extraction(pen, new)
        pen.set(version.id, "extraction", new.sha256)


def test_what_was_found_is_there_when_the_project_is_opened_again(
    ws: Workspace, draft: str, marked: dict[str, str], newer: Path
) -> None:
    replacing.replace(ws, draft, newer)
    assert outcomes(ws, marked) == FOUND
    before = ws.graph()
    with open_workspace(ws.project.path, read_only=True) as again:
        assert again.graph() == before
    editing.restore(ws, marked["gone"])
    assert outcomes(ws, marked) == FOUND, "what was removed was sought, too"
    editing.undo(ws)
    editing.undo(ws)
    assert set(outcomes(ws, marked).values()) == {None}
    editing.redo(ws)
    assert outcomes(ws, marked) == FOUND


def test_nothing_is_shown_as_found_before_it_was_sought(
    ws: Workspace, draft: str, marked: dict[str, str], newer: Path
) -> None:
    replacing.replace(ws, draft, newer)
    found = ws.graph()
    ws.project.forget_found()
    assert set(outcomes(ws, marked).values()) == {Stands.SOUGHT}
    assert all(ws.graph().passages[marked[name]].lost for name in ("office", "cost", "ship"))
    with open_workspace(ws.project.path, read_only=True) as again:
        assert seeking.finish(again) == 4
        assert again.graph().passages == found.passages, "kept in memory where nothing can be written"
    assert set(outcomes(ws, marked).values()) == {Stands.SOUGHT}
    told: list[tuple[int, int]] = []
    assert seeking.finish(ws, progress=lambda done, all_: told.append((done, all_))) == 4
    assert told[-1] == (4, 4)
    assert ws.graph() == found
    assert seeking.finish(ws) == 0


def test_the_doctor_computes_it_again(ws: Workspace, draft: str, marked: dict[str, str], newer: Path) -> None:
    replacing.replace(ws, draft, newer)
    doctor.doctor(ws)
    assert doctor.doctor(ws).data["repaired"] == []
    right = ws.graph()
    with ws.project._alone():
        ws.project._connection.execute("UPDATE standing SET outcome = 'unchanged' WHERE outcome = 'edited'")
    ws.project._forget()
    assert outcomes(ws, marked)["cost"] is Stands.UNCHANGED
    assert doctor.doctor(ws).data["repaired"] == ["places found in newer versions"]
    assert [path.name.split("-")[3] for path in backups.listed(ws.project.id)] == ["repair"]
    assert ws.graph() == right


@pytest.mark.parametrize(
    "damage",
    ["outcome = 'sought'", "outcome = 'gone'", "score = 7", "place = '{'", "place = ''", "sought = 'x'"],
)
def test_a_row_that_is_not_ours_does_not_count(
    ws: Workspace, draft: str, marked: dict[str, str], newer: Path, damage: str
) -> None:
    replacing.replace(ws, draft, newer)
    with ws.project._alone():
        ws.project._connection.execute(f"UPDATE standing SET {damage} WHERE outcome = 'edited'")
    ws.project._forget()
    assert outcomes(ws, marked)["cost"] is Stands.SOUGHT


def test_a_text_made_anew_is_sought_in_by_the_same_code(ws: Workspace, draft: str, marked: dict[str, str]) -> None:
    before = ws.graph()
    anew(ws, draft)
    assert set(outcomes(ws, marked).values()) == {Stands.SOUGHT}
    now = ws.graph().versions[ws.graph().documents[draft].current].extraction
    hits = matching.find(ws, [before.passages[marked["cost"]].place], ws.project.page_texts(now))
    assert [str(hit.outcome) for hit in hits] == ["unchanged"]


def test_a_passage_made_in_the_newer_version_is_sought_in_the_older(
    ws: Workspace, draft: str, marked: dict[str, str], newer: Path, folder: Path
) -> None:
    replacing.replace(ws, draft, newer)
    made = marking.claim(ws, draft, "A paragraph that pushes all of it down").passage
    fog = marking.claim(ws, draft, "Nobody disputes the fog").passage
    done = replacing.replace(ws, draft, folder / "draft.txt")
    assert {one.id: one.outcome for one in done.passages} == {
        **{marked[name]: "unchanged" for name in ("office", "cost", "ship")},
        made: "gone",
        fog: "unchanged",
    }
    assert set(outcomes(ws, marked).values()) == {None}


def test_what_is_erased_leaves_nothing_found(ws: Workspace, draft: str, marked: dict[str, str], newer: Path) -> None:
    replacing.replace(ws, draft, newer)
    editing.erase(ws, marked["cost"])
    rows = ws.project._connection.execute("SELECT thing FROM standing").fetchall()
    assert marked["cost"] not in {thing for (thing,) in rows}
    assert b"3.7 million on the new pier" in ws.project.path.read_bytes(), "the version itself still says so"
    editing.erase(ws, draft)
    assert ws.project._connection.execute("SELECT count(*) FROM standing").fetchone() == (0,)
    assert b"3.7 million" not in ws.project.path.read_bytes()


def test_cancelled_seeking_leaves_the_project_as_it_was(
    ws: Workspace, draft: str, marked: dict[str, str], newer: Path
) -> None:
    before = ws.graph()
    for patience in (0, 3):
        asked = iter([False] * patience)
        with pytest.raises(Refused, match="Stopped"):
            replacing.replace(ws, draft, newer, cancelled=partial(next, asked, True))
    assert ws.graph() == before
    assert ws.graph().shown_status(before.passages[marked["office"]].claim) is Status.OPEN


def test_boxes_are_the_same_from_two_workers(ws: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = pymupdf.open()
    for number in range(7):
        document.new_page().insert_text((40, 50 + number), f"Page {number} of the log\nThe fog stayed.")
    document.save(folder / "log.pdf")
    added = importing.add(ws, [folder / "log.pdf"]).added[0]
    target = stored(ws, ws.graph().versions[ws.graph().documents[added.document].current])
    wanted = {0, 1, 2, 4, 6}
    alone = seeking.boxes_of(ws, target, wanted)
    assert set(alone) == wanted
    monkeypatch.setattr(seeking, "MANY_PAGES", 2)
    assert seeking.boxes_of(ws, target, wanted) == alone
    with pytest.raises(Refused, match="Stopped"):
        seeking.boxes_of(ws, target, wanted, lambda: True)
    assert seeking.boxes_of(ws, target, wanted) == alone
