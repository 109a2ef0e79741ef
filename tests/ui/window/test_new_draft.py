"""A newer draft dropped on the draft, or pasted: what became of each passage is told; what is none is questioned."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication

from annotator.operations import preparing
from tests.ui.window.test_review import decide, mark, newer


class Slow:
    """A file that takes as long to be read as the test wants."""

    def __init__(self, wait: Any) -> None:
        self.begun, self.goes_on = threading.Event(), threading.Event()
        self._wait = wait

    def __call__(self, engine: Any, request: Any, cancelled: Any = None) -> Any:
        self.begun.set()
        while not self.goes_on.wait(0.01) and not cancelled():
            pass
        return self._wait(engine, request, cancelled)


@pytest.fixture
def slow(at_work: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow(preparing.wait)
    monkeypatch.setattr(preparing, "wait", made)
    yield made
    made.goes_on.set()


def test_claims_are_marked_while_a_newer_draft_is_read(at_work: Any, files: dict[str, Path], slow: Slow) -> None:
    mark(at_work, "Repairs will cost $3.5 million")
    path = newer(files, ("$3.5 million", "$3.2 million"))
    at_work.drop(next(at_work.window.area.holders()), path)
    at_work.until(slow.begun.is_set, "being read")
    status = at_work.window.status
    at_work.until(status.cancel.isVisible, "something to cancel it with")
    assert status.under_way.text() == "Reading bridge-2.md"
    mark(at_work, "Nobody was hurt when the railing fell.")
    assert len(at_work.graph.versions) == 2, "still being read"
    slow.goes_on.set()
    at_work.has(at_work.draft, "$3.2 million")
    at_work.until(lambda: at_work.window.messages.sentences == ["Draft changed: 1 unchanged, 1 edited."], "how it went")
    at_work.until(lambda: not status.cancel.isVisible(), "nothing under way")


def test_reading_a_newer_draft_is_cancelled(at_work: Any, files: dict[str, Path], slow: Slow) -> None:
    path = newer(files, ("$3.5 million", "$3.2 million"))
    at_work.drop(next(at_work.window.area.holders()), path)
    at_work.until(at_work.window.status.cancel.isVisible, "something to cancel it with")
    at_work.click(at_work.window.status.cancel)
    at_work.until(lambda: not at_work.window.versions.replacer.busy, "given up")
    assert at_work.window.messages.sentences == []
    slow.goes_on.set()
    mark(at_work, "Nobody was hurt when the railing fell.")
    assert len(at_work.graph.versions) == 2
    at_work.drop(next(at_work.window.area.holders()), path)
    at_work.has(at_work.draft, "$3.2 million")


def test_a_version_that_is_had_already_is_not_read_again(at_work: Any, files: dict[str, Path], slow: Slow) -> None:
    slow.goes_on.set()
    path = newer(files, ("$3.5 million", "$3.2 million"))
    at_work.drop(next(at_work.window.area.holders()), path)
    at_work.has(at_work.draft, "$3.2 million")
    slow.begun.clear()
    at_work.drop(next(at_work.window.area.holders()), files["draft"])
    at_work.has(at_work.draft, "$3.5 million")
    assert not slow.begun.is_set()
    assert len(at_work.graph.versions) == 3


def test_what_became_of_each_passage_is_told_and_undone(at_work: Any, files: dict[str, Path]) -> None:
    mark(at_work, "Nobody was hurt when the railing fell.", "Repairs will cost $3.5 million", "It rained for most")
    at_work.drop(
        next(at_work.window.area.holders()),
        newer(files, ("$3.5 million", "$3.2 million"), ("It rained for most of the week.", "")),
    )
    at_work.until(lambda: at_work.window.messages.message("replace"), "a message")
    assert at_work.window.messages.sentences == ["Draft changed: 1 unchanged, 1 edited, 1 not found."]
    assert [each.text() for each in at_work.window.messages.message("replace").acts] == ["Review", "Undo"]
    at_work.click(at_work.window.messages.message("replace").acts[1])
    at_work.has(at_work.draft, "$3.5 million")
    at_work.until(lambda: not at_work.window.status.review.isVisible(), "as it was")
    assert all(each.standing is None for each in at_work.graph.passages.values())


def test_something_else_dropped_on_the_draft_is_asked_about(at_work: Any, tmp_path: Path) -> None:
    other = tmp_path / "recipe.md"
    other.write_text("Peel the apples, cut them, cook them slowly with a little sugar and a stick of cinnamon.\n" * 5)
    at_work.drop(next(at_work.window.area.holders()), other)
    at_work.until(lambda: at_work.window.messages.message("replace"), "a question")
    assert len(at_work.graph.versions) == 2
    message = at_work.window.messages.message("replace")
    assert [each.text() for each in message.acts] == ["Add as a source", "Replace all the same"]
    at_work.click(message.acts[0])
    at_work.until(lambda: len(at_work.graph.documents) == 3, "added")


def test_a_newer_text_is_pasted_after_a_question(at_work: Any, files: dict[str, Path]) -> None:
    mark(at_work, "Repairs will cost $3.5 million")
    QGuiApplication.clipboard().setText(files["draft"].read_text("utf-8").replace("$3.5 million", "$3.2 million"))
    at_work.ctrl(Qt.Key.Key_1)
    at_work.ctrl(Qt.Key.Key_V, shift=True)
    message = at_work.window.messages.message("replace")
    assert "as the new version of 'bridge.md'?" in message.words.text()
    assert len(at_work.graph.versions) == 2, "asked first"
    at_work.click(message.acts[0])
    at_work.has(at_work.draft, "$3.2 million")
    at_work.until(lambda: at_work.window.messages.sentences == ["Draft changed: 1 edited."], "how it went")


def test_a_copied_file_is_pasted_as_the_new_version_of_a_source(at_work: Any, files: dict[str, Path]) -> None:
    at_work.select(at_work.source, "voted to close the bridge")
    again = files["memo"].with_name("memo 2024-05-01.txt")
    again.write_text(files["memo"].read_text("utf-8").replace("Two people", "Three people"), "utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(again))])
    QGuiApplication.clipboard().setMimeData(mime)
    at_work.ctrl(Qt.Key.Key_V, shift=True)
    at_work.has(at_work.source, "Three people")
    assert len(at_work.graph.documents) == 2


def test_a_source_that_looks_like_a_newer_one_of_the_document_below_is_asked_about(
    at_work: Any, files: dict[str, Path]
) -> None:
    again = files["memo"].with_name("memo-2.txt")
    again.write_text(files["memo"].read_text("utf-8").replace("Two people", "Three people"), "utf-8")
    at_work.drop(list(at_work.window.area.holders())[1], again)
    at_work.until(lambda: at_work.window.messages.message("replace"), "a question")
    message = at_work.window.messages.message("replace")
    assert message.words.text() == "Is 'memo-2.txt' a newer version of 'memo.txt'?"
    decide(at_work, message, "New version")
    at_work.has(at_work.source, "Three people")
    assert len(at_work.graph.documents) == 2
    other = files["memo"].with_name("statute.txt")
    other.write_text("A statute of no likeness to the memo at all.\n", "utf-8")
    at_work.drop(list(at_work.window.area.holders())[1], other)
    at_work.until(lambda: len(at_work.graph.documents) == 3, "a source of its own, without a question")
