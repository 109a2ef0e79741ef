"""A worker that lies can't harm the process that asks: real processes, every kind of lie."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import pytest

from annotator.engine import parent_link, reader
from annotator.engine.client import Engine
from annotator.model.errors import NotConfined, Refused, TooSlow, WorkerLost
from tests.engine.conftest import Open
from tests.engine.lying_parent import LIES

ASKS = (
    *("info", "extract", "chars", "render", "picture", "annotate", "links", "notes", "shares", "scan", "layer"),
    *("PDFium's info", "PDFium's picture"),
)


def ask(engine: Engine, source: object, what: str) -> object:
    document = engine.open(source, pictures=what.startswith("PDFium"))  # type: ignore[arg-type]
    try:
        request = {
            "info": lambda: document.info(),
            "extract": lambda: document.extract("00" * 32),
            "chars": lambda: document.chars(0),
            "render": lambda: document.render(0, 1.0),
            "picture": lambda: document.picture(0, (0, 0, 9, 9), 1.0),
            "annotate": lambda: document.annotate([]),
            "links": lambda: document.links(0),
            "notes": lambda: document.notes(0),
            "shares": lambda: document.shares(0),
            "scan": lambda: document.scan(0),
            "layer": lambda: document.layer([]),
            "PDFium's info": lambda: document.info(),
            "PDFium's picture": lambda: document.render(0, 1.0),
        }[what]()
        return engine.wait(request, 20)
    finally:
        document.close()


ONLY = {
    "pages of nothing": "extract",
    **dict.fromkeys(("scan larger than there is", "scan of no size", "scan of no scale"), "scan"),
}
"""Lies that are lies to one question only."""


@pytest.fixture
def lying(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lie: list[str] = []
    script = str(Path(__file__).with_name("lying_parent.py"))
    monkeypatch.setattr(parent_link, "command", lambda fd: [sys.executable, "-S", script, str(fd), lie[0]])
    return lie


@pytest.mark.parametrize(
    "lie", [lie for lie in LIES if lie not in ("never answers", "unknown failure", "no hello", "not locked")]
)
def test_a_lie_ends_in_a_sentence(lying: list[str], sealed: Open, lie: str) -> None:
    lying.append(lie)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    engine = Engine()
    try:
        for what in ASKS:
            if lie in ONLY and what != ONLY[lie]:
                continue
            with pytest.raises(WorkerLost) as refused:
                ask(engine, sealed(b"x"), what)
            assert "ended twice" in str(refused.value)
    finally:
        engine.close()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000, "a lie made the main process grow"


def test_an_unknown_failure_is_a_damaged_document(lying: list[str], sealed: Open) -> None:
    lying.append("unknown failure")
    engine = Engine()
    try:
        with pytest.raises(Refused, match="damaged"):
            ask(engine, sealed(b"x"), "info")
    finally:
        engine.close()


@pytest.mark.parametrize("lie", ["no hello", "not locked"])
def test_a_worker_that_does_not_say_that_it_is_locked_is_not_believed(lying: list[str], sealed: Open, lie: str) -> None:
    lying.append(lie)
    engine = Engine()
    try:
        with pytest.raises((WorkerLost, NotConfined)):
            ask(engine, sealed(b"x"), "info")
    finally:
        engine.close()


def test_one_that_never_answers_is_stopped(lying: list[str], sealed: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    lying.append("never answers")
    monkeypatch.setattr(reader, "SCREEN_LIMIT", 0.5)
    engine = Engine()
    try:
        with pytest.raises(TooSlow, match="took too long"):
            ask(engine, sealed(b"x"), "info")
    finally:
        engine.close()
