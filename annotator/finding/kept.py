"""An index of this computer in generations on a shelf: what it takes in, how it is written, opened and purged.

It lives in a cache folder, never in the project, since an index keeps words that were deleted. tantivy is imported
when an index is first used.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from annotator.finding.shelf import BusyError, Shelf, is_whole
from annotator.model.errors import Refused

PATIENCE = 20.0
"""Seconds to wait while another process writes."""
_BUFFER = 20_000_000
_HEAP = 50_000_000
LONGEST_WORD = 100
"""Code points; what is longer is no word."""
_EVERYTHING = 10_000_000

_NONE: set[str] = set()

T = TypeVar("T")


class KeptIndex(ABC):
    """Something of each extraction, in `folder`. One thread at a time; other processes may use the same folder.

    `form` is the number of the schema; an index of another number is thrown away.
    """

    def __init__(self, folder: Path, form: int) -> None:
        self._shelf = Shelf(folder, form)
        self._waiting: dict[str, tuple[str, ...]] = {}
        self._size = 0
        self._open: tuple[Path, Any] | None = None
        self._seen: object = None
        """What `Shelf.state` said before the open index was read the last time."""
        self._files: dict[str, tuple[int, int]] = {}
        """What `Shelf.parts` said then: one of these written over since would be searched in vain."""
        self._known: frozenset[str] | None = None
        self._parts: tuple[ModuleType, Any, Any] | None = None

    @abstractmethod
    def _parted(self, tantivy: ModuleType) -> tuple[Any, Any]:
        """The schema, which has `extraction` and `whole`, and the way text is cut into words."""

    @abstractmethod
    def _made(self, tantivy: ModuleType, extraction: str, texts: Sequence[str]) -> Iterator[Any]:
        """The documents of the index that an extraction's pages become."""

    @abstractmethod
    def _again(self, tantivy: ModuleType, stored: Any) -> Any | None:
        """A document as it was added, from what is stored of it; None where that can't be."""

    def known(self) -> set[str]:
        """Extractions that are in the index, added ones that are not yet committed included."""
        return self._read(self._remembered, _NONE) | set(self._waiting)

    def add(self, extraction: str, texts: Sequence[str]) -> None:
        """Takes in an extraction's pages; they are found after `commit`. One that is known is left as it is."""
        self._waiting[extraction] = tuple(texts)
        self._size += sum(map(len, texts))
        if self._size > _BUFFER:
            self.commit()

    def commit(self) -> None:
        """Writes what was added. Where another process keeps writing, it stays for the next commit.

        Raises Refused where the folder can't be written; the next commit tries again.
        """
        if not self._waiting:
            return
        try:
            with self._shelf.lock(PATIENCE):
                index = self._usable() or self._renewed()
                known = self._extractions(index)
                missing = {name: texts for name, texts in self._waiting.items() if name not in known}
                self._write(index, missing)
        except BusyError:
            return
        except OSError as error:
            raise _unwritable() from error
        self._waiting.clear()
        self._size = 0

    def purge(self, *extractions: str) -> None:
        """Takes extractions out, their words too: the index is written anew without them.

        Raises Refused where the folder can't be written or another process keeps it busy.
        """
        for extraction in extractions:
            self._size -= sum(map(len, self._waiting.pop(extraction, ())))
        gone = set(extractions)
        if not gone & self._read(self._extractions, _NONE):
            return
        try:
            with self._shelf.lock(PATIENCE):
                old = self._usable()
                kept = list(self._documents(old, gone)) if old else []
                self._renewed(kept)
        except BusyError:
            raise Refused("The search index is in use by another window. Try again in a moment.") from None
        except OSError as error:
            raise _unwritable() from error

    def close(self) -> None:
        """Lets the index's files go; what was added and not committed is forgotten."""
        self._open = None
        self._waiting.clear()
        self._size = 0

    def _read(self, use: Callable[[Any], T], nothing: T) -> T:
        """Uses the current index; a damaged one is thrown away, one that another process replaced is opened anew."""
        for _ in range(3):
            before = self._shelf.current()
            index = self._usable()
            if index is None:
                return nothing
            try:
                return use(index)
            except BaseException as error:
                if not _is_tantivys(error):
                    raise
                self._open = None
                if self._shelf.current() == before:
                    self._discard(before)
        return nothing

    def _discard(self, generation: Path | None) -> None:
        """Gives up a damaged generation, unless another process has done so already."""
        try:
            with self._shelf.lock(PATIENCE):
                if self._shelf.current() == generation:
                    self._renewed()
        except (BusyError, OSError):
            self._open = None

    def _usable(self) -> Any | None:
        """The current index, opened; None where there is none or it is damaged."""
        path = self._shelf.current()
        if path is None:
            self._open = None
            return None
        state = self._shelf.state(path)
        if self._open is not None and self._open[0] == path and not self._shelf.touched(path, self._files):
            index = self._open[1]
            if state is not None and state == self._seen:
                return index
            self._seen, self._known = None, None
            try:
                index.reload()
            except BaseException as error:
                if not _is_tantivys(error):
                    raise
            else:
                self._seen, self._files = state, self._shelf.parts(path)
                return index
        self._open = None
        tantivy, _, analyzer = self._tantivy()
        if not is_whole(path):
            return None
        try:
            index = tantivy.Index.open(str(path))
            index.register_tokenizer("words", analyzer)
        except BaseException as error:
            if not _is_tantivys(error):
                raise
            return None
        self._open = (path, index)
        self._seen, self._files, self._known = state, self._shelf.parts(path), None
        return index

    def _renewed(self, documents: Sequence[Any] = ()) -> Any:
        """A new generation with these documents, made the current one. Call with the lock held."""
        tantivy, schema, analyzer = self._tantivy()
        path = self._shelf.fresh()
        index = tantivy.Index(schema, path=str(path))
        index.register_tokenizer("words", analyzer)
        with _Writing(index) as writer:
            for document in documents:
                writer.add_document(document)
        self._open = None
        self._shelf.adopt(path)
        index.reload()
        self._open = (path, index)
        self._seen, self._files = None, {}
        return index

    def _write(self, index: Any, extractions: dict[str, tuple[str, ...]]) -> None:
        if not extractions:
            return
        tantivy, _, _ = self._tantivy()
        with _Writing(index) as writer:
            for extraction, texts in extractions.items():
                for document in self._made(tantivy, extraction, texts):
                    writer.add_document(document)
                mark = tantivy.Document()
                mark.add_text("whole", "yes")
                mark.add_text("extraction", extraction)
                writer.add_document(mark)
        self._seen = None
        index.reload()

    def _extractions(self, index: Any) -> set[str]:
        tantivy, schema, _ = self._tantivy()
        searcher = index.searcher()
        result = searcher.search(tantivy.Query.term_query(schema, "whole", "yes"), _EVERYTHING)
        return {searcher.doc(address)["extraction"][0] for _, address in result.hits}

    def _remembered(self, index: Any) -> set[str]:
        """The same, asked once for each state of the index."""
        if self._known is None or self._seen is None:
            self._known = frozenset(self._extractions(index))
        return set(self._known)

    def _documents(self, index: Any, without: set[str]) -> Iterator[Any]:
        """All documents of an index as they were added, but for those of some extractions."""
        tantivy, _, _ = self._tantivy()
        searcher = index.searcher()
        for _, address in searcher.search(tantivy.Query.all_query(), _EVERYTHING).hits:
            stored = searcher.doc(address)
            extraction = stored["extraction"][0]
            if extraction in without:
                continue
            if stored["whole"]:
                again = tantivy.Document()
                again.add_text("whole", "yes")
                again.add_text("extraction", extraction)
            else:
                again = self._again(tantivy, stored)
            if again is not None:
                yield again

    def _tantivy(self) -> tuple[ModuleType, Any, Any]:
        """The library, the schema and the way text is cut into words."""
        if self._parts is None:
            import tantivy

            self._parts = (tantivy, *self._parted(tantivy))
        return self._parts


