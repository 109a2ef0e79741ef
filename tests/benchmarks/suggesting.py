"""How often a passage that people named comes up first, and how long it takes beside the bare libraries.

`python tests/benchmarks/suggesting.py [show] [keep=FOLDER]` prints the tables, with `show` the misses; the index stays
in FOLDER, so that a second run need not read all sentences again. The weights were fitted on the documents of part 0 of
wice; the other part, and contract_nli, had no say. Nothing of the claims themselves was learned.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as it is in the program
import numpy as np
from material import CORPUS
from reanchoring import wilson

from annotator.finding.passages import PassageIndex
from annotator.operations import suggesting
from annotator.operations.meaning import AT_ONCE, Meaning
from annotator.operations.suggesting import Found

CLAIMS = CORPUS / "claims"
COPIES = 100_000
"""Sentences over which the speed is measured."""


@dataclass(frozen=True)
class Asked:
    """A claim, its document, and the stretches of that document's text that people named."""

    document: str
    claim: str
    right: tuple[tuple[int, int], ...]
    before: str = ""
    """What stands before it where people wrote it, with the headline."""

    @property
    def part(self) -> int:
        """0 for the documents that the weights were fitted on, 1 for the others."""
        return hashlib.md5(self.document.encode(), usedforsecurity=False).digest()[-1] % 2


def main(words: Sequence[str]) -> None:
    """Prints all tables."""
    if not (CLAIMS / "wice").is_dir():
        print("The corpus is absent: nothing to measure.")
        return
    kept = next((word.removeprefix("keep=") for word in words if word.startswith("keep=")), None)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(kept or folder)
        meaning = Meaning()
        try:
            for name, read in (("wice", _wice), ("contract_nli", _contracts)):
                texts, asked = read()
                index = _indexed(root / name, texts)
                _read_all(index, meaning, texts)
                _table(name, index, meaning, list(texts), asked, show="show" in words)
                if name == "wice":
                    _speed(root / "many", index, meaning, list(texts), [one.claim for one in asked])
                index.close()
            _first_case(root / "first-case", meaning)
        finally:
            meaning.close()


def _wice() -> tuple[dict[str, str], list[Asked]]:
    texts: dict[str, str] = {}
    starts: dict[str, list[int]] = {}
    sentences: dict[str, list[str]] = {}
    for document in map(json.loads, (CLAIMS / "wice/docs.jsonl").read_text("utf-8").splitlines()):
        at, found = 0, []
        for sentence in document["sentences"]:
            found.append(at)
            at += len(sentence) + 2
        name = document["doc_id"]
        texts[name], starts[name], sentences[name] = "\n\n".join(document["sentences"]), found, document["sentences"]
    asked = []
    for item in map(json.loads, (CLAIMS / "wice/items.jsonl").read_text("utf-8").splitlines()):
        name = item["doc_id"]
        numbers = sorted({number for chosen in item["evidence_sets"] for number in chosen})
        right = tuple((starts[name][one], starts[name][one] + len(sentences[name][one])) for one in numbers)
        if right:
            before = f"- {item['article']}\n- {item['context'][-600:]}"
            asked.append(Asked(name, item["claim"], right, before))
    return texts, asked


def _contracts() -> tuple[dict[str, str], list[Asked]]:
    texts = {
        document["doc_id"]: document["text"]
        for document in map(json.loads, (CLAIMS / "contract_nli/docs.jsonl").read_text("utf-8").splitlines())
    }
    items = map(json.loads, (CLAIMS / "contract_nli/items.jsonl").read_text("utf-8").splitlines())
    return texts, [
        Asked(item["doc_id"], item["claim"], tuple((start, end) for start, end in item["evidence_offsets"]))
        for item in items
        if item["label"] == "supported" and item["evidence_offsets"]
    ]


def _indexed(folder: Path, texts: dict[str, str]) -> PassageIndex:
    index = PassageIndex(folder)
    known = index.known()
    for name, text in texts.items():
        if name not in known:
            index.add(name, [text])
    index.commit()
    return index


def _read_all(index: PassageIndex, meaning: Meaning, names: dict[str, str]) -> None:
    for name in names:
        sheet = index.sheets.sheet(name)
        while sheet is not None and (unread := sheet.unread(AT_ONCE)):
            vectors = meaning.vectors([sheet.text(number) for number in unread])
            for number, vector in zip(unread, vectors, strict=True):
                sheet.write(number, vector)


def _first_case(folder: Path, meaning: Meaning) -> None:
    """Where the statutes come up that command what the article says the law limits."""
    case = CORPUS / "first-case"
    sources = [*sorted((case / "statutes").glob("*.md")), *sorted((case / "alvarez").glob("*.txt"))]
    index = _indexed(folder, {source.name: source.read_text("utf-8") for source in sources})
    article = (case / "article" / "seed-article.txt").read_text("utf-8")
    wanted = ("8-usc-1360", "8-usc-1373", "8-usc-1644")
    at = article.index("Additionally, the Immigration and Nationality Act")
    sentence = article[at : article.index("\n", at)]
    before = f"- {article.splitlines()[0]}\n- {article[at - 600 : at]}"
    absent = Meaning()
    absent._why = "Not asked for."
    print("\nfirst-case: the first passage of a statute that commands what the article says is limited")
    for told, how in (("by words", absent), ("by words and meaning", meaning)):
        for around, stands in (("", ""), (", with what stands before", before)):
            found = suggesting.best(index, how, [source.name for source in sources], sentence, 20, None, stands)
            rank = next((at for at, one in enumerate(found, 1) if one.extraction.startswith(wanted)), None)
            print(f"  {told + around}: {rank or 'not among the first 20'}")
    index.close()


