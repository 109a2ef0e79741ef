"""Who may write: one window, on this computer or another."""

from __future__ import annotations

import errno
import os
import re
import time
from pathlib import Path

import pytest

from annotator.model.errors import ProjectBusy, ProjectChanged, ProjectReadOnly
from annotator.store.lease import STALE_AFTER, Lease, lease_path
from annotator.store.project import Project

from .conftest import ME, child, end


def test_it_holds_a_random_number_and_goes(project: Project, path: Path) -> None:
    lease = lease_path(path)
    assert re.fullmatch("[0-9a-f]{32}", lease.read_text())
    assert not lease.match(f"{path.name}-*")
    project.close()
    assert not lease.exists()


def left_by(path: Path, age: float) -> Path:
    lease = lease_path(path)
    lease.write_text("ab" * 16)
    then = time.time() - age
    os.utime(lease, (then, then))
    return lease


def test_another_computer_behind_a_synchronised_folder(project: Project, path: Path) -> None:
    project.close()
    lease = left_by(path, 10)
    with pytest.raises(ProjectBusy):
        Project.open(path, who=ME)
    assert lease.read_text() == "ab" * 16
    left_by(path, -3600)
    with pytest.raises(ProjectBusy):
        Project.open(path, who=ME)
    left_by(path, STALE_AFTER + 5)
    with Project.open(path, who=ME):
        assert lease.read_text() != "ab" * 16
    assert not lease.exists()


def test_a_window_that_another_computer_took_over_from_writes_no_more(project: Project, path: Path) -> None:
    lease = lease_path(path)
    theirs = lease.with_name("theirs")
    theirs.write_text("cd" * 16)
    theirs.replace(lease)
    with pytest.raises(ProjectBusy):
        project.renew_lease()
    with pytest.raises(ProjectBusy), project.act("set") as pen:
        pen.set(project.id, "title", "x")
    project.close()
    assert lease.read_text() == "cd" * 16


def test_a_lease_that_was_tidied_away_comes_back(project: Project, path: Path) -> None:
    lease_path(path).unlink()
    with project.act("set") as pen:
        pen.set(project.id, "title", "x")
    with pytest.raises(ProjectBusy):
        Project.open(path, who=ME)
    project.renew_lease()
    project.close()
    assert list(path.parent.iterdir()) == [path]


def test_renewing_shows_a_sign_of_life(project: Project, path: Path) -> None:
    os.utime(lease_path(path), (0, 0))
    project.renew_lease()
    assert time.time() - lease_path(path).stat().st_mtime < 60


def test_two_at_the_same_moment(path: Path) -> None:
    first = Lease.take(path)
    with pytest.raises(ProjectBusy):
        Lease.take(path)
    first.release()
    first.release()
    second = Lease.take(path)
    assert second.number != first.number
    second.release()
    assert list(path.parent.iterdir()) == []


def test_a_long_name_has_a_short_lease(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 118 + ".annotator")
    Lease.take(path).release()
    assert len(os.fsencode(lease_path(path).name)) <= 255
    assert lease_path(path) != lease_path(tmp_path / ("é" * 117 + ".annotator"))


def test_a_lease_that_a_crash_left_at_any_moment_is_taken_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of this computer's own leases nobody waits until they are old."""
    crashed = child(
        """
        import os, signal
        from annotator.store import lease
        kill = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
        lease.Lease.__init__ = kill
        lease.Lease.take(path)
        """,
        path,
    )
    crashed.communicate(timeout=30)
    assert crashed.returncode == -9
    assert len(lease_path(path).read_text()) == 32
    Lease.take(path).release()
    assert list(path.parent.iterdir()) == []
    held = Lease.take(path)
    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", refused)
        held.release()
    assert lease_path(path).exists()
    Lease.take(path).release()
    assert list(path.parent.iterdir()) == []


def refused(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, "the disk")


@pytest.mark.parametrize(("call", "error"), [("write", errno.ENOSPC), ("write", errno.EIO)])
def test_a_lease_that_can_not_be_written(path: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: int) -> None:
    """A full disk keeps nobody from opening: the lock holds. A broken one does."""

    def fails(*_: object) -> int:
        raise OSError(error, "the disk")

    monkeypatch.setattr(f"annotator.store.lease.os.{call}", fails)
    if error == errno.ENOSPC:
        held = Lease.take(path)
        with pytest.raises(ProjectBusy):
            Lease.take(path)
        held.check()
        held.release()
        assert list(path.parent.iterdir()) == []
    else:
        with pytest.raises(ProjectReadOnly):
            Lease.take(path)


def test_a_folder_without_locks_goes_by_the_process(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr("fcntl.flock", none)
    holder = child(
        """
        import errno, fcntl
        from annotator.store.lease import Lease
        def none(*_):
            raise OSError(errno.ENOLCK, "no locks")
        fcntl.flock = none
        held = Lease.take(path)
        print("held", flush=True)
        sys.stdin.read()
        """,
        path,
    )
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(ProjectBusy):
            Lease.take(path)
    finally:
        end(holder)
    Lease.take(path).release()


def test_a_file_that_was_exchanged_underneath_is_not_put_back_nor_cleaned(
    project: Project, path: Path, tmp_path: Path
) -> None:
    project.copy_to(tmp_path / "backup.annotator")
    project.copy_to(tmp_path / "theirs.annotator")
    (tmp_path / "theirs.annotator").replace(path)
    before = path.read_bytes()
    for act in (lambda: project.go_back_to(tmp_path / "backup.annotator"), project.clean, project.forget_found):
        with pytest.raises(ProjectChanged):
            act()
    with pytest.raises(ProjectChanged):
        project.take_in([])
    assert path.read_bytes() == before
