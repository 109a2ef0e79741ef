"""Everything in the window that can be pressed or typed into: named, of a right role, reached by keys, seen with focus.

The scenes are walked and all widgets in them enumerated, so that new ones are looked at without being listed here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QRadioButton, QTabBar, QWidget

from annotator.ui import accessibility
from annotator.ui.commands.table import TABLE
from tests.ui.window.scenes import JOURNEYS, Scene
from tests.ui.window.walking import (
    acts,
    called,
    covering,
    differing,
    in_sight,
    lay_out,
    name_of,
    picture,
    shown,
    tab_round,
)

Role = QAccessible.Role
ROLES = {
    Role.Button, Role.ButtonMenu, Role.ButtonDropDown, Role.CheckBox, Role.RadioButton, Role.ComboBox,
    Role.EditableText, Role.HotkeyField, Role.List, Role.Tree, Role.Table, Role.PageTabList, Role.Document,
    Role.SpinBox, Role.Link,
}  # fmt: skip
BY_KEYS = {
    "chip": "follow",  # Enter leads to the chosen claim's links one after the other
    "link-quote": "follow",  # and the button above the words leads there, too
    "tab-close": "close-tab",
    "pick-rows": "palette",  # the arrow keys of the field above move in them
    "act-claim": "claim", "act-needs-none": "needs-none", "act-query": "query",
    "act-supports": "supports", "act-contradicts": "contradicts", "act-context": "context",
}  # fmt: skip
"""What Tab does not stop at, and the command with a key that does the same."""
FOCUS_PIXELS = 12


@pytest.fixture
def heard() -> Any:
    accessibility.install()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_everything_is_named_and_reached_by_keys_and_seen(
    person: Any, files: Any, tmp_path: Any, journey: Any, heard: Any
) -> None:
    if journey.__name__ in ("reviewing", "comparing"):  # half of the scenes in the dark
        person.window.commands.actions["dark"].trigger()
    person.window.activateWindow()
    person.until(lambda: QApplication.activeWindow() is person.window, "a window that shows what has the focus")
    wrong: dict[str, None] = {}
    seen: set[tuple[str, str]] = set()
    for scene in journey(person, files, tmp_path):
        lay_out(scene.root)
        found = [*unnamed(scene), *mute(scene)]
        found += [each for widget in shown(scene.root) for each in spoken_markup(widget)]
        if not isinstance(scene.root, QMenu):
            found += [*unreached(scene, seen)]
        wrong.update(dict.fromkeys(f"{scene.name}: {each}" for each in found))
    assert not wrong, "\n".join(wrong)


def test_every_dialog_has_its_scene() -> None:
    """A dialog that no scene shows would be looked at by none of these tests."""
    shown_in_scenes = "".join(each.read_text("utf-8") for each in Path(__file__).parent.glob("scenes*.py"))
    sources = [each.read_text("utf-8") for each in rooms_of_the_window().rglob("*.py")]
    dialogs = {name for source in sources for name in re.findall(r"^class (\w+)\(QDialog\)", source, re.MULTILINE)}
    assert len(dialogs) >= 6
    # The one of the bundle comes by a function of its tests.
    assert {name for name in dialogs - {"BundleDialog"} if name not in shown_in_scenes} == set()


def rooms_of_the_window() -> Path:
    return Path(accessibility.__file__).parent


def unnamed(scene: Scene) -> list[str]:
    """What has no name, one that says nothing, or an odd role."""
    wrong = []
    if isinstance(scene.root, QMenu):
        return [f"action {each.objectName()}" for each in scene.root.actions() if not_words(menu_words(each))]
    for widget in filter(acts, shown(scene.root)):
        found = QAccessible.queryAccessibleInterface(widget)
        if widget.focusProxy() is not None:
            continue
        name = name_of(widget)
        if found.role() is Role.ComboBox:  # on Linux its name is what is chosen, and its label says what it is
            name = widget.accessibleName() if widget.accessibleDescription() else ""
        if not_words(name) or name == widget.objectName():
            wrong.append(f"{called(widget)} is called {name!r}")
        elif name in VAGUE and not widget.accessibleDescription():
            wrong.append(f"{called(widget)} is called {name!r}, which does not say what it does")
        if found.role() not in ROLES and not isinstance(widget, QLabel):
            wrong.append(f"{called(widget)} has the role {found.role().name}")
        if isinstance(widget, QTabBar):
            tabs = [found.child(at).text(QAccessible.Text.Name) for at in range(widget.count())]
            wrong += [f"{called(widget)} has a tab {name!r}" for name in tabs if not_words(name)]
    return wrong


VAGUE = {"Show", "Remove", "Undo", "Open…", "Cancel", "Done", "Next", "Previous", "Close", "OK", "Edit", "More"}
"""These say too little where nothing describes what they are about."""


def spoken_markup(widget: QWidget) -> list[str]:
    """What would be read aloud with the markup of its tip."""
    found = QAccessible.queryAccessibleInterface(widget)
    parts = [found, *(found.child(at) for at in range(min(found.childCount(), 20)))]
    texts = [each.text(QAccessible.Text.Description) for each in parts if each is not None]
    return [f"{called(widget)} is described as {text!r}" for text in texts if "<" in text]


def not_words(name: str) -> bool:
    return len(re.findall(r"[^\W\d_]", name)) < 2


def menu_words(action: QAction) -> str:
    return "separator" if action.isSeparator() else action.text().replace("&", "")


def mute(scene: Scene) -> list[str]:
    """Labels whose words a screen reader would not get, because another name stands in their place."""
    return [
        f"{called(widget)} shows {widget.text()!r} and is called {name_of(widget)!r}"
        for widget in shown(scene.root)
        if isinstance(widget, QLabel) and widget.text().strip(" …") and not says_as_much(widget)
    ]


def says_as_much(widget: QLabel) -> bool:
    spoken = name_of(widget).casefold()
    words = [each for each in re.findall(r"\w+", widget.text().split("…")[0].casefold()) if each != "ocr"]
    return all(each in spoken for each in words)


def unreached(scene: Scene, seen: set[tuple[str, str]]) -> list[str]:
    """What has no key, or can't be seen to have the focus. What was seen in an earlier scene is not grabbed again."""
    root = scene.root
    before = QApplication.focusWidget()
    assert before is not None, f"{scene.name}: nothing has the focus"
    everything = [each for each in shown(root) if acts(each) and each.isEnabled() and each.focusProxy() is None]
    wrong: list[str] = []

    def look(widget: QWidget) -> None:
        if not in_sight(root, widget):
            wrong.append(f"Tab leads to {called(widget)}, which is not in sight")
        key = (called(widget), name_of(widget))
        if key not in seen:
            seen.add(key)
            wrong.extend(unseen(root, widget))

    stops = tab_round(root, look)
    over = covering(root)
    for widget in everything:
        if over is not None and not over.isAncestorOf(widget):
            continue
        if isinstance(widget, QRadioButton) and any(isinstance(each, QRadioButton) for each in stops):
            continue  # Tab leads to the one that is chosen, arrows to the others
        if widget not in stops and not has_key(widget):
            wrong.append(f"{called(widget)}, {name_of(widget)!r}: no key leads there")
    before.setFocus(Qt.FocusReason.OtherFocusReason)
    return wrong


def has_key(widget: QWidget) -> bool:
    command = BY_KEYS.get(widget.objectName())
    return any(each.id == command and each.keys for each in TABLE)


def unseen(root: QWidget, widget: QWidget) -> list[str]:
    if widget.objectName() == "pick-field":  # the list goes when it loses the focus
        return []
    if isinstance(widget, QPushButton) and widget.isDefault():  # looks so anyway, until another takes the focus
        return []
    number = 0
    for _ in range(2):  # the first picture of a window may be taken before its style is
        with_focus = picture(root, widget)
        widget.clearFocus()
        number = max(number, differing(with_focus, picture(root, widget)))
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if number >= FOCUS_PIXELS:
            break
    return [f"{called(widget)}: its focus changes {number} pixels"] if number < FOCUS_PIXELS else []
