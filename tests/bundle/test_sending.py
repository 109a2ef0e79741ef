"""A bundle in parts: each is a bag by itself, the first lists the others, and together they are the whole."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from annotator.bundle.verifying import verify
from annotator.model.errors import Refused
from annotator.operations import example, exporting
from annotator.operations.workspace import open_workspace


def test_parts_are_bags_and_together_the_whole(tmp_path: Path) -> None:
    with open_workspace(example.make_example(tmp_path)) as ws:
        (tmp_path / "again").mkdir()
        whole = exporting.export(ws, tmp_path / "whole", format="bundle", preset="lawyer")
        made = exporting.export(ws, tmp_path / "parts", format="bundle", preset="lawyer", largest=200_000)
        again = exporting.export(ws, tmp_path / "again" / "parts", format="bundle", preset="lawyer", largest=200_000)
        with pytest.raises(Refused):
            exporting.export(ws, tmp_path / "parts.zip", format="bundle", largest=200_000)
    assert made.digest == again.digest
    packed = sorted((tmp_path / "parts").iterdir())
    assert len(packed) > 1
    assert [path.name for path in packed] == [f"parts {at} of {len(packed)}.zip" for at in range(1, len(packed) + 1)]
    names: set[str] = set()
    listed = ""
    for path in packed:
        with zipfile.ZipFile(path) as archive:
            inside = {name.split("/", 1)[1] for name in archive.namelist()}
            listed += next((archive.read(n).decode() for n in archive.namelist() if n.endswith("data/parts.txt")), "")
            assert path.stat().st_size < 220_000 or sum(name.startswith("data/") for name in inside) == 1
        assert not names & {name for name in inside if name.startswith("data/")}
        names |= {name for name in inside if name.startswith("data/")}
        assert "manifest-sha256.txt" in inside
    assert names - {"data/parts.txt"} == {name for name in whole.files if name.startswith("data/")}
    for path in packed[1:]:
        found = verify(path)
        assert found.valid, found.problems
        assert f"{found.digest}  {path.name}" in listed
    assert verify(packed[0]).digest == made.digest
