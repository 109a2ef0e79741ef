"""The numbers of lists and headings in OpenDocument, and what its styles make bold or italic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from annotator.engine.worker.forms.numerals import numeral
from annotator.engine.worker.forms.trees import attribute, local

_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    before: str
    after: str
    start: int
    shown: int
    bullet: bool = False


class Styles:
    """What the styles of a document say: list levels by list style, and the tags of a text style."""

    def __init__(self, trees: Iterable[Any]) -> None:
        self.levels: dict[str, dict[int, _Level]] = {}
        self.outline: dict[int, _Level] = {}
        self._marks: dict[str, tuple[str, ...]] = {}
        for tree in trees:
            for node in tree.iter():
                name = local(node)
                if name == "list-style":
                    self.levels[attribute(node, "name")] = dict(_levels(node))
                elif name == "outline-style":
                    self.outline = dict(_levels(node))
                elif name == "style" and attribute(node, "family") == "text":
                    self._marks[attribute(node, "name")] = tuple(_marks(node))

    def marks(self, style: str) -> tuple[str, ...]:
        """Tags for a text style."""
        return self._marks.get(style, ())


def _levels(style: Any) -> Iterable[tuple[int, _Level]]:
    for node in style:
        level, start = attribute(node, "level"), attribute(node, "start-value", "1")
        if level.isdigit():
            shown = attribute(node, "display-levels", "1")
            yield (
                int(level),
                _Level(
                    _KINDS.get(attribute(node, "num-format"), "none"),
                    attribute(node, "num-prefix"),
                    attribute(node, "num-suffix"),
                    int(start) if start.isdigit() else 1,
                    int(shown) if shown.isdigit() else 1,
                    local(node) == "list-level-style-bullet",
                ),
            )


def _marks(style: Any) -> Iterable[str]:
    for node in style:
        if local(node) == "text-properties":
            if attribute(node, "font-weight") == "bold":
                yield "b"
            if attribute(node, "font-style") == "italic":
                yield "i"
            position = attribute(node, "text-position")
            if position.startswith(("super", "sub")):
                yield "sup" if position.startswith("super") else "sub"


class Lists:
    """Counts through a document, in its order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._headings: dict[int, int] = {}
        self._counted: dict[tuple[str, int], int] = {}

    def heading(self, level: int) -> str:
        """The number of the next heading of a level, from 1; empty where headings have none."""
        defined = self._styles.outline
        start = defined[level].start if level in defined else 1
        self._headings[level] = self._headings[level] + 1 if level in self._headings else start
        for deeper in [each for each in self._headings if each > level]:
            del self._headings[deeper]
        if level not in defined or defined[level].kind == "none":
            return ""
        return _written(defined, level, self._headings)

    def begin(self, node: Any, above: list[str]) -> list[str]:
        """A list begins in those above it; the styles of all of them, its own last."""
        style = attribute(node, "style-name") or (above[-1] if above else "")
        path = [*above, style]
        goes_on = attribute(node, "continue-numbering") == "true" or attribute(node, "continue-list")
        if not goes_on or above:
            for key in [key for key in self._counted if key[0] == style and key[1] >= len(path)]:
                del self._counted[key]
        return path

    def item(self, path: list[str], start: str = "") -> str:
        """What stands before the next item of the list."""
        style, level = path[-1], len(path)
        defined = self._styles.levels.get(style, {})
        mine = defined.get(level)
        key = style, level
        first = int(start) if start.isdigit() else mine.start if mine else 1
        self._counted[key] = self._counted[key] + 1 if key in self._counted and not start.isdigit() else first
        for deeper in [each for each in self._counted if each[0] == style and each[1] > level]:
            del self._counted[deeper]
        if mine is None or mine.bullet:
            return "•"
        if mine.kind == "none":
            return f"{mine.before}{mine.after}".strip()
        return _written(defined, level, {each: self._counted.get((style, each), 1) for each in range(1, level + 1)})


def _written(defined: dict[int, _Level], level: int, counted: dict[int, int]) -> str:
    mine = defined[level]
    places = range(max(1, level - mine.shown + 1), level + 1)
    shown = (numeral(counted.get(each, 1), defined[each].kind) for each in places if each in defined)
    return mine.before + ".".join(each for each in shown if each) + mine.after
