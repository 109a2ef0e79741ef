"""Memory for reading: what the person sets is obeyed, also from one moment to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from annotator.engine.client import Reader
from annotator.ui.reader import tiles, words

PAGES = [[f"Page {number}", "Some words of it."] for number in range(1, 9)]


@pytest.fixture
def pane(new_pane: Any, read: Any, written: Any, settled: Any) -> Iterator[Any]:
    before = tiles.budget.megabytes
    made = new_pane()
    read(written(PAGES)).show(made)
    settled(made)
    yield made
    tiles.budget.megabytes = before


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pages that pictures are asked for."""
    asked: list[int] = []
    render = Reader.render

    def counted(reader: Reader, page: int, *arguments: Any, **more: Any) -> Any:
        asked.append(page)
        return render(reader, page, *arguments, **more)

    monkeypatch.setattr(Reader, "render", counted)
    return asked


def at_rest(qtbot: Any, pane: Any) -> None:
    qtbot.waitUntil(lambda: not pane.canvas.opened.tiles.flying and not pane.canvas._asking.isActive())


def room_for(monkeypatch: pytest.MonkeyPatch, pane: Any, pages: float) -> None:
    one = tiles.bytes_of(pane.canvas.opened.tiles._visible[0], pane.canvas.opened.pages[0])
    monkeypatch.setattr(tiles.Budget, "pictures", property(lambda _: int(pages * one)))


def test_reading_ahead_ends_where_there_is_no_more_room(
    pane: Any, settled: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch, drawn: list[int]
) -> None:
    room_for(monkeypatch, pane, 3.5)
    pane.fit_page()
    pane.go_to_page(4)
    settled(pane)
    at_rest(qtbot, pane)
    drawn.clear()
    pane.go_to_page(5)
    settled(pane)
    at_rest(qtbot, pane)
    kept = pane.canvas.opened.tiles
    assert kept.bytes_kept <= tiles.budget.pictures
    assert all(kept.get(tile) for tile in kept._soon), "what was drawn ahead is still here"
    assert kept._soon, "as much is drawn ahead as there is room for"
    assert len(drawn) == len(set(drawn)), "no page is drawn twice"


def test_a_smaller_budget_takes_effect_at_once(pane: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at_rest(qtbot, pane)
    kept = pane.canvas.opened.tiles
    before = kept.bytes_kept
    seen = set(kept._visible)
    room_for(monkeypatch, pane, len(seen))
    tiles.budget.megabytes = 192
    pane.canvas.take_budget()
    assert kept.bytes_kept <= tiles.budget.pictures < before
    assert all(kept.get(tile) for tile in seen), "what is in sight stays"
    assert kept._look.keep == tiles.budget.decoded == 36


def test_where_words_stand_is_forgotten_beyond_the_budget(
    pane: Any, settled: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "FEWEST", 3)
    monkeypatch.setattr(tiles.Budget, "words", property(lambda _: 100 * words.EACH))
    for page in range(8):
        pane.go_to_page(page)
        settled(pane)
    assert len(pane.canvas.opened.words._have) <= 4
    pane.go_to_page(0)
    settled(pane)
    assert pane.canvas.opened.words.get(0) is not None


@pytest.mark.parametrize("megabytes", [192, 256, 512, 1024])
def test_the_parts_of_a_budget_make_no_more_than_it(megabytes: int) -> None:
    made = tiles.Budget()
    made.megabytes = megabytes
    parts = made.pictures + made.thumbs + made.words + made.decoded * 2**20
    assert megabytes * 2**20 * 0.45 <= parts <= (megabytes - tiles.ITSELF) * 2**20
