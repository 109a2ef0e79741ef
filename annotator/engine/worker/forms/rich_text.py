"""Rich text (RTF) as a tree of HTML: paragraphs, tables, notes, pictures; encodings by page and by font."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import images
from annotator.engine.worker.forms.building import element, is_empty, say, section
from annotator.engine.worker.forms.decoding import known
from annotator.engine.worker.forms.made import About, Made, Part, page
from annotator.engine.worker.forms.rendering import Rewriting
from annotator.engine.worker.forms.rich_text_words import CHARSETS, GONE, INSIDE, PLACES, SIGNS, SKIPPED
from annotator.engine.worker.forms.tabling import STYLE

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_DEPTH = 2_000
_HEX = re.compile(rb"[^0-9a-fA-F]")


def document(data: bytes) -> Made:
    """A rich-text document. Raises Failed where it is none."""
    at = data[:64].find(b"{\\rtf")
    if at < 0:
        raise Failed(Failure.NOT_THAT_FORMAT)
    reading = _Reading()
    reading.read(data, at)
    out = reading.finish()
    written = Rewriting(reading.picture).write(out)
    warnings = {**reading.pictures.warnings(), **reading.warnings}
    said = reading.said
    about = About(said.get("title", ""), said.get("author", ""), reading.date())
    whole = Part(page(written.body(), STYLE))
    return Made((whole,), written.said(), warnings, pictures=reading.pictures.shown, about=about)


@dataclass(frozen=True, slots=True)
class _Group:
    """What is in force inside a pair of braces."""

    place: str = ""
    """Where words go: "" the text, else the name of a destination."""
    codec: str = "cp1252"
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    script: str = ""
    after: int = 1
    """How many characters follow a Unicode one for programs that know none."""


@dataclass
class _Reading:
    """Reads tokens and builds HTML of them."""

    out: Any = field(default_factory=lambda: element("div"))
    pictures: images.Pictures = field(default_factory=images.Pictures)
    warnings: dict[Warn, int] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._now = _Group()
        self._stack: list[_Group] = []
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._skip = 0
        self._starred = False
        self._bytes = bytearray()
        self._surrogate = 0
        self._text: list[Any] = [element("p", self.out)]
        self._row: Any | None = None
        self._table: Any | None = None
        self._in_table = False
        self._first: Any = self._text[-1]
        """Where a table begins, once there is a cell."""
        self._ends: dict[str, list[Any]] = {"footnote": [], "header": [], "annotation": []}
        self._found: list[bytes] = []
        self._hex = bytearray()
        self._when: dict[str, int] = {}

    def read(self, data: bytes, at: int) -> None:
        """All tokens from here on."""
        end = len(data)
        while at < end:
            match = _TOKEN.match(data, at)
            if match is None:
                at += 1
                continue
            at = match.end()
            word, number, code, sign, brace, text = match.groups()
            if code is not None:
                self._byte(int(code, 16))
            elif text is not None:
                self._words(text)
            elif word is not None:
                name = word.decode()
                if name == "bin":
                    at += max(0, min(int(number or 0), end - at))
                else:
                    self._word(name, int(number) if number else None)
            elif sign is not None:
                self._sign(sign)
            elif brace is not None:
                self._brace(brace == b"{")

    def _brace(self, opens: bool) -> None:
        self._flush()
        if opens:
            if len(self._stack) >= _DEPTH:
                raise Failed(Failure.TOO_TANGLED)
            self._stack.append(self._now)
            return
        left, self._now = self._now, self._stack.pop() if self._stack else _Group()
        if left.place != self._now.place:
            self._leave(left.place)
        self._skip = 0

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in (b"\n", b"\r"):
            self._word("par", None)
        elif sign in SIGNS:
            self._flush()
            self._say(SIGNS[sign])

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._bytes.append(value)

    def _words(self, text: bytes) -> None:
        skipped, self._skip = min(self._skip, len(text)), max(0, self._skip - len(text))
        if self._now.place == "pict":
            self._hex += text
        else:
            self._bytes += text[skipped:]

    def _flush(self) -> None:
        """What was collected, in the encoding that is in force."""
        if self._bytes:
            self._say(self._bytes.decode(self._now.codec, "replace"))
            self._bytes.clear()

    def _word(self, name: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if name == "u" and number is not None:
            self._unicode(number)
            return
        self._flush()
        if name in PLACES:
            self._enter(PLACES[name])
        elif name in INSIDE:
            return
        elif (starred and name not in GONE) or name in SKIPPED:
            self._now = replace(self._now, place="skipped")
        elif name in GONE:
            self._changed(name == "deleted" and number != 0)
            self._now = replace(self._now, hidden=number != 0)
        elif name in SIGNS:
            self._say(SIGNS[name])
        else:
            self._state(name, number)

    def _unicode(self, number: int) -> None:
        self._flush()
        value = number & 0xFFFF if number < 0 else number
        if 0xD800 <= value < 0xDC00:
            self._surrogate = value
        elif 0xDC00 <= value < 0xE000:
            if self._surrogate:
                self._say(chr(0x10000 + ((self._surrogate - 0xD800) << 10) + value - 0xDC00))
            self._surrogate = 0
        elif value < 0x110000:
            self._say(chr(value))
        self._skip = self._now.after

    def _state(self, name: str, number: int | None) -> None:
        """What a control word changes."""
        on = number != 0
        if name in ("par", "sect", "page", "row", "cell", "trowd", "intbl", "pard", "line", "nestcell", "nestrow"):
            self._structure(name)
        elif name == "plain":
            self._now = replace(self._now, bold=False, italic=False, hidden=False, script="")
        elif name == "b":
            self._now = replace(self._now, bold=on)
        elif name == "i":
            self._now = replace(self._now, italic=on)
        elif name in ("super", "sub", "nosupersub"):
            self._now = replace(self._now, script={"super": "sup", "sub": "sub"}.get(name, "") if on else "")
        elif name == "uc":
            self._now = replace(self._now, after=max(0, min(number or 0, 16)))
        elif name == "ansicpg":
            self._page = known(f"cp{number}") or self._page
            self._now = replace(self._now, codec=self._page)
        elif name in ("mac", "pc", "pca"):
            self._page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[name]
            self._now = replace(self._now, codec=self._page)
        elif name == "f":
            self._font = number or 0
            if self._now.place != "fonts":
                self._now = replace(self._now, codec=self._fonts.get(self._font, self._page))
        elif name == "fcharset" and self._now.place == "fonts":
            self._fonts[self._font] = CHARSETS.get(number or 0, self._page)
        elif name in ("yr", "mo", "dy") and self._now.place in ("created", "revised"):
            self._when.setdefault(name, number or 0)
        elif name == "chftn" and not self._now.place:
            say(element("sup", self._text[-1]), f"[{len(self._ends['footnote']) + 1}]")
        elif name == "revised":
            self._changed(on)

    def _changed(self, changed: bool) -> None:
        if changed:
            self.warnings[Warn.CHANGES_ACCEPTED] = self.warnings.get(Warn.CHANGES_ACCEPTED, 0) + 1

    def _structure(self, name: str) -> None:
        if self._now.place in ("skipped", "fonts", "pict", *_SAID):
            return
        if name == "line":
            element("br", self._text[-1])
        elif self._now.place:
            if name == "par":
                say(self._text[-1], "\n")
        elif name in ("trowd", "intbl"):
            if not self._in_table:
                self._first = self._text[-1]
            self._in_table = True
        elif name == "pard":
            self._in_table = False
        elif name in ("cell", "nestcell"):
            self._cell()
        elif name in ("row", "nestrow"):
            self._row = None
        else:
            self._paragraph()

    def _paragraph(self) -> None:
        if self._row is None and not self._in_table:
            self._table = None
        if is_empty(self._text[-1]):
            return
        self._text[-1] = element("p", self._text[-1].getparent())

    def _cell(self) -> None:
        """All paragraphs since the last cell, or the last row, are this cell's."""
        if self._table is None:
            self._table = element("table")
            self._first.addprevious(self._table)
        if self._row is None:
            self._row = element("tr", self._table)
        made = element("td", self._row)
        while (each := self._table.getnext()) is not None:
            made.append(each)
        self._text[-1] = element("p", self.out)

    def _enter(self, place: str) -> None:
        self._now = replace(self._now, place=place)
        if place in self._ends:
            self._text.append(element("p"))
            self._ends[place].append(self._text[-1])
        elif place == "pict":
            self._hex.clear()

    def _leave(self, place: str) -> None:
        if place in self._ends and len(self._text) > 1:
            self._text.pop()
        elif place == "pict" and self._now.place != "skipped":
            digits = _HEX.sub(b"", bytes(self._hex))
            self._found.append(binascii.unhexlify(digits[: len(digits) // 2 * 2]))
            element("img", self._text[-1], src=str(len(self._found) - 1))

    def _say(self, text: str) -> None:
        place = self._now.place
        if place in _SAID:
            self.said[place] = (self.said.get(place, "") + text)[:500]
        elif place in ("skipped", "fonts", "pict", "created", "revised") or self._now.hidden:
            return
        else:
            made = self._text[-1]
            for tag in filter(None, ("b" if self._now.bold else "", "i" if self._now.italic else "", self._now.script)):
                last = made[-1] if len(made) else None
                made = last if last is not None and last.tag == tag and not last.tail else element(tag, made)
            say(made, text)

    def picture(self, node: Any) -> str | None:
        """The tag for a picture that this found."""
        return self.pictures.tag(self._found[int(node.get("src"))])

    def finish(self) -> Any:
        """The tree, with notes, headers and comments at its end."""
        self._flush()
        titles = {
            "footnote": ("Notes", Warn.NOTES_SHOWN),
            "header": ("Headers and footers", Warn.HEADERS_SHOWN),
            "annotation": ("Comments", Warn.COMMENTS_SHOWN),
        }
        for place, found in self._ends.items():
            shown = [each for each in found if not is_empty(each) and not "".join(each.itertext()).strip().isdigit()]
            if shown:
                section(self.out, titles[place][0])
                self.warnings[titles[place][1]] = len(shown)
            for each in shown:
                if place == "footnote":
                    each.text = f"[{found.index(each) + 1}] {(each.text or '').lstrip()}"
                self.out.append(each)
        return self.out

    def date(self) -> str:
        """The day that the document was changed, as it says."""
        year, month, day = (self._when.get(name, 0) for name in ("yr", "mo", "dy"))
        return f"{year:04d}-{month:02d}-{day:02d}" if 1900 < year < 2200 and 0 < month < 13 and 0 < day < 32 else ""


_SAID = ("title", "author")
