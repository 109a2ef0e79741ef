"""What is still to be done about claims: queries, flags, who checked; each only where it may go out."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from annotator.bundle.choosing import Choice, Shown
from annotator.bundle.content import BundleContent, Held, Sentence, label_of
from annotator.bundle.view import CalculationView, FlagView, HeldView, QueryView
from annotator.bundle.words import STATE_WORDS, counted, day, page_words, plain
from annotator.model.findings import Finding, FindingKind, Severity
from annotator.model.formulas import read_formula
from annotator.model.terms import hides_name
from annotator.model.things import Claim, Query, QueryType, Status

SEVERITY_WORDS = {
    Severity.GRAVE: "look at this first",
    Severity.LOOK: "to be looked at",
    Severity.NOTE: "worth knowing",
}
_FILE = re.compile(r"\S\.[A-Za-z][A-Za-z0-9]{1,5}$")
"""The name of a file, which is no words of a draft."""
_MARKS = {Severity.GRAVE: "!!", Severity.LOOK: "!", Severity.NOTE: "i"}


def checked_by(content: BundleContent, claim: Claim, status: Status) -> str:
    """Who checked a claim and when, where names go out; empty where nobody did, or that does not hold any more."""
    known = content.checkers.get(claim.id)
    if known is None or not content.with_names or status is not Status.VERIFIED:
        return ""
    name, at = known
    return " ".join(filter(None, ("Checked", f"by {plain(name).strip()}" if name.strip() else "", f"on {day(at)}")))


def queries_of(content: BundleContent, choice: Choice, claim: Claim) -> tuple[QueryView, ...]:
    """The queries of a claim, open ones first. Of one that rests on what stays here only their number is told."""
    asked = sorted(content.graph.queries_of(claim.id), key=lambda query: query.closed)
    if asked and choice.tells_of_withheld(claim):
        return (QueryView("", f"{counted(len(asked), 'query', 'queries')} not shown.", "", "", "", False),)
    return tuple(_query(content, query) for query in asked)


def _query(content: BundleContent, query: Query) -> QueryView:
    whom = plain(query.whom).strip() if content.with_names else ""
    return QueryView(
        "Reply sought" if query.type is QueryType.REPLY_SOUGHT else "Query",
        plain(query.text).strip(),
        " ".join(filter(None, (f"from {whom}" if whom else "", f"on {day(query.asked)}" if query.asked else ""))),
        plain(query.answer).strip(),
        day(query.answered) if query.answered else "",
        not query.closed,
    )


def flags(content: BundleContent, choice: Choice) -> dict[str, tuple[FlagView, ...]]:
    """Flags by the claims (ids) they are about; those about words that no claim covers by an empty id."""
    others = _other_names(content, choice)
    claims = {claim.id: claim for claim in choice.claims}
    found: dict[str, tuple[FlagView, ...]] = {}
    for finding in _of_drafts(content, choice):
        if not _may_be_told(finding, choice, claims):
            continue
        view = FlagView(
            SEVERITY_WORDS[finding.severity],
            _MARKS[finding.severity],
            _renamed(plain(finding.message).strip(), others),
            plain(finding.dismissed).strip(),
        )
        found[finding.claim] = (*found.get(finding.claim, ()), view)
    return found


def flags_kept(content: BundleContent, choice: Choice) -> int:
    """How many flags are not told, since their words could tell of what stays here."""
    claims = {claim.id: claim for claim in choice.claims}
    return sum(not _may_be_told(finding, choice, claims) for finding in _of_drafts(content, choice))


def _of_drafts(content: BundleContent, choice: Choice) -> list[Finding]:
    """The flags about claims that go out, and about words of the drafts that no claim covers."""
    claims = {claim.id for claim in choice.claims}
    drafts = {draft.id for draft in choice.drafts}
    return [
        finding
        for finding in content.findings
        if (finding.claim in claims if finding.claim else finding.draft and finding.draft.document in drafts)
    ]


def _other_names(content: BundleContent, choice: Choice) -> list[tuple[str, str]]:
    """What documents are called in the project, and what in its place: their names tell of whoever sent them.

    Those that go out are called there as everywhere else; of the others, not even their titles are told.
    """
    named = {one.id for one in (*choice.drafts, *choice.cited) if not hides_name(one)}
    found: dict[str, str] = {}
    for key, own in content.graph.documents.items():
        shown = plain(label_of(choice.graph.documents[key])) if key in named else "a document"
        file, *titles = (" ".join(plain(name).split()) for name in (own.name, own.title if key not in named else ""))
        if _FILE.search(file):
            found[file] = shown
        # What may be words of the draft as well, as a law's name, is a document's name in such marks only.
        found |= {f"‘{name}’": f"‘{shown}’" for name in (file, *titles) if name}
    return sorted(found.items(), key=lambda pair: -len(pair[0]))


def _renamed(message: str, others: Sequence[tuple[str, str]]) -> str:
    for name, shown in others:
        message = message.replace(name, shown)
    return message


def _may_be_told(finding: Finding, choice: Choice, claims: dict[str, Claim]) -> bool:
    """Whether a flag's words tell nothing of what stays here: they quote the source that they are about.

    They may name who speaks there, and quote words that no link rests on, which go out in whole documents only.
    """
    claim = claims.get(finding.claim)
    hiding = claim is not None and choice.tells_of_withheld(claim)
    if hiding and (finding.kind is FindingKind.ALONE or (finding.source is None and not finding.link)):
        return False  # it is about all that the claim rests on
    linked = [shown for one in ([claim] if claim else choice.claims) for shown in choice.links(one)]
    told = [shown for shown in linked if shown.words and not hides_name(shown.document)]
    if finding.link:
        told = [shown for shown in told if shown.link.id == finding.link]
    elif finding.source is not None:
        told = [shown for shown in told if choice.as_file(shown.document)]
    else:
        return True
    return any(finding.source is None or shown.document.id == finding.source.document for shown in told)


def held(content: BundleContent, choice: Choice, claim: Claim) -> tuple[HeldView, ...]:
    """The quotations of a claim with the words of their sources, of which those go out."""
    documents = {shown.document.id: shown.document for shown in choice.links(claim) if shown.words}
    links = {shown.link.id for shown in choice.links(claim) if shown.words}
    return tuple(
        HeldView(
            one.verdict + (", in translation" if one.translated else ""),
            plain(label_of(documents[one.document])),
            pieces(one.quote, [mine for mine, _ in one.differences]),
            pieces(one.words, [theirs for _, theirs in one.differences]),
        )
        for one in content.quotations
        # Words that stand elsewhere in a document, in no linked passage, are told only where the document goes out.
        if one.claim == claim.id
        and one.document in documents
        and (one.link in links if one.link else choice.as_file(documents[one.document]))
    )


def calculations(content: BundleContent, choice: Choice, claim: Claim) -> tuple[CalculationView, ...]:
    """The calculations of a claim all of whose figures stand in passages whose words go out."""
    if choice.tells_of_withheld(claim):
        return ()
    told = {shown.passage.id: shown for shown in choice.links(claim) if shown.words}
    found: list[CalculationView] = []
    for one in content.graph.calculations_of(claim.id):
        try:
            formula = read_formula(json.loads(one.formula) if isinstance(one.formula, str) else one.formula)
        except (ValueError, KeyError, TypeError):
            continue  # not as this program writes them
        if all(figure.passage in told for figure in formula.figures.values()):
            figures = tuple(
                (plain(name), plain(figure.words), _where(told[figure.passage]))
                for name, figure in formula.figures.items()
            )
            words = plain(formula.result).strip(), plain(formula.expression).strip()
            found.append(CalculationView(*words, figures, plain(one.note).strip()))
    return tuple(found)


def _where(shown: Shown) -> str:
    return ", ".join(filter(None, (plain(label_of(shown.document)), page_words(shown.passage.place))))


def pieces(text: str, stretches: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """A text cut at stretches (code points, in order): each piece with whether it is one of them."""
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in stretches:
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(piece for piece in [*found, (text[at:], False)] if piece[0])


def differing(quote: str, held: Sequence[Held]) -> tuple[tuple[str, bool], ...]:
    """A passage's quote as the page shows it, in pieces: whether they differ from a quotation in the claim.

    The pieces put together are the quote. Where a source's words do not stand in it exactly once (letters and digits
    count), nothing is marked: the wordings themselves stand at the claim.
    """
    letters, where = _letters(quote)
    found: list[tuple[int, int]] = []
    for one in held:
        words, at = _letters(one.words)
        if not words or letters.count(words) != 1:
            continue
        first = letters.index(words)
        for _, (start, end) in one.differences:
            inside = [first + i for i, place in enumerate(at) if start <= place < end]
            if inside:
                found.append((where[inside[0]], where[inside[-1]] + 1))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return pieces(quote, merged)


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, and the place (a code point) of each."""
    found = [
        (letter, at)
        for at, each in enumerate(text)
        for letter in unicodedata.normalize("NFKC", each)
        if letter.isalnum()
    ]
    return "".join(letter for letter, _ in found), [at for _, at in found]


def states(sentences: Sequence[Sentence], draft: str) -> tuple[tuple[str, int], ...]:
    """How many sentences of a draft have which state of the line check, in words."""
    found = Counter(sentence.state for sentence in sentences if sentence.document == draft)
    return tuple((words, found[state]) for state, words in STATE_WORDS.items() if found[state])
