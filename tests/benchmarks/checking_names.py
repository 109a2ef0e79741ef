"""Names of claims held against the passages that support them, and against the whole document.

`python tests/benchmarks/checking_names.py`. Needs the labelled claims beside the project. Rules were chosen on part A
(by document), part B is what is told. Three counts of claims that are supported: with a name flagged that is in none
of the passages; the same where the document doesn't have it either; and, of names exchanged for another claim's, how
many are flagged. Of claims whose unsupported words people marked: how many of the names among these are flagged.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.checking.names import Named, NameVerdict, compare_names, folded, held, names, stands
from tests.benchmarks.checking_numbers import wilson

NOWHERE = "claims with a flag, in the document neither"
CLAIMS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "claims"


def part(document: str) -> str:
    """A or B, by the document."""
    return "AB"[hashlib.sha256(document.encode()).digest()[0] % 2]


def rows(name: str, file: str = "items") -> Iterator[dict[str, Any]]:
    """The lines of a set."""
    with (CLAIMS / name / f"{file}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def flagged(claim: str, passage: str, document: str) -> list[tuple[Named, NameVerdict, bool]]:
    """Names that are not in the passage as they are in the claim; whether the document has them neither."""
    mine = [one for one in compare_names(names(claim), held(passage)) if one.verdict is not NameVerdict.THERE]
    whole = folded(document)
    return [
        (one.claim, one.verdict, not stands(one.claim, whole, together=one.verdict is not NameVerdict.ABSENT))
        for one in mine
    ]


class Counts:
    """What is counted of each half."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.kinds: Counter[tuple[str, str]] = Counter()
        self.documents = {one["doc_id"]: one for one in rows("wice", "docs")}

    def supported(self, shown: int) -> None:
        """Claims that people found supported; and each of their names exchanged for another claim's."""
        claims = [one for one in rows("wice") if one["label"] == "supported" and one["evidence_sets"]]
        pool = [claim["claim"][one.start : one.end] for claim in claims for one in names(claim["claim"])]
        chance = random.Random(5)
        for one in claims:
            half, document = part(one["doc_id"]), self.documents[one["doc_id"]]
            texts = document["sentences"]
            whole = "\n".join((document["title"], *texts))
            passage = "\n".join(texts[at] for at in one["evidence_sets"][0])
            found = flagged(one["claim"], passage, whole)
            self.counts[half, "claims"] += 1
            self.counts[half, "claims with a flag"] += bool(found)
            self.kinds.update((half, verdict.value) for _, verdict, _ in found)
            self.counts[half, NOWHERE] += any(absent for _, _, absent in found)
            for name in names(one["claim"]):
                self._exchanged(half, one["claim"], name, chance.choice(pool), passage, whole)
            for name, verdict, absent in found if half == "A" else ():
                if shown > 0:
                    shown -= 1
                    where = "nowhere" if absent else "elsewhere"
                    print(f"{verdict} {where}: {one['claim'][name.start : name.end]}\n  {one['claim']}")
                    print(f"  | {passage[:400]}")

    def _exchanged(self, half: str, claim: str, name: Named, other: str, passage: str, whole: str) -> None:
        if key_words(other) & key_words(claim):
            return
        changed = claim[: name.start] + other + claim[name.end :]
        self.counts[half, "exchanged"] += 1
        self.counts[half, "exchanged flagged"] += any(
            was.start <= name.start < was.end for was, _, _ in flagged(changed, passage, whole)
        )

    def marked(self) -> None:
        """Names among the words that people marked as unsupported."""
        for one in rows("wice_unsupported_words"):
            at, starts = 0, set()
            for token, missing in zip(one["claim_tokens"], one["unsupported"], strict=True):
                if missing:
                    starts.add(at)
                at += len(token) + 1
            claim, texts = " ".join(one["claim_tokens"]), self.documents[one["doc_id"]]["sentences"]
            passage = "\n".join(texts[at] for at in (one["evidence_sets"] or [[]])[0])
            off = {name.start for name, _, _ in flagged(claim, passage, passage)}
            for name in names(claim):
                if name.start in starts:
                    self.counts[part(one["doc_id"]), "marked"] += 1
                    self.counts[part(one["doc_id"]), "marked flagged"] += name.start in off


def main(shown: int = 0) -> None:
    """Prints the tables; `shown` lists so many flags of part A."""
    made = Counts()
    made.supported(shown)
    made.marked()
    for half in "AB":
        for hits, of in (
            ("claims with a flag", "claims"),
            (NOWHERE, "claims"),
            ("exchanged flagged", "exchanged"),
            ("marked flagged", "marked"),
        ):
            got, all_ = made.counts[half, hits], made.counts[half, of]
            low, high = wilson(got, all_)
            told = f"{half} {hits:46} {got:4} of {all_:4}"
            print(f"{told} {100 * got / max(1, all_):6.1f} %  {low:.1f} to {high:.1f}")
    print(dict(made.kinds))


def key_words(text: str) -> set[str]:
    """The words of a text in small letters."""
    return set(text.lower().split())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
