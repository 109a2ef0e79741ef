"""The search index of this computer: full text over the pages of all extractions, computed again where it is lost.

It lives in a cache folder, never in the project, since an index keeps words that were deleted. tantivy is imported
when the index is first used.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from annotator.anchoring.joined import doubtful, joined, original
from annotator.finding.hits import TIGHT, Finder, Hit, snippet
from annotator.finding.kept import LONGEST_WORD, KeptIndex, any_of
from annotator.finding.query import OPEN, Wanted, wanted

FORM = 1
"""Number of the schema below; an index of another number is thrown away."""


class SearchIndex(KeptIndex):
    """Full text over extractions, in `folder`. One thread at a time; other processes may use the same folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, FORM)

    def search(self, words: str, limit: int = 50, within: Collection[str] | None = None) -> list[Hit]:
        """Pages that hold the words, best first: those with all of them, then those with some. Never raises for words.

        Words in double quotes stand together in that order, as do the pieces of a word like "552a(b)(3)"; `word*` is
        any word that begins so; pages with `-word` are left out. `within` names the extractions that are searched.
        """
        query = wanted(words, self._tokens)
        if not query.groups or limit < 1 or (within is not None and not within):
            return []
        return self._read(lambda index: self._hits(index, query, limit, within), [])

    def _hits(self, index: Any, query: Wanted, limit: int, within: Collection[str] | None) -> list[Hit]:
        tantivy, schema, _ = self._tantivy()
        searcher = index.searcher()
        parts = [_part(tantivy, schema, group) for group in query.groups]
        always = [(tantivy.Occur.MustNot, _part(tantivy, schema, group)) for group in query.without]
        if within is not None:
            always.append((tantivy.Occur.Must, any_of(tantivy, schema, "extraction", sorted(within))))
        must = [*always, *((tantivy.Occur.Must, part) for part in parts)]
        found = searcher.search(tantivy.Query.boolean_query(must), limit, count=False).hits
        finder = Finder(query, _rarest_first(searcher, query))
        hits = [self._hit(searcher, address, score, finder, len(parts)) for score, address in found]
        if len(hits) < limit and len(parts) > 1 and len(query.quoted) < len(parts):
            wish = [
                (tantivy.Occur.Must if group in query.quoted else tantivy.Occur.Should, part)
                for group, part in zip(query.groups, parts, strict=True)
            ]
            some = [*always, (tantivy.Occur.Must, tantivy.Query.boolean_query(wish))]
            seen = {(hit.extraction, hit.page) for hit in hits}
            least = min((hit.score for hit in hits), default=float("inf"))
            more = searcher.search(tantivy.Query.boolean_query(some), limit + len(hits), count=False).hits
            for score, address in more:
                hit = self._hit(searcher, address, min(score, least), finder, len(parts))
                if (hit.extraction, hit.page) not in seen and len(hits) < limit:
                    hits.append(hit)
        return sorted(hits, key=lambda hit: -hit.score)

    def _hit(self, searcher: Any, address: Any, score: float, finder: Finder, groups: int) -> Hit:
        """A found page as a hit; words that stand near each other count more."""
        stored = searcher.doc(address)
        text = stored["text"][0].decode()
        here, there = array("i"), array("i")
        way = stored["way"][0]
        here.frombytes(way[: len(way) // 2])
        there.frombytes(way[len(way) // 2 :])
        window = finder.best_window(text)
        start, end, together = window or (0, 0, 0)
        begin, finish = original(here, there, start, end) if end > start else (0, 0)
        near = (1 + together / groups) / 2 if groups > 1 else 1.0
        tight = 1.0 + 0.25 * (together == groups and groups > 1 and end - start < TIGHT * groups) * near
        return Hit(
            stored["extraction"][0], stored["page"][0], begin, finish, snippet(text, start, end), score * near * tight
        )

    def _tokens(self, words: str) -> list[str]:
        _, _, analyzer = self._tantivy()
        return list(analyzer.analyze(joined(words.encode("utf-8", "replace").decode()).text))

    def _parted(self, tantivy: ModuleType) -> tuple[Any, Any]:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("extraction", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("whole", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("page", stored=True)
        builder.add_text_field("words", stored=False, tokenizer_name="words", index_option="position")
        for name in ("text", "doubtful", "way"):
            builder.add_bytes_field(name, stored=True)
        analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.remove_long(LONGEST_WORD))
            .filter(tantivy.Filter.lowercase())
            .build()
        )
        return builder.build(), analyzer

    def _made(self, tantivy: ModuleType, extraction: str, texts: Sequence[str]) -> Iterator[Any]:
        for page, text in enumerate(texts):
            if not text.isspace() and text:
                yield _page(tantivy, extraction, page, text)

    def _again(self, tantivy: ModuleType, stored: Any) -> Any:
        text, ways = stored["text"][0].decode(), stored["way"][0]
        return _document(tantivy, stored["extraction"][0], stored["page"][0], text, stored["doubtful"][0], ways)


def _page(tantivy: ModuleType, extraction: str, page: int, text: str) -> Any:
    text = text.encode("utf-8", "replace").decode()
    whole = joined(text)
    way = whole.here.tobytes() + whole.there.tobytes()
    return _document(tantivy, extraction, page, whole.text, doubtful(text).encode(), way)


def _document(tantivy: ModuleType, extraction: str, page: int, text: str, unsure: bytes, way: bytes) -> Any:
    document = tantivy.Document()
    document.add_text("extraction", extraction)
    document.add_integer("page", page)
    document.add_text("words", text)
    if unsure:
        document.add_text("words", unsure.decode())
    document.add_bytes("text", text.encode())
    document.add_bytes("doubtful", unsure)
    document.add_bytes("way", way)
    return document


def _part(tantivy: ModuleType, schema: Any, group: tuple[str, ...]) -> Any:
    *first, last = group
    if last.endswith(OPEN):
        # the tokens are letters and digits, which mean themselves in a pattern
        begun = tantivy.Query.regex_query(schema, "words", last.removesuffix(OPEN) + ".*")
        together = [tantivy.Query.term_query(schema, "words", token) for token in first]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in (*together, begun)])
    if len(group) == 1:
        return tantivy.Query.term_query(schema, "words", group[0])
    return tantivy.Query.phrase_query(schema, "words", list(group))


def _rarest_first(searcher: Any, query: Wanted) -> list[tuple[str, ...]]:
    """The groups of a query, those first of which a word stands on few pages."""
    if len(query.groups) == 1:
        return list(query.groups)
    return sorted(query.groups, key=lambda group: min(searcher.doc_freq("words", token) for token in group))
