"""Documents that belong to others: an e-mail's attachments, a transcript's recording."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.pages import Format
from annotator.model.things import Document, Kind
from annotator.operations.resolving import resolve
from annotator.operations.workspace import Workspace
from annotator.store.project import Pen

_TRANSCRIPTS = frozenset(
    (Format.TRANSCRIPT, Format.TEXT, Format.MARKDOWN, Format.DOCX, Format.ODT, Format.RTF, Format.PDF)
)
"""What a recording of the same name can be the recording of."""


def parts_of(graph: Graph, document: str) -> tuple[str, ...]:
    """All that came with a document, and what came with that, as ids."""
    found: dict[str, None] = {}
    within = [document]
    while within:
        owner = within.pop()
        for one in graph.documents.values():
            if one.part_of == owner and one.id not in found and one.id != document:
                found[one.id] = None
                within.append(one.id)
    return tuple(found)


def owner_of(ws: Workspace, graph: Graph, document: str, given: str) -> str:
    """The id of the document that another is to belong to; empty for none.

    Raises NotFound where `given` names none of this project, Refused where the two would belong to each other.
    """
    if not given:
        return ""
    owner = resolve(ws, given, Kind.DOCUMENT)
    if owner == document:
        raise Refused("A document can't belong to itself. Choose another one.")
    if owner in parts_of(graph, document):
        name, other = graph.documents[document].name, graph.documents[owner].name
        raise Refused(f"'{other}' belongs to '{name}', so '{name}' can't belong to it. Take '{other}' out first.")
    return owner


def removed_with(ws: Workspace, whole: Graph, document: str) -> tuple[str, ...]:
    """Of all that came with a removed document, what was removed in the same act. `whole` has removed things, too."""
    act = _removing(ws, document)
    parts = [part for part in parts_of(whole, document) if whole.documents[part].removed]
    return tuple(part for part in parts if act and _removing(ws, part) == act)


def _removing(ws: Workspace, thing: str) -> str:
    return next((change.action for change in reversed(ws.project.changes_of(thing)) if change.field == "removed"), "")


class Together:
    """Files that are added together: a recording becomes part of the transcript of the same name."""

    def __init__(self) -> None:
        self._transcripts: dict[str, str] = {}
        self._recordings: dict[str, list[str]] = {}

    def owner(self, name: str, form: Format) -> str:
        """The id of the transcript that came before a recording; else empty."""
        return self._transcripts.get(_stem(name), "") if form is Format.RECORDING else ""

    def join(self, pen: Pen, name: str, form: Format, document: str, known: Mapping[str, Document]) -> None:
        """Remembers a document that is being written; recordings that came before their transcript become its parts."""
        if form is Format.RECORDING:
            self._recordings.setdefault(_stem(name), []).append(document)
        if form not in _TRANSCRIPTS:
            return
        stem = _stem(name)
        # "talk.en.vtt" and "talk.mp3.vtt" are transcripts of "talk.mp3", too.
        for each in dict.fromkeys((stem, _stem(stem))):
            self._transcripts.setdefault(each, document)
            for recording in self._recordings.pop(each, ()):
                if recording in known and not known[recording].part_of:
                    pen.set(recording, "part_of", document)


def _stem(name: str) -> str:
    return PurePath(name).stem.casefold()
