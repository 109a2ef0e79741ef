"""Gathering what an export is made of, and writing it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from annotator.bundle.annotations import write_annotations
from annotator.bundle.bag import write_bundle
from annotator.bundle.blacking import blacked
from annotator.bundle.choosing import Choice
from annotator.bundle.content import BundleContent, LeftOut, Original, Sentence, Written
from annotator.bundle.drafts import write_drafts
from annotator.bundle.drawing import write_drawing
from annotator.bundle.html import write_html
from annotator.bundle.pdf import write_pdfs
from annotator.bundle.presets import PARTS, Preset, prepared, refuse_what_must_not_be_printed
from annotator.bundle.readable import readable
from annotator.bundle.tables import write_tables
from annotator.checking.coverage import OPEN, coverage
from annotator.model.errors import Refused
from annotator.model.graph import Graph
from annotator.model.things import Handling
from annotator.operations.blacking import recorded_places
from annotator.operations.gathering import checkers, findings_of, quotations_of
from annotator.operations.rendering import STOPPED, EngineRenderer
from annotator.operations.reporting import refuse_commented_drafts
from annotator.operations.reporting import warnings as hidden_warnings
from annotator.operations.workspace import Cancelled, Progress, Workspace, pages, texts

T = TypeVar("T")
FORMATS = ("bundle", "html", "pdf", "docx", "csv", "jsonld", "svg")
"""What can be exported."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: `files` are names below `path`, `left_out` pairs of document and reason, `digest` SHA-256.

    `warnings` pairs documents with sentences about what their files hold that nobody sees, and what is blacked out
    elsewhere and can be read in them. `asked` are ids and names
    of sources that went out though nobody had said what may become of them, `untitled` names of documents without a
    title with what they are called there instead.
    """

    path: Path
    files: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    digest: str
    warnings: tuple[tuple[str, str], ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    untitled: tuple[tuple[str, str], ...] = ()


def export(
    ws: Workspace,
    out: Path,
    *,
    format: str = "html",
    preset: str | None = None,
    with_names: bool = False,
    cited_only: bool = False,
    tell_reader: bool = False,
    largest: int = 0,
    warn: Callable[[tuple[tuple[str, str], ...]], object] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Exported:
    """Writes the evidence bundle, or a part of it: the page (`html`, one file), annotated copies of the documents
    (`pdf`, a folder), the draft (`docx`), tables (`csv`, a folder), annotations (`jsonld`, one file), or the drawing of
    the links (`svg`, one file).

    `out` must not exist; ending in `.zip` it becomes a ZIP. Whatever goes wrong, nothing is left behind. `progress`
    counts pictures, copies, or percent of a bundle. A preset (of `Preset`) tells for whom it is. With `cited_only`
    copies of sources have the cited pages, one before and one after; with `tell_reader` the page lists what is left
    out, in numbers; with `largest` (bytes) a bundle is a folder of ZIPs of about that size, each a bag. `warn` is
    told, before anything is written, what the files that go out hold that nobody sees; where it is not given,
    nobody looks for that.
    Raises Refused for other formats, other presets, presets of parts, and, in every format, where a claim that is not
    cut rests on what is off the record or under an embargo.
    """
    if format not in FORMATS:
        raise Refused(f"'{format}' can't be exported in this version of Annotator. What can: {', '.join(FORMATS)}.")
    if preset and preset not in set(Preset):
        raise Refused(f"There is no preset '{preset}'. There are: {', '.join(Preset)}.")
    if preset and format != "bundle":
        raise Refused("Presets belong to the bundle. Leave the preset or the format out.")

    def told(done: int, total: int) -> None:
        if cancelled is not None and cancelled():
            raise Refused(STOPPED)
        ws.keep()
        if progress:
            progress(done, total)

    told(0, 1)
    content = gather(ws, with_names=with_names, cancelled=cancelled)
    content = replace(content, cited_only=cited_only, reader_told=tell_reader)
    refuse_what_must_not_be_printed(Choice(content))
    if preset == Preset.PUBLIC:
        refuse_commented_drafts(ws, content, cancelled)
    warnings = _readable(content, preset)
    if warn:
        warnings = (*warnings, *_warnings(ws, content, format, preset, told, cancelled))
        warn(warnings)
    try:
        written = _write(out, content, format, Preset(preset) if preset else None, largest, told)
    finally:
        content.renderer.close()
    choice = Choice(prepared(content, Preset(preset))[0] if preset else content)
    own = content.graph.documents
    asked = tuple((one.id, choice.known_as(one)) for one in choice.cited if own[one.id].handling is Handling.UNSET)
    untitled = tuple((name, called) for _, name, called in choice.untitled)
    return Exported(written.path, written.files, _pairs(written.left_out), written.digest, warnings, asked, untitled)


def _pairs(left_out: Sequence[LeftOut]) -> tuple[tuple[str, str], ...]:
    return tuple((one.document, one.reason) for one in left_out)


def _readable(content: BundleContent, preset: str | None) -> tuple[tuple[str, str], ...]:
    """What is blacked out somewhere and goes out elsewhere, as titles with sentences."""
    choice = Choice(prepared(content, Preset(preset))[0] if preset else content)
    return _pairs(readable(choice))


def _warnings(
    ws: Workspace,
    content: BundleContent,
    format: str,
    preset: str | None,
    told: Progress,
    cancelled: Cancelled | None,
) -> tuple[tuple[str, str], ...]:
    """What the files that go out hold that nobody sees, as titles with sentences."""
    if format not in ("bundle", "pdf"):
        return ()
    who = Preset(preset or Preset.ARCHIVE)
    seen, _ = prepared(content, who)
    originals = format == "bundle" and PARTS[who].originals
    found, unknown = hidden_warnings(
        ws, seen, originals=originals, progress=lambda done, total: told(0, 100), cancelled=cancelled
    )
    return (*((each.title, each.sentence) for each in found), *unknown)


def _write(
    out: Path, content: BundleContent, format: str, preset: Preset | None, largest: int, progress: Progress
) -> Written:
    if format == "bundle":
        return write_bundle(out, content, preset=preset, largest=largest, progress=progress)
    if format in ("html", "pdf"):
        return (write_html if format == "html" else write_pdfs)(out, content, progress=progress)
    writers = {"docx": write_drafts, "csv": write_tables, "jsonld": write_annotations, "svg": write_drawing}
    return writers[format](out, content)


def gather(ws: Workspace, *, with_names: bool = False, cancelled: Cancelled | None = None) -> BundleContent:
    """Everything an export may be made of, without what is blacked out; pages and texts are read when asked for."""
    graph = ws.graph()
    renderer = EngineRenderer(ws, graph, cancelled)
    content = BundleContent(
        title=ws.project.title,
        exported=datetime.now(UTC).date(),
        graph=graph,
        texts=_Lazy(lambda extraction: texts(ws, extraction), graph),
        pages=_Lazy(lambda extraction: pages(ws, extraction), graph),
        sentences=sentences(ws, graph),
        renderer=renderer,
        with_names=with_names,
        recognised=_Lazy(ws.project.recognised, graph),
        day=min(datetime.now(UTC).date(), datetime.now().astimezone().date()),
        original=_originals(ws, cancelled),
        checkers=checkers(ws, graph),
        findings=findings_of(ws, graph, renderer),
        quotations=quotations_of(ws, graph),
        private=() if with_names else _private(),
    )
    return blacked(content, recorded_places(ws, graph))


def _originals(ws: Workspace, cancelled: Cancelled | None) -> Original:
    """Hands the bytes of a version over, as they came."""

    def pour(version_id: str, take: Callable[[bytes], object]) -> None:
        version = ws.graph().versions.get(version_id)
        if version is None:
            raise Refused("That version is no longer part of the project.")

        def piece(data: bytes) -> None:
            if cancelled is not None and cancelled():
                raise Refused(STOPPED)
            take(data)

        ws.project.pour(version.sha256, piece)

    return pour


_SHORT = 5
"""Names with fewer letters occur by chance."""
_COMMON = frozenset(["localhost", "debian", "ubuntu", "fedora", "macbook", "laptop", "desktop"])


def _private() -> tuple[bytes, ...]:
    """What an original must not hold where nobody sees it: this person's home, name, and computer."""
    home = str(Path.home())
    names = [f"{home}/", f"{home}\\", _own_name()]
    if (host := socket.gethostname()).lower() not in _COMMON:
        names.append(host)
    return tuple(name.encode("utf-8", "replace") for name in names if len(name) >= _SHORT)


def _own_name() -> str:
    """The full name of this computer's account, where it has one."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0].strip()
    except (ImportError, KeyError, AttributeError):  # not on Windows; not for every account
        return ""


def sentences(ws: Workspace, graph: Graph) -> list[Sentence]:
    """The line check of all drafts, in order."""
    return [
        Sentence(draft.id, state.page, state.start, state.end, state.state.value, state.state in OPEN)
        for draft in graph.drafts()
        if draft.current in graph.versions
        for state in coverage(texts(ws, graph.versions[draft.current].extraction), graph, draft.id)
    ]


class _Lazy(Mapping[str, Sequence[T]]):
    """Something of each extraction, read when asked for and kept."""

    def __init__(self, read: Callable[[str], Sequence[T]], graph: Graph) -> None:
        self._read = read
        self._known = {version.extraction for version in graph.versions.values()}
        self._kept: dict[str, Sequence[T]] = {}

    def __getitem__(self, extraction: str) -> Sequence[T]:
        if extraction not in self._known:
            raise KeyError(extraction)
        if extraction not in self._kept:
            self._kept[extraction] = self._read(extraction)
        return self._kept[extraction]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
