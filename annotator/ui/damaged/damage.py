"""A project that is damaged: its backup is opened instead, or what can be saved is written into a new one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.errors import Refused
from annotator.ui import state
from annotator.ui.damaged import calls
from annotator.ui.plain import one_line
from annotator.ui.words import count

if TYPE_CHECKING:
    from annotator.operations.backups import Backup
    from annotator.operations.salvaging import Saved
    from annotator.ui.window import MainWindow

_NAMED = 3
"""So many lost documents are named."""
Act = tuple[str, Callable[[], None]]


class Damage:
    """What is offered; the damaged file itself is never touched."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def tell(self, path: Path, words: str, more: Act, *, key: str) -> None:
        """Says that a project is damaged, and what can be done next; `more` is offered, too."""
        project = state.project_at(path)

        def say(found: list[Backup]) -> None:
            acts: list[Act] = [("Save what can be saved", lambda: self.save(path)), more]
            if found:
                newest = found[0]
                day = f"{newest.at.astimezone():%Y-%m-%d %H:%M}"
                acts.insert(0, (f"Open the backup of {day}", lambda: self._open_backup(path, newest.path)))
            self._window.messages.say(words, acts, key=key, wrong=True)

        self._window.desk.run(lambda: calls.backups_of(project), done=say, failed=lambda _: say([]))

    def save(self, path: Path) -> None:
        """Writes what can be saved into a new file beside it, or among the documents, and offers to open that."""
        self._window.say(f"Saving what can be saved of {one_line(path.name, 60)} …")

        def done(saved: Saved) -> None:
            self._window.say("")
            acts: list[Act] = [("Open it", lambda: self._window.projects.open(saved.path))]
            first, *lost = words_of(saved)
            self._window.messages.say(first, acts, key="salvage", stays=True, lines=lost)

        def failed(error: Refused) -> None:
            self._window.say("")
            self._window.messages.say(error.sentence, key="salvage", wrong=True)

        fallback = state.documents_folder()
        self._window.desk.run(lambda: calls.save_what_can_be(path, fallback), done=done, failed=failed)

    def _open_backup(self, path: Path, backup: Path) -> None:
        def failed(error: Refused) -> None:
            self._window.messages.say(error.sentence, key="open", wrong=True)

        fallback = state.documents_folder()
        work = lambda: calls.copy_of_backup(path, backup, fallback)  # noqa: E731
        self._window.desk.run(work, done=self._window.projects.open, failed=failed)


def words_of(saved: Saved) -> list[str]:
    """What could be saved, then what was lost."""
    things = [count(saved.documents, "document"), count(saved.claims, "claim"), count(saved.links, "link")]
    told = [f"Saved in '{one_line(saved.path.name, 60)}': {', '.join(things)}."]
    if saved.whole:
        return [f"{told[0]} Nothing was lost."]
    if saved.lost or saved.emptied:
        told.append(
            f"{count(saved.lost + saved.emptied, 'change')} of the record lost; a colleague's copy may have it."
        )
    without = list(dict.fromkeys((*saved.without_bytes, *saved.without_text)))
    if without:
        named = ", ".join(f"'{one_line(name, 40)}'" for name in without[:_NAMED])
        more = f" and {len(without) - _NAMED} more" if len(without) > _NAMED else ""
        told.append(f"Add these files again, they are lost in part: {named}{more}.")
    if saved.unnamed:
        told.append(f"{count(saved.unnamed, 'document or claim', 'documents or claims')} lost all but the place.")
    if saved.breaks:
        told.append("The record breaks where the damage is; 'annotator doctor' says where.")
    if saved.cut_short:
        told.append("The file's end is missing: there may have been more.")
    return told
