"""Audio and video: kept as they are and not played; their one page says what they are."""

from __future__ import annotations

import html

from annotator.engine.protocol import Warn
from annotator.engine.worker.forms.made import Made, Part, page

HEAD = 4096
"""How many bytes of a recording are looked at."""
_KINDS = (
    (b"ID3", "MP3"), (b"\xff", "MP3 or AAC"), (b"fLaC", "FLAC"), (b"OggS", "Ogg"),
    (b"\x1aE\xdf\xa3", "Matroska or WebM"),
    (b"#!AMR", "AMR"), (b"RIFF", "WAV or AVI"), (b"\x30\x26\xb2\x75", "Windows Media"), (b"caff", "Core Audio"),
    (b"FLV", "Flash video"),
)  # fmt: skip


def recording(head: bytes) -> Made:
    """A page of ours for a recording, from its first bytes."""
    kind = next((name for start, name in _KINDS if head.startswith(start)), "")
    if head[4:8] == b"ftyp":
        kind = "QuickTime" if head[8:10] == b"qt" else "MPEG-4"
    words = [
        f"Recording ({kind})" if kind else "Recording",
        "This sound or video recording is kept here unaltered and is not played. Add its transcript to quote it.",
    ]
    body = f"<h2>{html.escape(words[0])}</h2><p>{html.escape(words[1])}</p>"
    return Made((Part(page(body)),), "\n".join(words), {Warn.NOT_PLAYED: 1})
