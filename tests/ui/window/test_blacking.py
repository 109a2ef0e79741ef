"""Blacking out in exports: words and a region, by keys; listed, given a reason, taken back; on paper they are black."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from annotator.engine.client import Engine, seal
from annotator.model.pages import Format
from annotator.ui.reader.values import HighlightKind
from annotator.ui.words import place_words
from tests.ui.window.test_bundling import asked as bundle_of
from tests.ui.window.test_bundling import words as shown_in
from tests.ui.window.test_review import decide

Key = Qt.Key
WORDS = "Two people were slightly hurt"


def black(person: Any, pane: Any, words: str) -> Any:
    before = set(person.graph.blackouts)
    person.select(pane, words)
    person.until(lambda: pane.selection() is not None, "selected")
    person.press(Key.Key_B)
    person.until(lambda: set(person.graph.blackouts) - before, "blacked out")
    (made,) = set(person.graph.blackouts) - before
    person.until(lambda: person.window.choice.item == made and pane.selection() is None, "told")
    return person.graph.blackouts[made]


def printed(person: Any, out: Path) -> tuple[int, str]:
    """In how many rows of the printed page's pixels thirty in a row are black, as no letter is; and its text."""
    person.window.say("")
    person.print_to(out)
    person.until(lambda: person.said.startswith("Printed: 1 page."), "printed")
    engine = Engine()
    engine.start()
    try:
        source = seal([out.read_bytes()], Format.PDF)
        reader = engine.open(source)
        words = engine.wait(reader.chars(0)).text
        picture = engine.wait(reader.render(0, 1.0))
        reader.close()
        source.close()
    finally:
        engine.close()
    pixels, wide = bytes(memoryview(picture.buffer).cast("B")), picture.stride
    green = (pixels[at * wide + 1 : at * wide + 4 * picture.width : 4] for at in range(picture.height))
    return sum(bytes(30) in row for row in green), words


def test_words_are_blacked_out_listed_and_taken_back(at_work: Any) -> None:
    window, listed = at_work.window, at_work.window.inspector.document.blackouts
    at_work.ctrl(Key.Key_2)
    at_work.press(Key.Key_B)
    assert at_work.said.startswith("Select words, or a region (R)")
    one = black(at_work, at_work.source, WORDS)
    assert place_words(one.place) == WORDS
    at_work.until(lambda: at_work.said.startswith("Blacked out in exports"), "told")
    assert window.choice.item == one.id
    marks = at_work.source.canvas.opened.marks
    at_work.until(lambda: marks.of(one.id), "drawn")
    assert {piece.highlight.kind for piece in marks.on(0)} == {HighlightKind.BLACK}

    assert window.choice.document == one.document
    at_work.until(listed.isVisible, "the list")
    assert listed.heading.text() == "1 place blacked out in exports"
    _, reason = listed._rows[one.id]
    at_work.tab_to(reason)
    at_work.type("her name")
    at_work.press(Key.Key_Return)
    at_work.until(lambda: at_work.graph.blackouts[one.id].reason == "her name", "why")

    def part(name: str) -> Any:
        return listed._rows[one.id][0].findChild(type(listed.all), f"blackout-{name}")

    at_work.until(lambda: listed._rows[one.id][1].text() == "her name" and part("show").isVisible(), "the row")
    window.choice.look_at(one.document)
    at_work.tab_to(part("show"))
    at_work.press(Key.Key_Space)
    at_work.until(lambda: window.choice.item == one.id and at_work.source.canvas.hasFocus(), "shown")
    assert part("take-back").accessibleName() == f"Take back: p. 1: “{WORDS}”"
    at_work.tab_to(part("take-back"))
    at_work.press(Key.Key_Space)
    at_work.until(lambda: not at_work.graph.blackouts, "taken back")
    at_work.until(listed.isHidden, "nothing to list")
    assert (window.choice.document, window.choice.item) == (one.document, "")
    at_work.ctrl(Key.Key_Z)
    at_work.until(lambda: at_work.graph.blackouts and window.choice.item == one.id, "black again, and chosen")
    at_work.ctrl(Key.Key_2)
    at_work.press(Key.Key_Delete)
    at_work.until(lambda: not at_work.graph.blackouts, "taken back by key")


