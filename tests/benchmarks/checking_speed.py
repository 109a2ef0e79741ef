"""What a check of 300 claims over 2,000 pages costs in processor time, each kind of check apart, and after an edit.

`python tests/benchmarks/checking_speed.py`. The texts are generated: a fifth of the claims hold a quotation, some of
them changed, a tenth a citation.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from annotator.model.findings import Finding
from annotator.model.things import Relation, Role
from annotator.operations import checks, editing, importing, linking, marking, workspace
from annotator.operations.noticing.ground import Ground
from annotator.operations.workspace import Workspace

CLAIMS, SOURCES, PAGES = 300, 20, 100


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WORDS = _words(
    """harbour office council record agency storm pier director minister letter budget report court order data member
    ship company witness hearing contract engineer archive number year month city state federal public private water"""
)
SMALL = _words("the of and to in a that was for on with as by at from not is had this which")


def main() -> None:
    """Prints the table."""
    chance = random.Random(11)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        platformdirs.user_cache_path = lambda *_, **__: folder / "cache"  # type: ignore[assignment]
        with workspace.create(folder / "speed.annotator", title="Speed") as ws:
            pages = _fill(ws, folder, chance)
            print(f"{len(ws.graph().claims)} claims, {len(ws.graph().links)} links, {pages} pages of sources")
            _measure(ws, "first check")
            _measure(ws, "checked again")
            claim = next(iter(ws.graph().claims))
            editing.remove(ws, ws.graph().links_of(claim)[0].id)
            _measure(ws, "after an edit")


def _measure(ws: Workspace, what: str) -> None:
    begun = time.process_time()
    made = checks.check(ws)
    whole = time.process_time() - begun
    print(f"{what}: {whole:.2f} s of processor time, {len(made.findings)} findings")
    ground = Ground(ws)
    for noticing in checks.NOTICING:
        begun = time.process_time()
        found: list[Finding] = list(noticing(ground))
        print(f"    {noticing.__name__:14} {time.process_time() - begun:6.2f} s  {len(found)} findings")


def _fill(ws: Workspace, folder: Path, chance: random.Random) -> int:
    texts = [_source(chance) for _ in range(SOURCES)]
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / f"source{number}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    sources = [one.document for one in importing.add(ws, paths).added]
    claims = list(_claims(texts, chance))
    (folder / "draft.txt").write_text("\n\n".join(words for words, _, _ in claims), encoding="utf-8")
    draft = importing.add(ws, [folder / "draft.txt"], role=Role.DRAFT).added[0].document
    for words, number, passage in claims:
        marked = marking.claim(ws, draft, words)
        linking.link(ws, marked.claim, sources[number], passage, Relation.SUPPORTS)
    graph = ws.graph()
    return sum(len(ws.pages_of(graph.versions[graph.documents[one].current].extraction)) for one in sources)


def _source(chance: random.Random) -> str:
    return "\n\n".join(" ".join(_sentence(chance) for _ in range(6)) for _ in range(PAGES * 6))


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(WORDS if chance.random() < 0.5 else SMALL) for _ in range(chance.randrange(8, 18))]
    words[chance.randrange(1, len(words))] = f"{chance.randrange(10, 99999)}"
    return (" ".join(words) + ".").capitalize()


def _claims(texts: list[str], chance: random.Random) -> Iterator[tuple[str, int, str]]:
    for count in range(CLAIMS):
        number = chance.randrange(len(texts))
        at = chance.randrange(len(texts[number]) - 2000)
        passage = texts[number][texts[number].index(". ", at) + 2 :].split(".", 1)[0]
        words = f"Claim {count} says that the office told {chance.randrange(100, 99999)} people on May {1 + count % 28}"
        if count % 5 == 0:
            quoted = passage.replace(" the ", " a ") if count % 10 else passage
            words = f"Claim {count} says that \u201c{quoted}\u201d"
        elif count % 10 == 3:
            words = f"Claim {count} rests on {1 + count % 50} U.S.C. \u00a7 {100 + count} and on Doe v. Roe{count}"
        yield words + ".", number, passage


if __name__ == "__main__":
    main()
