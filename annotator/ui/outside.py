"""Handing an address to the desktop: only when a person who saw all of it says so."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.engine.beside import is_allowed
from annotator.ui.plain import label
from annotator.ui.retiring import retire


def open_outside(path: Path) -> None:
    """Shows a file or folder that we have just written, with whatever the desktop opens it with."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.absolute())))


class AddressDialog(QDialog):
    """The whole address as plain text, and the question. Nothing is opened unless the button is pressed."""

    def __init__(self, parent: QWidget, address: str) -> None:
        super().__init__(parent)
        self.setObjectName("address-dialog")
        self.setWindowTitle("Leave the document?")
        self._address = address
        mail = address.lower().startswith("mailto:")
        question = label(
            "This link begins a mail. Whoever has the address may learn that you read this."
            if mail
            else "This link leads to the web. Whoever runs that site can see that you opened it, and from where.",
            self,
            wrap=True,
        )
        self.shown = QPlainTextEdit(self)
        self.shown.setPlainText(address)
        self.shown.setReadOnly(True)
        self.shown.setAccessibleName("Address of the link")
        self.shown.setTabChangesFocus(True)
        self.shown.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.shown.setMinimumSize(460, 70)
        self.buttons = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole
        self.go = self.buttons.addButton("Write a mail" if mail else "Open in the browser", roles.ActionRole)
        self.take = self.buttons.addButton("Copy address", roles.ActionRole)
        self.stay = self.buttons.addButton("Stay here", roles.RejectRole)
        self.stay.setDefault(True)
        for button, act in ((self.go, self._go), (self.take, self._copy), (self.stay, self.reject)):
            button.clicked.connect(act)
        column = QVBoxLayout(self)
        column.addWidget(question)
        column.addWidget(self.shown)
        column.addWidget(self.buttons)
        self.stay.setFocus()
        self.finished.connect(lambda: retire(self))
        self.setWindowModality(Qt.WindowModality.WindowModal)

    def _go(self) -> None:
        """Exactly what is shown; checked once more, since this is the one door to the outside."""
        url = QUrl(self._address, QUrl.ParsingMode.StrictMode)
        if is_allowed(self._address) and url.isValid():
            QDesktopServices.openUrl(url)
        self.accept()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.accept()
