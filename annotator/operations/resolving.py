"""Finding out which thing a person means: by id, the beginning of one, or a document's exact name."""

from __future__ import annotations

from annotator.model.errors import NotFound, Refused
from annotator.model.graph import Graph
from annotator.model.things import Kind
from annotator.operations.workspace import Workspace

_NAMES = {
    Kind.PROJECT: "the project",
    Kind.PERSON: "a person",
    Kind.DOCUMENT: "a document",
    Kind.VERSION: "a version",
    Kind.PASSAGE: "a passage",
    Kind.CLAIM: "a claim",
    Kind.LINK: "a link",
    Kind.NEEDS_NONE: "a mark 'needs none'",
    Kind.QUERY: "a query",
    Kind.DISMISSAL: "a flag put aside",
    Kind.CALCULATION: "a calculation",
    Kind.BLACKOUT: "a black-out",
}
_LISTS = {
    Kind.DOCUMENT: "`annotator documents PROJECT` lists the documents.",
    Kind.CLAIM: "`annotator claims PROJECT` lists the claims.",
    Kind.BLACKOUT: "`annotator blacked PROJECT` lists what is blacked out.",
}


def named(kind: Kind) -> str:
    """A kind as words of a sentence."""
    return _NAMES[kind]


def resolve(ws: Workspace, given: str, *kinds: Kind, removed: bool = False) -> str:
    """The id of the thing that is meant; any kind where none is named.

    Raises NotFound where nothing or more than one thing answers, where it is of another kind, or where it is removed
    (unless `removed` things are asked for, too).
    """
    plain_text(given, "The id")
    found = _by_name_or_id(ws, given, kinds)
    kind = ws.project.kind_of(found)
    if kinds and kind not in kinds:
        wanted = " or ".join(named(one) for one in kinds)
        raise NotFound(f"'{given}' is {named(kind) if kind else 'something else'}; {wanted} is needed here.")
    if not removed and kind is not None and not shown(ws.graph(), found, kind):
        raise NotFound(
            f"'{given}' is removed, or belongs to something that is removed. `annotator restore` brings it back."
        )
    return found


def shown(graph: Graph, thing: str, kind: Kind) -> bool:
    """Whether a thing is in the graph, so neither removed nor hidden with what it belongs to."""
    tables: dict[Kind, dict[str, object]] = {
        Kind.DOCUMENT: dict(graph.documents),
        Kind.VERSION: dict(graph.versions),
        Kind.PASSAGE: dict(graph.passages),
        Kind.CLAIM: dict(graph.claims),
        Kind.LINK: dict(graph.links),
        Kind.NEEDS_NONE: dict(graph.needs_none),
        Kind.QUERY: dict(graph.queries),
        Kind.DISMISSAL: dict(graph.dismissals),
        Kind.CALCULATION: dict(graph.calculations),
        Kind.BLACKOUT: dict(graph.blackouts),
    }
    return kind not in tables or thing in tables[kind]


def plain_text(given: str, what: str) -> None:
    """Raises Refused unless the words can be stored as text."""
    try:
        given.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused(f"{what} is not valid Unicode text. Give it in UTF-8.") from error
    if "\0" in given:
        raise Refused(f"{what} holds a null character. Leave it out.")


def _by_name_or_id(ws: Workspace, given: str, kinds: tuple[Kind, ...]) -> str:
    if not given:
        raise NotFound("An empty id names nothing. Give an id, its beginning, or a document's name.")
    if ws.project.kind_of(given) is not None:
        return given
    if not kinds or Kind.DOCUMENT in kinds:
        called = [document.id for document in ws.graph().documents.values() if document.name == given]
        if len(called) == 1:
            return called[0]
    beginning = ws.project.ids_beginning(given)
    fitting = [thing for thing, kind in beginning if not kinds or kind in kinds]
    if len(fitting) == 1:
        return fitting[0]
    if len(fitting) > 1:
        raise NotFound(f"{len(fitting)} ids begin with '{given}'. Give more of the one you mean.")
    if len(beginning) == 1:
        return beginning[0][0]
    hint = _LISTS.get(kinds[0], "") if kinds else ""
    wanted = " or ".join(named(one) for one in kinds) if kinds else "anything"
    raise NotFound(f"'{given}' is no id, beginning of an id or name of {wanted} in this project. {hint}".rstrip())
