"""The link graph as tables for spreadsheets: claims, links and documents as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from annotator.bundle.choosing import Choice, Shown
from annotator.bundle.content import BundleContent, Written, label_of
from annotator.bundle.naming import derived
from annotator.bundle.words import STATUS_WORDS, Known, day, page_words, plain, read_by_machine, unwrap, vocabulary
from annotator.bundle.writing import publish
from annotator.model.terms import hides_name
from annotator.model.things import Claim, Document

_FORMULA = re.compile(r"[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b]")
_SEPARATORS = re.compile(r"[\s;,]*")


def write_tables(out: Path, content: BundleContent) -> Written:
    """Writes the three tables into the folder `out`, or into a ZIP by its name. Raises as every export does."""
    choice = Choice(content)
    return publish(out, lambda folder: tables_into(folder, choice, {}), choice.left_out)


def tables_into(folder: Path, choice: Choice, files: Mapping[str, Sequence[str]]) -> None:
    """Writes claims.csv, links.csv and documents.csv; `files` names the files of a document, by its id."""
    kept: dict[str, Known] = {}

    def known(extraction: str) -> Known:
        return kept.setdefault(extraction, vocabulary(choice.content.texts.get(extraction, ())))

    (folder / "claims.csv").write_bytes(_table(_CLAIMS, (_claim(choice, claim, known) for claim in choice.claims)))
    links = (
        _link(choice, claim, shown, at, known)
        for claim in choice.claims
        for at, shown in enumerate(choice.links(claim), 1)
    )
    (folder / "links.csv").write_bytes(_table(_LINKS, links))
    listed = [*choice.drafts, *(document for document in choice.cited if document not in choice.drafts)]
    rows = (_document(choice, document, files.get(document.id, ())) for document in listed)
    (folder / "documents.csv").write_bytes(_table(_DOCUMENTS, rows))


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before whatever could begin one.

    That is also so behind spaces and separators, which some programs cut cells at. It is on one line.
    """
    line = " ".join(plain(text).split())
    begin = _SEPARATORS.match(line)
    return f"'{line}" if _FORMULA.match(line, begin.end() if begin else 0) else line


_CLAIMS = (
    "claim",
    "id",
    "draft",
    "page",
    "words",
    "type",
    "status",
    "said by",
    "note",
    "shown",
    "not shown",
)
_LINKS = (
    *("claim", "id", "link", "relation", "together", "document", "document id", "page", "page index", "quote"),
    *("translation", "note", "words hidden because", "read by machine, percent sure"),
)
_DOCUMENTS = (
    *("document", "id", "role", "author", "date", "as in force on", "received", "address", "handling", "links"),
    *("sha256 of the original", "files"),
)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, without which spreadsheets take it for another encoding; every cell quoted."""
    made = io.StringIO()
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return made.getvalue().encode("utf-8-sig")


def _claim(choice: Choice, claim: Claim, known: Callable[[str], Known]) -> Sequence[str]:
    placed = choice.placed(claim)
    first = (placed or choice.lost(claim))[0]
    draft = choice.graph.documents[first.document]
    words = unwrap(first.place.quote, known(first.place.extraction))
    status = STATUS_WORDS[choice.graph.shown_status(claim.id)]
    return (
        *(str(claim.number), derived("claim", claim.id), label_of(draft), page_words(first.place) if placed else ""),
        *(words, claim.type.value, status),
        *(claim.said_by, choice.note(claim), str(len(choice.links(claim))), str(choice.withheld(claim))),
    )


def _link(choice: Choice, claim: Claim, shown: Shown, at: int, known: Callable[[str], Known]) -> Sequence[str]:
    passage, place = shown.passage, shown.passage.place
    sure = read_by_machine(choice.content.recognised, place)
    notes = dict.fromkeys(note for note in (shown.link.note.strip(), passage.note.strip()) if note)
    return (
        *(str(claim.number), derived("link", shown.link.id), str(at), shown.link.relation.value),
        derived("together", shown.link.together) if shown.link.together else "",
        *(label_of(shown.document), derived("document", shown.document.id), page_words(place), str(place.page)),
        unwrap(place.quote, known(place.extraction)) if shown.words else "",
        passage.translation if shown.words else "",
        *("; ".join(notes), "" if shown.words else "it may only be paraphrased", "" if sure is None else str(sure)),
    )


def _document(choice: Choice, document: Document, files: Sequence[str]) -> Sequence[str]:
    version = choice.content.version(document)
    free, told = choice.as_file(document), not hides_name(document)
    resting = sum(shown.document == document for claim in choice.claims for shown in choice.links(claim))
    received = day(document.received or (version.received if version else ""))
    return (
        *(label_of(document), derived("document", document.id), document.role.value),
        document.author if choice.content.with_names and told else "",
        *((document.date, document.in_force, received) if told else ("", "", "")),
        *(document.address if free and told else "", document.handling.value, str(resting)),
        *(choice.hash_of(version) if version and free and told else "", "; ".join(files)),
    )
