"""Small files that would grow without end: each ends as pages with what is left out said, or in a sentence, soon."""

from __future__ import annotations

import io
import re
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from annotator.engine.client import Engine, Extracted, Source
from annotator.engine.worker.forms import going, grids, tables
from annotator.model.errors import Refused
from annotator.model.pages import Format

SECONDS = 60
GROWTH = 300 * 1024
"""Kilobytes that the main process may grow by."""


def sheet(rows: bytes) -> bytes:
    """A workbook with these rows after its first, which claims to fill all of a sheet."""
    book, kept, out = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.active["A1"] = "first"
    book.save(kept)
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = re.sub(rb'ref="A1[^"]*"', b'ref="A1:XFD1048576"', data)
                data = data.replace(b"</sheetData>", rows + b"</sheetData>")
            new.writestr(name, data)
    return out.getvalue()


def cell(name: str) -> bytes:
    number = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{number}"><c r="{name}" t="inlineStr"><is><t>far</t></is></c></row>'.encode()


def parts(names: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", "<x/>")
        for number in range(names):
            made.writestr(zipfile.ZipInfo(str(number)), b"")
    return out.getvalue()


def frames(count: int, *, round_and_round: bool = False) -> bytes:
    """A TIFF of tiny pictures, the last of which may lead back to the first."""
    made = bytearray(b"II*\x00" + struct.pack("<I", 16) + b"\xaa" * 8)
    fields = ((256, 4, 8), (257, 4, 8), (258, 3, 1), (259, 3, 1), (262, 3, 1), (273, 4, 8), (278, 4, 8), (279, 4, 8))
    for number in range(count):
        made += struct.pack("<H", len(fields))
        for tag, kind, value in fields:
            made += struct.pack("<HHII", tag, kind, 1, value)
        last = 16 if round_and_round else 0
        made += struct.pack("<I", len(made) + 4 if number + 1 < count else last)
    return bytes(made)


LETTER = b"From a@x.invalid Mon Jan  1 10:00:00 2024\nFrom: a@x.invalid\nSubject: s\n\nx\n\n"
INSIDE = b"--B\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@x.invalid\r\nSubject: s\r\n\r\nx\r\n"
MAIL = b"From: a@x.invalid\r\nSubject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"
BOMBS: dict[str, tuple[Format, Callable[[], bytes], str]] = {
    "a cell in the last column": (Format.XLSX, lambda: sheet(cell("XFD2")), "1 row was left out"),
    "a row of many cells": (Format.CSV, lambda: b"a," + b"1," * 200_000 + b"1\nb,c\n", "1 row was left out"),
    "a cell without end": (
        Format.CSV,
        lambda: b'a,b\n"' + b"x" * 4_000_000,
        r"3,99\d,\d\d\d characters could not be shown",
    ),
    "a mailbox of many messages": (Format.MBOX, lambda: LETTER * 6_000, "too large"),
    "many messages in one": (Format.EML, lambda: MAIL + INSIDE * 1_000 + b"--B--\r\n", ""),
    "a packed file of many parts": (Format.DOCX, lambda: parts(25_000), "too large"),
    "a picture of many frames": (Format.PICTURE, lambda: frames(30_000), "left out|too large|OCR"),
    "frames that go round": (Format.PICTURE, lambda: frames(5, round_and_round=True), ""),
    "tables in tables": (Format.HTML, lambda: b"<table><tr><td>x" * 10_000 + b"END", "nested too deeply|END"),
}


SLOW_BOMBS: dict[str, tuple[Format, Callable[[], bytes], str]] = {
    "a sheet that claims a million rows": (Format.XLSX, lambda: sheet(cell("B1048576")), "1 row was left out"),
    "a row of an impossible number": (Format.XLSX, lambda: sheet(cell("A2147483647")), ""),
}
"""Those that take ten seconds each are for the long tests."""


@pytest.fixture(scope="module")
def running() -> Iterator[Engine]:
    engine = Engine()
    engine.start()
    yield engine
    engine.close()


def peak() -> int:
    """The most memory of this process since it was last forgotten, in kilobytes."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text("ascii"))
    assert found
    return int(found[1])


def read(engine: Engine, source: Source) -> tuple[Extracted | None, str]:
    document = engine.open(source)
    try:
        found = engine.wait(document.extract("00" * 32), SECONDS)
        found.close()
        return found, " ".join([*found.extraction.warnings, *found.extraction.texts[-1:]])
    except Refused as refused:
        return None, str(refused)
    finally:
        document.close()


@pytest.mark.parametrize("name", BOMBS)
def test_it_ends_soon_and_the_main_process_does_not_grow(
    running: Engine, sealed: Callable[..., Source], name: str
) -> None:
    goes_off(running, sealed, *BOMBS[name])


def goes_off(
    running: Engine, sealed: Callable[..., Source], form: Format, make: Callable[[], bytes], expected: str
) -> None:
    source = sealed(make(), form)
    Path("/proc/self/clear_refs").write_text("5")
    before, began = peak(), time.monotonic()
    _, said = read(running, source)
    assert "took too long" not in said
    assert "ended twice" not in said
    assert re.search(expected, said), said[:300]
    assert time.monotonic() - began < SECONDS
    assert peak() - before < GROWTH


def test_a_table_of_too_many_cells_is_cut_and_what_is_left_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "CELL_LIMIT", 1_000)
    told: list[int] = []
    going.begin(lambda: told.append(1))
    rows, left, _ = tables._rows((iter(["x"] * 100), False) for _ in range(5_000))
    assert len(rows) == 11
    assert left == 5_000 - 11
    assert len(told) == 10
    monkeypatch.setattr(tables, "ROWS", 3)
    rows, left, _ = tables._rows(
        (iter(words), cut) for words, cut in [(["x"], False), (["y", ""], True)] + [([""], False)] * 9
    )
    assert (rows, left) == ([["x"], ["y"]], 1)


def test_what_goes_on_for_ever_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(going, "PATIENCE", -1.0)
    going.begin(lambda: told.append(1))
    going.on()
    assert told == []
