"""Text, Markdown and Word become pages once: HTML made by us, laid out and frozen to PDF."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed

SIZE_LIMIT = 64 * 1024 * 1024
"""The longest text, Markdown or Word file that is frozen, in bytes."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The PDF that is shown from now on, and what to be warned of."""

    pdf: bytes
    warnings: dict[Warn, int] = field(default_factory=dict)


def warm() -> None:
    """Load all that freezing needs."""


def freeze(form: str, data: bytes) -> Frozen:
    """The document as a PDF. Raises Failed."""
    raise Failed(Failure.NOT_TEXT)
