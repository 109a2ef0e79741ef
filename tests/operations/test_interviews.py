from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotator.model.errors import Refused
from annotator.model.things import Handling, Relation
from annotator.operations import editing, exporting, importing, interviews, linking, marking
from annotator.operations.workspace import Workspace

WORDS = "Met at the harbour.\n\nThe council spent 2.9 million, not 3.5, she said. Nobody asked her."


def _note(ws: Workspace, **given: str) -> str:
    fields = {"interviewee": "Heron", "date": "2026-11-22", "how": "phone", "terms": "on-the-record", **given}
    return interviews.new_note(ws, text=fields.pop("text", WORDS), **fields).document


def _page(ws: Workspace, draft: str, note: str, out: Path) -> tuple[str, dict[str, str]]:
    claim = marking.claim(ws, draft, "The council spent 3.5 million on the new pier")
    linking.link(ws, claim.claim, note, "The council spent 2.9 million", Relation.CONTRADICTS)
    made = exporting.export(ws, out)
    return made.path.read_text("utf-8"), dict(made.left_out)


def test_a_note_is_a_document_with_whom_how_terms_and_embargo(ws: Workspace) -> None:
    added = interviews.new_note(
        ws, interviewee=" Jane \n Heron ", date="2026-11-22", how="phone", terms="background", embargo="2027-01-31",
        text=WORDS,
    )  # fmt: skip
    document = ws.graph().documents[added.document]
    assert (document.name, document.title) == ("Interview 2026-11-22.txt", "Interview with Jane Heron")
    assert (document.interviewee, document.how, document.terms) == ("Jane Heron", "phone", "background")
    assert (document.date, document.embargo) == ("2026-11-22", "2027-01-31")
    assert (added.pages, added.name, document.handling) == (1, document.name, Handling.PARAPHRASE_ONLY)
    assert interviews.note_text(ws, document.id) == WORDS
    assert editing.undo(ws).verb == "add"
    assert not ws.graph().documents


@pytest.mark.parametrize(
    ("terms", "handling"),
    [
        ("", "never-leaves"),
        ("on-the-record", "publish"),
        ("background", "paraphrase-only"),
        ("not-for-attribution", "paraphrase-only"),
        ("off-the-record", "never-leaves"),
    ],
)
def test_handling_follows_the_terms(ws: Workspace, terms: str, handling: str) -> None:
    note = _note(ws, terms=terms)
    assert ws.graph().documents[note].handling == handling


