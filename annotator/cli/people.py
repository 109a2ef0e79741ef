"""The verbs about people and what they did: who I am, what came in, setting back, the legal hold, forgetting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from annotator.cli import texts
from annotator.cli.answers import DONE, PERSON_NEEDED, Answer, table, visible
from annotator.cli.arguments import Given, Usage
from annotator.model.errors import NotFound
from annotator.model.things import Kind
from annotator.operations import came_in as arrived
from annotator.operations import forgetting, looking_back, sharing, whom
from annotator.operations.resolving import resolve
from annotator.operations.workspace import Workspace


def who(ws: Workspace, given: Given) -> Answer:
    """Tells who writes here and who else wrote; with `--name` or `--as` says it anew."""
    me = whom.who_am_i(ws)
    if given["as"] is not None or given["name"] is not None:
        person = _person(me, given["as"]) if given["as"] else whom.Known(me.person, me.name, "")
        whom.become(ws, person.person, person.name if given["name"] is None else given["name"])
        me = whom.who_am_i(ws)
    others = [{"person": each.person, "name": each.name, "last": each.last} for each in me.others]
    data = {"person": me.person, "name": me.name, "new": me.new, "others": others}
    rows = [["me", me.person, visible(me.name) or "without a name", "wrote nothing yet" if me.new else ""]]
    rows += [["", each.person, visible(each.name) or "without a name", each.last] for each in me.others]
    return Answer(data, table(rows))


def _person(me: whom.Whom, given: str) -> whom.Known:
    """Whoever is meant: an id, a beginning of one, or an exact name."""
    known = (whom.Known(me.person, me.name, ""), *me.others)
    found = [each for each in known if each.name == given] or [each for each in known if each.person.startswith(given)]
    if len(found) != 1:
        many = "more than one person" if found else "nobody who wrote in this project"
        raise NotFound(f"'{given}' is {many}. `annotator who PROJECT` lists them with their ids.")
    return found[0]


def came_in(ws: Workspace, given: Given) -> Answer:
    """Lists what came in with a file, the last unless asked otherwise; keeps or sets back single changes."""
    batches = arrived.batches(ws)
    at = (given["batch"] or 1) - 1
    if not batches or not 0 <= at < len(batches):
        if given["batch"] or given["keep"] or given["keep_all"]:
            raise NotFound("Nothing is known on this computer that came in so. `annotator came-in PROJECT` lists it.")
        return Answer({"batches": [], "changes": []}, "Nothing came in from others on this computer, or it was undone.")
    changes = _changes(ws, at)
    ids = [each["change"] for each in changes]
    if given["keep_all"]:
        arrived.look_at(ws, ids)
    elif given["keep"]:
        arrived.look_at(ws, [_change(ids, given["keep"])])
    if given["keep_all"] or given["keep"]:
        changes = _changes(ws, at)
    undoable = sharing.undoable(ws)
    told = [
        {
            "name": each.name,
            "at": each.at,
            "acts": len(each.acts) + each.more,
            "undoable": each.backup == undoable != "",
        }
        for each in batches
    ]
    waits = sum(not each["looked"] for each in changes)
    lines = [f"{texts.counted(waits, 'change')} of {len(changes):,} to look at, from {visible(batches[at].name)}."]
    for each in changes:
        mark = "looked at" if each["looked"] else "to look at"
        words = f" “{visible(each['words'])}”" if each["words"] else ""
        done = f"{visible(each['about'])}{words}: {visible(each['done'])}"
        lines.append(f"{mark}  {each['change']}  {visible(each['name']) or 'without a name'}: {done}")
        for side in each["sides"]:
            now = " (shows now)" if side["shows"] else ""
            name = "me" if side["mine"] else visible(side["name"]) or "without a name"
            lines.append(f"    {name}: {visible(side['words'])}{now}")
    return Answer({"batches": told, "changes": changes}, "\n".join(lines), PERSON_NEEDED if waits else DONE)


def _changes(ws: Workspace, batch: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    came = arrived.page(ws, batch)
    while True:
        for entry in came.entries:
            for line in entry.lines:
                sides = came.differing.get((line.thing, line.field), ())
                found.append(
                    {
                        **{"change": line.change, "thing": line.thing, "field": line.field, "about": line.about},
                        **{"done": line.done, "words": line.words, "person": entry.person, "name": entry.name},
                        **{"at": entry.at, "looked": line.change in came.looked},
                        "sides": [
                            {"words": one.words, "name": one.name, "at": one.at, "mine": one.mine, "shows": one.shows}
                            for one in sides
                        ],
                    }
                )
        if came.following is None:
            return found
        came = arrived.page(ws, batch, before=came.following)


def _change(ids: list[str], given: str) -> str:
    found = [each for each in ids if each.startswith(given)] if given else []
    if len(found) != 1:
        many = "more than one change" if found else "no change"
        raise NotFound(f"'{given}' is {many} that came in. `annotator came-in PROJECT` lists them.")
    return found[0]


def set_back(ws: Workspace, given: Given) -> Answer:
    """Sets a field to what it was before a change, by a further one."""
    outcome = looking_back.set_back(ws, given["change"])
    arrived.look_at(ws, [given["change"]])
    return Answer({"changes": list(outcome.changes)}, "Set back. Others will see it.")


def hold(ws: Workspace, given: Given) -> Answer:
    """Tells of the legal hold; sets or lifts it."""
    if given["why"] is not None and given["lift"]:
        raise Usage("Either say why the project is held, or lift the hold.")
    if given["why"] is not None and not given["why"].strip():
        raise Usage("Say why the project is held.")
    if given["why"] is not None or given["lift"]:
        looking_back.hold(ws, given["why"] or "")
    now = looking_back.held(ws)
    text = f"Nothing can be erased: {visible(now.why)}." if now.why else "No legal hold is set."
    erased = f" {texts.counted(now.erased, 'thing')} erased for good so far." if now.erased else ""
    return Answer({"hold": now.why, "erased": now.erased}, text + erased)


def apart(ws: Workspace, given: Given) -> Answer:
    """Says that what looks like another is none but itself."""
    outcome = sharing.apart(ws, resolve(ws, given["id"], Kind.DOCUMENT, Kind.CLAIM))
    return Answer({"changes": list(outcome.changes)}, "Noted. `alike` doesn't offer it any more.")


def forget(path: Path) -> Answer:
    """Takes away what this computer keeps beside a project's file."""
    found = forgetting.forget(path)
    what = ", ".join(found)
    text = f"This computer has forgotten {path.name}: {what}." if found else "This computer keeps nothing of it."
    return Answer({"forgotten": list(found)}, f"{text} The file is where it was.")
