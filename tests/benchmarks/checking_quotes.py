"""How quotations are graded: those of people's summaries, and verbatim ones with one seeded edit each.

`python tests/benchmarks/checking_quotes.py [show]` prints the tables, with `show` all that was graded wrong and the
differing words. Thresholds were chosen on the half of the documents with an even number; reported is the other.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.checking.quotes import Graded, Verdict, grade
from annotator.checking.quotes_text import Window

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
EACH = 125
FINE = {Verdict.EXACT, Verdict.TYPOGRAPHY, Verdict.BREAKS}
_WORD = re.compile(r"[^\W\d_]{4,}")
_AUX = re.compile(r"\b(?:will|would|shall|may|can|could|should|must|is|are|was|were|has|have|had|did|do|does)\b")


@dataclass(frozen=True)
class Seeded:
    """A quotation with one edit, the text it is from, and the verdicts that are right."""

    kind: str
    quote: str
    source: str
    right: frozenset[Verdict]


def main(show: bool) -> None:
    """Prints all tables."""
    if not (CORPUS / "claims" / "quotesum").is_dir():
        print("The corpus is absent: nothing to measure.")
        return
    _people(show)
    for part in (0, 1):
        _seeded_table(part, show)


def _people(show: bool) -> None:
    counts: Counter[tuple[bool, str]] = Counter()
    for line in (CORPUS / "claims/quotesum/items.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        for quote in item["quotes"]:
            source = item["sources"][quote["source"]]
            got = grade(quote["text"], Window(source))
            verdict = got.verdict if got else Verdict.NOT_FOUND
            counts[quote["verbatim"], verdict] += 1
            if show and (not quote["verbatim"] or verdict not in FINE):
                _show(quote["text"], source, got)
    print("quotesum: quotes by people        " + "  ".join(("verdict", "count")))
    for (verbatim, verdict), count in sorted(counts.items()):
        print(f"  {'verbatim' if verbatim else 'not verbatim':14} {verdict:20} {count:4}")


def _show(quote: str, source: str, got: Graded | None) -> None:
    print("  --", got.verdict if got else "not found", "|", quote)
    if got:
        print("     ", source[got.start : got.end])
        for one in got.differences:
            print("        ", repr(quote[slice(*one.old)]), "|", repr(source[got.start : got.end][slice(*one.new)]))


def documents() -> list[str]:
    """Texts of laws, terms, a hearing, contracts and articles."""
    found = [path.read_text("utf-8") for path in sorted((CORPUS / "revisions").glob("*/old.txt"))]
    found += [path.read_text("utf-8") for path in sorted((CORPUS / "first-case").glob("alvarez/*.txt"))]
    for name, most in (("contract_nli", 40), ("wice", 60)):
        lines = (CORPUS / "claims" / name / "docs.jsonl").read_text("utf-8").splitlines()[:most]
        for line in lines:
            item = json.loads(line)
            found.append(item.get("text") or "\n".join(item["sentences"]))
    return [text for text in found if len(text) > 1500]


def _seeded_table(part: int, show: bool) -> None:
    counts: dict[str, Counter[str]] = {}
    begun = time.process_time()
    graded = called_exact = 0
    for one in seeded(part):
        got = grade(one.quote, Window(one.source))
        verdict = got.verdict if got else Verdict.NOT_FOUND
        right = verdict in one.right
        counts.setdefault(one.kind, Counter())["right" if right else str(verdict)] += 1
        graded += 1
        called_exact += verdict in FINE and one.kind in ("digit", "negation in", "negation out", "number word")
        if show and not right:
            print("  wrong:", one.kind)
            _show(one.quote, one.source, got)
    spent = time.process_time() - begun
    hits = sum(count["right"] for count in counts.values())
    print(
        f"seeded edits, {'reported' if part else 'chosen on'}: {hits} of {graded} right ({100 * hits / graded:.1f} %)"
    )
    print(f"  changed numbers or negations called faithful: {called_exact}; {1000 * spent / graded:.1f} ms each")
    for kind, count in counts.items():
        wrong = ", ".join(f"{name} {number}" for name, number in count.items() if name != "right")
        print(f"  {kind:16} {count['right']:4} of {sum(count.values()):4}  {wrong}")


def seeded(part: int) -> Iterator[Seeded]:
    """Quotations of one half of the documents, `EACH` of each kind of edit."""
    chance = random.Random(7 + part)
    texts = documents()[part::2]
    for kind, (edit, right) in EDITS.items():
        made = tries = 0
        while made < EACH and tries < EACH * 400:
            tries += 1
            text = chance.choice(texts)
            low = max(0, chance.randrange(len(text)) - 3000)
            source = text[low : low + 6000]
            quote = _stretch(source, chance)
            changed = edit(quote, source, chance) if quote else None
            if changed is not None:
                made += 1
                yield Seeded(kind, *changed, frozenset(right))


def _stretch(source: str, chance: random.Random) -> str:
    words = [match.span() for match in re.finditer(r"\S+", source)]
    count = chance.choice((5, 6, 8, 10, 14, 20, 30, 45))
    if len(words) <= count + 2:
        return ""
    first = chance.randrange(1, len(words) - count - 1)
    quote = source[words[first][0] : words[first + count - 1][1]].strip(
        "\"'\u201c\u201d.,;:()[]*#_-\u2013 \u2018\u2019"
    )
    plain = " ".join(quote.split())
    bad = "\n\n" in quote or "\u2026" in quote or "..." in quote or "[" in quote or re.search(r"\w-\n", quote)
    return "" if bad or len(plain.split()) < 5 else quote


Changed = tuple[str, str] | None


def _verbatim(quote: str, source: str, _: random.Random) -> Changed:
    return " ".join(quote.split()), source


def _digit(quote: str, source: str, chance: random.Random) -> Changed:
    digits = [at for at, char in enumerate(quote) if char in "0123456789"]
    if not digits:
        return None
    at = chance.choice(digits)
    return quote[:at] + chance.choice([d for d in "123456789" if d != quote[at]]) + quote[at + 1 :], source


NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "thirty", "sixty", "hundred")


def _number_word(quote: str, source: str, chance: random.Random) -> Changed:
    found = list(re.finditer(rf"\b(?:{'|'.join(NUMBERS)})\b", quote))
    if not found:
        return None
    one = chance.choice(found)
    return quote[: one.start()] + chance.choice([n for n in NUMBERS if n != one[0]]) + quote[one.end() :], source


def _word(quote: str, source: str, chance: random.Random) -> Changed:
    found = _inside(quote)
    other = chance.choice(_WORD.findall(source) or ["something"])
    if not found:
        return None
    one = chance.choice(found)
    if one[0].lower() == other.lower() or _tells(one[0]) or _tells(other):
        return None
    return quote[: one.start()] + other.lower() + quote[one.end() :], source


def _without(quote: str, source: str, chance: random.Random) -> Changed:
    found = [one for one in _inside(quote) if not _tells(one[0])]
    one = chance.choice(found) if found else None
    return (quote[: one.start()].rstrip() + " " + quote[one.end() :].lstrip(), source) if one else None


def _more(quote: str, source: str, chance: random.Random) -> Changed:
    other = chance.choice(_WORD.findall(source) or ["something"])
    if _tells(other):
        return None
    return _put(quote, other.lower(), chance), source


def _negation_in(quote: str, source: str, chance: random.Random) -> Changed:
    found = [one for one in _AUX.finditer(quote) if one.start() > 0 and one.end() < len(quote) - 3]
    if not found:
        return None
    one = chance.choice(found)
    if re.match(r"\s+not\b|n['\u2019]t", quote[one.end() :]):
        return None
    return quote[: one.end()] + chance.choice((" not", " never")) + quote[one.end() :], source


def _negation_out(quote: str, source: str, chance: random.Random) -> Changed:
    found = [
        one
        for one in re.finditer(r"\s(?:not|never|no)\b(?!\.)", quote)
        if one.start() > 4 and one.end() < len(quote) - 4
    ]
    one = chance.choice(found) if found else None
    return (quote[: one.start()] + quote[one.end() :], source) if one else None


def _ellipsis(quote: str, source: str, chance: random.Random) -> Changed:
    words = quote.split()
    if len(words) < 7:
        return None
    first = chance.randrange(2, len(words) - 3)
    last = min(len(words) - 2, first + chance.randrange(1, 7))
    dots = chance.choice(("\u2026", "...", ". . .", "[...]", "[\u2026]", "\u2009\u2026\u2009"))
    return " ".join([*words[:first], dots, *words[last:]]), source


def _bracket(quote: str, source: str, chance: random.Random) -> Changed:
    words = quote.split()
    first = chance.randrange(1, len(words) - 2)
    last = min(len(words) - 1, first + chance.randrange(0, 4))
    put = chance.choice(("[the agency]", "[sic]", "[he]", "[its report]"))
    return " ".join([*words[:first], put, *words[first if put == "[sic]" else last :]]), source


def _curly(quote: str, source: str, _: random.Random) -> Changed:
    changed = re.sub(r"'", "\u2019", quote) if "'" in quote else quote.replace("\u2019", "'")
    changed = re.sub(r'"(?=\w)', "\u201c", changed).replace('"', "\u201d")
    if changed == quote:
        changed = re.sub("[\u201c\u201d]", '"', quote)
    return (changed, source) if changed != quote else None


def _hyphen(quote: str, source: str, chance: random.Random) -> Changed:
    found = [one for one in _WORD.finditer(quote) if len(one[0]) > 6]
    if not found or source.count(quote) != 1:
        return None
    one = chance.choice(found)
    at = one.start() + chance.randrange(2, len(one[0]) - 2)
    broken = quote[:at] + chance.choice(("-\n", "\u00ad\n", "\u2010\n", "-\n  ")) + quote[at:]
    return " ".join(quote.split()), source.replace(quote, broken)


def _inside(quote: str) -> list[re.Match[str]]:
    found = list(_WORD.finditer(quote))
    return [one for one in found[1:-1] if quote[one.end() : one.end() + 1] not in ("'", "\u2019")]


def _tells(word: str) -> bool:
    from annotator.anchoring.telling import kind_of

    return kind_of(word.lower()) in ("negation", "number", "date") or word.lower().startswith(
        ("un", "in", "non", "dis")
    )


def _put(quote: str, word: str, chance: random.Random) -> str:
    words = quote.split()
    at = chance.randrange(2, len(words) - 1)
    return " ".join([*words[:at], word, *words[at:]])


Edit = Callable[[str, str, random.Random], Changed]
EDITS: dict[str, tuple[Edit, set[Verdict]]] = {
    "verbatim": (_verbatim, FINE),
    "digit": (_digit, {Verdict.NUMBER}),
    "number word": (_number_word, {Verdict.NUMBER}),
    "other word": (_word, {Verdict.WORDS}),
    "word left out": (_without, {Verdict.WORDS}),
    "word put in": (_more, {Verdict.WORDS}),
    "negation in": (_negation_in, {Verdict.NEGATION}),
    "negation out": (_negation_out, {Verdict.NEGATION}),
    "ellipsis": (_ellipsis, {Verdict.EDITED}),
    "bracket": (_bracket, {Verdict.EDITED}),
    "curly quotes": (_curly, {Verdict.TYPOGRAPHY}),
    "line-end hyphen": (_hyphen, {Verdict.BREAKS}),
}

if __name__ == "__main__":
    main("show" in sys.argv)
