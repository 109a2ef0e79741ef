"""Untouched originals of documents that may be published, under their titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.bundle.choosing import Choice
from annotator.bundle.content import LeftOut, Progress, label_of
from annotator.bundle.marks import marked
from annotator.bundle.paging import of_few_pages
from annotator.bundle.pdf import safe_name
from annotator.bundle.traces import holds
from annotator.bundle.words import plain
from annotator.model.terms import hides_name
from annotator.model.things import Document, Handling, Version

_ENDINGS = {
    **{"pdf": ".pdf", "text": ".txt", "markdown": ".md", "docx": ".docx", "xps": ".xps", "epub": ".epub"},
    **{"html": ".html", "mhtml": ".mhtml", "xml": ".xml", "odt": ".odt", "rtf": ".rtf", "eml": ".eml"},
    **{"msg": ".msg", "mbox": ".mbox", "xlsx": ".xlsx", "ods": ".ods", "csv": ".csv"},
}
_OTHERS = {
    *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".webp", ".bmp", ".heic", ".jp2", ".txt", ".vtt", ".srt"),
    *(".mp3", ".m4a", ".wav", ".ogg", ".flac", ".mp4", ".mov", ".webm", ".mkv", ".oga", ".opus", ".aac"),
}
_PARTS = "Something that came with it stays here, so its original was left out, which holds that, too."
_FEW = "Only the cited pages of it go out, so its original was left out, which has them all."
_TRACES = (
    "Its original holds the name of this computer, of your home folder or of you, where no reader sees it, so only "
    "the annotated copy goes out."
)


@dataclass(frozen=True, slots=True)
class Original:
    """A file of a document: its name below the folder of originals."""

    document: Document
    version: Version
    name: str


def originals_into(
    folder: Path, choice: Choice, problems: list[LeftOut], progress: Progress | None = None
) -> list[Original]:
    """Writes the originals of the versions that shown links rest on, and of the current ones, as they came.

    Drafts have none: the file would tell who wrote it. What must stay back is added to `problems`. `folder` is there.
    """
    pour = choice.content.original
    if pour is None:
        return []
    going = list(wanted(choice))
    made: list[Original] = []
    taken: set[str] = set()
    few = of_few_pages(choice, marked(choice))
    for at, (document, version) in enumerate(going, 1):
        title = plain(label_of(document))
        if _holds_more(choice, document):
            problems.append(LeftOut(title, _PARTS))
        elif version.id in few:
            problems.append(LeftOut(title, _FEW))
        else:
            name = _name(document, version, taken)
            with (folder / name).open("wb") as handle:
                pour(version.id, handle.write)
            if holds(folder / name, choice.content.private):
                (folder / name).unlink()
                problems.append(LeftOut(title, _TRACES))
            else:
                made.append(Original(document, version, name))
        if progress:
            progress(at, len(going))
    return made


def wanted(choice: Choice) -> Iterator[tuple[Document, Version]]:
    """The documents whose originals go out, with their versions: those shown, and those that links rest on."""
    for document in choice.cited:
        if document.id in choice.content.black.places:  # the copy has what may go out of it
            continue
        if document.role == "draft" or document.handling is not Handling.PUBLISH or hides_name(document):
            continue
        resting = [
            shown
            for claim in choice.claims
            for shown in choice.links(claim)
            if shown.document.id == document.id and shown.pages
        ]
        if not resting:  # each link to it lets less out than the document would
            continue
        cited = {shown.version.id for shown in resting if shown.version}
        for version in choice.graph.versions.values():
            if not choice.hash_of(version):
                continue
            if version.document == document.id and (version.id in cited or version.id == document.current):
                yield document, version


def _holds_more(choice: Choice, document: Document) -> bool:
    """Whether something that must stay here came with a document, as an attachment, and so lies in its bytes."""
    inside = [other for other in choice.graph.documents.values() if other.part_of == document.id]
    return any(
        other.handling is not Handling.PUBLISH
        or choice.reason(other)
        or other.id in choice.content.black.places
        or _holds_more(choice, other)
        for other in inside
    )


def _name(document: Document, version: Version, taken: set[str]) -> str:
    suffix = Path(document.name).suffix.lower()
    ending = _ENDINGS.get(version.format) or (suffix if suffix in _OTHERS else ".bin")
    title = plain(label_of(document))
    if title.lower().endswith(ending):
        title = title[: -len(ending)]
    if version.id != document.current:
        title = f"{title[:90]} (version {version.sha256[:8]})"
    return safe_name(title, ending, taken)
