"""The start script under the system's own POSIX shell, each tool it may call replaced by one that notes the call."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ("sh", "dirname", "grep", "sed", "cat", "cksum", "mv", "uname", "env", "mkdir", "cp", "rm", "touch", "ls")
SCRIPT = (ROOT / "resources" / "start").read_text("utf-8")
LIBRARIES = [
    line.split()[0] for line in SCRIPT.split("libraries='", 1)[1].split("'", 1)[0].splitlines() if line.strip()
]
WAITING = "-o DPkg::Lock::Timeout=120"

PYTHON = """
case "$*" in
"-c import ensurepip") [ -e "$STATE/ensurepip" ] ;;
"-c import sys"*) [ ! -e "$STATE/old-python" ] ;;
"-V") echo "Python 3.11.2" ;;
"-c "*) ;;
"-m venv "*) echo "venv" >>"$STATE/calls"; mkdir -p "$4/bin"; cp "$STATE/bin/python3" "$4/bin/python" ;;
"-m pip --version") ;;
"-m pip "*) echo "$*" >>"$STATE/calls"; [ ! -e "$STATE/no-network" ] ;;
*) echo "run $*" >>"$STATE/calls" ;;
esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder that holds a checkout, the tools, and what was called."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "checkout of mine/resources").mkdir(parents=True)
    for name in ("start", "requirements.txt", "requirements-test.txt"):
        shutil.copy(ROOT / "resources" / name, tmp_path / "checkout of mine/resources" / name)
    for name in TOOLS:
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    tool(tmp_path, "python3", PYTHON)
    tool(tmp_path, "ldconfig", 'cat "$STATE/libraries"')
    tool(tmp_path, "id", 'cat "$STATE/user"')
    tool(tmp_path, "apt-get", 'echo "apt-get $*" >>"$STATE/calls"; touch "$STATE/ensurepip"; rm -f "$STATE/old-python"')
    (tmp_path / "user").write_text("0\n")
    (tmp_path / "ensurepip").touch()
    known(tmp_path, LIBRARIES)
    return tmp_path


def tool(machine: Path, name: str, script: str) -> None:
    path = machine / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def known(machine: Path, libraries: list[str]) -> None:
    kinds = "(libc6,x86-64) => /lib/x86_64/", "(libc6,AArch64) => /lib/aarch64/"
    lines = [f"\t{library} {kind}{library}\n" for library in libraries for kind in kinds]
    (machine / "libraries").write_text("".join(lines))


