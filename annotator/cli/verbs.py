"""What each verb of a project does: arguments in, operations called, an answer out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from annotator.cli import scans, texts
from annotator.cli.answers import DONE, PERSON_NEEDED, REFUSED, Answer, visible
from annotator.cli.arguments import Given, Usage
from annotator.cli.notes import added_row
from annotator.cli.progress import Shown
from annotator.model.errors import Refused
from annotator.model.things import Handling, Kind, Relation, Role, Status
from annotator.operations import doctor, editing, importing, linking, marking, reading, replacing, searching
from annotator.operations.resolving import resolve
from annotator.operations.workspace import Workspace

_PASSWORDS = 1024 * 1024


def add(ws: Workspace, given: Given) -> Answer:
    """Imports files; status 1 if some were refused, 2 if all were."""
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
    taken, notes = (report.added, ()) if given["no_ocr"] else scans.after_adding(ws, report.added)
    data = {
        "added": [added_row(added) for added in taken],
        "refused": [{"name": name, "reason": reason} for name, reason in report.refused],
    }
    if report.added:
        status = PERSON_NEEDED if report.refused else DONE
        return Answer(data, texts.added(data), status, notes=(*notes, *(reason for _, reason in report.refused)))
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


def documents(ws: Workspace, given: Given) -> Answer:
    """Lists the documents."""
    data = reading.documents(ws)
    return Answer(data, texts.documents(data))


def text(ws: Workspace, given: Given) -> Answer:
    """A document's current text, as read."""
    data = reading.text(ws, resolve(ws, given["document"], Kind.DOCUMENT), page=given["page"])
    return Answer(data, texts.pages(data))


def claim(ws: Workspace, given: Given) -> Answer:
    """Marks a claim."""
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


def link(ws: Workspace, given: Given) -> Answer:
    """Links a claim."""
    linked = linking.link(
        ws,
        resolve(ws, given["claim"], Kind.CLAIM),
        resolve(ws, given["document"], Kind.DOCUMENT),
        given["quote"],
        Relation(given["relation"]),
        page=given["page"],
        nth=given["nth"],
        note=given["note"] or "",
        handling=Handling(given["handling"] or Handling.UNSET),
    )
    data = {
        "id": linked.link,
        "claim": linked.claim,
        "passage": linked.passage,
        "relation": linked.relation.value,
        **reading.place_keys(linked.place),
    }
    return Answer(data, f"Linked to {texts.page_of(linked.place)}: {linked.relation.value}. {linked.link}")


def needs_none(ws: Workspace, given: Given) -> Answer:
    """Marks words that need no source."""
    made = marking.needs_none(
        ws,
        resolve(ws, given["document"], Kind.DOCUMENT),
        given["quote"],
        given["reason"],
        page=given["page"],
        nth=given["nth"],
    )
    return Answer({"id": made.id}, f"Marked as needing no source on {texts.page_of(made.place)}. {made.id}")


def set_(ws: Workspace, given: Given) -> Answer:
    """Sets a field of a thing."""
    outcome = editing.set_field(ws, resolve(ws, given["id"]), given["field"], given["value"])
    return _changed(outcome.changes, "Set." if outcome.changes else "It was that already.")


def remove(ws: Workspace, given: Given) -> Answer:
    """Hides a thing."""
    return _changed(editing.remove(ws, resolve(ws, given["id"])).changes, "Removed. `undo` brings it back.")


def restore(ws: Workspace, given: Given) -> Answer:
    """Brings a removed thing back."""
    return _changed(editing.restore(ws, resolve(ws, given["id"], removed=True)).changes, "Restored.")


def undo(ws: Workspace, given: Given) -> Answer:
    """Takes back my last act."""
    return _undone(editing.undo(ws), "Undone")


def redo(ws: Workspace, given: Given) -> Answer:
    """Does again what I undid last."""
    return _undone(editing.redo(ws), "Done again")


def _undone(done: Any, what: str) -> Answer:
    notes = tuple(f"Left as it is, since it changed meanwhile: {field} of {thing}." for thing, field in done.left)
    return Answer({"changes": list(done.outcome.changes)}, f"{what}: {done.verb}.", notes=notes)


def _changed(changes: tuple[str, ...], text: str) -> Answer:
    return Answer({"changes": list(changes)}, text)


def erase(ws: Workspace, given: Given) -> Answer:
    """Destroys a thing for good."""
    thing = resolve(ws, given["id"], removed=True)
    outcome = editing.erase(ws, thing)
    erased = list(outcome.things) or [thing]
    return Answer({"erased": erased}, f"Erased for good: {texts.counted(len(erased), 'thing')}.")