def any_of(tantivy: ModuleType, schema: Any, name: str, terms: Sequence[str]) -> Any:
    """A query for documents whose field has any of the terms; it counts nothing towards their scores."""
    query = tantivy.Query
    some = query.boolean_query([(tantivy.Occur.Should, query.term_query(schema, name, term)) for term in terms])
    return query.boost_query(some, 0.0)


class _Writing:
    """A writer whose documents are all committed, or none; its threads have ended when it is left."""

    def __init__(self, index: Any) -> None:
        try:
            self._writer = index.writer(heap_size=_HEAP, num_threads=2)
        except ValueError as error:
            raise OSError("the index can't be written") from error

    def __enter__(self) -> Any:
        return self._writer

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                self._writer.commit()
            else:
                self._writer.rollback()
            self._writer.wait_merging_threads()
        except BaseException as failure:
            if not _is_tantivys(failure):
                raise
            raise OSError("the index can't be written") from failure


def _is_tantivys(error: BaseException) -> bool:
    """Whether an error comes from the library: it raises ValueError and OSError, and panics on some damage."""
    return isinstance(error, ValueError | OSError | RuntimeError | LookupError) or (
        type(error).__name__ == "PanicException"
    )


def _unwritable() -> Refused:
    return Refused(
        "The search index can't be written. Free some space or make the cache folder writable, then search again."
    )
