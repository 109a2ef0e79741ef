"""A bundle in parts: each is a bag by itself, the first lists the others, and together they are the whole."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pymupdf
import pytest

from annotator.bundle.verifying import verify
from annotator.model.errors import Refused
from annotator.model.things import Handling, Relation, Role
from annotator.operations import example, exporting, importing, linking, marking
from annotator.operations.workspace import create, open_workspace

fitz: Any = pymupdf


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


def _with_pictures(path: Path, pages: int) -> None:
    """Pages with words and a picture that no packing makes smaller."""
    noise = random.Random(5)
    with fitz.open() as pdf:
        for number in range(1, pages + 1):
            page = pdf.new_page()
            page.insert_text((72, 100), f"Sheet {number} lists the boats.")
            pixmap = fitz.Pixmap(fitz.csGRAY, 200, 200, noise.randbytes(40_000), 0)
            page.insert_image(fitz.Rect(72, 200, 272, 400), pixmap=pixmap)
        pdf.save(path)


def test_a_copy_larger_than_a_part_goes_into_several_by_its_pages(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text("The first boats came.\n\nThe last boats left.")
    _with_pictures(tmp_path / "register.pdf", 9)
    with create(tmp_path / "p.annotator") as ws:
        draft = importing.add(ws, [tmp_path / "draft.md"], role=Role.DRAFT).added[0].document
        source = importing.add(ws, [tmp_path / "register.pdf"], handling=Handling.PUBLISH).added[0].document
        for words, number in (("The first boats came", 1), ("The last boats left", 9)):
            claim = marking.claim(ws, draft, words).claim
            linking.link(ws, claim, source, f"Sheet {number} lists the boats", Relation.SUPPORTS, page=number - 1)
        made = exporting.export(ws, tmp_path / "parts", format="bundle", preset="lawyer", largest=200_000)
    sheets: list[int] = []
    copies: dict[str, Any] = {}
    original = 0
    for path in sorted((tmp_path / "parts").iterdir()):
        found = verify(path)
        assert found.valid, found.problems
        with zipfile.ZipFile(path) as archive:
            inside = {name.split("/data/", 1)[1]: name for name in archive.namelist() if "/data/" in name}
            original += "originals/Source 1.pdf" in inside
            assert path.stat().st_size < 200_000 or set(inside) == {"originals/Source 1.pdf"}
            mine = {name[7:]: archive.read(packed) for name, packed in inside.items() if name.startswith("copies/")}
            copies |= {name: fitz.open("pdf", data) for name, data in mine.items()}
    assert original == 1
    told = [(name, reason) for name, reason in made.left_out if "can't be divided" in reason]
    assert told == [("originals/Source 1.pdf", "It can't be divided, so its part has 0.4 MB, more than was asked for.")]
    divided = sorted(name for name in copies if name.startswith("Source 1"))
    assert len(divided) >= 3
    assert divided[0].startswith("Source 1 (pages 1–")
    for name in divided:
        sheets += [int(page.get_text().split()[1]) for page in copies[name]]
    assert sheets == list(range(1, 10)), "each page is in one file"
    (draft_copy,) = set(copies) - set(divided)
    leads = [link for page in copies[draft_copy] for link in page.get_links() if link["kind"] == fitz.LINK_GOTOR]
    for link, number in zip(leads, (1, 9), strict=True):
        assert f"Sheet {number} " in copies[unquote(link["file"])][link["page"]].get_text()
