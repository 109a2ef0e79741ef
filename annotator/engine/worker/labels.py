"""Page labels and the table of contents."""

from __future__ import annotations

from typing import Any

from annotator.engine import protocol
from annotator.engine.worker.mupdf import fitz
from annotator.engine.worker.texts import clean


class Labels:
    """What is printed on pages, by the document's own rules; counted from 1 where it has none."""

    def __init__(self, pdf: Any) -> None:
        try:
            rules = pdf._get_page_labels()
        except Exception:  # a damaged tree of labels must not keep the pages from being read
            rules = []
        self._rules = [(int(rule[0]), rule[1]) for rule in rules]

    def of(self, index: int) -> str:
        """The label of a page; its number where the rules give nothing."""
        if not self._rules:
            return str(index + 1)
        try:
            label = str(fitz.utils.get_label_pno(index, self._rules))
        except Exception:
            label = ""
        return clean(label).strip() or str(index + 1)


def outline(pdf: Any, pages: int) -> list[tuple[int, str, int]]:
    """(level from 1, title, page index) of entries that lead to a page of this document."""
    try:
        entries = pdf.get_toc(simple=True)
    except Exception:  # a damaged outline must not keep the pages from being read
        return []
    found = []
    for level, title, page in entries[: protocol.OUTLINE_LIMIT]:
        if 1 <= page <= pages and 1 <= level <= 1000:
            found.append((level, clean(str(title)), page - 1))
    return found
