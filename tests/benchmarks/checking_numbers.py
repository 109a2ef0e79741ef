"""Numbers in claims held against passages before and after a revision that changed what they say.

Needs the labelled pairs beside the project. Thresholds were chosen on the cases of part A; part B is what is told.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.anchoring.sentences import sentences
from annotator.checking.comparing import Verdict, compare
from annotator.checking.dates import dates
from annotator.checking.dates_comparing import DateVerdict, compare_dates
from annotator.checking.negations import opposites
from annotator.checking.numbers import quantities
from annotator.checking.shares import made_shares, with_shares

PAIRS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "claims" / "vitaminc_real" / "items.jsonl"
_FLAGGED = (Verdict.DIFFERS, Verdict.UNCLEAR)
_TURNING = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|denie[ds]|deny|cannot|refused|failed|shall|must|may)\b"
    r"|n['\u2019]t\b",
    re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:was|were|is|are|has|had|have|did|will|would|can|could)\b")
_COUNTING = ("number", "money", "percent", "points")


def part(case: str) -> str:
    """A or B, by the case, so that all pairs of one are in the same part."""
    return "AB"[hashlib.sha256(case.encode()).digest()[0] % 2]


def number_flag(claim: str, passage: str) -> bool | None:
    """Whether a number of the claim is flagged; None where one of the two has none that counts or measures."""
    mine = [one for one in with_shares(claim, quantities(claim)) if one.kind in _COUNTING and one.values != (1,)]
    numerals = quantities(passage)
    theirs = with_shares(passage, numerals)
    if not mine or not theirs:
        return None
    return any(one.verdict in _FLAGGED for one in compare(mine, theirs, tuple(made_shares(passage, numerals))))


def date_flag(claim: str, passage: str) -> bool | None:
    """Whether a date of the claim is flagged; None where one of the two has none."""
    mine, theirs = dates(claim), dates(passage)
    if not mine or not theirs:
        return None
    return any(one.verdict is DateVerdict.DIFFERS for one in compare_dates(mine, theirs))


def negation_flag(claim: str, passage: str) -> bool | None:
    """Whether a negation, a must or a may is flagged; None where neither of the two has any."""
    if not _TURNING.search(claim) and not _TURNING.search(passage):
        return None
    return bool(opposites(claim, passage))


CHECKS: dict[str, Callable[[str, str], bool | None]] = {
    "number": number_flag,
    "date": date_flag,
    "negation": negation_flag,
}


def negated(rows: Iterable[dict[str, Any]]) -> tuple[int, int, int]:
    """Sentences of passages held against themselves with "not" put in: how many; flagged added; flagged dropped."""
    count = added = dropped = 0
    for row in rows:
        passage = row["passage"]
        for start, end in sentences(passage):
            said = passage[start:end]
            verb = _VERB.search(said)
            if verb and len(said.split()) > 6 and not _TURNING.search(said):
                other = f"{said[: verb.end()]} not{said[verb.end() :]}"
                count += 1
                added += bool(opposites(other, passage))
                dropped += bool(opposites(said, passage.replace(said, other)))
    return count, added, dropped


def rows() -> Iterator[dict[str, Any]]:
    """The labelled pairs."""
    with PAIRS.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, in percent (Wilson's)."""
    if not of:
        return 0.0, 100.0
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return 100 * (middle - half), 100 * (middle + half)


def main(shown: str = "", most: int = 0) -> None:
    """Prints the table; `shown` as "number supported 1 A" lists pairs: check, label, flagged or not, part."""
    found: Counter[tuple[str, str, str, bool]] = Counter()
    listed: dict[tuple[str, str, bool, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows():
        for name, check in CHECKS.items():
            flag = check(row["claim"], row["passage"])
            if flag is not None:
                found[name, part(row["case_id"]), row["label"], flag] += 1
                listed[name, row["label"], flag, part(row["case_id"])].append(row)
    print(f"{'check':10} {'part':4} {'label':12} {'pairs':>6} {'flagged':>8} {'%':>6}  95 %")
    for name in CHECKS:
        for half in "AB":
            for label in ("refuted", "supported", "unsupported"):
                hits, rest = found[name, half, label, True], found[name, half, label, False]
                low, high = wilson(hits, hits + rest)
                share = 100 * hits / max(1, hits + rest)
                print(f"{name:10} {half:4} {label:12} {hits + rest:6} {hits:8} {share:6.1f}  {low:.1f} to {high:.1f}")
    for half in "AB":
        of, added, dropped = negated(row for row in rows() if part(row["case_id"]) == half)
        print(f"not put in, part {half}: {of} sentences, {added} flagged in the claim, {dropped} in the passage")
    if shown:
        check, label, flag, half = shown.split()
        for row in listed[check, label, flag == "1", half][:most]:
            print(f"\n  {row['claim']}\n  | {row['passage'][:500]}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "", int(sys.argv[2]) if len(sys.argv) > 2 else 0)
