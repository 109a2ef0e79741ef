"""What this computer lacks of the lock around documents, said once in the window."""

from __future__ import annotations

from annotator.ui import state
from annotator.ui.bars import MessageBar


def say_lacking(messages: MessageBar, nets: tuple[str, ...]) -> None:
    """Says which nets of the lock are not there; not again until it is something else."""
    settings = state.load_settings()
    if settings.get("lacking", []) == list(nets):
        return
    state.save_settings({**settings, "lacking": list(nets)})
    if nets:
        messages.say(
            f"Documents are read in a locked process, but this computer lacks a part of the lock: {', '.join(nets)}. "
            "Take care with files from people you don't trust; 'annotator doctor' says what holds.",
            key="lacking",
        )
