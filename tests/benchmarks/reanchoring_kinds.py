"""How well passages of each kind are found again: over pages and columns, in tables, of several spans, read by OCR.

Texts of our own, seeded: an old version, a newer one in which sentences were edited, put in, deleted and moved, and
where each of them stands in it. A tenth of the sentences is repeated elsewhere. Right is exactly the true place; shown
at a wrong place counts only what is called unchanged or moved.
"""

from __future__ import annotations

import random
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import pymupdf
from docx import Document as Word
from reanchoring import wilson

from annotator.anchoring.document_text import DocumentText, Run
from annotator.anchoring.found import Again
from annotator.anchoring.seeking import Seeker
from annotator.anchoring.stream import stream_of
from annotator.model.places import Place, Span

COLUMNS = (
    "tried",
    "right",
    "wrong place",
    "as edited",
    "edited",
    "found",
    "not found",
    "false same",
    "deleted",
    "gone",
)
ROUNDS = 12
_SYLLABLES = ("ba", "ber", "cor", "dal", "den", "fer", "gal", "hol", "kin", "lam", "mar", "quin", "ras", "sol", "wil")
_JOINS = ("and", "of", "the", "in", "to", "for", "by", "with", "on")
_MODALS = ("shall", "may", "must", "will not", "need not")


@dataclass(frozen=True)
class Piece:
    """A sentence or cell: what it was in the old version ("" where it is new), and what it is ("" where it went)."""

    ident: int
    old: str
    new: str


@dataclass(frozen=True)
class Laid:
    """A text on pages, and where each piece stands: runs of page, start, end."""

    pages: list[str]
    where: dict[int, list[Run]]


def vocabulary(chance: random.Random) -> list[str]:
    return ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3))) for _ in range(900)]


def sentence(chance: random.Random, words: Sequence[str]) -> str:
    chosen = [chance.choice(_JOINS if at % 3 == 2 else words) for at in range(chance.randint(6, 24))]
    chosen[2:2] = [chance.choice(_MODALS)]
    if chance.random() < 0.5:
        chosen.insert(chance.randrange(3, len(chosen)), str(chance.randint(2, 2000)))
    return f"{' '.join(chosen).capitalize()}."


def edited(text: str, chance: random.Random, words: Sequence[str]) -> str:
    parts = text[:-1].split(" ")
    at = chance.randrange(1, len(parts))
    put = str(int(parts[at]) + 1) if parts[at].isdigit() else chance.choice(words)
    parts[at] = put if put != parts[at] else f"{put}en"
    return " ".join(parts) + "."


