"""Every state of the window that has widgets of its own, one after the other, for tests that look at all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from annotator.model.things import Status
from annotator.model.withheld import Sending
from annotator.ui import calls
from annotator.ui.history.dialogs import EraseDialog, HoldDialog
from annotator.ui.interviews import NoteDialog
from annotator.ui.outside import AddressDialog
from annotator.ui.people.backups import BackupsDialog
from annotator.ui.people.dialogs import ForgetDialog, WhoDialog
from annotator.ui.queries import calls as queries
from annotator.ui.queries.dialogs import AnswerDialog, AskDialog
from annotator.ui.queries.remarks import RemarksDialog
from annotator.ui.sharing import calls as sharing
from annotator.ui.sharing.dialogs import BringDialog, SendDialog, SettleDialog
from annotator.ui.state import Recent
from tests.operations.test_comments import written
from tests.person import Person
from tests.ui.window.scene import Files, Journey, Scene, back
from tests.ui.window.scenes_black import something_black
from tests.ui.window.scenes_checking import checking
from tests.ui.window.scenes_graph import no_graph, the_graph
from tests.ui.window.test_bundling import asked as bundle_of
from tests.ui.window.test_bundling import linked
from tests.ui.window.test_comparing import second_version
from tests.ui.window.test_review import COST, HURT, LATE, RAIN, decide, mark, newer
from tests.ui.window.test_sharing import command, hers, set_status

__all__ = ["JOURNEYS", "Scene"]

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


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
    yield from something_black(person)
    yield from the_graph(person)
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


def together(person: Person, files: Files, folder: Path) -> Iterator[Scene]:
    """Queries, comments that came back, history, who I am, what came in."""
    window = person.window
    person.drop(window.start.draft, files["draft"])
    person.has(person.draft, "closed the bridge")
    window.queries.show()
    yield Scene("no queries", window)
    window.queries.leave()
    yield from no_graph(person)
    mark(person, HURT)
    of = next(iter(person.graph.claims))
    window.choice.choose(of)
    window.queries.ask()
    asking = person.dialog(AskDialog)
    yield Scene("asking", asking)
    asking.reject()
    back(person)
    for number, kind in enumerate(("question", "reply-sought")):
        fields = {"type": kind, "text": f"Who counted them ({number})?", "whom": "Noor Haddad", "asked": "2026-03-04"}
        window.desk.act(queries.ask, of, fields)
    person.until(lambda: len(person.graph.queries) == 2, "asked")
    yield Scene("a claim with queries", window)
    window.queries.answer(next(iter(person.graph.queries)))
    answering = person.dialog(AnswerDialog)
    yield Scene("answering", answering)
    answering.reject()
    back(person)
    window.queries.show()
    yield Scene("queries", window)
    said = (("Ines", HURT, "Says who?"), ("Ines", "It rained", "Need we that?"), ("Ines", "March", "Which?"))
    window.queries.remarks.look_at(written(folder / "back.docx", *said, paragraphs=(HURT, "It rained. In March.")))
    remarks = person.dialog(RemarksDialog)
    yield Scene("comments that came back", remarks)
    remarks.reject()
    back(person)
    yield from _history(person, of)
    yield from _came_in(person, of, folder)


def _history(person: Person, of: str) -> Iterator[Scene]:
    window = person.window
    window.linker.edit(of, "said_by", "the mayor")
    window.linker.edit(of, "note", "She told me so")
    person.until(lambda: person.graph.claims[of].note, "a note")
    window.history.show()
    view = window.history.view
    person.until(lambda: view.rows.topLevelItemCount() > 5, "acts")
    yield Scene("history", window)
    view.hold.click()
    holding = person.dialog(HoldDialog)
    yield Scene("legal hold", holding)
    holding.reject()
    back(person)
    view.erase.click()
    erasing = person.dialog(EraseDialog)
    yield Scene("erasing for good", erasing)
    erasing.reject()
    back(person)
    window.desk.act(calls.remove, next(iter(person.graph.queries)))
    person.until(lambda: len(person.graph.queries) == 1, "removed")
    view.shown_wanted.emit("removed")
    person.until(lambda: view.rows.topLevelItemCount() == 1, "what was removed")
    yield Scene("what was removed", window)
    window.history.leave()
    for command_id, kind in (("who", WhoDialog), ("backups", BackupsDialog), ("forget", ForgetDialog)):
        window.commands.actions[command_id].trigger()
        dialog = person.dialog(kind)
        yield Scene(f"{command_id} of the project", dialog)
        dialog.reject()
        back(person)


def _came_in(person: Person, of: str, folder: Path) -> Iterator[Scene]:
    window = person.window
    window.came_in.show()
    yield Scene("nothing came in", window)
    window.history.leave()
    copy = folder / "for Noor.annotator"
    sent: list[object] = []
    window.desk.ask(sharing.share, copy, Sending(), None, done=sent.append, progress=None, cancelled=None)
    person.until(lambda: sent, "sent")
    hers(copy, of)
    set_status(person, of, "cut")
    window.desk.act(sharing.merge, copy, False, False, progress=None, cancelled=None)
    person.until(lambda: person.graph.claims[of].status == "disputed", "came in")
    window.came_in.show()
    person.until(lambda: window.came_in.view.rows.topLevelItemCount(), "what came in")
    yield Scene("what came in", window)
    window.history.leave()


JOURNEYS: tuple[Journey, ...] = (starting, linking, reviewing, comparing, handing, together, checking)
