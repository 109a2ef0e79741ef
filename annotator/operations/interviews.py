"""Interview notes: typed or pasted, kept as a text document with whom, how, on which terms and until when."""

from __future__ import annotations

from annotator.model.errors import Refused
from annotator.model.pages import Format
from annotator.model.terms import handling_for
from annotator.model.things import Document, Handling, Kind, Role
from annotator.operations.fields import read_value
from annotator.operations.importing import Added, adopt
from annotator.operations.preparing import prepare_bytes
from annotator.operations.replacing import Replaced, replace_bytes
from annotator.operations.resolving import plain_text
from annotator.operations.workspace import Workspace, current_version, document_of, sealed_original, writable


def new_note(
    ws: Workspace,
    *,
    interviewee: str,
    date: str = "",
    how: str = "",
    terms: str = "",
    embargo: str = "",
    text: str,
    handling: Handling | None = None,
) -> Added:
    """Takes an interview note in as a document, in one action.

    `date` and `embargo` are ISO 8601 days, `terms` a value of Terms, or empty. The name of the person goes into the
    title and `interviewee`, never into the file's name. Handling follows the terms unless it is given. Raises Refused
    for a note without a name or words, for fields that don't fit, and where the same words are here already.
    """
    writable(ws)
    given = {"interviewee": " ".join(interviewee.split()), "date": date, "how": how, "terms": terms, "embargo": embargo}
    fields = {name: read_value(Kind.DOCUMENT, name, value)[1] for name, value in given.items()}
    if not fields["interviewee"]:
        raise Refused("Say with whom the interview was; an alias will do.")
    fields["title"] = f"Interview with {fields['interviewee']}"
    name = f"Interview {fields['date']}.txt" if fields["date"] else "Interview.txt"
    prepared = prepare_bytes(ws.engine, name, _bytes(text), form=Format.TEXT)
    try:
        held = _holder(ws, prepared.sha256)
        if held is not None:
            again = "It was removed; restore it" if held.removed else "Open it, or change the words"
            raise Refused(f"The same words are here already as '{held.name}'. {again}.")
        meant = handling or handling_for(fields["terms"])
        return adopt(ws, prepared, role=Role.SOURCE, handling=meant, fields=fields)
    finally:
        prepared.close()


def revise_note(ws: Workspace, document: str, text: str) -> Replaced:
    """Changes the words of a note: a new version, to which its passages are carried over, in one action.

    Raises Refused where the document is no note.
    """
    writable(ws)
    _note(ws, document)
    return replace_bytes(ws, document, _bytes(text), Format.TEXT)


def note_text(ws: Workspace, document: str) -> str:
    """The words of a note as they were typed. Raises Refused where the document is no note."""
    graph = ws.graph()
    version = current_version(graph, _note(ws, document))
    source = sealed_original(ws, version.id)
    try:
        return source.read().decode("utf-8", "replace")
    finally:
        source.close()


def is_note(document: Document, form: str) -> bool:
    """Whether a document, its current version of the format `form`, is a note that was typed here."""
    return bool(document.interviewee) and form == Format.TEXT


def _note(ws: Workspace, document: str) -> Document:
    graph = ws.graph()
    found = document_of(graph, document)
    if not is_note(found, current_version(graph, found).format):
        raise Refused(f"'{found.name}' is no interview note. Give its newer version as a file.")
    return found


def _bytes(text: str) -> bytes:
    plain_text(text, "The note")
    if not text.strip():
        raise Refused("The note has no words yet. Type or paste them.")
    return text.encode()


def _holder(ws: Workspace, sha256: str) -> Document | None:
    whole = ws.project.graph(with_removed=True)
    held = [whole.documents[one.document] for one in whole.versions.values() if one.sha256 == sha256]
    return min(held, key=lambda document: document.removed, default=None)
