"""What the page shows, as values that a template can print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotator.bundle.segments import Cut


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as a data address, or the sentence that says why there is none."""

    uri: str
    problem: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that is made when asked for, so that a page with hundreds of them needs little memory."""

    alt: str
    caption: str
    width: int
    height: int
    draw: Callable[[], Drawn]


@dataclass(frozen=True, slots=True)
class PassageView:
    """A linked passage. `hidden` says why its words are not shown, `remark` what else must be known about it."""

    relation: str
    word: str
    mark: str
    title: str
    page: str
    quote: str
    hidden: str
    remark: str
    notes: tuple[str, ...]
    translation: str
    translator: str
    figures: tuple[Figure, ...]
    version: str = ""
    """Which version of its document it stands in, in words."""
    copy: str = ""
    """The address of its page in the annotated copy; empty where that does not lie beside the page."""
    pieces: tuple[tuple[str, bool], ...] = ()
    """The quote in pieces, each with whether it differs from the quotation in the claim."""


@dataclass(frozen=True, slots=True)
class QueryView:
    """Something asked about a claim: what sort of question, to whom and when, the answer and when it came."""

    kind: str
    text: str
    asked: str
    answer: str
    answered: str
    open: bool


@dataclass(frozen=True, slots=True)
class HeldView:
    """A quotation and what its source has, each in pieces with whether they differ there."""

    verdict: str
    title: str
    draft: tuple[tuple[str, bool], ...]
    source: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class FlagView:
    """Something that a check noticed; `aside` is why somebody put it aside, empty while nobody did."""

    severity: str
    mark: str
    message: str
    aside: str


@dataclass(frozen=True, slots=True)
class CalculationView:
    """How a figure comes from others: `figures` have a name in the expression, the words, where they stand."""

    result: str
    expression: str
    figures: tuple[tuple[str, str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One of the places in the draft where a claim stands; `anchor` is empty where it is not in the text shown.

    `remark` says that it was edited since, and how it read.
    """

    anchor: str
    quote: str
    page: str
    remark: str = ""
    copy: str = ""
    """The address of its page in the draft's annotated copy; empty where that does not lie beside the page."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its passages; each group has one passage, or several that support only together.

    `reason` says why it shows as open though somebody checked it.
    """

    number: int
    anchor: str
    status: str
    status_word: str
    status_mark: str
    reason: str
    type: str
    said_by: str
    note: str
    wordings: tuple[Wording, ...]
    groups: tuple[tuple[PassageView, ...], ...]
    withheld: int
    mark: str
    relation: str
    summary: str
    checked: str = ""
    """Who checked it and when, where names go out."""
    queries: tuple[QueryView, ...] = ()
    flags: tuple[FlagView, ...] = ()
    held: tuple[HeldView, ...] = ()
    calculations: tuple[CalculationView, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence with its state in the line check, or one that needs no source (`state` is the reason then).

    `claims` are the numbers of the claims that lie in it.
    """

    anchor: str
    text: str
    page: str
    state: str
    claims: tuple[int, ...] = ()
    open: bool = True


@dataclass(frozen=True, slots=True)
class FileView:
    """A file beside the page: its name, its address where a click may open it, its SHA-256 where that is told.

    `whole` tells whether all pages of its document are in it, or in it and the files beside it.
    """

    name: str
    href: str
    sha256: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as the list at the end names it."""

    title: str
    role: str
    author: str
    date: str
    in_force: str
    received: str
    address: str
    handling: str
    sha256: str
    links: str
    goes: str = ""
    """What of it goes out, in words."""
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft: its text in pieces, the claims that begin in it, its sentences."""

    title: str
    anchor: str
    short: str
    sha256: str
    received: str
    text: tuple[Cut, ...]
    claims: tuple[ClaimView, ...]
    open: tuple[SentenceView, ...]
    sentences: int
    needs_none: tuple[SentenceView, ...]
    states: tuple[tuple[str, int], ...] = ()
    """How many sentences have which state of the line check."""
    closed: tuple[SentenceView, ...] = ()
    """The sentences that are not open."""


@dataclass(frozen=True, slots=True)
class PageView:
    """The whole page. `badges` gives the claim for each anchor at which one stands in a draft."""

    title: str
    exported: str
    drafts: tuple[DraftView, ...]
    badges: dict[str, ClaimView]
    documents: tuple[DocumentView, ...]
    withheld: int
    with_names: bool
    flags: tuple[FlagView, ...] = ()
    """Those about words of a draft that no claim covers."""
    asked: tuple[tuple[ClaimView, QueryView], ...] = ()
    """The open queries with their claims."""
    left_out: tuple[str, ...] = ()
    """What is left out, as sentences, where the reader is to be told."""
    working: bool = True
    """Whether it is for those who work on the draft: the line check is told sentence by sentence."""
