"""Tampers with a bundle in all the ways that must be found; each by chance, from a seed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from random import Random

MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
KINDS = (
    *("byte", "byte", "byte", "byte-more", "byte-less", "added", "added-beside", "removed", "renamed", "swapped"),
    *("quote", "quote-rewritten", "all-rewritten", "removed-rewritten", "added-rewritten", "line", "link", "folder"),
    *("table-rewritten", "sums-swapped", "renamed-rewritten"),
)


def tamper(folder: Path, random: Random, kind: str) -> str:
    """Does one thing to the bundle in `folder`; what was done, in words."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    payload = [path for path in files if "data" in path.relative_to(folder).parts[:1]]
    chosen = random.choice([path for path in files if path.stat().st_size])
    return f"{kind}: {_WAYS[kind](folder, random, chosen, payload)}"


def _byte(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    data = bytearray(chosen.read_bytes())
    at = random.randrange(len(data))
    data[at] ^= 1 << random.randrange(8)
    chosen.write_bytes(data)
    return f"{chosen.name} at {at}"


def _more(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    chosen.write_bytes(chosen.read_bytes() + random.choice([b"\n", b" ", b"\0", b"x"]))
    return chosen.name


def _less(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    chosen.write_bytes(chosen.read_bytes()[:-1])
    return chosen.name


def _added(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    (random.choice(payload).parent / f"new-{random.random()}.txt").write_bytes(b"" if random.random() < 0.3 else b"x")
    return "in data"


def _beside(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    (folder / random.choice(["readme.txt", "manifest-md5.txt", "fetch.txt"])).write_bytes(b"x")
    return "beside data"


def _removed(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    chosen.unlink()
    return chosen.name


def _renamed(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    chosen.rename(chosen.with_name(f"other {chosen.name}"))
    return chosen.name


def _swapped(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    one, other = random.sample(payload, 2)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    return f"{one.name} and {other.name}"


def _quote(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    page = folder / "data/index.html"
    text = page.read_text("utf-8")
    quote = random.choice(list(re.finditer(r"<blockquote[^>]*>([^<]+)<", text)))
    letters = [at for at in range(*quote.span(1)) if text[at].isalnum()]
    at = random.choice(letters)
    page.write_text(f"{text[:at]}{'7' if text[at] != '7' else '8'}{text[at + 1 :]}", "utf-8")
    return "a letter"


def _quote_rewritten(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    _quote(folder, random, chosen, payload)
    return rewrite(folder)


def _all_rewritten(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    """Whoever knows how makes a bundle that agrees with itself: only the digest tells."""
    changed = random.choice([path for path in payload if path.suffix in (".pdf", ".csv", ".docx", ".svg")])
    _byte(folder, random, changed, payload)
    return rewrite(folder)


def _removed_rewritten(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    random.choice(payload).unlink()
    return rewrite(folder)


def _added_rewritten(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    _added(folder, random, chosen, payload)
    return rewrite(folder)


def _table_rewritten(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    """A letter of a quote in a table, and manifests that fit."""
    table = folder / "data/machine" / random.choice(["links.csv", "claims.csv"])
    text = table.read_text("utf-8-sig")
    cells = [match for match in re.finditer(r'"([^"]{20,})"', text) if " " in match[1]]
    at = random.choice([at for at in range(*random.choice(cells).span(1)) if text[at].isalnum()])
    table.write_text(f"{text[:at]}{'7' if text[at] != '7' else '8'}{text[at + 1 :]}", "utf-8-sig")
    return rewrite(folder)


def _sums_swapped(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    """Two lines of a manifest that tell each other's sums, and a manifest of manifests that fits."""
    manifest = folder / MANIFEST
    lines = manifest.read_text("utf-8").splitlines()
    one, other = random.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other][:64] + lines[one][64:], lines[one][:64] + lines[other][64:]
    manifest.write_text("\n".join(lines) + "\n", "utf-8")
    _manifest(folder, TAGS, sorted(path for path in folder.iterdir() if path.is_file() and path.name != TAGS))
    return "sums swapped"


def _renamed_rewritten(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    _renamed(folder, random, random.choice(payload), payload)
    return rewrite(folder)


def _line(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    manifest = folder / random.choice([MANIFEST, TAGS])
    lines = manifest.read_text("utf-8").splitlines(keepends=True)
    del lines[random.randrange(len(lines))]
    manifest.write_text("".join(lines), "utf-8")
    return f"less in {manifest.name}"


def _link(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    away = folder.parent / f"away-{random.random()}"
    file = random.choice(payload)
    file.rename(away)
    file.symlink_to(away)
    return f"for {file.name}"


def _folder(folder: Path, random: Random, chosen: Path, payload: list[Path]) -> str:
    (random.choice(payload).parent / "empty").mkdir()
    return "empty"


def rewrite(folder: Path) -> str:
    """Makes the manifests fit what is there now, as someone would who knows how."""
    payload = sorted(path for path in (folder / "data").rglob("*") if path.is_file())
    _manifest(folder, MANIFEST, payload)
    info = folder / "bag-info.txt"
    oxum = f"Payload-Oxum: {sum(path.stat().st_size for path in payload)}.{len(payload)}"
    info.write_text(re.sub("Payload-Oxum: .*", oxum, info.read_text("utf-8")), "utf-8")
    _manifest(folder, TAGS, sorted(path for path in folder.iterdir() if path.is_file() and path.name != TAGS))
    return "manifests rewritten"


def _manifest(folder: Path, name: str, files: list[Path]) -> None:
    named = {path.relative_to(folder).as_posix(): path for path in files}
    lines = [
        f"{hashlib.sha256(named[one].read_bytes()).hexdigest()}  {one}\n"
        for one in sorted(named, key=lambda one: one.encode("utf-8"))
    ]
    (folder / name).write_text("".join(lines), "utf-8")


_WAYS = {
    **{"byte": _byte, "byte-more": _more, "byte-less": _less, "added": _added, "added-beside": _beside},
    **{"removed": _removed, "renamed": _renamed, "swapped": _swapped, "quote": _quote},
    **{"quote-rewritten": _quote_rewritten, "all-rewritten": _all_rewritten, "line": _line, "link": _link},
    **{"removed-rewritten": _removed_rewritten, "added-rewritten": _added_rewritten, "folder": _folder},
    **{"table-rewritten": _table_rewritten, "sums-swapped": _sums_swapped, "renamed-rewritten": _renamed_rewritten},
}
