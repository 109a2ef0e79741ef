"""Reviewing what a new version did: both wordings side by side, keep, place, let go, with keys and mouse; undo."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from annotator.model.errors import Refused
from annotator.model.things import Relation, Status
from annotator.store.project import Identity, Project
from annotator.ui.panes.highlights import Marks
from annotator.ui.review import decisions

Key = Qt.Key


def mark(person: Any, *quotes: str) -> None:
    """Marks claims in the draft."""
    for words in quotes:
        person.select(person.draft, words)
        person.press(Key.Key_C)
        person.until(lambda words=words: words in person.quotes, words)


def newer(files: dict[str, Path], *edits: tuple[str, str]) -> Path:
    """The draft with edits, as another file."""
    text = files["draft"].read_text("utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    path = files["draft"].with_name("bridge-2.md")
    path.write_text(text, "utf-8")
    return path


def decide(person: Any, message: Any, words: str) -> None:
    """Presses one of a message's buttons."""
    person.click(next(each for each in message.acts if each.text() == words))


HURT, COST, RAIN, LATE = (
    "Nobody was hurt when the railing fell.",
    "Repairs will cost $3.5 million",
    "It rained for most of the week.",
    "The mayor said the inspection was late.",
)


@pytest.fixture
def changed(at_work: Any, files: dict[str, Path]) -> Any:
    """Four claims, one checked and linked; then a draft with a number edited, a sentence moved, one deleted."""
    mark(at_work, HURT, COST)
    at_work.select(at_work.source, "repairs will cost $3.2 million")
    at_work.press(Key.Key_S)
    at_work.until(lambda: at_work.graph.links, "a link")
    details = at_work.window.inspector.claim
    at_work.tab_to(details.status)
    at_work.press(Key.Key_Down)
    at_work.until(lambda: Status.VERIFIED in {each.status for each in at_work.graph.claims.values()}, "checked")
    at_work.ctrl(Key.Key_1)
    mark(at_work, RAIN, LATE)
    path = newer(files, ("$3.5 million", "$3.2 million"), (f"{RAIN}\n", ""), (f" {LATE}", ""))
    path.write_text(path.read_text("utf-8").replace("# The bridge\n", f"# The bridge\n\n{LATE}\n"), "utf-8")
    at_work.drop(next(at_work.window.area.holders()), path)
    at_work.until(lambda: at_work.window.messages.message("replace"), "a message")
    at_work.has(at_work.draft, "$3.2 million")
    return at_work


def claim_of(person: Any, words: str) -> Any:
    """The claim whose words stood so when they were marked."""
    for passage in person.graph.passages.values():
        was = passage.standing.was if passage.standing else passage.place
        if was.quote.replace("\n", " ") == words and passage.claim:
            return person.graph.claims[passage.claim], passage
    raise AssertionError(f"no claim {words}")


def rows(person: Any) -> list[str]:
    listed = person.window.bench.review.list
    return [listed.item(at).text().split("\n")[0] for at in range(listed.count())]


def test_what_waits_is_listed_with_both_wordings_and_stays_in_sight(changed: Any) -> None:
    assert changed.window.messages.sentences == ["Draft changed: 1 unchanged, 1 moved, 1 edited, 1 not found."]
    window, card = changed.window, changed.window.bench.card
    assert window.status.review.text() == "3 to review"
    assert not card.isVisible()
    changed.click(window.messages.message("replace").acts[0])
    assert card.isVisible()
    assert rows(changed) == ["≠ edited: Claim 2", "⇅ moved: Claim 4", "? not found: Claim 3"]
    changed.until(lambda: "3.2" in card.new.toPlainText(), "the wording")
    assert "Repairs will cost $3.5 million, the engineer wrote." in card.old.toPlainText()
    assert card.about.whole.endswith("A number differs: 3.5 → 3.2")
    assert "[was: 3.5]" in card.old.accessibleDescription()
    assert "[is now: 3.2]" in card.new.accessibleDescription()
    assert struck(card.old) == "3.5"
    assert underlined(card.new) == "3.2"
    changed.press(Key.Key_J)
    changed.until(lambda: "elsewhere" in card.about.whole, "the next")
    changed.press(Key.Key_J)
    changed.until(lambda: card.new.toPlainText().startswith("Not found in this version."), "the last")
    assert not card.keep.isVisible()
    changed.press(Key.Key_Escape)
    assert not card.isVisible()
    assert window.status.review.isVisible()
    changed.press(Key.Key_F2)
    assert card.isVisible()


def struck(view: Any) -> str:
    return with_format(view, lambda shown: shown.fontStrikeOut())


def underlined(view: Any) -> str:
    return with_format(view, lambda shown: shown.fontUnderline())


def with_format(view: Any, holds: Any) -> str:
    found, block = "", view.document().begin()
    for fragment in block:
        if holds(fragment.fragment().charFormat()):
            found += fragment.fragment().text()
    return found


