"""One state of the window for the tests that look at all of them, and journeys that lead through several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from tests.person import Person


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
