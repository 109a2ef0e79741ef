"""Passages that may bear on a claim, on the command line."""

from __future__ import annotations

from annotator.cli import texts
from annotator.cli.answers import Answer
from annotator.cli.arguments import Given
from annotator.cli.progress import Shown
from annotator.model.errors import Refused
from annotator.model.things import Kind
from annotator.operations import reading, suggesting
from annotator.operations.resolving import resolve
from annotator.operations.searching import Sought
from annotator.operations.workspace import Workspace


def suggest(ws: Workspace, given: Given) -> Answer:
    """Passages from all sources, best first."""
    claim, words = given["claim"], given["text"]
    if (claim is None) == (words is None):
        raise Refused("Give a claim with --claim, or words with --text: one of the two.")
    chosen = "" if claim is None else resolve(ws, claim, Kind.CLAIM)
    if chosen:
        words = suggesting.claim_words(ws.graph(), chosen)
    limit = suggesting.LIMIT if given["limit"] is None else given["limit"]
    with Shown("Documents put into the index for suggestions") as progress:
        data = suggesting.suggest(
            ws,
            words,
            limit,
            progress=progress,
            whereabouts=True,
            claim=chosen,
            documents=None if given["in"] is None else {resolve(ws, given["in"], Kind.DOCUMENT)},
            kind=None if given["kind"] is None else Sought(given["kind"]),
        )
    text = texts.suggestions(data, reading.find_names(ws.graph()))
    printed = [{key: one[key] for key in one if key != "whereabouts"} for one in data]
    return Answer(printed, text, notes=(ws.meaning.why,) if ws.meaning.why else ())
