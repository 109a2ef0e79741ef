"""What nobody expected: the work is kept, a sentence is shown, a report without source text can be copied."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from annotator import __version__

PACKAGE = Path(__file__).resolve().parents[1]


def report_of(error: BaseException) -> str:
    """Versions, the kind of error, and the lines of code on the way; no message and no values, which may hold text."""
    import platform  # takes a while to load, and seldom needed

    lines = [f"Annotator {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__name__}")
        for frame in traceback.extract_tb(seen.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}")
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines)


def _short(filename: str) -> str:
    """A path below the package, or a file's name alone: folders may name people."""
    path = Path(filename)
    return str(path.relative_to(PACKAGE)) if path.is_relative_to(PACKAGE) else path.name


class Reporting(QObject):
    """Takes exceptions nobody caught, wherever they come from, to the main thread."""

    happened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before: Callable[[type[BaseException], BaseException, TracebackType | None], object] | None = None

    def install(self) -> None:
        """Takes the place of the interpreter's hook."""
        self._before = sys.excepthook
        sys.excepthook = self._caught

    def remove(self) -> None:
        """Puts the hook before it back."""
        if self._before is not None:
            sys.excepthook = self._before
            self._before = None

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt) and self._before is not None:
            self._before(kind, error, trace)
            return
        print(report_of(error), file=sys.stderr)
        self.happened.emit(error)
