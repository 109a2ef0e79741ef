"""The README holds what it promises: two commands, a first job that works, verbs that exist."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def shell_blocks() -> list[str]:
    return re.findall(r"```sh\n(.*?)```", README, re.DOTALL)


def test_the_first_two_commands_start_and_test() -> None:
    assert shell_blocks()[:2] == ["sh resources/start\n", "sh resources/start test\n"]


def test_the_integration_script_calls_the_second_command() -> None:
    lines = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    assert lines[-1].removeprefix("exec ") == shell_blocks()[1].strip()


def test_readme_names_every_package_that_may_be_installed() -> None:
    script = (ROOT / "resources/start").read_text("utf-8")
    packages = re.findall(r"^lib\S+\.so\.\d+ (\S+)$", script, re.MULTILINE)
    assert len(packages) > 15
    assert not [package for package in packages if package not in README]


def test_the_first_job_works_as_written(tmp_path: Path) -> None:
    [job] = [block for block in shell_blocks() if "annotator new" in block]
    assert len(job.splitlines()) == 12
    (tmp_path / "resources").symlink_to(ROOT / "resources")
    told = subprocess.run(
        ["sh", "-eu", "-c", job.replace("sh resources/start", f"'{sys.executable}' -m annotator")],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "fell by 4.2 metres" in (tmp_path / "story.html").read_text("utf-8")
    assert "a fall of 4.2 metres in five years" in (tmp_path / "story.html").read_text("utf-8")


def verbs_of_the_table() -> set[str]:
    rows = re.findall(r"^\| (`.+?`) \|", README, re.MULTILINE)
    commands = [command for row in rows for command in re.findall(r"`([a-z-]+) (?:PROJECT|BUNDLE)|`(doctor)", row)]
    return {first or second for first, second in commands}


def test_the_table_lists_the_verbs_that_work() -> None:
    told = subprocess.run([sys.executable, "-m", "annotator", "--help"], capture_output=True, text=True, timeout=60)
    listed = re.findall(r"^    ([a-z][a-z-]+)(?:  |$)", told.stdout, re.MULTILINE)
    assert verbs_of_the_table() == set(listed), told.stdout + told.stderr


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_files_that_are_named_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    paths = re.findall(r"`((?:annotator|resources|tests)/[\w/.*-]+)`", text)
    assert not [path for path in paths if not list(ROOT.glob(path.rstrip("/")))]
