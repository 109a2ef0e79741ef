"""What is said of scans: which documents have no text, how sure the machine was, with what it reads here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.engine.client import Engine
from annotator.engine.ocr import finding, judging, running
from annotator.engine.ocr.reading import give_way
from annotator.model.pages import Format, Recognised
from annotator.operations.workspace import Workspace, new_engine

ABSENT = "There is no Tesseract on this computer, so scans can't be read (OCR). Install tesseract-ocr, then try again."
MAY_BE_SCANS = (Format.PDF, Format.PICTURE, Format.XPS)


def without_text(ws: Workspace) -> tuple[str, ...]:
    """Documents most of whose pages have no text that can be used and were not read by machine; by their text alone."""
    graph = ws.graph()
    found = []
    for document in graph.documents.values():
        version = graph.versions.get(document.current)
        if version is None or not version.extraction or Format(version.format) not in MAY_BE_SCANS:
            continue
        texts = ws.project.page_texts(version.extraction)
        known = {each.page for each in ws.project.recognised(version.extraction)}
        bare = sum(page not in known and judging.textless(text) for page, text in enumerate(texts))
        if bare * 2 > len(texts):
            found.append(document.id)
    return tuple(found)


def quiet_engine() -> Engine:
    """An engine for reading scans in the background: it gives way to whoever draws what is on the screen."""
    engine = new_engine()
    give_way(engine)
    return engine


def state() -> dict[str, Any]:
    """What there is to read scans with, and whether its lock was seen to hold, as the doctor says it."""
    tesseract = finding.find()
    if tesseract is None:
        return {"available": False, "sentence": ABSENT}
    tried = running.profile(tesseract)
    holds = bool(tried) and all(tried.values())
    if holds:
        lock = f"locked: all {len(tried)} attempts to get out were refused"
    elif tried:
        lock = f"not fully locked: {', '.join(name for name, stopped in tried.items() if not stopped)} was possible"
    else:
        lock = "not locked, since this computer can't do it, so scans are not read"
    languages = ", ".join(tesseract.languages)
    return {
        "available": holds,
        "sentence": f"Scans are read by Tesseract {tesseract.version} ({languages}), which is {lock}.",
        "program": "Tesseract",
        "version": tesseract.version,
        "languages": list(tesseract.languages),
        "holds": holds,
        "refused": tried,
    }


def sure_of(texts: Sequence[str], recognised: Sequence[Recognised]) -> tuple[int, int]:
    """How sure the machine was of some pages in percent, weighed by their lengths; and its words below 60."""
    weights = [len(texts[each.page]) for each in recognised]
    total = sum(weights)
    mean = (
        sum(each.confidence * weight for each, weight in zip(recognised, weights, strict=True)) / total if total else 0
    )
    return int(mean), sum(each.doubtful for each in recognised)


def sentence_of(texts: Sequence[str], recognised: Sequence[Recognised]) -> str:
    """What a person is told of pages that were read by machine; empty where none was."""
    if not recognised:
        return ""
    confidence, _ = sure_of(texts, recognised)
    pages = "1 page was" if len(recognised) == 1 else f"{len(recognised):,} pages were"
    return f"{pages} read by machine (OCR), {confidence} % sure."
