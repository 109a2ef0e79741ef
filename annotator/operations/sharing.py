"""Sending copies, taking colleagues' work in, and settling what two people see differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from annotator.model.changes import Change
from annotator.model.errors import NotFound, Refused
from annotator.model.graph import Graph
from annotator.model.outcomes import Outcome
from annotator.model.things import Document, Kind
from annotator.model.withheld import Sending, Withheld
from annotator.operations import backups, came_in
from annotator.operations.fields import SETTABLE
from annotator.operations.strangers import Stranger
from annotator.operations.workspace import Cancelled, Workspace, writable
from annotator.sharing.alike import Alike as Alike
from annotator.sharing.alike import alike as find_alike
from annotator.sharing.alike import nearly_same
from annotator.sharing.telling import FIELD_WORDS, Deed, deeds, label, value_words, words_of
from annotator.sharing.withholding import summary, withheld
from annotator.store.exchanging import Brought
from annotator.store.fields import canonical, settled
from annotator.store.writing import ERASED

_OTHER_PROJECT = (
    "This file does not stem from this project: it was made apart from it. Bring it in all the same only if both are "
    "about the same story; nothing was taken in so far."
)
_JOINABLE = (Kind.DOCUMENT, Kind.CLAIM)


@dataclass(frozen=True, slots=True)
class Shared:
    """What was written: how many documents went, and which were left out, with the reason."""

    path: Path
    documents: int
    left_out: tuple[tuple[str, str], ...]
    summary: str
    changes: int | None = None


@dataclass(frozen=True, slots=True)
class Differing:
    """A disagreement as both sides see it."""

    thing: str
    field: str
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge came to: ids of things, the disagreements, and the changes that came in.

    `backup` is the copy that was made just before; None where nothing came in, for a rehearsal, or where something was
    erased for good by it (`erased` things): then no backup is left that has it still, and the merge can't be undone.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    disagreements: tuple[Differing, ...]
    changes: tuple[Change, ...]
    backup: Path | None = None
    deeds: tuple[Deed, ...] = ()
    erased: int = 0


@dataclass(frozen=True, slots=True)
class Side:
    """One value in a disagreement: the value itself, in words, whose, when it was written, and whether I wrote it."""

    value: Any
    words: str
    person: str
    at: str
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """A disagreement that nobody has settled: what it is about, the field in words, what shows now, and all sides.

    `words` are those by which the thing is known; empty where its name says it.
    """

    thing: str
    field: str
    about: str
    field_words: str
    shown: str
    sides: tuple[Side, ...]
    words: str = ""


def disagreements(ws: Workspace) -> tuple[Open, ...]:
    """All that people see differently, for the screen."""
    graph, names = ws.project.graph(with_removed=True), ws.project.people()
    found: list[Open] = []
    for one in ws.project.disagreements():
        heads: dict[str, Change] = {}
        for head in one.heads:
            heads.setdefault(canonical(head.value), head)
        sides = tuple(
            Side(
                *(head.value, value_words(graph, one.field, head.value), names.get(head.person, ""), head.at),
                mine=head.person == ws.project.person,
            )
            for head in heads.values()
        )
        shown = settled(one.field, [(head.clock, head.id, head.value) for head in one.heads])
        found.append(
            Open(
                one.thing,
                one.field,
                label(graph, one.thing),
                FIELD_WORDS.get(one.field, one.field),
                value_words(graph, one.field, shown),
                sides,
                words_of(graph, one.thing),
            )
        )
    return tuple(found)


def outlook(ws: Workspace, sending: Sending) -> str:
    """What would go and what would stay, before anything is written."""
    return summary(_plan(ws, sending), ws.graph())


def _plan(ws: Workspace, sending: Sending) -> Withheld:
    names = [field.name for field in fields(Document) if field.name != "id"]
    return withheld(ws.graph(), ws.project.graph(with_removed=True), sending, names)


def share(ws: Workspace, out: Path, sending: Sending, *, since: Path | None = None) -> Shared:
    """Writes a clean copy to send, or with `since` (a copy that the other side has) only what is new.

    Raises Refused where `out` exists or can't be written, and what reading `since` raises.
    """
    plan = _plan(ws, sending)
    going = [document for document in ws.graph().documents if document not in plan.things]
    told = summary(plan, ws.graph())
    if since is None:
        ws.project.send_copy(out, plan)
        return Shared(out, len(going), plan.left_out, told)
    with Stranger(since, unconfined=ws.unconfined) as other:
        if other.project != ws.project.id:
            raise Refused("That is a copy of another project. Choose the copy that you sent, or that came back.")
        if other.changes_only:
            raise Refused("That file holds changes only. Choose the whole copy that your colleague has.")
        count = ws.project.send_changes(out, plan, other)
    return Shared(out, len(going), plan.left_out, told, count)


def merge(
    ws: Workspace, path: Path, *, dry_run: bool = False, force: bool = False, cancelled: Cancelled | None = None
) -> Merged:
    """Takes in what a colleague's copy or changes file has: the union, all of it or nothing.

    Before anything is taken in, a backup is made. A file that does not stem from this project needs `force`.
    Raises Refused for that, for what is damaged or foreign, and where changes are missing that it builds on.
    """
    writable(ws)
    if path.exists() and path.samefile(ws.project.path):
        raise Refused("This is the project that is open. Choose the copy that came back.")
    shown, everything = ws.graph(), ws.project.graph(with_removed=True)
    with Stranger(path, unconfined=ws.unconfined, cancelled=cancelled) as other:
        if other.project != ws.project.id and not force:
            raise Refused(_OTHER_PROJECT)
        before = {(one.thing, one.field) for one in ws.project.disagreements()}
        backup = None if dry_run else backups.make(ws, "merge")
        try:
            brought = ws.project.bring_in(other, dry=dry_run)
        except BaseException:
            if backup is not None:
                backups.drop(backup)
            raise
    erased = len({change.thing for change in brought.changes if change.field == ERASED})
    if backup is not None:
        backup = _kept(ws, backup, path.name, brought, erased=bool(erased))
    ws.forget()
    if erased and not dry_run:
        ws.purge(_extractions(everything) - _extractions(brought.everything))
    added, changed, removed = _compared(shown, everything, brought)
    came = {change.id for change in brought.changes}
    differing = tuple(
        _differing(one.thing, one.field, one.heads, came)
        for one in brought.disagreements
        if (one.thing, one.field) not in before or any(head.id in came for head in one.heads)
    )
    told = deeds(brought.changes, brought.everything, brought.people, removed, added)
    return Merged(added, changed, removed, differing, brought.changes, backup, told, erased)


def _kept(ws: Workspace, backup: Path, name: str, brought: Brought, *, erased: bool) -> Path | None:
    """Notes what came in for the review; the backup, where it is to stay."""
    if not brought.changes:
        backups.drop(backup)
        return None
    if erased:
        backups.forget(ws.project.id)  # they have it still
    else:
        backups.note_after(backup, ws.graph().revision)
    came_in.note(ws.project.id, name, brought.changes, "" if erased else backup.name)
    return None if erased else backup


def _extractions(graph: Graph) -> set[str]:
    return {version.extraction for version in graph.versions.values()}


def _differing(thing: str, field: str, heads: tuple[Change, ...], came: set[str]) -> Differing:
    mine = [head.value for head in heads if head.id not in came]
    theirs = [head.value for head in heads if head.id in came and head.value not in mine]
    return Differing(thing, field, mine[-1] if mine else None, theirs[-1] if theirs else None)


def _tables(graph: Graph) -> tuple[Mapping[str, Any], ...]:
    return (
        *(graph.documents, graph.versions, graph.claims, graph.passages),
        *(graph.links, graph.needs_none, graph.queries, graph.dismissals, graph.calculations, graph.blackouts),
    )


def _compared(
    shown: Graph, everything: Graph, now: Brought
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Ids of things that are new, that are otherwise than before, and that are gone."""
    added: list[str] = []
    changed: list[str] = []
    removed: list[str] = []
    tables = (_tables(graph) for graph in (shown, everything, now.shown, now.everything))
    for was, all_was, shown_now, all_now in zip(*tables, strict=True):
        added += [key for key in shown_now if key not in all_was]
        gone = [key for key in was if key not in shown_now]
        may_differ = all_now.keys() if now.differing is None else all_now.keys() & set(now.differing)
        kept = (all_was.keys() & may_differ) - set(gone)
        changed += [key for key in all_now if key in kept and _own(all_was[key]) != _own(all_now[key])]
        removed += gone
    return tuple(added), tuple(changed), tuple(removed)


