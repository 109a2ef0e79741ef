"""What can be dropped on the window: files, and documents of the project."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

DOCUMENT_MIME = "application/x-annotator-document"


def dropped_files(mime: QMimeData) -> list[Path]:
    """Local files that are being dropped."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def dropped_document(mime: QMimeData) -> str:
    """Id of the document that is being dragged from the documents panel, or empty."""
    return bytes(mime.data(DOCUMENT_MIME).data()).decode("ascii", "replace") if mime.hasFormat(DOCUMENT_MIME) else ""
