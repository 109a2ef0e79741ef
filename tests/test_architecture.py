"""The rules of the house as tests: who may import whom, and where Qt, PyMuPDF, SQL and other tools may live."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_archon import archrule

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "annotator"
FLOORS = (
    ("annotator.app",),
    ("annotator.ui", "annotator.cli"),
    ("annotator.operations",),
    (
        "annotator.store",
        "annotator.engine",
        "annotator.checking",
        "annotator.finding",
        "annotator.bundle",
        "annotator.sharing",
    ),
    ("annotator.anchoring",),
    ("annotator.model",),
)
"""From the roof down; rooms on one floor are neighbours."""

pytestmark = pytest.mark.logs("^pytest_archon")


def inside(room: str) -> tuple[str, str]:
    """The two patterns that name a room and everything in it."""
    return room, f"{room}.*"


def rooms() -> list[str]:
    return [room for floor in FLOORS for room in floor]


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Path below the project and tree of every module of ours."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_bytes())


def test_every_folder_is_a_room_of_the_house() -> None:
    folders = {f"annotator.{path.name}" for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    modules = {f"annotator.{path.stem}" for path in PACKAGE.glob("*.py")} - {"annotator.__init__", "annotator.__main__"}
    assert folders | modules == set(rooms())


@pytest.mark.parametrize("room", rooms())
def test_imports_point_down_and_neighbours_stay_apart(room: str) -> None:
    floor = next(number for number, names in enumerate(FLOORS) if room in names)
    forbidden = [other for names in FLOORS[: floor + 1] for other in names if other != room]
    patterns = [pattern for other in forbidden for pattern in inside(other)]
    rule = archrule(f"{room} imports only downward").match(*inside(room))
    rule.should_not_import("annotator.__main__", *patterns).check("annotator")


def test_model_imports_nothing_of_ours() -> None:
    rule = archrule("the words stand alone").match(*inside("annotator.model"))
    rule.should_not_import("annotator", "annotator.*").may_import(*inside("annotator.model")).check("annotator")


@pytest.mark.parametrize("room", ["annotator.ui", "annotator.cli"])
def test_window_and_command_line_write_through_operations(room: str) -> None:
    behind = [pattern for name in ("store", "bundle", "sharing", "finding") for pattern in inside(f"annotator.{name}")]
    rule = archrule(f"{room} goes through operations").match(*inside(room))
    rule.should_not_import(*behind).check("annotator", only_direct_imports=True)


def test_qt_lives_in_the_window_only() -> None:
    rule = archrule("Qt only in ui").match("annotator", "annotator.*")
    rule = rule.exclude(*inside("annotator.ui"), "annotator.app", "annotator.__main__")
    rule.should_not_import("PySide6*", "shiboken6*").check("annotator")


def test_pymupdf_lives_behind_the_wall_only() -> None:
    rule = archrule("PyMuPDF only in the worker").match("annotator", "annotator.*")
    rule = rule.exclude(*inside("annotator.engine.worker"), "annotator.__main__")
    rule.should_not_import("pymupdf*", "fitz*", "mammoth*").check("annotator")


@pytest.mark.parametrize(
    ("tool", "room"),
    [
        ("sqlite3", "annotator.store"),
        ("sqlite_utils", "annotator.store"),
        ("tantivy", "annotator.finding"),
        ("jinja2", "annotator.bundle"),
        ("mammoth", "annotator.engine.worker"),
        ("lxml", "annotator.engine.worker"),
        ("readability", "annotator.engine.worker"),
        ("charset_normalizer", "annotator.engine.worker"),
        ("argparse", "annotator.cli"),
    ],
)
def test_each_tool_has_one_room(tool: str, room: str) -> None:
    rule = archrule(f"{tool} only in {room}").match("annotator", "annotator.*").exclude(*inside(room))
    rule.should_not_import(tool, f"{tool}.*").check("annotator", only_direct_imports=True)


@pytest.mark.parametrize(
    "module",
    [
        "pickle", "shelve", "marshal", "multiprocessing", "concurrent.futures.process",
        "urllib.request", "http", "ssl", "ftplib", "smtplib", "requests", "httpx", "webbrowser",
        "PySide6.QtNetwork", "PySide6.QtWebEngineWidgets",
    ],
)  # fmt: skip
def test_nothing_is_pickled_and_nothing_phones_out(module: str) -> None:
    rule = archrule(f"no {module}").match("annotator", "annotator.*")
    rule.should_not_import(module, f"{module}.*").check("annotator", only_direct_imports=True)


# --- text that must not be where it is --------------------------------------------------------------------------------

SQL = re.compile(
    r"^\s*(select\s.+\sfrom\s|insert\s+(or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|pragma\s+\w+|vacuum(\s+into\b|;|$)"
    r"|(create|drop|alter)\s+(temp\s+)?(table|view|index|trigger)\s|attach\s+database|begin(\s+(immediate|exclusive|deferred|transaction))?\s*;?$|savepoint\s|rollback\s*;?$)",
    re.IGNORECASE | re.DOTALL,
)


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """String literals that are no docstrings."""
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node


def test_sql_is_written_in_the_store_only() -> None:
    found = [
        f"{path}:{literal.lineno}: {literal.value[:60]!r}"
        for path, tree in sources()
        if not path.startswith("annotator/store/")
        for literal in strings(tree)
        if SQL.search(literal.value)
    ]
    assert not found


@pytest.mark.parametrize(
    "statement", ["SELECT a FROM b", "begin immediate", "PRAGMA x", "delete from t", "VACUUM INTO ?"]
)
def test_the_search_for_sql_knows_it(statement: str) -> None:
    assert SQL.search(statement)


@pytest.mark.parametrize("sentence", ["Select words in the draft and press C.", "Begin here", "Update", "rolled back"])
def test_the_search_for_sql_leaves_sentences_alone(sentence: str) -> None:
    assert not SQL.search(sentence)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """The last name of what is called, and the call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = (
                called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
            )
            yield name, node


