"""Bars inside the window: messages with what can be done next, the claim that links go to, a field for a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.ui.accessibility import announcer
from annotator.ui.plain import ElidedLabel, button, label, one_line
from annotator.ui.retiring import retire

Act = tuple[str, Callable[[], None]]
SENTENCE_LIMIT = 600


class Message(QFrame):
    """One sentence or two, and buttons; gone when one is pressed."""

    closed = Signal()

    def __init__(
        self,
        sentence: str,
        acts: Sequence[Act],
        *,
        wrong: bool,
        field: str = "",
        secret: bool = False,
        stays: bool = False,
        lines: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.stays = stays
        self.setObjectName("message")
        self.setProperty("wrong", wrong)
        self.sign = label("!" if wrong else "i", self)
        self.sign.setObjectName("message-sign")
        listed = [one_line(sentence, SENTENCE_LIMIT), *(f"–  {one_line(line, SENTENCE_LIMIT)}" for line in lines)]
        self.words = label("\n".join(listed), self, wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(field)
        self.field.setAccessibleName(field)
        self.field.setVisible(bool(field))
        self.field.setMinimumWidth(200)
        if secret:
            self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.acts = []
        inside = QHBoxLayout(self)
        inside.setContentsMargins(10, 5, 8, 5)
        inside.addWidget(self.sign)
        inside.addWidget(self.words, 1)
        inside.addWidget(self.field)
        for words, run in acts:
            made = button(words, self)
            made.setAccessibleDescription(one_line(sentence, SENTENCE_LIMIT))
            made.clicked.connect(self._acting(run))
            inside.addWidget(made)
            self.acts.append(made)
        self.away = button("Dismiss", self, flat=True, says="Dismiss this message")
        self.away.clicked.connect(self.closed)
        inside.addWidget(self.away)
        if field and acts:
            self.field.returnPressed.connect(self.acts[0].click)
            self.field.setFocus()

    def _acting(self, run: Callable[[], None]) -> Callable[[], None]:
        def act() -> None:
            self.closed.emit()
            run()

        return act

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class MessageBar(QWidget):
    """Messages below one another; a message with the key of an earlier one takes its place."""

    focus_left = Signal()

    LIMIT = 3

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[str, Message] = {}
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(1)
        self.hide()

    @property
    def sentences(self) -> list[str]:
        """What is being said."""
        return [message.words.text() for message in self._shown.values()]

    def message(self, key: str) -> Message | None:
        """The message with a key."""
        return self._shown.get(key)

    def say(
        self,
        sentence: str,
        acts: Sequence[Act] = (),
        *,
        key: str = "",
        wrong: bool = False,
        field: str = "",
        secret: bool = False,
        stays: bool = False,
        lines: Sequence[str] = (),
    ) -> Message:
        """Shows a message until it is put away or acted on; one that `stays` is never pushed out by others.

        `lines` stand below the sentence, one a line.
        """
        key = key or sentence
        self.forget(key)
        self._make_room()
        message = Message(sentence, acts, wrong=wrong, field=field, secret=secret, stays=stays, lines=lines)
        message.closed.connect(lambda: self.forget(key, message))
        self._shown[key] = message
        self._inside.addWidget(message)
        self.show()
        announcer().announce(message, " ".join([sentence, *lines[-1:]]), urgent=wrong)
        if field:
            message.field.setFocus()
        return message

    def _make_room(self) -> None:
        """Puts the oldest away: first those with nothing to press, never one that work hangs on."""
        while len(self._shown) >= self.LIMIT:
            loose = [key for key, each in self._shown.items() if not each.stays]
            going = [key for key in loose if not self._shown[key].acts] or loose
            if not going:
                return
            self.forget(going[0])

    def forget(self, key: str, message: Message | None = None) -> None:
        """Puts a message away."""
        if message is not None and self._shown.get(key) is not message:
            return
        gone = self._shown.pop(key, None)
        if gone is not None:
            inside = self.window().focusWidget()
            had_focus = inside is not None and gone.isAncestorOf(inside)
            gone.hide()
            self._inside.removeWidget(gone)
            retire(gone)
            if had_focus:
                self.focus_left.emit()
        self.setVisible(bool(self._shown))

    def clear(self) -> None:
        """Puts all messages away."""
        for key in list(self._shown):
            self.forget(key)


NO_CLAIM = "No claim is chosen. Select words in the draft and press C, or choose one in the list."


class LinkingBar(QFrame):
    """The chosen claim, as long as links go to it; it keeps its room, so that pages never move under her hand."""

    release_wanted = Signal()
    claim_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("linking-bar")
        self.words = ElidedLabel("", self)
        self.show_claim = button("Show", self, flat=True, name="linking-show", says="Show the claim in the draft")
        self.done = button("Done (Esc)", self, flat=True, name="linking-done", says="Done linking to this claim")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(10, 3, 8, 3)
        inside.addWidget(self.words, 1)
        inside.addWidget(self.show_claim)
        inside.addWidget(self.done)
        self.show_claim.clicked.connect(self.claim_wanted)
        self.done.clicked.connect(self.release_wanted)
        self.rest()

    def show_linking(self, number: int, quote: str) -> None:
        """Shows the claim's number and words."""
        self._show(f"Linking: “{one_line(quote)}” (claim {number})", chosen=True)

    def rest(self) -> None:
        """No claim is chosen."""
        self._show(NO_CLAIM, chosen=False)

    def _show(self, words: str, *, chosen: bool) -> None:
        self.words.set_whole(words)
        self.words.setProperty("dim", not chosen)
        self.setProperty("chosen", chosen)
        for part in (self, self.words):
            part.style().unpolish(part)
            part.style().polish(part)
        self.show_claim.setVisible(chosen)
        self.done.setVisible(chosen)


class ReasonBar(QFrame):
    """A field in the window that asks for a few words; Enter takes them, Escape leaves it."""

    answered = Signal(str)
    left = Signal()
    asking = Signal(bool)
    """Whether it wants to be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reason-bar")
        self.words = ElidedLabel("", self)
        self.field = QLineEdit(self)
        self.field.setObjectName("reason-field")
        self.field.setMinimumWidth(320)
        self.take = button("Mark", self, name="reason-take", says="Mark as needing no source")
        self.away = button("Cancel", self, flat=True, says="Do not mark it")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(10, 4, 8, 4)
        inside.addWidget(self.words, 1)
        inside.addWidget(self.field, 2)
        inside.addWidget(self.take)
        inside.addWidget(self.away)
        self.field.returnPressed.connect(self._answer)
        self.take.clicked.connect(self._answer)
        self.away.clicked.connect(self._leave)
        self.field.installEventFilter(self)

    def ask(self, words: str, hint: str) -> None:
        """Shows the field."""
        self.words.set_whole(words)
        self.field.clear()
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.field.setAccessibleDescription(one_line(words))
        self.asking.emit(True)
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leaves it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self._leave()
            return True
        return False

    def _answer(self) -> None:
        self.asking.emit(False)
        self.answered.emit(self.field.text().strip())

    def _leave(self) -> None:
        self.asking.emit(False)
        self.left.emit()