def _own(thing: Any) -> Any:
    """A thing without what the program found out by itself."""
    if getattr(thing, "standing", None) is None:
        return thing
    return replace(thing, standing=None, place=thing.standing.was)


def undo_merge(ws: Workspace) -> Path:
    """Makes the project what it was before the last merge, from the backup made then; until the next edit.

    Raises Refused where there was none, or something was edited since.
    """
    writable(ws)
    last = _last_merge(ws)
    if last is None:
        raise Refused("There is no backup of a merge on this computer.")
    if backups.after(last) != ws.graph().revision:
        raise Refused("The project was edited since the merge, so it can't be undone as a whole. Undo single changes.")
    ws.project.go_back_to(last)
    ws.forget()
    backups.drop(last)
    came_in.drop(ws.project.id, last.name)
    return last


def undoable(ws: Workspace) -> str:
    """The name of the backup by which the last merge can be undone as a whole now; empty where it can't be."""
    last = _last_merge(ws)
    return last.name if last is not None and backups.after(last) == ws.graph().revision else ""


def _last_merge(ws: Workspace) -> Path | None:
    return next((one for one in reversed(backups.listed(ws.project.id)) if "-merge-r" in one.name), None)


def settle(ws: Workspace, thing: str, field: str, value: Any) -> Outcome:
    """Settles a disagreement by one more change, which the others will see. Raises Refused where there is none."""
    from annotator.operations import editing

    name = field.replace("-", "_")
    open_now = {one.field: one for one in ws.project.disagreements([thing])}
    if name not in open_now:
        raise Refused("Nobody disagrees about that. `set` changes it.")
    kind = ws.project.kind_of(thing)
    if kind is not None and name in SETTABLE.get(kind, {}):
        return editing.set_field(ws, thing, field, value)
    wanted = str(value).lower() in ("true", "yes", "1") if name == "removed" else value
    if wanted not in [head.value for head in open_now[name].heads]:
        raise Refused("That is none of the values that were given. Choose one of them.")
    with ws.project.act("settle") as pen:
        pen.set(thing, name, wanted)
    return pen.outcome


