"""Page labels and the table of contents."""

from __future__ import annotations

import bisect
import codecs
from typing import Any

from annotator.engine import protocol
from annotator.engine.worker.layers import pdf_text
from annotator.engine.worker.mupdf import fitz, lib
from annotator.engine.worker.texts import clean

_DEPTH, _RULES = 32, 100_000
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Labels:
    """What is printed on pages, by the document's own rules (ISO 32000-1, 12.4.2); counted from 1 where it has none."""

    def __init__(self, pdf: Any) -> None:
        self._rules: list[tuple[int, str, str, int]] = []
        try:
            root = lib.pdf_dict_gets(lib.pdf_trailer(fitz._as_pdf_document(pdf)), "Root")
            self._take(lib.pdf_dict_gets(root, "PageLabels"), 0)
        except MemoryError:
            raise
        except Exception:  # a damaged tree of labels must not keep the pages from being read
            self._rules = []
        self._rules.sort(key=lambda rule: rule[0])

    def _take(self, node: Any, depth: int) -> None:
        """The rules of a number tree: pairs of first page and dictionary, or further nodes."""
        if depth > _DEPTH or len(self._rules) > _RULES:
            return
        pairs, kids = lib.pdf_dict_gets(node, "Nums"), lib.pdf_dict_gets(node, "Kids")
        for at in range(0, lib.pdf_array_len(pairs) - 1, 2):
            rule = lib.pdf_array_get(pairs, at + 1)
            style = str(lib.pdf_to_name(lib.pdf_dict_gets(rule, "S")))
            prefix = str(lib.pdf_to_text_string(lib.pdf_dict_gets(rule, "P")))
            start = lib.pdf_dict_gets(rule, "St")
            first = int(lib.pdf_to_int(start)) if lib.pdf_is_int(start) else 1
            self._rules.append((int(lib.pdf_to_int(lib.pdf_array_get(pairs, at))), style, prefix, first))
        for at in range(min(lib.pdf_array_len(kids), _RULES)):
            self._take(lib.pdf_array_get(kids, at), depth + 1)

    def of(self, index: int) -> str:
        """The label of a page; its number where the rules give nothing."""
        place = bisect.bisect_right(self._rules, index, key=lambda rule: rule[0]) - 1
        if place < 0:
            return str(index + 1)
        start, style, prefix, first = self._rules[place]
        return clean(prefix + _numeral(style, first + index - start)).strip() or str(index + 1)


def set_labels(pdf: Any, prefixes: list[tuple[int, str]]) -> None:
    """Give pages labels: from each page index on, a prefix and a number from 1."""
    rules = "".join(
        f"{start}<</S/D/St 1/P<{(codecs.BOM_UTF16_BE + prefix.encode('utf-16-be', 'replace')).hex()}>>>"
        for start, prefix in prefixes
    )
    pdf.xref_set_key(pdf.pdf_catalog(), "PageLabels", f"<</Nums[{rules}]>>")


def name_each(pdf: Any, names: list[str]) -> None:
    """Give each page a label of its own; runs of rising numbers share a rule."""
    rules = []
    before = -1
    for index, name in enumerate(names):
        number = int(name) if name.isascii() and name.isdigit() and name[0] != "0" and len(name) < 9 else -1
        if number > 0 and number == before + 1 and index:
            before = number
            continue
        before = number
        if number > 0:
            rules.append(f"{index}<</S/D/St {number}>>")
        else:
            rules.append(f"{index}<</P{pdf_text(name)}>>")
    pdf.xref_set_key(pdf.pdf_catalog(), "PageLabels", f"<</Nums[{''.join(rules)}]>>")


def _numeral(style: str, number: int) -> str:
    if style == "D":
        return str(number)
    if style in ("r", "R") and 0 < number < 5000:
        words = ""
        for value, sign in _ROMAN:
            words += sign * (number // value)
            number %= value
        return words.upper() if style == "R" else words
    if style in ("a", "A") and 0 < number < 26 * 100:
        letter = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style == "A" else letter
    return ""


def outline(pdf: Any, pages: int) -> list[tuple[int, str, int]]:
    """(level from 1, title, page index) of entries that lead to a page of this document."""
    try:
        entries = pdf.get_toc(simple=True)
    except Exception:  # a damaged outline must not keep the pages from being read
        return []
    found = []
    for level, title, page in entries[: protocol.OUTLINE_LIMIT]:
        if 1 <= page <= pages and 1 <= level <= 1000:
            found.append((level, clean(str(title)), page - 1))
    return found
