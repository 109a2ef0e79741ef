"""Taking files into a project: read first without touching the project, then adopted in one action."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.engine.results import Extracted
from annotator.model.errors import NotConfined, Refused
from annotator.model.outcomes import Outcome
from annotator.model.pages import Extraction, Format
from annotator.model.things import Document, Handling, Kind, Role, Version
from annotator.operations.files import binary, name_of, unused_name
from annotator.operations.parts import Together
from annotator.operations.preparing import Prepared, Reading, naming, prepare
from annotator.operations.workspace import Cancelled, Progress, Workspace, writable
from annotator.store.project import Pen

__all__ = ["AddReport", "Added", "Prepared", "Reading", "add", "adopt", "prepare", "store_version", "warnings_of"]

_AHEAD = 2
_MEDIA = {
    Format.PDF: "application/pdf",
    Format.TEXT: "text/plain",
    Format.MARKDOWN: "text/markdown",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Format.CSV: "text/csv",
    Format.TRANSCRIPT: "text/vtt",
    Format.PICTURE: "image/*",
    Format.RECORDING: "application/octet-stream",
    Format.EML: "message/rfc822",
    Format.MSG: "application/vnd.ms-outlook",
    Format.MBOX: "application/mbox",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.HTML: "text/html",
    Format.MHTML: "multipart/related",
    Format.XML: "application/xml",
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.RTF: "application/rtf",
    Format.EPUB: "application/epub+zip",
    Format.XPS: "application/vnd.ms-xpsdocument",
}


@dataclass(frozen=True, slots=True)
class Added:
    """A document that is in the project now. `existed`: its bytes were there before; `outcome` is None if unchanged."""

    outcome: Outcome | None
    document: str
    existed: bool
    warnings: tuple[str, ...]
    pages: int
    characters: int
    name: str = ""
    sha256: str = ""
    role: Role = Role.SOURCE
    parts: tuple[Added, ...] = ()
    """Documents that came inside it, as an e-mail's attachments."""
    refused: tuple[tuple[str, str], ...] = ()
    """Files inside it that can't be read: (name, reason)."""

    def flat(self) -> Iterator[Added]:
        """It, and all that came with it."""
        yield self
        for part in self.parts:
            yield from part.flat()

    def all_refused(self) -> Iterator[tuple[str, str]]:
        """What could not be read of all that came with it."""
        for one in self.flat():
            yield from one.refused


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of each file: taken in, or refused as (name, reason)."""

    added: tuple[Added, ...]
    refused: tuple[tuple[str, str], ...]


def adopt(
    ws: Workspace,
    prepared: Prepared,
    *,
    role: Role,
    handling: Handling = Handling.UNSET,
    together: Together | None = None,
    fields: Mapping[str, str] | None = None,
) -> Added:
    """Takes a file that was read into the project, in one action; the same bytes give the document that has them.

    Files with the same `together` were added together. A new document is given `fields` (as its title) in the same
    action. Closes `prepared` when it is in. Raises Refused where the project can't be written; nothing changed then.
    """
    writable(ws)
    added = _adopt(ws, Shelf.of(ws), prepared, role, handling, together or Together(), fields or {})
    prepared.close()
    return added


def add(
    ws: Workspace,
    paths: Sequence[Path],
    *,
    role: Role = Role.SOURCE,
    handling: Handling = Handling.UNSET,
    passwords: Sequence[str] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> AddReport:
    """Takes files in, one action each; one that can't be read does not stop the others. `progress` counts files.

    A recording becomes part of the transcript of the same name that is added with it. While one file is stored the
    next are being read.
    """
    writable(ws)
    shelf, together = Shelf.of(ws), Together()
    added: list[Added] = []
    refused: list[tuple[str, str]] = []
    under_way: deque[Reading | tuple[str, str]] = deque()
    todo = iter(paths)
    try:
        for done in range(len(paths)):
            if progress:
                progress(done, len(paths))
            _look_ahead(ws, shelf, todo, under_way, passwords)
            reading = under_way.popleft()
            if isinstance(reading, tuple):
                refused.append(reading)
                continue
            try:
                prepared = reading.finish(cancelled)
                try:
                    _look_ahead(ws, shelf, todo, under_way, passwords)
                    ws.keep()
                    made = _adopt(ws, shelf, prepared, role, handling, together, {})
                    added += made.flat()
                    refused += made.all_refused()
                finally:
                    prepared.close()
            except Refused as error:
                if cancelled is not None and cancelled():
                    raise Refused("Stopped. The files that were added before stay in the project.") from error
                refused.append((reading.sealed.name, str(naming(reading.sealed.name, error))))
        if progress:
            progress(len(paths), len(paths))
    finally:
        for left in under_way:
            if isinstance(left, Reading):
                left.drop()
    return AddReport(tuple(added), tuple(refused))


def store_version(
    pen: Pen, ws: Workspace, document: str, prepared: Prepared, extracted: Extracted
) -> tuple[str, Extraction]:
    """Writes bytes, frozen pages, extraction and the version thing within an action; the id of the version."""
    source, extraction = prepared.source, extracted.extraction
    _store_bytes(pen, ws, prepared, extracted)
    version = pen.new(
        Kind.VERSION,
        {
            "document": document,
            "sha256": prepared.sha256,
            "extraction": extraction.sha256,
            "format": source.format.value,
            "size": source.size,
            "received": prepared.received,
            "encrypted": extracted.encrypted,
        },
    )
    return version, extraction


def _store_bytes(pen: Pen, ws: Workspace, prepared: Prepared, extracted: Extracted) -> None:
    source, extraction = prepared.source, extracted.extraction
    ws.project.put_content(pen, prepared.sha256, source.size, binary(source), media=_MEDIA[source.format])
    if extracted.frozen is not None:
        frozen = extracted.frozen
        ws.project.put_content(pen, extraction.frozen, frozen.size, binary(frozen), media=_MEDIA[Format.PDF])
    ws.project.put_extraction(pen, extraction)


def warnings_of(extraction: Extraction, *, encrypted: bool) -> tuple[str, ...]:
    """What a person should know about a file that was taken in, as sentences."""
    said = list(extraction.warnings)
    if encrypted and not any("encrypt" in one.lower() for one in said):
        said.append("It is encrypted. The project keeps it and, decrypted, its pages and text.")
    if not any(text.strip() for text in extraction.texts) and not any("without text" in one for one in said):
        said.append("It has no readable text, so nothing can be found or quoted in it.")
    return tuple(said)


@dataclass
class Shelf:
    """Which bytes and names a project has, also those of removed documents; and which bytes it lost."""

    holders: dict[str, tuple[Document, Version]]
    names: set[str]
    lacking: set[str]

    def has(self, sha256: str) -> bool:
        """Whether a file with these bytes need not be read."""
        return sha256 in self.holders and sha256 not in self.lacking

    @classmethod
    def of(cls, ws: Workspace) -> Shelf:
        """What is there now."""
        graph = ws.project.graph(with_removed=True)
        holders: dict[str, tuple[Document, Version]] = {}
        for version in graph.versions.values():
            document = graph.documents.get(version.document)
            before = holders.get(version.sha256)
            if document is not None and (before is None or before[0].removed):
                holders[version.sha256] = (document, version)
        return cls(holders, {document.name for document in graph.documents.values()}, ws.project.lacking())


def _look_ahead(
    ws: Workspace,
    shelf: Shelf,
    todo: Iterator[Path],
    under_way: deque[Reading | tuple[str, str]],
    passwords: Sequence[str],
) -> None:
    """Asks for the next files, so that they are read while others are stored."""
    while len(under_way) < _AHEAD:
        path = next(todo, None)
        if path is None:
            return
        try:
            reading = Reading.begin(lambda: ws.engine, path, passwords=passwords, known=shelf.has)
            under_way.append(reading)
        except NotConfined:
            raise
        except Refused as error:
            under_way.append((name_of(path), str(error)))


def _adopt(
    ws: Workspace,
    shelf: Shelf,
    prepared: Prepared,
    role: Role,
    handling: Handling,
    together: Together,
    fields: Mapping[str, str],
) -> Added:
    there = shelf.holders.get(prepared.sha256)
    if there is not None:
        if prepared.sha256 not in shelf.lacking or prepared.extracted is None:
            return _again(ws, *there, role=role, handling=handling)
        return _found_again(ws, shelf, prepared, prepared.extracted, *there)
    if prepared.extracted is None:
        raise Refused(f"'{prepared.name}' has to be read again. Add it once more.")
    name, form = prepared.name, prepared.source.format
    after = Shelf(dict(shelf.holders), set(shelf.names), shelf.lacking)  # kept only once all of it is written
    with ws.project.act("add") as pen:
        owner = together.owner(name, form)
        added = _write(pen, ws, after, prepared, prepared.extracted, role=role, handling=handling, part_of=owner)
        for field, value in fields.items():
            pen.set(added.document, field, value)
        together.join(pen, name, form, added.document, ws.graph().documents)
    shelf.holders, shelf.names = after.holders, after.names
    return replace(added, outcome=pen.outcome)


def _found_again(
    ws: Workspace, shelf: Shelf, prepared: Prepared, extracted: Extracted, document: Document, version: Version
) -> Added:
    """The document whose bytes or text were lost has them again."""
    with ws.project.act("add") as pen:
        _store_bytes(pen, ws, prepared, extracted)
        pen.set(version.id, "extraction", extracted.extraction.sha256)
    shelf.lacking.discard(prepared.sha256)
    found = _again(
        ws, document, ws.graph().versions.get(version.id, version), role=document.role, handling=Handling.UNSET
    )
    said = f"What was lost of '{document.name}' is back."
    return replace(found, warnings=(said, *found.warnings[1:]), outcome=pen.outcome)


def _again(ws: Workspace, document: Document, version: Version, *, role: Role, handling: Handling) -> Added:
    """The document that has the bytes already, brought back if it was removed."""
    warnings = [f"The same bytes are already here as '{document.name}'; nothing was added."]
    outcome: Outcome | None = None
    if document.removed:
        with ws.project.act("restore") as pen:
            pen.set(document.id, "removed", False)
        outcome = pen.outcome
        warnings = [f"The same bytes were here as '{document.name}', which was removed; it is back."]
    if document.current != version.id:
        warnings.append("They are an earlier version of it, not the current one.")
    if document.role != role:
        warnings.append(f"It stays a {document.role}; `set` changes that.")
    if handling is not Handling.UNSET and document.handling != handling:
        warnings.append(f"Its handling stays '{document.handling}'; `set` changes that.")
    texts = ws.project.page_texts(version.extraction)
    return Added(
        outcome=outcome,
        document=document.id,
        existed=True,
        warnings=tuple(warnings),
        pages=len(texts),
        characters=sum(map(len, texts)),
        name=document.name,
        sha256=version.sha256,
        role=document.role,
    )


def _write(
    pen: Pen,
    ws: Workspace,
    shelf: Shelf,
    prepared: Prepared,
    extracted: Extracted,
    *,
    role: Role,
    handling: Handling,
    part_of: str,
) -> Added:
    name = unused_name(prepared.name, shelf.names)
    said = {key: words for key in ("title", "author", "date", "address") if (words := getattr(extracted.about, key))}
    fields = {"name": name, "role": role.value, "handling": handling.value, "part_of": part_of, **said}
    document = pen.new(Kind.DOCUMENT, fields)
    version, extraction = store_version(pen, ws, document, prepared, extracted)
    pen.set(document, "current", version)
    shelf.names.add(name)
    form = prepared.source.format
    shelf.holders[prepared.sha256] = (
        Document(document, name, role, handling, current=version),
        Version(version, document, prepared.sha256, extraction.sha256, form, prepared.source.size, ""),
    )
    parts = [
        _held(pen, ws, shelf, part)
        if part.sha256 in shelf.holders or part.extracted is None
        else _write(pen, ws, shelf, part, part.extracted, role=Role.SOURCE, handling=handling, part_of=document)
        for part in prepared.parts
    ]
    return Added(
        outcome=None,
        document=document,
        existed=False,
        warnings=warnings_of(extraction, encrypted=extracted.encrypted),
        pages=len(extraction.texts),
        characters=sum(map(len, extraction.texts)),
        name=name,
        sha256=prepared.sha256,
        role=role,
        parts=tuple(parts),
        refused=tuple(prepared.refused),
    )


def _held(pen: Pen, ws: Workspace, shelf: Shelf, part: Prepared) -> Added:
    """The document that has the bytes of an attachment already; brought back with what it came with, if removed."""
    document, version = shelf.holders[part.sha256]
    if document.removed:
        pen.set(document.id, "removed", False)
    texts = ws.project.page_texts(version.extraction)
    warning = f"The same bytes are already here as '{document.name}'; nothing was added."
    return Added(
        outcome=None,
        document=document.id,
        existed=True,
        warnings=(warning,),
        pages=len(texts),
        characters=sum(map(len, texts)),
        name=document.name,
        sha256=version.sha256,
        role=document.role,
    )
