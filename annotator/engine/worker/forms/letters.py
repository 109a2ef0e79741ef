"""Messages as pages: headers, text, messages inside, and what is attached; e-mail and Outlook alike."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.engine.protocol import Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import plain, trees
from annotator.engine.worker.forms.made import About, Attached, Made, Part, page
from annotator.engine.worker.forms.rendering import Rewriting
from annotator.engine.worker.forms.tabling import STYLE
from annotator.engine.worker.forms.webpages import take_out

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAGS = re.compile(r"<[^<>]*>")
_LETTERS = re.compile(r"\w+")
_STYLE = """
table.head { margin: 0 0 10pt 0 } table.head td { border: 0; padding: 1pt 6pt 1pt 0; vertical-align: top }
table.head td.name { color: #555555 } div.inside { margin: 10pt 0 0 12pt }
"""


@dataclass(slots=True)
class Letter:
    """One message: headers in the order shown, its text in one or two forms, messages inside it, attached files."""

    headers: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    html: str = ""
    inside: list[Letter] = field(default_factory=list)
    attached: list[Attached] = field(default_factory=list)
    date: str = ""
    notes: list[str] = field(default_factory=list)
    """Sentences of ours about what the message holds besides."""
    hidden: int = 0
    """How much of the message it hides itself, once it was shown."""

    def header(self, name: str) -> str:
        """The first header of that name, empty without one."""
        return next((value for key, value in self.headers if key == name), "")


def made(letters: Sequence[Letter], warnings: dict[Warn, int]) -> Made:
    """The pages of one message, or of all those in a mailbox, each from a new page on."""
    parts, words, attached = [], [], []
    for letter in letters:
        body, said = _shown(letter, 1)
        parts.append(Part(page(body, STYLE + _STYLE)))
        words.append(said)
        attached += _attached(letter)
    hidden = sum(map(_hidden, letters))
    if hidden:
        warnings[Warn.NOT_SHOWN] = hidden
    first = letters[0] if letters else Letter()
    one = len(letters) == 1
    about = About(
        title=first.header("Subject") if one else "",
        author=first.header("From") if one else "",
        date=first.date if one and _DAY.fullmatch(first.date) else "",
    )
    return Made(tuple(parts), "\n".join(words), warnings, attached=tuple(attached), about=about)


def _attached(letter: Letter) -> list[Attached]:
    return [*letter.attached, *(each for one in letter.inside for each in _attached(one))]


def _hidden(letter: Letter) -> int:
    return letter.hidden + sum(map(_hidden, letter.inside))


def _shown(letter: Letter, level: int) -> tuple[str, str]:
    """HTML of ours, and the words in it."""
    subject = letter.header("Subject") or "(no subject)"
    rows = "".join(
        f'<tr><td class="name">{html.escape(name)}</td><td>{html.escape(value)}</td></tr>'
        for name, value in letter.headers
        if name != "Subject"
    )
    parts = [f"<h{min(level, 4)}>{html.escape(subject)}</h{min(level, 4)}>", f'<table class="head">{rows}</table>']
    body, words = _body(letter)
    parts.append(body)
    said = [subject, *(f"{name} {value}" for name, value in letter.headers if name != "Subject"), words]
    if letter.attached:
        names = ", ".join(each.name or "a file without a name" for each in letter.attached)
        parts.append(f"<p><i>Attached: {html.escape(names)}</i></p>")
        said.append(f"Attached: {names}")
    for note in letter.notes:
        parts.append(f"<p><i>{html.escape(note)}</i></p>")
        said.append(note)
    for inside in letter.inside:
        body, words = _shown(inside, level + 1)
        parts.append(f'<div class="inside"><p><i>A message inside this one:</i></p>{body}</div>')
        said += ["A message inside this one:", words]
    return "".join(parts), "\n".join(said)


def _body(letter: Letter) -> tuple[str, str]:
    """The text as its reader saw it; the plain form too, where the two say different things."""
    if not letter.html:
        return plain.from_text(letter.text), letter.text
    cleaned, words, letter.hidden = _markup(letter.html)
    if not words.strip():
        return plain.from_text(letter.text), letter.text
    if letter.text.strip() and _differ(words, letter.text):
        also = "The message also says, as plain text, something else:"
        return (
            f"{cleaned}<hr/><p><i>{also}</i></p>{plain.from_text(letter.text)}",
            f"{words}\n{also}\n{letter.text}",
        )
    return cleaned, words


def _markup(markup: str) -> tuple[str, str, int]:
    """(HTML of ours, all the words in it, how much the message hides); pictures only by their description."""
    try:
        tree = trees.html_tree(markup)
    except Failed:
        return "", "", 0
    hidden = take_out(tree)
    written = Rewriting(lambda node: None if (node.get("alt") or "").strip() else "").write(tree)
    return written.body(), written.said(), hidden


def _differ(one: str, other: str) -> bool:
    """Whether the plain form has words, numbers above all, that the other form has not; a few are chance."""
    extra = Counter(_LETTERS.findall(other.casefold()))
    extra.subtract(_LETTERS.findall(one.casefold()))
    more = [word for word, count in extra.items() if count > 0]
    numbers = [word for word in more if word.isdigit()]
    return bool(numbers) or len(more) > max(3, len(extra) // 5)
