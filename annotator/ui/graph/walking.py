"""Where keys lead from a thing of the picture: along its column, and along lines. Pure."""

from __future__ import annotations

from PySide6.QtCore import Qt

from annotator.model.picture import Column, Node, Picture

_ALONG = {
    Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1,
}  # fmt: skip
_PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)


class Walk:
    """Remembers from where a line was followed: back along it is the way back, and Shift stays among its ends."""

    def __init__(self, made: Picture | None) -> None:
        self._made = made
        self._from = ""

    def knows(self, key: int) -> bool:
        """Whether a key leads anywhere."""
        return key in _ALONG or key in (Qt.Key.Key_Left, Qt.Key.Key_Right)

    def go(self, key: int, here: str, page: int, *, narrow: bool, stay: bool = False) -> str:
        """The id of the thing a key leads to; `here` itself where there is none, or with `stay`.

        `page` is how many rows are in sight. With `narrow` only things count that are joined with where she came from.
        """
        if self._made is None or not self._made.has(here) or stay:
            return here
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return self._across(here, forwards=key == Qt.Key.Key_Right)
        return self._along(Qt.Key(key), here, page, narrow=narrow)

    def _across(self, here: str, *, forwards: bool) -> str:
        made = self._made
        assert made is not None
        ends = made.after(here) if forwards else made.before(here)
        if not ends:
            return here
        known = next((end.id for end in ends if end.id == self._from), "")
        row = made.node(here).row
        self._from = here
        return known or min(ends, key=lambda end: (abs(end.row - row), end.row)).id

    def _along(self, key: Qt.Key, here: str, page: int, *, narrow: bool) -> str:
        made = self._made
        assert made is not None
        node = made.node(here)
        among = self._among(node) if narrow else made.column(node.column)
        at = [one.id for one in among].index(here)
        by = _ALONG[key]
        if key in _ENDS:
            at = 0 if by < 0 else len(among) - 1
        elif key in _PAGES:
            far = [one for one in range(len(among)) if abs(among[one].row - node.row) <= page]
            at = far[0] if by < 0 else far[-1]
        else:
            at = min(max(at + by, 0), len(among) - 1)
        return among[at].id

    def _among(self, node: Node) -> tuple[Node, ...]:
        """The things of a column that are joined with where she came from; else all of it."""
        made = self._made
        assert made is not None
        if made.has(self._from):
            origin = made.node(self._from)
            ends = made.after(origin.id) if origin.column < node.column else made.before(origin.id)
            if node in ends:
                return ends
        if node.column is not Column.CLAIMS and (back := made.before(node.id)):
            return made.after(back[0].id)
        return made.column(node.column)