def test_until_somebody_says_yes_it_is_dashed_everywhere_and_the_claim_is_open(changed: Any) -> None:
    claim, passage = claim_of(changed, COST)
    assert claim.status is Status.VERIFIED
    assert changed.graph.shown_status(claim.id) is Status.OPEN
    marks = {each.passage: each for each in Marks(changed.graph).of(passage.document)}
    assert marks[passage.id].review
    assert not marks[claim_of(changed, HURT)[1].id].review
    changed.show_tab(0)
    listed = changed.window.claims.list
    at = changed.window.claims._model.row_of(claim.id)
    row = changed.window.claims._model.row(at)
    assert row.status is Status.OPEN
    assert row.review
    assert row.reason
    changed.click(listed.viewport(), listed.visualRect(changed.window.claims._model.index(at)).center())
    changed.until(lambda: changed.window.overlay.drawing.curves, "the line")
    assert [each.review for each in changed.window.overlay.drawing.curves] == [True]
    details = changed.window.inspector.claim
    assert details.reason.isVisible()
    assert details.reason.text().startswith("Shows as open: ")
    before = picture(changed.window.area, changed.window.overlay)
    changed.press(Key.Key_F2)
    changed.press(Key.Key_K)
    changed.until(lambda: claim_of_now(changed, claim.id).standing is None, "kept")
    assert changed.graph.shown_status(claim.id) is Status.VERIFIED
    changed.until(lambda: [each.review for each in changed.window.overlay.drawing.curves] == [False], "a whole line")
    assert picture(changed.window.area, changed.window.overlay) != before


def claim_of_now(person: Any, claim: str) -> Any:
    return person.graph.passages_of(claim)[0]


