"""What came in from others and nobody has looked at yet: kept on this computer, so that the review can wait."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import platformdirs

from annotator.model.changes import Change
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.operations import identity
from annotator.operations.looking_back import PAGE, Entry, Line, told
from annotator.operations.workspace import Workspace
from annotator.sharing.telling import along, value_words
from annotator.store.fields import canonical, settled
from annotator.store.looking_back import Marker
from annotator.store.stream import now

ACTS_LIMIT = 50_000
"""Of so many acts that came in at once it is known which they were; nobody looks at more one by one."""
BATCHES_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Batch:
    """What came in with one file: its name, when (UTC), the acts, and how many of them were not kept a note of.

    `backup` is the name of the copy that was made just before, by which all of it can be undone.
    """

    name: str
    at: str
    acts: tuple[str, ...]
    more: int = 0
    backup: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """One side of a disagreement: a value in words, whose, when (UTC), whether I wrote it, and whether it shows now."""

    words: str
    name: str
    at: str
    mine: bool
    shows: bool


@dataclass(frozen=True, slots=True)
class Came:
    """Changes that came in, the newest first; `looked` are those that were kept or set back since.

    `differing` has all sides for each (thing, field) about which people disagree now.
    """

    entries: tuple[Entry, ...]
    following: Marker | None
    looked: frozenset[str]
    differing: Mapping[tuple[str, str], tuple[View, ...]]


def note(project: str, name: str, changes: Iterable[Change], backup: str = "") -> None:
    """Notes what came in with a file. That it can't be kept is no reason to refuse the file: nothing is raised."""
    acts = tuple(dict.fromkeys(change.action for change in changes if not change.withheld))
    if not acts:
        return
    batches, looked = _read(project)
    batch = Batch(name, now(), acts[:ACTS_LIMIT], max(0, len(acts) - ACTS_LIMIT), backup)
    _write(project, (*batches, batch)[-BATCHES_LIMIT:], looked)


def drop(project: str, backup: str) -> None:
    """The merge that this backup was made before was undone."""
    batches, looked = _read(project)
    _write(project, [each for each in batches if each.backup != backup], looked)


def forget(project: str) -> bool:
    """Forgets all of it; whether there was something."""
    path = _file(project)
    known = path.exists()
    path.unlink(missing_ok=True)
    return known


def batches(ws: Workspace) -> tuple[Batch, ...]:
    """What came in, the last first."""
    return tuple(reversed(_read(ws.project.id)[0]))


def page(ws: Workspace, batch: int, *, before: Marker | None = None, limit: int = PAGE) -> Came:
    """A page of what came in with one file; `batch` counts as `batches` does. Raises Refused where it is not there."""
    known, looked = _read(ws.project.id)
    if not 0 <= batch < len(known):
        raise Refused("That review is not there any more.")
    graph = ws.project.graph(with_removed=True)
    acts, following = ws.project.acts(actions=known[-1 - batch].acts, before=before, limit=limit)
    entries = tuple(replace(each, lines=_own(graph, each.lines)) for each in told(ws, graph, acts))
    things = {line.thing for entry in entries for line in entry.lines}
    names = ws.project.people()
    differing = {
        (each.thing, each.field): _sides(ws, graph, names, each.field, each.heads)
        for each in ws.project.disagreements(things)
    }
    return Came(tuple(each for each in entries if each.lines), following, looked, differing)


def _sides(
    ws: Workspace, graph: Graph, names: Mapping[str, str], field: str, heads: Iterable[Change]
) -> tuple[View, ...]:
    """Each value once, with whoever wrote it first."""
    me = ws.project.person or getattr(identity.known(ws.project.id), "person", "")
    heads = sorted(heads, key=lambda head: (head.clock, head.id))
    shown = canonical(settled(field, [(head.clock, head.id, head.value) for head in heads]))
    found: dict[str, View] = {}
    for head in heads:
        value, mine = canonical(head.value), head.person == me
        words = value_words(graph, field, head.value)
        found.setdefault(value, View(words, names.get(head.person, ""), head.at, mine, value == shown))
    return tuple(found.values())


def look_at(ws: Workspace, changes: Collection[str]) -> None:
    """These were looked at: they are kept, or were set back."""
    known, looked = _read(ws.project.id)
    _write(ws.project.id, known, looked | set(changes))


def _own(graph: Graph, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Without what only comes along: a version with its document, the places of a claim, the passage of a link."""
    gone = along(graph, {line.thing for line in lines if line.field == "kind"})
    return tuple(line for line in lines if line.thing not in gone)


def _file(project: str) -> Path:
    name = str(uuid.UUID(project))
    return platformdirs.user_data_path("annotator", appauthor=False) / "reviews" / f"{name}.json"


def _read(project: str) -> tuple[tuple[Batch, ...], frozenset[str]]:
    try:
        value: Any = json.loads(_file(project).read_text(encoding="utf-8"))
        found = tuple(
            Batch(
                *(str(each["name"]), str(each["at"]), tuple(map(str, each["acts"]))),
                *(int(each.get("more", 0)), str(each.get("backup", ""))),
            )
            for each in value["batches"]
        )
        return found, frozenset(map(str, value["looked"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return (), frozenset()


def _write(project: str, batches: Iterable[Batch], looked: Collection[str]) -> None:
    path = _file(project)
    rows = [asdict(each) for each in batches]
    beside = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps({"batches": rows, "looked": sorted(looked)}), encoding="utf-8")
        beside.replace(path)
