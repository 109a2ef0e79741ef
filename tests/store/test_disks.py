"""Disks that are full or may not be written, names that are odd, and what a file must not say."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import unicodedata
from pathlib import Path

import pytest

from annotator.model.errors import (
    DiskFull,
    ProjectBusy,
    Refused,
)
from annotator.store.project import Project

from .conftest import ME, ROOT, add_document, child

FULL_DISK = """
    import resource
    from annotator.model.errors import DiskFull
    project = Project.open(path, who=ME)
    before = project.graph(with_removed=True)
    limit(True)
    try:
        for number in range(3000):
            add_document(project, f"{number}.txt", f"{number}".encode() * 3000, "text " * 5000)
            before = project.graph(with_removed=True)
        print("never full")
    except DiskFull as error:
        print(error.sentence)
    assert project.graph(with_removed=True) == before
    limit(False)
    with project.act("set") as pen:
        pen.set(project.id, "title", "After")
    assert project.verify(full=True) == []
    project.close()
    print(sorted(found.name for found in path.parent.iterdir() if found.name != "ballast"))
"""


def test_a_full_disk(closed: Path, tmp_path: Path) -> None:
    """A small file system of its own, which no privilege gets around."""
    small = tmp_path / "small"
    small.mkdir()
    script = tmp_path / "full.py"
    head = "import sys\nfrom pathlib import Path\nfrom tests.store.conftest import *\n"
    limits = """
        path = Path(sys.argv[1]) / "p.annotator"
        ballast = path.with_name("ballast")
        ballast.write_bytes(bytes(1 << 20))
        def limit(on):
            None if on else ballast.unlink()
    """
    script.write_text(head + textwrap.dedent(limits) + textwrap.dedent(FULL_DISK))
    shell = f"mount -t tmpfs -o size=8m none '{small}' && cp '{closed}' '{small}/p.annotator'"
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", f"{shell} && exec '{sys.executable}' '{script}' '{small}'"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("this system lets nobody have a file system of her own")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(DiskFull(_full())), "['p.annotator']"]


def _full() -> str:
    from annotator.store.failing import FULL

    return FULL


def test_a_limit_on_the_size_of_files(closed: Path) -> None:
    """Where no small file system can be had: the system refuses to let any file grow further."""
    limits = """
        def limit(on):
            resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 200_000 if on else -1, -1))
    """
    done = child(textwrap.dedent(limits) + textwrap.dedent(FULL_DISK), closed)
    said, _ = done.communicate(timeout=60)
    assert said.splitlines() == [_full(), f"['{closed.name}']"]
    assert done.returncode == 0


def test_no_more_pages(closed: Path) -> None:
    with Project.open(closed, who=ME) as project:
        pages = project._connection.execute("PRAGMA page_count").fetchone()[0]
        project._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(DiskFull):
            add_document(project, "big.txt", b"x" * 100_000, "x\n")
        assert len(project.graph().documents) == 1
        project._connection.execute("PRAGMA max_page_count = 1000000")
        add_document(project, "big.txt", b"x" * 100_000, "x\n")
        assert project.verify(full=True) == []


READ_ONLY = """
    from annotator.model.errors import ProjectReadOnly
    path = path / "p.annotator"
    for act in (lambda: Project.open(path, who=ME), lambda: Project.create(path.with_name("n.annotator"), who=ME)):
        try:
            act()
            print("opened")
        except ProjectReadOnly as error:
            print("refused")
    with Project.open(path, read_only=True) as project:
        print(project.title, len(project.graph().documents), project.verify(full=True))
        try:
            with project.act("set") as pen:
                pen.set(project.id, "title", "x")
        except ProjectReadOnly as error:
            print("refused")
"""


def test_a_read_only_folder(closed: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    script = tmp_path / "only.py"
    head = "import sys\nfrom pathlib import Path\nfrom tests.store.conftest import *\npath = Path(sys.argv[1])\n"
    script.write_text(head + textwrap.dedent(READ_ONLY))
    shell = (
        f"mount -t tmpfs -o size=8m none '{small}' && cp '{closed}' '{small}/p.annotator'"
        f" && mount -o remount,ro '{small}'"
    )
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", f"{shell} && exec '{sys.executable}' '{script}' '{small}'"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("this system lets nobody have a file system of her own")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["refused", "refused", "T 1 []", "refused"]


NAMES = [
    "naïve.annotator",
    unicodedata.normalize("NFD", "naïve") + ".annotator",
    "报告 📄.annotator",
    "a#b?c%20d.annotator",
    "o'brien\".annotator",
    "x" * 237 + ".annotator",
    "\u202egpj.annotator",
    "-rf.annotator",
    " lead.annotator",
    "line\nbreak.annotator",
    os.fsdecode(b"caf\xe9.annotator"),
]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:24])
def test_names_of_projects(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with Project.create(path, title="T", who=ME) as project:
        add_document(project, name, b"x", "x\n")
        stored = next(iter(project.graph().documents.values())).name
        assert stored == "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in name)
        project.copy_to(tmp_path / "copy.annotator")
        with pytest.raises(ProjectBusy):
            Project.open(path, who=ME)
        assert not any(found.match(f"{glob(name)}-*") for found in tmp_path.iterdir())
    with Project.open(path, who=ME) as project:
        assert project.verify(full=True) == []
    assert sorted(found.name for found in tmp_path.iterdir()) == sorted([name, "copy.annotator"])


def test_a_name_that_leaves_no_room_for_a_journal(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        Project.create(tmp_path / ("x" * 245 + ".annotator"), who=ME)
    assert list(tmp_path.iterdir()) == []


def glob(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def test_no_path_user_or_host_in_the_file(closed: Path) -> None:
    words = {str(closed.parent), str(Path.home()), os.uname().nodename, os.environ.get("USER", "")}
    written = closed.read_bytes()
    assert not [word for word in words if len(word) > 3 and word.encode() in written]