def picture(area: QWidget, overlay: QWidget) -> QImage:
    image = QImage(area.size(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    overlay.render(painter, QPoint(0, 0), QRegion(), QWidget.RenderFlag.DrawChildren)
    painter.end()
    return image


def test_keep_place_let_go_and_undo_by_keys_alone(changed: Any) -> None:
    bench = changed.window.bench
    rain = claim_of(changed, RAIN)[0].id
    changed.press(Key.Key_F2)
    assert bench.review.list.hasFocus()
    changed.press(Key.Key_K)
    changed.until(lambda: len(bench.review.items) == 2, "kept")
    assert changed.said == "Kept as it is now. 2 left to review."
    changed.until(lambda: bench.review.current.outcome == "moved", "what follows is chosen")
    changed.press(Key.Key_G)
    changed.until(lambda: len(bench.review.items) == 1, "let go")
    assert len(changed.graph.claims) == 3
    changed.ctrl(Key.Key_Z)
    changed.until(lambda: len(bench.review.items) == 2, "brought back")
    assert bench.review.current.outcome == "moved"
    changed.press(Key.Key_J)
    changed.until(lambda: bench.review.current.outcome == "gone", "the missing one")
    changed.press(Key.Key_K)
    assert changed.said.startswith("Select the words where it stands now"), "what was not found can't be kept"
    changed.select(changed.draft, "Nobody was hurt")
    changed.press(Key.Key_P)
    changed.until(lambda: len(bench.review.items) == 1, "placed")
    assert claim_of_now(changed, rain).place.quote == "Nobody was hurt"
    changed.ctrl(Key.Key_Z)
    changed.until(lambda: len(bench.review.items) == 2, "undone")
    assert changed.graph.passages_of(rain)[0].lost


def test_an_edited_passage_is_kept_one_by_one_and_moved_ones_together(changed: Any) -> None:
    bench = changed.window.bench
    changed.click(changed.window.status.review)
    assert not bench.card.all_moved.isVisible(), "only one moved"
    assert [each.outcome for each in bench.review.moved] == ["moved"]
    changed.click(bench.card.next)
    changed.until(lambda: bench.review.current.outcome == "moved", "the moved one")
    changed.click(bench.card.keep)
    changed.until(lambda: len(bench.review.items) == 2, "kept")
    assert {each.outcome for each in bench.review.items} == {"edited", "gone"}


def test_letters_decide_nothing_while_the_review_is_not_open(changed: Any) -> None:
    changed.ctrl(Key.Key_1)
    for key in (Key.Key_K, Key.Key_G, Key.Key_P):
        changed.press(key)
    assert len(changed.window.bench.review.items) == 3
    assert changed.said == "" or not changed.said.startswith(("Kept", "Let go", "Placed"))


def test_it_can_wait_until_the_project_is_opened_again(changed: Any) -> None:
    reopen(changed, lambda _: changed.until(lambda: not changed.window.status.review.isVisible(), "nothing to review"))
    assert changed.window.status.review.text() == "3 to review"


def test_old_versions_are_listed_shown_and_made_current_again(changed: Any) -> None:
    window = changed.window
    draft = changed.draft.document_id
    changed.show_tab(1)
    listed = window.documents.list
    changed.click(listed.viewport(), listed.visualItemRect(listed.item(0)).center())
    versions = window.inspector.document.versions
    shown = [each for each in versions.findChildren(QWidget) if each.objectName() == "version-show"]
    assert len(shown) == 2
    changed.click(shown[1])
    changed.has(changed.draft, "$3.5 million")
    assert changed.draft.note.isVisible()
    assert changed.draft.note.whole.endswith("not the current one")
    assert len(changed.draft.canvas.opened.marks._by_passage) == 4, "everything is marked where it stood"
    assert window.status.review.text() == "3 to review", "looking changes nothing"
    changed.click(next(each for each in versions.findChildren(QWidget) if each.objectName() == "version-show"))
    changed.has(changed.draft, "$3.2 million")
    compare = next(each for each in versions.findChildren(QWidget) if each.objectName() == "version-compare")
    changed.click(compare)
    changed.until(lambda: window.comparing.active, "side by side")
    changed.has(window.comparing.view.old, "$3.5 million")
    changed.has(window.comparing.view.new, "$3.2 million")
    changed.press(Key.Key_Escape)
    changed.until(lambda: not window.comparing.active, "back")
    current = next(each for each in versions.findChildren(QWidget) if each.objectName() == "version-make-current")
    changed.click(current)
    changed.has(changed.draft, "$3.5 million")
    changed.until(lambda: not window.status.review.isVisible(), "as it was")
    claim, passage = claim_of(changed, COST)
    assert changed.graph.shown_status(claim.id) is Status.VERIFIED
    assert changed.graph.documents[draft].current == changed.graph.documents[passage.document].current
    assert {each.relation for each in changed.graph.links.values()} == {Relation.SUPPORTS}


def reopen(person: Any, meanwhile: Any) -> None:
    """Opens another project, lets something happen to the first, and opens that again."""
    path = person.window.projects.open_now.path
    person.window.projects.open_example()
    person.until(lambda: person.window.projects.open_now.path != path, "another project")
    meanwhile(path)
    person.window.projects.open(path)
    person.until(lambda: person.window.projects.open_now.path == path, "back")


def forget_found(path: Path) -> None:
    """What a copy from another computer lacks."""
    with Project.open(path, who=Identity("00000000-0000-4000-8000-000000000000")) as project:
        project.forget_found()


def test_what_was_not_sought_yet_is_sought_when_the_project_is_opened(changed: Any) -> None:
    reopen(changed, forget_found)
    changed.until(lambda: changed.window.status.review.text() == "3 to review", "sought again")
    assert not any(each.standing and each.standing.outcome == "sought" for each in changed.graph.passages.values())
    assert changed.window.messages.message("seeking") is None


def test_seeking_shows_progress_and_can_be_cancelled_and_begun_again(
    changed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_: Any, *, progress: Any, cancelled: Any) -> int:
        progress(1, 4)
        while not cancelled():
            threading.Event().wait(0.01)
        raise Refused("Stopped. Nothing was changed.")

    with monkeypatch.context() as patched:
        patched.setattr(decisions, "finish", endless)
        reopen(changed, forget_found)
        status = changed.window.status
        changed.until(lambda: status.bar.isVisible() and status.bar.maximum() == 4, "progress")
        assert status.under_way.whole == "Finding passages again"
        assert not status.review.isVisible(), "what is not known is neither found nor missing"
        changed.click(status.cancel)
        changed.until(lambda: changed.window.messages.message("seeking"), "that it was stopped")
    message = changed.window.messages.message("seeking")
    assert message.words.text().startswith("4 passages not sought in the version that is shown.")
    decide(changed, message, "Seek again")
    changed.until(lambda: changed.window.status.review.text() == "3 to review", "sought")
    assert changed.window.messages.message("seeking") is None


def test_the_card_of_a_link_says_what_became_of_its_passage(at_work: Any, files: dict[str, Path]) -> None:
    """Edited and waiting for a yes: in words, and by a dashed edge."""
    mark(at_work, COST)
    at_work.select(at_work.source, "repairs will cost $3.2 million")
    at_work.press(Key.Key_X)
    at_work.until(lambda: at_work.graph.links, "a link")
    memo = next(each for each in at_work.graph.documents.values() if each.name == "memo.txt")
    path = files["memo"].with_name("memo-2.txt")
    path.write_text(files["memo"].read_text("utf-8").replace("$3.2", "$3.9"), "utf-8")
    at_work.window.versions.take(memo.id, path)
    at_work.until(lambda: at_work.window.messages.message("replace"), "a message")
    card = at_work.window.inspector.findChildren(QWidget, "link-card")[0]
    at_work.until(lambda: card.quote.text().endswith(" (edited, to review)"), card.quote.text())
    assert card.property("review") is True
