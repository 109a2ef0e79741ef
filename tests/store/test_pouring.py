"""Bytes on their way out: the same as what went in, or refused."""

from __future__ import annotations

import hashlib
import io
import os
import random
import sqlite3
import threading
from pathlib import Path

import pytest

from annotator.model.errors import NotFound, ProjectDamaged
from annotator.store import contents, pouring
from annotator.store.project import Project

from .conftest import ME


def stored(path: Path, data: bytes) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    with Project.create(path, who=ME) as project, project.act("add") as pen:
        project.put_content(pen, sha256, len(data), io.BytesIO(data), media="application/pdf")
    return sha256


def poured(path: Path, sha256: str) -> bytes:
    found: list[bytes] = []
    with Project.open(path, read_only=True) as project:
        project.pour(sha256, found.append)
    assert all(len(part) <= pouring.PART for part in found)
    return b"".join(found)


@pytest.mark.parametrize("size", [0, 1, pouring.PART, pouring.PART + 1, contents.PIECE + 3 * pouring.PART + 5])
def test_what_went_in_comes_out(path: Path, size: int) -> None:
    data = random.Random(size).randbytes(size)
    assert poured(path, stored(path, data)) == data


@pytest.mark.parametrize("size", [5000, 3 * pouring.PART, contents.PIECE + 5])
def test_one_flipped_bit_anywhere_is_refused(path: Path, size: int) -> None:
    data = random.Random(5).randbytes(size)
    sha256 = stored(path, data)
    for at in (0, size // 2, size - 1):
        number, place = divmod(at, contents.PIECE)
        flip(path, sha256, number, place)
        with pytest.raises(ProjectDamaged):
            poured(path, sha256)
        flip(path, sha256, number, place)
    assert poured(path, sha256) == data


def flip(path: Path, sha256: str, number: int, place: int) -> None:
    connection = sqlite3.connect(path)
    query = "SELECT rowid FROM piece WHERE content = ? AND number = ?"
    row = connection.execute(query, (sha256, number)).fetchone()[0]
    with connection, connection.blobopen("piece", "data", row) as blob:
        blob[place] ^= 1
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM piece WHERE number = 1",
        "UPDATE content SET pieces = 1",
        "UPDATE content SET pieces = 3",
        "UPDATE content SET size = size - 1",
        "UPDATE content SET size = 0",
        "UPDATE piece SET data = X'' WHERE number = 0",
        "UPDATE piece SET number = 1 - number + 10; UPDATE piece SET number = number - 10",
    ],
)
def test_pieces_that_do_not_add_up_are_refused(path: Path, statement: str) -> None:
    sha256 = stored(path, random.Random(6).randbytes(contents.PIECE + 5))
    connection = sqlite3.connect(path)
    connection.executescript(statement)
    connection.close()
    with pytest.raises(ProjectDamaged):
        poured(path, sha256)


def test_what_is_not_there(path: Path) -> None:
    stored(path, b"bytes")
    with pytest.raises(NotFound):
        poured(path, "0" * 64)


def test_a_full_disk_at_the_taker_ends_it_and_its_thread(path: Path) -> None:
    sha256 = stored(path, random.Random(7).randbytes(3 * pouring.PART))

    def full(part: bytes) -> None:
        raise OSError(28, os.strerror(28))

    with Project.open(path, read_only=True) as project:
        with pytest.raises(OSError, match="space"):
            project.pour(sha256, full)
        assert not [thread for thread in threading.enumerate() if thread.name == "hashing"]
        project.pour(sha256, lambda part: None)