def test_other_places_are_offered_a_region_is_drawn_and_both_are_in_the_history(at_work: Any) -> None:
    window = at_work.window
    one = black(at_work, at_work.source, "bridge on 4 March 2024")
    assert window.messages.message(f"black-{one.id}") is None, "they stand nowhere else"
    one = black(at_work, at_work.source, "the")
    at_work.until(lambda: window.messages.message(f"black-{one.id}"), "where else")
    told = window.messages.message(f"black-{one.id}")
    assert "“the” stands at 1 other place of memo.txt, not blacked out." in told.words.text()
    decide(at_work, told, "Black it out, too")
    at_work.until(lambda: at_work.said == "1 more place blacked out in exports.", "all")
    spots = {place_words(each.place) for each in at_work.graph.blackouts.values()}
    assert spots == {"bridge on 4 March 2024", "the"}
    listed = window.inspector.document.blackouts
    at_work.until(lambda: len(listed._rows) == 3, "three rows")
    backs = {row.findChild(type(listed.all), "blackout-take-back").accessibleName() for row, _ in listed._rows.values()}
    assert {"Take back: p. 1: “the” (1 of 2)", "Take back: p. 1: “the” (2 of 2)"} < backs
    at_work.ctrl(Key.Key_2)
    at_work.press(Key.Key_R)
    at_work.press(Key.Key_Down)
    at_work.press(Key.Key_Return)
    at_work.until(lambda: at_work.source.selection() is not None, "a region")
    at_work.press(Key.Key_B)
    at_work.until(lambda: any(each.place.region for each in at_work.graph.blackouts.values()), "a region")
    window.history.show()
    rows = window.history.view.rows
    at_work.until(lambda: rows.topLevelItemCount() > 5, "acts")
    acts = [rows.topLevelItem(at).text(column) for at in range(rows.topLevelItemCount()) for column in range(3)]
    assert sum("blacked out in exports" in each for each in acts) == 4
    window.history.leave()
    at_work.until(lambda: at_work.source.isVisible(), "the panes again")
    dialog = bundle_of(at_work)
    told = "bridge.md: Blacked out elsewhere, and readable in it: “2024” at 1 place, “March” at 1 place."
    at_work.until(lambda: told in shown_in(dialog), "what can still be read")
    dialog.reject()


def test_a_new_version_is_reviewed_before_anything_goes_to_paper(
    at_work: Any, files: dict[str, Path], tmp_path: Path
) -> None:
    rows, words = printed(at_work, tmp_path / "1.pdf")
    assert rows == 0
    assert "bridge.md, version" in words
    one = black(at_work, at_work.draft, "Nobody was hurt when the railing fell")
    window = at_work.window
    window.linker.edit(one.document, "title", "Nobody was hurt when the railing fell")
    at_work.until(lambda: at_work.graph.documents[one.document].title, "a title")
    rows, words = printed(at_work, tmp_path / "2.pdf")
    assert rows >= 6
    assert "[blacked out], version" in words
    assert "Nobody" not in words
    assert at_work.said == "Printed: 1 page. 1 place blacked out."

    newer = tmp_path / "newer" / "bridge.md"
    newer.parent.mkdir()
    newer.write_text(files["draft"].read_text("utf-8").replace("Nobody was hurt", "Nobody was killed"), "utf-8")
    at_work.drop(next(window.area.holders()), newer)
    at_work.until(lambda: window.messages.message("replace"), "a message")
    at_work.until(lambda: at_work.graph.blackouts[one.id].waits, "found, edited")
    at_work.ctrl(Key.Key_P)
    at_work.until(lambda: "is to be reviewed first (F2)" in at_work.said, "not printed")
    decide(at_work, window.messages.message("replace"), "Review")
    card = window.bench.card
    at_work.until(lambda: "killed" in card.new.toPlainText(), "the wording")
    at_work.press(Key.Key_K)
    at_work.until(lambda: not at_work.graph.blackouts[one.id].waits, "kept")
    assert place_words(at_work.graph.blackouts[one.id].place) == "Nobody was killed when the railing fell"
