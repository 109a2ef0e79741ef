"""What an export would hold, before anything is written: parts and sizes, what stays, what nobody has said."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace

from annotator.bundle.choosing import Choice, Shown
from annotator.bundle.content import BundleContent, label_of
from annotator.bundle.paging import around
from annotator.bundle.presets import PARTS, Preset, left_out, notes_left_out, prepared, refuse_what_must_not_be_printed
from annotator.bundle.readable import readable
from annotator.model.errors import Refused
from annotator.model.things import Handling, Version
from annotator.operations import reporting
from annotator.operations.exporting import gather
from annotator.operations.workspace import Workspace

_PICTURE = 40_000
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
    readable: tuple[tuple[str, str], ...] = ()
    """Documents with what is blacked out elsewhere and can be read in them."""

    @property
    def size(self) -> int:
        """About how many bytes in all."""
        return sum(part.size for part in self.parts)


def outlook(ws: Workspace, preset: str, *, with_names: bool = False, cited_only: bool = False) -> Outlook:
    """What a bundle for someone would hold. Nothing is drawn or written."""
    whole = replace(gather(ws, with_names=with_names), cited_only=cited_only)
    content, held = prepared(whole, Preset(preset))
    try:
        choice = Choice(content)
        refuse_what_must_not_be_printed(choice)
    except Refused as refused:
        return Outlook(refusal=str(refused), unset=_unset(whole, None))
    return Outlook(
        _parts(ws, choice, Preset(preset)),
        tuple((one.document, one.reason) for one in (*left_out(choice, held), *notes_left_out(whole, Preset(preset)))),
        _unset(whole, choice),
        tuple((document, name) for document, name, _ in choice.untitled),
        sum(sentence.open for sentence in content.sentences),
        readable=tuple((one.document, one.reason) for one in readable(choice)),
    )


def hidden(
    ws: Workspace, preset: str, *, with_names: bool = False
) -> Generator[None, None, tuple[tuple[str, str], ...]]:
    """What the files of such a bundle hold that nobody sees: documents with sentences.

    A generator, as each document may take a while: it yields between them. Raises nothing: what can't be read is told.
    """
    who = Preset(preset)
    content, _ = prepared(gather(ws, with_names=with_names), who)
    originals = PARTS[who].originals
    try:
        versions = reporting.versions(content, originals=originals)
    except Refused:  # no draft may go out: the outlook says so
        return ()
    for version in versions:
        yield
        try:
            reporting.reports_of(ws, version)
        except Refused:
            continue  # asked once more below, where it is told
    found, unknown = reporting.warnings(ws, content, originals=originals)
    return (*((each.title, each.sentence) for each in found), *unknown)


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
    copies = sum(_bytes(ws, [version], shown_as=True) * _share(choice, shown, version) for version in versions.values())
    copies = round(copies) + _bytes(ws, drafts, shown_as=True) + _LINK * len(shown)
    found = [
        Part("The page: draft, claims and passages", 1, _PAGE + _LINK * len(shown) + _PICTURE * len(pictures)),
        Part("Annotated copies", len(versions) + len(drafts), copies),
        Part("The draft as DOCX", 3 if wanted.working else 1, (3 if wanted.working else 1) * (_DRAFT + 300 * claims)),
    ]
    if wanted.originals:
        whole = {one.id for one in versions.values() if _share(choice, shown, one) == 1.0}
        kept = whole - {draft.id for draft in drafts}
        sources = [one for one in versions.values() if one.id in kept and choice.hash_of(one)]
        found.append(Part("Originals, untouched", len(sources), _bytes(ws, sources, shown_as=False)))
    if wanted.tables:
        found.append(Part("Tables and the drawing of all links", 1, 400 * (len(shown) + claims)))
    if wanted.machine:
        found.append(Part("For programs: annotations and metadata", 2, _LINK * (len(shown) + claims)))
    return tuple(found)


def _share(choice: Choice, shown: list[Shown], version: Version) -> float:
    """Which part of a version's pages goes out: the cited ones, one before and one after, where only these shall."""
    pages = len(choice.content.pages.get(version.extraction, ()))
    if not choice.content.cited_only or not pages:
        return 1.0
    mine = [one.passage.place for one in shown if one.version is not None and one.version.id == version.id]
    cited = {span.page for place in mine for span in place.spans} | {place.page for place in mine}
    return len(around(sorted(cited), pages)) / pages


def _bytes(ws: Workspace, versions: list[Version], *, shown_as: bool) -> int:
    """How many bytes files have: as they came, or as they are shown."""
    total = 0
    for version in versions:
        frozen = ws.made_of(version.extraction)[0] if shown_as else ""
        total += ws.project.content_size(frozen or version.sha256) or 0
    return total
