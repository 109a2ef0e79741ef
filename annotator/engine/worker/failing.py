"""How the worker's code says that it can't go on: with a number, for a document's words must not cross the wall."""

from __future__ import annotations

from annotator.engine.protocol import Failure


class Failed(Exception):  # noqa: N818 - named by what it is
    """The request can't be answered; `code` says why."""

    def __init__(self, code: Failure) -> None:
        super().__init__(code.name)
        self.code = code
