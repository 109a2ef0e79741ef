"""What is on the clipboard as a source: files, a picture, text after a question. No address on it is ever fetched."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

from annotator.model.pages import Format
from annotator.model.things import Role
from annotator.ui.drops import dropped_files
from annotator.ui.importing import Importer, Order
from annotator.ui.plain import one_line
from annotator.ui.words import count

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow

_AS_THEY_ARE = {"image/png": "png", "image/jpeg": "jpg", "image/tiff": "tif", "image/webp": "webp", "image/gif": "gif"}
"""Pictures that the locked process decodes, so that nothing here has to."""
NOTHING = "There is nothing on the clipboard that can be added: copy files, a picture or text first."


class Pasting:
    """Adds what was copied elsewhere."""

    def __init__(self, window: MainWindow, importer: Importer) -> None:
        self._window = window
        self._importer = importer

    def paste(self) -> None:
        """Adds what is on the clipboard, unless the cursor is in a field for text: that takes it itself."""
        field = QApplication.focusWidget()
        if isinstance(field, (QLineEdit, QPlainTextEdit, QTextEdit)):
            return
        if isinstance(field, QComboBox) and field.isEditable():
            return
        mime = QGuiApplication.clipboard().mimeData()
        files = dropped_files(mime)
        if files:
            self._window.adding.add(files, Role.SOURCE)
        elif picture := _picture(mime):
            data, ending = picture
            self._order(_named(ending), data)
        elif mime.hasText() and mime.text().strip():
            self._ask(mime.text())
        else:
            self._window.say(NOTHING)

    def _ask(self, text: str) -> None:
        what = count(len(text), "character")
        acts = [
            ("Add as a source", lambda: self._order(_named("txt"), text.encode("utf-8", "replace"), Format.TEXT)),
            ("As an interview note…", lambda: self._window.adding.notes.ask(text)),
        ]
        words = f"Add the text on the clipboard ({what}) as a document? “{one_line(text, 80)}”"
        self._window.messages.say(words, acts, key="paste")

    def _order(self, name: str, data: bytes, form: Format | None = None) -> None:
        order = Order(Path(name), Role.SOURCE, data=data, form=form)
        self._importer.order(order)


def _named(ending: str) -> str:
    return f"Clipboard {datetime.now().astimezone():%Y-%m-%d %H.%M}.{ending}"


def _picture(mime: QMimeData) -> tuple[bytes, str] | None:
    """A picture's bytes and ending: as another program gave them; a picture in memory becomes a PNG."""
    for kind, ending in _AS_THEY_ARE.items():
        data = bytes(mime.data(kind).data()) if kind in mime.formats() else b""
        if data:
            return data, ending
    if "application/x-qt-image" not in mime.formats() or any(kind.startswith("image/") for kind in mime.formats()):
        return None
    image = mime.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return None
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    written = QImageWriter(buffer, QByteArray(b"png")).write(image)
    return (bytes(buffer.data().data()), "png") if written else None
