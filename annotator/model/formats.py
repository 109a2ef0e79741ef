"""The formats that can be added, with the endings their files have: what file dialogs offer and the README names."""

from __future__ import annotations

FORMATS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("PDF and XPS", ("pdf", "xps", "oxps")),
    ("Word and OpenDocument texts, RTF", ("docx", "odt", "ott", "fodt", "rtf")),
    ("Plain text and Markdown", ("txt", "text", "md", "markdown")),
    ("Web pages as saved", ("html", "htm", "xhtml", "mhtml", "mht", "xml")),
    ("E-books", ("epub",)),
    ("E-mails with their attachments", ("eml", "msg", "mbox")),
    ("Tables", ("xlsx", "xlsm", "ods", "fods", "csv", "tsv", "tab")),
    ("Pictures and scans", ("png", "jpg", "jpeg", "webp", "tif", "tiff", "gif", "bmp")),
    ("Transcripts", ("vtt", "srt")),
    ("Recordings", ("mp3", "m4a", "wav", "ogg", "opus", "flac", "aac", "mp4", "mov", "mkv", "webm", "avi")),
)
"""Each kind in the words of the screen, and its files' endings in lower case. What a file is, its content decides."""


def endings() -> tuple[str, ...]:
    """All endings, without their dots."""
    return tuple(ending for _, some in FORMATS for ending in some)
