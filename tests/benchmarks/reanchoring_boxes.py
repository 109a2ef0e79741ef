"""How long the boxes of 1,000 places found in 1,000 pages take: the second part of a new version, after the seeking."""

from __future__ import annotations

import random
import statistics
from pathlib import Path

import pymupdf
from measuring import Row, milliseconds

from annotator.operations import importing, seeking, workspace
from annotator.operations.targets import stored


def boxes(texts: list[str], folder: Path, rounds: int = 3) -> list[Row]:
    """Wall time as the desk waits for it, against the bare library reading the same pages' characters in one thread."""
    path = folder / "thousand-new.pdf"
    document = pymupdf.open()
    for text in texts:
        document.new_page().insert_text((40, 50), text.encode("latin-1", "replace").decode("latin-1"), fontsize=9)
    document.save(path, deflate=True)
    chance = random.Random(7)
    wanted = {chance.randrange(len(texts)) for _ in range(1000)}

    def bare() -> None:
        for page in sorted(wanted):
            document[page].get_text("rawdict")

    with workspace.create(folder / "thousand-new.annotator") as ws:
        added = importing.add(ws, [path]).added[0]
        version = ws.graph().versions[ws.graph().documents[added.document].current]

        def ours() -> None:
            found = seeking.boxes_of(ws, stored(ws, version), wanted)
            assert len(found) == len(wanted)

        turns = [(milliseconds(ours), milliseconds(bare)) for _ in range(rounds)]
    mine, theirs = (statistics.median(column) for column in zip(*turns, strict=True))
    note = f"{len(wanted)} of {len(texts)} pages, wall time, two workers; bare: PyMuPDF's rawdict"
    return [Row("Boxes of 1,000 places found in 1,000 pages", mine, theirs, 2, 500, note)]
