"""What is done to a project while it is killed, refused writes or cut from its power, and what must hold afterwards.

Each undertaking is prepared once in a folder, run in a copy of it by a process that says what it was told is done
(`done`), and looked at by another one.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from unittest import mock

from annotator.model.errors import Refused
from annotator.model.withheld import Withheld
from annotator.operations import workspace
from annotator.store import older, schema
from annotator.store.project import Project
from tests.store.conftest import COLLEAGUE, ME, add_claim, add_document, add_link
from tests.store.near import Near
from tests.store.test_schema import released

Done = Callable[[str], object]
SECRET = "the clerk of the third floor"
BIG = b"".join(hashlib.sha256(str(at).encode()).digest() for at in range(9000))


def whole(path: Path) -> None:
    """Raises AssertionError unless a project opens for writing, is what was written, and can be written."""
    with Project.open(path, who=ME) as project:
        problems = [*project.verify(full=True), *project.rebuild_differences()]
        assert not problems, problems[0]
        with project.act("set") as pen:
            pen.set(project.id, "title", f"{project.title}.")


class Undertaking:
    """One thing that people do. `name` is that of its class in lower case."""

    project = "story.annotator"

    def prepare(self, folder: Path) -> None:
        """Put what it needs into an empty folder."""
        with Project.create(folder / self.project, title="0", who=ME) as project:
            draft, _ = add_document(project, "draft.txt", b"draft", "The fee is 40 euros.", role="draft")
            memo, _ = add_document(project, "memo.txt", b"memo" * 500, f"memo text {SECRET} " * 200)
            for at in range(20):
                claim, _ = add_claim(project, draft, "The fee", start=at)
                add_link(project, claim, memo, f"memo {at}")

    def run(self, folder: Path, done: Done) -> None:
        """Do it. What `done` was called with must be there afterwards, whatever happens."""
        raise NotImplementedError

    def check(self, folder: Path, done: Sequence[str]) -> None:
        """Raises AssertionError or Refused where something is lost or half-made."""
        whole(folder / self.project)


class Save(Undertaking):
    """Edits, one after another."""

    def run(self, folder: Path, done: Done) -> None:
        with Project.open(folder / self.project, who=ME) as project:
            document = next(iter(project.graph().documents))
            for number in range(1, 9):
                with project.act("set") as pen:
                    pen.set(project.id, "title", str(number))
                    pen.set(document, "author", f"author {number} " * 200)
                done(str(number))

    def check(self, folder: Path, done: Sequence[str]) -> None:
        with Project.open(folder / self.project, read_only=False, who=ME) as project:
            document = next(iter(project.graph().documents.values()))
            number = int(project.title)
            assert number >= int(done[-1] if done else 0), f"{done[-1]} was saved, {number} is there"
            assert document.author == (f"author {number} " * 200 if number else ""), "half an action is there"
        super().check(folder, done)


class Import(Undertaking):
    """Documents of some hundred kilobytes."""

    def run(self, folder: Path, done: Done) -> None:
        with Project.open(folder / self.project, who=ME) as project:
            for number in range(3):
                data = bytes([number]) + BIG
                add_document(project, f"{number}.bin", data, *[f"text {number} of many words " * 100] * 10)
                done(f"{number}.bin")

    def check(self, folder: Path, done: Sequence[str]) -> None:
        super().check(folder, done)
        with Project.open(folder / self.project, read_only=True) as project:
            names = {document.name for document in project.graph().documents.values()}
            assert set(done) <= names, "an imported document is lost"
            for document in project.graph().documents.values():
                version = project.graph().versions[document.current]
                assert sum(map(len, project.content(version.sha256))) == version.size


class Merge(Undertaking):
    """A colleague's copy is brought in."""

    def prepare(self, folder: Path) -> None:
        super().prepare(folder)
        with Project.open(folder / self.project, who=ME) as project:
            project.copy_to(folder / "hers")
        with Project.open(folder / "hers", who=COLLEAGUE) as other:
            memo, _ = add_document(other, "hers.bin", BIG, "her text " * 100)
            for claim in list(other.graph().claims):
                add_link(other, claim, memo, "her text")

    def run(self, folder: Path, done: Done) -> None:
        with Project.open(folder / self.project, who=ME) as project, Near(folder / "hers") as other:
            project.bring_in(other)
            done("merged")

    def check(self, folder: Path, done: Sequence[str]) -> None:
        super().check(folder, done)
        with Project.open(folder / self.project, read_only=True) as project:
            links = len(project.graph().links)
            assert links in (20, 40), "half a merge is there"
            assert links == 40 or not done, "what was merged is gone"


