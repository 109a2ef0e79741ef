"""What this person had on the screen: panes, pages, zoom, sizes, the chosen claim; kept on this computer only.

`annotator.operations.on_screen` forgets it, and knows where it lies.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

RECENT_LIMIT = 8


@dataclass(slots=True)
class TabState:
    """One document open in a pane, and where it stood: the fields of the reader's `Location`."""

    document: str
    page: int = 0
    y: float = 0.0
    zoom: float = 1.0
    fit: float = 0.0
    x: float = 0.0
    fit_height: float = 0.0


@dataclass(slots=True)
class PaneState:
    """One pane: its tabs and which of them shows."""

    tabs: list[TabState] = field(default_factory=list)
    current: int = 0


@dataclass(slots=True)
class ProjectState:
    """What is put back when a project is opened again. `columns` stand side by side, with panes from top to bottom."""

    columns: list[list[PaneState]] = field(default_factory=list)
    focus: int = 0
    chosen: str = ""
    sidebar: int = 0
    sidebar_shown: bool = True
    inspector_shown: bool = True
    show_all: bool = False
    sizes: dict[str, list[int]] = field(default_factory=dict)
    views: dict[str, list[int]] = field(default_factory=dict)
    """By document: quarters it is turned, and how its pages are laid out."""


@dataclass(slots=True)
class DraftFiles:
    """Which files the drafts of a project came from, by document: path and the SHA-256 that was last taken in from it.

    `on`: they are watched; `at_once`: what changed is taken in without asking.
    """

    on: bool = True
    at_once: bool = False
    files: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Recent:
    """A project opened before on this computer."""

    path: str
    title: str
    id: str = ""


