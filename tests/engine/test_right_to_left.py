"""Lines written from the right whose parts a file stores as they are seen."""

from __future__ import annotations

import pytest

from annotator.engine.worker.right_to_left import Boxed, concerns
from annotator.engine.worker.right_to_left import spoken as put_right


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
    made = put_right(text, found)
    if made is None:
        return text
    assert "".join(char for char, _ in made[1]) == made[0]
    return made[0]


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
    assert put_right("something else", found) is None
    assert put_right("Act של", laid_out(("Act", 30), (" ", 40), ("של", 60))) is None


YEARS = (("עלה", 40.0), (" ", 50.0), ("2024", 90.0), (" ", 100.0), ("-", 110.0), (" ", 120.0), ("2023", 160.0))
COUNT = (("של", 20.0), (" ", 30.0), ("13", 50.0), (" ", 60.0), ("12", 80.0), (" ", 90.0), ("סעיף", 130.0))


def test_numbers_alone_go_from_the_right() -> None:
    assert spoken(*YEARS, (" ", 170.0), ("בשנים", 220.0)) == "בשנים 2023 - 2024 עלה"
    assert spoken(*COUNT) == "סעיף 12 13 של"


def test_a_stop_seen_before_a_number_stands_after_it() -> None:
    assert spoken(("רקם", 60.0), (" ", 30.0), (".5", 20.0)) == "רקם 5."
    assert spoken(("רקם", 90.0), (" ", 60.0), ("5%", 50.0)) == "רקם 5%"
    assert spoken(("רקם", 90.0), (" ", 60.0), ("3.5", 50.0)) == "רקם 3.5"
    assert spoken(("הסעיף", 190.0), (" ", 140.0), ("Act", 130.0), (" ", 100.0), (".5", 90.0)) == "הסעיף Act .5"


def page(*lines: tuple[tuple[str, float], ...], apart: float = 20.0) -> tuple[str, list[Boxed]]:
    """Lines below one another, `apart` points."""
    found: list[Boxed] = []
    words = []
    for row, parts in enumerate(lines):
        line = laid_out(*parts)
        words.append("".join(char for char, _ in line))
        found += [(char, (x0, y0 + row * apart, x1, y1 + row * apart)) for char, (x0, y0, x1, y1) in line]
    return "\n".join(words) + "\n", found


def test_parts_of_one_line_are_joined() -> None:
    number, rest = (("12", 140.0),), ((" ", 120.0), ("של", 110.0))
    made = put_right(*page((("סעיף", 190.0), (" ", 150.0)), number, rest, apart=0.0))
    assert made is not None
    assert made[0] == "סעיף 12 של\n"
    spaced = put_right(*page((("סעיף", 190.0),), number, apart=0.0))
    assert spaced is not None
    assert spaced[0] == "סעיף 12\n"


@pytest.mark.parametrize(
    "lines",
    [
        ((("סעיף", 190.0),), (("של", 170.0),)),  # below one another
        ((("סעיף", 490.0),), (("של", 110.0),)),  # two columns
        ((("Act", 190.0),), (("of", 150.0),)),  # not from the right
    ],
)
def test_other_lines_stay_apart(lines: tuple[tuple[tuple[str, float], ...], ...]) -> None:
    text, found = page(*lines, apart=20.0 if lines[0][0][1] == 190.0 and lines[1][0][1] == 170.0 else 0.0)
    assert (put_right(text, found) or (text,))[0] == text


def rows(*lines: str) -> list[str]:
    made = put_right(*page(*(((line, 300.0),) for line in lines)))
    return made[0].split("\n")[:-1] if made else list(lines)


def test_brackets_stored_as_they_look_are_turned() -> None:
    assert rows("של )כן( חוק") == ["של (כן) חוק"]
    assert rows("של (כן) [לא] חוק") == ["של (כן) [לא] חוק"]
    assert rows("של ]כן )לא([ חוק") == ["של [כן (לא)] חוק"]
    assert rows("של )כן( חוק", "א( ראשון") == ["של (כן) חוק", "א) ראשון"]
    assert rows("של (כן) חוק", "א) ראשון") == ["של (כן) חוק", "א) ראשון"]
    assert rows("א( ראשון") == ["א( ראשון"], "a lone one tells nothing"
    assert rows("של )כן) חוק") == ["של (כן) חוק"], "both the same: pairs"
    assert rows("Act )no( של Act of") == ["Act )no( של Act of"], "not from the right"
