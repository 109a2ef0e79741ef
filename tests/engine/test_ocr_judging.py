"""Which pages are read by machine, and when what was read stands for a page's text."""

from __future__ import annotations

import pytest

from annotator.engine.ocr.judging import better, likeness, suspicious, textless, unknown, unreadable
from annotator.engine.scanning import Shares

PROSE = (
    "The council closed the harbour office on 4 May 2024, as § 12(a) of the by-law orders; nobody's view changed. " * 8
)
GARBAGE = "«POAH «3E*»CM tnntxm. ttsrttj n»Bfl. s*r;tiiR» FRG&t 3s«»t froas& lfr-.l t3x fc-gsx ]x[ q}w xkcd wrtz " * 8
FULL = Shares(1.0, 0.3, 0.1)
BARE = Shares(0.0, 0.3, 0.05)


def test_words_are_told_from_what_is_none() -> None:
    assert likeness(PROSE) > 0.9
    assert likeness(GARBAGE) < 0.6
    assert likeness("Der Geschäftsführer widersprach dem Beschluss der GmbH.") > 0.8
    assert likeness("港口办公室关闭了四十天。") == 1.0
    assert likeness("أغلق المجلس مكتب الميناء") == 1.0
    assert likeness("") == 0.0
    assert unknown("\ufffd\ufffd\ue001a") == 0.75
    assert textless(" \n\t")
    assert textless("\ufffd\ufffd x")
    assert not textless("x")


@pytest.mark.parametrize(
    ("text", "shares", "read"),
    [
        ("", Shares(1.0, 0.0, 0.1), True),
        ("", Shares(0.0, 0.0, 0.02), True),  # writing drawn as lines
        ("", Shares(1.0, 0.0, 0.0), False),  # a blank sheet
        ("\ufffd" * 500, FULL, True),
        ("Case 4:08-cv-02214 Document 26 Filed 06/02/2008", Shares(1.0, 0.02, 0.1), True),  # a stamp
        ("Figure 3. The harbour in June.", Shares(0.4, 0.02, 0.2), False),
        (PROSE, FULL, False),  # read by somebody's machine already
        (GARBAGE, FULL, True),  # and badly
        (GARBAGE, BARE, False),  # no picture: it is what the page says
        ('"7+%-', Shares(0.0, 0.001, 0.02), True),  # letters without a map
        ("1 ..... 2\n2 ..... 5\n", BARE, False),
        ("7", Shares(0.0, 0.001, 0.001), False),
    ],
)
def test_pages_that_are_to_be_read(text: str, shares: Shares, read: bool) -> None:
    assert unreadable(text, shares) is read
    if read and shares.ink:
        assert suspicious(text)


@pytest.mark.parametrize(
    ("before", "read", "confidence", "taken"),
    [
        ("", "anything", 10, True),
        ("\ufffd\ufffd", "anything", 10, True),
        ("Filed 4 May", PROSE, 90, True),
        ("Filed 4 May", "Filed 4 May", 95, False),
        ("Filed 4 May", PROSE, 20, False),
        (GARBAGE, PROSE, 90, True),
        (GARBAGE, PROSE, 50, False),
        (GARBAGE, "Only a few words", 95, False),
        (PROSE, GARBAGE, 95, False),
    ],
)
def test_text_is_replaced_by_clearly_better_only(before: str, read: str, confidence: int, taken: bool) -> None:
    assert better(before, read, confidence) is taken
