"""The link graph as a picture (SVG) in three columns: claims, passages, documents, and a line for each link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree as Xml

from annotator.bundle.choosing import Choice, Shown
from annotator.bundle.content import BundleContent, Written, label_of
from annotator.bundle.words import (
    RELATION_MARKS,
    RELATION_WORDS,
    STATUS_MARKS,
    STATUS_WORDS,
    counted,
    page_words,
    plain,
    unwrap,
)
from annotator.bundle.writing import publish
from annotator.model.graph import Graph
from annotator.model.picture import Column, Line, Picture, picture
from annotator.model.things import Claim, Document, Relation, Status

_LEFT, _SIDE, _GAP = 24, 380, 96
_WIDTH, _ROW, _HEAD, _BOX = 2 * _LEFT + 3 * _SIDE + 2 * _GAP, 46, 124, 34
_X = {column: _LEFT + at * (_SIDE + _GAP) for at, column in enumerate(Column)}
_STEM = 26
"""How far from a claim its links that count only together are joined."""
_TITLES = {Column.CLAIMS: "Claims", Column.PASSAGES: "Passages", Column.DOCUMENTS: "Documents"}
_COLOURS = {Relation.SUPPORTS: "#1f5fa8", Relation.CONTRADICTS: "#b3401a", Relation.CONTEXT: "#5c5c5c"}
_DASHES = {Relation.SUPPORTS: "", Relation.CONTRADICTS: "9 4", Relation.CONTEXT: "2 4"}
_EDGES = {Status.OPEN: "#6a6a64", Status.VERIFIED: "#1f5fa8", Status.DISPUTED: "#9a4a00", Status.CUT: "#6a6a64"}
_QUIET = "#8a8a84"
_UNSHOWN = "(only to be paraphrased: its words are not shown)"


def write_drawing(out: Path, content: BundleContent) -> Written:
    """Writes the drawing as one file, or into a ZIP by its name. Raises as every export does."""
    choice = Choice(content)
    name = "links.svg"
    return publish(out, lambda folder: draw(folder / name, choice), choice.left_out, one=name)


def draw(path: Path, choice: Choice) -> None:
    """Writes the drawing: no scripts, no fonts of its own, text as text; relations are told by sign, dash and colour.

    What is not shown of a claim's links is counted in its box.
    """
    path.write_bytes(Xml.tostring(_Drawing(choice).svg(), encoding="utf-8", xml_declaration=True) + b"\n")


@dataclass(frozen=True)
class _Drawing:
    choice: Choice

    @cached_property
    def made(self) -> Picture:
        """What stands where, of nothing but what may be shown."""
        whole = self.choice.graph
        graph = Graph(
            documents={document.id: document for document in self.choice.cited},
            versions=whole.versions,
            passages={
                **{key: one for key, one in whole.passages.items() if one.claim in self.claims},
                **{shown.passage.id: shown.passage for shown in self.shown.values()},
            },
            claims=dict(self.claims),
            links={key: shown.link for key, shown in self.shown.items()},
        )
        return picture(graph)

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        return {claim.id: claim for claim in self.choice.claims}

    @cached_property
    def shown(self) -> Mapping[str, Shown]:
        """The links that may be shown, by their ids."""
        return {shown.link.id: shown for claim in self.choice.claims for shown in self.choice.links(claim)}

    @cached_property
    def resting(self) -> Mapping[str, list[Shown]]:
        """The links that may be shown, by their passages' ids."""
        found: dict[str, list[Shown]] = defaultdict(list)
        for shown in self.shown.values():
            found[shown.passage.id].append(shown)
        return found

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """What documents are called in short, D1 and so on, in the order they came into the project."""
        return {document.id: at for at, document in enumerate(self.choice.cited, 1)}

    def svg(self) -> Xml.Element:
        height = _HEAD + max(self.made.rows, 1) * _ROW + 16
        size = {"width": str(_WIDTH), "height": str(height), "viewBox": f"0 0 {_WIDTH} {height}"}
        svg = Xml.Element(
            "svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "role": "img", "aria-label": "Link graph"}
        )
        name = plain(self.choice.content.title).strip() or plain(label_of(self.choice.drafts[0]))
        _add(svg, "title", {}, f"{name}: claims, the passages they rest on and their documents")
        _add(svg, "desc", {}, "\n".join(self._told()))
        _add(svg, "rect", {"width": str(_WIDTH), "height": str(height), "fill": "#ffffff"})
        _words(svg, _LEFT, 28, name, 17, bold=True)
        _legend(svg)
        for column, words in _TITLES.items():
            _words(svg, _X[column], _HEAD - 14, f"{words} ({len(self.made.column(column))})", 13, bold=True)
        for line in self.made.lines:
            if line.relation is None:
                self._draw_home(svg, line)
        for line in self.made.lines:
            if line.relation is not None:
                self._draw_link(svg, line, line.relation)
        for node in self.made.nodes:
            if node.column is Column.CLAIMS:
                self._claim(svg, self.claims[node.id])
            elif node.column is Column.PASSAGES:
                self._passage(svg, node.id)
        for document in self.choice.cited:
            self._document(svg, document)
        return svg

    def _told(self) -> list[str]:
        """The same in words, for those who hear it: one line for claim, document and relation."""
        counts: dict[tuple[int, str, Relation], int] = defaultdict(int)
        for claim in self.choice.claims:
            for shown in self.choice.links(claim):
                counts[claim.number, plain(label_of(shown.document)), shown.link.relation] += 1
        told = [f"Claim {n}: {title} {RELATION_WORDS[rel]} ({many})" for (n, title, rel), many in counts.items()]
        return told or ["No links are shown."]

    def _top(self, node: str) -> float:
        return round(_HEAD + self.made.node(node).row * _ROW, 1)

    def _draw_home(self, svg: Xml.Element, line: Line) -> None:
        x0, x1 = _X[Column.PASSAGES] + _SIDE, _X[Column.DOCUMENTS]
        stroke = {"stroke": _QUIET, "stroke-width": "1", "fill": "none"}
        _curve(svg, (x0, self._top(line.start) + _BOX / 2), (x1, self._top(line.end) + _BOX / 2), stroke)

    def _draw_link(self, svg: Xml.Element, line: Line, relation: Relation) -> None:
        x0, x1 = _X[Column.CLAIMS] + _SIDE, _X[Column.PASSAGES]
        y0, y1 = self._top(line.start) + _BOX / 2, self._top(line.end) + _BOX / 2
        colour = _COLOURS[relation]
        stroke = {"stroke": colour, "stroke-width": "1.6", "fill": "none"}
        if _DASHES[relation]:
            stroke["stroke-dasharray"] = _DASHES[relation]
        if line.together:
            # All that count only together leave from one knot.
            groups = list(dict.fromkeys(one.together for one in self.made.leaving(line.start) if one.together))
            middle = y0 + 16 * (groups.index(line.together) - (len(groups) - 1) / 2)
            knot = {"cx": f"{x0 + _STEM - 7:g}", "cy": f"{middle:g}", "r": "7", "fill": "#ffffff", "stroke": colour}
            if line is next(one for one in self.made.leaving(line.start) if one.together == line.together):
                ends = {"x1": f"{x0}", "y1": f"{y0:g}", "x2": f"{x0 + _STEM - 14:g}", "y2": f"{middle:g}"}
                _add(svg, "line", {**ends, "stroke": colour, "stroke-width": "3"})
                _add(svg, "circle", knot)
                _words(svg, x0 + _STEM - 11, middle + 4, "&", 11, fill=colour, bold=True)
            x0, y0 = x0 + _STEM, middle
        _curve(svg, (x0, y0), (x1, y1), stroke)
        place = 13 * list(Relation).index(relation)
        _words(svg, x1 - 14, y1 - 5 + place, RELATION_MARKS[relation], 13, fill=colour, bold=True)

    def _claim(self, svg: Xml.Element, claim: Claim) -> None:
        passages = self.choice.placed(claim) or self.choice.lost(claim)
        words = unwrap(passages[0].place.quote, lambda word: False)
        status = self.choice.graph.shown_status(claim.id)
        withheld = self.choice.withheld(claim)
        more = f", {counted(withheld, 'link')} not shown" if withheld else ""
        rests = dict.fromkeys(
            f"{RELATION_MARKS[shown.link.relation]} D{self.numbers[shown.document.id]}"
            for shown in self.choice.links(claim)
        )
        small = f"{STATUS_MARKS[status]} {STATUS_WORDS[status]}{more}"
        x, top = _X[Column.CLAIMS], self._top(claim.id)
        _shape(svg, x, top, status)
        indent = x + (16 if status in (Status.VERIFIED, Status.DISPUTED) else 8)
        struck = status is Status.CUT
        _words(svg, indent, top + 14, f"{claim.number}  {_cut(words, 52)}", 12, struck=struck)
        # Where many lines cross, the numbers tell what they lead to.
        told = f"{small}: {', '.join(rests)}" if rests else small
        _words(svg, indent, top + 28, _cut(told, 60), 11, fill="#444444")

    def _passage(self, svg: Xml.Element, passage: str) -> None:
        links = self.resting[passage]
        shown = next((one for one in links if one.words), links[0])
        place = shown.passage.place
        words = unwrap(place.quote, lambda word: False) if shown.words else _UNSHOWN
        if shown.words and not place.spans:
            words = "(a region of the page)"
        x, top = _X[Column.PASSAGES], self._top(passage)
        _box(svg, x, top)
        _words(svg, x + 8, top + 14, _cut(words, 54), 12)
        where = f"D{self.numbers[shown.document.id]}, {page_words(place)}".removesuffix(", ")
        _words(svg, x + 8, top + 28, _cut(where, 60), 11, fill="#444444")

    def _document(self, svg: Xml.Element, document: Document) -> None:
        links = [
            (claim.number, shown)
            for claim in self.choice.claims
            for shown in self.choice.links(claim)
            if shown.document == document
        ]
        numbers = ", ".join(map(str, dict.fromkeys(number for number, _ in links)))
        x, top = _X[Column.DOCUMENTS], self._top(document.id)
        corner = f"M{x} {top:g}h{_SIDE - 12}l12 12v{_BOX - 12}h-{_SIDE}zM{x + _SIDE - 12} {top:g}v12h12"
        _add(svg, "path", {"d": corner, "fill": "#f6f6f2", "stroke": _QUIET})
        title = _cut(plain(label_of(document)), 50)
        _words(svg, x + 8, top + 14, f"D{self.numbers[document.id]}  {title}", 12)
        told = f"{counted(len(links), 'link')}: claim {numbers}" if links else counted(0, "link")
        _words(svg, x + 8, top + 28, _cut(told, 60), 11, fill="#444444")


