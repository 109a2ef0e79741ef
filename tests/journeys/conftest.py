"""Whole jobs in a real window. After each, the project is looked at as a lawyer's expert would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.store.project import Project
from tests.person import Person, ignore_hints, open_window, person

__all__ = ["open_window", "person"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Says which of Qt's lines are expected here."""
    ignore_hints(items, Path(__file__).parent)


@pytest.fixture(autouse=True)
def _whole_afterwards(_own_home: Path) -> Iterator[None]:
    """Comes after the windows were closed, for it is asked for before them."""
    yield
    projects = list(_own_home.rglob("*.annotator"))
    assert projects, "a journey makes a project"
    for path in projects:
        beside = [each.name for each in path.parent.iterdir() if each.name.startswith(path.stem) and each != path]
        assert not [name for name in beside if ".annotator" in name], f"left beside the project: {beside}"
        with Project.open(path, read_only=True) as project:
            assert project.rebuild_differences() == []
            assert project.verify(full=True) == []


def project_of(someone: Person) -> Path:
    """The file of the project that is open."""
    return Path(someone.window.projects.open_now.path)
