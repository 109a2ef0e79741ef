"""The numbers that Word shows before headings and list items, worked out from its tables of numbering and styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from annotator.engine.worker.forms.numerals import numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_BULLETS = {"o": "◦", "\uf0a7": "▪", "\uf0d8": "‣", "\uf0fc": "✓", "-": "-", "–": "–", "—": "—", "▪": "▪", "◦": "◦"}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    style: str = ""
    plain: bool = False
    restarts: int = -1
    """The level above which it begins anew, counted from 1; 0 never, -1 any."""


@dataclass(slots=True)
class _List:
    """What a list number of the file leads to: levels of an abstract list, some of them its own."""

    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """Counts through a document; ask for each paragraph in order."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str, str, str]] = {}
        self._default = ""
        self._counted: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_numbering(numbering)

    def of(self, paragraph: Any) -> tuple[str, int] | None:
        """The number before a paragraph, as Word shows it, and its level from 0; None where there is none."""
        found = self._place(paragraph)
        if found is None or found[0] not in self._lists:
            return None
        number, level = found
        of = self._lists[number]
        levels = {**self._abstract.get(of.abstract, {}), **of.levels}
        if level not in levels:
            return None
        counted = self._counted.setdefault(of.abstract, {})
        self._count(number, of, level, levels, counted)
        mine = levels[level]
        if mine.kind == "bullet":
            return _BULLETS.get(mine.text, "•") if mine.text.strip() else "", level
        return _PLACE.sub(lambda match: self._part(int(match[1]) - 1, mine, levels, counted), mine.text), level

    def _count(self, number: str, of: _List, level: int, levels: dict[int, _Level], counted: dict[int, int]) -> None:
        if level in of.starts and (number, level) not in self._begun:
            self._begun.add((number, level))
            counted[level] = of.starts[level]
        else:
            counted[level] = counted[level] + 1 if level in counted else levels[level].start
        for deeper in [each for each in counted if each > level]:
            restarts = levels[deeper].restarts if deeper in levels else -1
            if restarts < 0 or level < restarts:
                del counted[deeper]

    @staticmethod
    def _part(place: int, mine: _Level, levels: dict[int, _Level], counted: dict[int, int]) -> str:
        other = levels.get(place, _Level())
        counted.setdefault(place, other.start)
        return numeral(counted[place], "decimal" if mine.plain else other.kind)

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and the level of a paragraph, by itself or by its style."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        number, level = _value(own, "numId"), _value(own, "ilvl")
        style = _value(paragraph.find(f"{W}pPr"), "pStyle") or self._default
        by_style, style_level, named = self._by_style(style)
        if not number:
            number = by_style
            if number and not level:
                level = self._level_of(number, named) or style_level
        if not number or number == "0":
            return None
        return number, min(8, int(level)) if level.isdigit() else 0

    def _level_of(self, number: str, style: str) -> str:
        of = self._lists.get(number)
        levels = {**self._abstract.get(of.abstract, {}), **of.levels} if of else {}
        return next((str(each) for each, level in levels.items() if level.style == style and style), "")

    def _by_style(self, style: str) -> tuple[str, str, str]:
        """List and level of a style or of what it is based on, and the style that says so."""
        for _ in range(30):
            if style not in self._styles:
                break
            number, level, base = self._styles[style]
            if number:
                return number, level, style
            style = base
        return "", "", ""

    def _read_styles(self, styles: Any) -> None:
        for style in styles.iter(f"{W}style"):
            name = style.get(f"{W}styleId") or ""
            own = style.find(f"{W}pPr/{W}numPr")
            self._styles[name] = _value(own, "numId"), _value(own, "ilvl"), _value(style, "basedOn")
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default = name

    def _read_numbering(self, numbering: Any) -> None:
        by_style: dict[str, str] = {}
        linked: dict[str, str] = {}
        for each in numbering.iter(f"{W}abstractNum"):
            name = each.get(f"{W}abstractNumId") or ""
            self._abstract[name] = dict(_levels(each))
            if link := _value(each, "styleLink"):
                by_style[link] = name
            if link := _value(each, "numStyleLink"):
                linked[name] = link
        for name, link in linked.items():
            self._abstract[name] = self._abstract.get(by_style.get(link, ""), self._abstract[name])
        for each in numbering.iter(f"{W}num"):
            of = _List(_value(each, "abstractNumId"))
            of.abstract = by_style.get(linked.get(of.abstract, ""), of.abstract)
            for override in each.iter(f"{W}lvlOverride"):
                of.levels.update(_levels(override))
                level, start = override.get(f"{W}ilvl") or "", _value(override, "startOverride")
                if level.isdigit() and start.isdigit():
                    of.starts[int(level)] = int(start)
            self._lists[each.get(f"{W}numId") or ""] = of


def _levels(parent: Any) -> Iterator[tuple[int, _Level]]:
    for each in parent.iter(f"{W}lvl"):
        level, start, restarts = each.get(f"{W}ilvl") or "", _value(each, "start"), _value(each, "lvlRestart")
        if level.isdigit():
            yield (
                int(level),
                _Level(
                    int(start) if start.isdigit() else 0,
                    _value(each, "numFmt") or "decimal",
                    _value(each, "lvlText"),
                    _value(each, "pStyle"),
                    each.find(f"{W}isLgl") is not None,
                    int(restarts) if restarts.isdigit() else -1,
                ),
            )


def _value(parent: Any | None, name: str) -> str:
    found = parent.find(f"{W}{name}") if parent is not None else None
    return (found.get(f"{W}val") or "") if found is not None else ""
