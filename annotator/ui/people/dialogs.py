"""Who am I in this project; and what goes when this computer forgets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from annotator.ui.accessibility import announcer
from annotator.ui.history.full import roomy
from annotator.ui.history.words import SOMEBODY, moment
from annotator.ui.plain import button, button_text, label, one_line

if TYPE_CHECKING:
    from annotator.operations.whom import Whom

SHOWN = 8
"""So many others can be chosen: those who wrote last."""


class WhoDialog(QDialog):
    """Someone new, or the same person as on another computer; and the name that others see."""

    wanted = Signal(str, str)
    """The person's id, and the name."""

    def __init__(self, parent: QWidget, whom: Whom) -> None:
        super().__init__(parent)
        self.setObjectName("who-dialog")
        self.setWindowTitle("Who I am in this project")
        roomy(self, 76, 18)
        self._whom = whom
        self.name = QLineEdit(whom.name, self)
        self.name.setAccessibleName("My name in this project")
        self.name.setPlaceholderText("A name, or nothing")
        self.me = QRadioButton("Someone new" if whom.new else "Who I am here already", self)
        self.me.setChecked(True)
        self.others = [QRadioButton(button_text(_called(each.name, each.last)), self) for each in whom.others[:SHOWN]]
        self.problem = label("", self, wrap=True)
        self.problem.hide()
        self.take = button("Save", self, name="who-save")
        self.take.setDefault(True)
        self.away = button("Cancel", self, name="who-cancel", says="Leave it as it is")
        words = (
            "What you do in a project is kept with a random number and the name you give here, so that colleagues see "
            "whose it is. Nothing else of this computer goes into it."
        )
        row = QHBoxLayout()
        named = label("My name", self, dim=True)
        named.setBuddy(self.name)
        row.addWidget(named)
        row.addWidget(self.name, 1)
        inside = QVBoxLayout(self)
        inside.setSpacing(8)
        inside.addWidget(label(words, self, wrap=True))
        if self.others:
            inside.addWidget(self.me)
            inside.addWidget(label("Or the same person as, at work on another computer:", self, dim=True))
        else:
            self.me.hide()
        for each in self.others:
            inside.addWidget(each)
            each.toggled.connect(lambda *_: self._chosen())
        inside.addLayout(row)
        inside.addWidget(self.problem)
        inside.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.away)
        foot.addWidget(self.take)
        inside.addLayout(foot)
        self.take.clicked.connect(lambda: self.wanted.emit(self.person, self.name.text()))
        self.away.clicked.connect(self.reject)
        self.name.setFocus()

    @property
    def person(self) -> str:
        """The id of who was chosen."""
        for radio, known in zip(self.others, self._whom.others, strict=False):
            if radio.isChecked():
                return known.person
        return self._whom.person

    def say(self, sentence: str) -> None:
        """Why it was refused."""
        self.problem.setText(sentence)
        self.problem.show()
        announcer().announce(self.problem, sentence, urgent=True)

    def _chosen(self) -> None:
        for radio, known in zip(self.others, self._whom.others, strict=False):
            if radio.isChecked():
                self.name.setText(known.name)
                return
        self.name.setText(self._whom.name)


def _called(name: str, last: str) -> str:
    when = f", last at work {moment(last)}" if last else ""
    return f"{one_line(name, 60) or SOMEBODY}{when}"


class ForgetDialog(QDialog):
    """What goes when this computer forgets a project, and that the project stays."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName("forget-dialog")
        self.setWindowTitle("Forget this project on this computer")
        roomy(self, 76, 14)
        title = label(f"Forget {one_line(name, 80)} on this computer?", self, wrap=True)
        title.setProperty("heading", True)
        words = (
            "The project is closed. Its search index, its backups, who you are in it, the panes that were open, what "
            "was being typed, and its place among the recent projects are taken away. The project's file stays where "
            "it is: delete it yourself if it is to go."
        )
        self.forget = button("Forget it", self, name="forget-yes")
        self.away = button("Cancel", self, name="forget-no", says="Forget nothing")
        self.away.setDefault(True)
        inside = QVBoxLayout(self)
        inside.addWidget(title)
        inside.addWidget(label(words, self, wrap=True))
        inside.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.forget)
        foot.addStretch(1)
        foot.addWidget(self.away)
        inside.addLayout(foot)
        self.forget.clicked.connect(self.accept)
        self.away.clicked.connect(self.reject)
        self.away.setFocus()
