"""The command line called as scripts call it, in this process or, for the contract itself, as a program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.main import main
from annotator.model.things import Relation, Role
from annotator.operations import importing, linking, marking, workspace

DRAFT = """The harbour office closed for forty days after the storm. Its director said that "no ship was turned away".

The council spent 3.5 million on the new pier. Nobody disputes the fog.
The pier opened in June. The pier opened in June.
"""
MEMO = "On 4 May the harbour office was closed for forty days, as § 12 orders.\n\nThe council spent 2.9 million.\n"


@dataclass(frozen=True)
class Told:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Call = Callable[..., Told]


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    """Calls a verb in this process and gives what it printed."""

    def run(*words: object) -> Told:
        capfd.readouterr()
        status = main([str(word) for word in words])
        told = capfd.readouterr()
        return Told(status, told.out, told.err)

    return run


@pytest.fixture
def program() -> Call:
    """Runs `python -m annotator` with these arguments."""

    def run(*words: object, stdin: bytes = b"", **environment: str) -> Told:
        command = [sys.executable, "-m", "annotator", *(str(word) for word in words)]
        done = subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            timeout=60,
            env={**os.environ, **environment},
            cwd=Path(__file__).parents[2],
        )
        return Told(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@dataclass(frozen=True)
class Case:
    """A project with a draft and a memo, and a claim linked to it."""

    project: Path
    folder: Path
    draft: str
    memo: str
    claim: dict[str, Any]
    link: dict[str, Any]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    _write(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Case]:
    """The case, made once with a home of its own, since reading documents takes a while; and that home."""
    folder, home = tmp_path_factory.mktemp("case"), tmp_path_factory.mktemp("home")
    _write(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(home))
        project = folder / "p.annotator"
        with workspace.create(project) as ws:
            draft = importing.add(ws, [folder / "draft.txt"], role=Role.DRAFT).added[0].document
            memo = importing.add(ws, [folder / "memo.txt"]).added[0].document
            marked = marking.claim(ws, draft, "no ship was turned away")
            linked = linking.link(ws, marked.claim, memo, "closed for forty days", Relation.SUPPORTS)
    claim = {"id": marked.claim, "passage": marked.passage}
    return home, Case(project, folder, draft, memo, claim, {"id": linked.link, "passage": linked.passage})


@pytest.fixture
def case(template: tuple[Path, Case], tmp_path: Path) -> Case:
    home, made = template
    _write(tmp_path)
    shutil.copytree(home, os.environ["XDG_CONFIG_HOME"], dirs_exist_ok=True)
    project = Path(shutil.copy(made.project, tmp_path))
    return replace(made, project=project, folder=tmp_path)


def _write(folder: Path) -> None:
    (folder / "draft.txt").write_text(DRAFT, encoding="utf-8")
    (folder / "memo.txt").write_text(MEMO, encoding="utf-8")
