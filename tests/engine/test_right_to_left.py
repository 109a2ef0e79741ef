"""Lines written from the right whose parts a file stores as they are seen."""

from __future__ import annotations

import pytest

from annotator.engine.worker.right_to_left import Boxed, concerns, order_of


def laid_out(*parts: tuple[str, float]) -> list[Boxed]:
    """Characters ten wide: of a Hebrew part from its right edge to the left, of others from there to the right."""
    found: list[Boxed] = []
    for words, right in parts:
        hebrew = concerns(words)
        for at, char in enumerate(words):
            left = right - 10 * (at + 1) if hebrew else right - 10 * (len(words) - at)
            found.append((char, (left, 0.0, left + 10, 12.0)))
    return found


def spoken(*parts: tuple[str, float]) -> str:
    found = laid_out(*parts)
    text = "".join(char for char, _ in found)
    order = order_of(text, found)
    return text if order is None else "".join(text[index] for index in order)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((("של", 100), (" ", 120), ("12", 140), (" ", 150), ("סעיף", 190)), "סעיף 12 של"),
        ((("סעיף", 190), (" ", 150), ("12", 140), (" ", 120), ("של", 100)), "סעיף 12 של"),
        (
            (("של", 60), (" ", 70), ("Act", 100), (" ", 110), ("552a", 150), (" ", 160), ("סעיף", 200)),
            "סעיף Act 552a של",
        ),
        ((("The", 30), (" ", 40), ("Act", 70)), "The Act"),
    ],
)
def test_parts_around_numbers_are_in_the_order_they_are_spoken(
    parts: tuple[tuple[str, float], ...], words: str
) -> None:
    assert spoken(*parts) == words


def test_what_can_not_be_told_stays_as_it_is() -> None:
    found = laid_out(("של", 100), ("12", 140), ("סעיף", 190))
    assert order_of("something else", found) is None
    assert order_of("Act של", laid_out(("Act", 30), (" ", 40), ("של", 60))) is None


YEARS = (("עלה", 40.0), (" ", 50.0), ("2024", 90.0), (" ", 100.0), ("-", 110.0), (" ", 120.0), ("2023", 160.0))
COUNT = (("של", 20.0), (" ", 30.0), ("13", 50.0), (" ", 60.0), ("12", 80.0), (" ", 90.0), ("סעיף", 130.0))


def test_numbers_alone_go_from_the_right() -> None:
    assert spoken(*YEARS, (" ", 170.0), ("בשנים", 220.0)) == "בשנים 2023 - 2024 עלה"
    assert spoken(*COUNT) == "סעיף 12 13 של"