def state_folder() -> Path:
    """Where this computer keeps what is not the project's; made where missing, for this person only."""
    folder = Path(platformdirs.user_state_path("annotator", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def documents_folder() -> Path:
    """The person's documents folder."""
    return Path(platformdirs.user_documents_path())


def new_project_path(name: str) -> Path:
    """A free path `<name>.annotator` in the documents folder; `name` is a file's name, its ending is left out."""
    stem = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", Path(name).stem).strip(" .") or "Project"
    folder = documents_folder()
    path, count = folder / f"{stem}.annotator", 2
    while path.exists():
        path, count = folder / f"{stem} ({count}).annotator", count + 1
    return path


def load_project(project_id: str) -> ProjectState:
    """What was on the screen; an empty state where nothing, or nothing readable, was kept."""
    raw = _read(_project_file(project_id))
    state = ProjectState()
    with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):
        state.columns = [[_pane(pane) for pane in column] for column in raw.get("columns", [])]
    for name in ("focus", "sidebar"):
        if isinstance(raw.get(name), int):
            setattr(state, name, max(0, raw[name]))
    for name in ("sidebar_shown", "inspector_shown", "show_all"):
        if isinstance(raw.get(name), bool):
            setattr(state, name, raw[name])
    state.chosen = str(raw.get("chosen", ""))
    sizes = raw.get("sizes")
    if isinstance(sizes, dict):
        state.sizes = {str(key): [int(size) for size in value] for key, value in sizes.items() if _is_sizes(value)}
    views = raw.get("views")
    if isinstance(views, dict):
        state.views = {str(key): [int(part) for part in value] for key, value in views.items() if _is_view(value)}
    return state


def save_project(project_id: str, state: ProjectState) -> None:
    """Keeps what is on the screen. A full or read-only disk is no reason to disturb the person: nothing is raised."""
    _write(_project_file(project_id), asdict(state))


def load_draft_files(project_id: str) -> DraftFiles:
    """Where a project's drafts came from on this computer; nothing where nothing readable was kept."""
    raw = _read(_project_file(project_id, ".drafts"))
    files = raw.get("files")
    kept = files.items() if isinstance(files, dict) else ()
    return DraftFiles(
        raw.get("on") is not False,
        raw.get("at_once") is True,
        {str(document): (each[0], each[1]) for document, each in kept if _is_draft_file(each)},
    )


def save_draft_files(project_id: str, files: DraftFiles) -> None:
    """Keeps it, here only: a path tells who works where, and never goes into a project."""
    _write(_project_file(project_id, ".drafts"), asdict(files))


def recent_projects() -> list[Recent]:
    """Projects opened before that are still there, the last first."""
    raw = _read(state_folder() / "recent.json").get("projects", [])
    known = [[str(item.get(key, "")) for key in ("path", "title", "id")] for item in raw if isinstance(item, dict)]
    found = [Recent(*each) for each in known]
    return [recent for recent in found if recent.path and Path(recent.path).is_file()]


def project_at(path: Path) -> str:
    """The id of the project that was opened from there before; empty where that is not known."""
    return next((recent.id for recent in recent_projects() if recent.path == str(path.resolve())), "")


def remember_recent(path: Path, title: str, project: str) -> None:
    """Puts a project first in the list of recent ones."""
    mine = Recent(str(path.resolve()), title, project)  # `a/../b` and `b` are one project
    kept = [mine, *(recent for recent in recent_projects() if recent.path != mine.path)][:RECENT_LIMIT]
    _write(state_folder() / "recent.json", {"projects": [asdict(recent) for recent in kept]})


def load_settings() -> dict[str, Any]:
    """Settings of this person for all projects: window geometry, own keys, letters on or off, light or dark."""
    return _read(state_folder() / "settings.json")


def save_settings(settings: dict[str, Any]) -> None:
    """Keeps the settings."""
    _write(state_folder() / "settings.json", settings)


def load_note_draft(project_id: str, document: str) -> dict[str, Any]:
    """What was being typed of an interview note and not saved: of a new one where `document` is empty."""
    return _read(_project_file(project_id, f" note {document}"))


def save_note_draft(project_id: str, document: str, draft: dict[str, Any]) -> None:
    """Keeps it, on this computer and for this person only."""
    _write(_project_file(project_id, f" note {document}"), draft)


def drop_note_draft(project_id: str, document: str) -> None:
    """Forgets it: it was saved in the project, or discarded."""
    _project_file(project_id, f" note {document}").unlink(missing_ok=True)


def load_line_check(project_id: str) -> tuple[str, int, int] | None:
    """Where checking line by line was left: document, page and offset of the sentence; None where nothing was kept."""
    raw = _read(_project_file(project_id, " line check"))
    document, page, start = raw.get("document"), raw.get("page"), raw.get("start")
    if isinstance(document, str) and isinstance(page, int) and isinstance(start, int):
        return document, page, start
    return None


def save_line_check(project_id: str, stand: tuple[str, int, int]) -> None:
    """Keeps it, on this computer."""
    _write(_project_file(project_id, " line check"), dict(zip(("document", "page", "start"), stand, strict=True)))


def _project_file(project_id: str, kind: str = "") -> Path:
    folder = state_folder() / "projects"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder / f"{re.sub('[^0-9A-Za-z-]', '_', project_id)}{kind}.json"


def _pane(raw: dict[str, Any]) -> PaneState:
    tabs = [
        TabState(
            str(tab["document"]),
            int(tab["page"]),
            *(float(tab.get(name, 0.0)) for name in ("y", "zoom", "fit", "x", "fit_height")),
        )
        for tab in raw["tabs"]
    ]
    return PaneState(tabs, min(max(0, int(raw["current"])), max(0, len(tabs) - 1)))


def _is_draft_file(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(part, str) for part in value)


def _is_view(value: Any) -> bool:
    return _is_sizes(value) and len(value) == 2 and value[0] in range(4) and value[1] in range(3)


def _is_sizes(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(size, int) for size in value)


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return raw if isinstance(raw, dict) else {}


def _write(path: Path, value: dict[str, Any]) -> None:
    """Written beside, then renamed, so that a crash leaves the old or the new one whole."""
    import tempfile  # not needed for reading, which every start does

    beside = ""
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(value, out, ensure_ascii=True, indent=1)
        Path(beside).replace(path)
    except OSError:
        if beside:
            Path(beside).unlink(missing_ok=True)
