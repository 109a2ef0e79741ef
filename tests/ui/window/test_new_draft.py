"""Dropping a newer draft on the draft: what is found carries over, the rest is listed to be placed by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt


def mark(person: Any, *quotes: str) -> None:
    for words in quotes:
        person.select(person.draft, words)
        person.press(Qt.Key.Key_C)
        person.until(lambda words=words: words in person.quotes, words)


def test_unchanged_carry_over_and_the_others_are_placed_by_hand(at_work: Any, files: dict[str, Path]) -> None:
    mark(at_work, "Nobody was hurt when the railing fell.", "Repairs will cost $3.5 million")
    newer = files["draft"].with_name("bridge-2.md")
    newer.write_text(files["draft"].read_text().replace("$3.5 million", "$3.2 million"), "utf-8")
    at_work.drop(next(at_work.window.area.holders()), newer)
    at_work.until(lambda: at_work.window.messages.message("replace"), "a message")
    assert at_work.window.messages.sentences == ["Draft changed: 1 unchanged, 1 not found."]
    at_work.click(at_work.window.messages.message("replace").acts[0])
    review = at_work.window.bench.review
    at_work.until(review.isVisible, "the list")
    assert review.list.count() == 1
    assert at_work.window.status.review.text() == "1 to review"
    assert "$3.5 million" in review.list.item(0).text()
    assert len(at_work.graph.claims) == 2
    at_work.select(at_work.draft, "Repairs will cost $3.2 million")
    at_work.click(at_work.window.bench.card.place)
    at_work.until(lambda: not any(each.lost for each in at_work.graph.passages.values()), "placed")
    assert not review.isVisible()
    assert not at_work.window.status.review.isVisible()
    assert set(at_work.quotes) == {"Nobody was hurt when the railing fell.", "Repairs will cost $3.2 million"}
    at_work.ctrl(Qt.Key.Key_1)
    at_work.ctrl(Qt.Key.Key_Z)
    at_work.until(lambda: any(each.lost for each in at_work.graph.passages.values()), "undone")
    at_work.ctrl(Qt.Key.Key_Z)
    at_work.has(at_work.draft, "$3.5 million")
    assert not any(each.lost for each in at_work.graph.passages.values())


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
