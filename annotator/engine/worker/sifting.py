"""Sifts what the pages of a PDF rest on, before it is copied into another: only what is needed to draw stays.

Of each kind of thing the keys that draw are known; everything else (who wrote it, what it was before, other words for
it, files in it) is taken away. It works in place on a copy that nobody else uses.
"""

from __future__ import annotations

import zlib
from typing import Any

from annotator.engine.worker.mupdf import lib
from annotator.engine.worker.stripping import Unsafe, jpeg, jpeg2000, operators, profile

_STREAM = frozenset(["Length", "Filter", "DecodeParms"])
_RESOURCES = frozenset(["ExtGState", "ColorSpace", "Pattern", "Shading", "XObject", "Font"])
_FORM = _STREAM | {"Type", "Subtype", "FormType", "BBox", "Matrix", "Resources", "Group"}
_IMAGE = _STREAM | {
    *("Type", "Subtype", "Width", "Height", "ColorSpace", "BitsPerComponent", "Intent", "ImageMask", "Mask", "Decode"),
    *("Interpolate", "SMask", "SMaskInData", "Matte"),
}
_FONT = frozenset(
    [
        *("Type", "Subtype", "BaseFont", "FirstChar", "LastChar", "Widths", "FontDescriptor", "Encoding", "ToUnicode"),
        *("DescendantFonts", "CIDSystemInfo", "DW", "W", "DW2", "W2", "CIDToGIDMap", "FontBBox", "FontMatrix"),
        *("CharProcs", "Resources"),
    ]
)
_DESCRIPTOR = frozenset(
    [
        *("Type", "FontName", "Flags", "FontBBox", "ItalicAngle", "Ascent", "Descent", "Leading", "CapHeight"),
        *("XHeight", "StemV", "StemH", "AvgWidth", "MaxWidth", "MissingWidth", "FontFile", "FontFile2", "FontFile3"),
        *("FontStretch", "FontWeight"),
    ]
)
_PROGRAM = _STREAM | {"Length1", "Length2", "Length3", "Subtype"}
_CMAP = _STREAM | {"Type", "CMapName", "CIDSystemInfo", "WMode", "UseCMap"}
_TILE = _STREAM | {
    *("Type", "PatternType", "PaintType", "TilingType", "BBox", "XStep", "YStep", "Resources", "Matrix"),
}
_NEVER = frozenset(
    [
        *("Metadata", "PieceInfo", "LastModified", "OC", "StructParent", "StructParents", "Alternates", "OPI", "Ref"),
        *("Thumb", "ID", "AF", "Measure", "PtData", "Parent", "P", "F", "FFilter", "FDecodeParms", "EF", "A", "AA"),
        *("Annots", "URI", "Name", "Properties"),
    ]
)
_DEEPEST = 40
_PICTURE = 256 * 1024 * 1024
"""Bytes of the largest packed picture that is unpacked."""


