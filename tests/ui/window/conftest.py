"""A real window with real keys and mouse, real operations, store and engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.person import Person, ignore_hints, open_window, person

__all__ = ["open_window", "person"]

DRAFT = """# The bridge

The council closed the bridge on 4 March 2024. Repairs will cost $3.5 million, the engineer wrote.

Nobody was hurt when the railing fell. The mayor said the inspection was late.

It rained for most of the week.
"""
MEMO = """MEMO

The council voted to close the bridge on 4 March 2024.

The engineer estimates that repairs will cost $3.2 million.

Two people were slightly hurt when the railing fell.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Says which of Qt's lines are expected here."""
    ignore_hints(items, Path(__file__).parent)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A draft and a memo of our own."""
    made = {"draft": tmp_path / "bridge.md", "memo": tmp_path / "memo.txt"}
    made["draft"].write_text(DRAFT, "utf-8")
    made["memo"].write_text(MEMO, "utf-8")
    return made


@pytest.fixture
def at_work(person: Person, files: dict[str, Path]) -> Person:
    """A person with her draft on the left and the memo on the right."""
    person.drop(person.window.start.draft, files["draft"])
    person.has(person.draft, "closed the bridge")
    person.drop(list(person.window.area.holders())[1], files["memo"])
    person.has(person.source, "voted to close")
    return person
