"""A wheel carries all of the program, its resources too, and runs without the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LEFT_AT_HOME = ("start", "requirements.txt", "requirements-test.txt")
"""What a checkout needs and an installed program does not; like other files directly in `resources/`."""


def pip(*arguments: str, cwd: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        *arguments,
        "--quiet",
        "--no-deps",
        "--no-index",
        "--disable-pip-version-check",
    ]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that no build folder appears in the checkout."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    for name in ("annotator", "resources"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    pip("wheel", ".", "--no-build-isolation", "--wheel-dir", str(copy / "out"), cwd=copy)
    [made] = (copy / "out").glob("annotator-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--target", str(folder), str(wheel), cwd=folder)
    return folder


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=installed, env=environment, capture_output=True, text=True, timeout=100)


def test_wheel_carries_every_module(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    ours = {str(path.relative_to(ROOT)) for path in (ROOT / "annotator").rglob("*.py")}
    assert ours <= names
    assert not any(name.startswith("tests/") or "__pycache__" in name for name in names)


def test_wheel_carries_the_resources_a_running_program_needs(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("annotator/resources/")}
    folders = [path for path in (ROOT / "resources").rglob("*") if path.is_file() and path.parent.name != "resources"]
    expected = {f"annotator/{path.relative_to(ROOT)}" for path in folders if "__pycache__" not in path.parts}
    assert names == expected
    assert expected


def test_resources_are_read_from_the_installed_folder(installed: Path) -> None:
    ask = "from annotator.model.resources import resource_path; print(resource_path('icons', 'annotator.svg'))"
    told = run(installed, "-c", ask)
    assert told.stdout.strip() == str(installed / "annotator/resources/icons/annotator.svg"), told.stderr


def test_a_resource_that_is_missing_is_named(installed: Path) -> None:
    told = run(
        installed, "-c", "from annotator.model.resources import resource_path; resource_path('icons', 'none.svg')"
    )
    assert "not installed completely: resources/icons/none.svg is missing" in told.stderr


def test_resources_are_read_from_the_checkout() -> None:
    from annotator.model.resources import resource_path

    assert resource_path("icons", "annotator.svg") == ROOT / "resources/icons/annotator.svg"
