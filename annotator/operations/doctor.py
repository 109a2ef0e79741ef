"""What is confined on this computer, which parts work, and whether a project is whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.engine.client import Engine
from annotator.model.errors import ProjectBusy, ProjectDamaged, ProjectReadOnly, Refused
from annotator.operations import meaning, salvaging, scans, searching, seeking
from annotator.operations.workspace import Progress, Workspace, open_workspace

_OF_THE_RECORD = re.compile(r"\b(chain|changes?|session)\b", re.IGNORECASE)
_MAGIC = b"SQLite format 3\x00"
_MARK = b"Anno"
_MARK_AT = 68


@dataclass(frozen=True, slots=True)
class Report:
    """`data` has the keys of the contract; `well` is false where integrity, chain or required confinement failed."""

    data: dict[str, Any]
    well: bool


def doctor(ws: Workspace | None, *, unconfined: bool = False, progress: Progress | None = None) -> Report:
    """Checks this computer and, if given, a project; finishes the search index, which can be computed again."""
    engine = ws.engine if ws is not None else Engine(unconfined_ok=unconfined)
    try:
        confinement = _confinement(engine)
    finally:
        if ws is None:
            engine.close()
    if ws is None:
        return _report(confinement, None, ())
    problems = ws.project.verify(full=True)
    return _report(confinement, problems, _repaired(ws, progress), _forks(ws))


def examine(
    path: Path, *, unconfined: bool = False, progress: Progress | None = None, read_only: bool = False
) -> Report:
    """Opens a project for the doctor; one that is open elsewhere is checked without being written.

    A damaged project is reported. Raises Refused for what is no project at all.
    """
    try:
        try:
            ws = open_workspace(path, read_only=read_only, unconfined=unconfined)
        except (ProjectBusy, ProjectReadOnly):
            ws = open_workspace(path, read_only=True, unconfined=unconfined)
    except ProjectDamaged as damage:
        if not _is_project(path):
            raise
        said = doctor(None, unconfined=unconfined).data["confinement"]
        return _report(said, [str(damage)], ())
    with ws:
        return doctor(ws, unconfined=unconfined, progress=progress)


def salvage(path: Path, out: Path, *, unconfined: bool = False) -> Report:
    """The report on a project, and beside its keys `salvaged`: what could be saved of it into a new file.

    It is well only where nothing was lost. Raises Refused as `salvaging.salvage` does.
    """
    saved = salvaging.salvage(path, out, unconfined=unconfined)
    try:
        found = examine(path, unconfined=unconfined, read_only=True)
    except Refused as refused:
        confinement = doctor(None, unconfined=unconfined).data["confinement"]
        found = _report(confinement, [str(refused)], ())
    return Report({**found.data, "salvaged": saved.data()}, saved.whole and bool(found.data["confinement"]["holds"]))


def _confinement(engine: Engine) -> dict[str, Any]:
    """What holds around documents; below `pictures`, the same of the process that draws pages with PDFium."""
    found = _profile(engine, pictures=False)
    pictures = _profile(engine, pictures=True)
    return {**found, "holds": found["holds"] and pictures["holds"], "pictures": pictures}


def _profile(engine: Engine, *, pictures: bool) -> dict[str, Any]:
    try:
        found = engine.confinement(pictures=pictures)
    except Refused as refused:
        return {"holds": False, "sentence": str(refused)}
    return {
        "holds": found.holds,
        "sentence": found.sentence,
        "seccomp": found.seccomp,
        "landlock": found.landlock,
        "namespaces": found.namespaces,
        "limits": found.limits,
        "refused": dict(found.refused),
    }


def _repaired(ws: Workspace, progress: Progress | None) -> tuple[str, ...]:
    repaired = []
    before = ws.index.known()
    searching.finish_index(ws, progress=progress)
    if ws.index.known() != before:
        repaired.append("the search index")
    # What can't be sought now shows as being sought, or as it was found before.
    with suppress(Refused):
        if not ws.project.read_only and seeking.compute_again(ws):
            repaired.append("places found in newer versions")
    return tuple(repaired)


def _forks(ws: Workspace) -> tuple[str, ...]:
    """Sessions that go on in two ways, in words."""
    with suppress(Refused):
        found = ws.project.forks()
        return tuple(
            f"A session goes on in two ways from change {number} on ({session}): the file was gone on with on two "
            "computers from one moment. Both are kept, and nothing is damaged."
            for session, number in found
        )
    return ()


def _report(
    confinement: dict[str, Any], problems: Sequence[str] | None, repaired: Sequence[str], forks: Sequence[str] = ()
) -> Report:
    of_record = [problem for problem in problems or () if _OF_THE_RECORD.search(problem)]
    others = [problem for problem in problems or () if problem not in of_record]
    data = {
        "confinement": confinement,
        "ocr": scans.state(),
        "meaning": meaning.state(),
        "integrity": None if problems is None else {"ok": not others, "problems": others},
        "chain": None if problems is None else {"ok": not of_record, "problems": of_record, "forks": list(forks)},
        "repaired": list(repaired),
    }
    return Report(data, bool(confinement["holds"]) and not problems)


def _is_project(path: Path) -> bool:
    """Whether the beginning of a file says that it is a project, however damaged the rest may be."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError:
        return False
    return head.startswith(_MAGIC) and head[_MARK_AT : _MARK_AT + 4] == _MARK
