"""Files with odd names, added and exported by the command line: shown as plain text, found again, never steering."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from annotator.operations.files import name_of

ODD: dict[str, bytes] = {
    "markup": b"<img src='file:__etc_passwd'><b>bold<b>&amp;.txt",
    "Markdown": b"[click](https:__x.invalid) **now** `rm`.txt",
    "a mark that turns the direction": "memo\u202etxt.exe\u202c.txt".encode(),
    "isolates": "a\u2066b\u2069\u200f.txt".encode(),
    "line ends": b"first\nsecond\r\nthird.txt",
    "a terminal's orders": b"red\x1b[31m\x07\x08.txt",
    "240 characters": b"n" * 236 + b".txt",
    "255 bytes that are 83 characters": "\u4e2d".encode() * 83 + b".txt",
    "no UTF-8": b"caf\xe9 \xff\xfe.txt",
    "half a surrogate pair": b"\xed\xa0\x80half.txt",
    "an option": b"--help.txt",
    "spaces": b"  spaced  out  .txt",
    "quotes": b"'; DROP TABLE documents; --\".txt",
    "a percent sign": b"100%s%n {0} {name}.txt",
}


def odd(folder: Path, name: bytes) -> Path:
    """A file of that name; skips where the disk takes no such name."""
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
    try:
        path.write_bytes(b"The harbour office closed for forty days.\n")
    except OSError:
        pytest.skip("this disk takes no such name")
    return path


def plain(words: str) -> bool:
    """Whether nothing in it steers a terminal or turns the reading direction."""
    return words.isprintable() and not set(words) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200f")


@pytest.mark.parametrize("kind", ODD)
def test_a_file_of_an_odd_name_goes_in_and_is_found_by_the_name_it_shows(call: Any, case: Any, kind: str) -> None:
    path = odd(case.folder, ODD[kind])
    told = call("add", case.project, path, "--json")
    assert told.status == 0, told.err
    [added] = told.json["added"]
    assert added["name"] == name_of(path)
    assert plain(added["name"])
    assert added["name"].endswith(".txt")
    listed = call("documents", case.project, "--json").json
    assert [one["name"] for one in listed].count(added["name"]) == 1
    assert "forty days" in call("text", "--json", "--", case.project, added["name"]).json["pages"][0]["text"]
    for words in (("documents", case.project), ("history", case.project), ("search", case.project, "harbour")):
        shown = call(*words)
        assert shown.status == 0
        assert all(plain(line) for line in (shown.out + shown.err).split("\n")), words


@pytest.mark.parametrize("kind", ODD)
def test_what_is_refused_is_named_in_plain_text(call: Any, case: Any, kind: str) -> None:
    path = odd(case.folder, ODD[kind])
    path.write_bytes(b"\x00\x01\x02" * 50)
    told = call("add", case.project, path, "--json")
    assert told.status == 2
    [refused] = told.json["refused"]
    assert refused["name"] == name_of(path)
    assert refused["reason"].endswith(".")
    assert plain(refused["reason"])
    assert all(plain(line) for line in told.err.split("\n"))
    assert str(case.folder) not in refused["reason"]


def test_names_that_differ_only_in_what_is_not_shown_stay_apart(call: Any, case: Any) -> None:
    paths = [odd(case.folder, name) for name in (b"same name.txt", b"same\nname.txt", "same\u202ename.txt".encode())]
    for number, path in enumerate(paths):
        path.write_bytes(f"words {number}\n".encode())
    names = [one["name"] for one in call("add", case.project, *paths, "--json").json["added"]]
    assert names == ["same name.txt", "same name (2).txt", "same name (3).txt"]


def test_a_name_too_long_to_exist_is_a_sentence(call: Any, case: Any) -> None:
    told = call("add", case.project, case.folder / ("n" * 300))
    assert told.status == 2
    assert told.err.endswith(".\n")


def test_the_program_itself_takes_a_name_without_utf_8_in_a_plain_locale(program: Any, case: Any) -> None:
    path = odd(case.folder, ODD["no UTF-8"])
    told = program("add", case.project, path, "--json", LC_ALL="C", PYTHONUTF8="0")
    assert told.status == 0, told.err
    assert told.json["added"][0]["name"] == "caf\ufffd \ufffd\ufffd.txt"
