"""Whoever is quicker than the window loses nothing: what is not yet built is built when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from annotator.operations import workspace
from annotator.ui import state
from annotator.ui import window as window_module
from annotator.ui.theme import DARK, LIGHT
from annotator.ui.window import MainWindow
from tests.person import Person

PORTIONS = (0, 1, 2, 3, 4)
"""How much of what an open project needs is built already."""


@pytest.fixture
def early(qtbot: Any) -> Iterator[Callable[..., Person]]:
    """A person in front of a window whose event loop has not had a single turn."""
    windows: list[MainWindow] = []

    def make(portions: int = 0) -> Person:
        window = MainWindow()
        windows.append(window)
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.show()
        window.activateWindow()
        for _ in range(portions):
            window.fit_more()
        assert not window.has_bench
        return Person(window, qtbot)

    yield make
    for window in windows:
        window.close()
        window.deleteLater()


def test_all_is_built_without_anybody_asking(early: Callable[..., Person]) -> None:
    person = early()
    person.until(lambda: person.window.has_bench, "the rest of the window")
    assert len(list(person.window.area.holders())) == 2


@pytest.mark.parametrize("portions", PORTIONS)
def test_closing_at_once(early: Callable[..., Person], portions: int) -> None:
    person = early(portions)
    assert person.window.close()
    assert person.window.has_bench == bool(portions)
    person.window.projects.open_example()
    assert person.window.projects.open_now is None


def test_closing_at_the_first_turn(early: Callable[..., Person]) -> None:
    person = early()
    QTimer.singleShot(0, person.window, person.window.close)
    person.until(lambda: not person.window.isVisible(), "closing")


@pytest.mark.parametrize("portions", PORTIONS)
def test_dropping_at_once(early: Callable[..., Person], files: dict[str, Path], portions: int) -> None:
    person = early(portions)
    person.drop(person.window.start.draft, files["draft"])
    person.has(person.draft, "closed the bridge")
    person.drop(list(person.window.area.holders())[1], files["memo"])
    person.has(person.source, "voted to close")
    assert [document.name for document in person.graph.documents.values()] == ["bridge.md", "memo.txt"]


def test_dropping_and_closing_at_once(early: Callable[..., Person], files: dict[str, Path]) -> None:
    """What was asked for first is made whole; closing waits for it."""
    person = early()
    person.drop(person.window.start.draft, files["draft"])
    person.window.close()
    (made,) = state.documents_folder().glob("*.annotator")
    with workspace.open_workspace(made) as ws:
        assert ws.project.title == "bridge"


@pytest.mark.parametrize("portions", PORTIONS)
def test_opening_a_project_at_once(early: Callable[..., Person], tmp_path: Path, portions: int) -> None:
    workspace.create(tmp_path / "mine.annotator", title="Mine").close()
    person = early(portions)
    person.window.projects.open(tmp_path / "mine.annotator")
    person.until(lambda: person.window.windowTitle().startswith("Mine"), "the project")
    assert person.window.bench.isVisible()
    assert person.window.commands.actions["add"].isEnabled()


def test_keys_at_once(early: Callable[..., Person]) -> None:
    person = early()
    person.window._steps = iter(())  # nothing more is built unless it is asked for
    person.until(person.window.isActiveWindow, "the keyboard")
    person.press(Qt.Key.Key_F1)
    assert person.window.commands._page is not None
    assert person.window.commands._page.isVisible()
    person.press(Qt.Key.Key_Escape)
    person.ctrl(Qt.Key.Key_A, shift=True)
    assert person.window.picks.isVisible()
    person.type("dark")
    person.press(Qt.Key.Key_Return)
    assert person.window.theme is DARK
    assert not person.window.has_bench
    person.ctrl(Qt.Key.Key_O)
    person.until(lambda: person.window.findChild(QFileDialog, "open-dialog"), "the question which project")
    person.window.findChild(QFileDialog, "open-dialog").reject()


@pytest.mark.parametrize("portions", [0, 1, 3, 9])
def test_the_window_follows_the_system(
    early: Callable[..., Person], monkeypatch: pytest.MonkeyPatch, portions: int
) -> None:
    person = early(min(portions, PORTIONS[-1]))
    if portions > PORTIONS[-1]:
        person.window.need_bench()
    monkeypatch.setattr(window_module, "system_theme", lambda: DARK)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    person.until(lambda: person.window.has_bench, "the rest of the window")
    assert person.window.commands.actions["dark"].isChecked()
    assert all(holder.pane.canvas.theme is DARK for holder in person.window.area.holders())
    person.window.toggle_dark()
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert person.window.theme is LIGHT  # her own choice stays
