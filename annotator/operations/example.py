"""The example project, made anew from its own documents, and what is done with it where there is no display."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotator.model.errors import Refused
from annotator.model.resources import resource_path
from annotator.model.things import Handling, Relation, Role, Status
from annotator.operations import editing, exporting, importing, linking, marking, replacing
from annotator.operations.files import unused_name
from annotator.operations.workspace import Workspace, create, open_workspace

_NAME = "Example.annotator"
_PAGE = "Example.html"


def make_example(path: Path) -> Path:
    """Makes a fresh example project at `path`, or, where that is a folder, in it under a name that is free.

    Raises Refused where it can't be written; nothing half-made is left.
    """
    target = _unused(path, _NAME) if path.is_dir() else path
    folder = resource_path("example")
    story = json.loads((folder / "story.json").read_text(encoding="utf-8"))
    ws = create(target, title=str(story.get("title", "Example")))
    try:
        with ws:
            _tell(ws, folder, story)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target


def headless(folder: Path) -> dict[str, Any]:
    """Does the example's job without a window: makes it, finds every quote again, exports the page.

    `problems` names each quote that was not found; it is empty where all is well.
    """
    folder.mkdir(parents=True, exist_ok=True)
    project = make_example(folder)
    page = _unused(folder, _PAGE)
    with open_workspace(project) as ws:
        problems = unfound(ws)
        graph = ws.graph()
        exporting.export(ws, page, format="html")
    return {
        "project": str(project),
        "page": str(page),
        "documents": len(graph.documents),
        "claims": len(graph.claims),
        "links": len(graph.links),
        "problems": problems,
    }


def unfound(ws: Workspace) -> list[str]:
    """Passages whose words are not found again at their places in the current versions, as sentences."""
    graph = ws.graph()
    problems = []
    for document in graph.documents.values():
        passages = graph.passages_in(document.id)
        found = replacing.find_in(ws, graph.versions[document.current], [passage.place for passage in passages])
        for passage, outcome in zip(passages, found, strict=True):
            if outcome != "unchanged":
                words = f"A passage of '{document.name}' on p. {passage.place.label}"
                problems.append(f"{words} is {'not found' if outcome == 'gone' else outcome}.")
    return problems


def _tell(ws: Workspace, folder: Path, story: Mapping[str, Any]) -> None:
    documents: dict[str, str] = {}
    for given in story["documents"]:
        report = importing.add(
            ws,
            [folder / given["file"]],
            role=Role(given.get("role", "source")),
            handling=Handling(given.get("handling", "publish")),
        )
        if report.refused:
            raise Refused(report.refused[0][1])
        document = documents[given["file"]] = report.added[0].document
        for field in ("title", "author", "date", "received", "address"):
            if given.get(field):
                editing.set_field(ws, document, field, given[field])
    for given in story["claims"]:
        _claim(ws, documents, given)
    for given in story.get("needs_none", ()):
        marking.needs_none(
            ws,
            documents[given["document"]],
            given["quote"],
            given["reason"],
            page=given.get("page"),
            nth=given.get("nth"),
        )


def _claim(ws: Workspace, documents: Mapping[str, str], given: Mapping[str, Any]) -> None:
    marked = marking.claim(
        ws, documents[given["document"]], given["quote"], page=given.get("page"), nth=given.get("nth")
    )
    for field in ("type", "said_by", "note"):
        if given.get(field):
            editing.set_field(ws, marked.claim, field, given[field])
    for link in given.get("links", ()):
        made = linking.link(
            ws,
            marked.claim,
            documents[link["document"]],
            link["quote"],
            Relation(link["relation"]),
            page=link.get("page"),
            nth=link.get("nth"),
            note=link.get("note", ""),
        )
        if link.get("together"):
            editing.set_field(ws, made.link, "together", link["together"])
    if given.get("status", Status.OPEN.value) != Status.OPEN.value:
        editing.set_field(ws, marked.claim, "status", given["status"])


def _unused(folder: Path, name: str) -> Path:
    return folder / unused_name(name, {path.name for path in folder.iterdir()})
