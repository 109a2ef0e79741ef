"""A few of what `tests/stress` does with the corpus: mutations of every format, and the same inside as outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.engine.client import Engine
from annotator.engine.sniff import HEAD_SIZE, sniff
from annotator.model.pages import Format
from tests.stress import mutations, same_inside
from tests.stress.samples import SAMPLES

GROWTH = 200 * 1024
"""Kilobytes that the main process may grow by."""


def test_fifty_mutations_end_as_pages_or_in_a_sentence() -> None:
    originals = mutations.samples()
    assert {sniff(each.name, each.data[:HEAD_SIZE]) for each in originals} >= set(Format) - {
        Format.MSG,
        Format.RECORDING,
        Format.ODS,
    }
    before = mutations.forget_peak()
    tally = mutations.run(originals, 50)
    assert tally.outcomes.total() == 50
    assert set(tally.outcomes) <= {"opened", "partly opened", "refused"}, tally.lost
    assert tally.outcomes["refused"] > 5
    assert tally.outcomes["opened"] > 5
    assert mutations.grown() - before < GROWTH


def test_a_mutation_is_always_the_same_and_never_the_original() -> None:
    for original in mutations.samples():
        made = [mutations.mutated(original, number) for number in range(6)]
        assert made == [mutations.mutated(original, number) for number in range(6)]
        assert sum(one != original.data for one in made) > 3


def test_a_lost_worker_and_a_slow_one_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutations, "mutated", lambda *_: b"no document")
    assert mutations.run([mutations.Original("a.pdf", b"")], 1).outcomes == {"refused": 1}
    engine = Engine()
    engine.close()
    assert mutations.read(engine, "a.pdf", b"%PDF-1.4", "", mutations.Counter()) == "lost"


def test_pixels_and_text_are_the_same_inside_as_outside(tmp_path: Path) -> None:
    files = []
    for name, make in SAMPLES.items():
        path, data = tmp_path / name, make()
        path.write_bytes(data)
        form = sniff(name, data[:HEAD_SIZE], lambda at, size, data=data: data[at : at + size])
        files.append(same_inside.File(name, path, form))
    result = same_inside.compare(files)
    assert result.differing == []
    assert sum(result.refused.values()) == 0
    assert sum(result.pages.values()) >= len(files)
    assert not {levels for levels in result.off if int(levels) > 2}, dict(result.off)