class Copy(Undertaking):
    """A whole copy, as before a merge."""

    def make(self, project: Project, out: Path) -> None:
        project.copy_to(out)

    def run(self, folder: Path, done: Done) -> None:
        with Project.open(folder / self.project, who=ME) as project:
            self.make(project, folder / "out")
            done("out")

    def check(self, folder: Path, done: Sequence[str]) -> None:
        super().check(folder, done)
        out = folder / "out"
        assert out.exists() or not done, "a copy that was made is not there"
        if out.exists():
            whole(out)


class Share(Copy):
    """A copy to send, from which a source is withheld."""

    def make(self, project: Project, out: Path) -> None:
        memo = next(key for key, item in project.graph().documents.items() if item.name == "memo.txt")
        version = project.graph().versions[project.graph().documents[memo].current]
        passages = {passage.id for passage in project.graph().passages_in(memo)}
        links = {link.id for link in project.graph().links.values() if link.passage in passages}
        things = frozenset({memo, version.id, *passages, *links})
        project.send_copy(out, Withheld(things, frozenset(), things | {version.sha256, version.extraction}))

    def check(self, folder: Path, done: Sequence[str]) -> None:
        super().check(folder, done)
        for path in folder.iterdir():
            if path.name != self.project:
                assert SECRET.encode() not in path.read_bytes(), f"{path.name} holds what was to stay"


class Erase(Undertaking):
    """A source is erased for good."""

    def run(self, folder: Path, done: Done) -> None:
        with Project.open(folder / self.project, who=ME) as project:
            project.erase(next(key for key, item in project.graph().documents.items() if item.name == "memo.txt"))
            done("erased")

    def check(self, folder: Path, done: Sequence[str]) -> None:
        super().check(folder, done)
        with Project.open(folder / self.project, read_only=True) as project:
            assert len(project.graph().documents) == 1 or not done, "what was erased is there again"
        if done:
            assert SECRET.encode() not in (folder / self.project).read_bytes(), "erased words are there"


def traceless(folder: Path) -> str:
    """What is wrong where an erasing was interrupted on this computer: once opened, no word may be left."""
    path = folder / Erase.project
    with Project.open(path, read_only=True) as project:
        erased = len(project.graph().documents) == 1
    return "erased words are there" if erased and SECRET.encode() in path.read_bytes() else ""


class Migrate(Undertaking):
    """A file of the first released version is opened for writing."""

    def prepare(self, folder: Path) -> None:
        released(1, folder / self.project)

    def run(self, folder: Path, done: Done) -> None:
        Project.open(folder / self.project, who=ME).close()
        done("opened")

    def check(self, folder: Path, done: Sequence[str]) -> None:
        super().check(folder, done)
        with Project.open(folder / self.project, read_only=True) as project:
            assert project._connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
            assert len(project.graph().claims) == 1


ALL: tuple[Undertaking, ...] = (Save(), Import(), Merge(), Copy(), Share(), Erase(), Migrate())


def _opens_as_it_is(folder: Path, name: str) -> None:
    """Raises Refused unless what is to be put right first can be opened as the program does, and only to be read."""
    homes = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    with (
        tempfile.TemporaryDirectory(dir=folder.parent) as here,
        mock.patch.dict("os.environ", dict.fromkeys(homes, f"{here}/home")),
    ):
        for read_only in (True, False):
            for path in (folder / name, folder / f"{name}-journal"):
                shutil.copy(path, here)
            with suppress(older.TooOld), workspace.open_workspace(Path(here) / name, read_only=read_only) as ws:
                assert not ws.project.verify(full=True)


def looked_at(undertaking: Undertaking, folder: Path, done: Sequence[str]) -> str:
    """What is wrong afterwards; empty where nothing is."""
    try:
        if (folder / f"{undertaking.project}-journal").exists():
            _opens_as_it_is(folder, undertaking.project)
        undertaking.check(folder, done)
    except (AssertionError, Refused) as error:
        return f"{type(undertaking).__name__}: {type(error).__name__}: {error}"
    return ""
