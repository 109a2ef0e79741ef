"""What can be dropped on the window: files, and documents of the project."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

DOCUMENT_MIME = "application/x-annotator-document"


def dropped_files(mime: QMimeData) -> list[Path]:
    """Local files that are being dropped, also those whose names are no UTF-8."""
    return [_path(url) for url in mime.urls() if url.isLocalFile()]


def _path(url: QUrl) -> Path:
    encoded = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
    if url.host() or os.name != "posix" or not encoded.isascii():
        return Path(url.toLocalFile())
    from urllib.parse import unquote_to_bytes  # takes a while to load, and the start page has no drops at first

    # Qt would replace bytes that are no UTF-8, and name a file that is not there.
    return Path(os.fsdecode(unquote_to_bytes(encoded)))


def dropped_document(mime: QMimeData) -> str:
    """Id of the document that is being dragged from the documents panel, or empty."""
    return bytes(mime.data(DOCUMENT_MIME).data()).decode("ascii", "replace") if mime.hasFormat(DOCUMENT_MIME) else ""
