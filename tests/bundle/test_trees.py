"""Hostile bundles: what would harm whoever unpacks them, or fill the memory, is told in a sentence and not read."""

from __future__ import annotations

import os
import shutil
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from annotator.bundle import trees
from annotator.bundle.bag import write_bundle
from annotator.bundle.content import Written
from annotator.bundle.verifying import verify

from .conftest import Story, tell
from .tampering import rewrite


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Written:
    story = Story()
    tell(story)
    return write_bundle(tmp_path_factory.mktemp("bundle") / "bundle", story.content())


@pytest.fixture
def bundle(made: Written, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made.path, tmp_path / "copy"))


def packed(bundle: Path, out: Path, *more: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(bundle.rglob("*")):
            if path.is_file():
                archive.write(path, f"evidence/{path.relative_to(bundle)}")
        for name, content in more:
            archive.writestr(name, content)
    return out


@pytest.mark.parametrize(
    "name", ["evidence/../../x", "/etc/x", "../x", "C:\\x", "evidence\\..\\x", "evidence/data/..", "evidence/a\x01b"]
)
def test_names_that_lead_out_of_the_zip(bundle: Path, tmp_path: Path, name: str) -> None:
    found = verify(packed(bundle, tmp_path / "b.zip", (name, b"x")))
    assert not found.valid
    (problem,) = found.problems
    assert "leads out of it" in problem
    assert "\x01" not in problem
    assert set(tmp_path.iterdir()) == {bundle, tmp_path / "b.zip"}


def test_a_bomb_is_not_unpacked(bundle: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "b.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(bundle / "bagit.txt", "evidence/bagit.txt")
        for at in range(3):
            with archive.open(f"evidence/data/{at}", "w") as handle:
                for _ in range(400):
                    handle.write(bytes(1 << 20))
    found = verify(bomb)
    assert found.problems == ("The ZIP unpacks to far more than a bundle would. It was not read: don't unpack it.",)


def test_a_file_that_says_it_is_small_and_is_not(bundle: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "b.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(bundle / "bagit.txt", "evidence/bagit.txt")
        archive.writestr("evidence/data/index.html", bytes(200 << 20))
    data = bomb.read_bytes().replace(struct.pack("<L", 200 << 20), struct.pack("<L", 10))
    bomb.write_bytes(data)
    tracemalloc.start()
    try:
        assert not verify(bomb).valid
        assert tracemalloc.get_traced_memory()[1] < 40 << 20
    finally:
        tracemalloc.stop()


def test_too_many_files_are_not_listed(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = packed(bundle, tmp_path / "b.zip", *((f"evidence/data/{at}", b"") for at in range(400)))
    for at in range(400):
        (bundle / f"data/{at}").touch()
    monkeypatch.setattr(trees, "_MOST", 100)
    for path in (many, bundle):
        assert verify(path).problems == ("It holds more than 100 files, which no bundle does. It was not read.",)


def test_a_list_that_fills_the_memory_is_not_read(tmp_path: Path) -> None:
    """A million entries of 46 bytes and a name each: zipfile would make a million objects of them."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    listed = entry * 1_000_000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(listed), 0, 0)
    (tmp_path / "b.zip").write_bytes(listed + end)
    found = verify(tmp_path / "b.zip")
    assert found.problems == ("It holds more than 100,000 files, which no bundle does. It was not read.",)


def test_links_are_not_followed(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/key").write_text("key")
    (bundle / "data/more").symlink_to(tmp_path / "secret")
    (bundle / "data/key.txt").symlink_to(tmp_path / "secret/key")
    os.mkfifo(bundle / "data/pipe")
    said = " ".join(verify(bundle).problems)
    for name in ("more", "key.txt", "pipe"):
        assert f"'data/{name}' is no ordinary file" in said
    assert "secret" not in said


@pytest.mark.parametrize(("one", "other"), [("Memo.txt", "memo.TXT"), ("Café.txt", "Cafe\u0301.txt")])
def test_names_that_other_computers_mix_up(bundle: Path, one: str, other: str) -> None:
    (bundle / "data" / one).write_text("the one")
    (bundle / "data" / other).write_text("the other")
    rewrite(bundle)
    assert any("which some computers mix up" in problem for problem in verify(bundle).problems)
