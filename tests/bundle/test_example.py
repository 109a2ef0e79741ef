"""The story that is shipped: what it must contain, and that its documents are what its script makes."""

from __future__ import annotations

import json
import runpy
from typing import Any

import pytest

from annotator.model.resources import resource_path

FOLDER = resource_path("example")


@pytest.fixture(scope="module")
def story() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((FOLDER / "story.json").read_text(encoding="utf-8"))
    return told


def test_the_script_makes_the_same_bytes() -> None:
    make = runpy.run_path(str(FOLDER / "make.py"))
    assert make["ordinance"]() == make["ordinance"]() == (FOLDER / "ordinance.pdf").read_bytes()
    assert make["annex"]() == (FOLDER / "annex-c.pdf").read_bytes()
    assert make["memo"]() == (FOLDER / "memo.docx").read_bytes()


def test_it_is_small_and_long_enough() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) < 1_500_000
    assert 750 <= len((FOLDER / "draft.md").read_text(encoding="utf-8").split()) <= 900


def test_it_has_each_kind_of_claim(story: dict[str, Any]) -> None:
    claims = story["claims"]
    links = [link for claim in claims for link in claim["links"]]
    assert any(not claim["links"] for claim in claims)
    assert {link["relation"] for link in links} == {"supports", "contradicts", "context"}
    assert any(claim["type"] == "quotation" and claim["said_by"] for claim in claims)
    together = [link["together"] for link in links if link.get("together")]
    assert len(together) > len(set(together))
    assert {claim["status"] for claim in claims} == {"open", "verified", "disputed"}
    assert "420,000" in claims[1]["quote"]
    assert "240,000" in claims[1]["links"][0]["quote"]
