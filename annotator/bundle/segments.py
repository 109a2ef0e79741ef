"""Cuts paragraphs where marked passages begin and end; passages may overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.bundle.flow import Line, Paragraph


@dataclass(frozen=True, slots=True)
class Run:
    """Code points `start` to `end` of a page's text that belong to what is called `key`."""

    key: str
    page: int
    start: int
    end: int


@dataclass(slots=True)
class Piece:
    """A stretch of a paragraph with the same passages over all of it.

    `keys` are those passages in the order given, `begins` and `ends` those that begin or end here, `points` the
    anchors that stand before it.
    """

    text: str
    keys: tuple[str, ...] = ()
    begins: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cut:
    """A paragraph in pieces."""

    pieces: tuple[Piece, ...]
    heading: bool


def cut(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], runs: Iterable[Run], points: Iterable[Run] = ()
) -> list[Cut]:
    """The paragraphs cut at the runs; each key begins and ends exactly once, each point stands at most once.

    A run outside the text is nowhere: its key does not occur in the result.
    """
    by_page: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        by_page[run.page].append(run)
    waiting: dict[int, list[Run]] = defaultdict(list)
    for point in sorted(points, key=lambda run: (run.page, run.start)):
        waiting[point.page].append(point)
    found: list[Cut] = []
    for paragraph in paragraphs:
        pieces: list[Piece] = []
        between = ""
        for line in paragraph.lines:
            new = _of_line(line, texts[line.page], by_page[line.page], waiting[line.page])
            _append(pieces, new, between)
            between = line.glue
        found.append(Cut(tuple(pieces), paragraph.heading))
    _note_ends(found)
    return found


def _of_line(line: Line, text: str, runs: Sequence[Run], points: list[Run]) -> list[Piece]:
    end = line.end - line.drop
    inside = [run for run in runs if run.start < end and run.end > line.start]
    edges = {line.start, end}
    edges.update(edge for run in inside for edge in (run.start, run.end) if line.start < edge < end)
    edges.update(point.start for point in points if line.start < point.start < end)
    ordered = sorted(edges)
    pieces: list[Piece] = []
    for start, stop in pairwise(ordered):
        keys = tuple(dict.fromkeys(run.key for run in inside if run.start <= start and run.end >= stop))
        piece = Piece(text[start:stop], keys)
        while points and points[0].start < stop:
            piece.points.append(points.pop(0).key)
        pieces.append(piece)
    return pieces


def _append(pieces: list[Piece], new: Sequence[Piece], between: str) -> None:
    """Adds a line's pieces; what stands between the lines belongs to the passages that go on across it."""
    if pieces and new and between:
        shared = tuple(key for key in pieces[-1].keys if key in new[0].keys)
        _join(pieces, Piece(between, shared))
    for piece in new:
        _join(pieces, piece)


def _join(pieces: list[Piece], piece: Piece) -> None:
    if pieces and pieces[-1].keys == piece.keys and not piece.points:
        pieces[-1].text += piece.text
    else:
        pieces.append(piece)


def _note_ends(cuts: Sequence[Cut]) -> None:
    first: dict[str, Piece] = {}
    last: dict[str, Piece] = {}
    for part in cuts:
        for piece in part.pieces:
            for key in piece.keys:
                first.setdefault(key, piece)
                last[key] = piece
    for key, piece in first.items():
        piece.begins.append(key)
        last[key].ends.append(key)
