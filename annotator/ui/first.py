"""Which documents panes show first when a project is opened. Imports no Qt: it is asked before Qt is there."""

from __future__ import annotations

from annotator.model.graph import Graph
from annotator.model.things import Role
from annotator.ui import state
from annotator.ui.state import ProjectState


def never_shown(kept: ProjectState) -> bool:
    """Whether a project was not opened here before, or without any document."""
    return not any(pane.tabs for column in kept.columns for pane in column)


def documents(graph: Graph) -> list[str]:
    """For a project opened here for the first time: the draft, and the source most rests on."""
    sources = [document for document in graph.documents.values() if document.role is Role.SOURCE]
    found = [document.id for document in graph.drafts()[:1]]
    if sources:
        found.append(max(sources, key=lambda document: len(graph.links_resting_on(document.id))).id)
    return found


def versions(project: str, graph: Graph) -> list[tuple[str, int]]:
    """The versions that will be in front, with the page each stands at; those of the pane with the focus first."""
    kept = state.load_project(project)
    if never_shown(kept):
        shown = [(document, 0) for document in documents(graph)]
    else:
        panes = [pane for column in kept.columns for pane in column]
        ordered = panes[kept.focus : kept.focus + 1] + panes[: kept.focus] + panes[kept.focus + 1 :]
        shown = [(pane.tabs[pane.current].document, pane.tabs[pane.current].page) for pane in ordered if pane.tabs]
    found: dict[str, int] = {}
    for document, page in shown:
        if document in graph.documents and graph.documents[document].current in graph.versions:
            found.setdefault(graph.documents[document].current, page)
    return list(found.items())