class Sifter:
    """Sifts a document's things, each once. `layers_off` tells whether some layer of it is not shown."""

    def __init__(self, pdf: Any, *, layers_off: bool) -> None:
        self._pdf = pdf
        self._layers_off = layers_off
        self._done: set[int] = set()
        self._bad: set[int] = set()

    def resources(self, holder: Any, *, words: bool = True, depth: int = 0) -> None:
        """What is named by a page, form, pattern or font. Raises Unsafe where something can't be trusted."""
        found = lib.pdf_dict_gets(holder, "Resources")
        if not lib.pdf_is_dict(found):
            return
        self._refuse_layers(lib.pdf_dict_gets(found, "Properties"))
        _only(found, _RESOURCES)
        for kind in _keys(found):
            group = lib.pdf_dict_gets(found, kind)
            for name in _keys(group):
                thing = lib.pdf_dict_gets(group, name)
                if kind == "XObject":
                    self._xobject(thing, words, depth)
                elif kind == "Font":
                    self._font(thing, depth)
                elif kind == "Pattern":
                    self._pattern(thing, words, depth)
                else:
                    self._other(thing, words, depth)

    def _refuse_layers(self, properties: Any) -> None:
        """Layers made of layers may be off by rules of their own."""
        for name in _keys(properties):
            if _name(lib.pdf_dict_gets(properties, name), "Type") == "OCMD":
                raise Unsafe

    def _enter(self, thing: Any, depth: int) -> bool:
        """Whether a thing was not sifted yet. Raises Unsafe for one that was found unsafe before, or is too deep."""
        number = int(lib.pdf_to_num(thing)) if lib.pdf_is_indirect(thing) else 0
        if number in self._bad or depth > _DEEPEST:
            raise Unsafe
        if number in self._done and number:
            return False
        if number:
            self._done.add(number)
            self._bad.add(number)  # until it turned out well
        return True

    def _leave(self, thing: Any) -> None:
        if lib.pdf_is_indirect(thing):
            self._bad.discard(int(lib.pdf_to_num(thing)))

    def _xobject(self, thing: Any, words: bool, depth: int) -> None:
        if not self._enter(thing, depth):
            return
        layer = lib.pdf_dict_gets(thing, "OC")
        if lib.pdf_is_dict(layer) and (self._layers_off or _name(layer, "Type") == "OCMD"):
            raise Unsafe
        if _name(thing, "Subtype") == "Image":
            self._image(thing, depth)
        elif _name(thing, "Subtype") == "Form":
            _only(thing, _FORM)
            self.resources(thing, words=words, depth=depth + 1)
            self.group(thing, depth)
            self.content(thing, words=words)
        else:
            raise Unsafe
        self._leave(thing)

    def group(self, thing: Any, depth: int = 0) -> None:
        """How a page or a form is laid over what is below it."""
        group = lib.pdf_dict_gets(thing, "Group")
        if lib.pdf_is_dict(group):
            self._other(group, False, depth + 1)

    def content(self, stream: Any, *, words: bool) -> None:
        """Operators of a stream, stripped in place."""
        if not lib.pdf_is_stream(stream):
            return
        data = _bytes(lib.pdf_load_stream(stream))
        stripped = operators(data, words=words, layers=self._layers_off)
        lib.pdf_update_stream(self._pdf, stream, _buffer(stripped), 0)
        for key in ("Filter", "DecodeParms"):
            lib.pdf_dict_dels(stream, key)

    def _image(self, thing: Any, depth: int) -> None:
        _only(thing, _IMAGE)
        for key in ("SMask", "Mask"):
            mask = lib.pdf_dict_gets(thing, key)
            if lib.pdf_is_stream(mask) and self._enter(mask, depth + 1):
                self._image(mask, depth + 1)
                self._leave(mask)
        self._other(lib.pdf_dict_gets(thing, "ColorSpace"), False, depth + 1)
        filters = lib.pdf_dict_gets(thing, "Filter")
        names = _names(filters)
        if "DCTDecode" in names or "JPXDecode" in names:
            data = _bytes(lib.pdf_load_raw_stream(thing))
            if names[0] == "FlateDecode" and len(names) == 2:
                data = _inflated(data)
                lib.pdf_dict_puts(thing, "Filter", lib.pdf_new_name(names[1]))
                lib.pdf_dict_dels(thing, "DecodeParms")
            elif len(names) != 1:
                raise Unsafe
            data = jpeg(data) if names[-1] == "DCTDecode" else jpeg2000(data)
            lib.pdf_update_stream(self._pdf, thing, _buffer(data), 1)

    def _font(self, thing: Any, depth: int) -> None:
        if not lib.pdf_is_dict(thing) or not self._enter(thing, depth):
            return
        _only(thing, _FONT)
        descriptor = lib.pdf_dict_gets(thing, "FontDescriptor")
        if lib.pdf_is_dict(descriptor):
            _only(descriptor, _DESCRIPTOR)
            for key in ("FontFile", "FontFile2", "FontFile3"):
                _only(lib.pdf_dict_gets(descriptor, key), _PROGRAM)
        for key in ("Encoding", "ToUnicode"):
            given = lib.pdf_dict_gets(thing, key)
            if lib.pdf_is_stream(given):
                _only(given, _CMAP)
        inner = lib.pdf_dict_gets(thing, "DescendantFonts")
        for at in range(min(int(lib.pdf_array_len(inner)), 4)):
            self._font(lib.pdf_array_get(inner, at), depth + 1)
        shapes = lib.pdf_dict_gets(thing, "CharProcs")
        for name in _keys(shapes):
            shape = lib.pdf_dict_gets(shapes, name)
            if self._enter(shape, depth + 1):
                _only(shape, _STREAM)
                self.content(shape, words=True)
                self._leave(shape)
        self.resources(thing, depth=depth + 1)
        self._leave(thing)

    def _pattern(self, thing: Any, words: bool, depth: int) -> None:
        if not lib.pdf_is_stream(thing):
            self._other(thing, words, depth)
            return
        if self._enter(thing, depth):
            _only(thing, _TILE)
            self.resources(thing, words=words, depth=depth + 1)
            self.content(thing, words=words)
            self._leave(thing)

    def _other(self, thing: Any, words: bool, depth: int) -> None:
        """Colours, shadings, functions, states of drawing: without what never draws."""
        if lib.pdf_is_array(thing):
            if _word(lib.pdf_array_get(thing, 0)) == "ICCBased":
                self._profile(lib.pdf_array_get(thing, 1))
            for at in range(min(int(lib.pdf_array_len(thing)), 64)):
                part = lib.pdf_array_get(thing, at)
                if lib.pdf_is_array(part) or lib.pdf_is_dict(part):
                    self._other(part, words, depth + 1)
            return
        if not lib.pdf_is_dict(thing) or not self._enter(thing, depth):
            return
        if _name(thing, "Type") in ("Page", "Pages", "Catalog", "Annot", "Filespec", "StructElem"):
            raise Unsafe
        for key in _keys(thing):
            value = lib.pdf_dict_gets(thing, key)
            if key in _NEVER or (key == "Font" and not lib.pdf_is_array(value)):
                lib.pdf_dict_dels(thing, key)
            elif key == "G" and lib.pdf_is_stream(value):  # what a soft mask is drawn with
                self._xobject(value, words, depth + 1)
            elif key == "Font":
                self._font(lib.pdf_array_get(value, 0), depth + 1)
            elif lib.pdf_is_dict(value) or lib.pdf_is_array(value):
                self._other(value, words, depth + 1)
        self._leave(thing)

    def _profile(self, stream: Any) -> None:
        if not lib.pdf_is_stream(stream) or not self._enter(stream, 0):
            return
        _only(stream, _STREAM | {"N", "Alternate", "Range"})
        data = _bytes(lib.pdf_load_stream(stream))
        lib.pdf_update_stream(self._pdf, stream, _buffer(profile(data)), 0)
        for key in ("Filter", "DecodeParms"):
            lib.pdf_dict_dels(stream, key)
        self._leave(stream)


