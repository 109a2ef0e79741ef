"""Reading scans by machine (OCR): which pages need it, their text as a layer, all of it taken in as one action."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from dataclasses import replace as changed

from annotator.engine.client import Engine, Reader
from annotator.engine.ocr import finding, judging
from annotator.engine.ocr.finding import Tesseract
from annotator.engine.ocr.reading import PageRead, PagesReading
from annotator.engine.protocol import LAYER_LIMIT
from annotator.engine.sealing import Source
from annotator.model.errors import NotConfined, Refused
from annotator.model.outcomes import Outcome
from annotator.model.pages import Extraction, Format, Recognised
from annotator.model.things import Version
from annotator.operations import seeking
from annotator.operations.files import binary
from annotator.operations.scans import ABSENT, MAY_BE_SCANS, sure_of
from annotator.operations.workspace import (
    Cancelled,
    Progress,
    Workspace,
    current_version,
    document_of,
    sealed_content,
    wait,
    writable,
)

BATCH = 200
"""Pages that are read and taken in at once, what is lost at most when the power fails; of long documents a fifth."""
_LONGEST_BATCH = 1_000
_RUBBISH = (
    "The machine could make no text of this scan that can be relied on, so it stays without: it may be too poor, or in "
    "a script or language that Tesseract does not know here (it knows {}). Install the language's data, then try again."
)
_WITHOUT_TEXT = re.compile(r"^\d[\d,]* pages? (is|are) without text that can be read; pictures of text need OCR\.$")
_MADE_BY = re.compile(r", Tesseract [^,]*$")


@dataclass
class Task:
    """A document whose pages may have to be read. It holds a descriptor: `close` it."""

    document: str
    name: str
    version: Version
    extraction: Extraction
    source: Source
    pages: tuple[int, ...]
    """The pages to be read where a person named them, else those whose text is suspicious."""
    named: bool = False
    tried: set[int] = field(default_factory=set)
    """The pages that were read, whether or not that is of use."""
    more: bool = False
    """Whether pages are left for another batch."""

    def close(self) -> None:
        """Gives the bytes back."""
        self.source.close()


@dataclass
class Reading:
    """What was read of a task, ready to be adopted. It holds a descriptor: adopt it, or `close` it."""

    task: Task
    extraction: Extraction
    layer: Source
    pages: tuple[int, ...]
    failed: tuple[int, ...] = ()
    stopped: bool = False
    closed: bool = field(default=False)

    def close(self) -> None:
        """Gives the layer's bytes back; may be called twice."""
        if not self.closed:
            self.closed = True
            self.layer.close()


@dataclass(frozen=True, slots=True)
class ReadByMachine:
    """What reading a document's scans came to. `pages` are those read now; `confidence` is their mean in percent."""

    outcomes: tuple[Outcome, ...]
    document: str
    pages: tuple[int, ...]
    confidence: int
    doubtful: int
    """Words of these pages of which the machine was less than 60 % sure."""
    failed: tuple[int, ...] = ()
    stopped: bool = False

    @property
    def outcome(self) -> Outcome:
        """The last of its actions."""
        return self.outcomes[-1]


def pages_to_read(ws: Workspace, document: str) -> tuple[int, ...]:
    """The pages of a document that show something and have no text that can be used. Raises what the engine raises."""
    task = task_of(ws, document)
    if task is None:
        return ()
    reader = ws.engine.open(task.source)
    try:
        return _unreadable(ws.engine, reader, task, None)
    finally:
        reader.close()
        task.close()


