"""What a project holds: documents, versions, passages, claims, links and sentences that need no source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from annotator.model.places import Place
from annotator.model.standing import Standing


class Kind(StrEnum):
    """What sort of thing an id names."""

    PROJECT = "project"
    PERSON = "person"
    DOCUMENT = "document"
    VERSION = "version"
    PASSAGE = "passage"
    CLAIM = "claim"
    LINK = "link"
    NEEDS_NONE = "needs-none"
    QUERY = "query"
    DISMISSAL = "dismissal"
    CALCULATION = "calculation"
    BLACKOUT = "blackout"


class Role(StrEnum):
    """The draft is what the reporter writes, a source what she relies on."""

    DRAFT = "draft"
    SOURCE = "source"


class Handling(StrEnum):
    """What may leave this computer, from the mildest to the strictest; first that nobody has said yet.

    On a link `UNSET` says that it goes out as its document does.
    """

    UNSET = "unset"
    PUBLISH = "publish"
    QUOTE_ONLY = "quote-only"
    PARAPHRASE_ONLY = "paraphrase-only"
    NEVER_LEAVES = "never-leaves"


class Terms(StrEnum):
    """What was agreed for an interview, from the freest to the strictest."""

    ON_THE_RECORD = "on-the-record"
    BACKGROUND = "background"
    NOT_FOR_ATTRIBUTION = "not-for-attribution"
    OFF_THE_RECORD = "off-the-record"


class ClaimType(StrEnum):
    """What the draft does with the words."""

    FACT = "fact"
    QUOTATION = "quotation"
    PARAPHRASE = "paraphrase"
    ALLEGATION = "allegation"
    OPINION = "opinion"


class Status(StrEnum):
    """Where the checking of a claim stands; `verified` reads "checked" on the screen."""

    OPEN = "open"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    CUT = "cut"


class Relation(StrEnum):
    """What a passage does for a claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Version:
    """One exact content of a document. `sha256` and `extraction` in hex; `received` as ISO 8601 or empty."""

    id: str
    document: str
    sha256: str
    extraction: str
    format: str
    size: int
    received: str
    encrypted: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """Something read. `current` is the id of the version shown; `name` a file's base name, unique in the project.

    `part_of` is the document it came with: an e-mail's for its attachment, a transcript's for its recording.
    An interview note says with whom (`interviewee`, perhaps an alias), `how`, on which `terms` (a value of Terms, or
    empty) and until when nothing of it may be printed (`embargo`, an ISO 8601 day, or empty).
    """

    id: str
    name: str
    role: Role
    handling: Handling
    title: str = ""
    author: str = ""
    date: str = ""
    received: str = ""
    address: str = ""
    current: str = ""
    removed: bool = False
    part_of: str = ""
    interviewee: str = ""
    how: str = ""
    terms: str = ""
    embargo: str = ""
    in_force: str = ""
    """Of a law: the year, month or day (ISO 8601) as in force on which its text is given; empty where not known."""
    same_as: str = ""
    """The document that this one is joined with, as it is the same one; empty where it stands for itself."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A marked place of a document; `claim` is set where it is the wording of a claim in the draft.

    `place` is where it stands as shown now: in the document's current version where it was found there, else where it
    was. `standing` says how it was found; None where a person put it there.
    """

    id: str
    document: str
    place: Place
    claim: str = ""
    note: str = ""
    translation: str = ""
    translator: str = ""
    removed: bool = False
    standing: Standing | None = None
    private: bool = False
    """Whether its note stays with whoever wrote it."""

    @property
    def lost(self) -> bool:
        """Whether it stands nowhere in the current version, as far as is known: not found, or being sought."""
        return self.standing is not None and self.standing.lost

    @property
    def waits(self) -> bool:
        """Whether a person has to decide before anything may rest on it."""
        return self.standing is not None and self.standing.waits


@dataclass(frozen=True, slots=True)
class Claim:
    """Something checkable that the draft asserts, at the passages that name it."""

    id: str
    number: int
    type: ClaimType = ClaimType.FACT
    said_by: str = ""
    status: Status = Status.OPEN
    note: str = ""
    removed: bool = False
    private: bool = False
    """Whether its note stays with whoever wrote it."""
    same_as: str = ""
    """The claim that this one is joined with, as it is the same one; empty where it stands for itself."""
    verified: str = ""
    """What its check was given over, as JSON (`checks`); empty where nothing was recorded."""


@dataclass(frozen=True, slots=True)
class Link:
    """From a claim to a passage. Links of one claim with the same non-empty `together` support only jointly.

    Its `handling` can only be stricter than that of the passage's document.
    """

    id: str
    claim: str
    passage: str
    relation: Relation
    note: str = ""
    together: str = ""
    removed: bool = False
    handling: Handling = Handling.UNSET
    private: bool = False
    """Whether its note stays with whoever wrote it."""


class QueryType(StrEnum):
    """A question to a colleague, or a reply sought from whoever the claim is about."""

    QUESTION = "question"
    REPLY_SOUGHT = "reply-sought"


@dataclass(frozen=True, slots=True)
class Query:
    """Something asked about a claim: `text`, `whom`, `asked` when (ISO 8601 day), the answer and when it came.

    `origin` names where it was taken from, as a comment in a draft that came back, so that it comes in once.
    """

    id: str
    claim: str
    type: QueryType = QueryType.QUESTION
    text: str = ""
    whom: str = ""
    asked: str = ""
    answer: str = ""
    answered: str = ""
    closed: bool = False
    origin: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A flag that somebody put aside, with the reason. Its id is the flag's, so that it holds while nothing changes.

    `claim` is empty where the flag is about words that no claim covers; `about` is the flag's kind.
    """

    id: str
    claim: str = ""
    about: str = ""
    reason: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Calculation:
    """How a figure of a claim comes from numbers in passages: `formula` is one value, as JSON (`calculating`)."""

    id: str
    claim: str
    formula: str
    note: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class NeedsNone:
    """A sentence of the draft that needs no source, with the reason; `place` and `standing` as of a passage."""

    id: str
    document: str
    place: Place
    reason: str = ""
    removed: bool = False
    standing: Standing | None = None

    @property
    def lost(self) -> bool:
        """Whether it stands nowhere in the current version, as far as is known."""
        return self.standing is not None and self.standing.lost

    @property
    def waits(self) -> bool:
        """Whether a person has to decide before it settles its sentence."""
        return self.standing is not None and self.standing.waits


@dataclass(frozen=True, slots=True)
class Blackout:
    """A place of a document that is blacked out in whatever goes out of it, with the reason, or none.

    The document itself stays as it is. `place` and `standing` as of a passage.
    """

    id: str
    document: str
    place: Place
    reason: str = ""
    removed: bool = False
    standing: Standing | None = None

    @property
    def lost(self) -> bool:
        """Whether it stands nowhere in the current version, as far as is known."""
        return self.standing is not None and self.standing.lost

    @property
    def waits(self) -> bool:
        """Whether a person has to decide where it stands before anything of its document may go out."""
        return self.standing is not None and self.standing.waits
