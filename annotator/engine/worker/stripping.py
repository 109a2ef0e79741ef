"""Takes out of streams what no reader sees: marked content with its words, and what cameras and programs write there.

Streams of operators come as MuPDF writes them: strings escaped, inline pictures in hexadecimal.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    rb"\((?:[^()\\]|\\.)*\)|<<|>>|<[0-9A-Fa-f\s]*>|/[^\s()<>\[\]{}/%]*|[^\s()<>\[\]{}/%]+|[\[\]{}()<>%]", re.S
)
_MARKED = frozenset([b"BDC", b"BMC", b"EMC", b"MP", b"DP", b"BX", b"EX"])
_SHOWN = frozenset([b"Tj", b"TJ", b"'", b'"'])
_WORTH = (b"BDC", b"BMC", b"MP", b"DP", b"BX")
_INLINE = re.compile(rb"(?:^|[\s\]>])BI\b")
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")


class Unsafe(Exception):  # noqa: N818 - named by what it is
    """Something that can't be told apart well enough: the page has to be drawn."""


def operators(data: bytes, *, words: bool, layers: bool) -> bytes:
    """The operators without marked content; without what shows words where `words` is false.

    Raises Unsafe where layers may be off (`layers`) and are used, for odd inline pictures and for what is no operator.
    """
    if b"BI" in data and _INLINE.search(data) and re.search(rb"BI\b[^\x00]{0,400}?/(?:DCT|DCTDecode)\b", data):
        raise Unsafe
    if words and not any(each in data for each in _WORTH):  # seen in a tenth of the time that looking at words takes
        return data
    kept: list[bytes] = []
    operands = 0
    depth = 0
    for match in _TOKEN.finditer(data):
        token = match[0]
        first = token[0]
        if first in b"[":
            depth += 1
        elif first in b"]":
            depth -= 1
        kept.append(token)
        operands += 1
        if depth or first in b"(</[]>" or _NUMBER.fullmatch(token) or token in (b"true", b"false", b"null"):
            continue
        if token in _MARKED or (not words and token in _SHOWN):
            if token == b"BDC" and layers and operands > 1 and kept[-operands] == b"/OC":
                raise Unsafe
            if token in (b"'", b'"') and not words:
                raise Unsafe
            del kept[-operands:]
        operands = 0
    return b" ".join(kept)


_KEPT_SEGMENTS = frozenset([0xE0, 0xE2, 0xEE])
"""JFIF, colour profiles, and Adobe's word on colours; other application segments and comments say who and where."""


def jpeg(data: bytes) -> bytes:
    """A JPEG without what is not its pixels: camera data, XMP, comments, thumbnails, what stands after its end.

    Raises Unsafe where it is not built as it should be.
    """
    if data[:2] != b"\xff\xd8":
        raise Unsafe
    out, at = bytearray(b"\xff\xd8"), 2
    while True:
        if at + 2 > len(data):  # without its end, as some are written
            return bytes(out + b"\xff\xd9")
        kind = data[at + 1]
        if data[at] != 0xFF:
            raise Unsafe
        if kind == 0xFF:
            at += 1
            continue
        if kind == 0xD9:
            return bytes(out + b"\xff\xd9")
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise Unsafe
        segment = data[at:end]
        if kind == 0xE0:
            segment = _jfif(segment)
        elif kind == 0xE2:
            segment = _profiled(segment)
        elif 0xE0 <= kind <= 0xEF or kind == 0xFE:
            segment = segment if kind in _KEPT_SEGMENTS and segment[4:9] == b"Adobe" else b""
        out += segment
        at = end
        if kind == 0xDA:
            end = _scan_end(data, at)
            out += data[at:end]
            at = end


def _jfif(segment: bytes) -> bytes:
    """The head alone, without a thumbnail; nothing of what else uses this segment."""
    if segment[4:9] != b"JFIF\x00" or len(segment) < 18:
        return b""
    return segment[:2] + b"\x00\x10" + segment[4:16] + b"\x00\x00"


def _profiled(segment: bytes) -> bytes:
    """A colour profile that is whole in one segment, without its words."""
    if segment[4:16] != b"ICC_PROFILE\x00" or segment[16:18] != b"\x01\x01":
        return b""
    try:
        return segment[:18] + profile(segment[18:])
    except Unsafe:
        return b""


def _scan_end(data: bytes, at: int) -> int:
    """Where the next marker begins that does not belong to the pixels."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at


_BOXES = frozenset([b"jP  ", b"ftyp", b"jp2h", b"jp2c"])


def jpeg2000(data: bytes) -> bytes:
    """A JPEG 2000 file with its head and pixels only; a bare stream of pixels stays as it is, without comments."""
    if data[:4] == b"\xff\x4f\xff\x51":
        return _codestream(data)
    out, at = bytearray(), 0
    while at + 8 <= len(data):
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        end = at + size if size else len(data)
        if (size and size < head) or end > len(data):
            raise Unsafe
        if kind in _BOXES:
            body = data[at + head : end]
            body = _codestream(body) if kind == b"jp2c" else body
            out += (len(body) + 8).to_bytes(4, "big") + kind + body
        at = end
    if not out:
        raise Unsafe
    return bytes(out)


def _codestream(data: bytes) -> bytes:
    """Without comment segments in its main head."""
    out, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0x90:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end <= at + 3 or end > len(data):
            raise Unsafe
        if data[at + 1] != 0x64:
            out += data[at:end]
        at = end
    return bytes(out + data[at:])


_KNOWN = re.compile(
    rb"sRGB|Adobe RGB|Gray Gamma|Dot Gain|Web Coated|SWOP|FOGRA|GRACoL|Generic (?:RGB|Gray|CMYK)|Display P3|Apple RGB"
)
"""Profiles that everybody has; MuPDF and others know the first of them by its name."""
_SAYS = frozenset([b"desc", b"cprt", b"dmnd", b"dmdd", b"vued", b"targ", b"meta", b"dscm", b"mmod", b"ncpi", b"vcgt"])


def profile(data: bytes) -> bytes:
    """A colour profile without its words: of which device, by whom, when. The colours stay the same."""
    if len(data) < 132:
        raise Unsafe
    found = bytearray(data)
    for begin, end in ((24, 36), (48, 56), (80, 100)):
        found[begin:end] = bytes(end - begin)
    count = int.from_bytes(data[128:132], "big")
    if count > 200:
        raise Unsafe
    for number in range(count):
        at = 132 + 12 * number
        begin, size = (int.from_bytes(data[at + place : at + place + 4], "big") for place in (4, 8))
        if begin < 128 or begin + size > len(data):
            raise Unsafe
        tag, said = data[at : at + 4], data[begin : begin + size].replace(b"\x00", b"")
        if tag in _SAYS and size > 8 and not (tag == b"desc" and size < 400 and _KNOWN.search(said)):
            found[begin + 8 : begin + size] = bytes(size - 8)
    return bytes(found)