def task_of(
    ws: Workspace, document: str, *, pages: Sequence[int] | None = None, tried: Set[int] = frozenset()
) -> Task | None:
    """What there may be to read of a document's current version, None where its text shows that there is nothing.

    `pages` names indexes to be read whatever their text; those `tried` before are left out. Raises Refused for one that
    is not there.
    """
    graph = ws.graph()
    target = document_of(graph, document)
    version = current_version(graph, target)
    if Format(version.format) not in MAY_BE_SCANS:
        return None
    texts = ws.project.page_texts(version.extraction)
    known = {each.page for each in ws.project.recognised(version.extraction)}
    if pages is not None:
        wanted = tuple(page for page in dict.fromkeys(pages) if page not in tried)
        outside = [page for page in pages if not 0 <= page < len(texts)]
        if outside:
            raise Refused(f"'{target.name}' has no page {outside[0]}. Its pages are 0 to {len(texts) - 1}.")
    else:
        wanted = tuple(
            page
            for page, text in enumerate(texts)
            if page not in known and page not in tried and judging.suspicious(text)
        )
    if not wanted:
        return None
    extraction = ws.project.extraction(version.extraction)
    source = sealed_content(ws, version.id)
    return Task(document, target.name, version, extraction, source, wanted, pages is not None)