def pieces(chance: random.Random, count: int = 160) -> tuple[list[Piece], list[Piece]]:
    """The sentences of the old version in order, and of the new."""
    words = vocabulary(chance)
    texts = [sentence(chance, words) for _ in range(count)]
    for _ in range(count // 10):
        texts[chance.randrange(count)] = texts[chance.randrange(count)]
    old, new = [], []
    for number, text in enumerate(texts):
        fate = chance.random()
        now = edited(text, chance, words) if fate < 0.1 else "" if fate < 0.15 else text
        old.append(Piece(number, text, now))
        if now:
            new.append(old[-1])
        if fate > 0.93:
            new.append(Piece(count + number, "", sentence(chance, words)))
    for _ in range(3):
        at = chance.randrange(len(new) - 4)
        run = new[at : at + 3]
        del new[at : at + 3]
        to = chance.randrange(len(new))
        new[to:to] = run
    return old, new


def laid(texts: Sequence[tuple[int, str]], width: int, lines: int, *, between: str = " ", head: str = "") -> Laid:
    """Sentences wrapped to lines and pages of so many lines, with a running head where there is one."""
    whole, spots = "", {}
    for ident, text in texts:
        spots[ident] = len(whole), len(whole) + len(text)
        whole += text + between
    ends = [0]
    for line in textwrap.wrap(whole, width, break_on_hyphens=False, drop_whitespace=False):
        ends.append(ends[-1] + len(line))
    pages: list[str] = []
    starts = ends[:-1:lines]
    where: dict[int, list[Run]] = {ident: [] for ident in spots}
    for page, (first, last) in enumerate(pairwise([*starts, len(whole)])):
        top = f"{head}\n" if head else ""
        raw = list(whole[first:last])
        for end in ends:
            if first < end <= last and raw[end - first - 1] == " ":
                raw[end - first - 1] = "\n"
        pages.append(f"{top}{''.join(raw)}" + (f"\n{page + 1}\n" if head else ""))
        for ident, (start, end) in spots.items():
            begin, finish = max(start, first), min(end, last)
            while begin < finish and whole[finish - 1] == " ":
                finish -= 1
            if begin < finish:
                where[ident].append(Run(page, begin - first + len(top), finish - first + len(top)))
    return Laid(pages, where)


def noisy(text: str, share: float, chance: random.Random) -> str:
    """Text as a reader of scans gets it wrong: letters taken for others, at a rate of characters; lengths stay."""
    alike = {"l": "1", "o": "0", "e": "c", "n": "u", "a": "o", "i": "l", "t": "f", "m": "w", "r": "v", "s": "5"}
    return "".join(alike.get(char, char) if chance.random() < 2 * share else char for char in text)


def place_of(document: DocumentText, runs: Sequence[Run]) -> Place:
    spans = tuple(Span(run.page, str(run.page + 1), run.start, run.end) for run in runs)
    return Place("v", "e", spans, "\n".join(document.texts[run.page][run.start : run.end] for run in runs))


Case = tuple[Place, str, list[Run]]
"""A place, what became of it (same, edited or deleted), and where it truly stands now."""


def judge(counts: Counter[str], old: DocumentText, new: DocumentText, cases: Sequence[Case]) -> None:
    """Counts what is answered."""
    seeker, stream = Seeker(old, new), stream_of(new)
    for place, kind, true in cases:
        found = seeker.seek(place)
        where = [stream.point(run.page, run.start) for run in found.match or ()][:1]
        where += [stream.point(run.page, run.end) for run in (found.match or ())[-1:]]
        wanted = [stream.point(true[0].page, true[0].start), stream.point(true[-1].page, true[-1].end)] if true else []
        if kind == "same":
            counts["tried"] += 1
            counts["right"] += found.as_it_was and where == wanted
            counts["wrong place"] += found.as_it_was and where != wanted
            counts["as edited"] += not found.as_it_was and where == wanted
        elif kind == "edited":
            over = bool(where) and where[0] < wanted[1] and wanted[0] < where[1]
            counts["edited"] += 1
            counts["found"] += found.outcome is Again.EDITED and over
            counts["not found"] += found.outcome is Again.GONE
            counts["false same"] += found.as_it_was
        else:
            counts["deleted"] += 1
            counts["gone"] += found.outcome is Again.GONE
            counts["false same"] += found.as_it_was


def _kind(piece: Piece) -> str:
    return "deleted" if not piece.new else "same" if piece.old == piece.new else "edited"


def _joined(kinds: Sequence[str]) -> str:
    return kinds[0] if len(set(kinds)) == 1 else "edited"


def over_pages(chance: random.Random) -> Iterator[tuple[DocumentText, DocumentText, list[Case]]]:
    """Sentences over a page's end, with running heads; the newer version has other lines and pages."""
    before, after = pieces(chance)
    old = laid([(one.ident, one.old) for one in before], 70, 9, head="Harbour order")
    new = laid([(one.ident, one.new) for one in after], 76, 11, head="Harbour order")
    here, there = DocumentText(old.pages), DocumentText(new.pages)
    chosen = [one for one in before if len(old.where[one.ident]) > 1]
    cases = [(place_of(here, old.where[one.ident]), _kind(one), new.where.get(one.ident, [])) for one in chosen]
    yield here, there, cases


def over_columns(chance: random.Random) -> Iterator[tuple[DocumentText, DocumentText, list[Case]]]:
    """Sentences over a column's end, two runs on one page."""
    before, after = pieces(chance)
    old = laid([(one.ident, one.old) for one in before], 38, 50)
    new = laid([(one.ident, one.new) for one in after], 44, 44)
    here, there = DocumentText(old.pages), DocumentText(new.pages)
    cases: list[Case] = []
    for one in before:
        run = old.where[one.ident][0]
        cut = here.texts[run.page].find("\n", run.start, run.end)
        if len(old.where[one.ident]) == 1 and cut > run.start:
            runs = [Run(run.page, run.start, cut), Run(run.page, cut + 1, run.end)]
            cases.append((place_of(here, runs), _kind(one), new.where.get(one.ident, [])))
    yield here, there, cases


def several_spans(chance: random.Random) -> Iterator[tuple[DocumentText, DocumentText, list[Case]]]:
    """Two sentences of one passage with others between them; both must be there, as they were, to be the same."""
    before, after = pieces(chance)
    old = laid([(one.ident, one.old) for one in before], 72, 40)
    new = laid([(one.ident, one.new) for one in after], 78, 44)
    here, there = DocumentText(old.pages), DocumentText(new.pages)
    cases: list[Case] = []
    for one, other in zip(before, before[2:], strict=False):
        if one.old == other.old:
            continue
        kind = _joined([_kind(one), _kind(other)])
        true = [*new.where.get(one.ident, []), *new.where.get(other.ident, [])]
        if kind == "same" and true != sorted(true, key=lambda run: (run.page, run.start)):
            continue
        if one.new or other.new or kind == "deleted":
            cases.append((place_of(here, [*old.where[one.ident], *old.where[other.ident]]), kind, true))
    yield here, there, cases


def in_tables(chance: random.Random, between: str) -> Iterator[tuple[DocumentText, DocumentText, list[Case]]]:
    """Cells of a table whose rows are put in, left out and altered; many cells read alike."""
    words = vocabulary(chance)
    prose = "\n".join(textwrap.wrap(" ".join(sentence(chance, words) for _ in range(9)), 80))
    rows = [[chance.choice(words).capitalize(), *(str(chance.randint(1, 60)) for _ in range(3))] for _ in range(60)]
    newer: list[tuple[int, list[str]]] = []
    for number, row in enumerate(rows):
        fate = chance.random()
        if fate > 0.06:
            now = list(row)
            if fate < 0.2:
                now[chance.randint(1, 3)] = str(chance.randint(61, 99))
            newer.append((number, now))
        if fate > 0.94:
            newer.append((-1, [chance.choice(words).capitalize(), *(str(chance.randint(1, 60)) for _ in range(3))]))
    texts, spots = [], []
    for table in (list(enumerate(rows)), newer):
        text, found = f"{prose}\n", {}
        for number, row in table:
            for column, cell in enumerate(row):
                found[number, column] = [Run(0, len(text), len(text) + len(cell))]
                text += cell + (between if column < 3 else "\n")
        texts.append(DocumentText([text]))
        spots.append(found)
    now_rows = dict(newer)
    cases: list[Case] = []
    for (number, column), runs in spots[0].items():
        kind = "deleted" if number not in now_rows else "edited"
        if kind == "edited" and now_rows[number] == rows[number]:
            kind = "same"
        elif kind == "edited" and now_rows[number][column] == rows[number][column]:
            kind = "row edited"  # the cell itself is the same: either answer may be given, but at its place
        true = spots[1].get((number, column), [])
        if kind != "row edited":
            cases.append((place_of(texts[0], runs), kind, true))
    yield texts[0], texts[1], cases


def read_by_ocr(share: float) -> Callable[[random.Random], Iterator[tuple[DocumentText, DocumentText, list[Case]]]]:
    """The newer version is read from a scan with so many characters wrong."""

    def made(chance: random.Random) -> Iterator[tuple[DocumentText, DocumentText, list[Case]]]:
        before, after = pieces(chance)
        old = laid([(one.ident, one.old) for one in before], 72, 40)
        clean = [(one.ident, one.new) for one in after]
        wrong = [(ident, noisy(text, share, chance)) for ident, text in clean]
        new, now = laid(wrong, 66, 44), dict(wrong)
        here, there = DocumentText(old.pages), DocumentText(new.pages)
        cases: list[Case] = []
        for one in before:
            kind = _kind(one)
            if kind == "same" and now[one.ident] != one.old:
                kind = "edited"
            cases.append((place_of(here, old.where[one.ident]), kind, new.where.get(one.ident, [])))
        yield here, there, cases

    return made


KINDS: dict[str, Callable[[random.Random], Iterator[tuple[DocumentText, DocumentText, list[Case]]]]] = {
    "over pages": over_pages,
    "over columns": over_columns,
    "several spans": several_spans,
    "rows, cell | cell": partial(in_tables, between=" | "),
    "a cell on each line": partial(in_tables, between="\n"),
    "OCR, 0.5 % wrong": read_by_ocr(0.005),
    "OCR, 1 % wrong": read_by_ocr(0.01),
    "OCR, 2 % wrong": read_by_ocr(0.02),
}


def print_row(name: str, counts: Counter[str]) -> None:
    print(name.ljust(20), *(str(counts[column]).rjust(11) for column in COLUMNS))
    same = wilson(counts["right"], counts["tried"])
    wrong = wilson(counts["wrong place"] + counts["false same"], counts["tried"] + counts["edited"] + counts["deleted"])
    found, gone = wilson(counts["found"], counts["edited"]), wilson(counts["gone"], counts["deleted"])
    print(f"  same, right: {same} %; edited, found: {found} %; deleted, gone: {gone} %; wrong as the same: {wrong} %")


def kinds_table(folder: Path) -> None:
    """Prints counts by kind."""
    print("By kind of passage, generated (seeded)")
    print("kind".ljust(20), *(name.rjust(11) for name in COLUMNS))
    for name, make in KINDS.items():
        counts: Counter[str] = Counter()
        for round_ in range(ROUNDS):
            for old, new, cases in make(random.Random(f"{name} {round_}")):
                judge(counts, old, new, cases)
        print_row(name, counts)
    for (was, now), counts in over_formats(folder).items():
        print_row(f"{was} to {now}", counts)


def over_formats(folder: Path, rounds: int = 2) -> dict[tuple[str, str], Counter[str]]:
    """The same through the real import, each version in another format."""
    from annotator.operations import importing, workspace

    counts: dict[tuple[str, str], Counter[str]] = {}
    for round_ in range(rounds):
        before, after = pieces(random.Random(f"formats {round_}"))
        versions = [[(one.ident, one.old) for one in before], [(one.ident, one.new) for one in after]]
        texts: dict[tuple[int, str], DocumentText] = {}
        with workspace.create(folder / f"formats-{round_}.annotator") as ws:
            for side, sentences in enumerate(versions):
                for form in ("txt", "docx", "pdf"):
                    path = folder / f"v{side}-{round_}.{form}"
                    words = [text for _, text in sentences]
                    _write(path, [" ".join(words[at : at + 5]) for at in range(0, len(words), 5)])
                    added = importing.add(ws, [path]).added[0].document
                    version = next(one for one in ws.graph().versions.values() if one.document == added)
                    texts[side, form] = DocumentText(ws.project.page_texts(version.extraction))
        for was, now in (("txt", "docx"), ("docx", "pdf"), ("pdf", "txt"), ("pdf", "docx"), ("docx", "txt")):
            old, new = texts[0, was], texts[1, now]
            cases = []
            for one in before:
                runs, true = _spot(old, versions[0], one.ident), _spot(new, versions[1], one.ident)
                if runs and (true or not one.new):
                    cases.append((place_of(old, runs), _kind(one), true))
            judge(counts.setdefault((was, now), Counter()), old, new, cases)
    return counts


def _spot(document: DocumentText, sentences: Sequence[tuple[int, str]], ident: int) -> list[Run]:
    """Where a sentence stands as imported: by its words, and by how often they came before where they are repeated."""
    text = next((text for one, text in sentences if one == ident), "")
    if not text:
        return []
    before = [one for one, words in sentences if words == text].index(ident)
    found = document.find(text)
    return list(found[before]) if before < len(found) else []


def _write(path: Path, paragraphs: Sequence[str]) -> None:
    if path.suffix == ".txt":
        path.write_text("\n\n".join(paragraphs), "utf-8")
    elif path.suffix == ".docx":
        word = Word()
        for words in paragraphs:
            word.add_paragraph(words)
        word.save(str(path))
    else:
        with pymupdf.open() as pdf:  # type: ignore[no-untyped-call]
            lines = [line for words in paragraphs for line in [*textwrap.wrap(words, 80), ""]]
            for at in range(0, len(lines), 48):
                page = pdf.new_page()
                for number, line in enumerate(lines[at : at + 48]):
                    page.insert_text((60, 72 + 14 * number), line, fontsize=10)
            pdf.save(path)
