"""Puts an export in its place all at once: what fails or is cancelled leaves nothing behind."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from annotator.bundle.content import LeftOut, Written
from annotator.model.errors import DiskFull, Refused

_PIECE = 1 << 20


def publish(
    out: Path,
    fill: Callable[[Path], None],
    left_out: Callable[[], Sequence[LeftOut]],
    *,
    one: str = "",
    top: str = "",
    digest_of: str = "",
) -> Written:
    """Lets `fill` write files into an empty folder, then makes them `out` in one step.

    `out` becomes a ZIP where its name ends in `.zip`; else the single file called `one`, or, without `one`, the folder.
    `top` is a folder in which all of a ZIP lies. The digest is that of the file `digest_of`, where one is named.
    `left_out` is asked afterwards. Raises Refused where `out` exists or its folder can't be written, DiskFull.
    """
    if out.exists() or out.is_symlink():
        raise Refused(f"'{out.name}' exists already. Choose another name.")
    if not out.parent.is_dir():
        raise Refused(f"The folder for '{out.name}' does not exist. Make it, or choose another place.")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{out.name[:40]}-", dir=out.parent) as scratch:
            inside = Path(scratch) / "files"
            inside.mkdir()
            fill(inside)
            files = sorted(path.relative_to(inside).as_posix() for path in inside.rglob("*") if path.is_file())
            if out.suffix.lower() == ".zip":
                packed = Path(scratch) / "packed"
                pack(inside, files, packed, top)
                digest = _digest(inside / digest_of) if digest_of else _digest_of_lines(inside, files)
                _move_file(packed, out)
            elif one:
                digest = _digest(inside / one)
                files = [out.name]
                _move_file(inside / one, out)
            else:
                digest = _digest(inside / digest_of) if digest_of else _digest_of_lines(inside, files)
                _move_folder(inside, out)
    except OSError as error:
        raise _sentence(error, out) from error
    return Written(out, tuple(files), tuple(left_out()), digest)


def _sentence(error: OSError, out: Path) -> Refused:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("The disk is full, so nothing was exported. Free space, then export again.")
    if error.errno in (errno.EEXIST, errno.ENOTEMPTY):
        return Refused(f"'{out.name}' exists already. Choose another name.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Refused(f"The folder for '{out.name}' can't be written. Choose another place.")
    return Refused(
        f"'{out.name}' could not be written ({error.strerror or 'input/output error'}). Choose another place."
    )


def _move_file(made: Path, out: Path) -> None:
    with made.open("rb") as handle:
        os.fsync(handle.fileno())
    try:
        os.link(made, out)  # unlike a rename, never replaces what another program put there meanwhile
    except FileExistsError:
        raise
    except OSError:  # FAT and some network disks have no links
        if out.exists():
            raise FileExistsError(errno.EEXIST, "exists", out.name) from None
        made.replace(out)


def _move_folder(made: Path, out: Path) -> None:
    for path in sorted(made.rglob("*")):
        if path.is_file():
            with path.open("rb") as handle:
                os.fsync(handle.fileno())
    if out.exists():
        raise FileExistsError(errno.EEXIST, "exists", out.name)
    made.rename(out)


def pack(folder: Path, files: Sequence[str], packed: Path, top: str) -> None:
    """A ZIP with the same bytes for the same files: fixed dates and modes, names in order."""
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in files:
            entry = zipfile.ZipInfo(f"{top}/{name}" if top else name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            with (folder / name).open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, _PIECE)


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _digest_of_lines(folder: Path, files: Sequence[str]) -> str:
    lines = "".join(f"{_digest(folder / name)}  {name}\n" for name in files)
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()
