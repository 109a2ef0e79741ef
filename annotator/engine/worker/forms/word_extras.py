"""What a Word document has besides its text: headers and footers, comments, and what it says of itself."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from annotator.engine.protocol import Warn
from annotator.engine.worker.forms.made import About
from annotator.engine.worker.forms.trees import CONTROLS, local, xml_tree
from annotator.engine.worker.forms.word_numbers import W
from annotator.engine.worker.forms.word_parts import GONE, Parts, _tree

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ON = 30
"""So much of the words that a comment is on is said, in characters: no more, since a quote should be found once."""


@dataclass(slots=True)
class Extras:
    """HTML that follows the document's own, the words in it, and what is to be said of it."""

    html: str = ""
    words: str = ""
    warnings: dict[Warn, int] = field(default_factory=dict)
    about: About = field(default_factory=About)

    def heading(self, words: str) -> None:
        """Where something begins that stands elsewhere in the document."""
        self.html += f"<hr/><p><b>{html.escape(words)}</b></p>"

    def paragraph(self, words: str, before: str = "") -> None:
        """A paragraph; what is `before` is ours."""
        words = CONTROLS.sub("\ufffd", words)
        opening = f"<b>{html.escape(CONTROLS.sub('', before))}</b> " if before else ""
        self.html += f"<p>{opening}{html.escape(words)}</p>"
        self.words += f"{words}\n"


def written(parts: Parts) -> Extras:
    """All of it."""
    extras = Extras(about=_about(parts))
    _headers(parts, extras)
    _comments(parts, extras)
    return extras


def _headers(parts: Parts, extras: Extras) -> None:
    """Each header and footer that a section shows, once."""
    shown: list[str] = []
    for each in parts.trees[parts.main].iter(f"{W}headerReference", f"{W}footerReference"):
        kind, name = parts.related.get(each.get(f"{_R}id") or "", ("", ""))
        tree = _tree(parts.archive, name) if kind in ("header", "footer") and name in parts.archive else None
        said = "\n".join(_paragraphs(tree)) if tree is not None else ""
        if said and said not in shown and not said.isdigit():  # that is a page's number
            shown.append(said)
            if len(shown) == 1:
                extras.heading("Headers and footers")
                extras.warnings[Warn.HEADERS_SHOWN] = 1
            for line in said.split("\n"):
                extras.paragraph(line)


def _comments(parts: Parts, extras: Extras) -> None:
    tree = parts.tree("comments")
    found = [(each, " ".join(_paragraphs(each))) for each in tree.iter(f"{W}comment")] if tree is not None else []
    found = [(each, said) for each, said in found if said]
    if not found:
        return
    on = _commented(parts.trees[parts.main])
    extras.heading("Comments")
    extras.warnings[Warn.COMMENTS_SHOWN] = len(found)
    for each, said in found:
        author, when = each.get(f"{W}author") or "Somebody", (each.get(f"{W}date") or "")[:10]
        words = " ".join(on.get(each.get(f"{W}id") or "", "").split())
        before = author + (f", {when}" if _DAY.fullmatch(when) else "")
        if words:
            before += f", on “{words if len(words) <= _ON else words[:_ON].rpartition(' ')[0] + '…'}”"
        extras.paragraph(said, before + ":")


def _commented(body: Any) -> dict[str, str]:
    """The words that each comment is on, by its id."""
    said: dict[str, list[str]] = {}
    open_now: set[str] = set()
    for node in body.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}t", f"{W}p"):
        name = node.get(f"{W}id") or ""
        if node.tag == f"{W}commentRangeStart" and len(open_now) < 100:
            open_now.add(name)
        elif node.tag == f"{W}commentRangeEnd":
            open_now.discard(name)
        elif open_now and not any(above.tag in GONE for above in node.iterancestors()):
            for each in open_now:
                said.setdefault(each, []).append(" " if node.tag == f"{W}p" else node.text or "")
    return {name: "".join(words)[: 4 * _ON] for name, words in said.items()}


def _paragraphs(tree: Any) -> list[str]:
    """The words of each paragraph that has some."""
    found = []
    for paragraph in tree.iter(f"{W}p"):
        if any(above.tag in GONE or above.tag == f"{W}p" for above in paragraph.iterancestors()):
            continue
        words = []
        for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen", f"{W}ptab"):
            if node.getparent().tag == f"{W}tabs" or any(above.tag in GONE for above in node.iterancestors()):
                continue
            words.append({"t": node.text or "", "noBreakHyphen": "\u2011"}.get(local(node), " "))
        said = " ".join("".join(words).split())
        if said:
            found.append(said)
    return found


def _about(parts: Parts) -> About:
    data = parts.archive.find("docProps/core.xml")
    try:
        tree = xml_tree(data)[0] if data else None
    except Exception:  # it is not needed
        tree = None
    said: dict[str, str] = {}
    for each in tree if tree is not None else ():
        said.setdefault(local(each), " ".join((each.text or "").split()))
    date = (said.get("modified") or said.get("created") or "")[:10]
    return About(said.get("title", ""), said.get("creator", ""), date if _DAY.fullmatch(date) else "")