def alike(ws: Workspace) -> tuple[Alike, ...]:
    """What two people made of one thing, with the reason: `same` makes one of each two."""
    people: dict[str, str] = {}

    def made_by(thing: str) -> str:
        if thing not in people:
            made = ws.project.heads(thing, "kind")
            people[thing] = made[0].person if made else ""
        return people[thing]

    return find_alike(ws.graph(), made_by)


def apart(ws: Workspace, thing: str) -> Outcome:
    """Says of a document or claim that it is none but itself, though another is like it; it is asked no more.

    Raises NotFound, or Refused for another thing.
    """
    writable(ws)
    if ws.project.kind_of(thing) not in _JOINABLE:
        raise Refused("That can be said of a document or a claim.")
    with ws.project.act("apart") as pen:
        pen.set(thing, "same_as", thing)
    return pen.outcome


def same(ws: Workspace, one: str, other: str) -> Outcome:
    """Joins two documents, claims, links of a claim or markings of a sentence that needs no source. Undo parts them.

    Raises NotFound, or Refused for things that can't be the same.
    """
    writable(ws)
    kinds = [ws.project.kind_of(thing) for thing in (one, other)]
    if None in kinds:
        raise NotFound("One of these is not in the project any more.")
    if one == other:
        raise Refused("This is one and the same already. Choose two.")
    graph = ws.graph()
    if kinds == [Kind.LINK, Kind.LINK]:
        return _one_link(ws, graph, one, other)
    if kinds == [Kind.NEEDS_NONE, Kind.NEEDS_NONE]:
        return _one_sentence(ws, graph, one, other)
    if kinds[0] is not kinds[1] or kinds[0] not in _JOINABLE:
        raise Refused("Two documents can be joined, or two claims, two links of one claim, two marks of one sentence.")
    if kinds[0] is Kind.DOCUMENT:
        versions = [{v.sha256 for v in graph.versions.values() if v.document == thing} for thing in (one, other)]
        if not versions[0] & versions[1]:
            raise Refused("These documents have no version in common. Add one as a version of the other instead.")
    with ws.project.act("same") as pen:
        pen.set(other, "same_as", one)
    return pen.outcome


def _one_sentence(ws: Workspace, graph: Graph, one: str, other: str) -> Outcome:
    """The first marking stays, with the reasons of both."""
    first, second = graph.needs_none.get(one), graph.needs_none.get(other)
    if first is None or second is None:
        raise NotFound("One of these is not in the project any more.")
    if not nearly_same(first.place, second.place):
        raise Refused("These are different words. Remove one of the two if it is too much.")
    with ws.project.act("same") as pen:
        if second.reason and second.reason not in first.reason:
            pen.set(one, "reason", f"{first.reason}; {second.reason}" if first.reason else second.reason)
        pen.set(other, "removed", True)
    return pen.outcome


def _one_link(ws: Workspace, graph: Graph, one: str, other: str) -> Outcome:
    """The first link stays, with the notes of both; the other goes, and its passage where nothing else needs it."""
    first, second = graph.links.get(one), graph.links.get(other)
    if first is None or second is None:
        raise NotFound("One of these is not in the project any more.")
    if (first.claim, first.relation) != (second.claim, second.relation):
        raise Refused("These links are of different claims, or of different kinds. Change one of them first.")
    passage = graph.passages[second.passage]
    alone = len(graph.links_to(passage.id)) == 1 and not passage.claim and not passage.note and not passage.translation
    with ws.project.act("same") as pen:
        if second.note and second.note not in first.note:
            note = f"{first.note}\n{second.note}" if first.note else second.note
            pen.set(one, "note", note)
        if second.private and second.note:
            pen.set(one, "private", True)
        pen.set(other, "removed", True)
        if alone and passage.id != first.passage:
            pen.set(passage.id, "removed", True)
    return pen.outcome
