"""OpenDocument text (ODT, also in one XML file): paragraphs, headings and lists with their numbers, tables, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import images
from annotator.engine.worker.forms.building import INDENT, element, say, section
from annotator.engine.worker.forms.made import About, Made, Part, page
from annotator.engine.worker.forms.opendocument_lists import Lists, Styles
from annotator.engine.worker.forms.packed import Packed
from annotator.engine.worker.forms.rendering import Rewriting
from annotator.engine.worker.forms.tabling import STYLE
from annotator.engine.worker.forms.trees import attribute, local, text_of, xml_tree

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SKIPPED = frozenset(
    ("tracked-changes", "forms", "sequence-decls", "variable-decls", "user-field-decls", "scripts", "title", "desc")
)
_NOT_WORDS = frozenset(
    ("tracked-changes", "forms", "scripts", "title", "desc", "creator", "date", "creator-initials", "note-citation")
)
_REPEATED = 200


def document(data: bytes) -> Made:
    """An OpenDocument text. Raises Failed where it is none."""
    files = Packed(data) if data.startswith(b"PK") else None
    if files is not None and b"encryption-data" in (files.find("META-INF/manifest.xml") or b""):
        raise Failed(Failure.LOCKED)
    content = xml_tree(files.read("content.xml") if files else data)[0]
    styles, meta = (_tree(files, name) if files else None for name in ("styles.xml", "meta.xml"))
    meta = content if files is None else meta
    body = next((node for node in content.iter() if local(node) == "text" and local(node.getparent()) == "body"), None)
    if body is None:
        raise Failed(Failure.NOT_THAT_FORMAT)
    reading = _Reading(files, Styles([tree for tree in (styles, content) if tree is not None]))
    reading.blocks(body, reading.out)
    reading.notes_at_end()
    _headers(reading, styles if styles is not None else content)
    written = Rewriting(reading.picture, classes=True).write(reading.out)
    changes = sum(1 for node in body.iter() if local(node) == "changed-region")
    warnings = {**reading.pictures.warnings(), **reading.warnings}
    if changes:
        warnings[Warn.CHANGES_ACCEPTED] = changes
    whole = page(written.body(), STYLE + INDENT)
    return Made((Part(whole),), _words(body), warnings, pictures=reading.pictures.shown, about=_about(meta))


def _tree(files: Packed, name: str) -> Any | None:
    data = files.find(name)
    return xml_tree(data)[0] if data else None


@dataclass
class _Reading:
    """Walks the document and builds HTML of it."""

    files: Packed | None
    styles: Styles
    out: Any = field(default_factory=lambda: element("div"))
    pictures: images.Pictures = field(default_factory=images.Pictures)
    warnings: dict[Warn, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lists = Lists(self.styles)
        self._notes: list[tuple[str, Any]] = []
        self._comments: list[Any] = []
        self._found: list[bytes | None] = []

    def blocks(self, parent: Any, out: Any) -> None:
        """All that an element holds, where paragraphs may stand."""
        for node in parent:
            name = local(node)
            if name == "h":
                self._heading(node, out)
            elif name == "p":
                self._inline(node, element("p", out))
            elif name in ("list", "numbered-paragraph"):
                self._list(node, out, [])
            elif name == "table":
                self._table(node, out)
            elif name == "frame":
                self._frame(node, out)
            elif name not in _SKIPPED:
                self.blocks(node, out)

    def _heading(self, node: Any, out: Any) -> None:
        level = int(attribute(node, "outline-level") or 1) if (attribute(node, "outline-level") or "1").isdigit() else 1
        made = element(f"h{min(6, max(1, level))}", out)
        if attribute(node, "is-list-header") != "true":
            number = self._lists.heading(level)
            say(made, f"{number} " if number else "")
        self._inline(node, made)

    def _list(self, node: Any, out: Any, above: list[str]) -> None:
        """A list's paragraphs with the numbers before them; `above` are the styles of the lists it is in."""
        path = self._lists.begin(node, above)
        for item in node:
            numbered = local(item) == "list-item"
            number = self._lists.item(path, attribute(item, "start-value")) if numbered else ""
            for part in item:
                if local(part) == "list":
                    self._list(part, out, path)
                elif local(part) in ("p", "h"):
                    head = f"h{min(6, len(path))}" if local(part) == "h" else "p"
                    made = element(head, out, class_=f"level{min(8, len(path) - 1)}")
                    say(made, f"{number} " if number else "")
                    number = ""
                    self._inline(part, made)
                else:
                    self.blocks([part], out)

    def _table(self, node: Any, out: Any) -> None:
        table = element("table", out)
        for row in (each for each in node.iter() if local(each) == "table-row" and _table_of(each) is node):
            for _ in range(_times(row, "number-rows-repeated") if text_of(row) else 1):
                line = element("tr", table)
                for cell in (each for each in row if local(each) == "table-cell"):
                    for _ in range(_times(cell, "number-columns-repeated") if text_of(cell) else 1):
                        spans = {
                            short: attribute(cell, long)
                            for short, long in (
                                ("colspan", "number-columns-spanned"),
                                ("rowspan", "number-rows-spanned"),
                            )
                            if attribute(cell, long, "1") != "1"
                        }
                        self.blocks(cell, element("td", line, **spans))

    def _frame(self, node: Any, out: Any) -> None:
        """A picture, or a box with text; where there are several forms of it, the first that can be shown."""
        for each in node:
            name = local(each)
            if name == "text-box":
                self.blocks(each, element("div", out))
                return
            if name == "object" and (formula := self._formula(attribute(each, "href"))):
                say(out, formula)
                return
            if name == "image":
                described = " ".join(text_of(part) for part in node if local(part) in ("title", "desc"))
                self._found.append(self._bytes(each))
                element("img", out, src=str(len(self._found) - 1), alt=described)
                return

    def _formula(self, place: str) -> str:
        """A formula as LibreOffice writes it in one line; empty for other objects."""
        data = self.files.find(place.removeprefix("./") + "/content.xml") if self.files and place else None
        tree = xml_tree(data)[0] if data else None
        if tree is None or local(tree) != "math":
            return ""
        return next((text_of(each) for each in tree.iter() if local(each) == "annotation"), "") or text_of(tree)

    def _bytes(self, image: Any) -> bytes | None:
        inside = next((each for each in image if local(each) == "binary-data"), None)
        if inside is not None:
            return images.from_data("data:;base64," + "".join((inside.text or "").split()))
        name = attribute(image, "href").removeprefix("./")
        return self.files.find(name) if self.files else None

    def picture(self, node: Any) -> str | None:
        """The tag for a picture that this made."""
        return self.pictures.tag(self._found[int(node.get("src"))])

    def _inline(self, node: Any, out: Any) -> None:
        """The words of a paragraph, and what hangs on it."""
        say(out, _spaced(node.text))
        for part in node:
            self._part(part, local(part), out)
            say(out, _spaced(part.tail))

    def _part(self, part: Any, name: str, out: Any) -> None:
        if name == "span":
            made = out
            for tag in self.styles.marks(attribute(part, "style-name")):
                made = element(tag, made)
            self._inline(part, made)
        elif name in ("s", "tab"):
            say(out, " ")
        elif name == "line-break":
            element("br", out)
        elif name == "note":
            self._note(part, out)
        elif name == "annotation":
            self._comments.append(part)
        elif name == "frame":
            self._frame(part, out)
        elif name in ("ruby-text", "soft-page-break", "change", *_SKIPPED):
            return
        elif any(local(inside) == "text-box" for inside in part.iter()):
            self.blocks(part, out)
        else:
            self._inline(part, out)

    def _note(self, part: Any, out: Any) -> None:
        mark = next((text_of(each) for each in part if local(each) == "note-citation"), "")
        say(element("sup", out), f"[{mark}]")
        self._notes += [(mark, each) for each in part if local(each) == "note-body"]

    def notes_at_end(self) -> None:
        """Footnotes and endnotes, then comments."""
        if self._notes:
            element("hr", self.out)
            self.warnings[Warn.NOTES_SHOWN] = 1
        for mark, body in self._notes:
            made = element("div", self.out)
            self.blocks(body, made)
            first = made.find("p")
            if first is not None:
                first.text = f"[{mark}] {first.text or ''}"
        if self._comments:
            section(self.out, "Comments")
            self.warnings[Warn.COMMENTS_SHOWN] = len(self._comments)
        for each in self._comments:
            said = {local(part): text_of(part) for part in each if local(part) in ("creator", "date")}
            when = said.get("date", "")[:10]
            line = element("p", self.out)
            say(element("b", line), ", ".join(filter(None, (said.get("creator") or "Somebody", when))) + ":")
            say(line, " " + " ".join(text_of(part) for part in each if local(part) in ("p", "list")))


