"""Comments of a Word document that came back, from the command line."""

from __future__ import annotations

from pathlib import Path

from annotator.cli import texts
from annotator.cli.answers import DONE, PERSON_NEEDED, Answer
from annotator.cli.arguments import Given
from annotator.operations import comments
from annotator.operations.workspace import Workspace


def _row(remark: comments.Remark) -> dict[str, object]:
    """A comment that hit no claim."""
    return {"author": remark.author, "text": remark.text, "words": remark.words, "why": remark.why}


def comments_in(ws: Workspace, given: Given) -> Answer:
    """Takes comments in; status 1 where some hit no claim."""
    looked = comments.look(ws, Path(given["file"]))
    marking = bool(given["mark"])
    going = [each for each in looked.remarks if each.claim or (marking and each.match)]
    left = [each for each in looked.remarks if each not in going]
    graph = ws.graph()
    asked: list[dict[str, object]] = [
        {"id": "", "claim": each.claim, "author": each.author, "text": each.text} for each in going
    ]
    if going and not given["dry_run"]:
        made = comments.take(ws, [(each, "") for each in going]).queries
        graph = ws.graph()
        for row, query in zip(asked, made, strict=True):
            row.update(id=query, claim=graph.queries[query].claim)
    for row in asked:
        claim = graph.claims.get(str(row["claim"]))
        row["number"] = claim.number if claim else None
    data = {
        "asked": asked,
        "left": [_row(each) for each in left],
        "ours": looked.ours,
        "known": looked.known,
    }
    does = "Would become queries" if given["dry_run"] else "Became queries"
    lines = [f"{does}: {texts.counted(len(asked), 'comment')}."]
    lines += [f"  claim {row['number'] or 'to be marked'}: {row['author']}: {row['text']}" for row in asked]
    lines += [f"  left out: {each.author}: {each.text} ({each.why})" for each in left]
    if looked.ours or looked.known:
        lines.append(f"Not taken: {looked.ours} that Annotator wrote, {looked.known} that came in before.")
    return Answer(data, "\n".join(lines), PERSON_NEEDED if left else DONE)
