"""What can be saved of a damaged project, written into a new one; and what is lost, said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.model.errors import ProjectReadOnly
from annotator.operations import identity
from annotator.operations.strangers import Wreck
from annotator.operations.workspace import Cancelled
from annotator.store import copying, salvaging
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Saved:
    """The new project: numbers of changes that were kept, kept without their content, recorded again, and lost.

    `breaks` says where the record breaks, in words. `without_bytes` and `without_text` are names of documents,
    `unnamed` counts those, and claims, of which nothing else is left. `cut_short`: the file's end is missing.
    """

    path: Path
    kept: int
    emptied: int
    again: int
    lost: int
    documents: int
    claims: int
    links: int
    breaks: tuple[str, ...]
    without_bytes: tuple[str, ...]
    without_text: tuple[str, ...]
    unnamed: int
    cut_short: bool

    @property
    def whole(self) -> bool:
        """Whether nothing was lost."""
        lacking = (self.without_bytes, self.without_text, self.breaks, self.emptied, self.lost, self.unnamed)
        return not any(lacking) and not self.cut_short

    def data(self) -> dict[str, Any]:
        """The same as the command line prints it."""
        return {
            "path": str(self.path),
            "changes": {"kept": self.kept, "emptied": self.emptied, "recorded_again": self.again, "lost": self.lost},
            "documents": self.documents,
            "claims": self.claims,
            "links": self.links,
            "breaks": list(self.breaks),
            "without_bytes": list(self.without_bytes),
            "without_text": list(self.without_text),
            "unnamed": self.unnamed,
            "cut_short": self.cut_short,
        }


def salvage(path: Path, out: Path, *, unconfined: bool = False, cancelled: Cancelled | None = None) -> Saved:
    """Writes a new project with what the checksums of a damaged one vouch for. The damaged file stays as it is.

    Raises Refused where `out` exists or can't be written, and where nothing of a project is found.
    """
    copying.free_name(out)
    with Wreck(path, unconfined=unconfined, cancelled=cancelled) as wreck:
        try:
            with copying.beside(out) as new:
                told, behind = salvaging.build(wreck.rows(), new)
                known = salvaging.project_in(new)
                who = identity.identity_for(known) if known else identity.new_identity()
                salvaging.finish(new, told, behind, who)
                identity.remember(told.project, who)
                with copying.beside(out) as clean:
                    # What was left out again lies in the gaps of pages until the file is written anew.
                    with Project.open(new, read_only=True) as project:
                        project.copy_to(clean)
                        names = project.people()
                        graph = project.graph(with_removed=True)
                    copying.publish(clean, out)
        except OSError as error:
            raise ProjectReadOnly("No file can be made in this folder. Choose one you can write in.") from error
    called = {key: document.title or document.name for key, document in graph.documents.items()}
    return Saved(
        out,
        told.kept,
        told.emptied,
        told.again,
        told.lost,
        len(graph.documents),
        len(graph.claims),
        len(graph.links),
        tuple(_sentence(one, names) for one in told.breaks),
        tuple(called[key] for key in told.without_bytes),
        tuple(called[key] for key in told.without_text),
        len(told.unnamed),
        wreck.cut_short,
    )


def _sentence(one: salvaging.Break, names: dict[str, str]) -> str:
    who = names.get(one.person) or "somebody"
    where = f"after change {one.seq} ({one.at})" if one.seq and one.at else "at its beginning"
    found = "one change was" if one.behind == 1 else f"{one.behind} changes were"
    return f"The record of a session of {who} breaks {where}; {found} found behind it."
