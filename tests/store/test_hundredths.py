"""A seeded part of what `tests/stress` does in full: merges, kills, failing writes, power cuts and damages."""

from __future__ import annotations

import collections
import random
import sys
from pathlib import Path

import pytest

from tests.stress import histories, kills, power_cuts, salvages, undertakings, watched, write_errors


@pytest.fixture
def watching() -> None:
    """Each write is watched by what only Linux has, and only where nobody forbids it."""
    if sys.platform != "linux" or watched.run(lambda: None, lambda call: 0) != 0:
        pytest.skip("this system lets nobody watch what a process writes")


def test_histories_of_three_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert histories.main(12, 1_000) == 0, capsys.readouterr().out


def test_kills(capsys: pytest.CaptureFixture[str]) -> None:
    assert kills.main(7) == 0, capsys.readouterr().out


@pytest.mark.usefixtures("watching")
@pytest.mark.parametrize("undertaking", [undertakings.Save(), undertakings.Merge()], ids=["save", "merge"])
def test_power_cuts(undertaking: undertakings.Undertaking) -> None:
    count, wrong = power_cuts.cut(undertaking, 1, random.Random(1), every=97)
    assert count > 20
    assert wrong == []


@pytest.mark.usefixtures("watching")
def test_a_power_cut_without_syncing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.store.connecting.harden", power_cuts.unsynced())
    _, wrong = power_cuts.cut(undertakings.Save(), 1, random.Random(1), every=97)
    assert wrong


@pytest.mark.usefixtures("watching")
def test_writes_that_fail(tmp_path: Path) -> None:
    told: collections.Counter[str] = collections.Counter()
    assert write_errors.refused(undertakings.Save(), tmp_path, 211, told) == []
    assert told["Save ENOSPC refused:DiskFull"]


def test_damages(capsys: pytest.CaptureFixture[str]) -> None:
    assert salvages.main(12) == 0, capsys.readouterr().out
