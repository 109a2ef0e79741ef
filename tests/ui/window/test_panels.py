"""Panels: claims in draft order, documents, search, palette, panes, what nobody expected."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.errors import DiskFull, NeedsPassword
from annotator.model.things import Handling
from annotator.ui import calls
from annotator.ui.claims.model import rows_of
from annotator.ui.commands.table import TABLE, together
from annotator.ui.inspector.link_card import LinkCard
from annotator.ui.linking.act_bar import beside
from annotator.ui.search.panel import HIT_ROLE
from tests.person import found


def test_claims_stand_in_draft_order_and_can_be_filtered(at_work: Any) -> None:
    for words in ("It rained", "Nobody was hurt"):
        at_work.select(at_work.draft, words)
        at_work.press(Qt.Key.Key_C)
        at_work.until(lambda words=words: words in at_work.quotes)
    assert [row.quote for row in rows_of(at_work.graph)] == ["Nobody was hurt", "It rained"]
    assert [row.number for row in rows_of(at_work.graph)] == [2, 1]
    panel = at_work.window.claims
    at_work.click(panel.filter)
    at_work.type("rained")
    assert panel.list.model().rowCount() == 1
    assert panel.count.text() == "1 of 2 claims"


def test_documents_say_what_rests_on_them_and_are_edited(at_work: Any) -> None:
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.select(at_work.source, "Two people were slightly hurt")
    at_work.press(Qt.Key.Key_X)
    at_work.until(lambda: at_work.graph.links)
    window = at_work.window
    at_work.show_tab(1)
    texts = [window.documents.list.item(row).text() for row in range(window.documents.list.count())]
    assert texts == ["bridge.md\ndraft", "memo.txt\n1 link rests on it"]
    at_work.click(
        window.documents.list.viewport(), window.documents.list.visualItemRect(window.documents.list.item(1)).center()
    )
    details = window.inspector.document
    at_work.until(details.isVisible)
    at_work.click(details.fields["title"])
    at_work.type("Memo of the engineer")
    at_work.click(details.fields["author"])
    at_work.until(lambda: "Memo of the engineer" in [each.title for each in at_work.graph.documents.values()])
    at_work.tab_to(details.handling)
    at_work.press(Qt.Key.Key_Down)
    at_work.until(lambda: Handling.PUBLISH in [each.handling for each in at_work.graph.documents.values()])


def test_a_hit_far_below_is_scrolled_to(at_work: Any, tmp_path: Path) -> None:
    long = tmp_path / "log.txt"
    long.write_text("\n\n".join(f"Day {day}: the river rose by {day} centimetres." for day in range(1, 300)), "utf-8")
    at_work.drop(at_work.window.documents, long)
    at_work.until(lambda: len(at_work.graph.documents) == 3, "the document")
    at_work.ctrl(Qt.Key.Key_F, shift=True)
    at_work.type('"rose by 250 centimetres"')
    hits = at_work.window.search.list
    at_work.until(lambda: hits.count() == 1, "a hit")
    at_work.click(hits.viewport(), hits.visualItemRect(hits.item(0)).center())
    at_work.has(at_work.source, "Day 250")
    page, start, end = found(at_work.source.canvas.opened.shown.texts, "rose by 250 centimetres")
    assert page > 0
    at_work.until(lambda: page in at_work.source.canvas.view.visible, "its page")
    canvas = at_work.source.canvas
    at_work.until(lambda: canvas.words_of(page) and canvas.opened.rects(page, start, end), "boxes")
    (shown,) = canvas.view.rects(page, canvas.opened.rects(page, start, end))
    assert 0 < shown.top() < shown.bottom() < canvas.viewport().height()


def test_searching_the_project_goes_to_the_hit(at_work: Any) -> None:
    at_work.ctrl(Qt.Key.Key_1)
    at_work.ctrl(Qt.Key.Key_F, shift=True)
    at_work.type('"slightly hurt"')
    panel = at_work.window.search
    at_work.until(lambda: panel.list.count() == 1, "a hit")
    assert panel.said.text() == "1 hit in 1 document."
    at_work.click(panel.list.viewport(), panel.list.visualItemRect(panel.list.item(0)).center())
    at_work.until(lambda: at_work.window.focusWidget() is at_work.source.focusProxy(), "the pane")
    at_work.ctrl(Qt.Key.Key_F, shift=True)
    at_work.type("it's: (odd")
    at_work.until(lambda: panel.said.text() == "No hits in 2 documents.", "no hits")
    at_work.ctrl(Qt.Key.Key_A)
    at_work.type("the")
    at_work.until(lambda: len({_document(panel, row) for row in range(panel.list.count())}) == 2, "hits in both")
    for down, among in ((1, "The draft"), (1, "All sources"), (1, "Interview notes"), (2, "")):
        panel.where.setFocus()
        for _ in range(down):
            at_work.press(Qt.Key.Key_Down)
        wanted = {panel.where.document} if panel.where.document else None
        if among == "Interview notes":
            at_work.until(lambda: panel.said.text() == "No hits in Interview notes.", "none there")
            continue
        at_work.until(lambda: "in 1 document." in panel.said.text(), among)
        assert wanted is None or {_document(panel, row) for row in range(panel.list.count())} == wanted


def _document(panel: Any, row: int) -> str:
    return str(panel.list.item(row).data(HIT_ROLE)[0])


def test_enter_in_the_search_field_goes_on_to_the_hits_of_these_words(at_work: Any) -> None:
    at_work.ctrl(Qt.Key.Key_F, shift=True)
    panel = at_work.window.search
    at_work.type("closed")
    at_work.until(lambda: panel.list.count() == 1, "a hit in the draft")
    at_work.ctrl(Qt.Key.Key_A)
    at_work.type('"slightly hurt"')
    at_work.press(Qt.Key.Key_Return)
    assert panel.field.hasFocus(), "the hits of the words before are not gone to"
    at_work.until(panel.list.hasFocus, "the keys at the hits")
    assert "p.\N{NO-BREAK SPACE}1" in panel.list.currentItem().text()
    at_work.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.window.focusWidget() is at_work.source.focusProxy(), "the pane")


def test_the_card_of_a_new_link_is_scrolled_to(at_work: Any) -> None:
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.graph.claims)
    for number, words in enumerate(("Two people were slightly hurt", "The council voted", "The engineer estimates"), 1):
        at_work.select(at_work.source, words)
        at_work.press(Qt.Key.Key_X)
        at_work.until(lambda number=number: len(at_work.graph.links) == number, words)
    inspector = at_work.window.inspector
    card = next(each for each in inspector.findChildren(LinkCard) if each.link == at_work.window.choice.item)

    def in_sight() -> bool:
        return bool(
            card.visibleRegion().boundingRect().top() == 0 and card.visibleRegion().boundingRect().height() > 40
        )

    at_work.until(in_sight, "the last link's card")


def test_following_a_link_and_back(at_work: Any) -> None:
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.graph.claims)
    at_work.select(at_work.source, "Two people were slightly hurt")
    at_work.press(Qt.Key.Key_X)
    at_work.until(lambda: at_work.graph.links)
    at_work.ctrl(Qt.Key.Key_1)
    at_work.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.window.focusWidget() is at_work.source.focusProxy(), "the other end")
    at_work.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    at_work.until(lambda: at_work.window.focusWidget() is at_work.draft.focusProxy(), "back")


def test_panes_by_keys(at_work: Any) -> None:
    area = at_work.window.area
    at_work.ctrl(Qt.Key.Key_1)
    at_work.press(Qt.Key.Key_F6)
    assert area.active_pane is at_work.source
    at_work.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert area.active_pane is at_work.draft
    at_work.ctrl(Qt.Key.Key_2)
    assert area.active_pane is at_work.source
    at_work.ctrl(Qt.Key.Key_Backslash)
    assert len(list(area.holders())) == 3
    at_work.ctrl(Qt.Key.Key_W, shift=True)
    assert len(list(area.holders())) == 2


def test_every_command_is_in_the_palette_and_has_one_key_at_most_once(at_work: Any) -> None:
    at_work.ctrl(Qt.Key.Key_1)
    at_work.ctrl(Qt.Key.Key_A, shift=True)
    assert at_work.window.picks.isVisible()
    assert at_work.window.picks.list.count() == len(TABLE) - 1
    at_work.type("show all")
    at_work.press(Qt.Key.Key_Return)
    at_work.until(lambda: at_work.window.overlay.shows_all)
    for one, other in combinations(TABLE, 2):
        if together(one.when, other.when):
            assert not set(one.keys) & set(other.keys), (one.id, other.id)
    keys = [key for command in TABLE for key in command.keys]
    assert not any("Ctrl+Alt" in key or key in ("Ctrl+H", "Ctrl+M") for key in keys)


def test_letters_can_be_switched_off_and_keys_given_anew(at_work: Any) -> None:
    commands = at_work.window.commands
    commands.toggle_letters()
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Qt.Key.Key_C)
    assert not commands.actions["claim"].shortcuts()
    commands.toggle_letters()
    assert commands.rebind("claim", "M") == ""
    at_work.press(Qt.Key.Key_M)
    at_work.until(lambda: at_work.graph.claims)
    assert commands.rebind("supports", "M") == "Claim"
    commands.reset_keys()
    assert commands.actions["claim"].shortcut().toString() == "C"


def test_the_small_bar_comes_beside_the_words(at_work: Any) -> None:
    at_work.select(at_work.draft, "Nobody was hurt when the railing fell.")
    bar = at_work.window.act_bar
    at_work.until(bar.isVisible, "the bar")
    from annotator.ui.linking.selections import words_rect

    port = at_work.draft.viewport()
    words = words_rect(at_work.draft).translated(port.mapTo(at_work.window.area, QPoint(0, 0)))
    assert not bar.geometry().intersects(words)
    assert beside(words, at_work.window.area.rect(), bar.size()).isValid()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    at_work.until(lambda: not bar.isVisible(), "gone")


def test_a_full_disk_is_said_and_tried_again(at_work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real, full = calls.claim_at, [True]

    def claim_at(*given: Any) -> Any:
        if full[0]:
            raise DiskFull("No room.")
        return real(*given)

    monkeypatch.setattr(calls, "claim_at", claim_at)
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.window.messages.message("disk"), "a message")
    message = at_work.window.messages.message("disk")
    assert message.words.text() == "The disk is full. Your last edit is not saved. Free space, then Retry."
    full[0] = False
    at_work.click(message.acts[0])
    at_work.until(lambda: at_work.graph.claims, "retried")


def test_retry_saves_every_edit_a_full_disk_refused(at_work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real, full = calls.claim_at, [True]

    def claim_at(*given: Any) -> Any:
        if full[0]:
            raise DiskFull("No room.")
        return real(*given)

    at_work.select(at_work.draft, "The mayor said the inspection was late")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.window.status.undo.isVisible(), "marked")
    monkeypatch.setattr(calls, "claim_at", claim_at)
    for words, edits in (("Nobody was hurt", "edit is"), ("It rained", "2 edits are")):
        at_work.select(at_work.draft, words)
        at_work.press(Qt.Key.Key_C)
        sentence = f"The disk is full. Your last {edits} not saved. Free space, then Retry."
        at_work.until(lambda sentence=sentence: sentence in at_work.window.messages.sentences, sentence)
        assert not at_work.window.status.undo.isVisible()
    at_work.click(at_work.window.messages.message("disk").acts[0])
    at_work.until(lambda: at_work.window.messages.message("disk"), "still full")
    at_work.until(lambda: sentence in at_work.window.messages.sentences, "both still counted")
    full[0] = False
    at_work.click(at_work.window.messages.message("disk").acts[0])
    at_work.until(lambda: len(at_work.graph.claims) == 3, "both saved")
    assert sorted(at_work.quotes)[:2] == ["It rained", "Nobody was hurt"]


def test_a_password_is_asked_for_in_the_window(at_work: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = calls.prepare

    def prepare(engine: Any, path: Path, passwords: Any, *rest: Any) -> Any:
        if "open sesame" not in passwords:
            raise NeedsPassword("It needs a password.")
        return real(engine, path, passwords, *rest)

    monkeypatch.setattr(calls, "prepare", prepare)
    locked = tmp_path / "locked.txt"
    locked.write_text("The vault was empty.")
    at_work.drop(at_work.window.documents, locked)
    key = f"password {locked}"
    at_work.until(lambda: at_work.window.messages.message(key), "asked")
    message = at_work.window.messages.message(key)
    assert message.words.text() == "'locked.txt' needs a password."
    assert message.field.echoMode() is message.field.EchoMode.Password
    QTest.keyClicks(message.field, "wrong")
    QTest.keyClick(message.field, Qt.Key.Key_Return)
    at_work.until(lambda: "did not open it" in " ".join(at_work.window.messages.sentences), "asked again")
    message = at_work.window.messages.message(key)
    QTest.keyClicks(message.field, "open sesame")
    QTest.keyClick(message.field, Qt.Key.Key_Return)
    at_work.until(lambda: len(at_work.graph.documents) == 3, "added")


def test_what_nobody_expected_keeps_the_work(at_work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ValueError("Nobody was hurt: words of the draft")

    monkeypatch.setattr(calls, "claim_at", broken)
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.window.messages.message("report"), "a message")
    at_work.click(at_work.window.messages.message("report").acts[0])
    report = QGuiApplication.clipboard().text()
    assert "builtins.ValueError" in report
    assert "ui/desk.py" in report
    assert "Nobody" not in report
    monkeypatch.undo()
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.graph.claims, "still working")


def test_a_links_card_joins_words_only_as_the_document_has_them(at_work: Any, tmp_path: Path) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=420, height=300)
    for row, line in enumerate(["He would re-", "sign the under-", "taking he gave.", "The undertaking stands."]):
        page.insert_text((50, 60 + 20 * row), line)
    pdf.save(tmp_path / "letter.pdf")
    at_work.drop(list(at_work.window.area.holders())[1], tmp_path / "letter.pdf")
    at_work.until(lambda: any(each.name == "letter.pdf" for each in at_work.graph.documents.values()), "it")
    at_work.open_from_panel("letter.pdf")
    at_work.has(at_work.source, "taking he gave")
    at_work.select(at_work.draft, "It rained for most of the week.")
    at_work.press(Qt.Key.Key_C)
    at_work.select(at_work.source, "would re-\nsign the under-\ntaking he gave")
    at_work.press(Qt.Key.Key_S)
    at_work.until(lambda: at_work.graph.links, "the link")
    card = next(iter(at_work.window.inspector._cards.values()))
    at_work.until(lambda: "undertaking he gave" in card.quote.text(), card.quote.text())
    assert "re-sign" in card.quote.text()
