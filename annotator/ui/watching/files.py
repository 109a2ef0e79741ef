"""Watching files that other programs write: told once a file stands still, however it was saved.

Editors write a new file and rename it over the old one, so that a watch on the file alone would end there; word
processors take the file away for a moment, keep it locked, and write others beside it. So its folder is watched, too,
what is noticed is looked at a moment later, and is read only when two looks in a row saw the same. Network drives
tell nothing at all: every file is looked at now and then without being asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from annotator.ui.watching.looking import Look, Looker, Stamp

PEACE_MS = 400
"""From a notice to the first look at a file, and from each look to the next: it is read when two saw the same."""
LOOKS = 20
"""After so many looks in a row that saw it gone or changing, the next notice is waited for."""
PATROL_MS = 15_000


class Files(QObject):
    """A few files; `found` names one and the SHA-256 of its bytes, when first looked at and after each change."""

    found = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths: dict[Path, int] = {}
        """With how many looks in a row came to nothing."""
        self._before: dict[Path, Stamp] = {}
        self._known: dict[Path, Stamp] = {}
        self._stirred: set[Path] = set()
        self._looker = Looker(self)
        self._looker.looked.connect(self._looked)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._stir)
        self._watcher.directoryChanged.connect(self._stir)
        self._peace = QTimer(self)
        self._peace.setSingleShot(True)
        self._peace.setInterval(PEACE_MS)
        self._peace.timeout.connect(self._look)
        self._patrol = QTimer(self)
        self._patrol.setInterval(PATROL_MS)
        self._patrol.timeout.connect(lambda: self._stir(""))

    @property
    def paths(self) -> list[Path]:
        """What is watched."""
        return list(self._paths)

    def watch(self, paths: Iterable[Path]) -> None:
        """Watches these files and no others; new ones are looked at soon."""
        wanted = list(dict.fromkeys(paths))
        new = [path for path in wanted if path not in self._paths]
        gone = [path for path in self._paths if path not in wanted]
        self._paths = {path: self._paths.get(path, 0) for path in wanted}
        for path in gone:
            self._before.pop(path, None)
            self._known.pop(path, None)
        self._stirred = (self._stirred | set(new)) & set(wanted)
        if gone:
            watched = [*self._watcher.files(), *self._watcher.directories()]
            if watched:
                self._watcher.removePaths(watched)
            for path in wanted:
                self._listen(path)
        if new:
            self._peace.start()
        if wanted and not self._patrol.isActive():
            self._patrol.start()
        elif not wanted:
            self._patrol.stop()
            self._peace.stop()

    def close(self) -> None:
        """Watches nothing any more."""
        self.watch(())
        self._looker.close()

    def _stir(self, where: str) -> None:
        """Something happened to a file, or in its folder; empty: to any."""
        at = Path(where) if where else None
        for path in self._paths:
            if at is None or at in (path, path.parent):
                self._paths[path] = 0
                self._stirred.add(path)
        # Not begun anew while it runs: in a folder where something happens all the time, it would never end.
        if self._stirred and not self._peace.isActive():
            self._peace.start()

    def _look(self) -> None:
        stirred, self._stirred = self._stirred, set()
        for path in stirred & set(self._paths):
            self._looker.look(path, before=self._before.get(path), known=self._known.get(path))

    def _looked(self, look: Look) -> None:
        path = look.path
        if path not in self._paths:
            return
        if look.stamp is not None:
            self._listen(path)  # only now is it known that its disk answers
            self._before[path] = look.stamp
        if look.sha256:
            assert look.stamp is not None
            self._known[path] = look.stamp
            self._paths[path] = 0
            self.found.emit(path, look.sha256)
        elif look.stamp is None or look.stamp != self._known.get(path):
            self._paths[path] += 1
            if self._paths[path] <= LOOKS:
                self._stirred.add(path)
                self._peace.start()

    def _listen(self, path: Path) -> None:
        """A file that was renamed over is another file, to be listened to anew."""
        if not str(path).isprintable():  # bytes that are no text: Qt could not name it, so it is looked at now and then
            return
        for each, heard in ((path, self._watcher.files()), (path.parent, self._watcher.directories())):
            if str(each) not in heard:
                self._watcher.addPath(str(each))
