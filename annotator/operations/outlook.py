"""What an export would hold, before anything is written: parts and sizes, what stays, what nobody has said."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.bundle.choosing import Choice
from annotator.bundle.content import BundleContent, label_of
from annotator.bundle.presets import PARTS, Preset, left_out, prepared, refuse_what_must_not_be_printed
from annotator.model.errors import Refused
from annotator.model.things import Handling, Version
from annotator.operations.exporting import gather
from annotator.operations.workspace import Workspace

_PICTURE = 60_000
"""About how many bytes one passage's picture takes in the page."""
_PAGE = 90_000
_DRAFT = 40_000
_LINK = 1_500


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the export: what it is, how many of it there are, and about how many bytes."""

    name: str
    count: int
    size: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an export would come to.

    `left_out` pairs documents with reasons; `unset` are ids and titles of documents that would go out though nobody
    has said what may become of them; `untitled` are documents without a title. `refusal` says why nothing could be
    exported, else it is empty.
    """

    parts: tuple[Part, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    unset: tuple[tuple[str, str], ...] = ()
    untitled: tuple[tuple[str, str], ...] = ()
    open_sentences: int = 0
    refusal: str = ""

    @property
    def size(self) -> int:
        """About how many bytes in all."""
        return sum(part.size for part in self.parts)


def outlook(ws: Workspace, preset: str, *, with_names: bool = False) -> Outlook:
    """What a bundle for someone would hold. Nothing is drawn or written."""
    whole = gather(ws, with_names=with_names)
    content, held = prepared(whole, Preset(preset))
    try:
        choice = Choice(content)
        refuse_what_must_not_be_printed(choice)
    except Refused as refused:
        return Outlook(refusal=str(refused), unset=_unset(whole, None))
    return Outlook(
        _parts(ws, choice, Preset(preset)),
        tuple((one.document, one.reason) for one in left_out(choice, held)),
        _unset(whole, choice),
        tuple((document, name) for document, name, _ in choice.untitled),
        sum(sentence.open for sentence in content.sentences),
    )


def _unset(content: BundleContent, choice: Choice | None) -> tuple[tuple[str, str], ...]:
    """Sources of which something would go out, or would if somebody said so."""
    graph = content.graph
    cited = {graph.passages[link.passage].document for link in graph.links.values() if link.passage in graph.passages}
    return tuple(
        (document.id, label_of(document))
        for document in graph.documents.values()
        if document.handling is Handling.UNSET and document.id in cited
    )


def _parts(ws: Workspace, choice: Choice, preset: Preset) -> tuple[Part, ...]:
    wanted = PARTS[preset]
    shown = [one for claim in choice.claims for one in choice.links(claim)]
    pictures = {one.passage.id for one in shown if one.pages}
    versions: dict[str, Version] = {one.version.id: one.version for one in shown if one.pages and one.version}
    drafts = [choice.graph.versions[draft.current] for draft in choice.drafts]
    claims = len(choice.claims)
    found = [
        Part("The page: draft, claims and passages", 1, _PAGE + _LINK * len(shown) + _PICTURE * len(pictures)),
        Part("Annotated copies", len(versions) + len(drafts), _bytes(ws, [*drafts, *versions.values()], shown_as=True)),
        Part("The draft as DOCX", 3 if wanted.working else 1, (3 if wanted.working else 1) * (_DRAFT + 300 * claims)),
    ]
    if wanted.originals:
        sources = [version for version in versions.values() if version.id not in {draft.id for draft in drafts}]
        found.append(Part("Originals, untouched", len(sources), _bytes(ws, sources, shown_as=False)))
    if wanted.tables:
        found.append(Part("Tables and the drawing of all links", 1, 400 * (len(shown) + claims)))
    if wanted.machine:
        found.append(Part("For programs: annotations and metadata", 2, _LINK * (len(shown) + claims)))
    return tuple(found)


def _bytes(ws: Workspace, versions: list[Version], *, shown_as: bool) -> int:
    """How many bytes files have: as they came, or as they are shown."""
    total = 0
    for version in versions:
        frozen = ws.made_of(version.extraction)[0] if shown_as else ""
        total += ws.project.content_size(frozen or version.sha256) or 0
    return total