def _legend(svg: Xml.Element) -> None:
    x = _LEFT
    for relation in Relation:
        words = f"{RELATION_MARKS[relation]} {RELATION_WORDS[relation]}"
        dash = {"stroke-dasharray": _DASHES[relation]} if _DASHES[relation] else {}
        stroke = {"stroke": _COLOURS[relation], "stroke-width": "1.6", **dash}
        _add(svg, "line", {"x1": str(x), "x2": str(x + 40), "y1": "52", "y2": "52", **stroke})
        _words(svg, x + 48, 56, words, 13, fill=_COLOURS[relation])
        x += 160
    _words(svg, x, 56, "& only together", 13)
    x = _LEFT
    for status in Status:
        _shape(svg, x, 68, status, side=30, box=18)
        _words(svg, x + 38, 82, f"{STATUS_MARKS[status]} {STATUS_WORDS[status]}", 13)
        x += 130


def _curve(svg: Xml.Element, start: tuple[float, float], end: tuple[float, float], stroke: dict[str, str]) -> None:
    bend = (end[0] - start[0]) / 2
    by = f"{start[0] + bend:g} {start[1]:g} {end[0] - bend:g} {end[1]:g} {end[0]:g} {end[1]:g}"
    _add(svg, "path", {"d": f"M{start[0]:g} {start[1]:g} C{by}", **stroke})


