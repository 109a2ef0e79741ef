"""The evidence bundle: everything that is handed over, as one bag."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

from annotator.bundle.annotations import Homes, annotations_into
from annotator.bundle.aside import Aside
from annotator.bundle.bagging import TAGS, bag
from annotator.bundle.choosing import Choice
from annotator.bundle.content import BundleContent, LeftOut, Progress, Written, label_of
from annotator.bundle.crate import crate_into
from annotator.bundle.drafts import DraftCopies, Form, drafted
from annotator.bundle.drawing import draw
from annotator.bundle.html import write_html
from annotator.bundle.naming import relative
from annotator.bundle.originals import Original, originals_into
from annotator.bundle.pdf import Copies, copies_into
from annotator.bundle.presets import PARTS, Preset, left_out, prepared, refuse_what_must_not_be_printed
from annotator.bundle.sending import room, send, undivided
from annotator.bundle.tables import tables_into
from annotator.bundle.viewing import Viewer
from annotator.bundle.words import plain
from annotator.bundle.writing import publish
from annotator.model.errors import Refused

_COPIES, _ORIGINALS, _PAGE, _DRAFT, _DONE = 0, 45, 53, 88, 100
"""Where in the progress, in percent, each part begins."""


def write_bundle(
    out: Path,
    content: BundleContent,
    *,
    preset: Preset | None = None,
    largest: int = 0,
    progress: Progress | None = None,
) -> Written:
    """Writes the bundle as a folder (or a ZIP, by its name), for someone; without a preset all of an archive's parts.

    With `largest` (bytes) it becomes a folder of ZIPs of about that size, each a bag (`sending`). The digest is the
    SHA-256 of its tag manifest, of the first of several. `progress` counts to 100. Raises Refused where no draft may go
    out or a claim rests on what must not be printed (yet); whatever is raised, nothing is left behind.
    """
    wanted = preset or Preset.ARCHIVE
    content, held = prepared(content, wanted)
    choice = Choice(content)
    refuse_what_must_not_be_printed(choice)
    problems: list[LeftOut] = []
    digests: list[str] = []

    def fill(folder: Path) -> None:
        def still() -> None:
            if progress:
                progress(_DONE - 1, _DONE)

        whole = folder / ".whole" if largest else folder
        whole.mkdir(exist_ok=True)
        _Filling(whole, content, choice, wanted, problems, progress, largest).fill()
        if largest:
            problems.extend(undivided(whole, largest))
            digests.append(send(whole, folder, out.stem, largest, content.exported, still))
            shutil.rmtree(whole)
        else:
            bag(folder, content.exported, still)
        if progress:
            progress(_DONE, _DONE)

    if largest and out.suffix.lower() == ".zip":
        raise Refused("A bundle in parts is a folder of ZIPs. Choose a name that does not end in '.zip'.")
    digest_of = "" if largest else TAGS
    written = publish(out, fill, lambda: [*left_out(choice, held), *problems], top="evidence", digest_of=digest_of)
    return replace(written, digest=digests[0]) if digests else written


class _Filling:
    """Fills the folder that becomes the bag's payload."""

    def __init__(
        self,
        folder: Path,
        content: BundleContent,
        choice: Choice,
        preset: Preset,
        problems: list[LeftOut],
        progress: Progress | None,
        largest: int,
    ) -> None:
        self._largest = largest
        self._folder = folder
        self._content = content
        self._choice = choice
        self._parts = PARTS[preset]
        self._problems = problems
        self._progress = progress
        self._files: dict[str, list[str]] = {}
        self._titles: dict[str, str] = {}

    def fill(self) -> None:
        """Writes everything that the preset wants; the drafts while copies are waited for."""
        folder = self._inside("draft")
        drafts = Aside(self._drafted(folder))
        self._content.renderer.meanwhile(drafts)
        copies = self._copies()
        pdfs = DraftCopies(folder, self._choice, copies, working=self._parts.working)
        kept = self._originals() if self._parts.originals else []
        page = write_html(
            self._folder / "index.html",
            self._content,
            progress=self._phase(_PAGE, _DRAFT),
            copies=copies,
            originals=kept,
        )
        self._problems += page.left_out[len(self._choice.left_out()) :]
        originals = {made.version.id: relative("..", "originals", made.name) for made in kept}
        drafts.result()
        pdfs.write(self._problems)
        # Where a copy has some pages only, quotes are looked up in the original: pages count otherwise in the copy.
        homes = {version: relative("..", "copies", name) for version, name in copies.whole.items()}
        self._machine(Homes(homes, originals))
        if self._parts.machine:
            crate_into(self._folder, self._choice, self._titles)

    def _phase(self, begin: int, end: int) -> Progress | None:
        told = self._progress
        if told is None:
            return None
        return lambda done, total: told(begin + (end - begin) * done // max(1, total), _DONE)

    def _inside(self, name: str) -> Path:
        made = self._folder / name
        made.mkdir()
        return made

    def _note(self, document: str, path: str) -> None:
        self._files.setdefault(document, []).append(path)
        self._titles[path] = plain(label_of(self._choice.graph.documents[document]))

    def _copies(self) -> Copies:
        """Writes the annotated copies."""
        copies = copies_into(
            self._inside("copies"),
            self._choice,
            self._problems,
            self._phase(_COPIES, _ORIGINALS),
            largest=room(self._largest),
        )
        for name, version in copies.files:
            self._note(self._choice.graph.versions[version].document, f"copies/{name}")
        return copies

    def _originals(self) -> list[Original]:
        """Writes the originals."""
        folder = self._inside("originals")
        kept = originals_into(folder, self._choice, self._problems, self._phase(_ORIGINALS, _PAGE))
        for made in kept:
            self._note(made.document.id, f"originals/{made.name}")
        if not kept:
            folder.rmdir()  # bags name files only
        return kept

    def _drafted(self, folder: Path) -> Generator[None, None, None]:
        """Writes the drafts as DOCX."""
        forms = tuple(Form) if self._parts.working else (Form.CLEAN,)
        yield from drafted(folder, Viewer(self._content, self._choice).page(), forms)

    def _machine(self, homes: Homes) -> None:
        """What programs read. The annotations are in each bundle: by them anyone can look its quotes up (`verify`)."""
        folder = self._inside("machine")
        if self._parts.tables:
            tables_into(folder, self._choice, self._files)
            draw(folder / "links.svg", self._choice)
        annotations_into(folder / "annotations.jsonld", self._choice, homes)
