"""Comments of a Word document that comes back: queries at their claims, once; ours are known; nothing is guessed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from annotator.model.comments import Comment
from annotator.model.errors import Refused
from annotator.operations import comments, editing, exporting, importing, marking, replacing
from annotator.operations.comments import NO_CLAIM, NOT_FOUND, SEVERAL
from annotator.operations.workspace import Workspace
from tests.engine.test_comments import FLAT, end, note, with_threads

PARAGRAPHS = (
    "The harbour office closed for forty days after the storm.",
    "The council spent 3.5 million on the new pier. Nobody disputes the fog.",
    "The pier opened in June. The pier opened in June.",
)
INES = "Ines Brandt"


def written(path: Path, *said: tuple[str, str, str], paragraphs: tuple[str, ...] = PARAGRAPHS) -> Path:
    """A Word document with comments: (author, words they are on, what is said); words not there are added."""
    document = docx.Document()
    for text in paragraphs:
        paragraph = document.add_paragraph()
        runs, rest = {}, text
        for _, words, _ in said:
            if words in rest and words not in runs:
                before, rest = rest.split(words, 1)
                paragraph.add_run(before)
                runs[words] = paragraph.add_run(words)
        paragraph.add_run(rest)
        for author, words, text_ in said:
            if words in runs:
                made = document.add_comment(runs[words], text_, author, "X")
                made._comment_elm.date = datetime(2026, 3, 4, 10, tzinfo=UTC)
    document.save(path)
    return path


def test_comments_become_queries_at_their_claims_and_come_in_once(ws: Workspace, draft: str, tmp_path: Path) -> None:
    claim = marking.claim(ws, draft, "The council spent 3.5 million on the new pier").claim
    path = written(tmp_path / "back.docx", (INES, "3.5 million", "Says who?"), ("Noor", "Nobody disputes", "I do."))
    looked = comments.look(ws, path)
    assert [(each.claim, each.why) for each in looked.remarks] == [(claim, ""), ("", NO_CLAIM)]
    comments.take(ws, [(each, "") for each in looked.remarks])
    asked = {query.claim: query.text for query in ws.graph().queries.values()}
    assert asked[claim] == "Says who?"
    assert {query.text: query.whom for query in ws.graph().queries.values()} == {"Says who?": INES, "I do.": "Noor"}
    (other,) = set(asked) - {claim}
    assert [one.place.quote for one in ws.graph().passages_of(other)] == ["Nobody disputes"]

    again = comments.look(ws, path)
    assert (again.remarks, again.known) == ((), 2)
    editing.undo(ws)
    assert not ws.graph().queries
    assert list(ws.graph().claims) == [claim], "one act"


def test_what_is_removed_does_not_come_back_but_a_new_reply_does(ws: Workspace, draft: str, tmp_path: Path) -> None:
    claim = marking.claim(ws, draft, "The council spent 3.5 million on the new pier").claim
    first = written(tmp_path / "one.docx", (INES, "3.5 million", "Says who?"))
    (query,) = comments.take(ws, [(each, "") for each in comments.look(ws, first).remarks]).queries
    editing.remove(ws, query)
    second = written(tmp_path / "two.docx", (INES, "3.5 million", "Says who?"), ("Noor", "3.5 million", "The budget."))
    second.write_bytes(with_threads(second.read_bytes(), {1: 0}, set()))
    (reply,) = comments.look(ws, second).remarks
    assert (reply.claim, reply.text) == (claim, "The budget.")


def test_what_our_export_wrote_is_known_and_replies_to_it_are_taken(ws: Workspace, draft: str, tmp_path: Path) -> None:
    claim = marking.claim(ws, draft, "The council spent 3.5 million on the new pier").claim
    exporting.export(ws, tmp_path / "out.docx", format="docx")
    document = docx.Document(str(tmp_path / "out.docx"))
    run = next(each for paragraph in document.paragraphs for each in paragraph.runs if "3.5 million" in each.text)
    document.add_comment(run, "Not so: 2.9.", INES, "IB")
    back = tmp_path / "back.docx"
    document.save(str(back))
    looked = comments.look(ws, back)
    assert looked.ours == 1
    assert [(each.claim, each.text) for each in looked.remarks] == [(claim, "Not so: 2.9.")]

    marking.claim(ws, draft, "Nobody disputes the fog")
    ours = Comment("Annotator", "", "Claim 2: fact, open", "words that are gone")
    reply = Comment(INES, "", "I do.", "words that are gone", answers=0)
    (found,) = comments.placed(ws, [ours, reply]).remarks
    assert ws.graph().claims[found.claim].number == 2


def test_words_in_several_places_or_none_are_left_to_a_person(ws: Workspace, draft: str, tmp_path: Path) -> None:
    claim = marking.claim(ws, draft, "The pier opened in June", nth=1).claim
    given = [
        Comment(INES, "", "Which?", "The pier opened in June"),
        Comment(INES, "", "Gone?", "The pier never opened"),
        Comment(INES, "", "The first?", "The pier opened in June", "the fog.\n", ". The pier opened"),
        Comment(INES, "", "Here?", "", "disputes the fog.\nThe pier opened in", " June. The pier opened in June."),
    ]
    whys = [(each.claim, each.why) for each in comments.placed(ws, given).remarks]
    assert whys == [("", SEVERAL), ("", NOT_FOUND), (claim, ""), (claim, "")]
    looked = comments.placed(ws, given[:2])
    comments.take(ws, [(looked.remarks[0], ""), (looked.remarks[1], claim)])
    assert [query.text for query in ws.graph().queries.values()] == ["Gone?"], "a person chose the claim"


def test_a_thread_is_one_query(ws: Workspace, draft: str) -> None:
    thread = [Comment(INES, "", "Says who?", "Nobody disputes"), Comment("Noor", "", "I do.", "", answers=0)]
    (remark,) = comments.placed(ws, thread).remarks
    assert (remark.author, remark.text) == (f"{INES}, Noor", "Says who?\nReply: I do.")


def test_comments_of_the_version_that_was_just_taken_in(ws: Workspace, draft: str, tmp_path: Path) -> None:
    claim = marking.claim(ws, draft, "The council spent 3.5 million on the new pier").claim
    back = written(tmp_path / "back.docx", (INES, "3.5 million", "Says who?"))
    replacing.replace(ws, draft, back)
    (remark,) = comments.look_in(ws, draft).remarks
    assert remark.claim == claim, "the list of comments at the end of the text is not mistaken for the place"


def test_an_odt_comes_back_and_a_comment_is_known_whichever_program_saved_it(
    ws: Workspace, draft: str, tmp_path: Path
) -> None:
    claim = marking.claim(ws, draft, "The council spent 3.5 million on the new pier").claim
    said = note("a", INES, "Says who?")
    body = f"<text:p>The council spent {said}3.5 million{end('a')} on the new pier. Nobody disputes the fog.</text:p>"
    path = tmp_path / "back.fodt"
    path.write_text(FLAT.format(body), encoding="utf-8")
    (remark,) = comments.look(ws, path).remarks
    assert (remark.claim, remark.author, remark.when, remark.text) == (claim, INES, "2026-03-04", "Says who?")
    comments.take(ws, [(remark, "")])
    again = comments.look(ws, written(tmp_path / "back.docx", (INES, "3.5 million", "Says who?")))
    assert (again.remarks, again.known) == ((), 1)
    replacing.replace(ws, draft, path, force=True)
    assert comments.look_in(ws, draft).known == 1


def test_other_files_are_refused(ws: Workspace, draft: str, folder: Path) -> None:
    with pytest.raises(Refused, match="no DOCX or ODT"):
        comments.look(ws, folder / "memo.md")
    assert comments.look_in(ws, importing.add(ws, [folder / "memo.md"]).added[0].document).remarks == ()
