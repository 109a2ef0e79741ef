"""The comments of an OpenDocument text, with the words each is on and those around, tracked changes as accepted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from annotator.engine.comments import COUNT_LIMIT
from annotator.engine.protocol import Failure
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms.packed import Packed
from annotator.engine.worker.forms.trees import CONTROLS, attribute, local, text_of, xml_tree
from annotator.model.comments import Comment

_AROUND = 80
"""So many characters before and after are told: enough to tell places with the same words apart."""
_SKIPPED = frozenset(
    ("tracked-changes", "forms", "scripts", "title", "desc", "note-citation", "annotation", "ruby-text")
)
"""What is no part of the text that is read."""
_BREAKS = frozenset(("p", "h", "note"))
_SPACES = frozenset(("s", "tab", "line-break"))
_SECOND = len("2026-03-04T10:00:00")


@dataclass(slots=True)
class _Flow:
    """The text of the document, its comments, and where they begin and end in it, by their names."""

    text: str = ""
    found: list[Any] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    ends: dict[str, int] = field(default_factory=dict)


def comments(data: bytes) -> list[Comment]:
    """All of them, in the order of the text. Raises Failed where it is no OpenDocument text, or needs a password."""
    try:
        return _comments(data)
    except (MemoryError, Failed):
        raise
    except Exception as error:
        raise Failed(Failure.NOT_THAT_FORMAT) from error


def _comments(data: bytes) -> list[Comment]:
    files = Packed(data) if data.startswith(b"PK") else None
    if files is not None and b"encryption-data" in (files.find("META-INF/manifest.xml") or b""):
        raise Failed(Failure.LOCKED)
    tree = xml_tree(files.read("content.xml") if files else data)[0]
    body = next((node for node in tree.iter() if local(node) == "text" and local(node.getparent()) == "body"), None)
    if body is None:
        raise Failed(Failure.NOT_THAT_FORMAT)
    flow = _flow(body)
    names = [attribute(each, "name") for each in flow.found]
    at = {name: number for number, name in enumerate(names) if name}
    resolved = [attribute(each, "resolved") == "true" for each in flow.found]
    made = []
    for number, each in enumerate(flow.found):
        answers = at.get(attribute(each, "parent-name"), -1)
        # A reply stands where what it answers stands.
        of = answers if answers >= 0 else number
        begin = flow.begins[of]
        end = max(begin, flow.ends.get(names[of], begin))
        said = {local(part): text_of(part) for part in each if local(part) in ("creator", "date")}
        texts = (
            *(said.get("creator", ""), _when(said.get("date", "")), _said(each), flow.text[begin:end].strip()),
            *(flow.text[max(0, begin - _AROUND) : begin], flow.text[end : end + _AROUND]),
        )
        author, when, text, words, before, after = (CONTROLS.sub("", words) for words in texts)
        done = resolved[number] or (answers >= 0 and resolved[answers])
        made.append(Comment(author, when, text, words, before, after, answers if answers != number else -1, done))
    return made


def _when(date: str) -> str:
    """As Word writes the same moment, so that a comment is known again whichever of them saved the file."""
    return f"{date[:_SECOND]}Z" if len(date) >= _SECOND else date


def _flow(body: Any) -> _Flow:
    flow, pieces, length = _Flow(), [""], 0

    def say(words: str) -> None:
        nonlocal length
        pieces.append(words)
        length += len(words)

    skip = None
    for event, node in etree.iterwalk(body, events=("start", "end")):
        name = local(node)
        if event == "start" and skip is None:
            if name == "annotation" and len(flow.found) < COUNT_LIMIT:
                flow.found.append(node)
                flow.begins.append(length)
            elif name == "annotation-end":
                flow.ends.setdefault(attribute(node, "name"), length)
            if name in _SKIPPED:
                skip = node
            elif name in _BREAKS:
                say("\n")
            elif name in _SPACES:
                say(" ")
            if skip is None and node is not body:
                say(_spaced(node.text))
        elif event == "end":
            skip = None if skip is node else skip
            if skip is None and node is not body:
                say(_spaced(node.tail))
    flow.text = "".join(pieces)
    return flow


def _spaced(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def _said(comment: Any) -> str:
    """What a comment says, a line for each paragraph."""
    lines = []
    for paragraph in comment.iter():
        if local(paragraph) in ("p", "h"):
            for node in paragraph.iter():
                if local(node) in _SPACES:
                    node.tail = f" {node.tail or ''}"
            lines.append(text_of(paragraph))
    return "\n".join(lines).strip()