def claims(ws: Workspace, given: Given) -> Answer:
    """The claims with their links."""
    data = reading.claims(ws)
    return Answer(data, texts.claims(data, reading.find_names(ws.graph())))


def search(ws: Workspace, given: Given) -> Answer:
    """Full text over all documents."""
    words = given["words"]
    limit = searching.LIMIT if given["limit"] is None else given["limit"]
    with Shown("Documents put into the search index") as progress:
        data = searching.search(
            ws,
            words if isinstance(words, str) else " ".join(words),
            limit,
            progress=progress,
            whereabouts=True,
            documents=None if given["in"] is None else {resolve(ws, given["in"], Kind.DOCUMENT)},
            kind=None if given["kind"] is None else searching.Sought(given["kind"]),
        )
    text = texts.hits(data, reading.find_names(ws.graph()))
    return Answer([{key: hit[key] for key in hit if key != "whereabouts"} for hit in data], text)


def replace(ws: Workspace, given: Given) -> Answer:
    """A new version; status 1 if passages were not found."""
    document = resolve(ws, given["document"], Kind.DOCUMENT)
    with Shown("Pages read") as progress:
        replaced = replacing.replace(
            ws,
            document,
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
    notes: tuple[str, ...] = ()
    needed = replaced.needs_a_person
    if replaced.outcome is not None:
        notes = scans.after_replacing(ws, document, data["passages"])
        needed = any(row["outcome"] not in ("unchanged", "moved") for row in data["passages"])
    text = texts.replaced(data["passages"], dry_run=bool(given["dry_run"]))
    return Answer(data, text, PERSON_NEEDED if needed else DONE, notes)


def place(ws: Workspace, given: Given) -> Answer:
    """Decides about a passage."""
    passage = resolve(ws, given["passage"], Kind.PASSAGE, Kind.NEEDS_NONE, Kind.BLACKOUT)
    decision, quote = given["decision"], given["quote"]
    if bool(decision) == (quote is not None):
        raise Usage("Say what becomes of the passage: accept, let-go, or --quote with the words it stands at now.")
    outcome = replacing.place(ws, passage, decision or "quote", quote=quote or "", page=given["page"], nth=given["nth"])
    return _changed(outcome.changes, {"accept": "Accepted.", "let-go": "Let go."}.get(decision or "", "Placed."))


def history(ws: Workspace, given: Given) -> Answer:
    """Who did what, when."""
    data = reading.history(ws, resolve(ws, given["of"], removed=True) if given["of"] else None)
    return Answer(data, texts.history(data))


def export(ws: Workspace, given: Given) -> Answer:
    """Writes for others."""
    # The templates' library is loaded by those who export only.
    from annotator.operations import exporting

    with Shown("Exported") as progress:
        made = exporting.export(
            ws,
            Path(given["out"]),
            format=given["format"],
            preset=given["preset"],
            with_names=bool(given["with_names"]),
            cited_only=bool(given["cited_pages"]),
            tell_reader=bool(given["tell_reader"]),
            largest=1_000_000 * (given["part_size"] or 0),
            warn=_warn,
            progress=progress,
        )
    asked = [{"id": document, "document": name} for document, name in made.asked]
    notes = [
        f"Nobody has said what may become of '{visible(name)}': it went out as if it may be published. "
        "Set its handling."
        for _, name in made.asked
    ]
    notes += [
        f"'{visible(name)}' has no title, so it is called '{visible(called)}'. Set its title to name it."
        for name, called in made.untitled
    ]
    data = {
        "path": str(made.path),
        "files": list(made.files),
        "asked": asked,
        "left_out": [{"document": document, "reason": reason} for document, reason in made.left_out],
        "digest": made.digest,
        "warnings": [{"document": document, "warning": sentence} for document, sentence in made.warnings],
    }
    return Answer(data, texts.exported(data), notes=tuple(notes))


def _warn(warnings: tuple[tuple[str, str], ...]) -> None:
    """Before anything is written: what files hold that nobody sees."""
    for document, sentence in warnings:
        print(visible(f"{document}: {sentence}"), file=sys.stderr)


def check_up(ws: Workspace, given: Given) -> Answer:
    """The doctor's report on the open project."""
    return doctor_answer(doctor.doctor(ws))


def doctor_answer(report: doctor.Report) -> Answer:
    """The doctor's report, status 1 where something required fails."""
    return Answer(report.data, texts.doctor(report.data), DONE if report.well else PERSON_NEEDED)
