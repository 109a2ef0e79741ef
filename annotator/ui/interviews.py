"""Writing an interview note: with whom, when, how, on which terms, until when; the words beside the documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import Refused
from annotator.model.terms import TERMS_WORDS, handling_for
from annotator.model.things import Handling
from annotator.ui import calls, state
from annotator.ui.accessibility import announcer
from annotator.ui.inspector.fields import ChoiceField
from annotator.ui.plain import button, label, one_line
from annotator.ui.retiring import retire
from annotator.ui.words import HANDLING_WORDS

if TYPE_CHECKING:
    from annotator.model.graph import Graph
    from annotator.operations.importing import Added
    from annotator.operations.replacing import Replaced
    from annotator.ui.window import MainWindow

HOWS = ("in person", "phone", "video", "e-mail", "message")
RESTORED = "This was typed before and not saved. Save it, or press Discard."
PAUSE = 1_000
"""Milliseconds after which what is being typed is kept on this computer."""
NOT_NAMED = "somebody not yet named"
_ISO = "yyyy-MM-dd"
_MEANS = {
    "": "Until terms are agreed, the note never leaves this computer.",
    "on-the-record": "Words and name may be published.",
    "background": "It may be paraphrased; neither words nor name go into exports.",
    "not-for-attribution": "It may be paraphrased; neither words nor name go into exports.",
    "off-the-record": "It never leaves this computer, whatever its handling says.",
}


class NoteDialog(QDialog):
    """A new note, or the words of one there is. It stays beside the window, so that documents can be read meanwhile."""

    save_wanted = Signal()
    typed = Signal()
    """Something was typed or chosen, and some time went by."""

    def __init__(self, parent: QWidget, *, title: str, text: str, revising: bool) -> None:
        super().__init__(parent)
        self.setObjectName("note-dialog")
        self.setWindowTitle(title)
        self.resize(680, 620)
        self._revising, self._saved = revising, text if revising else ""
        self.project = ""
        """The id of the project it is written for."""
        self.who = QLineEdit(self)
        self.date, self.until = _day(self), _day(self)
        self.how = QComboBox(self)
        self.how.setEditable(True)
        self.how.addItems(["", *HOWS])
        for field in self.how.findChildren(QLineEdit):
            field.setAccessibleName("How")
        self.terms = ChoiceField("Terms", list(TERMS_WORDS.items()), self)
        self.embargo = QCheckBox("Nothing of it to be printed until", self)
        self.handling = ChoiceField("Handling", [(each.value, words) for each, words in HANDLING_WORDS.items()], self)
        self.means = label("", self, wrap=True, dim=True)
        self.text = QPlainTextEdit(text, self)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText("What was said: type or paste it")
        self.problem = label("", self, wrap=True)
        self.problem.setObjectName("note-problem")
        self.save = button("Save the new words" if revising else "Save note", self, name="note-save")
        self.discard = button("Discard", self, name="note-discard", says="Discard what was typed")
        self.cancel = button("Cancel", self, name="note-cancel", says="Leave the note")
        for name, widget in (
            ("With", self.who), ("Date", self.date), ("How", self.how), ("Embargo", self.embargo),
            ("Embargo until", self.until), ("Words of the note", self.text),
        ):  # fmt: skip
            widget.setAccessibleName(name)
        self.how.setAccessibleDescription("How")
        self._lay_out()
        self.terms.currentIndexChanged.connect(self._terms_chosen)
        self.embargo.toggled.connect(self.until.setEnabled)
        self.save.clicked.connect(self.save_wanted)
        self.cancel.clicked.connect(self.reject)
        self.discard.clicked.connect(lambda: self.done(QDialog.DialogCode.Rejected.value))
        for keys in ("Ctrl+Return", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save_wanted)
        self.terms.show_value("")
        self._terms_chosen()
        self._watch()
        (self.text if revising else self.who).setFocus()

    def _lay_out(self) -> None:
        self.until.setEnabled(False)
        self.discard.hide()
        self.problem.hide()
        self.who.setPlaceholderText("A name, or an alias: it is never part of the file's name")
        embargo = QHBoxLayout()
        embargo.addWidget(self.embargo)
        embargo.addWidget(self.until)
        embargo.addStretch(1)
        self._fields = QWidget(self)
        form = QFormLayout(self._fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for words, field in (
            ("With", self.who), ("Date", self.date), ("How", self.how), ("Terms", self.terms),
            ("Handling", self.handling),
        ):  # fmt: skip
            named = label(words)
            named.setBuddy(field)
            form.addRow(named, field)
        form.addRow(label("Embargo"), embargo)
        for choice in (self.terms, self.handling, self.how):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for widget in (self._fields, self.means):
            widget.setVisible(not self._revising)
        foot = QHBoxLayout()
        foot.addWidget(label("Ctrl+S saves", self, dim=True), 1)
        for each in (self.discard, self.cancel, self.save):
            foot.addWidget(each)
        inside = QVBoxLayout(self)
        inside.addWidget(self._fields)
        inside.addWidget(self.means)
        inside.addWidget(self.text, 1)
        inside.addWidget(self.problem)
        inside.addLayout(foot)

    def _watch(self) -> None:
        pause = QTimer(self)
        pause.setSingleShot(True)
        pause.setInterval(PAUSE)
        pause.timeout.connect(self.typed)
        for changed in (
            self.who.textChanged, self.text.textChanged, self.how.currentTextChanged, self.date.dateChanged,
            self.terms.currentIndexChanged, self.handling.currentIndexChanged, self.embargo.toggled,
            self.until.dateChanged,
        ):  # fmt: skip
            changed.connect(lambda *_: None if pause.isActive() else pause.start())

    @property
    def draft(self) -> dict[str, str]:
        """All that was typed and chosen."""
        return {**self.note, "handling": str(self.handling.currentData()), "text": self.text.toPlainText()}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Puts back what was typed and chosen before the program ended."""
        kept = {name: str(value) for name, value in draft.items()}
        self.who.setText(kept.get("interviewee", ""))
        self.how.setCurrentText(kept.get("how", ""))
        self.terms.show_value(kept.get("terms", ""))
        self.handling.show_value(kept.get("handling", ""))
        for field, name in ((self.date, "date"), (self.until, "embargo")):
            day = QDate.fromString(kept.get(name, ""), _ISO)
            if day.isValid():
                field.setDate(day)
        self.embargo.setChecked(bool(kept.get("embargo")))
        self.text.setPlainText(kept.get("text", ""))
        self.say(RESTORED)
        self.discard.show()

    @property
    def note(self) -> dict[str, str]:
        """The fields as they are kept."""
        return {
            "interviewee": self.who.text(),
            "date": self.date.date().toString(_ISO),
            "how": self.how.currentText().strip(),
            "terms": str(self.terms.currentData()),
            "embargo": self.until.date().toString(_ISO) if self.embargo.isChecked() else "",
        }

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return self.text.toPlainText() != self._saved and bool(self.text.toPlainText().strip())

    def say(self, sentence: str) -> None:
        """Says why it was not saved."""
        self.problem.setText(one_line(sentence, 400))
        announcer().announce(self.problem, sentence, urgent=True)
        self.problem.show()
        self.save.setEnabled(True)

    def reject(self) -> None:
        """Goes away; what was typed is not thrown away without asking."""
        if not self.unsaved:
            super().reject()
            return
        self.discard.show()
        self.say("The note is not saved. Save it, or press Discard.")

    def _terms_chosen(self) -> None:
        terms = str(self.terms.currentData())
        self.handling.show_value(handling_for(terms).value)
        self.means.setText(f"{_MEANS[terms]} Handling can be changed here and later.")


