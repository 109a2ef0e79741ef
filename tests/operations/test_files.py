from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from annotator.model.errors import Refused
from annotator.model.pages import Format
from annotator.operations.files import FILE_LIMIT, binary, name_of, seal_file, unused_name


def test_bytes_hash_and_format_are_those_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a note.md"
    file.write_bytes("Ein Wort – und noch eins.\n".encode())
    sealed = seal_file(file)
    try:
        assert sealed.name == "a note.md"
        assert sealed.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
        assert sealed.source.format is Format.MARKDOWN
        assert sealed.source.read() == file.read_bytes()
        with pytest.raises(OSError, match=r"."):
            os.write(sealed.source.fd, b"x")
    finally:
        sealed.source.close()


def test_binary_reads_from_the_beginning_each_time_and_leaves_the_source_open(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(bytes(range(1, 127)) * 9000)
    source = seal_file(file).source
    try:
        for _ in range(2):
            with binary(source) as handle:
                assert handle.read(5) == file.read_bytes()[:5]
                assert handle.read() == file.read_bytes()[5:]
    finally:
        source.close()


def _refusal(path: Path) -> str:
    before = set(Path("/proc/self/fd").iterdir())
    with pytest.raises(Refused) as told:
        seal_file(path)
    assert set(Path("/proc/self/fd").iterdir()) == before
    return str(told.value)


def test_each_thing_that_is_no_document_is_refused_with_its_own_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(FILE_LIMIT + 1)
    assert "not there" in _refusal(tmp_path / "absent.txt")
    assert "not there" in _refusal(tmp_path / "empty.txt" / "below.txt")
    assert "empty" in _refusal(tmp_path / "empty.txt")
    assert "pipe" in _refusal(tmp_path / "pipe.txt")
    assert "folder" in _refusal(tmp_path / "folder.pdf")
    assert "device" in _refusal(Path("/dev/null"))
    assert "device" in _refusal(Path("/dev/zero"))
    assert "leads to itself" in _refusal(tmp_path / "loop.txt")
    assert "2 GB" in _refusal(tmp_path / "huge.txt")
    assert "too long" in _refusal(tmp_path / ("x" * 300))
    assert _refusal(Path("nul\0l.txt"))


def test_a_symlink_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("words")
    (tmp_path / "link.txt").symlink_to("real.txt")
    sealed = seal_file(tmp_path / "link.txt")
    sealed.source.close()
    assert sealed.name == "link.txt"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (b"memo.pdf", "memo.pdf"),
        (b"caf\xe9.txt", "caf\ufffd.txt"),
        ("cafe\u0301.txt".encode(), "caf\u00e9.txt"),
        (b"two\nlines\t.txt", "two lines .txt"),
        ("in\u202efdp.exe".encode(), "in fdp.exe"),
        (b" \n", "document"),
    ],
)
def test_names_are_plain_text(given: bytes, shown: str) -> None:
    assert name_of(Path(os.fsdecode(b"/a/" + given))) == shown


def test_a_taken_name_gets_a_number_before_its_ending() -> None:
    assert unused_name("a.pdf", set()) == "a.pdf"
    assert unused_name("a.pdf", {"a.pdf"}) == "a (2).pdf"
    assert unused_name("a.pdf", {"a.pdf", "a (2).pdf"}) == "a (3).pdf"
    assert unused_name(".hidden", {".hidden"}) == ".hidden (2)"
    assert unused_name("none", {"none"}) == "none (2)"
