"""Pictures, recordings and transcripts by their first bytes; nothing is parsed here."""

from __future__ import annotations

from annotator.model.pages import Format

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"II+\x00")
_WINDOWS = b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"
_RECORDINGS = (b"ID3", b"fLaC", b"OggS", b"\x1aE\xdf\xa3", b"#!AMR", _WINDOWS, b"caff", b"FLV\x01")
HEIF = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc", b"hevx", b"heim", b"heis", b"avif")
"""Brands of pictures that can't be decoded without threads, which a locked process does not make."""


def by_content(suffix: str, head: bytes) -> Format | None:
    """The format, or None. `suffix` is the name's ending in lower case with its dot; `head` the first bytes."""
    if head.startswith(_PICTURES) or (head.startswith(b"BM") and b"\x00" in head[:14] and suffix in (".bmp", ".dib")):
        return Format.PICTURE
    if head.startswith(b"RIFF"):
        return {b"WEBP": Format.PICTURE, b"WAVE": Format.RECORDING, b"AVI ": Format.RECORDING}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return None if head[8:12] in HEIF else Format.RECORDING
    if head.startswith(_RECORDINGS) or (suffix in (".mp3", ".aac") and head[:1] == b"\xff" and head[1] & 0xE0 == 0xE0):
        return Format.RECORDING
    start = head.removeprefix(b"\xef\xbb\xbf")
    if start.startswith(b"WEBVTT") or (suffix in (".srt", ".vtt") and b"-->" in head):
        return Format.TRANSCRIPT
    return None
