"""The dialogs of queries: what is asked of whom, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.things import Query, QueryType
from annotator.ui.accessibility import announcer
from annotator.ui.history.full import roomy
from annotator.ui.plain import button, label, one_line
from annotator.ui.queries.words import asked


def today() -> str:
    """The day in this place, ISO 8601."""
    return datetime.now().astimezone().date().isoformat()


class Foot(QWidget):
    """Two buttons, and room for why something was refused; Ctrl+Enter anywhere in the dialog takes."""

    wanted = Signal()

    def __init__(self, dialog: QDialog, act: str) -> None:
        super().__init__(dialog)
        self.problem = label("", self, wrap=True)
        self.problem.setObjectName("query-problem")
        self.problem.hide()
        self.take = button(act, self, name="query-take")
        self.take.setDefault(True)
        self.away = button("Cancel", self, name="query-cancel", says="Leave the query as it is")
        row = QHBoxLayout()
        row.addWidget(label(f"Ctrl+Enter: {act}", self, dim=True), 1)
        row.addWidget(self.away)
        row.addWidget(self.take)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.problem)
        inside.addLayout(row)
        self.take.clicked.connect(self.wanted)
        self.away.clicked.connect(dialog.reject)
        QShortcut(QKeySequence("Ctrl+Return"), dialog).activated.connect(self.wanted)

    def say(self, sentence: str) -> None:
        """Why it was refused."""
        self.problem.setText(sentence)
        self.problem.show()
        announcer().announce(self.problem, sentence, urgent=True)


def _text(dialog: QDialog, name: str, words: str) -> QPlainTextEdit:
    made = QPlainTextEdit(words, dialog)
    made.setAccessibleName(name)
    made.setPlaceholderText(name)
    made.setTabChangesFocus(True)
    return made


def _day(dialog: QDialog, name: str, given: str) -> QLineEdit:
    made = QLineEdit(given, dialog)
    made.setAccessibleName(name)
    made.setPlaceholderText("as 2024-03-15")
    made.setMaximumWidth(16 * made.fontMetrics().averageCharWidth())
    return made


class AskDialog(QDialog):
    """What is asked about a claim, of whom; or the same of a query there is."""

    def __init__(self, parent: QWidget, about: str, people: Sequence[str], known: Query | None = None) -> None:
        """`about` is the claim in words, `people` are those already asked."""
        super().__init__(parent)
        self.setObjectName("ask-dialog")
        self.setWindowTitle("Ask" if known is None else "Change the query")
        roomy(self, 80, 22)
        self.foot = Foot(self, "Ask" if known is None else "Save")
        self.question = QRadioButton("A question to a colleague", self)
        self.reply = QRadioButton("A reply sought from whom the claim is about", self)
        (self.reply if known and known.type is QueryType.REPLY_SOUGHT else self.question).setChecked(True)
        self.whom = QLineEdit(known.whom if known else "", self)
        self.whom.setAccessibleName("To")
        self.whom.setPlaceholderText("A name, or an office")
        completer = QCompleter(list(people), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.whom.setCompleter(completer)
        self.asked = _day(self, "Asked on", known.asked if known else today())
        self.text = _text(self, "What is asked", known.text if known else "")
        claim = label(one_line(about, 220), self, wrap=True)
        claim.setProperty("heading", True)
        form = QFormLayout()
        for words, field in (("To", self.whom), ("Asked on", self.asked)):
            named = label(words, self, dim=True)
            named.setBuddy(field)
            form.addRow(named, field)
        inside = QVBoxLayout(self)
        inside.setSpacing(8)
        for widget in (claim, self.question, self.reply):
            inside.addWidget(widget)
        inside.addLayout(form)
        inside.addWidget(self.text, 1)
        inside.addWidget(self.foot)
        QWidget.setTabOrder(self.reply, self.whom)
        QWidget.setTabOrder(self.whom, self.asked)
        QWidget.setTabOrder(self.asked, self.text)
        self.text.setFocus()

    @property
    def fields(self) -> dict[str, str]:
        """What was typed and chosen."""
        kind = QueryType.REPLY_SOUGHT if self.reply.isChecked() else QueryType.QUESTION
        return {
            "type": kind.value,
            "text": self.text.toPlainText().strip(),
            "whom": self.whom.text().strip(),
            "asked": self.asked.text().strip(),
        }


class AnswerDialog(QDialog):
    """What was answered, when, and whether the matter is closed."""

    def __init__(self, parent: QWidget, about: str, query: Query) -> None:
        super().__init__(parent)
        self.setObjectName("answer-dialog")
        self.setWindowTitle("Answer")
        roomy(self, 80, 22)
        self.foot = Foot(self, "Save")
        self.text = _text(self, "The answer", query.answer)
        self.answered = _day(self, "Answered on", query.answered or today())
        self.closed = QCheckBox("Close the query", self)
        self.closed.setChecked(True)
        claim = label(one_line(about, 220), self, wrap=True)
        claim.setProperty("heading", True)
        words = label(query.text, self, wrap=True)
        row = QHBoxLayout()
        named = label("Answered on", self, dim=True)
        named.setBuddy(self.answered)
        row.addWidget(named)
        row.addWidget(self.answered)
        row.addStretch(1)
        row.addWidget(self.closed)
        inside = QVBoxLayout(self)
        inside.setSpacing(8)
        for widget in (claim, words, label(asked(query), self, wrap=True, dim=True)):
            inside.addWidget(widget)
        inside.addWidget(self.text, 1)
        inside.addLayout(row)
        inside.addWidget(self.foot)
        self.text.setFocus()
