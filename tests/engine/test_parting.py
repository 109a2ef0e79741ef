"""A large PDF is read by two workers at once, and the extraction is the one that a single worker makes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pymupdf
import pytest

from annotator.engine import parting, reader
from annotator.engine.client import Engine, Extracted, Source
from annotator.engine.worker import labels
from annotator.model.errors import Refused, WorkerLost
from annotator.model.pages import Format
from tests.engine.conftest import Open

PAGES = 333


def large(**odd: bool) -> bytes:
    """A PDF of many pages with an outline, labels, pages without text, and what else is asked for."""
    document = pymupdf.open()
    for number in range(PAGES):
        page = document.new_page(width=300, height=200 + number % 3)
        if number % 50 != 7:
            page.insert_text((20, 50), f"Page {number} says something of its own.")
    document.set_toc([[1 + number % 2, f"Chapter {number}", 1 + 11 * number] for number in range(30)])
    labels.set_labels(document, [(0, "A-"), (40, "B-"), (300, "C-")])
    if odd.get("unreadable"):
        for index in (5, 170, 320):
            document.update_object(document[index].xref, "(no page)")
    where = document[250].get_contents()[0]
    options = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "owner_pw": "owner"} if odd.get("encrypted") else {}
    data: bytes = document.tobytes(no_new_id=True, **options)
    if odd.get("damaged within"):  # found when that page is read, and repaired by reading the file anew
        head = f"\n{where} 0 obj".encode()
        assert data.count(head) == 1
        data = data.replace(head, b"\n" + b"?" * (len(head) - 1))
    return data[: -len(data) // 40] if odd.get("cut") else data


def extracted(engine: Engine, source: Source) -> Extracted:
    document = engine.open(source)
    try:
        return engine.wait(document.extract("ab" * 32), 60)
    finally:
        document.close()


def by_one(monkeypatch: pytest.MonkeyPatch, engine: Engine, source: Source) -> Extracted:
    with monkeypatch.context() as patched:
        patched.setattr(parting, "WORKERS", 1_000)
        return extracted(engine, source)


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parting, "_processors", lambda: 2)


@pytest.fixture
def twins(monkeypatch: pytest.MonkeyPatch) -> list[reader.Reader]:
    """The second readers that were made."""
    made: list[reader.Reader] = []
    real = reader.Reader.twin

    def twin(self: reader.Reader) -> reader.Reader:
        made.append(real(self))
        return made[-1]

    monkeypatch.setattr(reader.Reader, "twin", twin)
    return made


@pytest.mark.parametrize("odd", ["", "unreadable", "damaged within", "cut", "encrypted"])
def test_two_workers_give_what_one_gives(
    engine: Engine, sealed: Open, monkeypatch: pytest.MonkeyPatch, twins: list[reader.Reader], odd: str
) -> None:
    source = sealed(large(**{odd: True} if odd else {}))
    alone = by_one(monkeypatch, engine, source)
    assert not twins
    both = extracted(engine, source)
    assert both.extraction == alone.extraction
    assert both.extraction.sha256 == alone.extraction.sha256
    assert len(both.extraction.pages) == PAGES
    assert (both.encrypted, both.about) == (alone.encrypted, alone.about)
    assert both.extraction.warnings
    assert len(twins) == (2 if odd == "damaged within" else odd not in ("cut", "encrypted")), (
        "these are read by one; what is found to be damaged later, too, by a third"
    )
    if odd in ("", "unreadable"):
        assert len(both.extraction.outline) == 30
        assert [both.extraction.pages[at].label for at in (39, 40, 332)] == ["A-40", "B-1", "C-33"]
    both.close()
    alone.close()


def test_other_formats_and_small_ones_have_one(engine: Engine, sealed: Open, twins: list[reader.Reader]) -> None:
    with pymupdf.open() as document:
        for _ in range(2 * parting.FIRST):
            document.new_page()
        assert len(extracted(engine, sealed(document.tobytes())).extraction.pages) == 2 * parting.FIRST
    text = extracted(engine, sealed(b"One line of many words.\n\n" * 9_000, Format.TEXT))
    assert len(text.extraction.pages) > 2 * parting.FIRST
    text.close()
    assert not twins


def test_progress_counts_both_and_never_goes_back(engine: Engine, sealed: Open) -> None:
    told: list[tuple[int, int]] = []
    document = engine.open(sealed(large()))
    engine.wait(document.extract("ab" * 32, progress=lambda done, pages: told.append((done, pages))))
    document.close()
    assert told == sorted(told)
    assert told[-1] == (PAGES, PAGES)


def test_a_worker_that_dies_is_replaced(
    engine: Engine, sealed: Open, monkeypatch: pytest.MonkeyPatch, twins: list[reader.Reader]
) -> None:
    source = sealed(large())
    alone = by_one(monkeypatch, engine, source)
    killed: list[int] = []

    def kill(done: int, _: int) -> None:
        children = children_of(engine.parent_pid)
        if done < PAGES and len(children) == 2 and not killed:
            killed.append(children[-1])
            os.kill(children[-1], signal.SIGKILL)

    document = engine.open(source)
    again = engine.wait(document.extract("ab" * 32, progress=kill), 60)
    document.close()
    assert killed
    assert twins
    assert again.extraction == alone.extraction


def test_nothing_is_left_where_it_is_dropped_or_closed(
    engine: Engine, sealed: Open, twins: list[reader.Reader]
) -> None:
    source = sealed(large())
    for end in ("drop", "close"):
        document = engine.open(source)
        request = document.extract("ab" * 32)
        while not twins:
            engine.wait(document.info())
        if end == "drop":
            request.drop()
        else:
            document.close()
        assert twins.pop().closed
        with pytest.raises(WorkerLost):
            engine.wait(request, 20)
        document.close()


def test_two_of_another_document_are_not_joined(engine: Engine, sealed: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part must say the same number of pages."""
    with pymupdf.open() as document:
        for _ in range(PAGES + 1):
            document.new_page()
        other = sealed(document.tobytes())
    real = os.dup
    source = sealed(large())
    document = engine.open(source)
    monkeypatch.setattr(reader.os, "dup", lambda _: real(other.fd))
    with pytest.raises(Refused, match="ended twice"):
        engine.wait(document.extract("ab" * 32), 60)
    document.close()


def test_those_behind_let_others_first(engine: Engine, sealed: Open) -> None:
    quiet, shown = engine.open(sealed(large()), behind=True), engine.open(sealed(large()))
    for document, nice in ((quiet, 10), (shown, 0)):
        engine.wait(document.info())
        mine = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, children_of(engine.parent_pid)[-1]) == min(19, mine + nice)
        document.close()


def children_of(parent: int) -> list[int]:
    """Process ids, the youngest last."""
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
