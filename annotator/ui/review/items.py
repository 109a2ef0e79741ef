"""What is to be reviewed: every passage and mark that is not as it was, and nobody has said yes to."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.graph import Graph
from annotator.model.places import Place
from annotator.model.standing import Stands
from annotator.model.things import Blackout, NeedsNone, Passage, Role
from annotator.ui.plain import one_line
from annotator.ui.words import RELATION_MARKS, RELATION_WORDS, document_name, place_words

OUTCOME_MARKS = {"edited": "≠", "moved": "⇅", "gone": "?"}
OUTCOME_WORDS = {"edited": "edited", "moved": "moved", "gone": "not found"}


def dashed(thing: Passage | NeedsNone | Blackout) -> bool:
    """Whether it was found in another wording or elsewhere, and nobody has said yes to that: it is drawn dashed."""
    return thing.standing is not None and thing.standing.outcome in (Stands.EDITED, Stands.MOVED)


def state_words(passage: Passage) -> str:
    """What is said behind a passage's words: " (edited, to review)"; empty where nothing is to be said."""
    standing = passage.standing
    if standing is None or standing.outcome not in OUTCOME_WORDS:
        return " (being sought)" if passage.lost else ""
    return f" ({OUTCOME_WORDS[standing.outcome]}{', to review' if dashed(passage) else ''})"


@dataclass(frozen=True, slots=True)
class ToReview:
    """One of them. `was` is where a person last put it, `place` where it was found (the same where it was not)."""

    thing: str
    document: str
    outcome: str
    score: float
    was: Place
    place: Place
    about: str

    @property
    def found(self) -> bool:
        """Whether there is a place to say yes to."""
        return self.outcome in ("edited", "moved")


def to_review(graph: Graph) -> list[ToReview]:
    """All of them: drafts first, then sources by name, in the order in which they stood."""
    found = []
    for passage in graph.passages.values():
        standing = passage.standing
        if standing is None or standing.outcome not in OUTCOME_WORDS or not _counts(graph, passage):
            continue
        about = _about(graph, passage)
        outcome, score = str(standing.outcome), standing.score
        found.append(ToReview(passage.id, passage.document, outcome, score, standing.was, passage.place, about))
    marks: list[tuple[NeedsNone | Blackout, str]] = [(mark, "Needs no source") for mark in graph.needs_none.values()]
    marks += [(one, "Blacked out in exports") for one in graph.blackouts.values()]
    for mark, about in marks:
        standing = mark.standing
        if standing is not None and standing.outcome in OUTCOME_WORDS and mark.document in graph.documents:
            outcome, score = str(standing.outcome), standing.score
            found.append(ToReview(mark.id, mark.document, outcome, score, standing.was, mark.place, about))
    order = {
        document.id: (document.role is not Role.DRAFT, document_name(graph, document.id).casefold(), document.id)
        for document in graph.documents.values()
    }
    return sorted(found, key=lambda each: (order[each.document], each.was.page, each.was.start, each.thing))


def _counts(graph: Graph, passage: Passage) -> bool:
    """Whether anything hangs on a passage."""
    if passage.document not in graph.documents:
        return False
    return passage.claim in graph.claims or any(link.claim in graph.claims for link in graph.links_to(passage.id))


def _about(graph: Graph, passage: Passage) -> str:
    """What hangs on it: "Claim 3", or "+ supports claim 2, × contradicts claim 5"."""
    if passage.claim in graph.claims:
        return f"Claim {graph.claims[passage.claim].number}"
    links = [link for link in graph.links_to(passage.id) if link.claim in graph.claims]
    said = (
        f"{RELATION_MARKS[link.relation]} {RELATION_WORDS[link.relation]} claim {graph.claims[link.claim].number}"
        for link in links[:3]
    )
    return ", ".join(said) + (", …" if len(links) > 3 else "")


def row_words(graph: Graph, item: ToReview) -> str:
    """Three lines for the list: what it is, where it stood, its words."""
    mark, words = OUTCOME_MARKS[item.outcome], OUTCOME_WORDS[item.outcome]
    whereabouts = one_line(item.was.whereabouts).replace("p. ", "p.\N{NO-BREAK SPACE}")
    where = f"{document_name(graph, item.document)}, {whereabouts}"
    return f"{mark} {words}: {item.about}\n{where}\n“{place_words(item.was, 120)}”"


def about_words(item: ToReview) -> str:
    """How it was found again: "edited, p. 2 → p. 3, 87 % alike"."""
    was, now = one_line(item.was.whereabouts), one_line(item.place.whereabouts)
    if not item.found:
        return f"{OUTCOME_WORDS[item.outcome]}, was on {was}"
    where = was if was == now else f"{was} → {now}"
    # Never rounded up to all: 99.6 % alike is not the same.
    alike = "the same words" if item.outcome == "moved" else f"{min(99, int(item.score * 100))} % alike"
    return f"{OUTCOME_WORDS[item.outcome]}, {where}, {alike}"