def read(
    engine: Engine,
    task: Task,
    *,
    languages: Sequence[str] | None = None,
    unconfined: bool = False,
    quiet: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Reading | None:
    """Reads a task's pages, at most a batch of them; touches no project, so any thread may do it with its own engine.

    `quiet` gives way to all other programs. `progress` counts pages. None where nothing is to be read, or nothing was
    read before it was cancelled. Raises Refused where there is no Tesseract, NotConfined where it can't be locked.
    """
    reader = engine.open(task.source)
    try:
        wanted = task.pages if task.named else _unreadable(engine, reader, task, cancelled)
        if not wanted:
            return None
        tesseract = finding.find()
        if tesseract is None:
            raise Refused(ABSENT)
        chosen = _languages(tesseract, tuple(languages or ()))
        work = PagesReading(engine, reader, tesseract, chosen, unconfined=unconfined, quiet=quiet)
        batch = max(BATCH, min(_LONGEST_BATCH, len(task.extraction.pages) // 5))
        done = work.run(wanted[:batch], progress, cancelled)
        task.tried |= {*work.read, *work.failed}
        task.more = done and len(wanted) > batch
        found = [each for each in work.read.values() if _counts(task, each)]
        rubbish = () if task.named else tuple(each.page for each in work.read.values() if _is_rubbish(each))
        if rubbish and not found:
            raise Refused(_RUBBISH.format(", ".join(chosen)))
        if found:
            by = f"{tesseract.version} {'+'.join(chosen)}"
            return _reading(engine, reader, task, found, by, (*work.failed, *rubbish), stopped=not done)
        if work.failed and not work.read:
            raise next(iter(work.failed.values()))
        return None
    finally:
        reader.close()


def adopt(ws: Workspace, reading: Reading) -> ReadByMachine:
    """Takes what was read into the project, in one action: text layer and extraction. Places are sought in it.

    Closes `reading`. Raises Refused where the document has another version or text meanwhile; nothing changed then.
    """
    try:
        writable(ws)
        task, extraction = reading.task, reading.extraction
        version = ws.graph().versions.get(task.version.id)
        if version is None or version.extraction != task.version.extraction:
            raise Refused(f"'{task.name}' changed while it was read by machine. Read it again.")
        with ws.project.act("ocr") as pen:
            layer = reading.layer
            ws.project.put_content(pen, extraction.layer, layer.size, binary(layer), media="application/pdf")
            ws.project.put_extraction(pen, extraction)
            pen.set(version.id, "extraction", extraction.sha256)
    finally:
        reading.close()
    seeking.finish_quietly(ws)
    now = [each for each in extraction.recognised if each.page in reading.pages]
    confidence, doubtful = sure_of(extraction.texts, now)
    outcomes = (pen.outcome,)
    return ReadByMachine(outcomes, task.document, reading.pages, confidence, doubtful, reading.failed, reading.stopped)


def recognise(
    ws: Workspace,
    document: str,
    *,
    pages: Sequence[int] | None = None,
    languages: Sequence[str] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ReadByMachine | None:
    """Reads a document's scans, some 200 pages an action; None where there are none. `progress` counts a batch's pages.

    Cancelling keeps the pages that are done. Raises Refused where there is no Tesseract.
    """
    writable(ws)
    made: list[ReadByMachine] = []
    tried: set[int] = set()
    more = True
    while more and (task := task_of(ws, document, pages=pages, tried=tried)) is not None:
        try:
            reading = read(
                ws.engine, task, languages=languages, unconfined=ws.unconfined, progress=progress, cancelled=cancelled
            )
        finally:
            task.close()
        ws.keep()
        if reading is not None:
            made.append(adopt(ws, reading))
        tried |= task.tried
        more = task.more
    return _together(made)


def _languages(tesseract: Tesseract, wanted: tuple[str, ...]) -> tuple[str, ...]:
    missing = [language for language in wanted if language not in tesseract.languages]
    if missing:
        raise Refused(f"Tesseract has no language '{missing[0]}' here. It has {', '.join(tesseract.languages)}.")
    return tesseract.choose(wanted)


def _unreadable(engine: Engine, reader: Reader, task: Task, cancelled: Cancelled | None) -> tuple[int, ...]:
    """Of the pages with suspicious text those that look like it, asked of the locked worker."""
    found = []
    for page in task.pages:
        try:
            shares = wait(engine, reader.shares(page), cancelled)
        except NotConfined:
            raise
        except Refused:
            if cancelled is not None and cancelled():
                raise
            continue  # a page that can't be drawn can't be read either
        if judging.unreadable(task.extraction.texts[page], shares):
            found.append(page)
    return tuple(found)


def _counts(task: Task, page: PageRead) -> bool:
    """Whether what was read of a page stands for its text."""
    if task.named:
        return True
    return not _is_rubbish(page) and judging.better(task.extraction.texts[page.page], page.text, page.sure.confidence)


def _is_rubbish(page: PageRead) -> bool:
    return judging.rubbish(page.text, page.sure.confidence, page.sure.doubtful)


def _reading(
    engine: Engine,
    reader: Reader,
    task: Task,
    found: list[PageRead],
    by: str,
    failed: tuple[int, ...],
    *,
    stopped: bool,
) -> Reading:
    """The layer of what was read, and the extraction with its text as the layer gives it back."""
    layer = wait(engine, reader.layer(each.recognition for each in found))
    try:
        if layer.size > LAYER_LIMIT:
            raise Refused("The text that was read by machine is too long for one document. Split it and add the parts.")
        digest = hashlib.sha256()
        for piece in layer.pieces():
            digest.update(piece)
        texts = list(task.extraction.texts)
        own = engine.open(changed(task.source, layer=layer))
        try:
            for each in found:
                texts[each.page] = wait(engine, own.chars(each.page)).text
        finally:
            own.close()
        extraction = _extraction(task.extraction, texts, found, by, digest.hexdigest())
    except BaseException:
        layer.close()
        raise
    pages = tuple(sorted(each.page for each in found))
    return Reading(task, extraction, layer, pages, failed, stopped)


def _extraction(before: Extraction, texts: list[str], found: list[PageRead], by: str, layer: str) -> Extraction:
    """The same pages, some with other texts."""
    pages = {each.page for each in found}
    now = [Recognised(each.page, each.sure.confidence, each.sure.doubtful) for each in found]
    recognised = sorted((*(old for old in before.recognised if old.page not in pages), *now), key=lambda one: one.page)
    warnings = [warning for warning in before.warnings if not _WITHOUT_TEXT.match(warning)]
    return Extraction.build(
        before.version,
        f"{_MADE_BY.sub('', before.made_by)}, Tesseract {by}",
        before.pages,
        tuple(texts),
        frozen=before.frozen,
        warnings=tuple(warnings),
        outline=before.outline,
        fragments=tuple(part for part in before.fragments if part.page not in pages),
        layer=layer,
        recognised=tuple(recognised),
    )


def _together(made: list[ReadByMachine]) -> ReadByMachine | None:
    if not made:
        return None
    pages = tuple(page for each in made for page in each.pages)
    weight = sum(len(each.pages) for each in made)
    return ReadByMachine(
        tuple(outcome for each in made for outcome in each.outcomes),
        made[0].document,
        pages,
        sum(each.confidence * len(each.pages) for each in made) // max(1, weight),
        sum(each.doubtful for each in made),
        tuple(page for each in made for page in each.failed),
        made[-1].stopped,
    )
