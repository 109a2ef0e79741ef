"""Every byte of an export as something that can be searched: packed, encoded and escaped words as well."""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pymupdf

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_URI = re.compile(rb"data:[a-z0-9/+.-]+;base64,([A-Za-z0-9+/=\s]+)")
_HEX = re.compile(rb"<([0-9A-Fa-f][0-9A-Fa-f\s]{3,})>")
_OCTAL = re.compile(rb"\\([0-7]{3})")
_TAG = re.compile(rb"<[^<>]*>")


def everything(out: Path, *, but: tuple[str, ...] = ()) -> bytes:
    """All names and bytes of a file, a ZIP or a folder, in small letters; folders named in `but` are left out."""
    if out.is_file():
        return b"\n".join(_read(part) for part in unpacked(out.read_bytes()))
    inside = [
        path for path in sorted(out.rglob("*")) if not path.relative_to(out).as_posix().startswith(but or ("\0",))
    ]
    found = [str(path.relative_to(out)).encode().lower() for path in inside]
    found += [_read(part) for path in inside if path.is_file() for part in unpacked(path.read_bytes())]
    return b"\n".join(found)


def _read(part: bytes) -> bytes:
    """A part as it is, as UTF-16 of either order and either oddness, without markup, and with its escapes undone."""
    if part.startswith(b"\x89PNG") and len(part) > 1 << 20:
        return part.lower()
    forms = [part]
    for order in ("utf-16-le", "utf-16-be"):
        forms += [part[at:].decode(order, "ignore").encode("utf-8", "ignore") for at in (0, 1)]
    digits = (re.sub(rb"\s", b"", match[1]) for match in _HEX.finditer(part))
    forms += [binascii.unhexlify(each + b"0" * (len(each) % 2)) for each in digits]
    bare = html.unescape(_TAG.sub(b"", part).decode("utf-8", "ignore")).encode("utf-8", "ignore")
    forms += [bare, unquote_to_bytes(part), _OCTAL.sub(lambda found: bytes([int(found[1], 8) & 255]), part)]
    return b"\n".join(forms).lower()


def unpacked(data: bytes, depth: int = 4) -> Iterator[bytes]:
    """The bytes, and whatever is packed in them: ZIPs, streams of PDFs, pictures in pages, chunks of PNGs."""
    yield data
    if not depth:
        return
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment
            for entry in archive.infolist():
                yield entry.filename.encode() + b"\n" + entry.comment + b"\n" + entry.extra
                yield from unpacked(archive.read(entry), depth - 1)
    if data.startswith(b"%PDF"):
        yield from _of_pdf(data, depth)
    for match in _URI.finditer(data):
        yield from unpacked(base64.b64decode(match[1]), depth - 1)
    if data.startswith(b"\x89PNG"):
        for match in re.finditer(rb"[zi]TXt.*?\0", data):
            yield _inflated(data[match.end() + 1 :])


def _of_pdf(data: bytes, depth: int) -> Iterator[bytes]:
    """Also what no cross-reference leads to any more: every stream that begins anywhere in the file."""
    for match in _STREAM.finditer(data):
        yield _inflated(match[1])
    with pymupdf.open(stream=data) as pdf:  # type: ignore[no-untyped-call]
        for xref in range(1, pdf.xref_length()):
            yield pdf.xref_object(xref).encode("utf-8", "replace")
            if pdf.xref_is_stream(xref):
                yield from unpacked(pdf.xref_stream(xref) or b"", depth - 1)
        yield repr((pdf.metadata, pdf.get_toc(), pdf.embfile_names(), pdf.get_xml_metadata())).encode()
        for page in pdf:
            yield page.get_text().encode()
            yield "".join(repr(annotation.info) for annotation in page.annots()).encode()
            yield repr([widget.field_value for widget in page.widgets()]).encode()


def _inflated(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        return unpacker.decompress(data.lstrip(b"\r\n"), 64 << 20)
    except zlib.error:
        return b""
