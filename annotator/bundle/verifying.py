"""Checks a bundle with nothing but itself, and the digest that came by another way."""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.bundle.agreeing import disagreeing
from annotator.bundle.bagging import TAGS
from annotator.bundle.quotes import Quoted, differing_quotes, quoted_pages
from annotator.bundle.trees import Folder, Hostile, Packed, Tree, Unreadable
from annotator.bundle.words import counted, plain, shortened
from annotator.model.errors import Refused

MANIFEST = "manifest-sha256.txt"
Look = Callable[[Tree, Sequence[Quoted]], list[str]]
"""Looks quotes up on the pages of the bundle's originals and copies; gives sentences about those not there."""
_BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_LONGEST = 64 << 20
"""The greatest size of a file beside the payload, in bytes."""
_TOLD = 200


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: `digest` is the SHA-256 of the tag manifest (empty without one), `problems` are sentences."""

    valid: bool
    digest: str
    problems: tuple[str, ...]


def verify(path: Path, digest: str = "", look: Look | None = None) -> Verified:
    """Checks a bundle, a folder or a ZIP: every file against its checksum, none missing, added or renamed, each quote
    of the page, the drafts and the tables against the annotations; with `digest` (hex, as the export told it) that it
    is the one handed over.

    `look` is asked about the quotes' pages in originals and copies, where all else is well; it gives sentences.
    Raises Refused where there is no bundle at all. Nothing is unpacked or changed.
    """
    if not path.exists():
        raise Refused(f"'{plain(path.name)}' is not there. Name the folder or ZIP of a bundle.")
    try:
        tree: Tree = Folder(path) if path.is_dir() else Packed(path)
    except Hostile as hostile:
        return Verified(False, "", (str(hostile),))
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError):
        if path.suffix.lower() == ".zip":
            return Verified(False, "", ("The ZIP is damaged: it can't be read.",))
        raise Refused(f"'{plain(path.name)}' is neither a folder nor a ZIP that can be read.") from None
    with tree:
        if not {"bagit.txt", MANIFEST, TAGS} & set(tree.names):
            raise Refused(f"'{plain(path.name)}' is no bundle: it has neither bagit.txt nor manifests.")
        return _Check(tree, digest, look).run()


class _Check:
    def __init__(self, tree: Tree, digest: str, look: Look | None) -> None:
        self._tree = tree
        self._look = look
        self._wanted = "".join(digest.split()).lower()
        self._problems: list[str] = list(tree.problems)

    def run(self) -> Verified:
        """All checks, the cheapest first; the quotes only where the files are what the manifests say."""
        tags = self._manifest(TAGS)
        files = self._manifest(MANIFEST)
        if self._small("bagit.txt") != _BAGIT:
            self._problems.append("'bagit.txt' is not as Annotator writes it.")
        here = set(self._tree.names)
        payload = {name for name in here if name.startswith("data/")}
        self._compare(files, payload, MANIFEST)
        self._compare(tags, here - payload - {TAGS}, TAGS)
        self._oxum(payload)
        if not self._problems:
            self._problems += [*differing_quotes(self._tree), *disagreeing(self._tree)]
        if not self._problems and self._look:
            try:
                quotes = quoted_pages(self._tree)
            except ValueError:
                self._problems.append("The annotations are not as an export writes them.")
            else:
                self._problems += self._look(self._tree, quotes)
        found = self._digest()
        if self._wanted and self._wanted != found:
            self._problems.insert(
                0,
                "The digest is not the one you were given: this is not the bundle that was handed over, or not whole.",
            )
        told = tuple(self._problems[:_TOLD])
        if len(self._problems) > _TOLD:
            told = (*told, f"And {counted(len(self._problems) - _TOLD, 'problem')} more.")
        return Verified(not self._problems, found, told)

    def _small(self, name: str) -> bytes | None:
        """The content of a tag file; None where it is absent or can't be read."""
        if name not in self._tree.names:
            return None
        try:
            return self._tree.read(name, _LONGEST)
        except Unreadable:
            return None

    def _digest(self) -> str:
        content = self._small(TAGS)
        return "" if content is None else hashlib.sha256(content).hexdigest()

    def _manifest(self, name: str) -> dict[str, str]:
        """The checksums by file. What is not exactly as written by an export is a problem."""
        content = self._small(name)
        if content is None:
            self._problems.append(f"'{name}' is missing or can't be read.")
            return {}
        try:
            lines = content.decode("utf-8").split("\n")
        except UnicodeDecodeError:
            self._problems.append(f"'{name}' is damaged: it is no UTF-8.")
            return {}
        if lines.pop() or not lines:
            self._problems.append(f"'{name}' is damaged: its last line is cut off.")
        found: dict[str, str] = {}
        for number, line in enumerate(lines, 1):
            match = _LINE.fullmatch(line)
            if match is None or match[2] in found or ".." in Path(match[2]).parts or match[2].startswith("/"):
                self._problems.append(f"Line {number} of '{name}' is damaged.")
                continue
            found[match[2]] = match[1]
        if list(found) != sorted(found, key=lambda one: one.encode("utf-8")):
            self._problems.append(f"The lines of '{name}' are not in order.")
        return found

    def _compare(self, listed: Mapping[str, str], here: set[str], manifest: str) -> None:
        """Each file against its checksum; then what is missing, added or renamed."""
        for name in sorted(here & set(listed)):
            if self._sum(name) != listed[name]:
                self._problems.append(f"'{_shown(name)}' was altered: it is not what {manifest} says.")
        missing, added = set(listed) - here, here - set(listed)
        sums = {name: self._sum(name) for name in sorted(added)}
        for name in sorted(missing):
            twin = next((other for other, digest in sums.items() if digest == listed[name]), None)
            if twin is not None:
                del sums[twin]
                self._problems.append(f"'{_shown(name)}' was renamed to '{_shown(twin)}'.")
            else:
                self._problems.append(f"'{_shown(name)}' is missing.")
        self._problems += [f"'{_shown(name)}' was added: {manifest} does not name it." for name in sums]

    def _sum(self, name: str) -> str:
        try:
            return self._tree.sha256(name)
        except Unreadable:
            return ""

    def _oxum(self, payload: set[str]) -> None:
        """Whether number and size of the files are what bag-info.txt says."""
        info = (self._small("bag-info.txt") or b"").decode("utf-8", "replace")
        size = sum(self._tree.size(name) for name in payload)
        if f"Payload-Oxum: {size}.{len(payload)}" not in info.split("\n"):
            self._problems.append("Number or size of the files is not what 'bag-info.txt' says.")


def _shown(name: str) -> str:
    return shortened(plain(name).replace("\n", " "))
