"""The comments of a Word document, with the words each is on and those around, tracked changes taken as accepted."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import Any

from annotator.engine.comments import COUNT_LIMIT
from annotator.engine.protocol import Failure
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms.trees import CONTROLS, local, xml_tree
from annotator.engine.worker.forms.word_numbers import W
from annotator.engine.worker.forms.word_parts import GONE, Parts
from annotator.model.comments import Comment

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_AROUND = 80
"""So many characters before and after are told: enough to tell places with the same words apart."""
_WORDS = tuple(f"{W}{name}" for name in ("p", "t", "tab", "br", "cr", "noBreakHyphen"))
_MARKS = tuple(f"{W}{name}" for name in ("footnoteReference", "endnoteReference"))
_ENDS = tuple(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))


@dataclass(slots=True)
class _Flow:
    """The text of the document, and where comments begin, end and hang in it, by their ids."""

    text: str = ""
    begins: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    hangs: dict[str, int] = field(default_factory=dict)

    def around(self, name: str) -> tuple[str, str, str]:
        """Before, the words, after."""
        hangs = self.hangs.get(name, self.begins.get(name))
        if hangs is None:
            return "", "", ""
        begin = self.begins.get(name, hangs)
        end = max(begin, self.ends.get(name, hangs))
        return self.text[max(0, begin - _AROUND) : begin], self.text[begin:end], self.text[end : end + _AROUND]


def comments(data: bytes) -> list[Comment]:
    """All of them, in the order of the file. Raises Failed where it is no Word document."""
    try:
        return _comments(Parts.of(data))
    except (MemoryError, Failed):
        raise
    except Exception as error:
        raise Failed(Failure.NOT_DOCX) from error


def _comments(parts: Parts) -> list[Comment]:
    tree = parts.tree("comments")
    found = list(tree.iter(f"{W}comment"))[:COUNT_LIMIT] if tree is not None else []
    if not found:
        return []
    flow = _flow(parts)
    paragraphs = [_last_paragraph(each) for each in found]
    above, done = _threads(parts)
    at = {name: number for number, name in enumerate(paragraphs) if name}
    made = []
    for each, name in zip(found, paragraphs, strict=True):
        answers = at.get(above.get(name, ""), -1)
        # A reply stands where what it answers stands.
        of = found[answers] if answers >= 0 else each
        before, words, after = flow.around(of.get(f"{W}id") or "")
        author, when = each.get(f"{W}author") or "", each.get(f"{W}date") or ""
        texts = [CONTROLS.sub("", text) for text in (author, when, _said(each), words.strip(), before, after)]
        made.append(Comment(texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], answers, name in done))
    return made


def _flow(parts: Parts) -> _Flow:
    flow, length = _Flow(), 0
    pieces: list[str] = []
    for name in parts.shown:
        for node in parts.trees[name].iter(*_WORDS, *_MARKS, *_ENDS):
            if node.tag in _ENDS:
                where = {"commentRangeStart": flow.begins, "commentRangeEnd": flow.ends}.get(local(node), flow.hangs)
                where.setdefault(node.get(f"{W}id") or "", length)
                continue
            if any(above.tag in GONE for above in node.iterancestors()):
                continue
            piece = _piece(node)
            pieces.append(piece)
            length += len(piece)
    flow.text = "".join(pieces)
    return flow


def _piece(node: Any) -> str:
    if node.tag in _MARKS or node.tag == f"{W}p":
        return "\n"
    if node.getparent().tag == f"{W}tabs":
        return ""
    return {"t": node.text or "", "noBreakHyphen": "\u2011"}.get(local(node), " ")


def _said(comment: Any) -> str:
    """What a comment says, a line for each paragraph."""
    lines = []
    for paragraph in comment.iter(f"{W}p"):
        words = [_piece(node) for node in paragraph.iter(*_WORDS) if node is not paragraph]
        lines.append(" ".join("".join(words).split()))
    return "\n".join(lines).strip()


def _last_paragraph(comment: Any) -> str:
    """The id of its last paragraph, by which threads name it."""
    names = [each.get(f"{_W14}paraId") for each in comment.iter(f"{W}p")]
    return (names[-1] or "") if names else ""


def _threads(parts: Parts) -> tuple[dict[str, str], set[str]]:
    """Which comment answers which, and which are resolved, by their paragraphs."""
    data = parts.archive.find(posixpath.join(posixpath.dirname(parts.main), "commentsExtended.xml"))
    tree = xml_tree(data)[0] if data else None
    above: dict[str, str] = {}
    done: set[str] = set()
    for each in tree.iter(f"{_W15}commentEx") if tree is not None else ():
        name, parent = each.get(f"{_W15}paraId") or "", each.get(f"{_W15}paraIdParent") or ""
        if parent:
            above[name] = parent
        if each.get(f"{_W15}done") in ("1", "true"):
            done.add(name)
    # Word shows a thread as resolved as a whole.
    return above, done | {name for name, parent in above.items() if parent in done}
