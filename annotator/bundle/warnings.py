"""What is told before a file goes out: sentences about what it holds that nobody sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from annotator.bundle.words import counted, plain
from annotator.model.reports import Report, Trace


@dataclass(frozen=True, slots=True)
class Warned:
    """A sentence about a document before it goes out.

    `document` is its id, `title` what it is called; `page` an index, None for the whole file. `stays` tells that it
    goes out with the original or can be seen in the copy; what is false of is only taken out of the copy.
    """

    document: str
    title: str
    trace: Trace
    page: int | None
    sentence: str
    stays: bool


_KEPT = frozenset([Trace.DOTS])
"""What pages show: copies have it, too."""

_SAID: dict[Trace, Callable[[int, str], str]] = {
    Trace.COVERED_WORDS: lambda n, said: f"{counted(n, 'letter')} under something opaque can be read by anybody{said}",
    Trace.COVERED_PICTURE: lambda n, said: f"{counted(n, 'part')} of pictures under something opaque can be uncovered",
    Trace.MARKED_BLACK: lambda n, said: f"{counted(n, 'black mark')} can be taken away by anybody",
    Trace.UNSEEN_WORDS: lambda n, said: f"{counted(n, 'letter')} that nobody sees{said}",
    Trace.MACHINE_WORDS: lambda n, said: f"{counted(n, 'letter')} under the scan, read by somebody's machine",
    Trace.METADATA: lambda n, said: f"it says of itself{said}",
    Trace.PATHS: lambda n, said: f"{counted(n, 'path')} of folders or addresses{said}",
    Trace.ATTACHED: lambda n, said: f"{counted(n, 'file')} inside it",
    Trace.NOTES: lambda n, said: f"{counted(n, 'note or comment', 'notes or comments')}{said}",
    Trace.TRACKED: lambda n, said: f"{counted(n, 'tracked change')}{said}",
    Trace.HIDDEN_SHEETS: lambda n, said: counted(n, "hidden sheet"),
    Trace.HIDDEN_ROWS: lambda n, said: counted(n, "hidden row or column", "hidden rows or columns"),
    Trace.SPEAKER_NOTES: lambda n, said: f"{counted(n, 'slide')} with notes for the speaker",
    Trace.LOCATION: lambda n, said: "where a picture was taken",
    Trace.CAMERA: lambda n, said: f"a camera or its owner{said}",
    Trace.DOTS: lambda n, said: "perhaps dots by which its printer can be found (a suspicion: look at it enlarged)",
    Trace.FORM: lambda n, said: counted(n, "filled field"),
    Trace.SCRIPTS: lambda n, said: "scripts",
    Trace.REVISIONS: lambda n, said: f"{counted(n, 'earlier state')} of it",
    Trace.LAYERS: lambda n, said: f"{counted(n, 'layer')} not shown",
    Trace.OFF_PAGE: lambda n, said: "drawings or pictures that stick out of the page",
}
_ORDER = {trace: at for at, trace in enumerate(_SAID)}


def warned(
    document: str, title: str, reports: Iterable[Report], labels: Sequence[str], *, original: bool
) -> tuple[Warned, ...]:
    """Sentences about a version, the worst first. `labels` are those of its pages, `original` whether that goes out."""
    found: list[Warned] = []
    for report in sorted(reports, key=lambda one: (_ORDER[one.trace], one.page)):
        stays = original or report.trace in _KEPT
        words = " ".join(plain(report.detail).split())
        what = _SAID[report.trace](report.count, f": “{words}”" if words else "")
        label = labels[report.page] if 0 <= report.page < len(labels) else str(report.page + 1)
        where = f"p. {plain(label).strip() or report.page + 1}: " if report.page >= 0 else ""
        goes = _GOES if original else _SHOWN if stays else _TAKEN
        page = report.page if report.page >= 0 else None
        sentence = f"{where}{what}. {goes}"
        found.append(Warned(document, title, report.trace, page, sentence[:1].upper() + sentence[1:], stays))
    return tuple(found)


_GOES = "The original would go out with it."
_SHOWN = "It can be seen in the copy."
_TAKEN = "The copy is made without it."
