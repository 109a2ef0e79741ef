"""Makes a folder a bag (RFC 8493) with the Library of Congress's library, in a process of its own.

The library changes the process's folder while it works and asks for no leave to go on, which the window can't have.
"""

from __future__ import annotations

import errno
import hashlib
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import ModuleType

from annotator.model.errors import DiskFull, Refused

TAGS = "tagmanifest-sha256.txt"
"""The file whose SHA-256 stands for the whole bag."""
HOW = "how-to-check.txt"
_TICK = 0.2
_FULL = 3
_HOW = """How to check that nothing in this folder was altered

1. Ask whoever handed it to you for the digest, by another way than the folder came: by telephone, or on paper.
2. Compare it with what these commands print in this folder:
     Linux:    sha256sum tagmanifest-sha256.txt
     macOS:    shasum -a 256 tagmanifest-sha256.txt
     Windows:  certutil -hashfile tagmanifest-sha256.txt SHA256
   If it differs, the folder is not the one that was handed over.
3. Check the files:
     Linux:    sha256sum -c tagmanifest-sha256.txt manifest-sha256.txt
     macOS:    shasum -a 256 -c tagmanifest-sha256.txt manifest-sha256.txt
   Each line must end in OK, and there must be no files in 'data' that manifest-sha256.txt does not name.

With Annotator: annotator verify FOLDER --digest DIGEST
The folder is a bag by RFC 8493 (BagIt); other programs that know bags can check it, too.
Without the digest, all this only tells that the folder agrees with itself.
"""


def bag(folder: Path, day: date, still: Callable[[], None] | None = None) -> None:
    """Makes `folder` a bag: what is in it moves into `data`, with manifests beside it. The day of the bag is `day`.

    `still` is called now and then; what it raises stops the work. Raises Refused, DiskFull.
    """
    command = [sys.executable, "-P", "-s", "-m", "annotator", "--worker", "bag", day.isoformat()]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet) as process:
        try:
            while _running(process):
                if still:
                    still()
        except BaseException:
            process.kill()
            raise
    if process.returncode == _FULL:
        raise DiskFull("The disk is full, so nothing was exported. Free space, then export again.")
    if process.returncode:
        raise Refused("The bag could not be made, so nothing was exported. Try another place.")


def _running(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(_TICK)
    except subprocess.TimeoutExpired:
        return True
    return False


def main(given: list[str]) -> int:
    """Bags the folder this process stands in: the worker's side. The status is 0, or what went wrong."""
    try:
        make(Path.cwd(), date.fromisoformat(given[0]))
    except OSError as error:
        return _FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else 2
    return 0


def make(folder: Path, day: date) -> None:
    """Bags a folder in this process, whose own folder it must be."""
    info = {"Bagging-Date": day.isoformat(), "Bag-Software-Agent": "Annotator"}
    library().make_bag(str(folder), info, checksums=["sha256"])
    # The library writes bags of an earlier draft, and tag manifests in the disk's order that sha256sum can't read.
    (folder / "bagit.txt").write_bytes(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (folder / HOW).write_text(_HOW, encoding="utf-8", newline="\n")
    manifest = (folder / "manifest-sha256.txt").read_bytes().splitlines(keepends=True)
    manifest.sort(key=_name)
    (folder / "manifest-sha256.txt").write_bytes(b"".join(manifest))
    tags = sorted(path for path in folder.iterdir() if path.is_file() and not re.match("tagmanifest-", path.name))
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in tags)
    (folder / TAGS).write_text("".join(lines), encoding="utf-8", newline="\n")


def library() -> ModuleType:
    """The module bagit. It asks pkg_resources, which setuptools no longer brings, for its own version, nothing else."""
    stand_in = ModuleType("pkg_resources")
    stand_in.__dict__.update(DistributionNotFound=PackageNotFoundError, get_distribution=distribution)
    sys.modules.setdefault("pkg_resources", stand_in)
    return import_module("bagit")


def _name(line: bytes) -> bytes:
    return line[64:]
