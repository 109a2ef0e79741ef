"""What a person asks of an evidence bundle, and the calls that work it out and write it. In the desk's thread."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.operations.exporting import Exported
    from annotator.operations.outlook import Outlook
    from annotator.operations.workspace import Cancelled, Progress, Workspace


@dataclass(frozen=True, slots=True)
class Wanted:
    """For whom (a preset), and how; `told` lists for the reader what is left out.

    `largest` is the size of a part in bytes; 0: in one piece.
    """

    reader: str
    names: bool = False
    cited_only: bool = False
    told: bool = False
    zipped: bool = False
    largest: int = 0


def outlook_of(ws: Workspace, wanted: Wanted) -> Outlook:
    """What the bundle would hold."""
    from annotator.operations import outlook

    return outlook.outlook(ws, wanted.reader, with_names=wanted.names, cited_only=wanted.cited_only)


def hidden_in(ws: Workspace, wanted: Wanted) -> Generator[None, None, tuple[tuple[str, str], ...]]:
    """What the files that would go out hold that nobody sees, as titles with sentences; yields between documents."""
    from annotator.operations import outlook

    return outlook.hidden(ws, wanted.reader, with_names=wanted.names)


def write(ws: Workspace, out: Path, wanted: Wanted, *, progress: Progress, cancelled: Cancelled) -> Exported:
    """Writes the bundle."""
    from annotator.operations import exporting

    return exporting.export(
        ws,
        out,
        format="bundle",
        preset=wanted.reader,
        with_names=wanted.names,
        cited_only=wanted.cited_only,
        tell_reader=wanted.told,
        largest=wanted.largest,
        progress=progress,
        cancelled=cancelled,
    )
