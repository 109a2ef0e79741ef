"""The provisions of a statute or rule, read from the text of one of its extractions."""

from __future__ import annotations

from annotator.anchoring.provisions import Provisions, provisions_of
from annotator.operations.workspace import Workspace


def provisions(ws: Workspace, extraction: str) -> Provisions | None:
    """Which provision holds from where on in an extraction (SHA-256 in hex); None where it is no law."""
    if ws.fragments_of(extraction):
        return None
    return provisions_of(ws.text_of(extraction).texts) or None
