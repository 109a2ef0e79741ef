"""The process that seeks places: locked, answering, asked again once where it ends, killed when it is cancelled."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring import wire
from annotator.anchoring.document_text import Run
from annotator.anchoring.found import Again, Found
from annotator.anchoring.wire import Frames, Kind, MalformedError
from annotator.engine.parent_link import environment
from annotator.model.errors import Refused
from annotator.model.places import Place, Span
from annotator.operations import matching
from annotator.operations.workspace import Workspace

NEW = "A new beginning. The council spent 3.5 million on the new pier. Nobody disputes the fog."


def places_in(ws: Workspace, draft: str, *quotes: str) -> list[Place]:
    graph = ws.graph()
    version = graph.versions[graph.documents[draft].current]
    text = ws.project.page_texts(version.extraction)[0]
    return [
        Place(version.sha256, version.extraction, (Span(0, "1", at, at + len(quote)),), quote)
        for quote in quotes
        for at in [text.index(quote)]
    ]


def running() -> set[str]:
    """What this process started and has not reaped."""
    found = set()
    for listing in Path("/proc/self/task").glob("*/children"):
        for pid in listing.read_text().split():
            with suppress(OSError):  # it ends at this moment
                found.add(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return {line for line in found if "--worker matching" in line}


def test_places_are_sought_there(ws: Workspace, draft: str) -> None:
    places = places_in(ws, draft, "The council spent 3.5 million on the new pier.", "The harbour office closed")
    told: list[tuple[int, int]] = []
    council, office = matching.find(ws, places, (NEW,), progress=lambda done, all_: told.append((done, all_)))
    assert (council.outcome, council.match) == (Again.UNCHANGED, (Run(0, 17, 63),))
    assert office == Found(None, Again.GONE, 0.0)
    assert told == [(1, 2), (2, 2)]
    assert running() == set()
    assert matching.find(ws, [], (NEW,)) == []


def test_it_ends_early_and_is_asked_again_once(ws: Workspace, draft: str, monkeypatch: pytest.MonkeyPatch) -> None:
    places = places_in(ws, draft, "Nobody disputes the fog.")
    begun: list[Any] = []
    dying = 1
    make = matching._Process.__init__

    def made(self: Any, **given: Any) -> None:
        make(self, **given)
        begun.append(self)
        if len(begun) <= dying:
            self._process.kill()

    monkeypatch.setattr(matching._Process, "__init__", made)
    assert matching.find(ws, places, (NEW,))[0].outcome is Again.UNCHANGED
    assert len(begun) == 2
    begun.clear()
    dying = 9
    with pytest.raises(Refused, match="ended twice"):
        matching.find(ws, places, (NEW,))
    assert len(begun) == 2
    assert running() == set()


def test_cancelling_kills_it(ws: Workspace, draft: str) -> None:
    places = places_in(ws, draft, "Nobody disputes the fog.") * 50
    seen: list[int] = []
    with pytest.raises(Refused, match="Stopped"):
        matching.find(
            ws, places, (NEW,), progress=lambda done, _: seen.append(done), cancelled=lambda: len(running()) > 0
        )
    assert running() == set()


def test_answers_of_no_process_of_ours_are_not_believed(
    ws: Workspace, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = places_in(ws, draft, "Nobody disputes the fog.")
    good = Found((Run(0, 0, 5),), Again.MOVED, 1.0)
    lies = (
        wire.frame(Kind.DONE),
        wire.frame(Kind.PLACE),
        wire.frame(Kind.FOUND, wire.pack_found(7, good)) + wire.frame(Kind.DONE),
        wire.frame(Kind.FOUND, wire.pack_found(0, Found((Run(0, 80, 200),), Again.MOVED, 1.0))),
        wire.frame(Kind.FOUND, wire.pack_found(0, Found((Run(3, 0, 5),), Again.MOVED, 1.0))),
        wire.frame(Kind.FOUND, wire.pack_found(0, Found(None, Again.MOVED, 1.0))),
        wire.frame(Kind.FOUND, wire.pack_found(0, Found((Run(0, 0, 5),), Again.GONE, 1.0))),
        wire.frame(Kind.FOUND, wire.pack_found(0, Found((Run(0, 0, 5),), Again.MOVED, float("nan")))),
        b"no frame of ours at all",
    )
    for lie in lies:
        monkeypatch.setattr(matching._Process, "_receive", lambda self, lie=lie: lie)
        with pytest.raises(Refused, match="ended twice"):
            matching.find(ws, places, (NEW,))


def test_it_is_locked_before_it_reads() -> None:
    """A process that can't lock itself answers nothing."""
    code = (
        "import sys\nfrom annotator.anchoring import serving\n"
        "def fail():\n    raise OSError\n"
        "sys.exit(serving.main(sys.argv[1:], fail))"
    )
    for extra, status in (([], 71), (["unconfined"], 0)):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            process = subprocess.Popen(
                [sys.executable, "-c", code, str(theirs.fileno()), *extra],
                pass_fds=(theirs.fileno(),),
                env=environment(),
            )
            ours.sendall(wire.frame(Kind.NEW, wire.pack_texts(["a"])) + wire.frame(Kind.END))
            assert process.wait(20) == status


def words() -> st.SearchStrategy[str]:
    return st.text(max_size=30)


@given(st.lists(words(), max_size=5))
def test_texts_come_over_as_they_are(texts: list[str]) -> None:
    assert wire.read_texts(wire.pack_texts(texts)) == tuple(texts)


@given(words(), words(), words(), st.lists(st.tuples(*[st.integers(0, 2**32 - 1)] * 3), max_size=4))
def test_places_come_over_as_they_are(quote: str, before: str, after: str, spans: list[tuple[int, int, int]]) -> None:
    place = Place("", "", tuple(Span(page, "", start, end) for page, start, end in spans), quote, before, after)
    assert wire.read_place(wire.pack_place(3, place)) == (3, place)


@given(
    st.binary(max_size=80), st.sampled_from([wire.read_texts, wire.read_place, lambda raw: wire.read_found(raw, [9])])
)
def test_other_bytes_are_malformed_or_read(raw: bytes, read: Callable[[bytes], object]) -> None:
    try:
        read(raw)
        list(Frames(100).take(raw))
    except MalformedError:
        pass