def _shape(svg: Xml.Element, x: float, y: float, status: Status, side: int = _SIDE, box: int = _BOX) -> None:
    """A claim's box: round where checked, pointed where disputed, cornered where cut."""
    if status is Status.VERIFIED:
        _box(svg, x, y, side, box, rx=box / 2, edge=_EDGES[status], width="2")
        return
    if status is not Status.DISPUTED:
        _box(svg, x, y, side, box, rx=0 if status is Status.CUT else 4, edge=_EDGES[status])
        return
    tip = box / 3
    corners = [
        *((x + tip, y), (x + side - tip, y), (x + side, y + box / 2)),
        *((x + side - tip, y + box), (x + tip, y + box), (x, y + box / 2)),
    ]
    points = " ".join(f"{one:g},{other:g}" for one, other in corners)
    _add(svg, "polygon", {"points": points, "fill": "#f6f6f2", "stroke": _EDGES[status], "stroke-width": "2"})


def _cut(words: str, limit: int) -> str:
    """At most so many letters, also within a long word."""
    return words if len(words) <= limit else f"{words[: limit - 1].rstrip()}…"


def _box(
    svg: Xml.Element,
    x: float,
    y: float,
    side: int = _SIDE,
    box: int = _BOX,
    *,
    rx: float = 2,
    edge: str = _QUIET,
    width: str = "1",
) -> None:
    size = {"x": f"{x:g}", "y": f"{y:g}", "width": str(side), "height": str(box), "rx": f"{rx:g}"}
    _add(svg, "rect", {**size, "fill": "#f6f6f2", "stroke": edge, "stroke-width": width})


def _words(
    svg: Xml.Element,
    x: float,
    y: float,
    text: str,
    size: int,
    *,
    fill: str = "#111111",
    bold: bool = False,
    struck: bool = False,
) -> None:
    style = {"font-family": "sans-serif", "font-size": str(size), "fill": fill}
    if bold:
        style["font-weight"] = "bold"
    if struck:
        style["text-decoration"] = "line-through"
    _add(svg, "text", {"x": f"{x:g}", "y": f"{y:g}", **style}, text)


def _add(parent: Xml.Element, tag: str, attributes: dict[str, str], text: str = "") -> None:
    child = Xml.SubElement(parent, tag, attributes)
    child.text = text or None
