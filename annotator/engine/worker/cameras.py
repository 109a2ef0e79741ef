"""What cameras write into pictures: where they were, which they are, whose (Exif 2.32, TIFF 6.0)."""

from __future__ import annotations

from annotator.model.reports import Report, Trace

_GPS, _EXIF = 0x8825, 0x8769
_TELLS = {
    0x010F: "maker", 0x0110: "model", 0x013B: "artist", 0x8298: "copyright", 0x9C9D: "author", 0xA430: "owner",
    0xA431: "serial number", 0xA435: "lens serial number", 0x0131: "program", 0x013C: "computer",
}  # fmt: skip
_PERSONAL = ("artist", "copyright", "author", "owner", "serial number", "lens serial number", "computer")
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
_SEGMENT = b"Exif\x00\x00"
_MOST = 500


def of_picture(data: bytes, page: int = -1) -> list[Report]:
    """Reports about a picture's bytes: JPEG, TIFF, PNG, WebP or HEIF, wherever Exif data stand in them."""
    blocks = [data] if data[:4] in (b"II*\x00", b"MM\x00*") else []
    at = data.find(_SEGMENT)
    while at >= 0 and len(blocks) < 4:
        blocks.append(data[at + len(_SEGMENT) :])
        at = data.find(_SEGMENT, at + 1)
    at = data.find(b"eXIf", 8, 1 << 20) if data.startswith(b"\x89PNG") else -1
    if at > 0:
        blocks.append(data[at + 4 :])
    said: dict[str, str] = {}
    located = b"exif:GPSLatitude" in data[: 1 << 20]
    for block in blocks:
        located |= _read(block, said)
    found = [Report(Trace.LOCATION, page)] if located else []
    if any(name in said for name in _PERSONAL) or "model" in said:
        found.append(Report(Trace.CAMERA, page, 1, ", ".join(f"{name} {words}" for name, words in said.items())))
    return found


def _read(block: bytes, said: dict[str, str]) -> bool:
    """Reads a block of Exif data into `said`; whether it tells a place."""
    if block[:2] not in (b"II", b"MM") or len(block) < 8:
        return False
    order = "little" if block[:2] == b"II" else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(block[at : at + size], order)  # type: ignore[arg-type]

    located = False
    folders = [number(4, 4)]
    seen: set[int] = set()
    while folders and len(seen) < 20:
        at = folders.pop()
        if at in seen or not 8 <= at < len(block) - 2:
            continue
        seen.add(at)
        for each in range(min(number(at, 2), _MOST)):
            entry = at + 2 + 12 * each
            tag, kind, count = number(entry, 2), number(entry + 2, 2), number(entry + 4, 4)
            if tag == _EXIF:
                folders.append(number(entry + 8, 4))
            elif tag == _GPS:
                located |= _has_place(block, number(entry + 8, 4), number)
            elif tag in _TELLS:
                size = _SIZES.get(kind, 0) * count
                begin = entry + 8 if size <= 4 else number(entry + 8, 4)
                if 0 < size <= 2000 and (words := _words(block[begin : begin + size], tag)):
                    said.setdefault(_TELLS[tag], words)
    return located


def _has_place(block: bytes, at: int, number: object) -> bool:
    """Whether the folder of a place has degrees of latitude."""
    assert callable(number)
    if not 8 <= at < len(block) - 2:
        return False
    return any(number(at + 2 + 12 * each, 2) == 2 for each in range(min(number(at, 2), 64)))


def _words(data: bytes, tag: int) -> str:
    text = data.decode("utf-16-le", "replace") if tag == 0x9C9D else data.decode("latin-1")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:80]
