"""The link graph as a picture (SVG): claims on the left, documents on the right, a line for each link."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as Xml

from annotator.bundle.choosing import Choice
from annotator.bundle.content import label_of
from annotator.bundle.words import (
    RELATION_MARKS,
    RELATION_WORDS,
    STATUS_MARKS,
    STATUS_WORDS,
    counted,
    plain,
    unwrap,
)
from annotator.model.things import Claim, Document, Relation

_WIDTH, _ROW, _HEAD, _BOX = 1120, 46, 84, 34
_LEFT, _RIGHT, _SIDE = 24, 696, 400
_COLOURS = {Relation.SUPPORTS: "#1f5fa8", Relation.CONTRADICTS: "#b3401a", Relation.CONTEXT: "#5c5c5c"}
_DASHES = {Relation.SUPPORTS: "", Relation.CONTRADICTS: "9 4", Relation.CONTEXT: "2 4"}


@dataclass(frozen=True, slots=True)
class _Line:
    claim: Claim
    document: str
    relation: Relation
    count: int


def draw(path: Path, choice: Choice) -> None:
    """Writes the drawing: no scripts, no fonts of its own, text as text; relations are told by sign, dash and colour.

    What is not shown of a claim's links is counted in its box.
    """
    claims = choice.claims
    documents = choice.cited
    rows = max(len(claims), len(documents), 1)
    height = _HEAD + rows * _ROW + 16
    size = {"width": str(_WIDTH), "height": str(height), "viewBox": f"0 0 {_WIDTH} {height}"}
    svg = Xml.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "role": "img", "aria-label": "Link graph"})
    name = plain(choice.content.title).strip() or plain(label_of(choice.drafts[0]))
    _add(svg, "title", {}, f"{name}: claims and the documents they rest on")
    _add(svg, "desc", {}, "\n".join(_told(choice)))
    _add(svg, "rect", {"width": str(_WIDTH), "height": str(height), "fill": "#ffffff"})
    _words(svg, _LEFT, 28, name, 17, bold=True)
    _legend(svg)
    # Documents stand evenly spread beside the claims.
    step = rows / max(1, len(documents))
    where = {document.id: round(_HEAD + ((at + 0.5) * step - 0.5) * _ROW) for at, document in enumerate(documents)}
    tops = {claim.id: _HEAD + at * _ROW for at, claim in enumerate(claims)}
    for line in _lines(choice):
        _draw_line(svg, line, tops[line.claim.id], where[line.document])
    for claim in claims:
        _claim(svg, choice, claim, tops[claim.id])
    for document in documents:
        _document(svg, choice, document, where[document.id])
    path.write_bytes(Xml.tostring(svg, encoding="utf-8", xml_declaration=True) + b"\n")


def _lines(choice: Choice) -> list[_Line]:
    """One line for claim, document and relation, however many passages."""
    counts: dict[tuple[str, str, Relation], int] = {}
    claims = {claim.id: claim for claim in choice.claims}
    for claim in choice.claims:
        for shown in choice.links(claim):
            key = (claim.id, shown.document.id, shown.link.relation)
            counts[key] = counts.get(key, 0) + 1
    return [_Line(claims[claim], document, relation, n) for (claim, document, relation), n in counts.items()]


def _told(choice: Choice) -> list[str]:
    """The same in words, for those who hear it."""
    titles = {document.id: plain(label_of(document)) for document in choice.cited}
    told = [
        f"Claim {line.claim.number}: {titles[line.document]} {RELATION_WORDS[line.relation]} ({line.count})"
        for line in _lines(choice)
    ]
    return told or ["No links are shown."]


def _draw_line(svg: Xml.Element, line: _Line, top: int, other: int) -> None:
    x0, x1, y0, y1 = _LEFT + _SIDE, _RIGHT, top + _BOX / 2, other + _BOX / 2
    bend = (x1 - x0) / 2
    colour = _COLOURS[line.relation]
    stroke = {"stroke": colour, "stroke-width": "1.6", "fill": "none"}
    if _DASHES[line.relation]:
        stroke["stroke-dasharray"] = _DASHES[line.relation]
    _add(svg, "path", {"d": f"M{x0} {y0:g} C{x0 + bend:g} {y0:g} {x1 - bend:g} {y1:g} {x1} {y1:g}", **stroke})
    sign = RELATION_MARKS[line.relation] + (f" {line.count}" if line.count > 1 else "")
    _words(svg, x0 + 8, y0 - 4 + 13 * list(Relation).index(line.relation), sign, 13, fill=colour, bold=True)


def _legend(svg: Xml.Element) -> None:
    x = _LEFT
    for relation in Relation:
        words = f"{RELATION_MARKS[relation]} {RELATION_WORDS[relation]}"
        dash = {"stroke-dasharray": _DASHES[relation]} if _DASHES[relation] else {}
        stroke = {"stroke": _COLOURS[relation], "stroke-width": "1.6", **dash}
        _add(svg, "line", {"x1": str(x), "x2": str(x + 40), "y1": "52", "y2": "52", **stroke})
        _words(svg, x + 48, 56, words, 13, fill=_COLOURS[relation])
        x += 160


def _claim(svg: Xml.Element, choice: Choice, claim: Claim, top: int) -> None:
    passages = choice.placed(claim) or choice.lost(claim)
    words = unwrap(passages[0].place.quote, lambda word: False)
    status = choice.graph.shown_status(claim.id)
    withheld = choice.withheld(claim)
    more = f", {counted(withheld, 'link')} not shown" if withheld else ""
    numbers = {document.id: at for at, document in enumerate(choice.cited, 1)}
    rests = dict.fromkeys(
        f"{RELATION_MARKS[shown.link.relation]} D{numbers[shown.document.id]}" for shown in choice.links(claim)
    )
    small = f"{STATUS_MARKS[status]} {STATUS_WORDS[status]}{more}"
    _box(svg, _LEFT, top)
    _words(svg, _LEFT + 8, top + 14, f"{claim.number}  {_cut(words, 58)}", 12)
    # Where many lines cross, the numbers tell what they lead to.
    _words(svg, _LEFT + 8, top + 28, _cut(f"{small}: {', '.join(rests)}" if rests else small, 66), 11, fill="#444444")


def _document(svg: Xml.Element, choice: Choice, document: Document, top: int) -> None:
    resting = [claim.number for claim in choice.claims for shown in choice.links(claim) if shown.document == document]
    number = choice.cited.index(document) + 1
    claims = ", ".join(map(str, dict.fromkeys(resting)))
    _box(svg, _RIGHT, top)
    _words(svg, _RIGHT + 8, top + 14, f"D{number}  {_cut(plain(label_of(document)), 56)}", 12)
    told = f"{counted(len(resting), 'link')}: claim {claims}" if resting else counted(0, "link")
    _words(svg, _RIGHT + 8, top + 28, _cut(told, 66), 11, fill="#444444")


def _cut(words: str, limit: int) -> str:
    """At most so many letters, also within a long word."""
    return words if len(words) <= limit else f"{words[: limit - 1].rstrip()}…"


def _box(svg: Xml.Element, x: int, y: int) -> None:
    size = {"x": str(x), "y": str(y), "width": str(_SIDE), "height": str(_BOX), "rx": "4"}
    _add(svg, "rect", {**size, "fill": "#f6f6f2", "stroke": "#8a8a84"})


def _words(
    svg: Xml.Element, x: float, y: float, text: str, size: int, *, fill: str = "#111111", bold: bool = False
) -> None:
    style = {"font-family": "sans-serif", "font-size": str(size), "fill": fill}
    if bold:
        style["font-weight"] = "bold"
    _add(svg, "text", {"x": f"{x:g}", "y": f"{y:g}", **style}, text)


def _add(parent: Xml.Element, tag: str, attributes: dict[str, str], text: str = "") -> None:
    child = Xml.SubElement(parent, tag, attributes)
    child.text = text or None
