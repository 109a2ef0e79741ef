"""File names that every system takes."""

from __future__ import annotations

import re
import unicodedata

from annotator.bundle.words import plain

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*%\u2044\u2215\u29f8\ufffd]+')


def safe_name(title: str, ending: str, taken: set[str]) -> str:
    """A file name that every system takes, made from a title; ' (2)' where it is in `taken`, to which it is added.

    No separators, control characters, per cent signs (which bags read otherwise), names of devices, or dots and spaces
    at its ends; at most 120 code points and 180 bytes before the ending. Names that differ only in case are the same.
    """
    words = unicodedata.normalize("NFC", plain(title))
    words = re.sub(r"\s*[:|/\\]\s+", " - ", words)
    words = " ".join(_FORBIDDEN.sub("-", words).split()).strip(" .")
    if not words or set(words) <= {"-", " ", "."}:
        words = "Document"
    if _RESERVED.fullmatch(words):
        words = f"_{words}"
    stem = trimmed(words, 120)
    name, at = f"{stem}{ending}", 2
    while name.casefold() in taken:
        name, at = f"{stem} ({at}){ending}", at + 1
    taken.add(name.casefold())
    return name


def trimmed(words: str, limit: int) -> str:
    """At most so many code points, and 180 bytes."""
    words = words[:limit]
    while len(words.encode("utf-8")) > 180:
        words = words[:-1]
    return words.rstrip(" .")
