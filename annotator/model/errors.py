"""What went wrong, as a sentence a person can act on."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - the word of the command-line contract
    """An act that was not done. Its text is one or two plain sentences: what happened, what to do next.

    Nothing changed when it is raised. The text may name a document or file the person gave, never its content.
    """

    @property
    def sentence(self) -> str:
        """What is shown to the person."""
        return str(self)


class NotFound(Refused):
    """No thing, or more than one, goes by that id, beginning of an id, or name."""


class QuoteAbsent(Refused):
    """The quoted words are not in the document (or not on that page)."""


class QuoteRepeated(Refused):
    """The quoted words occur more than once and no occurrence was chosen."""

    def __init__(self, sentence: str, count: int) -> None:
        super().__init__(sentence)
        self.count = count


class NeedsPassword(Refused):
    """The document is encrypted and none of the passwords given opens it."""


class TooSlow(Refused):
    """The document was stopped by the watchdog."""


class WorkerLost(Refused):
    """The process that read the document ended; asking again opens a new one."""


class NotConfined(Refused):
    """This computer can't lock the process that reads documents, and nobody allowed doing without."""


class ProjectBusy(Refused):
    """The project is open elsewhere: it can be read, or a copy be worked on."""


class ProjectReadOnly(Refused):
    """The project can be read but not written."""


class ProjectTooNew(Refused):
    """The project was written by a newer version of Annotator."""


class ProjectDamaged(Refused):
    """The file is no project, or is damaged."""


class DiskFull(Refused):
    """The last edit is not saved; what was saved before is whole."""


class ProjectChanged(ProjectBusy):
    """The file was changed or exchanged by another program since it was opened; it must be opened again."""


class ProjectForeign(Refused):
    """The file holds parts that Annotator did not make (a trigger, a table), so nothing in it is trusted."""