def _only(thing: Any, keys: frozenset[str] | set[str]) -> None:
    for key in _keys(thing):
        if key not in keys:
            lib.pdf_dict_dels(thing, key)


def _keys(thing: Any) -> list[str]:
    return [str(lib.pdf_to_name(lib.pdf_dict_get_key(thing, at))) for at in range(int(lib.pdf_dict_len(thing)))]


def _word(thing: Any) -> str:
    return str(lib.pdf_to_name(thing))


def _name(thing: Any, key: str) -> str:
    return _word(lib.pdf_dict_gets(thing, key))


def _names(filters: Any) -> list[str]:
    if lib.pdf_is_array(filters):
        return [_word(lib.pdf_array_get(filters, at)) for at in range(int(lib.pdf_array_len(filters)))]
    return [_word(filters)] if lib.pdf_is_name(filters) else []


def _bytes(buffer: Any) -> bytes:
    return bytes(lib.fz_buffer_extract_copy(buffer))


def _inflated(data: bytes) -> bytes:
    try:
        unpacker = zlib.decompressobj()
        return unpacker.decompress(data, _PICTURE)
    except zlib.error as error:
        raise Unsafe from error


def _buffer(data: bytes) -> Any:
    return lib.fz_new_buffer_from_copied_data(data or b" ")
