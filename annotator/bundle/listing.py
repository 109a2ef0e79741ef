"""The documents as the page lists them: what goes out of each, in which files, and what can be told apart by hashes."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.bundle.choosing import Choice
from annotator.bundle.content import label_of
from annotator.bundle.naming import relative
from annotator.bundle.originals import Original
from annotator.bundle.pdf import Copies
from annotator.bundle.view import DocumentView, FileView
from annotator.bundle.words import counted, day, plain
from annotator.model.in_force import in_force_abroad
from annotator.model.terms import hides_name
from annotator.model.things import Document, Handling

HANDLING_WORDS = {
    Handling.PUBLISH: "may be published",
    Handling.QUOTE_ONLY: "quote only",
    Handling.PARAPHRASE_ONLY: "paraphrase only",
}
"""Of what never leaves, nothing is listed; what nobody has decided yet goes out as what may be published."""


def listed(choice: Choice, copies: Copies | None, originals: Sequence[Original]) -> tuple[DocumentView, ...]:
    """The drafts, then what their claims rest on. `copies` and `originals` lie in folders beside the page."""
    documents = [*choice.drafts, *(document for document in choice.cited if document not in choice.drafts)]
    return tuple(_document(choice, document, copies, originals) for document in documents)


def _document(choice: Choice, document: Document, copies: Copies | None, originals: Sequence[Original]) -> DocumentView:
    content = choice.content
    version = content.version(document)
    resting = sum(shown.document == document for claim in choice.claims for shown in choice.links(claim))
    free = choice.as_file(document)
    # What is noted about an interview that is not on the record could tell who spoke.
    told = not hides_name(document)
    files = _files(choice, document, copies, originals) if free else ()
    return DocumentView(
        title=plain(label_of(document)),
        role=document.role.value,
        author=plain(document.author).strip() if content.with_names and told else "",
        date=plain(document.date).strip() if told else "",
        in_force=plain(in_force_abroad(content.graph, document)).strip() if told else "",
        received=day(document.received or (version.received if version else "")) if told else "",
        address=plain(document.address).strip() if free and told else "",
        handling=HANDLING_WORDS.get(document.handling, ""),
        sha256=choice.hash_of(version) if version and free else "",
        links=counted(resting, "link"),
        goes=_goes(choice, document, files),
        files=files,
    )


def _files(
    choice: Choice, document: Document, copies: Copies | None, originals: Sequence[Original]
) -> tuple[FileView, ...]:
    """Only copies are linked: an original may be a page with scripts, which would run where it is opened."""
    versions = {key for key, version in choice.graph.versions.items() if version.document == document.id}
    if copies is None:
        return ()
    found = [
        FileView(f"copies/{name}", relative("copies", name), "", whole=_has_all(choice, copies, version))
        for name, version in copies.files
        if version in versions
    ]
    found += [
        FileView(f"originals/{one.name}", "", one.version.sha256) for one in originals if one.document.id == document.id
    ]
    return tuple(found)


def _has_all(choice: Choice, copies: Copies, version: str) -> bool:
    """Whether each page of a version is in one of the files of its copy."""
    pages = choice.content.pages.get(choice.graph.versions[version].extraction, ())
    return all(copies.at(version, page) is not None for page in range(len(pages)))


def _goes(choice: Choice, document: Document, files: Sequence[FileView]) -> str:
    """What of a document goes out, in words."""
    black = choice.content.black.places.get(document.id, 0)
    without = f", {counted(black, 'place')} blacked out" if black else ""
    if document.role == "draft":
        return f"the whole draft{without}"
    if document.handling is Handling.PARAPHRASE_ONLY:
        return "that claims rest on it, and where; none of its words"
    if document.handling is Handling.QUOTE_ONLY or not choice.as_file(document):
        return f"the quotes, each as a picture by itself; no copy of it{without}"
    parts = ["the quotes", "pictures of them with the lines around"]
    if any(file.href for file in files):
        few = not all(file.whole for file in files)
        parts.append("a copy of the cited pages, with one before and one after" if few else "a copy of all pages")
    if any(not file.href for file in files):
        parts.append("the original")
    return ", ".join(parts) + without
