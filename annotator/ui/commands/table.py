"""The table of commands: id, menu, title, keys, icon, when enabled, what is done. Nothing else defines a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


class When(StrEnum):
    """When a command can be used."""

    ALWAYS = "always"
    PROJECT = "a project is open"
    WRITABLE = "a project is open and can be changed"
    DOCUMENT = "the pane shows a document"
    COMPARING = "versions are compared"
    GRAPH = "the graph is shown"
    WALKING = "the draft is checked line by line"
    REVIEW = "the review is open"


_FULL = (When.COMPARING, When.WALKING, When.GRAPH)
"""While one of these holds, the panes are out of sight."""


def together(one: When, other: When) -> bool:
    """Whether commands can be on at the same time: those of a full view never are with those of the panes."""
    return one is other or When.ALWAYS in (one, other) or (one not in _FULL and other not in _FULL)


class Scope(StrEnum):
    """Where a key counts: everywhere in the window, or only while a reader (or the list of claims) has the focus."""

    WINDOW = "window"
    READER = "reader"


@dataclass(frozen=True, slots=True)
class Command:
    """One row. `icon` names a file of resources/icons without its ending; several `keys` are alternatives."""

    id: str
    menu: str
    title: str
    keys: tuple[str, ...]
    icon: str
    when: When
    run: Callable[[MainWindow], object]
    scope: Scope = Scope.WINDOW
    checkable: bool = False


def _c(
    id: str,
    menu: str,
    title: str,
    keys: str,
    when: When,
    run: Callable[[MainWindow], object],
    *,
    icon: str = "",
    scope: Scope = Scope.WINDOW,
    checkable: bool = False,
) -> Command:
    return Command(id, menu, title, tuple(keys.split()), icon, when, run, scope, checkable)


def _link(relation: str) -> Callable[[MainWindow], object]:
    def link(window: MainWindow) -> None:
        from annotator.model.things import Relation  # the words of the project are not needed for the start page

        window.linker.link(Relation(relation))

    return link


ALWAYS, PROJECT, WRITABLE, DOCUMENT, REVIEW = When.ALWAYS, When.PROJECT, When.WRITABLE, When.DOCUMENT, When.REVIEW
WALKING, GRAPH = When.WALKING, When.GRAPH
READER = Scope.READER
MENUS = ("File", "Edit", "Document", "Mark", "Go", "View", "Help")
GROUP_ENDS = frozenset(
    {
        "example",
        "take-at-once",
        "print",
        "comments",
        "forget",
        "redo",
        "copy",
        "belongs",
        "context",
        "follow",
        "forward",
        "pane-4",
        "fit-page",
        "in-step",
        "close-pane",
        "links",
    }
)
"""After these a line is drawn in their menu."""

TABLE: tuple[Command, ...] = (
    _c("open", "File", "Open…", "Ctrl+O", ALWAYS, lambda w: w.projects.ask_open()),
    _c("start", "File", "Start page", "", PROJECT, lambda w: w.projects.show_start()),
    _c("example", "File", "Open the example", "", ALWAYS, lambda w: w.projects.open_example()),
    _c("add", "File", "Add documents…", "Ctrl+Shift+O", WRITABLE, lambda w: w.adding.ask_add()),
    _c("new-draft", "File", "New version of the draft…", "", WRITABLE, lambda w: w.versions.ask_draft()),
    _c(
        "watch-draft", "File", "Watch the draft's file", "", WRITABLE,
        lambda w: w.watching.toggle(), checkable=True,
    ),
    _c(
        "take-at-once", "File", "Take the draft's file in whenever it was saved", "", WRITABLE,
        lambda w: w.watching.toggle_at_once(), checkable=True,
    ),
    _c("export-bundle", "File", "Export evidence bundle…", "Ctrl+Shift+E", PROJECT, lambda w: w.bundling.ask()),
    _c("export-page", "File", "Export page…", "", PROJECT, lambda w: w.handover.ask_export("html")),
    _c("export-copies", "File", "Export annotated copies…", "", PROJECT, lambda w: w.handover.ask_export("pdf")),
    _c("export-graph", "File", "Export the graph (SVG)…", "", PROJECT, lambda w: w.handover.ask_export("svg")),
    _c("print", "File", "Print the annotated draft…", "Ctrl+P", PROJECT, lambda w: w.handover.ask_print()),
    _c("send", "File", "Send a copy…", "", PROJECT, lambda w: w.sharing.ask_send()),
    _c("bring-in", "File", "Bring in changes…", "", WRITABLE, lambda w: w.sharing.ask_bring()),
    _c("came-in", "File", "Review what came in", "", PROJECT, lambda w: w.came_in.show()),
    _c("settle", "File", "Settle disagreements…", "", WRITABLE, lambda w: w.sharing.ask_settle()),
    _c("undo-merge", "File", "Undo the last merge", "", WRITABLE, lambda w: w.sharing.undo_merge()),
    _c("comments", "File", "Take in comments (DOCX, ODT)…", "", WRITABLE, lambda w: w.queries.remarks.ask()),
    _c("history", "File", "History", "Ctrl+Shift+H", PROJECT, lambda w: w.history.show()),
    _c("history-of", "File", "History of the claim or document", "", PROJECT, lambda w: w.history.show_chosen()),
    _c("who", "File", "Who I am in this project…", "", WRITABLE, lambda w: w.people.ask()),
    _c("backups", "File", "Backups…", "", PROJECT, lambda w: w.people.ask_backups()),
    _c("forget", "File", "Forget this project on this computer…", "", PROJECT, lambda w: w.people.ask_forget()),
    _c("quit", "File", "Close window", "Ctrl+Q", ALWAYS, lambda w: w.close()),
    _c("undo", "Edit", "Undo", "Ctrl+Z", WRITABLE, lambda w: w.linker.undo()),
    _c("redo", "Edit", "Redo", "Ctrl+Shift+Z Ctrl+Y", WRITABLE, lambda w: w.linker.redo()),
    _c("remove", "Edit", "Remove", "Del Backspace", WRITABLE, lambda w: w.linker.remove(), scope=READER),
    _c("copy", "Edit", "Copy", "", DOCUMENT, lambda w: w.area.active_pane.copy()),
    _c("find", "Edit", "Find here", "Ctrl+F", DOCUMENT, lambda w: w.area.active_pane.open_find()),
    _c("find-next", "Edit", "Find next", "F3 Ctrl+G", DOCUMENT, lambda w: w.area.active_pane.find_next()),
    _c(
        "find-previous", "Edit", "Find previous", "Shift+F3 Ctrl+Shift+G", DOCUMENT,
        lambda w: w.area.active_pane.find_previous(),
    ),
    _c("search", "Edit", "Search the project", "Ctrl+Shift+F", PROJECT, lambda w: w.search_project()),
    _c("new-note", "Document", "New interview note…", "Ctrl+Shift+I", WRITABLE, lambda w: w.adding.notes.ask()),
    _c("note-words", "Document", "Change the note's words…", "", WRITABLE, lambda w: w.adding.notes.ask_revise()),
    _c("paste", "Document", "Paste as source", "Ctrl+V", WRITABLE, lambda w: w.adding.pasting.paste()),
    _c("new-version", "Document", "New version of this document…", "", WRITABLE, lambda w: w.versions.ask()),
    _c(
        "paste-version", "Document", "Paste as new version", "Ctrl+Shift+V", WRITABLE,
        lambda w: w.versions.paste(),
    ),
    _c("compare", "Document", "Compare versions…", "", DOCUMENT, lambda w: w.comparing.ask()),
    _c("belongs", "Document", "Belongs to…", "", WRITABLE, lambda w: w.adding.ask_owner()),
    _c("review", "Document", "Review what changed", "F2", PROJECT, lambda w: w.reviewing.show()),
    _c("review-next", "Document", "Review: next", "J", REVIEW, lambda w: w.reviewing.step(1), scope=READER),
    _c(
        "review-previous", "Document", "Review: previous", "Shift+J", REVIEW,
        lambda w: w.reviewing.step(-1), scope=READER,
    ),
    _c("review-keep", "Document", "Review: keep", "K", REVIEW, lambda w: w.reviewing.keep(), scope=READER),
    _c("review-place", "Document", "Review: place here", "P", REVIEW, lambda w: w.reviewing.place(), scope=READER),
    _c("review-let-go", "Document", "Review: let go", "G", REVIEW, lambda w: w.reviewing.let_go(), scope=READER),
    _c("claim", "Mark", "Claim", "C", WRITABLE, lambda w: w.linker.mark_claim(), icon="claim", scope=READER),
    _c(
        "supports", "Mark", "Supports", "S", WRITABLE,
        _link("supports"), icon="supports", scope=READER,
    ),
    _c(
        "contradicts", "Mark", "Contradicts", "X", WRITABLE,
        _link("contradicts"), icon="contradicts", scope=READER,
    ),
    _c(
        "context", "Mark", "Context", "T", WRITABLE,
        _link("context"), icon="context", scope=READER,
    ),
    _c("needs-none", "Mark", "Needs no source", "N", WRITABLE, lambda w: w.linker.needs_none(), scope=READER),
    _c(
        "region", "Mark", "Region of the page", "R", DOCUMENT,
        lambda w: w.area.active_pane.select_region(), scope=READER,
    ),
    _c(
        "add-range", "Mark", "Select further words, too", "A", DOCUMENT,
        lambda w: w.area.active_pane.add_to_selection(), scope=READER,
    ),
    _c("black", "Mark", "Black out in exports", "B", WRITABLE, lambda w: w.blacking.ask(), scope=READER),
    _c("query", "Mark", "Query…", "Q", WRITABLE, lambda w: w.queries.ask(), scope=READER),
    _c(
        "find-support", "Mark", "Find support for the selection", "F", PROJECT,
        lambda w: w.strips.find_support(), scope=READER,
    ),
    _c("adjust", "Mark", "Move the ends of the passage", "E", WRITABLE, lambda w: w.acting.adjust(), scope=READER),
    _c("link-to", "Mark", "Link to…", "Ctrl+K", WRITABLE, lambda w: w.linker.link_from_list()),
    _c("calculate", "Mark", "Calculation…", "", WRITABLE, lambda w: w.calculating.ask()),
    _c("queries", "Mark", "All queries", "Ctrl+Shift+L", PROJECT, lambda w: w.queries.show()),
    _c("release", "Mark", "Done linking", "Esc", PROJECT, lambda w: w.acting.release(), scope=READER),
    _c("follow", "Go", "Follow link", "Return Enter", PROJECT, lambda w: w.navigator.follow(), scope=READER),
    _c("back", "Go", "Back", "Alt+Left", PROJECT, lambda w: w.navigator.back()),
    _c("forward", "Go", "Forward", "Alt+Right", PROJECT, lambda w: w.navigator.forward()),
    _c("page", "Go", "Go to page", "Ctrl+L", DOCUMENT, lambda w: w.area.active_pane.focus_page_field()),
    _c(
        "beside", "Go", "Links and notes in sight", "L", DOCUMENT,
        lambda w: w.reading.list_beside(), scope=READER,
    ),
    _c("difference-next", "Go", "Next difference", "F8", When.COMPARING, lambda w: w.comparing.go(1)),
    _c("difference-previous", "Go", "Previous difference", "Shift+F8", When.COMPARING, lambda w: w.comparing.go(-1)),
    _c("line-check", "Go", "Check line by line", "F7", PROJECT, lambda w: w.strips.walking.start()),
    _c(
        "line-checked", "Go", "Line: checked, next", "V", WALKING,
        lambda w: w.strips.walking.deciding.checked(), scope=READER,
    ),
    _c(
        "line-disputed", "Go", "Line: disputed", "D", WALKING,
        lambda w: w.strips.walking.deciding.disputed(), scope=READER,
    ),
    _c(
        "line-needs-none", "Go", "Line: needs no source", "N", WALKING,
        lambda w: w.strips.walking.deciding.needs_none(), scope=READER,
    ),
    _c("line-query", "Go", "Line: query", "Q", WALKING, lambda w: w.strips.walking.deciding.query(), scope=READER),
    _c("line-next", "Go", "Line: next", "J", WALKING, lambda w: w.strips.walking.step(1), scope=READER),
    _c("line-previous", "Go", "Line: previous", "K", WALKING, lambda w: w.strips.walking.step(-1), scope=READER),
    _c(
        "line-next-open", "Go", "Line: next open", "F8 Ctrl+J", WALKING,
        lambda w: w.strips.walking.step(1, only_open=True), scope=READER,
    ),
    _c(
        "line-previous-open", "Go", "Line: previous open", "Shift+F8 Ctrl+Shift+J", WALKING,
        lambda w: w.strips.walking.step(-1, only_open=True), scope=READER,
    ),
    _c("next-open", "Go", "Next open sentence", "F8 Ctrl+J", PROJECT, lambda w: w.strips.go(1)),
    _c("previous-open", "Go", "Previous open sentence", "Shift+F8 Ctrl+Shift+J", PROJECT, lambda w: w.strips.go(-1)),
    _c("strip", "View", "Outline and small pages", "F4", DOCUMENT, lambda w: w.area.active_pane.toggle_strip()),
    _c("next-pane", "Go", "Next pane", "F6", PROJECT, lambda w: w.acting.step(1)),
    _c("previous-pane", "Go", "Previous pane", "Shift+F6", PROJECT, lambda w: w.acting.step(-1)),
    _c("pane-1", "Go", "First pane", "Ctrl+1", PROJECT, lambda w: w.area.go(1)),
    _c("pane-2", "Go", "Second pane", "Ctrl+2", PROJECT, lambda w: w.area.go(2)),
    _c("pane-3", "Go", "Third pane", "Ctrl+3", PROJECT, lambda w: w.area.go(3)),
    _c("pane-4", "Go", "Fourth pane", "Ctrl+4", PROJECT, lambda w: w.area.go(4)),
    _c("zoom-in", "View", "Larger", "Ctrl++ Ctrl+=", DOCUMENT, lambda w: w.area.active_pane.zoom_in()),
    _c("zoom-out", "View", "Smaller", "Ctrl+-", DOCUMENT, lambda w: w.area.active_pane.zoom_out()),
    _c("actual", "View", "Printed size", "Ctrl+0", DOCUMENT, lambda w: w.area.active_pane.actual()),
    _c("fit-width", "View", "Fit width", "Ctrl+9", DOCUMENT, lambda w: w.area.active_pane.fit_width()),
    _c("fit-page", "View", "Fit page", "Ctrl+8", DOCUMENT, lambda w: w.area.active_pane.fit_page()),
    _c("turn-right", "View", "Turn right", "Ctrl+R", DOCUMENT, lambda w: w.area.active_pane.turn(1)),
    _c("turn-left", "View", "Turn left", "Ctrl+Shift+R", DOCUMENT, lambda w: w.area.active_pane.turn(-1)),
    _c("one-page", "View", "One page a row", "", DOCUMENT, lambda w: w.reading.lay_pages("one")),
    _c("two-pages", "View", "Two pages a row", "Ctrl+7", DOCUMENT, lambda w: w.reading.lay_pages("two")),
    _c("cover", "View", "Two pages a row, cover alone", "", DOCUMENT, lambda w: w.reading.lay_pages("cover")),
    _c("in-step", "View", "Scroll panes in step", "", PROJECT, lambda w: w.reading.toggle_in_step(), checkable=True),
    _c("split-right", "View", "Split pane to the right", "Ctrl+\\", PROJECT, lambda w: w.acting.split(below=False)),
    _c("split-below", "View", "Split pane below", "Ctrl+Shift+\\", PROJECT, lambda w: w.acting.split(below=True)),
    _c("close-tab", "View", "Close document", "Ctrl+W", DOCUMENT, lambda w: w.area.active_pane.close_document()),
    _c("close-pane", "View", "Close pane", "Ctrl+Shift+W", PROJECT, lambda w: w.acting.close_pane()),
    _c("show-all", "View", "Show all links", "", PROJECT, lambda w: w.acting.toggle_show_all(), checkable=True),
    _c("graph", "View", "The graph", "F5", PROJECT, lambda w: w.picturing.show()),
    _c("graph-find", "View", "Graph: filter", "Ctrl+F", GRAPH, lambda w: w.picturing.view.bar.words.setFocus()),
    _c("graph-in", "View", "Graph: larger", "Ctrl++ Ctrl+=", GRAPH, lambda w: w.picturing.view.zoom(1)),
    _c("graph-out", "View", "Graph: smaller", "Ctrl+-", GRAPH, lambda w: w.picturing.view.zoom(-1)),
    _c("graph-actual", "View", "Graph: usual size", "Ctrl+0", GRAPH, lambda w: w.picturing.view.canvas.actual()),
    _c("graph-whole", "View", "Graph: whole", "Ctrl+9", GRAPH, lambda w: w.picturing.view.canvas.whole()),
    _c("sidebar", "View", "Sidebar", "F9", PROJECT, lambda w: w.bench.toggle_sidebar(), checkable=True),
    _c("links", "View", "Links and details", "Ctrl+I", PROJECT, lambda w: w.bench.toggle_inspector(), checkable=True),
    _c("dark", "View", "Dark colours", "", ALWAYS, lambda w: w.toggle_dark(), checkable=True),
    _c(
        "dark-pages", "View", "Dark colours on pages, too", "", PROJECT,
        lambda w: w.reading.toggle_dark_pages(), checkable=True,
    ),
    _c("memory", "View", "Memory for reading…", "", PROJECT, lambda w: w.reading.ask_memory()),
    _c("palette", "Help", "All commands", "Ctrl+Shift+A", ALWAYS, lambda w: w.commands.show_palette()),
    _c("keys", "Help", "Keys", "F1", ALWAYS, lambda w: w.commands.show_keys()),
    _c("first-link", "Help", "The first link", "", ALWAYS, lambda w: w.commands.show_help("reading")),
    _c("about-flags", "Help", "What the flags say", "", ALWAYS, lambda w: w.commands.show_help("flags")),
    _c("handing-over", "Help", "What to send to whom", "", ALWAYS, lambda w: w.commands.show_help("handing-over")),
    _c(
        "working-together", "Help", "Working on one story together", "", ALWAYS,
        lambda w: w.commands.show_help("working-together"),
    ),
    _c("letters", "Help", "Single-letter keys", "", ALWAYS, lambda w: w.commands.toggle_letters(), checkable=True),
    _c("about", "Help", "About Annotator", "", ALWAYS, lambda w: w.commands.show_help("about")),
)  # fmt: skip
