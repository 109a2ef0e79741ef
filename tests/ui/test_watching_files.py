"""Watching files as editors and word processors write them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from annotator.ui.watching import files as watched
from annotator.ui.watching.files import Files


def sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


class Seen:
    """What was found, in order."""

    def __init__(self, files: Files, qtbot: Any) -> None:
        self.files, self.qtbot = files, qtbot
        self.all: list[tuple[str, str]] = []
        self.looks = 0
        files.found.connect(lambda path, digest: self.all.append((path.name, digest)))
        files._looker.looked.connect(self._count)

    def _count(self, _: object) -> None:
        self.looks += 1

    def look(self, times: int = 1) -> None:
        """Waits until it was looked so often."""
        wanted = self.looks + times
        self.qtbot.waitUntil(lambda: self.looks >= wanted, timeout=10_000)

    def until(self, *words: str) -> None:
        """Waits until exactly these contents were found of the draft."""

        def check() -> None:
            assert [digest for _, digest in self.all] == [sha(each) for each in words]

        self.qtbot.waitUntil(check, timeout=10_000)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text("first")
    return path


@pytest.fixture
def seen(qapp: QApplication, qtbot: Any, draft: Path) -> Iterator[Seen]:
    files = Files()
    made = Seen(files, qtbot)
    files.watch([draft])
    made.until("first")
    yield made
    files.close()


def saved_in_place(draft: Path) -> None:
    draft.write_text("second")


def renamed_over(draft: Path) -> None:
    beside = draft.with_name(".draft.txt.swp")
    beside.write_text("second")
    beside.replace(draft)


def as_word_does(draft: Path) -> None:
    """A lock beside it, the new file under an odd name, the old one taken away, the new one put in its place."""
    lock, new, old = (draft.with_name(name) for name in ("~$aft.txt", "~WRD0001.tmp", "~WRL0002.tmp"))
    lock.write_text("her name")
    new.write_text("second")
    draft.rename(old)
    new.rename(draft)
    old.unlink()
    lock.unlink()


@pytest.mark.parametrize("save", [saved_in_place, renamed_over, as_word_does])
def test_a_file_that_was_saved_is_found_however_it_was_written(
    seen: Seen, draft: Path, save: Callable[[Path], None]
) -> None:
    save(draft)
    seen.until("first", "second")
    save_again = draft.with_name("other")
    save_again.write_text("third")
    save_again.replace(draft)
    seen.until("first", "second", "third")


def test_what_is_still_being_written_is_waited_for(seen: Seen, draft: Path) -> None:
    with draft.open("w") as file:
        for number in range(8):
            file.write(f"part {number}. ")
            file.flush()
            os.fsync(file.fileno())
            seen.look()
        assert len(seen.all) == 1, "read while it was being written"
    seen.until("first", "".join(f"part {number}. " for number in range(8)))


def test_a_file_that_was_only_touched_or_emptied_is_not_told_as_new_bytes(seen: Seen, draft: Path, qtbot: Any) -> None:
    draft.write_text("")
    seen.look(3)
    draft.write_text("first")
    qtbot.waitUntil(lambda: len(seen.all) == 2, timeout=10_000)
    assert {digest for _, digest in seen.all} == {sha("first")}


def test_a_file_that_was_taken_away_is_found_when_it_is_back(seen: Seen, draft: Path) -> None:
    away = draft.with_name("away")
    draft.rename(away)
    seen.look(3)
    away.write_text("second")
    away.rename(draft)
    seen.until("first", "second")


def test_a_drive_that_tells_nothing_is_looked_at_now_and_then(
    qapp: QApplication, qtbot: Any, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "PATROL_MS", 300)
    monkeypatch.setattr(Files, "_listen", lambda *_: None)
    files = Files()
    made = Seen(files, qtbot)
    files.watch([draft])
    made.until("first")
    draft.write_text("second")
    made.until("first", "second")
    files.close()


def test_what_is_no_longer_watched_is_not_told(seen: Seen, draft: Path, qtbot: Any) -> None:
    other = draft.with_name("other.txt")
    other.write_text("other")
    seen.files.watch([other])
    draft.write_text("second")
    qtbot.waitUntil(lambda: ("other.txt", sha("other")) in seen.all, timeout=10_000)
    other.write_text("more")
    qtbot.waitUntil(lambda: seen.all[-1] == ("other.txt", sha("more")), timeout=10_000)
    assert [name for name, _ in seen.all] == ["draft.txt", "other.txt", "other.txt"]
