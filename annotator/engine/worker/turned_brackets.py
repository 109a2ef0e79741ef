"""Brackets of lines written from the right, which some files store as they look: `)so(` for what is said `(so)`."""

from __future__ import annotations

from collections.abc import Sequence

Boxed = tuple[str, tuple[float, float, float, float]]
_OPENING = "([{\u00ab\u2039"
_CLOSING = ")]}\u00bb\u203a"
_TURNED = str.maketrans(_OPENING + _CLOSING, _CLOSING + _OPENING)
_PAIRS = ("()", "[]", "{}")
_PARTNER = dict(zip(_CLOSING, _OPENING, strict=True))


def put_right(rows: Sequence[list[Boxed]], leaning: Sequence[bool]) -> list[list[Boxed]]:
    """Lines whose brackets fit only when all are turned get them turned.

    Where a line can't tell (a lone `1)`), it goes by the page's other lines; where these can't, it stays.
    """
    # Of guillemets some languages write »so«, so where they are alone nothing is concluded from them.
    told = [_turned(row) if leans else None for row, leans in zip(rows, leaning, strict=True)]
    all_turned = True in told and False not in told
    turned = [
        _turn(row) if leans and (turned or (turned is None and all_turned)) else row
        for row, leans, turned in zip(rows, leaning, told, strict=True)
    ]
    return [_paired(row) if leans else row for row, leans in zip(turned, leaning, strict=True)]


def _turned(row: Sequence[Boxed]) -> bool | None:
    words = "".join(char for char, _ in row if char in "()[]{}")
    if not words:
        return None
    fits, fits_turned = _fits(words), _fits(words.translate(_TURNED))
    return None if fits == fits_turned else fits_turned


def _fits(brackets: str) -> bool:
    stack: list[str] = []
    for char in brackets:
        if char in _OPENING:
            stack.append(char)
        elif not stack or stack.pop() != _PARTNER[char]:
            return False
    return not stack


def _turn(row: Sequence[Boxed]) -> list[Boxed]:
    return [(char.translate(_TURNED), box) for char, box in row]


def _paired(row: list[Boxed]) -> list[Boxed]:
    """Where brackets fit neither way, but are as many as pairs have: each that is not open opens, each that is closes.

    A font whose mirrored bracket is another's plain one can't tell them apart, as in words from the left within.
    """
    brackets = [char for char, _ in row if char in "()[]{}"]
    words = "".join(brackets)
    if _fits(words) or _fits(words.translate(_TURNED)) or any(sum(map(words.count, pair)) % 2 for pair in _PAIRS):
        return row
    made: list[Boxed] = []
    stack: list[str] = []
    for char, box in row:
        if char in "()[]{}":
            opening = _PARTNER.get(char, char)
            if opening in stack and stack[-1] != opening:
                return row  # they cross: nothing can be told
            char = stack.pop().translate(_TURNED) if opening in stack else opening
            if char == opening:
                stack.append(opening)
        made.append((char, box))
    return made
