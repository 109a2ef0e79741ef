"""Every document of the corpus in the four formats is read, or refused with a sentence; the engine lives on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from annotator.engine.client import Engine, Source, seal
from annotator.engine.sniff import HEAD_SIZE, sniff
from annotator.model.errors import Refused, WorkerLost

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
SUFFIXES = {".pdf", ".txt", ".md", ".docx"}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")


def read_whole(engine: Engine, source: Source) -> None:
    """Extract; then text with boxes and pictures of the first, middle and last page."""
    document = engine.open(source)
    try:
        found = engine.wait(document.extract("00" * 32))
        if found.frozen:
            found.frozen.close()
        texts = found.extraction.texts
        for page in sorted({0, len(texts) // 2, len(texts) - 1}):
            try:
                assert engine.wait(document.chars(page)).text == texts[page]
                assert engine.wait(document.render(page, 1.0)).width > 0
            except WorkerLost:
                raise
            except Refused as refused:
                assert str(refused).endswith(".")  # noqa: PT017
    finally:
        document.close()


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("folder", ["sources", "first-case", "hostile"])
def test_each_is_read_or_refused(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes: Counter[str] = Counter()
    engine = Engine()
    try:
        for path in sorted(each for each in (CORPUS / folder).rglob("*") if each.suffix in SUFFIXES):
            data = path.read_bytes()
            try:
                source = seal([data], sniff(path.name, data[:HEAD_SIZE]))
            except Refused as refused:
                outcomes[type(refused).__name__] += 1
                continue
            try:
                read_whole(engine, source)
                outcomes["read"] += 1
            except WorkerLost:
                raise
            except Refused as refused:
                assert str(refused).endswith(".")  # noqa: PT017
                outcomes[type(refused).__name__] += 1
            finally:
                source.close()
    finally:
        engine.close()
    with capsys.disabled():
        print(f"\n{folder}: {dict(outcomes)}")
    assert outcomes["read"] > 0
