"""Scenes of the picture of the graph, which other journeys lead through once there is something to draw."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt

from tests.person import Person
from tests.ui.window.scene import Scene

Key = Qt.Key


def the_graph(person: Person) -> Iterator[Scene]:
    """The picture, something chosen in it, the same as a list, filters that nothing passes."""
    window = person.window
    person.ctrl(Key.Key_1)
    person.press(Key.Key_F5)
    view = window.picturing.view
    person.until(lambda: view.drawn is not None and view.canvas.hasFocus(), "the picture")
    person.press(Key.Key_Left)
    person.until(lambda: view.current in person.graph.claims, "a claim")
    yield Scene("the graph, a claim chosen", window)
    view.as_list.click()
    person.until(lambda: view.list.isVisible(), "the list")
    yield Scene("the graph as a list", window)
    view.as_list.click()
    view.bar.words.setText("zebra")
    person.until(lambda: view.empty.isVisible() and view.bar.clear_all.isEnabled(), "nothing")
    yield Scene("the graph, nothing passes", window)
    view.bar.clear_all.click()
    person.until(lambda: view.canvas.isVisible(), "everything")
    window.picturing.leave()


def no_graph(person: Person) -> Iterator[Scene]:
    """A project without claims."""
    window = person.window
    window.picturing.show()
    person.until(lambda: window.picturing.view.drawn is not None, "nothing to draw")
    yield Scene("the graph, nothing to draw", window)
    window.picturing.leave()