def _table(
    name: str, index: PassageIndex, meaning: Meaning, names: list[str], asked: list[Asked], *, show: bool
) -> None:
    print(f"\n{name}: {len(asked)} claims, {len(names)} documents")
    print(f"{'':44}{'part':>4}{'claims':>8}{'first 1':>28}{'first 3':>28}")
    absent = Meaning()
    absent._why = "Not asked for."
    ways: list[tuple[str, Meaning, bool]] = [
        ("by words, in its document", absent, False),
        ("by words and meaning, in its document", meaning, False),
    ]
    if name == "wice":
        ways += [("by words, all pooled", absent, True), ("by words and meaning, all pooled", meaning, True)]
        ways.append(("the same, with what stands before the claim", meaning, True))
    bare = [replace(one, before="") for one in asked]
    for told, how, pooled in ways:
        those = asked if told.startswith("the same") else bare
        ranks = [(one, _rank(index, how, names if pooled else [one.document], one)) for one in those]
        for part in (0, 1):
            here = [rank for one, rank in ranks if one.part == part]
            counts = [sum(rank < most for rank in here) for most in (1, 3)]
            print(f"{told:44}{part:>2}{len(here):>6}  " + "".join(f"{wilson(hit, len(here)):>28}" for hit in counts))
        if show and how is meaning:
            for one, rank in ranks:
                if rank >= 3:
                    _miss(index, how, names if pooled else [one.document], one, rank)


def _rank(index: PassageIndex, meaning: Meaning, names: list[str], one: Asked) -> int:
    found = suggesting.best(index, meaning, names, one.claim, 50, None, one.before)
    return next((rank for rank, passage in enumerate(found) if _is_right(one, passage)), 50)


def _is_right(one: Asked, passage: Found) -> bool:
    """Whether a passage has at least half of what people named, or lies within it."""
    if passage.extraction != one.document:
        return False
    for start, end in one.right:
        common = min(end, passage.end) - max(start, passage.start)
        if common >= min(end - start, passage.end - passage.start) / 2 > 0:
            return True
    return False


def _miss(index: PassageIndex, meaning: Meaning, names: list[str], one: Asked, rank: int) -> None:
    print(f"\n   rank {rank} in {one.document}: {one.claim}")
    for passage in suggesting.best(index, meaning, names, one.claim, 3):
        print(f"      shown {passage.score} {passage.extraction}: {' '.join(passage.text.split())[:160]}")
    sheet = index.sheets.sheet(one.document)
    for start, end in one.right[:3]:
        named = [sheet.text(n) for n in range(sheet.count) if start <= sheet.place(n)[1] < end] if sheet else []
        print(f"      named {' '.join(' '.join(named).split())[:200]}")


def _speed(folder: Path, index: PassageIndex, meaning: Meaning, names: list[str], claims: list[str]) -> None:
    """Over many sentences (those of wice, several times), beside a bare query and a bare product of vectors."""
    many = PassageIndex(folder)
    known, count, copy = many.known(), 0, 0
    wanted = []
    while count < COPIES:
        for name in names:
            sheet = index.sheets.sheet(name)
            if sheet is None or count >= COPIES:
                continue
            twin = f"{copy}-{name}"
            wanted.append(twin)
            if twin not in known:
                many.add(twin, ["\n\n".join(sheet.text(number) for number in range(sheet.count))])
            count += sheet.count
        copy += 1
    many.commit()
    rng = np.random.default_rng(7)
    total = 0
    for twin in wanted:
        sheet = many.sheets.sheet(twin)
        if sheet is not None and sheet.vectors is not None:
            total += sheet.count
            if sheet.unread(1):
                rows = rng.normal(0, 20, (sheet.count, 384)).clip(-127, 127).astype(np.int8)
                sheet.vectors[:] = rows.tobytes()
    vectors = rng.normal(0, 0.05, (total, 384)).astype(np.float32)
    asked = claims[:40]
    known_vectors = {claim: meaning.vectors([claim])[0] for claim in asked}
    still = Meaning()
    still.vectors = lambda texts, cancelled=None: [known_vectors[text] for text in texts]  # type: ignore[method-assign]
    query = rng.normal(0, 0.05, 384).astype(np.float32)
    bare_query = _median(asked, lambda claim: many.candidates(many.tokens(claim), 10))
    bare_product = _median(asked, lambda claim: np.argpartition(-(vectors @ query), 10)[:10])
    whole = _median(asked, lambda claim: suggesting.best(many, still, wanted, claim, 10))
    reading = _median(asked, lambda claim: meaning.vectors([claim]))
    print(f"\nspeed over {total} sentences (median of {len(asked)}, milliseconds)")
    print(f"  bare query {bare_query:.1f}, bare product {bare_product:.1f}, suggestions {whole:.1f}: ", end="")
    print(f"{whole / (bare_query + bare_product):.2f} times (at most 3); reading the claim itself {reading:.1f} more")
    many.close()


def _median(claims: Sequence[str], do: Callable[[str], object]) -> float:
    do(claims[0])
    taken = []
    for claim in claims:
        begun = time.perf_counter()
        do(claim)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main(sys.argv[1:])
