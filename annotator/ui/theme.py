"""Colours of the window: a light and a dark palette of our own, and what the desktop asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True)
class Theme:
    """One set of colours. `lines` (text and edges on this theme), `fills` and `strokes` (a line that works on both
    themes) are keyed by relation: "supports", "contradicts", "context"; `fills` also by "claim" and "needs-none".
    """

    name: str
    dark: bool
    window: QColor
    base: QColor
    raised: QColor
    text: QColor
    muted: QColor
    border: QColor
    edge: QColor
    accent: QColor
    on_accent: QColor
    selection: QColor
    paper: QColor
    desk: QColor
    disputed: QColor
    find: QColor
    find_current: QColor
    lines: Mapping[str, QColor]
    fills: Mapping[str, QColor]
    strokes: Mapping[str, QColor]

    def palette(self) -> QPalette:
        """The same as a Qt palette."""
        palette = QPalette()
        roles = QPalette.ColorRole
        for role, color in (
            (roles.Window, self.window),
            (roles.WindowText, self.text),
            (roles.Base, self.base),
            (roles.AlternateBase, self.raised),
            (roles.ToolTipBase, self.raised),
            (roles.ToolTipText, self.text),
            (roles.PlaceholderText, self.muted),
            (roles.Text, self.text),
            (roles.Button, self.raised),
            (roles.ButtonText, self.text),
            (roles.BrightText, self.text),
            (roles.Light, self.raised.lighter(110)),
            (roles.Midlight, self.raised),
            (roles.Mid, self.border),
            (roles.Dark, self.border.darker(130)),
            (roles.Shadow, QColor("#000000")),
            (roles.Highlight, self.accent),
            (roles.HighlightedText, self.on_accent),
            (roles.Link, self.lines["supports"]),
            (roles.LinkVisited, self.lines["supports"]),
            (roles.Accent, self.accent),
        ):
            palette.setColor(role, color)
        for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.muted)
        return palette


def _colors(**named: str) -> Mapping[str, QColor]:
    return MappingProxyType({name.replace("_", "-"): QColor(value) for name, value in named.items()})


_LIGHT_LINES = _colors(
    supports="#005EA8", contradicts="#B03600", context="#616161", claim="#6E5C00", needs_none="#616161", black="#1B1B1B"
)
_DARK_LINES = _colors(
    supports="#6CB8F0", contradicts="#FF9457", context="#B8B8B8", claim="#F0D858", needs_none="#B8B8B8", black="#ECECEC"
)

LIGHT = Theme(
    name="light",
    dark=False,
    window=QColor("#F4F4F2"),
    base=QColor("#FFFFFF"),
    raised=QColor("#FFFFFF"),
    text=QColor("#1B1B1B"),
    muted=QColor("#5F5F5F"),
    border=QColor("#C9C9C5"),
    edge=QColor("#7F7F7B"),
    accent=QColor("#005EA8"),
    on_accent=QColor("#FFFFFF"),
    selection=QColor("#B5D5FF"),
    paper=QColor("#FFFFFF"),
    desk=QColor("#E4E4E1"),
    disputed=QColor("#9A4A00"),
    find=QColor("#FFE08A"),
    find_current=QColor("#FFB347"),
    lines=_LIGHT_LINES,
    fills=_colors(
        supports="#D6E9FA",
        contradicts="#FFDCC8",
        context="#E6E6E6",
        claim="#FFF3B8",
        needs_none="#F0F0F0",
        black="#E2E2E2",
    ),
    strokes=_LIGHT_LINES,
)

DARK = Theme(
    name="dark",
    dark=True,
    window=QColor("#202124"),
    base=QColor("#18191B"),
    raised=QColor("#2B2D30"),
    text=QColor("#ECECEC"),
    muted=QColor("#ABABAB"),
    border=QColor("#47494D"),
    edge=QColor("#ABABAB"),
    accent=QColor("#6CB8F0"),
    on_accent=QColor("#10202C"),
    selection=QColor("#2C5A8C"),
    paper=QColor("#1E1F22"),
    desk=QColor("#131416"),
    disputed=QColor("#F0A050"),
    find=QColor("#6B5A00"),
    find_current=QColor("#9A5B00"),
    lines=_DARK_LINES,
    fills=_colors(
        supports="#0E3A5C",
        contradicts="#5A1414",
        context="#404040",
        claim="#665800",
        needs_none="#303030",
        black="#3A3A3A",
    ),
    strokes=_DARK_LINES,
)


def system_theme() -> Theme:
    """The theme the desktop asks for; light where it says nothing."""
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication):
        return LIGHT
    return DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def apply_theme(theme: Theme) -> None:
    """Give the whole application a theme's palette, in a style that obeys palettes on every platform."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        if app.style().name() != "fusion":
            app.setStyle("fusion")
        app.setPalette(theme.palette())
