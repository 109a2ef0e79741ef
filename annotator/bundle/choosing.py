"""What may go out: handling decides, here and nowhere else in the bundle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath

from annotator.bundle.content import BundleContent, LeftOut, label_of
from annotator.bundle.naming import derived
from annotator.bundle.words import counted, plain
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.terms import hides_name, stricter, under_embargo, with_terms_passed_on
from annotator.model.things import Claim, Document, Handling, Link, NeedsNone, Passage, Terms, Version

_NEVER = "It never leaves this computer: nothing of it was exported"
_OFF_RECORD = "It is off the record: nothing of it was exported"
_EMBARGO = "It is under an embargo until {day}: nothing of it was exported"
_PARAPHRASE = "It may only be paraphrased: its words, pictures of it and a copy of it were left out."
_QUOTE = "It may only be quoted: pictures of its pages and a copy of it were left out."
_LINK = {
    Handling.NEVER_LEAVES: "The link of claim {number} to it never leaves this computer.",
    Handling.PARAPHRASE_ONLY: "Claim {number} may only paraphrase it: the words and pictures of that passage were "
    "left out, but they still stand where the document itself goes out.",
    Handling.QUOTE_ONLY: "Claim {number} may only quote it: pictures of that passage were left out.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A link that may be shown, with its passage, document and the version that the passage stands in."""

    link: Link
    passage: Passage
    document: Document
    version: Version | None

    @property
    def handling(self) -> Handling:
        """What may become of this passage: what was said of the link, or of the document where that lets less out."""
        return stricter(self.document.handling, self.link.handling)

    @property
    def words(self) -> bool:
        """Whether the words of the passage may be shown."""
        return self.handling in (Handling.PUBLISH, Handling.QUOTE_ONLY)

    @property
    def pages(self) -> bool:
        """Whether the page may be shown, as a picture or as a copy."""
        return self.handling is Handling.PUBLISH


def _with_unset_going_out(graph: Graph) -> Graph:
    """Where nobody has said what may become of a document, whoever exports it for colleagues knows that it goes out."""
    documents = {
        key: replace(document, handling=Handling.PUBLISH) if document.handling is Handling.UNSET else document
        for key, document in graph.documents.items()
    }
    return replace(graph, documents=documents)


def _with_neutral_names(graph: Graph) -> Graph:
    """Where a document has no title it is called 'Source 3': its file's name may tell of whoever sent it, or of whom.

    Sources are counted in the order they came into the project, so that each is called the same in every export.
    """
    counted_up: dict[str, int] = defaultdict(int)
    documents: dict[str, Document] = {}
    for key, document in graph.documents.items():
        counted_up[document.role] += 1
        number, draft = counted_up[document.role], document.role == "draft"
        words = ("Draft" if number == 1 else f"Draft {number}") if draft else f"Source {number}"
        title = document.title if plain(document.title).strip() else words
        documents[key] = replace(document, title=title, name=f"{words}{PurePath(document.name).suffix[:8]}")
    return replace(graph, documents=documents)


def _without_private_notes(graph: Graph) -> Graph:
    """The graph without the notes that their writers keep to themselves."""
    return replace(
        graph,
        claims={key: replace(one, note="") if one.private else one for key, one in graph.claims.items()},
        links={key: replace(one, note="") if one.private else one for key, one in graph.links.items()},
        passages={key: replace(one, note="") if one.private else one for key, one in graph.passages.items()},
    )


