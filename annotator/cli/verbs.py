"""What each verb of a project does: arguments in, operations called, an answer out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.cli import texts
from annotator.cli.answers import DONE, PERSON_NEEDED, REFUSED, Answer
from annotator.cli.arguments import Argument, Given, Usage
from annotator.cli.progress import Shown
from annotator.model.errors import Refused
from annotator.model.things import Handling, Kind, Relation, Role, Status
from annotator.operations import doctor, editing, importing, linking, marking, reading, replacing, searching
from annotator.operations.resolving import resolve
from annotator.operations.workspace import Workspace

Run = Callable[[Workspace, Given], Answer]
_PASSWORDS = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb that works on an open project. `writes` tells whether it needs the project for itself."""

    run: Run
    help: str
    arguments: tuple[Argument, ...] = ()
    writes: bool = True


def _document(help: str = "its id, a beginning of it, or the document's exact name") -> Argument:
    return Argument("document", help, positional=True, required=True)


_ID = Argument("id", "an id, or a beginning that only one has", positional=True, required=True)
_PAGE = Argument("page", "only on the page with this index, counted from 0", kind="number", metavar="N")
_NTH = Argument("nth", "which occurrence, counted from 1", kind="number", metavar="K")
_QUOTE = Argument("quote", "the words as they stand there", required=True, metavar="Q")
_RELATIONS = tuple(word.value for word in Relation)


def _add(ws: Workspace, given: Given) -> Answer:
    passwords = read_passwords(given["password_file"])
    with Shown("Files read") as progress:
        report = importing.add(
            ws,
            [Path(name) for name in given["files"]],
            role=Role(given["as"]),
            handling=Handling(given["handling"]),
            passwords=passwords,
            progress=progress,
        )
    data = {
        "added": [
            {
                "id": added.document,
                "name": added.name,
                "role": added.role.value,
                "sha256": added.sha256,
                "pages": added.pages,
                "characters": added.characters,
                "warnings": list(added.warnings),
            }
            for added in report.added
        ],
        "refused": [{"name": name, "reason": reason} for name, reason in report.refused],
    }
    if report.added:
        status = PERSON_NEEDED if report.refused else DONE
        return Answer(data, texts.added(data), status, notes=tuple(reason for _, reason in report.refused))
    refusal = report.refused[0][1] if len(report.refused) == 1 else texts.none_added(report.refused)
    return Answer(data, texts.added(data), REFUSED, refusal=refusal)


def read_passwords(name: str | None) -> tuple[str, ...]:
    """Passwords from a file or pipe: UTF-8, one a line, only the line end removed. Raises Refused if unreadable."""
    if name is None:
        return ()
    try:
        with Path(name).open("rb") as file:
            words = file.read(_PASSWORDS + 1).decode("utf-8")
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise Refused("The password file is not UTF-8. Save it as UTF-8, one password a line.") from error
        raise Refused("The password file is not there or can't be read. Check its name and permissions.") from error
    if len(words) > _PASSWORDS:
        raise Refused("The password file is larger than 1 MB. Give one password a line.")
    lines = words.split("\n")
    if lines[-1] == "":
        lines.pop()
    passwords = [line.removesuffix("\r") for line in lines]
    # Some editors put a byte order mark first; a password may begin with one, too.
    marked = [password.removeprefix("\ufeff") for password in passwords[:1] if password.startswith("\ufeff")]
    return tuple(passwords + marked)


def _documents(ws: Workspace, given: Given) -> Answer:
    data = reading.documents(ws)
    return Answer(data, texts.documents(data))


def _text(ws: Workspace, given: Given) -> Answer:
    data = reading.text(ws, resolve(ws, given["document"], Kind.DOCUMENT), page=given["page"])
    return Answer(data, texts.pages(data))


def _claim(ws: Workspace, given: Given) -> Answer:
    marked = marking.claim(
        ws,
        resolve(ws, given["document"], Kind.DOCUMENT),
        given["quote"],
        page=given["page"],
        nth=given["nth"],
        status=Status(given["status"]) if given["status"] else None,
    )
    data = {
        "id": marked.claim,
        "number": marked.number,
        "passage": marked.passage,
        **reading.place_keys(marked.place),
    }
    return Answer(data, f"Claim {marked.number} marked on {texts.page_of(marked.place)}. {marked.claim}")


def _link(ws: Workspace, given: Given) -> Answer:
    linked = linking.link(
        ws,
        resolve(ws, given["claim"], Kind.CLAIM),
        resolve(ws, given["document"], Kind.DOCUMENT),
        given["quote"],
        Relation(given["relation"]),
        page=given["page"],
        nth=given["nth"],
        note=given["note"] or "",
    )
    data = {
        "id": linked.link,
        "claim": linked.claim,
        "passage": linked.passage,
        "relation": linked.relation.value,
        **reading.place_keys(linked.place),
    }
    return Answer(data, f"Linked to {texts.page_of(linked.place)}: {linked.relation.value}. {linked.link}")


