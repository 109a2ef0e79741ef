"""The verbs by which people work on one story in several copies."""

from __future__ import annotations

from pathlib import Path

from annotator.cli import texts
from annotator.cli.answers import DONE, PERSON_NEEDED, Answer, table, visible
from annotator.cli.arguments import Given
from annotator.model.things import Kind, QueryType
from annotator.model.withheld import Sending
from annotator.operations import queries, sharing
from annotator.operations.resolving import resolve
from annotator.operations.workspace import Workspace


def share(ws: Workspace, given: Given) -> Answer:
    """Writes a clean copy to send, or what is new since one."""
    sending = Sending(
        never_leaves=bool(given["with_never_leaves"]),
        quotes=bool(given["with_withheld_quotes"]),
        history=not given["without_history"],
        names=not given["without_names"],
        private_notes=bool(given["with_private_notes"]),
    )
    since = Path(given["changes_since"]) if given["changes_since"] else None
    made = sharing.share(ws, Path(given["out"]), sending, since=since)
    data = {
        "path": str(made.path),
        "documents": made.documents,
        "left_out": [{"document": document, "reason": reason} for document, reason in made.left_out],
    }
    if made.changes is not None:
        data["changes"] = made.changes
    lines = [f"Written: {made.path.name}. {made.summary}"]
    lines += [f"  left out: {document}. {reason}." for document, reason in made.left_out]
    return Answer(data, "\n".join(lines))


def merge(ws: Workspace, given: Given) -> Answer:
    """Takes in what a colleague's copy or changes file has; status 1 where people disagree."""
    made = sharing.merge(ws, Path(given["other"]), dry_run=bool(given["dry_run"]), force=bool(given["force"]))
    data = {
        "added": list(made.added),
        "changed": list(made.changed),
        "removed": list(made.removed),
        "disagreements": [
            {"thing": one.thing, "field": one.field, "mine": one.mine, "theirs": one.theirs}
            for one in made.disagreements
        ],
    }
    what = f"{len(made.added)} added, {len(made.changed)} changed, {len(made.removed)} removed"
    does = "Would come in" if given["dry_run"] else "Came in"
    text = f"{does}: {what}." if made.changes else "Nothing in it is new here."
    if made.erased:
        does = "would be" if given["dry_run"] else "was"
        text += f" {texts.counted(made.erased, 'thing')} {does} erased for good, with the backups on this computer."
    if made.disagreements:
        text += f" {texts.counted(len(made.disagreements), 'disagreement')} to settle:"
        text += "".join(
            f"\n  {one.field} of {one.thing}: here {one.mine!r}, there {one.theirs!r}" for one in made.disagreements
        )
    return Answer(data, text, PERSON_NEEDED if made.disagreements else DONE)


def settle(ws: Workspace, given: Given) -> Answer:
    """Settles a disagreement."""
    outcome = sharing.settle(ws, resolve(ws, given["thing"], removed=True), given["field"], given["value"])
    return Answer({"changes": list(outcome.changes)}, "Settled.")


def same(ws: Workspace, given: Given) -> Answer:
    """Joins two things that are the same."""
    kinds = (Kind.DOCUMENT, Kind.CLAIM, Kind.LINK, Kind.NEEDS_NONE)
    one, other = (resolve(ws, given[name], *kinds) for name in ("id", "other"))
    outcome = sharing.same(ws, one, other)
    return Answer({"changes": list(outcome.changes)}, "Joined. `undo` parts them again.")


def alike(ws: Workspace, given: Given) -> Answer:
    """Lists what may be one."""
    found = sharing.alike(ws)
    data = [
        {
            "kind": pair.kind,
            "one": pair.one,
            "other": pair.other,
            "reason": pair.reason,
            "exact": pair.exact,
            "about": list(pair.about),
            "words": list(pair.words),
        }
        for pair in found
    ]
    rows = [[pair.kind, pair.one, pair.other, visible(" | ".join(pair.about)), pair.reason] for pair in found]
    return Answer(data, table(rows) or "Nothing was found that looks like one thing twice.")


def undo_merge(ws: Workspace, given: Given) -> Answer:
    """Makes the project what it was before the last merge."""
    sharing.undo_merge(ws)
    return Answer({"undone": True}, "The project is what it was before the merge.")


def ask(ws: Workspace, given: Given) -> Answer:
    """Asks something about a claim."""
    claim = resolve(ws, given["claim"], Kind.CLAIM)
    type_ = QueryType.REPLY_SOUGHT if given["reply"] else QueryType.QUESTION
    query = queries.ask(ws, claim, given["text"], whom=given["to"] or "", type=type_)
    return Answer({"id": query}, f"Asked. {query}")


def answer(ws: Workspace, given: Given) -> Answer:
    """Notes an answer."""
    query = resolve(ws, given["query"], Kind.QUERY)
    outcome = queries.answer(ws, query, given["text"], closed=not given["open"])
    return Answer({"changes": list(outcome.changes)}, "Noted." if given["open"] else "Noted and closed.")


def asked(ws: Workspace, given: Given) -> Answer:
    """Lists what was asked."""
    graph = ws.graph()
    data = [
        {
            "id": query.id,
            "claim": query.claim,
            "number": graph.claims[query.claim].number,
            "type": query.type.value,
            "text": query.text,
            "to": query.whom,
            "asked": query.asked,
            "answer": query.answer,
            "answered": query.answered,
            "closed": query.closed,
        }
        for query in graph.queries.values()
    ]
    lines = [
        f"{'closed' if row['closed'] else 'open'}  claim {row['number']}  {row['to'] or 'anybody'}: {row['text']}"
        for row in data
    ]
    return Answer(data, "\n".join(lines) or "Nothing was asked.")
