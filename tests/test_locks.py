"""The pinned requirements are complete, hashed, name no registry, and hold what pyproject.toml asks for."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.txt", "requirements-test.txt")


def pinned(name: str) -> dict[str, tuple[str, str]]:
    """Version and the rest of the entry, by the package's name."""
    text = (ROOT / "resources" / name).read_text("utf-8")
    lines = text.replace("\\\n", " ").splitlines()
    entries = [re.fullmatch(r"([A-Za-z0-9._-]+)==(\S+)(.*)", line) for line in lines]
    assert all(entries)
    return {canonicalize_name(entry[1]): (entry[2], entry[3]) for entry in entries if entry}


def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.mark.parametrize("name", LOCKS)
def test_every_entry_has_hashes(name: str) -> None:
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", rest) for _, rest in pinned(name).values())


@pytest.mark.parametrize("name", LOCKS)
def test_no_registry_is_named(name: str) -> None:
    text = (ROOT / "resources" / name).read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|file:|@", text)


def test_what_is_asked_for_is_pinned() -> None:
    asked = {LOCKS[0]: project()["dependencies"]}
    asked[LOCKS[1]] = [*project()["dependencies"], *project()["optional-dependencies"]["test"]]
    for name, requirements in asked.items():
        entries = pinned(name)
        for requirement in map(Requirement, requirements):
            version = entries[canonicalize_name(requirement.name)][0]
            assert version in requirement.specifier, requirement


def test_the_tests_run_on_what_people_run() -> None:
    run, tested = (pinned(name) for name in LOCKS)
    assert run.items() <= tested.items()


def test_nothing_installed_lacks_what_it_needs() -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout


COUNT_NONE = """
import sys
from PySide6.QtCore import QObject
thing = QObject()
before = sys.getrefcount(None)
for number in range(20_000):
    thing.setObjectName("name")
    thing.blockSignals(False)
lost = before - sys.getrefcount(None)
print(lost)
sys.exit(lost > 100)
"""


def test_qt_binding_keeps_its_references_to_none() -> None:
    """A release of it lost one with each call that returns None, and ended the process after some thousands."""
    done = subprocess.run([sys.executable, "-c", COUNT_NONE], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
