"""The corpus kind by kind, in Markdown: `.venv/bin/python -m tests.stress.kinds [FOLDER]`.

Reads every file of `../shared/corpus/sources`, or of the folder that is named, through the engine: opened, partly
opened or refused, by the ending of its name, and each refusal with its sentence.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from annotator.engine.client import Engine, seal
from annotator.engine.sniff import HEAD_SIZE, sniff
from annotator.model.errors import Refused
from tests.stress.mutations import CORPUS, damaged


def outcome(engine: Engine, path: Path, passwords: tuple[str, ...]) -> tuple[str, str]:
    """(opened, partly or refused; the sentence of a refusal, or what was warned of where it is partly opened)."""
    data = path.read_bytes()
    source = reader = None
    try:
        form = sniff(path.name, data[:HEAD_SIZE], lambda at, size: data[at : at + size])
        source = seal([data], form, passwords=passwords)
        reader = engine.open(source)
        found = engine.wait(reader.extract("00" * 32), 300)
        for each in (found.frozen, *(one.source for one in found.attached)):
            if each is not None:
                each.close()
        said = " ".join(found.extraction.warnings)
    except Refused as refused:
        return "refused", str(refused)
    finally:
        if reader is not None:
            reader.close()
        if source is not None:
            source.close()
    return ("partly", said) if damaged(said) else ("opened", said)


def main() -> int:
    """All of it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    index = folder / "index.jsonl"
    lines = [json.loads(line) for line in index.read_text("utf-8").splitlines()] if index.is_file() else []
    passwords = {line["file"]: line["password"] for line in lines if line.get("password")}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    others: list[tuple[str, str, str]] = []
    began = time.monotonic()
    engine = Engine()
    try:
        for path in sorted(each for each in folder.rglob("*") if each.is_file() and each != index):
            name = str(path.relative_to(folder))
            known = passwords.get(name)
            came, said = outcome(engine, path, (known,) if known else ())
            counts[path.suffix.lower() or "none"][came] += 1
            if came != "opened":
                others.append((name, came, said))
    finally:
        engine.close()
    print("| kind | opened | partly | refused |\n| --- | ---: | ---: | ---: |")
    for kind, found in sorted(counts.items()):
        print(f"| {kind} | {found['opened']} | {found['partly']} | {found['refused']} |")
    print("\n| file | came | sentence |\n| --- | --- | --- |")
    for name, came, said in others:
        print(f"| {name} | {came} | {said.replace('|', '/')} |")
    print(f"\n{sum(map(sum, (each.values() for each in counts.values())))} files, {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
