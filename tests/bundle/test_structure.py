"""Whether the page is sound HTML and tells those who hear it what it tells those who see it."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

from annotator.bundle.bag import write_bundle
from annotator.bundle.presets import Preset

from .test_working import working

VOID = {"meta", "img", "br", "input"}
PHRASING = {"a", "b", "bdi", "br", "button", "cite", "code", "del", "img", "input", "ins", "label", "mark", "span"}
FLOW = {
    "article",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "main",
} | {*("nav", "ol", "p", "section", "table", "ul")}
"""The elements that an export uses; another one has to be thought of here."""
ONLY = {
    "html": {"head", "body"},
    "head": {"meta", "title", "style"},
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    **{key: set() for key in ("title", "style", "script")},
}
MORE = {
    "body": {"script"},
    "fieldset": {"legend"},
    "details": {"summary"},
    "figure": {"figcaption"},
    "div": {"dt", "dd"},
}
HOLDS_PHRASING = PHRASING | {"p", "h1", "h2", "h3", "h4", "legend", "summary", "figcaption", "caption", "dt"}
PRESSED = {"a", "button", "input", "label", "summary"}
GIVEN = {
    "": {
        "id",
        "class",
        "dir",
        "lang",
        "hidden",
        "title",
        "role",
        "tabindex",
        "aria-label",
        "aria-labelledby",
        "aria-hidden",
    },
    "a": {"href"},
    "article": {"data-is"},
    "button": {"type"},
    "img": {"src", "alt", "width", "height"},
    "input": {"type", "name", "value", "checked"},
    "meta": {"charset", "http-equiv", "content", "name"},
    "th": {"scope"},
}
NAMED = {"article", "nav", "section", "main", "table"}


class Checked(HTMLParser):
    """Reads a page and notes what is wrong with it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.wanted: list[str] = []
        self.headings: list[int] = []
        self.landmarks: list[str] = []
        self.feed(page)
        self.close()
        self.wrong += [f"open at the end: {tag}" for tag in self.open]
        self.wrong += [f"id {each} twice" for each in set(self.ids) if self.ids.count(each) > 1]
        self.wrong += [f"nothing is called {each}" for each in set(self.wanted) - set(self.ids)]
        jumps = [pair for pair in pairwise([0, *self.headings]) if pair[1] > pair[0] + 1]
        self.wrong += [f"a heading {after} below {before}" for before, after in jumps]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        parent = self.open[-1] if self.open else ""
        if parent and tag not in self._allowed(parent):
            self.wrong.append(f"{tag} in {parent}, {self.getpos()}")
        if tag in PRESSED - {"input"} and PRESSED & set(self.open):
            self.wrong.append(f"{tag} in what is pressed itself, {self.getpos()}")
        self.wrong += [f"{tag} has {name}" for name in given if name not in GIVEN[""] | GIVEN.get(tag, set())]
        self.wrong += [f"{tag} has {name} twice" for name in given if [n for n, _ in attrs].count(name) > 1]
        self._named(tag, given)
        if tag not in VOID:
            self.open.append(tag)

    def _allowed(self, parent: str) -> set[str]:
        if parent in ONLY:
            return ONLY[parent]
        return (PHRASING if parent in HOLDS_PHRASING else PHRASING | FLOW) | MORE.get(parent, set())

    def _named(self, tag: str, given: dict[str, str]) -> None:
        if "id" in given:
            self.ids.append(given["id"])
            if not given["id"] or " " in given["id"]:
                self.wrong.append(f"{tag} has the id {given['id']!r}")
        if given.get("href", "").startswith("#"):
            self.wanted.append(given["href"][1:])
        self.wanted += given.get("aria-labelledby", "").split()
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag == "caption":
            self.wrong = [each for each in self.wrong if not each.startswith("table without a name")]
        if tag in ("main", "h1"):
            self.landmarks.append(tag)
        by_heading = tag == "section" and "passage" in given.get("class", "")  # its heading stands first in it
        if tag in NAMED and not by_heading and not {"aria-label", "aria-labelledby"} & set(given):
            self.wrong.append(f"{tag} without a name, {self.getpos()}")
        if tag == "img" and not given.get("alt", "").strip():
            self.wrong.append("a picture that says nothing")
        if tag == "th" and given.get("scope") not in ("col", "row"):
            self.wrong.append("a table's head of nothing")
        if tag == "input" and "label" not in self.open:
            self.wrong.append("an input without a label")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> in {self.open[-1:]}, {self.getpos()}")
        else:
            self.open.pop()


def pages(told: Any, folder: Path) -> Iterator[str]:
    for preset in (Preset.LAWYER, Preset.PUBLIC):
        made = write_bundle(folder / preset, working(told, with_names=True), preset=preset)
        yield (made.path / "data/index.html").read_text("utf-8")


def test_the_page_is_sound_and_can_be_heard(told: Any, tmp_path: Path) -> None:
    second = told.claim("doc1", "It was late.")
    for number in range(2):
        told.link(second, "doc2", "The new pier", together="x", note=f"note {number}", translation="Steg")
    told.document("other.txt", "Another draft. With nothing.", role="draft")
    for page in pages(told, tmp_path):
        assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
        checked = Checked(page.removeprefix("<!DOCTYPE html>\n"))
        assert checked.wrong == []
        assert checked.landmarks == ["h1", "main"]


def test_the_checking_finds_faults() -> None:
    for wrong in (
        "<p><div></div></p>",
        "<ul><p></p></ul>",
        '<img src="x" alt="">',
        "<b><i></b></i>",
        '<a href="#no"></a>',
        "<a><button></button></a>",
        "<table></table>",
        "<input>",
        "<p id='a'></p><p id='a'></p>",
        "<h2></h2>",
        "<p onclick=''></p>",
    ):
        assert Checked(f"<html><body>{wrong}</body></html>").wrong, wrong
