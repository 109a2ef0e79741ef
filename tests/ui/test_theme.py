"""The palettes can be read: contrast of text, in light and dark."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from annotator.ui.theme import DARK, LIGHT, Theme, system_theme


def luminance(color: QColor) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_text_can_be_read(theme: Theme) -> None:
    grounds = [theme.window, theme.base, theme.raised, theme.desk]
    for ground in grounds:
        assert contrast(theme.text, ground) >= 4.5
        assert contrast(theme.muted, ground) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.disputed, theme.window) >= 4.5
    for kind in ("supports", "contradicts", "context"):
        assert contrast(theme.lines[kind], theme.base) >= 4.5
    for fill in (*theme.fills.values(), theme.selection, theme.find, theme.find_current):
        assert contrast(theme.text, fill) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_marks_and_lines_can_be_seen(theme: Theme) -> None:
    """Each mark on the page, on its own fill, on the panels; lines across panes on their casing; text on marks."""
    for kind, line in theme.lines.items():
        for ground in (theme.base, theme.raised, theme.window, theme.desk, theme.paper):
            assert contrast(line, ground) >= 4.5, (kind, ground.name())
        assert contrast(theme.paper, line) >= 4.5, kind
        assert contrast(theme.text, theme.fills[kind]) >= 4.5, kind
        assert contrast(line, theme.fills[kind]) >= 4.5, kind
    for kind, stroke in theme.strokes.items():
        assert contrast(stroke, theme.base) >= 4.5, kind
    for ground in (theme.base, theme.raised, theme.window, theme.desk, theme.paper):
        assert contrast(theme.accent, ground) >= 4.5
        assert contrast(theme.disputed, ground) >= 4.5
    for fill in (theme.fills["supports"], theme.fills["contradicts"]):  # what messages stand on
        assert contrast(theme.lines["supports"], fill) >= 4.5


def test_light_where_the_desktop_says_nothing(qapp: object) -> None:
    assert system_theme() is LIGHT
