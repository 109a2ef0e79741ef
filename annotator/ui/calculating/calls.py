"""The operations on calculations, each imported by the desk's thread when first called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.operations.calculating import Sheet
    from annotator.operations.workspace import Workspace


def sheet(ws: Workspace, claim: str) -> Sheet:
    """What a calculation of a claim can be made of."""
    from annotator.operations import calculating

    return calculating.sheet(ws, claim)


def comes_to(ws: Workspace, result: str, expression: str, figures: Mapping[str, str]) -> tuple[bool, str]:
    """Whether a calculation comes to the result, and what it comes to."""
    from annotator.operations import calculating

    return calculating.comes_to(result, expression, figures)


def calculate(
    ws: Workspace,
    claim: str,
    result: str,
    expression: str,
    figures: Mapping[str, tuple[str, str]],
    note: str,
    instead: str,
) -> str:
    """Declares one, or changes one that was."""
    from annotator.operations import calculating

    return calculating.calculate(ws, claim, result, expression, figures, note=note, instead=instead)
