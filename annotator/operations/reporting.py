"""Reports about what is to go out, from the locked workers, asked once for each version while a project is open."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.bundle.choosing import Choice
from annotator.bundle.content import BundleContent, label_of
from annotator.bundle.marks import marked
from annotator.bundle.originals import wanted
from annotator.bundle.warnings import Warned, warned
from annotator.bundle.words import plain
from annotator.model.errors import Refused
from annotator.model.reports import Report, Trace
from annotator.model.things import Document, Version
from annotator.operations.workspace import Cancelled, Progress, Workspace, sealed_original, wait

_COMMENTED = frozenset(["docx", "odt", "rtf"])
_NOT_READ = "It could not be looked through for hidden things: {why}"


def warnings(
    ws: Workspace,
    content: BundleContent,
    *,
    originals: bool,
    copies: bool = True,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[tuple[Warned, ...], tuple[tuple[str, str], ...]]:
    """What the files of an export hold that nobody sees, in the order of the documents; then what can't be told.

    `content` is as the preset may see it; `originals` and `copies` tell which files go out. The second are titles with
    sentences of files that could not be read. Raises Refused where no draft may go out, or when cancelled.
    """
    asked = _asked(content, originals=originals, copies=copies)
    found: list[Warned] = []
    unknown: list[tuple[str, str]] = []
    for at, (document, version, original) in enumerate(asked):
        if progress:
            progress(at, len(asked))
        title = plain(label_of(document))
        try:
            reports = reports_of(ws, version, cancelled)
        except Refused as refused:
            if cancelled is not None and cancelled():
                raise
            unknown.append((title, _NOT_READ.format(why=refused)))
            continue
        labels = [page.label for page in content.pages.get(version.extraction, ())]
        found += warned(document.id, title, reports, labels, original=original)
    return tuple(found), tuple(unknown)


def versions(content: BundleContent, *, originals: bool) -> list[Version]:
    """The versions that `warnings` looks through: each can be asked for its reports before."""
    return [version for _, version, _ in _asked(content, originals=originals, copies=True)]


def _asked(content: BundleContent, *, originals: bool, copies: bool) -> list[tuple[Document, Version, bool]]:
    """Files that go out, and whether as originals."""
    choice = Choice(content)
    asked: dict[str, tuple[Document, Version, bool]] = {}
    for document, version in wanted(choice) if originals and content.original else ():
        asked[version.id] = (document, version, True)
    for copy in marked(choice) if copies else ():
        asked.setdefault(copy.version.id, (copy.document, copy.version, False))
    return list(asked.values())


def refuse_commented_drafts(ws: Workspace, content: BundleContent, cancelled: Cancelled | None = None) -> None:
    """Raises Refused where a draft for the public holds comments, which are read with its text and would be printed."""
    for draft in Choice(content).drafts:
        version = content.graph.versions[draft.current]
        if version.format not in _COMMENTED:
            continue
        if any(report.trace is Trace.NOTES for report in reports_of(ws, version, cancelled)):
            raise Refused(
                f"The draft '{plain(draft.title.strip() or draft.name)}' holds comments, with the names of those who "
                "made them, and they would go to the public with its text. Remove them in the program it was written "
                "with, add it as a new version, then export again."
            )


def reports_of(ws: Workspace, version: Version, cancelled: Cancelled | None = None) -> Sequence[Report]:
    """What a version's own bytes hold. Raises Refused."""
    known = ws.reported.get(version.id)
    if known is None:
        source = sealed_original(ws, version.id)
        try:
            reader = ws.engine.open(source, behind=True)
            try:
                known = wait(ws.engine, reader.reports(), cancelled)
            finally:
                reader.close()
        finally:
            source.close()
        ws.reported[version.id] = known
    return known
