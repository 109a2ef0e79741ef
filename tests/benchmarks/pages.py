"""Promises about importing 1,000 pages and about searching them."""

from __future__ import annotations

import contextlib
import statistics
import threading
from functools import partial
from pathlib import Path

import pymupdf
import tantivy
from measuring import Row, in_turn, milliseconds

from annotator.engine import client
from annotator.model.errors import Refused
from annotator.model.pages import Format
from annotator.operations import importing, searching, workspace

FLAGS = int(pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP)
"""Those of the call that yields what is stored."""
QUERIES = (
    "information",
    "records of the agency",
    '"the court"',
    "any person who knowingly discloses information shall be fined not more than provided by law",
    "zebra crossing court",
)


def bare_extraction(pdf: Path) -> list[str]:
    """Nothing but the text of each page, in one process."""
    with pymupdf.open(pdf) as document:
        return [page.get_text(flags=FLAGS) for page in document]


def import_it(pdf: Path, small: Path, project: Path) -> float:
    """Milliseconds to store, extract and index it, in a project that is open and has one document already."""
    with workspace.create(project) as ws:
        importing.add(ws, [small])
        searching.finish_index(ws)
        return milliseconds(lambda: (importing.add(ws, [pdf]), searching.finish_index(ws)))


def importing_row(pdf: Path, small: Path, folder: Path, rounds: int) -> Row:
    projects = (folder / f"import-{number}.annotator" for number in range(rounds))
    ours, bare = in_turn(
        rounds,
        lambda: import_it(pdf, small, next(projects)),
        lambda: milliseconds(lambda: bare_extraction(pdf)),
    )
    size = pdf.stat().st_size / 1e6
    return Row("Importing 1,000 pages: stored, extracted, indexed", ours, bare, 1.5, note=f"{size:.0f} MB")


def bare_index(folder: Path, texts: list[str]) -> tuple[tantivy.Index, tantivy.Schema]:
    """One document a page, nothing but its text and number."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=True)
    builder.add_integer_field("page", stored=True)
    folder.mkdir()
    schema = builder.build()
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer(50_000_000, 1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(text=text, page=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index, schema


def bare_query(index: tantivy.Index, words: str) -> int:
    """Nothing but which pages."""
    query = index.parse_query(words, ["text"])
    return len(index.searcher().search(query, 50).hits)


def bare_answer(index: tantivy.Index, schema: tantivy.Schema, words: str) -> list[tuple[str, str]]:
    """The same with what an answer needs: each page's text, and the library's own snippet of it."""
    searcher = index.searcher()
    query = index.parse_query(words, ["text"])
    snippets = tantivy.SnippetGenerator.create(searcher, query, schema, "text")
    found = [searcher.doc(address) for _, address in searcher.search(query, 50).hits]
    return [(document["text"][0], snippets.snippet_from_doc(document).fragment()) for document in found]


def searching_rows(ws: workspace.Workspace, pdf: Path, folder: Path, rounds: int) -> list[Row]:
    index, schema = bare_index(folder / "bare-index", bare_extraction(pdf))
    taken = []
    for words in QUERIES:
        searching.search(ws, words)
        acts = (
            partial(searching.search, ws, words),
            partial(bare_answer, index, schema, words),
            partial(bare_query, index, words),
        )
        taken.append(in_turn(rounds, *(partial(milliseconds, act) for act in acts)))
    ours, answer, query = (statistics.fmean(column) for column in zip(*taken, strict=True))
    worst = max(range(len(taken)), key=lambda place: taken[place][0] / taken[place][1])
    return [
        Row(
            f"Search over those pages, against the bare index with snippets, mean of {len(QUERIES)} queries",
            ours,
            answer,
            2,
        ),
        Row("Search, against the bare index without texts and snippets", ours, query, None),
        Row("Search, the query that does worst", *taken[worst][:2], None, note=QUERIES[worst][:40]),
    ]


def rendering_row(pdf: Path, rounds: int) -> Row:
    """A visible page's pictures while another engine reads 1,000 pages as the window does, against idle."""
    importer = client.Engine()
    shown = client.Engine()
    source = client.seal([pdf.read_bytes()], Format.PDF)
    importer.start()
    reader, pages = shown.open(source), 40

    def drawn() -> float:
        taken = [milliseconds(lambda page=page: shown.wait(reader.render(page, 1.5))) for page in range(pages)]  # type: ignore[misc]
        return statistics.quantiles(taken, n=20)[18]

    def busy() -> float:
        stop = threading.Event()
        reading = threading.Thread(target=_read_again, args=(importer, pdf, stop))
        reading.start()
        try:
            return drawn()
        finally:
            stop.set()
            reading.join()

    try:
        drawn()
        ours, bare = in_turn(rounds, busy, drawn)
    finally:
        shown.close()
        importer.close()
        source.close()
    return Row(
        "A visible page drawn while 1,000 pages are imported (95th percentile), against idle", ours, bare, 1.5, 20
    )


def _read_again(engine: client.Engine, pdf: Path, stop: threading.Event) -> None:
    """Import after import until it is told to stop."""
    while not stop.is_set():
        with contextlib.suppress(Refused):
            importing.prepare(engine, pdf, cancelled=stop.is_set).close()