def _needs_none(ws: Workspace, given: Given) -> Answer:
    made = marking.needs_none(
        ws,
        resolve(ws, given["document"], Kind.DOCUMENT),
        given["quote"],
        given["reason"],
        page=given["page"],
        nth=given["nth"],
    )
    return Answer({"id": made.id}, f"Marked as needing no source on {texts.page_of(made.place)}. {made.id}")


def _set(ws: Workspace, given: Given) -> Answer:
    outcome = editing.set_field(ws, resolve(ws, given["id"]), given["field"], given["value"])
    return _changed(outcome.changes, "Set." if outcome.changes else "It was that already.")


def _remove(ws: Workspace, given: Given) -> Answer:
    return _changed(editing.remove(ws, resolve(ws, given["id"])).changes, "Removed. `undo` brings it back.")


def _restore(ws: Workspace, given: Given) -> Answer:
    return _changed(editing.restore(ws, resolve(ws, given["id"], removed=True)).changes, "Restored.")


def _undo(ws: Workspace, given: Given) -> Answer:
    return _undone(editing.undo(ws), "Undone")


def _redo(ws: Workspace, given: Given) -> Answer:
    return _undone(editing.redo(ws), "Done again")


def _undone(done: Any, what: str) -> Answer:
    notes = tuple(f"Left as it is, since it changed meanwhile: {field} of {thing}." for thing, field in done.left)
    return Answer({"changes": list(done.outcome.changes)}, f"{what}: {done.verb}.", notes=notes)


def _changed(changes: tuple[str, ...], text: str) -> Answer:
    return Answer({"changes": list(changes)}, text)


def _erase(ws: Workspace, given: Given) -> Answer:
    thing = resolve(ws, given["id"], removed=True)
    outcome = editing.erase(ws, thing)
    erased = list(outcome.things) or [thing]
    return Answer({"erased": erased}, f"Erased for good: {texts.counted(len(erased), 'thing')}.")


def _claims(ws: Workspace, given: Given) -> Answer:
    data = reading.claims(ws)
    return Answer(data, texts.claims(data, reading.find_names(ws.graph())))


def _search(ws: Workspace, given: Given) -> Answer:
    words = given["words"]
    limit = searching.LIMIT if given["limit"] is None else given["limit"]
    with Shown("Documents put into the search index") as progress:
        data = searching.search(ws, words if isinstance(words, str) else " ".join(words), limit, progress=progress)
    return Answer(data, texts.hits(data, reading.find_names(ws.graph())))


def _replace(ws: Workspace, given: Given) -> Answer:
    with Shown("Pages read") as progress:
        replaced = replacing.replace(
            ws,
            resolve(ws, given["document"], Kind.DOCUMENT),
            Path(given["file"]),
            dry_run=bool(given["dry_run"]),
            force=bool(given["force"]),
            passwords=read_passwords(given["password_file"]),
            progress=progress,
        )
    data = {
        "passages": [
            {
                "id": one.id,
                "outcome": one.outcome,
                "score": one.score,
                "page": one.page,
                "start": one.start,
                "end": one.end,
                "old": one.old,
                "new": one.new,
            }
            for one in replaced.passages
        ]
    }
    text = texts.replaced(data["passages"], dry_run=bool(given["dry_run"]))
    return Answer(data, text, PERSON_NEEDED if replaced.needs_a_person else DONE)


def _place(ws: Workspace, given: Given) -> Answer:
    passage = resolve(ws, given["passage"], Kind.PASSAGE, Kind.NEEDS_NONE)
    decision, quote = given["decision"], given["quote"]
    if bool(decision) == (quote is not None):
        raise Usage("Say what becomes of the passage: accept, let-go, or --quote with the words it stands at now.")
    outcome = replacing.place(ws, passage, decision or "quote", quote=quote or "", page=given["page"], nth=given["nth"])
    return _changed(outcome.changes, "Let go." if decision else "Placed.")


def _history(ws: Workspace, given: Given) -> Answer:
    data = reading.history(ws, resolve(ws, given["of"], removed=True) if given["of"] else None)
    return Answer(data, texts.history(data))


def _export(ws: Workspace, given: Given) -> Answer:
    # The templates' library is loaded by those who export only.
    from annotator.operations import exporting

    with Shown("Exported") as progress:
        made = exporting.export(
            ws,
            Path(given["out"]),
            format=given["format"],
            preset=given["preset"],
            with_names=bool(given["with_names"]),
            progress=progress,
        )
    data = {
        "path": str(made.path),
        "files": list(made.files),
        "left_out": [{"document": document, "reason": reason} for document, reason in made.left_out],
        "digest": made.digest,
    }
    return Answer(data, texts.exported(data))


