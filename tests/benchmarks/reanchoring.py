"""How well passages are found again on pairs of real versions, how fast, and near quotes against the bare libraries.

Each sentence of the old text is a passage, sought in the new; lines marked uncertain are left out. Right is exactly the
true place, compared without spaces. `python tests/benchmarks again` prints the tables; without the corpus it says so.
"""

from __future__ import annotations

import difflib
import gc
import json
import math
import random
import re
import statistics
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import edlib
from material import CORPUS
from measuring import Row, milliseconds
from rapidfuzz import fuzz
from reanchoring_boxes import boxes

from annotator.anchoring.blocks import common
from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.found import Again
from annotator.anchoring.near import near_quote
from annotator.anchoring.seeking import Seeker
from annotator.anchoring.stream import Stream, stream_of
from annotator.anchoring.wording import edge_dashes, with_dashes
from annotator.model.places import Place, Span
from annotator.operations import matching

REVISIONS = CORPUS / "revisions"
GRAVE = ("number_changed", "negation_changed", "modal_changed")
COLUMNS = ("tried", "right", "wrong place", "missed", "edited", "found", "false same", "grave", "deleted", "gone")


@dataclass(frozen=True)
class Sentence:
    """A sentence of the old text and what became of it; points of either text's skeleton."""

    kind: str
    old: tuple[int, int]
    new: tuple[int, int] | None
    grave: bool = False
    place: Place | None = None


def wilson(hits: int, tried: int) -> str:
    """The share with its 95 % interval (Wilson's), in per cent."""
    if not tried:
        return "-"
    z, share = 1.96, hits / tried
    middle = (share + z * z / (2 * tried)) / (1 + z * z / tried)
    half = z * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried)) / (1 + z * z / tried)
    return f"{100 * share:.2f} ({100 * (middle - half):.2f} to {100 * (middle + half):.2f})"


def truth_of(pair: Path, old: str, new: str) -> list[Sentence]:
    """The pair's sentences with a certain truth."""
    mine, theirs = Stream(DocumentText([old])), Stream(DocumentText([new]))

    def points(stream: Stream, line: dict[str, Any], side: str) -> tuple[int, int] | None:
        start, end = line[f"{side}_start"], line[f"{side}_end"]
        return None if start is None else (stream.point(0, start), stream.point(0, end))

    found = []
    for line in map(json.loads, (pair / "truth.jsonl").read_text("utf-8").splitlines()):
        here = points(mine, line, "old")
        if not line.get("uncertain") and here and here[0] < here[1]:
            grave = any(line.get(flag) for flag in GRAVE)
            words = old[line["old_start"] : line["old_end"]]
            span = Span(0, "1", line["old_start"], line["old_start"] + len(words.rstrip()))
            place = Place("v", "e", (span,), words.rstrip())
            found.append(Sentence(line["kind"], here, points(theirs, line, "new"), grave, place))
    return found


def place_at(stream: Stream, start: int, end: int) -> Place:
    """A passage at a stretch of a stream, with the dashes of its own at its edges left out."""
    match = stream.match(start, end)
    spans = tuple(Span(run.page, str(run.page + 1), run.start, run.end) for run in match)
    return Place("v", "e", spans, stream.raw(start, end))


def tally(old: DocumentText, new: DocumentText, sentences: list[Sentence]) -> Counter[str]:
    """What was answered about each sentence, counted."""
    seeker, counts = Seeker(old, new), Counter[str]()
    mine, theirs = stream_of(old), stream_of(new)
    for one in sentences:
        found = seeker.seek(one.place or place_at(mine, *one.old))
        where = None
        if found.match:
            first, last = found.match[0], found.match[-1]
            where = theirs.point(first.page, first.start), theirs.point(last.page, last.end)
        if one.kind in ("same", "moved"):
            counts["tried"] += 1
            counts["right"] += found.as_it_was and where == one.new
            counts["wrong place"] += found.as_it_was and where != one.new
            counts["missed"] += not found.as_it_was
        elif one.kind == "edited":
            over = where is not None and one.new is not None and min(where[1], one.new[1]) > max(where[0], one.new[0])
            counts["edited"] += 1
            counts["found"] += found.outcome is Again.EDITED and over
            counts["false same"] += found.as_it_was
            counts["grave"] += found.as_it_was and one.grave
        else:
            counts["deleted"] += 1
            counts["gone"] += found.outcome is Again.GONE
    return counts


