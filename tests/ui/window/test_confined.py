"""Where a part of the lock does not hold on this computer, the window says so: once, in plain words."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.engine import parent_link
from tests.person import Person

pytestmark = pytest.mark.own_parent
HERE = "lacks a part of the lock"
_REAL = parent_link.command


def without(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """The warm parent of the window's engine with a part of its lock made to fail."""
    script = (
        "import sys\n"
        "from annotator.engine.worker import locks, seccomp\n"
        "def fail(*_, **__): raise OSError(1, 'no')\n"
        f"{how}\n"
        "sys.argv = ['x', '--worker', 'documents', sys.argv[1]]\n"
        "from annotator.__main__ import main\n"
        "sys.exit(main())\n"
    )
    monkeypatch.setattr(parent_link, "command", lambda fd: [sys.executable, "-P", "-c", script, str(fd)])


def said(person: Person) -> list[str]:
    """What stands in the message bar."""
    return person.window.messages.sentences


def test_a_missing_net_is_said_once(
    open_window: Callable[[], Person], files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "locks.landlock_ruleset = lambda: (0, -1)")
    person = open_window()
    person.drop(person.window.start.draft, files["draft"])
    person.has(person.draft, "closed the bridge")
    person.until(lambda: any(HERE in words for words in said(person)))
    assert [words for words in said(person) if "Landlock" in words] == said(person)
    person.window.close()
    again = open_window()
    again.drop(again.window.start.draft, files["memo"])
    again.has(again.draft, "voted to close")
    assert again.window.bridge.engine.lacking == ("Landlock",)
    assert said(again) == []


def test_where_all_holds_nothing_is_said(at_work: Person) -> None:
    assert at_work.window.bridge.engine.lacking == ()
    assert said(at_work) == []


def test_where_it_can_not_be_locked_nothing_is_opened_and_the_reason_is_said(
    open_window: Callable[[], Person], files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "seccomp.load = fail")
    person = open_window()
    person.drop(person.window.start.draft, files["draft"])
    person.until(lambda: any("can't lock" in words for words in said(person)))
    assert not person.window.choice.graph.documents