def _headers(reading: _Reading, tree: Any) -> None:
    shown: set[str] = set()
    holders = ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
    for node in tree.iter():
        if local(node) in holders and local(node.getparent()) == "master-page" and text_of(node) not in ("", *shown):
            if text_of(node).isdigit():  # a page's number
                continue
            if not shown:
                section(reading.out, "Headers and footers")
                reading.warnings[Warn.HEADERS_SHOWN] = 1
            shown.add(text_of(node))
            reading.blocks(node, reading.out)


def _words(body: Any) -> str:
    """What the text says, whatever this module makes of it."""
    said: list[str] = []
    skip = None
    for event, node in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            if skip is None and (local(node) in _NOT_WORDS or local(node).endswith(("-source", "ruby-text"))):
                skip = node
            if skip is None:
                said.append(node.text or "")
        else:
            if skip is node:
                skip = None
            if skip is None and node is not body:
                said.append(node.tail or "")
    return " ".join(said)


def _spaced(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def _times(node: Any, name: str) -> int:
    value = attribute(node, name, "1")
    return min(_REPEATED, max(1, int(value))) if value.isdigit() else 1


def _table_of(row: Any) -> Any:
    return next((above for above in row.iterancestors() if local(above) == "table"), None)


def _about(meta: Any | None) -> About:
    said: dict[str, str] = {}
    for node in meta.iter() if meta is not None else ():
        if (
            local(node) in ("title", "creator", "initial-creator", "date", "creation-date")
            and local(node.getparent()) == "meta"
        ):
            said.setdefault(local(node), text_of(node))
    date = (said.get("date") or said.get("creation-date") or "")[:10]
    author = said.get("creator") or said.get("initial-creator") or ""
    return About(said.get("title", ""), author, date if _DAY.fullmatch(date) else "")
