"""Every state of the window that has widgets of its own, one after the other, for tests that look at all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pymupdf
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from annotator.model.things import Status
from annotator.ui.interviews import NoteDialog
from annotator.ui.outside import AddressDialog
from annotator.ui.sharing.dialogs import BringDialog, SendDialog, SettleDialog
from annotator.ui.state import Recent
from tests.person import Person
from tests.ui.window.test_bundling import asked as bundle_of
from tests.ui.window.test_bundling import linked
from tests.ui.window.test_comparing import second_version
from tests.ui.window.test_review import COST, HURT, LATE, RAIN, decide, mark, newer
from tests.ui.window.test_sharing import command, hers, set_status

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class Scene:
    """What is in front of the person. `root` is the window or dialog that Tab leads around in."""

    name: str
    root: QWidget


Files = dict[str, Path]
Journey = Callable[[Person, Files, Path], Iterator[Scene]]


def back(person: Person) -> None:
    """Once a menu or dialog is gone: what a window manager does, and the offscreen platform does not."""
    person.until(lambda: QApplication.activePopupWidget() is None and QApplication.activeModalWidget() is None)
    person.window.activateWindow()
    person.until(lambda: QApplication.activeWindow() is person.window, "the window again")


def starting(person: Person, files: Files, folder: Path) -> Iterator[Scene]:
    """The start page, and what lies over it."""
    window = person.window
    yield Scene("start page", window)
    window.start.show_recent([Recent(str(folder / "mill.annotator"), "The mill")])
    yield Scene("start page with recent projects", window)
    person.ctrl(Key.Key_A, shift=True)
    yield Scene("all commands", window)
    person.press(Key.Key_Escape)
    person.press(Key.Key_F1)
    yield Scene("keys page", window)
    person.press(Key.Key_Escape)


def linking(person: Person, files: Files, folder: Path) -> Iterator[Scene]:
    """An empty project, documents, a claim, links, the details, finding, searching, notes, dialogs."""
    window = person.window
    person.drop(window.start.draft, files["draft"])
    person.has(person.draft, "closed the bridge")
    yield Scene("a draft and nothing else", window)
    person.drop(list(window.area.holders())[1], files["memo"])
    person.has(person.source, "voted to close")
    person.select(person.draft, HURT)
    person.until(window.act_bar.isVisible, "the small bar")
    yield Scene("words selected in the draft", window)
    person.press(Key.Key_C)
    person.until(lambda: person.graph.claims, "a claim")
    yield Scene("a claim without links", window)
    for words, key in (("Two people were slightly hurt", Key.Key_X), ("The council voted", Key.Key_T)):
        person.select(person.source, words)
        person.until(window.act_bar.isVisible, "the small bar")
        before = len(person.graph.links)
        person.press(key)
        person.until(lambda before=before: len(person.graph.links) > before, "a link")
    yield Scene("a claim with links", window)
    card = window.inspector.findChildren(QWidget, "link-card")[0]
    card.more.click()
    yield Scene("the passage of a link", window)
    card.more.click()
    person.ctrl(Key.Key_2)
    person.ctrl(Key.Key_F)
    person.type("the")
    person.until(lambda: person.source.canvas.opened.finder.count > 1, "hits")
    yield Scene("find bar", window)
    person.press(Key.Key_Escape)
    yield from _beside(person, folder)
    yield from _sidebar(person)
    yield from _asked(person, folder)


def _beside(person: Person, folder: Path) -> Iterator[Scene]:
    """Outline and small pages, tabs, the menu of pages, an address."""
    window = person.window
    book = pymupdf.open()
    for number in range(3):
        book.new_page(width=420, height=595).insert_text((72, 90), f"Page {number + 1} of the survey.")
    book.set_toc([[1, "The harbour", 1], [2, "The mill & the tower", 2]])
    book.save(folder / "survey.pdf")
    person.ctrl(Key.Key_2)
    person.drop(list(window.area.holders())[1], folder / "survey.pdf")
    person.until(lambda: len(person.graph.documents) == 3, "the survey")
    person.open_from_panel("survey")
    person.has(person.source, "of the survey")
    person.ctrl(Key.Key_2)
    person.press(Key.Key_F4)
    yield Scene("outline", window)
    strip = person.source.strip
    strip.tabs.setFocus()
    person.press(Key.Key_Right)
    yield Scene("small pages", window)
    person.ctrl(Key.Key_2)
    person.press(Key.Key_F4)
    if strip.isVisible():
        person.press(Key.Key_F4)
    canvas = person.source.canvas
    canvas.customContextMenuRequested.emit(QPoint(30, 30))
    menu = canvas.findChild(QMenu, "pages-menu")
    yield Scene("menu of the pages", menu)
    menu.close()
    back(person)
    dialog = AddressDialog(window, "https://records.example/2024/bridge")
    dialog.show()
    person.dialog(AddressDialog)
    yield Scene("address of a link", dialog)
    dialog.reject()
    back(person)


def _sidebar(person: Person) -> Iterator[Scene]:
    window = person.window
    person.show_tab(1)
    rows = window.documents.list
    item = next(rows.item(at) for at in range(rows.count()) if "memo" in rows.item(at).text())
    person.click(rows.viewport(), rows.visualItemRect(item).center())
    person.until(window.inspector.document.isVisible, "the details")
    yield Scene("a document", window)
    rows.customContextMenuRequested.emit(rows.visualItemRect(item).center())
    menu = next(each for each in window.documents.findChildren(QMenu) if each.isVisible())
    yield Scene("menu of a document", menu)
    menu.close()
    back(person)
    person.ctrl(Key.Key_F, shift=True)
    yield Scene("search, nothing typed", window)
    person.type("bridge")
    person.until(lambda: window.search.list.count() > 0, "hits")
    yield Scene("search", window)
    window.search.field.setText("zebra")
    person.until(lambda: "No hits" in window.search.said.text(), "no hits")
    yield Scene("search without hits", window)
    person.show_tab(0)


def _asked(person: Person, folder: Path) -> Iterator[Scene]:
    """What the window asks: a claim, a reason, a password; messages; notes."""
    window = person.window
    person.ctrl(Key.Key_1)
    window.choice.release()
    person.select(person.draft, "It rained")
    person.press(Key.Key_N)
    person.until(window.bench.reason.isVisible, "the field for a reason")
    yield Scene("reason", window)
    person.press(Key.Key_Escape)
    secret = pymupdf.open()
    secret.new_page().insert_text((72, 90), "Sealed.")
    secret.save(folder / "sealed.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="heron", owner_pw="heron")
    person.drop(window.documents, folder / "sealed.pdf")
    person.until(lambda: any("password" in each for each in window.messages.sentences), "the question")
    window.messages.say("The copy is there.", [("Open", lambda: None)], key="made")

    def under_way() -> bool:  # importing is still ending
        window.status.work("Reading pages", 3, 10)
        return window.status.bar.isVisible()

    person.until(under_way, "the progress")
    yield Scene("messages, a password, work under way", window)
    window.status.rest()
    window.messages.clear()
    person.ctrl(Key.Key_I, shift=True)
    dialog = person.dialog(NoteDialog)
    yield Scene("interview note", dialog)
    dialog.embargo.setChecked(True)
    dialog.text.setPlainText("What she said.")
    dialog.reject()
    yield Scene("interview note, not saved", dialog)
    dialog.discard.click()
    back(person)


def reviewing(person: Person, files: Files, folder: Path) -> Iterator[Scene]:
    """A new version of the draft, what is to be reviewed, the list of versions."""
    window = person.window
    person.drop(window.start.draft, files["draft"])
    person.has(person.draft, "closed the bridge")
    person.drop(list(window.area.holders())[1], files["memo"])
    person.has(person.source, "voted to close")
    mark(person, HURT, COST, RAIN, LATE)
    path = newer(files, ("$3.5 million", "$3.2 million"), (f"{RAIN}\n", ""), (f" {LATE}", ""))
    path.write_text(path.read_text("utf-8").replace("# The bridge\n", f"# The bridge\n\n{LATE}\n"), "utf-8")
    person.drop(next(window.area.holders()), path)
    person.until(lambda: window.messages.message("replace"), "a message")
    person.has(person.draft, "$3.2 million")
    yield Scene("a new version came in", window)
    decide(person, window.messages.message("replace"), "Review")
    card = window.bench.card
    person.until(lambda: "3.2" in card.new.toPlainText(), "the wording")
    yield Scene("review of words edited", window)
    person.press(Key.Key_J)
    person.press(Key.Key_J)
    person.until(lambda: card.new.toPlainText().startswith("Not found"), "the last")
    yield Scene("review of words not found", window)
    person.press(Key.Key_Escape)
    person.show_tab(1)
    rows = window.documents.list
    person.click(rows.viewport(), rows.visualItemRect(rows.item(0)).center())
    person.until(window.inspector.document.versions.isVisible, "the versions")
    yield Scene("versions", window)
    claims = list(person.graph.claims)
    for claim, status in zip(claims, Status, strict=True):
        window.linker.edit(claim, "status", status.value)
    person.until(lambda: {each.status for each in person.graph.claims.values()} == set(Status), "each status")
    person.show_tab(0)
    yield Scene("claims of every status", window)


def comparing(person: Person, files: Files, folder: Path) -> Iterator[Scene]:
    """Two versions side by side."""
    window = person.window
    person.drop(window.start.draft, files["draft"])
    person.has(person.draft, "closed the bridge")
    second_version(person, folder)
    window.area.activate(list(window.area.holders())[1], focus=True)
    window.commands.actions["compare"].trigger()
    view = window.comparing.view
    person.until(lambda: view.list.count() == 4, "the differences")
    person.until(lambda: view.old.document_id and view.new.document_id, "both versions")
    yield Scene("comparing versions", window)


def handing(person: Person, files: Files, folder: Path) -> Iterator[Scene]:
    """Exporting, sending, bringing in, settling; a page that can't be shown; four panes."""
    window = person.window
    person.drop(window.start.draft, files["draft"])
    person.has(person.draft, "closed the bridge")
    person.drop(list(window.area.holders())[1], files["memo"])
    person.has(person.source, "voted to close")
    linked(person)
    dialog = bundle_of(person)
    yield Scene("export of a bundle", dialog)
    dialog.reject()
    back(person)
    of, copy = next(iter(person.graph.claims)), folder / "for Noor.annotator"
    command(person, "send a copy")
    sending = person.dialog(SendDialog)
    person.until(lambda: sending.told.text(), "told what goes")
    yield Scene("sending a copy", sending)
    person.click(sending.whole)
    person.answer_file_dialog(copy)
    person.until(lambda: copy.exists() and window.messages.message("share"), "written")
    hers(copy, of)
    set_status(person, of, "cut")
    window.sharing.look_at(copy)
    bringing = person.dialog(BringDialog)
    yield Scene("bringing in changes", bringing)
    person.click(bringing.bring)
    person.until(lambda: "1 disagreement" in " ".join(window.messages.sentences), "said")
    back(person)
    command(person, "settle")
    settling = person.dialog(SettleDialog)
    person.until(lambda: settling.findChildren(QWidget, "settle-take"), "both sides")
    yield Scene("settling", settling)
    settling.reject()
    back(person)
    window.messages.clear()
    canvas = person.source.canvas
    canvas.opened.tiles.failures[0] = "This page took too long and was stopped. Your work is safe."
    canvas.place_notices()
    yield Scene("a page that can't be shown", window)
    window.area.split(below=True)
    window.area.split(below=False)
    yield Scene("four panes", window)


JOURNEYS: tuple[Journey, ...] = (starting, linking, reviewing, comparing, handing)
