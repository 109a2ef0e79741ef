"""The same inside as outside: `.venv/bin/python -m tests.stress.same_inside`.

Reads the first three pages of every file of the corpus that opens twice: through the engine, whose workers are locked,
and in a process without any lock by the same code. Pixels and text must be the same, byte by byte. There they are
compared with what PyMuPDF draws and reads by itself, too. Prints a table; the status is 1 where something differs.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.engine import protocol
from annotator.engine.client import Engine, seal
from annotator.engine.sniff import HEAD_SIZE, sniff
from annotator.model.errors import Refused
from annotator.model.pages import Format

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
PAGES = 3
_ROOT = Path(__file__).resolve().parents[2]
Seen = list[list[str]]
"""For each page: size, digest of its pixels, digest of its text; or one word where it can't be shown."""


@dataclass(frozen=True)
class File:
    """What is compared."""

    name: str
    path: Path
    form: Format
    password: str = ""


@dataclass
class Compared:
    """What came of all of them, by kind of file."""

    files: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    pages: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    differing: list[str] = field(default_factory=list)
    off: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Pages by how far, in levels of 255, PyMuPDF's own picture is from ours; 255 also where its text differs."""


def files() -> Iterator[File]:
    """Every file of the corpus whose format is known."""
    for folder in ("sources", "first-case"):
        index = CORPUS / folder / "index.jsonl"
        lines = [json.loads(line) for line in index.read_text("utf-8").splitlines()] if index.is_file() else []
        passwords = {line["file"]: line.get("password") or "" for line in lines}
        for path in sorted(each for each in (CORPUS / folder).rglob("*") if each.is_file() and each != index):
            name = str(path.relative_to(CORPUS / folder))
            with path.open("rb") as file:
                head = file.read(65536)
            try:
                form = sniff(path.name, head[:HEAD_SIZE], lambda at, size, head=head: head[at : at + size])
            except Refused:
                continue
            password = "reporter" if "password-reporter" in name else passwords.get(name, "")
            yield File(name, path, form, password)


def inside(engine: Engine, file: File) -> Seen | None:
    """The pages through the engine; None where the document is refused."""
    source = seal([file.path.read_bytes()], file.form, passwords=[file.password] if file.password else [])
    document = engine.open(source)
    try:
        found: Seen = []
        for page in range(min(PAGES, engine.wait(document.info()).page_count)):
            try:
                pixels = engine.wait(document.render(page, 1.0))
                text = engine.wait(document.chars(page)).text
            except Refused:
                found.append(["not shown"])
                continue
            plain = _plain(pixels.buffer)
            found.append([f"{pixels.width}x{pixels.height}", _digest(plain), _digest(text.encode())])
        return found
    except Refused:
        return None
    finally:
        document.close()
        source.close()


def outside(wanted: Iterable[File]) -> dict[str, Seen | None]:
    """The pages in a process without a lock."""
    asked = "".join(
        json.dumps([str(each.path), each.form.value, each.password], ensure_ascii=True) + "\n" for each in wanted
    )
    run = subprocess.run(
        [sys.executable, "-m", "tests.stress.same_inside", "outside"],
        input=asked,
        capture_output=True,
        text=True,
        cwd=_ROOT,
        check=True,
    )
    return dict(json.loads(line) for line in run.stdout.splitlines())


def _outside() -> None:
    from annotator.engine.worker import freezing

    freezing.warm()
    for line in sys.stdin:
        path, form, password = json.loads(line)
        try:
            seen: Seen | None = _bare(Path(path).read_bytes(), form, password)
        except Exception:  # refused by the parser
            seen = None
        print(json.dumps([path, seen]), flush=True)


def _bare(data: bytes, form: str, password: str) -> Seen:
    """The pages as the worker's code shows them without a lock, and how far PyMuPDF's own picture is from that."""
    from annotator.engine.worker import drawing, freezing, texts
    from annotator.engine.worker.mupdf import fitz

    document = fitz.open("pdf", data if form == "pdf" else freezing.freeze(form, data).pdf)
    if password:
        document.authenticate(password)
    found: Seen = []
    into = memoryview(bytearray(protocol.ARENA_SIZE))
    for page in range(min(PAGES, document.page_count)):
        try:
            shown = document[page]
            picture = drawing.draw(shown, 1.0, None, into)
            text = texts.text_of(shown)
        except Exception:
            found.append(["not shown"])
            continue
        plain = _plain(bytes(into[: 4 * picture.width * picture.height]))
        try:
            own = shown.get_pixmap(alpha=False)
            off = 0 if own.samples == plain else max(abs(a - b) for a, b in zip(own.samples, plain, strict=True))
            words = shown.get_text("text", flags=texts.FLAGS) if not shown.rotation else text
            off = off if texts.clean(words) == text else 255
        except Exception:  # sizes or words that PyMuPDF itself has not
            off = 255
        found.append([f"{picture.width}x{picture.height}", _digest(plain), _digest(text.encode()), str(off)])
    return found


def _plain(shown: bytes) -> bytes:
    """Blue, green, red, 255 as red, green, blue."""
    plain = bytearray(3 * (len(shown) // 4))
    plain[0::3], plain[1::3], plain[2::3] = shown[2::4], shown[1::4], shown[0::4]
    return bytes(plain)


def _digest(data: bytes | bytearray) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def compare(wanted: list[File]) -> Compared:
    """All files both ways."""
    there = outside(wanted)
    result = Compared()
    engine = Engine()
    try:
        for file in wanted:
            here, bare = inside(engine, file), there[str(file.path)]
            kind = file.form.value
            result.files[kind] += 1
            result.refused[kind] += here is None
            if len(here or ()) != len(bare or ()):
                result.differing.append(f"{file.name}: refused {'outside' if here else 'inside'} only")
            for page, (one, other) in enumerate(zip(here or (), bare or (), strict=False)):
                result.pages[kind] += 1
                result.off[other[3] if len(other) > 3 else "-"] += 1
                if one != other[:3]:
                    result.differing.append(f"{file.name}, page {page + 1}: {one} inside, {other} outside")
    finally:
        engine.close()
    return result


def main() -> int:
    """All of the corpus, as a table."""
    if sys.argv[1:] == ["outside"]:
        _outside()
        return 0
    result = compare(list(files()))
    print(f"{'':<12}{'files':>8}{'refused':>9}{'pages':>8}")
    for kind in sorted(result.files):
        print(f"{kind:<12}{result.files[kind]:>8}{result.refused[kind]:>9}{result.pages[kind]:>8}")
    print(f"{'all':<12}{sum(result.files.values()):>8}{sum(result.refused.values()):>9}{sum(result.pages.values()):>8}")
    print(f"{len(result.differing)} pages differ", *result.differing, sep="\n")
    for levels, pages in sorted(result.off.items()):
        print(f"{pages:>6} pages whose pixels are {levels} levels at most from PyMuPDF's own picture")
    return 1 if result.differing else 0


if __name__ == "__main__":
    sys.exit(main())
