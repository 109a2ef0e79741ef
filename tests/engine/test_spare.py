"""The worker that was made ahead: locked before it gets anything, used once, never left."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from annotator.engine import crew, reader, roster
from annotator.engine.client import Engine, Urgency
from annotator.model.errors import NeedsPassword, Refused, TooSlow
from tests.engine.conftest import Open, hanging_pdf, pdf_of
from tests.engine.test_living import children_of, cpu_of, heavy_page, pump_until, until_gone


@pytest.fixture
def spared() -> Iterator[Engine]:
    """An engine with a spare worker that is ready."""
    engine = Engine(spare=True, readers=2)
    engine.start()
    pump_until(engine, lambda: engine.has_spare)
    yield engine
    left = [engine.parent_pid, *children_of(engine.parent_pid)]
    engine.close()
    until_gone(left)


def status_of(pid: int, name: str) -> str:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith(f"{name}:"))


def test_it_is_locked_before_a_byte_arrives_and_reads_the_next_document(spared: Engine, sealed: Open) -> None:
    (spare,) = children_of(spared.parent_pid)
    assert status_of(spare, "Seccomp") == "2"
    assert status_of(spare, "NoNewPrivs") == "1"
    held = [os.readlink(path) for path in Path(f"/proc/{spare}/fd").iterdir()]  # noqa: PTH115 - not a path
    assert not [name for name in held if "annotator" in name], "no document yet"
    document = spared.open(sealed(pdf_of("first", "second")))
    assert not spared.has_spare
    assert spared.wait(document.chars(1)).text == "second\n"
    assert spare in children_of(spared.parent_pid)
    assert spared.wait(document.render(0, 1.0)).width == 400
    document.close()


def test_nothing_is_given_to_one_that_did_not_say_that_it_is_locked(sealed: Open) -> None:
    engine = Engine(spare=True)
    engine.start()
    document = engine.open(sealed(pdf_of("words")))
    made = engine._crew.roster.spare
    assert made is not None
    assert made.owner is None
    assert not made.is_locked
    assert engine.wait(document.chars(0)).text == "words\n"
    document.close()
    engine.close()


def test_it_reads_as_any_other(spared: Engine, engine: Engine, sealed: Open) -> None:
    source = sealed(pdf_of("first", "second", "fi § ä"))
    answers = []
    for each in (spared, engine):
        document = each.open(source)
        extracted = each.wait(document.extract("0" * 64))
        pixels = each.wait(document.render(2, 1.5))
        answers.append((extracted.extraction, bytes(pixels.buffer), each.wait(document.chars(2))))
        document.close()
    assert answers[0] == answers[1]


def test_another_is_made_when_nobody_waits(spared: Engine, sealed: Open) -> None:
    seen = set(children_of(spared.parent_pid))
    for number in range(4):
        document = spared.open(sealed(pdf_of(f"words {number}")))
        assert spared.wait(document.chars(0)).text == f"words {number}\n"
        pump_until(spared, lambda: spared.has_spare)
        assert len(children_of(spared.parent_pid)) <= 3, "two readers and a spare"
        seen |= set(children_of(spared.parent_pid))
    assert len(seen) == 5


def test_it_dies_with_its_parent_and_comes_again(spared: Engine, sealed: Open) -> None:
    parent, (spare,) = spared.parent_pid, children_of(spared.parent_pid)
    os.kill(parent, signal.SIGKILL)
    until_gone([parent, spare])
    document = spared.open(sealed(pdf_of("words")))
    assert spared.wait(document.chars(0), 20).text == "words\n"
    pump_until(spared, lambda: spared.has_spare)
    document.close()


def test_one_that_dies_is_not_made_again_and_again(spared: Engine, sealed: Open) -> None:
    (spare,) = children_of(spared.parent_pid)
    os.kill(spare, signal.SIGKILL)
    until_gone([spare])
    pump_until(spared, lambda: not spared.has_spare)
    select.select([], [], [], 0.1)
    spared.pump()
    assert not children_of(spared.parent_pid)
    document = spared.open(sealed(pdf_of("words")))
    assert spared.wait(document.chars(0)).text == "words\n"
    document.close()


def test_one_that_died_unnoticed_costs_nothing_but_time(spared: Engine, sealed: Open) -> None:
    (spare,) = children_of(spared.parent_pid)
    os.kill(spare, signal.SIGKILL)
    until_gone([spare])
    document = spared.open(sealed(pdf_of("words")))
    assert spared.wait(document.chars(0)).text == "words\n"
    document.close()


def test_kill_in_the_middle_of_a_render(spared: Engine, sealed: Open) -> None:
    (spare,) = children_of(spared.parent_pid)
    document = spared.open(sealed(heavy_page()))
    spared.wait(document.info())
    request = document.render(0, 3.0)
    busy_since = cpu_of(spare)
    pump_until(spared, lambda: cpu_of(spare) > busy_since + 5 or request.done)
    assert not request.done
    os.kill(spare, signal.SIGKILL)
    assert spared.wait(request, 60).width == 900
    document.close()


def test_what_is_wrong_with_a_document_is_told_as_ever(
    spared: Engine, sealed: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "SCREEN_LIMIT", 1.0)
    cases: list[tuple[bytes, type[Refused]]] = [
        (b"", Refused),
        (b"%PDF-1.7 nothing", Refused),
        (encrypted(), NeedsPassword),
        (hanging_pdf(), TooSlow),
    ]
    for data, error in cases:
        pump_until(spared, lambda: spared.has_spare)
        document = spared.open(sealed(data))
        assert not spared.has_spare
        with pytest.raises(error):
            spared.wait(document.render(0, 1.0), 20)
        document.close()
    pump_until(spared, lambda: spared.has_spare)
    document = spared.open(sealed(encrypted(), passwords=("no", "secret")))
    assert spared.wait(document.info()).encrypted
    document.close()


def encrypted() -> bytes:
    with pymupdf.open(stream=pdf_of("words"), filetype="pdf") as document:
        return bytes(document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="secret"))


def test_one_of_which_nothing_is_asked_is_let_go(spared: Engine, sealed: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_OPENING", 0.2)
    (spare,) = children_of(spared.parent_pid)
    document = spared.open(sealed(pdf_of("words")))
    pump_until(spared, lambda: spared._crew.roster.of(document) is None)
    until_gone([spare])
    assert spared.wait(document.chars(0, urgency=Urgency.SOON)).text == "words\n"
    document.close()


def test_what_is_not_in_memory_goes_the_other_way(
    spared: Engine, sealed: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "MEMORY_LIMIT", 100)
    document = spared.open(sealed(pdf_of("words")))
    assert spared.has_spare
    assert spared.wait(document.chars(0)).text == "words\n"
    assert spared.has_spare
    document.close()
