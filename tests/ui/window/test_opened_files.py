"""No widget opens a file that a text names: every open of the process is counted while such texts are shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.person import Person

_opened: list[str] = []
_counting: list[bool] = []
_hooked: list[bool] = []


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if _counting and event == "open":
        _opened.append(os.fsdecode(args[0]) if isinstance(args[0], (str, bytes)) else str(args[0]))


class Canary:
    """A folder with a picture in it that texts name; the system tells whoever opens it, Qt's own code as well."""

    def __init__(self, folder: Path) -> None:
        self.picture = folder / "c.png"
        self.picture.write_bytes(b"\x89PNG\r\n\x1a\n")
        self._watch = _Inotify(self.picture)

    @property
    def markup(self) -> str:
        """Markup for rich text that would open it."""
        return f'<img src="{self.picture}"><img src="file://{self.picture}"><b>x</b>'

    def opens(self) -> int:
        """How often it was opened, since last asked."""
        by_name = sum(Path(each).name == self.picture.name for each in _opened)
        _opened.clear()
        return by_name + self._watch.events()

    def close(self) -> None:
        self._watch.close()


class _Inotify:
    """Counts opens of one file by any process and any library."""

    OPENED = 0x20

    def __init__(self, path: Path) -> None:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        self._fd = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        assert self._fd >= 0
        assert libc.inotify_add_watch(self._fd, os.fsencode(path), self.OPENED) >= 0

    def events(self) -> int:
        try:
            return len(os.read(self._fd, 65536)) // 16
        except BlockingIOError:
            return 0

    def close(self) -> None:
        os.close(self._fd)


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked.append(True)
    made = Canary(tmp_path)
    _counting.append(True)
    yield made
    _counting.clear()
    made.close()


def _hover(person: Person) -> None:
    """Rests the mouse on everything that can be seen, so that tips are shown, too."""
    for widget in person.window.findChildren(QWidget):
        if widget.isVisible() and widget.toolTip():
            middle = widget.rect().center()
            QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, middle, widget.mapToGlobal(middle)))
            assert "<img" not in widget.toolTip()
    QTest.mouseMove(person.window, QPoint(1, 1))


def test_the_counter_sees_what_rich_text_would_open(canary: Canary, qtbot: Any) -> None:
    """What the others rely on: a label that takes its text for markup is noticed."""
    label = QLabel(canary.markup)
    qtbot.addWidget(label)
    label.show()
    qtbot.waitExposed(label)
    label.grab()
    assert canary.opens() > 0


def _names(folder: Path, canary: Canary) -> list[Path]:
    """Files whose names are markup, lie about their direction, break the line, are long, or are no UTF-8."""
    relative = f"<img src={canary.picture.name}>"
    given = [
        relative.encode() + b".txt",
        "invoice\u202etxt.exe\u2066.txt".encode(),
        b"two\nlines\tand a tab.txt",
        b"n" * 236 + b".txt",
        b"no \xff\xfe utf.txt",
        b"&lt;b&gt; & <b>bold</b>.txt".replace(b"/", b"\xe2\x81\x84"),
    ]
    made = []
    for number, name in enumerate(given):
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        path.write_text(f"Words of document {number}, which name {canary.markup} twice.\n", "utf-8")
        made.append(path)
    return made


def test_names_texts_notes_and_titles_open_nothing(
    at_work: Person, canary: Canary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "odd"
    folder.mkdir()
    files = _names(folder, canary)
    mime = QMimeData()
    mime.setUrls([QUrl.fromEncoded(b"file://" + quote(os.fsencode(file)).encode()) for file in files])
    at_work.drop_mime(at_work.window.documents, mime)
    at_work.until(lambda: len(at_work.graph.documents) == 2 + len(files), "all of them")
    names = [each.name for each in at_work.graph.documents.values()]
    assert all(name.isprintable() and "\n" not in name for name in names)
    at_work.select(at_work.draft, "Nobody was hurt")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: at_work.graph.claims)
    at_work.show_tab(1)
    at_work.open_from_panel("<img")
    at_work.has(at_work.source, "Words of document 0")
    at_work.select(at_work.source, "Words of document 0")
    at_work.press(Qt.Key.Key_S)
    at_work.until(lambda: at_work.graph.links, "the link")
    linker, link = at_work.window.linker, next(iter(at_work.graph.links.values()))
    odd = at_work.graph.passages[link.passage].document
    for thing, field in (
        *((odd, field) for field in ("title", "author", "address", "received", "interviewee", "how")),
        (link.id, "note"), (link.passage, "note"), (link.passage, "translation"), (link.claim, "said_by"),
    ):  # fmt: skip
        linker.edit(thing, field, canary.markup)
    at_work.until(lambda: at_work.graph.claims[link.claim].said_by == canary.markup, "all of it")
    for document in at_work.graph.documents:
        at_work.window.choice.show_document(document)
        at_work.window.grab()
    at_work.window.choice.choose(link.claim, link.id)
    at_work.show_tab(2)
    at_work.window.search.field.setFocus()
    at_work.type("twice")
    at_work.until(lambda: at_work.window.search.list.count() == len(files), "hits")
    _hover(at_work)
    at_work.window.choice.show_document(odd)
    for command in ("belongs", "palette", "keys", "note-words", "new-note"):
        at_work.window.commands.actions[command].trigger()
        at_work.window.grab()
    at_work.window.messages.say(canary.markup, [(canary.markup, lambda: None)], wrong=True)
    at_work.window.say(canary.markup)
    at_work.window.grab()
    assert canary.opens() == 0


def test_attachments_with_paths_for_names_stay_names(at_work: Person, canary: Canary, tmp_path: Path) -> None:
    lines = ["From: a@example.org", "Subject: x", "MIME-Version: 1.0"]
    lines += ["Content-Type: multipart/mixed; boundary=xx", "", "--xx", "Content-Type: text/plain", "", "Hello."]
    for name in ("../../x.txt", "/etc/passwd.txt", f"<img src='{canary.picture}'>.txt", "..", "a\\..\\b.txt"):
        lines += ["--xx", "Content-Type: text/plain", f'Content-Disposition: attachment; filename="{name}"', "", name]
    mail = tmp_path / "odd.eml"
    mail.write_text("\r\n".join([*lines, "--xx--", ""]), "utf-8")
    before = {each for each in tmp_path.parent.rglob("*") if each.is_file()}
    at_work.drop(at_work.window.documents, mail)
    at_work.until(lambda: _has(at_work, "odd.eml") and at_work.said.startswith("odd.eml added"), "the letter")
    names = {each.name for each in at_work.graph.documents.values() if each.part_of}
    assert {"x.txt", "passwd.txt"} <= names
    assert not [name for name in names if "/" in name or "\\" in name or name in ("", ".", "..")]
    for document in at_work.graph.documents:
        at_work.window.choice.show_document(document)
        at_work.window.opener.open(document)
        at_work.window.grab()
    _hover(at_work)
    assert canary.opens() == 0
    after = {each for each in tmp_path.parent.rglob("*") if each.is_file()}
    assert not [each for each in after - before if each.name in names]


def _has(person: Person, name: str) -> bool:
    return any(each.name == name for each in person.graph.documents.values())
