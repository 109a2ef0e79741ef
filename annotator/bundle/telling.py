"""What is left out, for the reader: numbers by reason, and no name, since a title alone may tell too much."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.bundle.choosing import Choice
from annotator.bundle.words import counted
from annotator.model.things import Document, Handling

_ONLY = {
    Handling.QUOTE_ONLY: "{sources} only with the passages that are quoted here.",
    Handling.PARAPHRASE_ONLY: "{sources} only by name: what they say is paraphrased in the draft.",
}


def for_reader(choice: Choice) -> tuple[str, ...]:
    """A sentence for each kind of thing that claims rest on and that does not go out; nothing of other documents."""
    return tuple(_sentences(choice))


def _sentences(choice: Choice) -> Iterator[str]:
    resting = [one for one in _rested_on(choice) if one.role != "draft"]
    kept = [one for one in resting if choice.kept_back(one)]
    if kept:
        go = "does not go out" if len(kept) == 1 else "do not go out"
        yield f"{counted(len(kept), 'source')} that claims rest on {go}."
    for handling, words in _ONLY.items():
        some = [one for one in resting if one not in kept and one.handling is handling]
        if some:
            go = "goes out" if len(some) == 1 else "go out"
            yield words.format(sources=f"{counted(len(some), 'source')} {go}")
    going = (*choice.drafts, *choice.cited)
    black = [one for one in choice.graph.documents.values() if one in going and choice.blackened(one)]
    if black:
        places = sum(choice.content.black.places[one.id] for one in black)
        yield f"{counted(places, 'place')} of {counted(len(black), 'document')} blacked out."
    if not choice.content.working:
        yield "Notes, queries and flags of those who worked on the draft are left out."


def _rested_on(choice: Choice) -> list[Document]:
    passages, documents = choice.graph.passages, choice.graph.documents
    ids = {passages[link.passage].document for claim in choice.claims for link in choice.graph.links_of(claim.id)}
    return [document for key, document in documents.items() if key in ids]
