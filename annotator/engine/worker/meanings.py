"""What the glyphs of a frozen PDF mean, written into it.

MuPDF writes for each font what its glyphs mean by the font's own table. That is wrong for ligatures, for Arabic and
Indic shapes and beyond the basic plane. The layout knows better: it was made from the text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from annotator.engine.worker.mupdf import extra_c, lib
from annotator.engine.worker.texts import FLAGS, UNKNOWN

_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
_PAIR = itemgetter(0, 1)
_GLYPH = itemgetter(1)
_AT_ONCE = 100
"""PDF allows a hundred entries in a block."""


class Meanings:
    """What layouts used the glyphs of each font for, collected document by document."""

    def __init__(self) -> None:
        self._used: dict[str, dict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        self._simple: dict[str, Counter[tuple[int, int]]] = defaultdict(Counter)

    def learn(self, laid_out: Any, first: int, last: int, progress: Callable[[], None]) -> None:
        """From pages of a document: `first` to before `last`."""
        for index in range(first, last):
            progress()
            for span in laid_out[index].get_texttrace():
                pairs = list(map(_PAIR, span["chars"]))
                if min(map(_GLYPH, pairs)) < 0:
                    _learn(self._used[span["font"]], pairs)
                else:
                    self._simple[span["font"]].update(pairs)

    def say(self, pdf: Any) -> None:
        """Replace each font's table of meanings by what its glyphs were used for."""
        used = self._used
        for name, counted in self._simple.items():
            for (code, glyph), count in counted.items():
                used[name][glyph][_letter(code)] += count
        self._simple.clear()
        done: set[int] = set()
        for index in range(pdf.page_count):
            for font in pdf.get_page_fonts(index):
                xref, name = font[0], font[3]
                if xref in done or name not in used:
                    continue
                done.add(xref)
                kind, value = pdf.xref_get_key(xref, "ToUnicode")
                if kind == "xref":
                    pdf.update_stream(int(value.split()[0]), _table(used[name]).encode("ascii"))


def say_what_glyphs_mean(laid_out: Any, pdf: Any, progress: Callable[[], None]) -> None:
    """Replace each font's table of meanings by what the layout used its glyphs for."""
    meanings = Meanings()
    meanings.learn(laid_out, 0, laid_out.page_count, progress)
    meanings.say(pdf)


def _learn(font: dict[int, Counter[str]], pairs: list[tuple[int, int]]) -> None:
    """A glyph means its character and those after it that have no glyph of their own."""
    glyph, meaning = -1, ""
    for code, number in pairs:
        if number >= 0:
            if glyph >= 0:
                font[glyph][meaning] += 1
            glyph, meaning = number, _letter(code)
        else:
            meaning += _letter(code)
    if glyph >= 0:
        font[glyph][meaning] += 1


def _letter(code: int) -> str:
    """The character of a code; of some glyphs that a script's shaping adds the layout knows none."""
    return chr(code) if 0 <= code <= 0x10FFFF else UNKNOWN


def _table(font: dict[int, Counter[str]]) -> str:
    lines = []
    for glyph in sorted(font):
        # The most frequent meaning, then the least, so that the same text gives the same table.
        meaning = min(font[glyph].items(), key=lambda item: (-item[1], item[0]))[0]
        if not glyph and len(font[glyph]) > 1:
            meaning = UNKNOWN  # the box that stands for all characters which the font does not have
        units = meaning.encode("utf-16-be", "replace").hex()
        lines.append(f"<{glyph:04x}> <{units}>\n")
    blocks = [lines[at : at + _AT_ONCE] for at in range(0, len(lines), _AT_ONCE)]
    parts = [f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks]
    return _HEAD + "".join(parts) + _FOOT


def plain_text(page: Any) -> str:
    """The text of a laid-out page before it became a PDF."""
    buffer = lib.fz_new_buffer(4096)
    extra_c.JM_print_stext_page_as_text(buffer, page._get_textpage(None, FLAGS, None))
    return bytes(lib.fz_buffer_extract(buffer)).decode("raw_unicode_escape", "replace")