def start(machine: Path, *arguments: str) -> tuple[int, str, list[str]]:
    """Status, what was said, and the calls made."""
    (machine / "calls").write_text("")
    done = subprocess.run(
        ["sh", str(machine / "checkout of mine/resources/start"), *arguments],
        env={"PATH": str(machine / "bin"), "STATE": str(machine)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stderr, (machine / "calls").read_text().splitlines()


@pytest.mark.parametrize("with_flock", [True, False])
def test_two_runs_at_once_set_up_once(machine: Path, *, with_flock: bool) -> None:
    if with_flock:
        (machine / "bin/flock").symlink_to(shutil.which("flock") or pytest.skip("there is no flock here"))
    (machine / "bin/sleep").symlink_to(str(shutil.which("sleep")))
    tool(machine, "python3", PYTHON.replace('mkdir -p "$4/bin"', 'sleep 1; mkdir -p "$4/bin"'))
    (machine / "calls").write_text("")
    runs = [
        subprocess.Popen(
            ["sh", str(machine / "checkout of mine/resources/start"), "--help"],
            env={"PATH": str(machine / "bin"), "STATE": str(machine)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [run.communicate(timeout=60)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert sum("waiting for it" in words for words in said) == 1
    calls = (machine / "calls").read_text().splitlines()
    assert [call.split()[0] for call in calls] == ["venv", "-m", "run", "run"]
    assert not (machine / "checkout of mine/.venv.setup").exists()


def test_a_run_that_was_killed_while_setting_up_stops_nobody(machine: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    left = machine / "checkout of mine/.venv.setup"
    left.mkdir()
    (left / "pid").write_text(f"{ended.pid}\n")
    status, said, calls = start(machine)
    assert status == 0, said
    assert len(calls) == 3
    assert not left.exists()


def test_first_run_installs_and_second_only_starts(machine: Path) -> None:
    status, said, calls = start(machine)
    assert status == 0, said
    [made, installed, run] = calls
    assert (made, run) == ("venv", "run -m annotator --example")
    assert "--no-deps --require-hashes" in installed
    assert installed.endswith("/checkout of mine/resources/requirements.txt")
    assert "packages into .venv" in said
    assert start(machine, "claims", "a b.annotator") == (0, "", ["run -m annotator claims a b.annotator"])


def test_tests_are_run_with_their_own_requirements(machine: Path) -> None:
    _, _, calls = start(machine, "test", "-k", "some")
    assert calls[-2].endswith("/resources/requirements-test.txt")
    assert calls[-1] == "run -m pytest -k some"


def test_a_changed_list_is_installed_again(machine: Path) -> None:
    start(machine)
    with (machine / "checkout of mine/resources/requirements.txt").open("a") as changed:
        changed.write("# more\n")
    _, _, calls = start(machine)
    assert len(calls) == 2


def test_an_interrupted_run_is_taken_up_again(machine: Path) -> None:
    (machine / "no-network").touch()
    status, said, calls = start(machine)
    assert (status, len(calls)) == (1, 2)
    assert "Run this again" in said
    (machine / "no-network").unlink()
    status, _, calls = start(machine)
    assert status == 0
    assert [call.split()[0] for call in calls] == ["-m", "run"]


def test_a_half_made_environment_is_made_anew(machine: Path) -> None:
    start(machine)
    (machine / "checkout of mine/.venv.making").touch()
    (machine / "checkout of mine/.venv/.installed-requirements.txt").unlink()
    _, _, calls = start(machine)
    assert calls[0] == "venv"
    assert not (machine / "checkout of mine/.venv.making").exists()


def test_only_missing_libraries_are_installed(machine: Path) -> None:
    known(machine, [library for library in LIBRARIES if library not in ("libEGL.so.1", "libxcb-cursor.so.0")])
    status, said, calls = start(machine)
    assert status == 0
    assert calls[:2] == [
        f"apt-get -qq {WAITING} update",
        f"apt-get -qq -y {WAITING} --no-install-recommends install libegl1 libxcb-cursor0",
    ]
    assert "installing system packages with apt: libegl1 libxcb-cursor0" in said


def test_an_interrupted_apt_is_finished_first(machine: Path) -> None:
    known(machine, LIBRARIES[1:])
    tool(machine, "apt-get", 'echo "apt-get $*" >>"$STATE/calls"; [ -e "$STATE/configured" ]')
    tool(machine, "dpkg", 'echo "dpkg $*" >>"$STATE/calls"; touch "$STATE/configured"')
    status, _, calls = start(machine)
    assert status == 0
    assert calls[1] == "dpkg --configure -a"
    assert calls[3].endswith("install libglib2.0-0")


def test_apt_that_fails_ends_in_a_sentence(machine: Path) -> None:
    known(machine, LIBRARIES[1:])
    tool(machine, "apt-get", "exit 100")
    tool(machine, "dpkg", "")
    status, said, calls = start(machine)
    assert (status, calls) == (1, [])
    assert "apt could not install them: libglib2.0-0" in said


def test_python_is_installed_where_it_is_missing_or_old(machine: Path) -> None:
    (machine / "ensurepip").unlink()
    (machine / "old-python").touch()
    _, _, calls = start(machine)
    assert calls[1].endswith("python3 python3-venv")


def test_venv_is_installed_where_python_lacks_it(machine: Path) -> None:
    (machine / "ensurepip").unlink()
    _, _, calls = start(machine)
    assert calls[1].endswith("--no-install-recommends install python3-venv")


def test_who_is_not_root_uses_sudo(machine: Path) -> None:
    known(machine, LIBRARIES[1:])
    (machine / "user").write_text("1000\n")
    tool(machine, "sudo", 'echo "sudo $1" >>"$STATE/calls"; exec "$@"')
    _, _, calls = start(machine)
    assert calls[:3] == ["sudo apt-get", f"apt-get -qq {WAITING} update", "sudo env"]


def test_who_can_not_install_is_told_what_to(machine: Path) -> None:
    known(machine, LIBRARIES[1:])
    (machine / "user").write_text("1000\n")
    status, said, calls = start(machine)
    assert (status, calls) == (1, [])
    assert "apt-get install libglib2.0-0" in said


def test_without_apt_the_packages_are_named(machine: Path) -> None:
    known(machine, LIBRARIES[1:])
    (machine / "bin/apt-get").unlink()
    status, said, calls = start(machine)
    assert status == 0, calls
    assert "Install what Debian calls: libglib2.0-0" in said


def test_without_a_list_of_libraries_nothing_is_asked_for(machine: Path) -> None:
    tool(machine, "ldconfig", "exit 1")
    status, _, calls = start(machine)
    assert status == 0
    assert len(calls) == 3
