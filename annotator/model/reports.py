"""What a file holds that its reader does not see and its sender may not know of: told before it goes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Trace(IntEnum):
    """What was found in a file."""

    COVERED_WORDS = 1
    """Words under something opaque or in its colour: a redaction that hides and does not remove."""
    COVERED_PICTURE = 2
    """A part of a picture under something opaque."""
    MARKED_BLACK = 3
    """A black highlight or square laid over words, which any reader can take away."""
    UNSEEN_WORDS = 4
    """Words that are not painted, too small, off the page, or of the colour of the paper."""
    MACHINE_WORDS = 5
    """Words under a scan, which a machine read."""
    METADATA = 6
    """Who wrote it, with what, when; the text says which."""
    PATHS = 7
    """Paths of folders or e-mail addresses in what programs wrote into it."""
    ATTACHED = 8
    NOTES = 9
    """Comments and notes."""
    TRACKED = 10
    """Insertions and deletions that were tracked."""
    HIDDEN_SHEETS = 11
    HIDDEN_ROWS = 12
    SPEAKER_NOTES = 13
    LOCATION = 14
    """Where a picture was taken."""
    CAMERA = 15
    """A camera's serial number, its owner, or its name."""
    DOTS = 16
    """A grid of yellow dots, as colour printers put on each page to tell which printer it was."""
    FORM = 17
    SCRIPTS = 18
    REVISIONS = 19
    """Earlier states of the file, which stand in it still."""
    LAYERS = 20
    """Layers that are not shown."""
    OFF_PAGE = 21
    """Drawings or pictures that stick out of the page."""


@dataclass(frozen=True, slots=True)
class Report:
    """One finding: on which page (an index, -1 for the whole file), how many, and words of the file that say more."""

    trace: Trace
    page: int = -1
    count: int = 1
    detail: str = ""
