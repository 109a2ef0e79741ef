"""Actions, menus, palette and page of keys, all made from the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QWidget

from annotator.model.resources import resource_path
from annotator.ui import state
from annotator.ui.commands.table import GROUP_ENDS, MENUS, TABLE, Command, Scope, When, together

if TYPE_CHECKING:
    from annotator.ui.commands.help_page import HelpPage
    from annotator.ui.commands.keys_page import KeysPage
    from annotator.ui.window import MainWindow


class Commands:
    """One QAction for each command. Own keys and whether letters act are kept on this computer."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.actions: dict[str, QAction] = {}
        settings = state.load_settings()
        own = settings.get("keys", {})
        self._own: dict[str, str] = {str(k): str(v) for k, v in own.items()} if isinstance(own, dict) else {}
        self._letters = bool(settings.get("letters", True))
        self._page: KeysPage | None = None
        self._help: HelpPage | None = None
        for command in TABLE:
            self.actions[command.id] = self._make(command)
        self._apply_keys()
        for name in MENUS:
            menu = window.menuBar().addMenu(f"&{name}")  # their first letters differ
            for command in TABLE:
                if command.menu == name:
                    menu.addAction(self.actions[command.id])
                    if command.id in GROUP_ENDS:
                        menu.addSeparator()
        self.actions["letters"].setChecked(self._letters)

    def add_to_reader(self, widget: QWidget) -> None:
        """Keys of the reader's scope count while this widget or one inside it has the focus."""
        for command in TABLE:
            if command.scope is Scope.READER:
                widget.addAction(self.actions[command.id])

    def add_some(self, widget: QWidget, *ids: str) -> None:
        """These commands' keys count in this widget, too."""
        for each in ids:
            widget.addAction(self.actions[each])

    def enable(self, holds: Callable[[When], bool]) -> None:
        """Enables what can be used now."""
        for command in TABLE:
            self.actions[command.id].setEnabled(holds(command.when))

    def keys_of(self, command: Command) -> tuple[str, ...]:
        """The keys a command has now, in Qt's portable form."""
        own = self._own.get(command.id)
        keys = command.keys if own is None else ((own,) if own else ())
        if not self._letters and command.scope is Scope.READER:
            keys = tuple(key for key in keys if not _is_letter(key))
        return keys

    def toggle_letters(self) -> None:
        """Switches single-letter keys off or on."""
        self._letters = not self._letters
        self._save()

    def rebind(self, command_id: str, key: str) -> str:
        """Gives a command another key (portable form, "" for none). Returns the title of the command that had it."""
        taken = ""
        when = next((command.when for command in TABLE if command.id == command_id), When.ALWAYS)
        for command in TABLE:
            mine = command.id == command_id or not together(command.when, when)
            if key and not mine and key in self.keys_of(command):
                taken = command.title
                self._own[command.id] = ""
        self._own[command_id] = key
        self._save()
        return taken

    def reset_keys(self) -> None:
        """The keys of the table again."""
        self._own.clear()
        self._save()

    def show_palette(self) -> None:
        """All commands, to type into."""
        from annotator.ui.commands.picklist import Entry

        entries = [
            Entry(command.title, self._shown_keys(command), command.id, self.actions[command.id].isEnabled())
            for command in TABLE
            if command.id != "palette"
        ]
        self._window.picks.ask("All commands", entries, lambda picked: self.actions[picked].trigger(), "Type a command")

    def show_keys(self) -> None:
        """The page of keys."""
        if self._page is None:
            from annotator.ui.commands.keys_page import KeysPage

            self._page = KeysPage(self._window, self)
        self._page.open_page()

    def show_help(self, chapter: str) -> None:
        """A chapter of the help (`help_page.CHAPTERS`)."""
        if self._help is None:
            from annotator.ui.commands.help_page import HelpPage

            self._help = HelpPage(self._window)
        self._help.open_page(chapter)

    def shown_keys(self, command: Command) -> str:
        """The keys as this computer writes them."""
        return self._shown_keys(command)

    def _make(self, command: Command) -> QAction:
        action = QAction(command.title, self._window)
        action.setObjectName(f"command-{command.id}")
        action.setAutoRepeat(False)
        action.setCheckable(command.checkable)
        if command.id == "quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        elif command.menu == "Help":
            action.setMenuRole(QAction.MenuRole.NoRole)
        inside = command.scope is Scope.READER
        action.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut if inside else Qt.ShortcutContext.WindowShortcut
        )
        if command.icon:
            action.setIcon(QIcon(str(resource_path("icons", f"{command.icon}.svg"))))
        action.triggered.connect(lambda *_: command.run(self._window))
        if not inside:
            self._window.addAction(action)
        return action

    def _apply_keys(self) -> None:
        for command in TABLE:
            self.actions[command.id].setShortcuts([QKeySequence(key) for key in self.keys_of(command)])

    def _save(self) -> None:
        settings = state.load_settings()
        settings["keys"], settings["letters"] = self._own, self._letters
        state.save_settings(settings)
        self.actions["letters"].setChecked(self._letters)
        self._apply_keys()

    def _shown_keys(self, command: Command) -> str:
        return ", ".join(
            QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in self.keys_of(command)
        )


def _is_letter(key: str) -> bool:
    return len(key) == 1 and key.isalpha()
