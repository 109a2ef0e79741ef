"""The same project gives the same bytes, whoever exports it, wherever: as a folder and as a ZIP."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.operations import example

_ONE = """
import os, sys, time
os.umask(int(sys.argv[4], 8))
from pathlib import Path
from annotator.operations import exporting, workspace
with workspace.open_workspace(Path(sys.argv[1]), read_only=True) as ws:
    for preset in ("lawyer", "public"):
        for name in (f"{preset}", f"{preset}.zip"):
            print(exporting.export(ws, Path(sys.argv[2]) / name, format="bundle", preset=preset).digest)
"""
HERE = {"TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "USER": "agnes", "LOGNAME": "agnes"}
THERE = {"TZ": "Europe/Berlin", "LANG": "de_DE", "LC_ALL": "tr_TR", "PYTHONHASHSEED": "77", "USER": "root"}


def _files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _exported(project: Path, out: Path, given: dict[str, str], umask: str) -> tuple[list[str], dict[str, str]]:
    home = out / "home of another"
    home.mkdir(parents=True)
    bundles = out / "bundles"
    bundles.mkdir()
    surroundings = {key: value for key, value in os.environ.items() if key not in (*HERE, *THERE)}
    done = subprocess.run(
        [sys.executable, "-c", _ONE, str(project), str(bundles), "", umask],
        env={**surroundings, **given, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split(), _files(bundles)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere documents are read without a lock")
def test_two_computers_write_the_same_bytes(tmp_path: Path) -> None:
    project = example.make_example(tmp_path / "e.annotator")
    here = _exported(project, tmp_path / "here", HERE, "022")
    there = _exported(project, tmp_path / "somewhere else", THERE, "077")
    assert here == there
    (lawyer, packed, public, public_packed), _ = here
    assert lawyer == packed != public == public_packed