FORBIDDEN_CALLS = {
    "print": ("annotator/cli/", "annotator/app.py"),
    "sleep": ("annotator/finding/shelf.py",),
    "processEvents": (),
    "waitForFinished": (),
    "eval": (),
    "exec_": (),
    "os.system": (),
    "os.popen": (),
}
"""What may be called only in the places named, or nowhere; printing errors is free."""


@pytest.mark.parametrize("name", FORBIDDEN_CALLS)
def test_calls_that_do_not_belong(name: str) -> None:
    found = [
        f"{path}:{call.lineno}"
        for path, tree in sources()
        if not path.startswith(FORBIDDEN_CALLS[name] or ("nowhere",))
        for called, call in calls(tree)
        if name in (called, ast.unparse(call.func)) and "file=sys.stderr" not in ast.unparse(call)
    ]
    assert not found


LONGEST_WAIT = 100
"""Milliseconds a test may watch that nothing happens; for what does happen it waits until it has."""


def test_tests_do_not_sleep() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in [*(ROOT / "tests").rglob("test_*.py"), *(ROOT / "tests").rglob("conftest.py")]
        for called, call in calls(ast.parse(path.read_bytes()))
        if called in {"sleep", "qSleep", "msleep"} or (called in {"qWait", "wait"} and _is_long(call))
    ]
    assert not found


def _is_long(call: ast.Call) -> bool:
    if not ast.unparse(call.func).endswith(("qtbot.wait", "qWait")):
        return False
    length = call.args[0] if call.args else None
    return not (isinstance(length, ast.Constant) and isinstance(length.value, int) and length.value <= LONGEST_WAIT)


