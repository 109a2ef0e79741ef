"""What stands for pages and texts that are still to come."""

from __future__ import annotations

import pytest

from annotator.model.pages import PageInfo
from annotator.ui.reader.late import LatePages, LateTexts, is_here
from annotator.ui.reader.layout import PageLayout

UPRIGHT, WIDE = (0.0, 0.0, 400.0, 600.0), (0.0, 0.0, 700.0, 300.0)


def page(index: int, box: tuple[float, float, float, float] = UPRIGHT, rotation: int = 0) -> PageInfo:
    return PageInfo(index, f"p{index}", box, rotation)


def test_pages_that_are_not_here_are_taken_to_be_as_the_others() -> None:
    pages = LatePages(10, 3, [page(3), page(4, WIDE)])
    assert len(pages) == 10
    assert pages[4] == page(4, WIDE)
    assert pages[-1] == PageInfo(9, "", UPRIGHT)
    assert [each.index for each in pages] == list(range(10))
    assert [each.width for each in pages[2:6]] == [400, 400, 700, 400]
    with pytest.raises(IndexError):
        pages[10]
    layout = PageLayout(pages)
    layout.arrange(1.0, 800)
    assert layout.size(4) == (700, 300)
    assert layout.size(9) == (400, 600)
    assert layout.typical_width == 400


def test_which_were_misjudged_is_known_once_all_are_here() -> None:
    pages = LatePages(6, 1, [page(1), page(2, WIDE)])
    whole = [page(0, WIDE), page(1), page(2, WIDE), page(3, UPRIGHT, 90), page(4), page(5)]
    with pytest.raises(ValueError, match="pages"):
        pages.fill(whole[:5])
    pages.fill(whole)
    assert pages.whole
    assert list(pages) == whole
    assert pages.misjudged() == {0, 3}
    layout = PageLayout(pages)
    layout.arrange(1.0, 800)
    assert layout.size(0) == (700, 300)


def test_a_text_that_is_not_here_is_told_apart_from_an_empty_one() -> None:
    texts = LateTexts(4, 1, ["one", ""])
    assert [is_here(texts, at) for at in range(4)] == [False, True, True, False]
    assert list(texts) == ["", "one", "", ""]
    texts.fill(["nought", "one", "", "three"])
    assert all(is_here(texts, at) for at in range(4))
    assert texts[3] == "three"
    assert is_here(("a",), 0)
