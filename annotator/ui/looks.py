"""The style sheet: a few rules over the theme's palette."""

from __future__ import annotations

from annotator.model.resources import resource_path
from annotator.ui.theme import Theme


def style_sheet(theme: Theme) -> str:
    """Rules for the window's own parts; everything else follows the palette."""
    text, muted, border, edge = (each.name() for each in (theme.text, theme.muted, theme.border, theme.edge))
    base, raised, accent = theme.base.name(), theme.raised.name(), theme.accent.name()
    claim, wrong = theme.fills["claim"].name(), theme.fills["contradicts"].name()
    tick = resource_path("icons", "tick-black.svg" if theme.dark else "tick-white.svg").as_posix()
    link, quiet = theme.lines["supports"].name(), theme.fills["supports"].name()
    return f"""
    QLabel[dim="true"] {{ color: {muted}; }}
    QLabel[heading="true"], #message-sign, #status-review {{ font-weight: bold; }}
    QLabel[link="true"] {{ color: {link}; }}
    QPushButton[link="true"] {{ border: none; color: {link}; padding: 2px 6px; background: transparent; }}
    QPushButton[link="true"]:hover, QPushButton[link="true"]:focus {{ text-decoration: underline; }}
    QPushButton[link="true"]:disabled {{ color: {muted}; }}
    #link-where {{ text-align: left; padding: 2px 0; }}
    #link-where:focus {{ padding: 0; }}
    QLineEdit, QPlainTextEdit {{ border: 1px solid {edge}; border-radius: 3px; background: {base}; padding: 2px; }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 1px; }}
    QPushButton[link="true"]:focus {{ border: 2px solid {accent}; border-radius: 3px; padding: 0 4px; }}
    QToolButton:focus {{ border: 2px solid {accent}; border-radius: 3px; }}
    QTabBar:focus {{ border: 2px solid {accent}; }}
    QCheckBox::indicator {{ width: 12px; height: 12px; border: 1px solid {muted}; border-radius: 2px; }}
    QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{tick}"); }}
    #sidebar QTabBar::tab, #inspector-tabs QTabBar::tab {{ padding: 5px; color: {muted};
        border-bottom: 2px solid transparent; }}
    #sidebar QTabBar::tab:selected, #inspector-tabs QTabBar::tab:selected {{
        border-bottom-color: {accent}; color: {text};
    }}
    #sidebar QTabBar::tab:hover, #inspector-tabs QTabBar::tab:hover {{ color: {text}; }}
    #linking-bar QPushButton[link="true"] {{ color: {text}; text-decoration: underline; }}
    #pane, #graph-canvas {{ border: 1px solid {border}; background: {base}; }}
    #pane[active="true"] {{ border: 1px solid {accent}; }}
    #pane[drop="true"] {{ border: 1px dashed {accent}; background: {quiet}; }}
    #message {{ background: {quiet}; border-top: 1px solid {border}; }}
    #message[wrong="true"] {{ background: {wrong}; }}
    #message-sign {{ padding: 0 6px; }}
    #linking-bar {{ border-bottom: 1px solid {border}; }}
    #linking-bar[chosen="true"] {{ background: {claim}; }}
    #linking-bar[chosen="true"] QLabel {{ color: {text}; }}
    #reason-bar {{ background: {raised}; border-bottom: 1px solid {border}; }}
    #status-line {{ border-top: 1px solid {border}; }}
    #act-bar, #pick-list, #keys-page, #help-page {{ background: {raised}; border: 1px solid {muted};
        border-radius: 6px; }}
    #link-card, #query-card, #check-card, #calculation-card {{
        background: {base}; border: 1px solid {border}; border-radius: 4px;
    }}
    #walk-cards {{ border: 2px solid transparent; }}
    #walk-cards:focus {{ border: 2px solid {accent}; border-radius: 4px; }}
    #link-card[review="true"] {{ border: 1px dashed {text}; }}
    #reader-note {{ background: {claim}; color: {text}; padding: 3px 10px; }}
    #review-card {{ border-top: 1px solid {border}; background: {raised}; }}
    #review-old, #review-new, #check-wording {{ border: 1px solid {edge}; border-radius: 3px; background: {base}; }}
    #review-old:focus, #review-new:focus, #check-wording:focus {{ border: 2px solid {accent}; }}
    #link-card[chosen="true"] {{ border: 2px solid {accent}; }}
    #link-card[chosen="true"][review="true"] {{ border: 2px dashed {accent}; }}
    #inspector {{ background: {theme.window.name()}; }}
    {_rows(theme)}
    """


def _rows(theme: Theme) -> str:
    """Rules for lists."""
    text, border, base = theme.text.name(), theme.border.name(), theme.base.name()
    accent, quiet = theme.accent.name(), theme.fills["supports"].name()
    return f"""
    QListView, QListWidget {{ border: 1px solid {border}; background: {base}; outline: none; }}
    QListView:focus, QListWidget:focus, QTreeView:focus, #graph-canvas:focus {{ border: 2px solid {accent}; }}
    #documents-list::item, #search-hits::item, #review-list::item, #differences::item, #flags-list::item {{
        padding: 5px; border-bottom: 1px solid {border};
    }}
    #recent-list::item, #pick-rows::item, #history-rows::item, #queries-rows::item, #remarks-rows::item,
    #review-rows::item, #graph-list::item {{ padding: 4px; }}
    QListWidget::item:selected {{ background: {quiet}; color: {text}; }}
    """
