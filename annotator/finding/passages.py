"""The index of sentences from which passages are suggested: full text with light stemming, beside their sheets."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from annotator.anchoring.joined import joined
from annotator.finding.kept import LONGEST_WORD, KeptIndex, any_of
from annotator.finding.likeness import Likeness
from annotator.finding.sheets import Sheets
from annotator.model.errors import Refused

FORM = 2
"""Number of the schema below and of what a sentence is; an index of another number is thrown away."""

_NONE: set[str] = set()


class PassageIndex(KeptIndex):
    """Sentences of extractions, in `folder`. One thread at a time; other processes may use the same folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, FORM)
        self.sheets = Sheets(folder / f"sheets-{FORM}")
        self.likeness = Likeness()
        self._cutter: Any = None

    def known(self) -> set[str]:
        """Extractions that can be searched, added ones that are not yet committed included."""
        return {name for name in super().known() if name in self._waiting or self.sheets.has(name)}

    def add(self, extraction: str, texts: Sequence[str]) -> None:
        """Takes in an extraction's pages; they are found after `commit`. Raises Refused where it can't be written."""
        try:
            self.sheets.make(extraction, texts, self.tokens)
        except OSError as error:
            raise Refused(
                "The search index can't be written. Free some space or make the cache folder writable, then try again."
            ) from error
        super().add(extraction, texts)

    def keep_only(self, extractions: set[str]) -> None:
        """Takes everything else out, with its words and vectors. Raises as `purge` does."""
        gone = (self._read(self._extractions, _NONE) | self.sheets.others(set())) - extractions
        if gone:
            self.purge(*gone)

    def purge(self, *extractions: str) -> None:
        """Takes extractions out, their words and what they mean, too. Raises Refused where that can't be done."""
        self.sheets.remove(*extractions)
        super().purge(*extractions)

    def close(self) -> None:
        """Lets all files go."""
        self.sheets.close()
        super().close()

    def tokens(self, text: str) -> list[str]:
        """The words of a text as they are compared: small, without endings."""
        if self._cutter is None:
            tantivy, _, _ = self._tantivy()
            self._cutter = (
                tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
                .filter(tantivy.Filter.remove_long(LONGEST_WORD))
                .filter(tantivy.Filter.lowercase())
                .filter(tantivy.Filter.stemmer("english"))
                .build()
            )
        return list(self._cutter.analyze(joined(text.encode("utf-8", "replace").decode()).text))

    def weights(self, tokens: Sequence[str]) -> Mapping[str, float]:
        """How telling each word is (inverse document frequency as in BM25): the rarer it is, the more."""
        return self._read(lambda index: self._weights(index, tokens), {})

    def candidates(
        self, tokens: Sequence[str], limit: int, within: Sequence[str] | None = None
    ) -> list[tuple[str, int]]:
        """Sentences with any of the words, of some extractions or of all, by BM25: extraction and number."""
        if not tokens:
            return []
        return self._read(lambda index: self._found(index, tokens, limit, within), [])

    def _weights(self, index: Any, tokens: Sequence[str]) -> Mapping[str, float]:
        searcher = index.searcher()
        total = searcher.num_docs
        counts = {token: searcher.doc_freq("words", token) for token in set(tokens)}
        return {token: math.log(1 + (total - count + 0.5) / (count + 0.5)) for token, count in counts.items()}

    def _found(
        self, index: Any, tokens: Sequence[str], limit: int, within: Sequence[str] | None
    ) -> list[tuple[str, int]]:
        tantivy, schema, _ = self._tantivy()
        searcher = index.searcher()
        terms = [tantivy.Query.term_query(schema, "words", token) for token in dict.fromkeys(tokens)]
        wanted = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        if within is not None:
            chosen = any_of(tantivy, schema, "extraction", within)
            wanted = tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), (tantivy.Occur.Must, chosen)])
        found = []
        for _, address in searcher.search(wanted, limit, count=False).hits:
            stored = searcher.doc(address)
            found.append((stored["extraction"][0], stored["number"][0]))
        return found

    def _parted(self, tantivy: ModuleType) -> tuple[Any, Any]:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("extraction", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("whole", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("number", stored=True)
        builder.add_text_field("words", stored=False, tokenizer_name="words", index_option="freq")
        # The words are cut before, by `tokens`, since the ranking needs them, too.
        return builder.build(), tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()

    def _made(self, tantivy: ModuleType, extraction: str, texts: Sequence[str]) -> Iterator[Any]:
        sheet = self.sheets.sheet(extraction) or self.sheets.make(extraction, texts, self.tokens)
        for number in range(sheet.count):
            yield _sentence(tantivy, extraction, number, sheet.compared(number))

    def _again(self, tantivy: ModuleType, stored: Any) -> Any | None:
        extraction, number = stored["extraction"][0], stored["number"][0]
        sheet = self.sheets.sheet(extraction)
        if sheet is None or number >= sheet.count:
            return None
        return _sentence(tantivy, extraction, number, sheet.compared(number))


def _sentence(tantivy: ModuleType, extraction: str, number: int, words: Sequence[str]) -> Any:
    document = tantivy.Document()
    document.add_text("extraction", extraction)
    document.add_integer("number", number)
    document.add_text("words", " ".join(words))
    return document
