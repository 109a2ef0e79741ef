"""New versions: read like files that are added, in a thread with an engine of its own; then the desk takes them in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.errors import Refused
from annotator.ui import calls
from annotator.ui.importing import Importer, Order
from annotator.ui.plain import one_line

if TYPE_CHECKING:
    from annotator.operations.importing import Prepared
    from annotator.operations.replacing import Replaced

SEEKING = "Finding passages again"


def _nothing(_: object) -> None:
    pass


@dataclass(slots=True)
class NewVersion(Order):
    """A file, or what was pasted, that is to be the new version of `document`.

    `force`: however little it has in common with it. `done` or `failed` is called in the main thread, neither of them
    where it was cancelled while it was read.
    """

    document: str = ""
    force: bool = False
    done: Callable[[Replaced], None] = _nothing
    failed: Callable[[Refused], None] = _nothing


class Replacer(Importer):
    """One new version after another; while it is read the desk does what else is asked of it."""

    def adopt(self, order: Order, prepared: Prepared) -> None:
        """Has the desk seek the passages in what was read, and take it in."""
        assert isinstance(order, NewVersion)

        def done(made: Replaced) -> None:
            order.done(made)
            self.settled.emit()

        def failed(error: Refused) -> None:
            prepared.close()
            order.failed(error)
            self.settled.emit()

        self.desk.long(SEEKING, calls.replace, order.document, prepared, force=order.force, done=done, failed=failed)

    def leave_out(self, order: Order, result: Prepared | BaseException) -> None:
        """Tells why it could not be read."""
        if isinstance(result, Refused) and isinstance(order, NewVersion) and not order.cancelled.is_set():
            order.failed(result)
        else:
            super().leave_out(order, result)

    def title(self, order: Order) -> str:
        """What is said while it is read."""
        return "Reading the text" if order.data is not None else f"Reading {one_line(order.path.name, 60)}"