class Choice:
    """What of a project goes into an export, and what is left out of it."""

    def __init__(self, content: BundleContent) -> None:
        """Raises Refused where no draft may go out."""
        self.content = content
        graph = with_terms_passed_on(_without_private_notes(content.graph))
        self.graph = _with_unset_going_out(_with_neutral_names(graph))
        self.drafts = tuple(
            draft
            for draft in self.graph.drafts()
            if draft.handling is Handling.PUBLISH and draft.current in self.graph.versions and not self._stays(draft)
        )
        if not self.drafts:
            raise Refused(self._no_draft())
        self._draft_ids = {draft.id for draft in self.drafts}
        self._shown: dict[str, tuple[Shown, ...]] = {}
        self.graph = replace(self.graph, claims={key: self._told(one) for key, one in self.graph.claims.items()})

    def _told(self, claim: Claim) -> Claim:
        """The claim as others may see it: who said it may be who must not be named."""
        return replace(claim, said_by="") if self.tells_of_withheld(claim) else claim

    def _no_draft(self) -> str:
        if unplaced := self._unplaced(self._going_drafts()):
            return unplaced
        held = [draft for draft in self.graph.drafts() if draft.handling is not Handling.PUBLISH or self._stays(draft)]
        if not held:
            return "There is no draft in this project. Add the draft, then export again."
        if held[0].handling is Handling.PUBLISH:
            return f"The draft '{plain(label_of(held[0]))}' can't be exported. {self._stays(held[0])}."
        name, rule = plain(label_of(held[0])), held[0].handling.value
        return f"The draft '{name}' is marked '{rule}', so it can't be exported. Set its handling to publish first."

    def unplaced(self) -> str:
        """Why nothing may be exported while nobody knows where to black something out; empty where that is known."""
        linked = (shown for claim in self.graph.claims.values() for shown in self.links(claim) if shown.words)
        return self._unplaced((*self._going_drafts(), *(shown.document for shown in linked)))

    def _going_drafts(self) -> list[Document]:
        return [one for one in self.graph.drafts() if one.handling is Handling.PUBLISH and not self._stays(one)]

    def _unplaced(self, documents: Iterable[Document]) -> str:
        for document in documents:
            if why := self.content.black.unplaced.get(document.id):
                return (
                    f"A place that is to be blacked out of '{self.known_as(document)}' {why}, so nothing was exported. "
                    "Place it again or take it back, then export again."
                )
        return ""

    def hash_of(self, version: Version) -> str:
        """A version's SHA-256 where it may be told: with all but a few words at hand, it tells what these are."""
        return "" if version.sha256 in self.content.black.sha256s else version.sha256

    def short_of(self, version: Version, length: int = 12) -> str:
        """What a version is told apart by: the beginning of its hash, or a name made for it."""
        return (self.hash_of(version) or derived("version", version.id))[:length]

    @cached_property
    def _versions(self) -> dict[tuple[str, str], Version]:
        return {(version.document, version.sha256): version for version in self.graph.versions.values()}

    def version_of(self, passage: Passage) -> Version | None:
        """The version that a passage's place names; None where its place was made on pages read otherwise."""
        version = self._versions.get((passage.document, passage.place.version))
        return version if version and version.extraction == passage.place.extraction else None

    @cached_property
    def _in_draft(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = defaultdict(list)
        for passage in self.graph.passages.values():
            if passage.claim and passage.document in self._draft_ids:
                found[passage.claim].append(passage)
        for mine in found.values():
            mine.sort(key=lambda passage: (passage.place.page, passage.place.start, passage.id))
        return found

    def placed(self, claim: Claim) -> tuple[Passage, ...]:
        """The passages of a claim that stand in the version of the draft that goes out."""
        return tuple(passage for passage in self._in_draft.get(claim.id, ()) if self._stands(passage))

    def lost(self, claim: Claim) -> tuple[Passage, ...]:
        """The passages of a claim that nobody has placed in the version of the draft that goes out."""
        return tuple(passage for passage in self._in_draft.get(claim.id, ()) if not self._stands(passage))

    def _stands(self, passage: Passage) -> bool:
        version = self.version_of(passage)
        return not passage.lost and version is not None and version.id == self.graph.documents[passage.document].current

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the drafts that go out, in draft order."""
        return tuple(claim for claim in self.graph.claims.values() if claim.id in self._in_draft)

    @cached_property
    def _links(self) -> dict[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.graph.links.values():
            if link.passage in self.graph.passages:
                found[link.claim].append(link)
        return found

    def links(self, claim: Claim) -> tuple[Shown, ...]:
        """The links of a claim that may be shown, in the order they were made."""
        if claim.id not in self._shown:
            self._shown[claim.id] = self._choose(claim)
        return self._shown[claim.id]

    def _choose(self, claim: Claim) -> tuple[Shown, ...]:
        shown: list[Shown] = []
        for link in self._links.get(claim.id, ()):
            passage = self.graph.passages[link.passage]
            document = self.graph.documents.get(passage.document)
            if link.handling is Handling.NEVER_LEAVES:
                continue
            if document and not self._stays(document) and self._may_go(document):
                shown.append(Shown(link, passage, document, self.version_of(passage)))
        return tuple(shown)

    def kept_back(self, document: Document) -> bool:
        """Whether nothing of a document may go out."""
        return bool(self._stays(document))

    def _stays(self, document: Document) -> str:
        """Why nothing of a document may go out, without a full stop; empty where something may."""
        if document.handling is Handling.NEVER_LEAVES:
            return _NEVER
        if document.terms == Terms.OFF_THE_RECORD:
            return _OFF_RECORD
        return _EMBARGO.format(day=plain(document.embargo)) if under_embargo(document, self.content.day) else ""

    def _may_go(self, document: Document) -> bool:
        return document.role != "draft" or document.id in self._draft_ids

    def withheld(self, claim: Claim) -> int:
        """How many links of a claim are not shown."""
        return len(self._links.get(claim.id, ())) - len(self.links(claim))

    def note(self, claim: Claim) -> str:
        """A claim's note, one that may go out: it may tell of what a withheld link rests on, or of who spoke."""
        return "" if self.tells_of_withheld(claim) else plain(claim.note).strip()

    def tells_of_withheld(self, claim: Claim) -> bool:
        """Whether what was written about a claim may tell of a link that stays here, or of who must not be named."""
        return bool(self.withheld(claim)) or any(hides_name(shown.document) for shown in self.links(claim))

    def needs_none(self) -> tuple[NeedsNone, ...]:
        """Sentences of these drafts that need no source and stand in the version that goes out, in document order."""
        found = [
            mark
            for mark in self.graph.needs_none.values()
            if mark.document in self._draft_ids
            and mark.place.extraction == self.graph.versions[self.graph.documents[mark.document].current].extraction
        ]
        return tuple(sorted(found, key=lambda mark: (mark.document, mark.place.page, mark.place.start, mark.id)))

    @cached_property
    def cited(self) -> tuple[Document, ...]:
        """The documents that shown links rest on, in the order they came into the project."""
        ids = {shown.document.id for claim in self.claims for shown in self.links(claim)}
        return tuple(document for document in self.graph.documents.values() if document.id in ids)

    def as_file(self, document: Document) -> bool:
        """Whether a document goes out as a file, so that its hash and address tell nothing that it does not.

        The hash of what stays here would tell those who look for its copies that they have found one.
        """
        return document in self.drafts or document.id in self._as_files

    @cached_property
    def _as_files(self) -> set[str]:
        return {
            shown.document.id
            for claim in self.claims
            for shown in self.links(claim)
            if shown.pages and not hides_name(shown.document)
        }

    @cached_property
    def withheld_links(self) -> int:
        """How many links of the claims that go out are not shown."""
        return sum(self.withheld(claim) for claim in self.claims)

    def known_as(self, document: Document) -> str:
        """What whoever exports knows a document by: its title, else its file's name, which does not go out."""
        own = self.content.graph.documents[document.id]
        return plain(own.title.strip() or own.name)

    @cached_property
    def untitled(self) -> tuple[tuple[str, str, str], ...]:
        """Documents that go out without a title: id, their file's name, and what they are called instead."""
        own = self.content.graph.documents
        return tuple(
            (document.id, plain(own[document.id].name), document.title)
            for document in dict.fromkeys((*self.drafts, *self.cited))
            if not plain(own[document.id].title).strip() and not hides_name(document)
        )

    def left_out(self) -> tuple[LeftOut, ...]:
        """What handling keeps back, for the person exporting, in the order the documents came into the project."""
        found: list[LeftOut] = []
        for document in self.graph.documents.values():
            reason = self.reason(document)
            if reason:
                found.append(LeftOut(self.known_as(document), reason))
        return (*found, *self.of_links(), *self.of_blackouts())

    def of_links(self) -> tuple[LeftOut, ...]:
        """What handling of single links keeps back of documents of which more may go out, in draft order."""
        found: list[LeftOut] = []
        for claim in self.claims:
            for link in self._links.get(claim.id, ()):
                document = self.graph.documents.get(self.graph.passages[link.passage].document)
                if document is None or self._stays(document) or not self._may_go(document):
                    continue
                if stricter(link.handling, document.handling) is not document.handling:
                    said = _LINK[link.handling].format(number=claim.number)
                    found.append(LeftOut(self.known_as(document), said))
        return tuple(dict.fromkeys(found))

    def of_blackouts(self) -> tuple[LeftOut, ...]:
        """What is blacked out of the documents that go out."""
        black = self.content.black
        words = {one.document.id for claim in self.claims for one in self.links(claim) if one.words}
        found = [
            LeftOut(self.known_as(document), self.blackened(document))
            for document in dict.fromkeys((*self.drafts, *self.cited))
            if document.id in black.places and (document in self.drafts or document.id in words)
        ]
        if found and black.flags:
            them = "it could tell" if black.flags == 1 else "they could tell"
            found.append(LeftOut("Flags", f"{counted(black.flags, 'flag')} left out: {them} what is blacked out."))
        return tuple(found)

    def blackened(self, document: Document) -> str:
        """That something is blacked out of a document, as a sentence; empty where nothing is."""
        places = self.content.black.places.get(document.id, 0)
        if not places:
            return ""
        them = "it" if places == 1 else "them"
        stays = "" if document.role == "draft" else f" Its original is left out, which has {them}."
        return f"{counted(places, 'place')} blacked out in all that goes out of it.{stays}"

    def reason(self, document: Document) -> str:
        """Why something of a document is left out, as a sentence; empty where nothing is."""
        if why := self._stays(document):
            resting = len(self.graph.links_resting_on(document.id))
            return f"{why}, and {counted(resting, 'link')} to it left out." if resting else f"{why}."
        if document.role == "draft" and document.handling is not Handling.PUBLISH:
            return f"It is a draft marked '{document.handling.value}': nothing of it was exported."
        if document not in self.cited:
            return ""
        return {Handling.PARAPHRASE_ONLY: _PARAPHRASE, Handling.QUOTE_ONLY: _QUOTE}.get(document.handling, "")
