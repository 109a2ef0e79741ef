"""Promises about importing 1,000 pages and about searching them."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path

import pymupdf
import tantivy
from measuring import Row, in_turn, milliseconds

from annotator.operations import importing, searching, workspace

FLAGS = int(pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP)
"""Those of the call that yields what is stored."""
QUERIES = (
    "information",
    "records of the agency",
    '"the Secretary"',
    "any person who knowingly discloses information shall be fined not more than provided by law",
    "zebra crossing",
)


def bare_extraction(pdf: Path) -> list[str]:
    """Nothing but the text of each page, in one process."""
    with pymupdf.open(pdf) as document:
        return [page.get_text(flags=FLAGS) for page in document]


def import_it(pdf: Path, folder: Path, number: int) -> None:
    """Stored, extracted and indexed, in a project of its own."""
    with workspace.create(folder / f"import-{number}.annotator") as ws:
        report = importing.add(ws, [pdf])
        assert not report.refused
        searching.finish_index(ws)


def importing_row(pdf: Path, folder: Path, rounds: int) -> Row:
    numbers = iter(range(rounds))
    ours, bare = in_turn(
        rounds,
        lambda: milliseconds(lambda: import_it(pdf, folder, next(numbers))),
        lambda: milliseconds(lambda: bare_extraction(pdf)),
    )
    size = pdf.stat().st_size / 1e6
    return Row("Importing 1,000 pages: stored, extracted, indexed", ours, bare, 1.5, note=f"{size:.0f} MB")


def bare_index(folder: Path, texts: list[str]) -> tantivy.Index:
    """One document a page, nothing but its text and number."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=True)
    builder.add_integer_field("page", stored=True)
    folder.mkdir()
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(50_000_000, 1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(text=text, page=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def bare_query(index: tantivy.Index, words: str) -> list[str]:
    searcher = index.searcher()
    query = index.parse_query(words, ["text"], conjunction_by_default=True)
    return [searcher.doc(address)["text"][0] for _, address in searcher.search(query, 50).hits]


def searching_rows(ws: workspace.Workspace, pdf: Path, folder: Path, rounds: int) -> list[Row]:
    index = bare_index(folder / "bare-index", bare_extraction(pdf))
    taken = []
    for words in QUERIES:
        searching.search(ws, words)

        def ours(words: str = words) -> float:
            return milliseconds(lambda: searching.search(ws, words))

        def bare(words: str = words) -> float:
            return milliseconds(lambda: bare_query(index, words))

        taken.append(in_turn(rounds, ours, bare))
    worst = max(range(len(taken)), key=lambda place: taken[place][0] / taken[place][1])
    mean = tuple(statistics.fmean(column) for column in zip(*taken, strict=True))
    return [
        Row(f"Search over those pages, mean of {len(QUERIES)} queries", mean[0], mean[1], 2),
        Row("Search, the query that does worst", *taken[worst], None, note=f"{QUERIES[worst][:40]}"),
    ]


def counted(act: Callable[[], object], times: int) -> float:
    """Milliseconds for one of several repetitions."""
    return milliseconds(lambda: [act() for _ in range(times)]) / times
