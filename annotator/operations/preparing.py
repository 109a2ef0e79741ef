"""A file on its way in: its bytes sealed, its pages read by the engine, the files inside it read, too."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from annotator.engine.client import Engine, Reader, Request
from annotator.engine.results import Attached, Extracted
from annotator.engine.sealing import Source
from annotator.model.errors import NotConfined, Refused, TooSlow, WorkerLost
from annotator.model.pages import Extraction, Format
from annotator.operations.companions import together
from annotator.operations.files import Sealed, name_of, seal_bytes, seal_file, seal_inside
from annotator.operations.workspace import Cancelled, Progress, wait

DEPTH_LIMIT = 5
"""How deep files inside files are followed."""
INSIDE_LIMIT = 2_000
"""How many files inside one file are read, at all depths together."""
PATIENCE = 5
"""After so many files inside a file that took too long or ended their worker, no further ones are read."""


@dataclass
class Prepared:
    """A file that was read, ready to be adopted. `extracted` is None where its bytes were known already.

    It holds open descriptors: adopt it, or close it.
    """

    name: str
    sha256: str
    source: Source
    received: str
    extracted: Extracted | None
    parts: list[Prepared] = field(default_factory=list)
    """Files inside this one, as an e-mail's attachments."""
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Files inside it that can't be read: (name, reason)."""
    closed: bool = False

    @property
    def extraction(self) -> Extraction | None:
        """What was made of the file."""
        return self.extracted.extraction if self.extracted else None

    def close(self) -> None:
        """Gives the bytes back; may be called twice."""
        if self.closed:
            return
        self.closed = True
        self.source.close()
        if self.extracted and self.extracted.frozen:
            self.extracted.frozen.close()
        for part in self.parts:
            part.close()


@dataclass
class Room:
    """How many files inside one file may still be read, and how many of them may still go wrong badly."""

    files: int = field(default_factory=lambda: INSIDE_LIMIT)
    patience: int = field(default_factory=lambda: PATIENCE)
    passed_over: int = 0

    def takes(self) -> bool:
        """Whether there is room for one more; counts it."""
        if self.files <= 0 or self.patience <= 0:
            self.passed_over += 1
            return False
        self.files -= 1
        return True

    def sentence(self, name: str) -> str:
        """What is said of those that were passed over."""
        inside = "1 file" if self.passed_over == 1 else f"{self.passed_over:,} files"
        why = "there are more than can be read" if self.files <= 0 else "too many others took too long"
        return f"{inside} inside '{name}' not read: {why}. Save what you need on its own."


