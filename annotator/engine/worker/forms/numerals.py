"""Numbers as lists show them."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def numeral(value: int, kind: str) -> str:
    """The value in a kind of numerals, by Word's names of them; plain digits for a kind that is not known here."""
    if kind in ("none", "bullet"):
        return ""
    if kind in ("upperRoman", "lowerRoman") and 0 < value < 5_000:
        return roman(value).upper() if kind == "upperRoman" else roman(value)
    if kind in ("upperLetter", "lowerLetter") and 0 < value < 1_000:
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters.upper() if kind == "upperLetter" else letters
    if kind == "decimalZero":
        return f"{value:02d}"
    if kind == "ordinal":
        return f"{value}{'th' if value % 100 in (11, 12, 13) else _ENDINGS.get(value % 10, 'th')}"
    return str(value)


def roman(value: int) -> str:
    """A small Roman numeral."""
    said = ""
    for worth, letters in _ROMAN:
        said += letters * (value // worth)
        value %= worth
    return said
