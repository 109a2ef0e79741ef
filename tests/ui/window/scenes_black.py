"""Scenes of what is blacked out in exports, in a project that has words to black out."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt

from tests.person import Person
from tests.ui.window.scene import Scene


def something_black(person: Person) -> Iterator[Scene]:
    """Words blacked out, their document's details, the offer to black out the others."""
    window = person.window
    claim = window.choice.claim
    person.select(person.source, "the")
    person.until(lambda: person.source.selection() is not None, "selected")
    person.press(Qt.Key.Key_B)
    person.until(window.inspector.document.blackouts.isVisible, "what is black")
    person.until(lambda: window.messages.sentences, "where else it stands")
    yield Scene("something blacked out", window)
    window.messages.clear()
    window.linker.undo()
    person.until(lambda: not person.graph.blackouts, "taken back")
    window.choice.choose(claim)