def test_stricter_terms_make_handling_stricter_and_milder_ones_leave_it(ws: Workspace) -> None:
    note = _note(ws)
    outcome = editing.set_field(ws, note, "terms", "off-the-record")
    assert len(outcome.changes) == 2
    assert ws.graph().documents[note].handling is Handling.NEVER_LEAVES
    editing.set_field(ws, note, "terms", "on-the-record")
    assert ws.graph().documents[note].handling is Handling.NEVER_LEAVES


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"interviewee": "  "}, "alias"),
        ({"text": " \n"}, "no words"),
        ({"text": "a\0b"}, "null character"),
        ({"date": "yesterday"}, "takes a year, month or day"),
        ({"embargo": "2026-12"}, "takes a day"),
        ({"terms": "secret"}, "takes one of these"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(ws: Workspace, given: dict[str, str], says: str) -> None:
    with pytest.raises(Refused, match=says):
        _note(ws, **given)
    assert not ws.graph().documents


def test_the_same_words_are_not_taken_twice(ws: Workspace) -> None:
    _note(ws)
    with pytest.raises(Refused, match=r"here already as 'Interview 2026-11-22\.txt'"):
        _note(ws, interviewee="Somebody else")
    assert len(ws.graph().documents) == 1


@pytest.mark.parametrize(
    "words", ["%PDF-1.7 is how it began, she said.", "<html><b>x</b>", "{\\rtf1 hello}", "PK\x03\x04"]
)
def test_typed_words_are_text_whatever_they_look_like(ws: Workspace, words: str) -> None:
    note = _note(ws, text=words)
    version = ws.graph().versions[ws.graph().documents[note].current]
    assert version.format == "text"
    assert interviews.note_text(ws, note) == words


def test_revised_words_carry_the_passages_over(ws: Workspace, draft: str) -> None:
    note = _note(ws)
    claim = marking.claim(ws, draft, "The council spent 3.5 million on the new pier")
    link = linking.link(ws, claim.claim, note, "The council spent 2.9 million", Relation.CONTRADICTS)
    made = interviews.revise_note(ws, note, "Second call.\n\n" + WORDS)
    assert [one.outcome for one in made.passages] == ["unchanged"]
    assert ws.graph().passages[link.passage].place.quote == "The council spent 2.9 million"
    assert interviews.note_text(ws, note).startswith("Second call.")
    assert ws.graph().documents[note].name == "Interview 2026-11-22.txt"
    interviews.revise_note(ws, note, WORDS)
    assert interviews.note_text(ws, note) == WORDS


def test_only_notes_are_revised_by_typing(ws: Workspace, memo: str) -> None:
    with pytest.raises(Refused, match="no interview note"):
        interviews.revise_note(ws, memo, "other words")


def _stopped(ws: Workspace, tmp_path: Path, sentence: str) -> None:
    """Each kind of export is refused with this sentence and leaves nothing."""
    before = set(tmp_path.iterdir())
    for form in exporting.FORMATS:
        with pytest.raises(Refused, match=sentence):
            exporting.export(ws, tmp_path / f"stopped {form}", format=form)
    assert set(tmp_path.iterdir()) == before


def _resting_on(ws: Workspace, draft: str, document: str) -> str:
    claim = marking.claim(ws, draft, "The council spent 3.5 million").claim
    linking.link(ws, claim, document, "2.9 million", Relation.CONTRADICTS)
    return claim


def test_off_the_record_stops_each_kind_of_export_whatever_its_handling(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    note = _note(ws, terms="off-the-record")
    editing.set_field(ws, note, "handling", "publish")
    claim = _resting_on(ws, draft, note)
    _stopped(ws, tmp_path, r"Claim 1 rests on 'Interview, off the record', .* so nothing was exported\. Remove")
    editing.set_field(ws, claim, "status", "cut")
    made = exporting.export(ws, tmp_path / "out.html")
    page = made.path.read_text("utf-8")
    assert "2.9 million" not in page
    assert "Heron" not in page
    left_out = dict(made.left_out)
    assert left_out["Interview with Heron"].startswith("It is off the record: nothing of it was exported")


def test_an_embargo_stops_each_kind_of_export_until_its_day(ws: Workspace, draft: str, tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    note = _note(ws, embargo=(today + timedelta(days=2)).isoformat())
    _resting_on(ws, draft, note)
    _stopped(ws, tmp_path, r"under an embargo until .* Export when it has passed")
    editing.set_field(ws, note, "embargo", (today - timedelta(days=1)).isoformat())
    made = exporting.export(ws, tmp_path / "later.html")
    assert "2.9 million" in made.path.read_text("utf-8")
    assert not made.left_out


@pytest.mark.parametrize("terms", ["background", "not-for-attribution"])
def test_a_name_not_for_attribution_stays_even_where_the_words_go_out(
    ws: Workspace, draft: str, tmp_path: Path, terms: str
) -> None:
    note = _note(ws, terms=terms)
    for field, value in (("handling", "publish"), ("author", "Heron"), ("received", "Heron called")):
        editing.set_field(ws, note, field, value)
    page, _ = _page(ws, draft, note, tmp_path / "out.html")
    assert "2.9 million" in page
    assert "Interview, " in page
    assert "Heron" not in page
    copies = exporting.export(ws, tmp_path / "copies", format="pdf", with_names=True)
    assert not [name for name in copies.files if "Heron" in name or "2026-11-22" in name]
    assert all(b"Heron" not in (copies.path / name).read_bytes() for name in copies.files)


def test_what_came_with_an_interview_is_held_back_with_it(ws: Workspace, draft: str, memo: str, tmp_path: Path) -> None:
    note = _note(ws, terms="off-the-record")
    editing.set_field(ws, memo, "part_of", note)
    _resting_on(ws, draft, memo)
    _stopped(ws, tmp_path, "off the record")


def test_a_draft_under_embargo_stops_the_export(ws: Workspace, draft: str, tmp_path: Path) -> None:
    editing.set_field(ws, draft, "embargo", "2999-01-01")
    with pytest.raises(Refused, match=r"can't be exported\. It is under an embargo until 2999-01-01"):
        exporting.export(ws, tmp_path / "out.html")
    assert not (tmp_path / "out.html").exists()


def test_adopting_gives_a_new_document_its_fields_in_one_act(ws: Workspace, folder: Path) -> None:
    prepared = importing.prepare(ws.engine, folder / "memo.md")
    added = importing.adopt(ws, prepared, role=importing.Role.SOURCE, fields={"title": "The memo"})
    assert ws.graph().documents[added.document].title == "The memo"
    editing.undo(ws)
    assert not ws.graph().documents