LOOKING = {
    "isVisible", "focusProxy", "focusWidget", "holders", "links_of", "location", "message", "selection", "tabBar",
    "tiles_in_sight", "mapTo", "rect", "translated", "passages_of", "values", "verticalScrollBar", "viewport",
    "words_of", "on", "get", "text", "devicePixelRatioF",
    "activateWindow", "findChildren", "objectName", "resize", "show", "close", "deleteLater", "setWindowState",
}  # fmt: skip
"""What a journey calls of a window or a pane: it looks; opening and closing windows is the window manager's part."""
ACTING = re.compile("set[A-Z]|emit$|trigger|toggle|animateClick|accept$|reject$|done$|selectFile|selectAll|print_on")
OF_THE_DESKTOP = {"setUrls", "setWindowState"}


def test_journeys_use_keys_and_mouse_only() -> None:
    found = [
        f"{path.name}:{call.lineno} {ast.unparse(call.func)}"
        for path in [*(ROOT / "tests/journeys").glob("*.py"), ROOT / "tests/person.py"]
        for called, call in calls(ast.parse(path.read_bytes()))
        if isinstance(call.func, ast.Attribute)
        and (
            (
                re.search(r"^pane\b|\.(window|pane|draft|source)\b", ast.unparse(call.func.value))
                and called not in LOOKING
            )
            or (ACTING.match(called) and called not in OF_THE_DESKTOP)
            or (called == "click" and not call.args)
        )
    ]
    assert not found


def test_nothing_about_the_lock_is_skipped() -> None:
    text = (ROOT / "tests/engine/test_confinement.py").read_text("utf-8")
    assert "skip" not in text
    assert "xfail" not in text


# --- plain text on the screen -----------------------------------------------------------------------------------------

MARKUP_CALLS = {"setHtml", "insertHtml", "appendHtml", "setMarkdown", "insertMarkdown", "fromHtml", "mightBeRichText"}
MARKUP_WIDGETS = {"QTextBrowser", "QMessageBox", "QErrorMessage", "QWhatsThis"}
"""These guess whether their text is markup, and then open the files it names."""
MARKUP_FORMATS = {"RichText", "AutoText", "MarkdownText"}


def test_no_widget_reads_markup() -> None:
    found = []
    for path, tree in sources():
        for node in ast.walk(tree):
            name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            if name in MARKUP_CALLS | MARKUP_WIDGETS | MARKUP_FORMATS:
                found.append(f"{path}:{node.lineno}: {name}")
    assert not found


def test_labels_are_told_that_their_text_is_plain() -> None:
    """A label is made by `annotator/ui/plain.py`, or its function says PlainText; a subclass says so itself."""
    found = []
    for path, tree in sources():
        for scope in ast.walk(tree):
            made = isinstance(scope, ast.FunctionDef) and any(name == "QLabel" for name, _ in calls(scope))
            derived = isinstance(scope, ast.ClassDef) and any(ast.unparse(base) == "QLabel" for base in scope.bases)
            if (made or derived) and "TextFormat.PlainText" not in ast.unparse(scope):
                found.append(f"{path}:{scope.lineno}: {scope.name}")
    assert not found


def test_tips_are_our_own_words_or_escaped() -> None:
    found = [
        f"{path}:{call.lineno}: {ast.unparse(call)}"
        for path, tree in sources()
        for name, call in calls(tree)
        if name in ("setToolTip", "setWhatsThis", "showText")
        and not any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in call.args)
        and not any(isinstance(part, ast.Call) and "escaped_tip" in ast.unparse(part.func) for part in call.args)
    ]
    assert not found


def test_tips_of_lists_are_escaped() -> None:
    """What a model gives for the tip is guessed to be markup, too."""
    found = [
        f"{path}:{scope.lineno}: {scope.name}"
        for path, tree in sources()
        for scope in ast.walk(tree)
        if isinstance(scope, ast.FunctionDef)
        and any(isinstance(node, ast.Attribute) and node.attr == "ToolTipRole" for node in ast.walk(scope))
        and "escaped_tip" not in ast.unparse(scope)
    ]
    assert not found