def _doctor(ws: Workspace, given: Given) -> Answer:
    return doctor_answer(doctor.doctor(ws))


def doctor_answer(report: doctor.Report) -> Answer:
    """The doctor's report, status 1 where something required fails."""
    return Answer(report.data, texts.doctor(report.data), DONE if report.well else PERSON_NEEDED)


VERBS: Mapping[str, Verb] = {
    "add": Verb(
        _add,
        "import files; one that can't be read does not stop the others",
        (
            Argument("files", "files to import", kind="texts", positional=True, required=True, metavar="FILE"),
            Argument("as", "what they are", choices=tuple(word.value for word in Role), default=Role.SOURCE.value),
            Argument(
                "handling",
                "what may leave this computer",
                choices=tuple(word.value for word in Handling),
                default=Handling.PUBLISH.value,
            ),
            Argument("password-file", "passwords to try: UTF-8, one a line", metavar="F"),
        ),
    ),
    "documents": Verb(_documents, "list the documents", writes=False),
    "text": Verb(_text, "a document's current text as read", (_document(), _PAGE), writes=False),
    "claim": Verb(
        _claim,
        "mark a claim in a draft",
        (
            _document("the draft: its id, a beginning of it, or its exact name"),
            _QUOTE,
            _PAGE,
            _NTH,
            Argument("status", "where its checking stands", choices=tuple(word.value for word in Status)),
        ),
    ),
    "link": Verb(
        _link,
        "link a claim to a passage of another document",
        (
            Argument("claim", "the claim's id, or a beginning of it", positional=True, required=True),
            _document(),
            _QUOTE,
            Argument("relation", "what the passage does for the claim", choices=_RELATIONS, required=True),
            _PAGE,
            _NTH,
            Argument("note", "a note on the link", metavar="T"),
        ),
    ),
    "set": Verb(
        _set,
        "set a field of a thing",
        (
            _ID,
            Argument("field", "as status, relation, note, title, handling", positional=True, required=True),
            Argument("value", "its value; '' for none", positional=True, required=True),
        ),
    ),
    "remove": Verb(_remove, "hide a thing", (_ID,)),
    "restore": Verb(_restore, "bring a removed thing back", (_ID,)),
    "undo": Verb(_undo, "take back my last act"),
    "redo": Verb(_redo, "do again what I undid last"),
    "needs-none": Verb(
        _needs_none,
        "mark words of a draft as needing no source",
        (
            _document("the draft"),
            _QUOTE,
            Argument("reason", "why they need none", required=True, metavar="R"),
            _PAGE,
            _NTH,
        ),
    ),
    "erase": Verb(_erase, "destroy a thing for good", (_ID,)),
    "claims": Verb(_claims, "the claims with their links, in draft order", writes=False),
    "search": Verb(
        _search,
        "full text over all documents",
        (
            Argument("words", 'words, or a "phrase" in double quotes', kind="texts", positional=True, required=True),
            Argument("limit", "at most so many hits", kind="number", metavar="N"),
        ),
        writes=False,
    ),
    "replace": Verb(
        _replace,
        "make a file the new version of a document",
        (
            _document(),
            Argument("file", "the newer file", positional=True, required=True),
            Argument("dry-run", "only say what would become of the passages", kind="flag"),
            Argument("force", "even if it has little in common with the document", kind="flag"),
            Argument("password-file", "passwords to try: UTF-8, one a line", metavar="F"),
        ),
    ),
    "place": Verb(
        _place,
        "decide about a passage that was not found",
        (
            Argument("passage", "the passage's id, or a beginning of it", positional=True, required=True),
            Argument("decision", "let-go gives it up", positional=True, choices=("accept", "let-go"), metavar="let-go"),
            Argument("quote", "the words it stands at now", metavar="Q"),
            _PAGE,
            _NTH,
        ),
    ),
    "history": Verb(
        _history, "who did what, when", (Argument("of", "only of this thing", metavar="ID"),), writes=False
    ),
    "export": Verb(
        _export,
        "write the annotated draft for others",
        (
            Argument("out", "the file or folder to make", positional=True, required=True),
            Argument(
                "format", "html: one page; pdf: a folder of annotated copies", default="bundle", metavar="{html,pdf}"
            ),
            Argument("with-names", "let names of authors and translators go out", kind="flag"),
            Argument("preset", hidden=True),
        ),
        writes=False,
    ),
    "doctor": Verb(_doctor, "check this computer and a project", writes=False),
}
"""The verbs of this version, except `new` and `batch`, in the order in which help lists them."""
