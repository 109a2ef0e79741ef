"""Which pages of a document a copy has, and into how many files they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.bundle.choosing import Choice
from annotator.bundle.file_names import safe_name
from annotator.bundle.marks import Marked


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a copy: its name, the version's id, and its pages (indexes); none means all pages."""

    name: str
    version: str
    pages: tuple[int, ...] = ()

    def number(self, page: int) -> int | None:
        """Which page of this file a page of the original is (both indexes); None where it is not in it."""
        if not self.pages:
            return page
        return self.pages.index(page) if page in self.pages else None


def parts_of(choice: Choice, copy: Marked, title: str, taken: set[str], pieces: int = 1) -> list[Part]:
    """The files of a copy, named after `title`; their names are added to `taken`.

    With `pieces` its pages go into so many files, about as many into each.
    """
    pages = choice.content.pages.get(copy.version.extraction, ())
    kept = list(range(len(pages)))
    if choice.content.cited_only and copy.document.role != "draft":
        kept = around(sorted({mark.page for mark in copy.marks}), len(pages)) or kept
    if not pages or (pieces < 2 and len(kept) == len(pages)):
        return [Part(safe_name(title, ".pdf", taken), copy.version.id)]
    made: list[Part] = []
    pieces = max(1, min(pieces, len(kept)))
    for at in range(pieces):
        mine = kept[at * len(kept) // pieces : (at + 1) * len(kept) // pieces]
        said = page_numbers([pages[page].label or str(page + 1) for page in mine], mine)
        name = safe_name(f"{title[:80]} ({said} of {len(pages)})", ".pdf", taken)
        made.append(Part(name, copy.version.id, tuple(mine)))
    return made


def pieces_of(choice: Choice, copy: Marked, pieces: int, sizes: Sequence[int], largest: int) -> int:
    """In how many files a copy has to go so that none has more than `largest` bytes, as far as can be told.

    `sizes` (bytes) are those of its `pieces` files as they are. The same number where it can't be divided further.
    """
    if max(sizes) <= largest:
        return pieces
    count = len(choice.content.pages.get(copy.version.extraction, ()))
    wanted = max(pieces + 1, -(-11 * sum(sizes) // (10 * largest)))
    return max(pieces, min(count, wanted))


def of_few_pages(choice: Choice, copies: Sequence[Marked]) -> set[str]:
    """Ids of the versions of which only some pages go out."""
    if not choice.content.cited_only:
        return set()
    return {copy.version.id for copy in copies if parts_of(choice, copy, "copy", set())[0].pages}


def around(cited: Sequence[int], count: int) -> list[int]:
    """The cited pages (indexes) with one before and one after each."""
    return sorted({near for page in cited for near in (page - 1, page, page + 1) if 0 <= near < count})


def page_numbers(labels: Sequence[str], pages: Sequence[int]) -> str:
    """'pages 12–14, 30'; by position where what is printed on pages is not one number each."""
    if len(set(labels)) != len(labels) or any(not label.isdigit() for label in labels):
        labels = [str(page + 1) for page in pages]
    runs: list[list[int]] = []
    for at, page in enumerate(pages):
        if runs and page == pages[runs[-1][-1]] + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    words = [labels[run[0]] if len(run) == 1 else f"{labels[run[0]]}–{labels[run[-1]]}" for run in runs]
    if len(words) > 6:
        words = [*words[:5], "…", words[-1]]
    return ("page " if len(pages) == 1 else "pages ") + ", ".join(words)
