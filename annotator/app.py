"""Puts the parts together: the window, or without a display the example's job."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.engine.client import Engine
    from annotator.ui.hand import Hand

NO_DISPLAY = "There is no display here, so no window can open. The command line can do the same: annotator --help"
USAGE = "annotator [PROJECT] | annotator --example"
NO_HINTS = "This plugin does not support propagateSizeHints()"
"""What Qt says of every window with a least size where there is no window manager to tell of it."""


def has_display() -> bool:
    """Whether a window can open: other systems than Linux and BSD always have a display."""
    if sys.platform in ("darwin", "win32"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def main(argv: list[str]) -> int:
    """Opens the window on a project, on the example, or on the start page. The result is the exit status."""
    options = [given for given in argv if given.startswith("-")]
    paths = [given for given in argv if not given.startswith("-")]
    if len(paths) > 1 or any(option != "--example" for option in options) or (options and paths):
        print(f"What it takes: {USAGE}", file=sys.stderr)
        return 2
    if not has_display():
        if options:
            return _headless()
        print(NO_DISPLAY, file=sys.stderr)
        return 2
    return _window(Path(paths[0]) if paths else None, example=bool(options))


def _headless() -> int:
    from annotator.model.errors import Refused
    from annotator.operations import example
    from annotator.ui import state

    try:
        made = example.headless(state.documents_folder())
    except Refused as error:
        print(error.sentence, file=sys.stderr)
        return 2
    print("There is no display here, so the example's job was done without a window.")
    print(f"{made['claims']} claims, {made['links']} links to passages in {made['documents']} documents.")
    for problem in made["problems"]:
        print(problem)
    print(f"The project: {made['project']}")
    print(f"The page to hand over: {made['page']}")
    return 1 if made["problems"] else 0


def _window(project: Path | None, *, example: bool) -> int:
    import gc
    import signal

    gc.disable()  # what is imported now stays; the window's collector goes on from here
    # A document is about to be shown: what reads it gets ready while Qt is being loaded.
    engine = _started_engine() if project is not None or example else None
    hand = _begun(project) if project is not None else None
    from PySide6.QtCore import QTimer, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from annotator.ui.reporting import Reporting
    from annotator.ui.window import MainWindow

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    app = QApplication.instance() or QApplication(["annotator"])
    assert isinstance(app, QApplication)
    app.setApplicationName("annotator")
    app.setApplicationDisplayName("Annotator")
    app.setDesktopFileName("annotator")
    if app.platformName() == "offscreen":
        _leave_out_hints()
    reporting = Reporting(app)
    reporting.install()
    window = MainWindow(engine, hand)
    reporting.happened.connect(window.troubles.show_report)
    if project is not None or example:
        window.need_bench()
    window.show()
    if project is not None:
        QTimer.singleShot(0, window, lambda: window.projects.open(project))
    elif example:
        QTimer.singleShot(0, window, window.projects.open_example)
    try:
        return int(app.exec())
    finally:
        reporting.remove()
        window.close()
        qInstallMessageHandler(None)


def _started_engine() -> Engine | None:
    from annotator.engine.client import Engine
    from annotator.model.errors import Refused

    engine = Engine(spare=True)
    try:
        engine.start()
    except Refused:  # told by the window, which tries again
        engine.close()
        return None
    return engine


def _begun(project: Path) -> Hand:
    """The desk's thread, which opens the project and gets what is seen of it first while Qt is being loaded."""
    from annotator.ui.hand import Hand

    hand = Hand()
    hand.begin(project.absolute())
    return hand


def _leave_out_hints() -> None:
    """Without a screen, one message of Qt's is left out; all others are printed as ever."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qFormatLogMessage, qInstallMessageHandler

    def told(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if message != NO_HINTS:
            print(qFormatLogMessage(kind, context, message), file=sys.stderr)

    qInstallMessageHandler(told)