def pairs() -> Iterator[tuple[Path, str, str]]:
    """Every pair with both texts."""
    for pair in sorted(path.parent for path in REVISIONS.glob("*/truth.jsonl")):
        yield pair, (pair / "old.txt").read_text("utf-8"), (pair / "new.txt").read_text("utf-8")


def moved_about(pair: Path, old: str) -> tuple[str, list[Sentence]]:
    """The old text with some of its paragraphs moved elsewhere (seeded), and where each sentence went."""
    chance = random.Random(pair.name)
    cuts = [0, *(found.end() for found in re.finditer(r"\n[ \t]*\n\s*", old)), len(old)]
    order = [(start, end) for start, end in pairwise(cuts) if start < end]
    for _ in range(max(3, len(order) // 50)):
        at, count = chance.randrange(len(order)), chance.randint(1, 3)
        run = order[at : at + count]
        del order[at : at + count]
        to = chance.randrange(len(order) + 1)
        order[to:to] = run
    shifts, passed = {}, 0
    for start, end in order:
        shifts[start] = passed - start
        passed += end - start
    new = "".join(old[start:end] for start, end in order)
    mine, theirs = Stream(DocumentText([old])), Stream(DocumentText([new]))
    sentences = []
    for one in truth_of(pair, old, old):
        assert one.place is not None
        start, end = one.place.start, one.place.end
        begin = max(cut for cut in shifts if cut <= start)
        if not any(start < cut < end for cut in cuts):
            by = shifts[begin]
            where = theirs.point(0, start + by), theirs.point(0, end + by)
            sentences.append(Sentence("moved", one.old, where, place=one.place))
    assert all(mine.text[slice(*one.old)] == theirs.text[slice(*(one.new or ()))] for one in sentences)
    return new, sentences


def accuracy(texts: Callable[[Path, str, str], tuple[DocumentText, DocumentText, list[Sentence]]]) -> Counter[str]:
    """Prints a line for each pair and returns the sum."""
    total: Counter[str] = Counter()
    print("pair".ljust(34), *(name.rjust(11) for name in COLUMNS))
    for pair, old, new in pairs():
        counts = tally(*texts(pair, old, new))
        total += counts
        print(pair.name.ljust(34), *(str(counts[name]).rjust(11) for name in COLUMNS))
    print("all".ljust(34), *(str(total[name]).rjust(11) for name in COLUMNS))
    for what, hits, tried in (
        ("same and moved, right", "right", "tried"),
        ("same and moved, wrong place", "wrong place", "tried"),
        ("edited, found and called so", "found", "edited"),
        ("edited, taken for unchanged", "false same", "edited"),
        ("deleted, called gone", "gone", "deleted"),
    ):
        print(f"  {what}: {total[hits]} of {total[tried]}, {wilson(total[hits], total[tried])} %")
    return total


def as_text(pair: Path, old: str, new: str) -> tuple[DocumentText, DocumentText, list[Sentence]]:
    return DocumentText([old]), DocumentText([new]), truth_of(pair, old, new)


def as_moved(pair: Path, old: str, _: str) -> tuple[DocumentText, DocumentText, list[Sentence]]:
    new, sentences = moved_about(pair, old)
    return DocumentText([old]), DocumentText([new]), sentences


def imported(pair: Path, old: str, new: str, folder: Path, forms: tuple[str, ...]) -> Counter[str] | None:
    """The same through the real import in the first of these formats; None where the pair has none of them."""
    from annotator.operations import importing, workspace

    form = next((form for form in forms if (pair / f"old.{form}").is_file()), None)
    if form is None:
        return None
    documents = []
    with workspace.create(folder / f"{pair.name}-{form}.annotator") as ws:
        for side in ("old", "new"):
            report = importing.add(ws, [pair / f"{side}.{form}"])
            if not report.added:
                return None
            version = next(one for one in ws.graph().versions.values() if one.document == report.added[0].document)
            documents.append(DocumentText(ws.project.page_texts(version.extraction)))
    maps = [_mapped(text, document) for text, document in zip((old, new), documents, strict=True)]
    sentences = []
    for one in truth_of(pair, old, new):
        here, there = maps[0](one.old), maps[1](one.new)
        if here and (there or one.new is None):
            sentences.append(Sentence(one.kind, here, there, one.grave, _dashed(documents[0], here, one.place)))
    return tally(*documents, sentences)


def _dashed(document: DocumentText, points: tuple[int, int], was: Place | None) -> Place | None:
    """A sentence as imported with the dashes at its edges, as a bullet, which points leave out; None without any."""
    head, tail = edge_dashes(was.quote) if was else ("", "")
    if not head and not tail:
        return None
    place = place_at(stream_of(document), *points)
    spans = list(place.spans)
    for at, (before, after) in ((0, (head, "")), (-1, ("", tail))):
        span = spans[at]
        wider = with_dashes(document.texts[span.page], span.start, span.end, before, after)
        if wider is None:
            return None
        spans[at] = Span(span.page, span.label, *wider)
    return Place("v", "e", tuple(spans), "\n".join(document.texts[one.page][one.start : one.end] for one in spans))


def _mapped(text: str, document: DocumentText) -> Callable[[tuple[int, int] | None], tuple[int, int] | None]:
    """From points of a plain text to those of the same text as imported; None where they are not the same there."""
    blocks = common(Stream(DocumentText([text])).text, stream_of(document).text).frame

    def mapped(where: tuple[int, int] | None) -> tuple[int, int] | None:
        if where is None:
            return None
        block = next((one for one in blocks if one.old <= where[0] and where[1] <= one.old_end), None)
        return (where[0] + block.new - block.old, where[1] + block.new - block.old) if block else None

    return mapped


def thousand_pages(texts: list[str], chance: random.Random) -> tuple[DocumentText, DocumentText, list[Place]]:
    """1,000 pages of altered real sentences, the same with every twentieth edited, and 1,000 places in the first."""
    words = " ".join(texts).split()
    sentences: list[str] = []
    while sum(map(len, sentences)) < 2_700_000:
        for _ in range(1000):
            at = chance.randrange(len(words) - 40)
            sentences.append(" ".join(words[at : at + chance.randint(8, 30)]) + ".")
    newer = list(sentences)
    for at in range(0, len(newer), 20):
        some = newer[at].split()
        some[len(some) // 2] = "altered"
        newer[at] = ["", " ".join(some), f"{newer[at]} Something was put in here."][chance.randrange(3)]
    newer[9000:9000] = [newer.pop(3000) for _ in range(60)]
    old, new = (DocumentText(_pages(some, width)) for some, width in ((sentences, 76), (newer, 80)))
    places = []
    for _ in range(1000):
        page = chance.randrange(len(old.texts))
        start = chance.randrange(20, len(old.texts[page]) // 2)
        end = start + chance.randint(20, 250)
        places.append(Place("v", "e", (Span(page, "", start, end),), old.texts[page][start:end]))
    return old, new, places


def _pages(sentences: list[str], width: int) -> list[str]:
    lines = textwrap.wrap(" ".join(sentences), width, break_on_hyphens=False)
    return [f"A header\n{chr(10).join(lines[at : at + 36])}\n{at // 36 + 1}\n" for at in range(0, len(lines), 36)]


def speed(rounds: int = 3) -> list[Row]:
    """Processor time of 1,000 passages in 1,000 pages, from the pages' texts on; no collecting, as in its process."""
    texts = [new for pair, _, new in pairs() if not pair.name.startswith("pdf")] or ["A few words to sample. " * 60]
    old, new, places = thousand_pages(texts, random.Random(4))
    taken = []
    gc.disable()
    for _ in range(rounds):
        start = time.process_time()
        seeker = Seeker(DocumentText(old.texts), DocumentText(new.texts))
        for place in places:
            seeker.seek(place)
        taken.append((time.process_time() - start) * 1000)
    gc.enable()
    note = f"{len(new.texts)} pages, {sum(map(len, new.texts)) / 1e6:.1f} M characters, alignment included"
    return [Row("1,000 passages in a new version of 1,000 pages, processor time", min(taken), 0, 1, 2000, note)]


def comparing(rounds: int = 3) -> list[Row]:
    """Wall time of comparing two versions of 1,000 pages, as the window asks for it, against difflib over sentences."""
    texts = [new for pair, _, new in pairs() if not pair.name.startswith("pdf")] or ["A few words to sample. " * 60]
    old, new, _ = thousand_pages(texts, random.Random(4))

    def ours() -> None:
        for _ in matching.compare(old.texts, new.texts):
            pass

    def bare() -> None:
        one, other = (" ".join("".join(document.texts).split()).split(". ") for document in (old, new))
        difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()

    turns = [(milliseconds(ours), milliseconds(bare)) for _ in range(rounds)]
    mine, theirs = (statistics.median(column) for column in zip(*turns, strict=True))
    note = "ours in a process started anew, word by word; bare: difflib over whole sentences"
    return [Row("Comparing two versions of 1,000 pages", mine, theirs, 1, 5000, note)]


def near(rounds: int = 40) -> list[Row]:
    """200 characters with edits in a million: ours against rapidfuzz, then edlib on its window."""
    chance = random.Random(2)
    text = "".join(new for _, _, new in pairs()) or "".join(chance.choice("abcdefg hij klm. ") for _ in range(99999))
    text = (text * (1_000_000 // len(text) + 1))[:1_000_000]
    rows = []
    for share in (0.05, 0.15):
        quotes = []
        for _ in range(rounds):
            at = chance.randrange(len(text) - 200)
            quotes.append("".join(_edit(char, share, chance) for char in text[at : at + 200]))
        best = [edlib.align(quote, text, mode="HW", task="distance")["editDistance"] for quote in quotes]
        found = [near_quote(quote, text) for quote in quotes]
        right = sum(one is not None and one.edits <= least for one, least in zip(found, best, strict=True))
        turns = [
            (milliseconds(partial(near_quote, quote, text)), milliseconds(partial(_bare, quote, text)))
            for quote in quotes
        ]
        ours, bare = (statistics.median(column) for column in zip(*turns, strict=True))
        rows.append(
            Row(f"Near quote, {share:.0%} edits, in 1 M characters", ours, bare, 2, note=f"best {right} of {rounds}")
        )
    return rows


def _edit(char: str, share: float, chance: random.Random) -> str:
    if chance.random() >= share:
        return char
    return chance.choice(["", char + chance.choice("aeiou"), chance.choice("nrst")])


def _bare(quote: str, text: str) -> None:
    found = fuzz.partial_ratio_alignment(quote, text)
    assert found is not None
    low, high = max(0, found.dest_start - 100), found.dest_end + 100
    edlib.align(quote, text[low:high], mode="HW", task="locations")


def reanchoring_rows(folder: Path) -> list[Row]:
    """Prints the tables of accuracy and returns the rows of speed."""
    if REVISIONS.is_dir():
        print("Sentences of pairs of real versions, as text")
        accuracy(as_text)
        print("\nThe same with paragraphs moved (seeded)")
        accuracy(as_moved)
        for forms in (("pdf", "xml"), ("txt",)):
            print(f"\nThrough the real import: {' or '.join(forms)}")
            total: Counter[str] = Counter()
            for pair, old, new in pairs():
                counts = imported(pair, old, new, folder, forms)
                if counts is not None:
                    total += counts
                    print(pair.name.ljust(34), *(str(counts[name]).rjust(11) for name in COLUMNS))
            print("all".ljust(34), *(str(total[name]).rjust(11) for name in COLUMNS))
        print()
    else:
        print(f"No pairs of real versions at {REVISIONS.name}: accuracy is not measured.")
    texts = [new for pair, _, new in pairs() if not pair.name.startswith("pdf")] or ["A few words to sample. " * 60]
    pages = thousand_pages(texts, random.Random(4))[1].texts
    return [*speed(), *boxes(list(pages), folder), *comparing(), *near()]
