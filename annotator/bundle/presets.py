"""Which parts a bundle has for whom, and what is kept back beyond what handling says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.bundle.choosing import Choice
from annotator.bundle.content import BundleContent, LeftOut, label_of
from annotator.bundle.words import counted, plain
from annotator.bundle.working import flags_kept
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.terms import under_embargo
from annotator.model.things import Document, Handling, Link, Status, Terms


class Preset(StrEnum):
    """For whom a bundle is."""

    EDITOR = "editor"
    LAWYER = "lawyer"
    PUBLIC = "public"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Parts:
    """What goes into a bundle beside the page, the annotated copies and the clean draft.

    `working` is the draft with comments and with footnotes, `machine` what programs read beside the tables.
    """

    working: bool = True
    originals: bool = True
    tables: bool = True
    machine: bool = True


PARTS: Mapping[Preset, Parts] = {
    Preset.EDITOR: Parts(machine=False),
    Preset.LAWYER: Parts(),
    Preset.PUBLIC: Parts(working=False, originals=False, tables=False, machine=False),
    Preset.ARCHIVE: Parts(),
}

_NOT_PUBLIC = "It is marked '{rule}', so the public gets nothing of it"


def prepared(content: BundleContent, preset: Preset) -> tuple[BundleContent, dict[str, str]]:
    """The content as this preset may see it, and why documents stay back beyond what handling says, by their ids.

    The public gets nothing of what is not to be published or quoted, and no notes: they are written for colleagues.
    """
    if preset is not Preset.PUBLIC:
        return content, {}
    held: dict[str, str] = {}
    documents: dict[str, Document] = {}
    for key, document in content.graph.documents.items():
        documents[key] = document
        if document.role == "source" and document.handling is Handling.UNSET:
            documents[key] = replace(document, handling=Handling.NEVER_LEAVES)
            held[key] = "Nobody has said yet what may become of it, so the public gets nothing of it"
        elif document.handling not in (Handling.UNSET, Handling.PUBLISH, Handling.QUOTE_ONLY, Handling.NEVER_LEAVES):
            documents[key] = replace(document, handling=Handling.NEVER_LEAVES)
            held[key] = _NOT_PUBLIC.format(rule=document.handling.value)
    graph = replace(
        content.graph,
        documents=documents,
        claims={key: replace(claim, note="") for key, claim in content.graph.claims.items()},
        links={key: _public(link) for key, link in content.graph.links.items()},
        passages={key: replace(passage, note="") for key, passage in content.graph.passages.items()},
        needs_none={key: replace(mark, reason="") for key, mark in content.graph.needs_none.items()},
        queries={},
        calculations={},
    )
    return replace(content, graph=graph, findings=(), checkers={}, working=False), held


def _public(link: Link) -> Link:
    """A link without its note; one that may only be paraphrased stays back, as a document would."""
    kept = link.handling in (Handling.UNSET, Handling.PUBLISH, Handling.QUOTE_ONLY)
    return replace(link, note="", handling=link.handling if kept else Handling.NEVER_LEAVES)


def left_out(choice: Choice, held: Mapping[str, str]) -> list[LeftOut]:
    """What is kept back, for the person exporting, in the order the documents came into the project."""
    found: list[LeftOut] = []
    for document in choice.graph.documents.values():
        reason = choice.reason(document)
        if document.id in held:
            resting = len(choice.graph.links_resting_on(document.id))
            reason = held[document.id] + (f", and {counted(resting, 'link')} to it left out." if resting else ".")
        if reason:
            found.append(LeftOut(choice.known_as(document), reason))
    found += choice.of_links()
    found += choice.of_blackouts()
    if kept := flags_kept(choice.content, choice):
        them = "it quotes" if kept == 1 else "they quote"
        found.append(LeftOut("Flags", f"{counted(kept, 'flag')} left out: {them} or tell of what stays here."))
    return found


def notes_left_out(content: BundleContent, preset: Preset | None) -> list[LeftOut]:
    """What stays back that is no document's: notes and queries from the public, names from all unless asked for."""
    found: list[LeftOut] = []
    graph = content.graph
    if preset is Preset.PUBLIC:
        written = [one.note for one in graph.claims.values()] + [one.note for one in graph.links.values()]
        written += [one.note for one in graph.passages.values()] + [mark.reason for mark in graph.needs_none.values()]
        notes = sum(map(bool, written))
        if notes:
            found.append(LeftOut("Notes", f"{counted(notes, 'note')} written for colleagues."))
        if content.findings:
            found.append(LeftOut("Flags", f"{counted(len(content.findings), 'flag')} of the check."))
        if graph.queries:
            found.append(LeftOut("Queries", f"{counted(len(graph.queries), 'query', 'queries')} with their answers."))
    if not content.with_names:
        found.append(LeftOut("Names", "Who checked, wrote and translated is not told."))
    return found


def refuse_what_must_not_be_printed(choice: Choice) -> None:
    """Raises Refused where a claim of the draft rests on what is off the record, or under an embargo still, and where
    nobody knows where to black out what is to be.
    """
    if unplaced := choice.unplaced():
        raise Refused(unplaced)
    graph: Graph = choice.graph
    for document in graph.documents.values():
        off = document.terms == Terms.OFF_THE_RECORD
        if not off and not under_embargo(document, choice.content.day):
            continue
        resting = {link.claim for link in graph.links_resting_on(document.id)}
        numbers = [str(c.number) for c in choice.claims if c.id in resting and c.status is not Status.CUT]
        if not numbers:
            continue
        claims = f"Claim {numbers[0]} rests" if len(numbers) == 1 else f"Claims {', '.join(numbers)} rest"
        name = plain(label_of(document))
        if off:
            raise Refused(
                f"{claims} on '{name}', which is off the record, so nothing was exported. "
                "Remove the link or mark the claim as cut, then export again."
            )
        raise Refused(
            f"{claims} on '{name}', which is under an embargo until {plain(document.embargo)}, so nothing was "
            "exported. Export when it has passed, or remove the link."
        )
