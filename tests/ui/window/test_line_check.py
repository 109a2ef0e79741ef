"""The line check on the screen: the strip beside the draft, the bar for the whole, the next open sentence."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, Qt

from annotator.checking.coverage import Coverage
from annotator.ui.reader import painting
from tests.ui.window.test_sharing import claim

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def states(person: Any) -> list[Coverage]:
    """How the draft's sentences stand, in order, as the window knows."""
    ((_, found),) = person.window.strips.check.drafts.items()
    return [one.state for one in found]


def open_words(person: Any) -> str:
    return str(person.window.strips.bar.words.text())


def test_the_strip_and_the_bar_follow_every_edit_and_f8_walks_the_open_sentences(at_work: Any) -> None:
    window = at_work.window
    at_work.until(lambda: window.strips.check.total, "the line check")
    total = window.strips.check.total
    assert open_words(at_work) == f"{total} of {total} sentences open"
    claim(at_work)
    at_work.until(lambda: Coverage.WITHOUT_SOURCE in states(at_work), "marked")
    at_work.select(at_work.source, "Two people were slightly hurt")
    at_work.press(Key.Key_X)
    at_work.until(lambda: Coverage.CONTRADICTED in states(at_work), "contradicted")
    painted = at_work.draft.canvas.opened.coverage[0]
    assert [one.state for one in painted] == [one.value for one in states(at_work)]

    # Pointing at the strip says what it shows.
    canvas, page = at_work.draft.canvas, 0
    rects = painting.strip_of(canvas.opened, canvas.view, page, canvas.view.page_rect(page))
    where = next(rect for state, rect in rects if state.state == "contradicted")
    assert painting.strip_words(canvas.opened, canvas.view, QPointF(where.center())).endswith(": contradicted")

    # The headline is passed over once it needs no source.
    at_work.ctrl(Key.Key_1)
    window.choice.release()
    at_work.select(at_work.draft, "It rained for most of the week.")
    at_work.press(Key.Key_N)
    at_work.until(window.bench.reason.isVisible, "the reason is asked")
    at_work.type("the weather")
    at_work.press(Key.Key_Return)
    at_work.until(lambda: states(at_work)[-1] is Coverage.NEEDS_NONE, "needs none")
    assert open_words(at_work) == f"{total - 1} of {total} sentences open"

    at_work.draft.clear_selection()
    at_work.press(Key.Key_F8)
    at_work.until(lambda: at_work.draft.selection() is not None, "the first open sentence")
    seen = [at_work.draft.selection().text]
    for _ in range(total - 2):
        before = at_work.draft.selection().text
        at_work.press(Key.Key_F8)
        at_work.until(lambda before=before: at_work.draft.selection().text != before, "the next")
        seen.append(at_work.draft.selection().text)
    assert len(set(seen)) == total - 1
    assert not any("rained" in each for each in seen)
    at_work.press(Key.Key_F8)
    at_work.until(lambda: at_work.draft.selection().text == seen[0], "from the beginning")
    assert "Going on from the beginning." in at_work.said
    at_work.press(Key.Key_J, Qt.KeyboardModifier.ControlModifier | SHIFT)
    at_work.until(lambda: at_work.draft.selection().text == seen[-1], "and back")
