"""Which encoding bytes are in: what marks and labels say, then what their letters look like."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from annotator.engine.protocol import ENCODINGS

_CODECS = [codec for codec, _ in ENCODINGS]
_WEST, _MIDDLE = "cp1252", "cp1250"
_SAMPLE = 256 * 1024
"""How many bytes are looked at."""
_CLOSE = 0.03
"""So little more of a known language is no reason to leave Western European."""
_INSIDE = re.compile(r"[^\W\d_][¹²³¶¼½¾¿±¦¬¤»«][^\W\d_]|(?<!\w)[¶¦¬][^\W\d_]")
"""Signs in the middle of words, or stuck to their beginning: the bytes are letters of another encoding."""
_NOT_WEST = re.compile(r"(?=.*ø)(?=.*[ìèùï])|(?=.*ã)(?=.*þ)", re.DOTALL)
"""Letters that no Western European language has together: they are Czech, or Romanian."""
_OLD = ("mac_roman", "cp850")
"""Old, and so only where nothing else fits as well."""
_META = re.compile(rb"""<meta[^<>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^<>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.\-]{1,40})["']""")
_WIDER = {
    "ascii": _WEST, "iso8859-1": _WEST, "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
    "big5": "big5hkscs", "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874", "utf-7": _WEST,
}  # fmt: skip
"""What a label means in practice, as the standard of encodings says."""


def by_mark(data: bytes) -> str | None:
    """The text of bytes with a byte order mark, or of UTF-16 with Latin letters; None for others."""
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace")
    head = data[:4096]
    even, odd, half = head[0::2].count(0), head[1::2].count(0), len(head) // 2
    if half >= 2 and even == 0 and odd > half * 0.4:
        return data.decode("utf-16-le", "replace")
    if half >= 2 and odd == 0 and even > half * 0.4:
        return data.decode("utf-16-be", "replace")
    return None


def labelled(data: bytes, label: str = "") -> tuple[str, str]:
    """The text of a web page or an XML file, and the codec that was guessed, empty where nothing was.

    `label` is what came with the bytes; a mark outranks it, and a label inside the bytes comes after it. A label that
    does not fit is not believed.
    """
    words = by_mark(data)
    if words is not None:
        return words, ""
    inside = _XML.search(data[:1024]) or _META.search(data[:16384])
    for each in (label, inside[1].decode("ascii") if inside else ""):
        codec = known(each)
        if codec:
            try:
                return data.decode(codec), ""
            except UnicodeDecodeError:
                words = words or _mostly(data, codec)
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    if words is not None:
        return words, ""
    codec = guess(data)
    return data.decode(codec, "replace"), codec


def known(label: str) -> str:
    """Python's name for a text encoding that a file names; empty for none."""
    try:
        name = codecs.lookup(label.strip().lower()).name if label else ""
        if not name or not codecs.lookup(name)._is_text_encoding:
            return ""
    except (LookupError, ValueError):
        return ""
    if name.startswith(("utf-16", "utf-32")):  # without a mark, and its label was readable: it can't be
        return "utf-8"
    return "" if name in ("idna", "punycode", "raw_unicode_escape", "unicode_escape") else _WIDER.get(name, name)


def guess(data: bytes) -> str:
    """The likeliest codec of ENCODINGS for bytes that are not UTF-8; Windows-1252 where nothing speaks against it."""
    sample = _sample(data)
    found = charset_normalizer.from_bytes(sample, cp_isolation=_CODECS, enable_fallback=False)
    likely = [
        (each.encoding, each.chaos, each.coherence, {each.encoding, *each.could_be_from_charset})
        for each in found
        if len(_INSIDE.findall(sample.decode(each.encoding, "replace"))) < 2
    ]
    if not likely:
        return found[0].encoding if found and len(found) else _WEST
    newer = [each for each in likely if each[0] not in _OLD and each[1] <= likely[0][1] + 0.001]
    best, chaos, coherence, _ = (newer or likely)[0]
    near = {
        name
        for _, mess, sense, names in likely
        if mess <= chaos + 0.001 and sense >= coherence - _CLOSE
        for name in names
    }
    if _WEST in near and not (_MIDDLE in near and _NOT_WEST.match(sample.decode(_WEST, "replace"))):
        return _WEST
    if best == _WEST:
        best = _MIDDLE
    if best == _MIDDLE and "iso8859_2" in near and not re.search(rb"[\x80-\x9f]", sample):
        return "iso8859_2"
    return best


def number(codec: str) -> int:
    """What the warning of a guess says: the place of the codec in ENCODINGS, from 1."""
    return _CODECS.index(codec) + 1


def warm() -> None:
    """Load the tables of letters."""
    for codec, words in (("cp1252", "Größe über allem"), ("cp932", "日本語の文"), ("cp1251", "Привет, мир")):
        guess(words.encode(codec))


def _sample(data: bytes) -> bytes:
    if len(data) <= _SAMPLE:
        return data
    end = data.rfind(b"\n", 1, _SAMPLE)
    return data[: end if end > 0 else _SAMPLE]


def _mostly(data: bytes, codec: str) -> str | None:
    """The text, where a few bytes at most don't fit."""
    words = data.decode(codec, "replace")
    return words if words.count("\ufffd") * 200 <= len(words) else None