class Notes:
    """Opens the dialog, saves what was written, also where the window is closed over it."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._open: dict[str, NoteDialog] = {}
        self._closing = _AtClosing(window, self.keep)

    def ask(self, text: str = "") -> None:
        """A new note, with words to begin with."""
        if "" in self._open:
            dialog = self._open[""]
            if text:
                dialog.text.appendPlainText(text)
            self._show(dialog)
            return
        dialog = NoteDialog(self._window, title="New interview note", text=text, revising=False)
        dialog.save_wanted.connect(lambda: self._save(dialog))
        self._take("", dialog)
        if text and dialog.text.toPlainText() != text:  # what was typed before comes first
            dialog.text.appendPlainText(text)

    def ask_revise(self) -> None:
        """The words of the note that is chosen or shown."""
        choice = self._window.choice
        document = choice.document or self._window.area.active_pane.document_id
        found = choice.graph.documents.get(document)
        if found is None or not found.interviewee:
            self._window.say("Choose an interview note in the list of documents, or open it, first.")
            return
        self._revise_words(document)

    def _revise_words(self, document: str) -> None:
        found = self._window.choice.graph.documents.get(document)
        if found is None:
            return
        if document in self._open:
            self._show(self._open[document])
            return

        def show(text: str) -> None:
            title = one_line(found.title or found.name, 80)
            dialog = NoteDialog(self._window, title=f"Words of '{title}'", text=text, revising=True)
            dialog.save_wanted.connect(lambda: self._revise(document, dialog))
            self._take(document, dialog)

        self._window.desk.ask(calls.note_text, document, done=show)

    def keep(self) -> None:
        """Saves all that is being written: the window is closing."""
        for document, dialog in list(self._open.items()):
            if not dialog.unsaved or dialog.project != self._project():
                continue
            text = dialog.text.toPlainText()
            state.save_note_draft(dialog.project, document, dialog.draft)  # until it is in the project
            dialog.typed.disconnect()
            kept = partial(self._kept, dialog.project, document)
            if document:
                self._window.desk.act(calls.revise_note, document, text, done=kept)
            else:
                note = dialog.note
                note["interviewee"] = note["interviewee"].strip() or NOT_NAMED
                handling = Handling(str(dialog.handling.currentData()))
                self._window.desk.act(calls.new_note, note, text, handling, done=kept)

    def _kept(self, project: str, document: str, _: object) -> None:
        state.drop_note_draft(project, document)

    def say_unsaved(self, graph: Graph) -> None:
        """Offers what was being typed when the program ended without saving it: when a project was opened."""
        project = self._project()
        if not self._window.can_write():
            return
        notes = [each.id for each in graph.documents.values() if each.interviewee]
        for document in ("", *notes):
            if not str(state.load_note_draft(project, document).get("text", "")).strip() or document in self._open:
                continue
            name = f"The words of '{one_line(graph.documents[document].name, 60)}'" if document else "An interview note"
            acts = [
                ("Go on writing", partial(self._go_on, document)),
                ("Discard", partial(state.drop_note_draft, project, document)),
            ]
            self._window.messages.say(f"{name} was being written and is not saved.", acts, key=f"note {document}")

    def _go_on(self, document: str) -> None:
        if document:
            self._revise_words(document)
        else:
            self.ask()

    def _save(self, dialog: NoteDialog) -> None:
        def done(made: Added) -> None:
            self._gone("", dialog)
            name = self._window.choice.graph.documents[made.document].name
            self._window.say(f"{one_line(name)} added.", undo=True)
            self._window.opener.open(made.document)
            self._window.choice.show_document(made.document)
            self._window.desk.ask(calls.finish_index, failed=lambda _: None)

        text = dialog.text.toPlainText()
        handling = Handling(str(dialog.handling.currentData()))
        self._act(dialog, calls.new_note, dialog.note, text, handling, done=done)

    def _revise(self, document: str, dialog: NoteDialog) -> None:
        def done(made: Replaced) -> None:
            self._gone(document, dialog)
            gone = sum(passage.outcome == "gone" for passage in made.passages)
            more = f" {gone:,} not found in the new words: see Not found." if gone else ""
            self._window.say(f"The note's words are changed.{more}", undo=True)

        self._act(dialog, calls.revise_note, document, dialog.text.toPlainText(), done=done)

    def _act(self, dialog: NoteDialog, fn: Callable[..., object], *args: object, done: Callable[..., None]) -> None:
        if not dialog.save.isEnabled():
            return
        if dialog.project != self._project():
            dialog.say("Another project is open now. Open the one this note belongs to, then save it.")
            return
        dialog.save.setEnabled(False)

        def failed(error: Refused) -> None:
            dialog.say(error.sentence)

        self._window.desk.act(fn, *args, done=done, failed=failed)

    def _take(self, document: str, dialog: NoteDialog) -> None:
        self._open[document] = dialog
        dialog.project = project = self._project()
        kept = state.load_note_draft(project, document)
        if str(kept.get("text", "")).strip() or str(kept.get("interviewee", "")).strip():
            dialog.restore(kept)
        dialog.typed.connect(lambda: self._typed(document, dialog))
        dialog.finished.connect(lambda _: self._gone(document, dialog))
        self._show(dialog)

    def _typed(self, document: str, dialog: NoteDialog) -> None:
        if self._open.get(document) is dialog:  # not once it was saved or discarded
            state.save_note_draft(dialog.project, document, dialog.draft)

    def _project(self) -> str:
        opened = self._window.projects.open_now
        return opened.id if opened is not None else ""

    def _show(self, dialog: NoteDialog) -> None:
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def _gone(self, document: str, dialog: NoteDialog) -> None:
        if self._open.get(document) is dialog:
            del self._open[document]
            state.drop_note_draft(dialog.project, document)
            dialog.hide()
            retire(dialog)


class _AtClosing(QObject):
    """Sees the window closing before it lets go of the project."""

    def __init__(self, window: QWidget, run: Callable[[], None]) -> None:
        super().__init__(window)
        self._run = run
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lets the event go on."""
        if event.type() == QEvent.Type.Close:
            self._run()
        return False


def _day(parent: QWidget) -> QDateEdit:
    made = QDateEdit(QDate.currentDate(), parent)
    made.setDisplayFormat(_ISO)
    made.setCalendarPopup(True)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made