@dataclass
class Reading:
    """A file on its way through the engine: sealed and asked for at once, finished later."""

    engine: Engine
    sealed: Sealed
    reader: Reader | None = None
    request: Request[Extracted] | None = field(default=None)

    @classmethod
    def begin(
        cls,
        engine: Callable[[], Engine],
        path: Path,
        *,
        passwords: Sequence[str] = (),
        known: Callable[[str], bool] | None = None,
        progress: Progress | None = None,
        behind: bool = False,
    ) -> Reading:
        """Reads the file's bytes and asks the engine for its text; bytes that are `known` are not read again."""
        sealed = seal_file(path, passwords=tuple(passwords))
        return cls.of(engine, sealed, known=known, progress=progress, path=path, behind=behind)

    @classmethod
    def of(
        cls,
        engine: Callable[[], Engine],
        sealed: Sealed,
        *,
        known: Callable[[str], bool] | None = None,
        progress: Progress | None = None,
        path: Path | None = None,
        behind: bool = False,
    ) -> Reading:
        """The same for bytes that were sealed already; they are given back where the engine can't be asked.

        `path` is where they came from, for the pictures that lie beside a saved page. `behind`: it
        is read when nothing that somebody looks at has to be drawn.
        """
        try:
            if known is not None and known(sealed.sha256):
                return cls(engine(), sealed)
            running = engine()
            pictured = together(path, sealed.source) if path is not None else None
            try:
                reader = running.open(pictured or sealed.source, behind=behind)
            finally:
                if pictured is not None:
                    pictured.close()
            request = reader.extract(sealed.sha256, progress=progress)
            return cls(running, sealed, reader, request)
        except BaseException:
            sealed.source.close()
            raise

    def finish(self, cancelled: Cancelled | None = None, *, depth: int = 0, room: Room | None = None) -> Prepared:
        """Waits for the text, then reads the files inside the file, `depth` files deep already, while there is `room`.

        Raises what the engine refused with, naming the file; its bytes are given back then.
        """
        extracted: Extracted | None = None
        try:
            if self.request is not None:
                extracted = wait(self.engine, self.request, cancelled)
        except BaseException as error:
            self.sealed.source.close()
            if isinstance(error, Refused):
                raise naming(self.sealed.name, error) from error
            raise
        finally:
            if self.reader is not None:
                self.reader.close()
        prepared = Prepared(self.sealed.name, self.sealed.sha256, self.sealed.source, _now(), extracted)
        left = deque(extracted.attached if extracted else ())
        shared = room or Room()
        try:
            while left:
                inside = left.popleft()
                if shared.takes():
                    self._read_inside(prepared, inside, cancelled, depth + 1, shared)
                else:
                    inside.source.close()
            if room is None and shared.passed_over:
                prepared.refused.append((prepared.name, shared.sentence(prepared.name)))
        except BaseException:
            prepared.close()
            for unread in left:
                unread.source.close()
            raise
        return prepared

    def _read_inside(
        self, prepared: Prepared, inside: Attached, cancelled: Cancelled | None, depth: int, room: Room
    ) -> None:
        try:
            sealed = seal_inside(inside.name, inside.source, passwords=self.sealed.source.passwords)
        except Refused as error:
            prepared.refused.append((name_of(Path(inside.name)), error.sentence))
            return
        if depth > DEPTH_LIMIT:
            sealed.source.close()
            prepared.refused.append(
                (sealed.name, f"'{sealed.name}' lies too deep inside other files. Save it on its own.")
            )
            return
        try:
            prepared.parts.append(self._inside(sealed).finish(cancelled, depth=depth, room=room))
        except NotConfined:
            raise
        except Refused as error:
            if cancelled is not None and cancelled():
                raise
            room.patience -= isinstance(error, (TooSlow, WorkerLost))
            prepared.refused.append((sealed.name, naming(sealed.name, error).sentence))

    def _inside(self, sealed: Sealed) -> Reading:
        behind = self.reader is not None and self.reader.behind
        return Reading.of(lambda: self.engine, sealed, behind=behind)

    def drop(self) -> None:
        """Gives everything back without waiting."""
        if self.request is not None:
            self.request.drop()
        if self.reader is not None:
            self.reader.close()
        self.sealed.source.close()


def prepare(
    engine: Engine,
    path: Path,
    *,
    passwords: Sequence[str] = (),
    known: Callable[[str], bool] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Prepared:
    """Reads a file into pages and text; touches no project, so any thread may do it with an engine of its own.

    Its workers let those go first that draw what is on the screen. Bytes whose SHA-256 is `known` are not read again.
    `progress` counts pages. Raises Refused and its kinds, each with a sentence that names the file.
    """
    reading = Reading.begin(lambda: engine, path, passwords=passwords, known=known, progress=progress, behind=True)
    return reading.finish(cancelled)


def prepare_bytes(
    engine: Engine,
    name: str,
    data: bytes,
    *,
    form: Format | None = None,
    known: Callable[[str], bool] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Prepared:
    """The same for bytes that were typed or pasted and never were a file; read as `form` where that is given."""
    sealed = seal_bytes(name, data, form)
    return Reading.of(lambda: engine, sealed, known=known, progress=progress, behind=True).finish(cancelled)


def naming(name: str, error: Refused) -> Refused:
    """The refusal with the file's name in its sentence."""
    return error if name in str(error) else type(error)(f"'{name}': {error}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
