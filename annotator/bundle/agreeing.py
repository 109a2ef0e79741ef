"""Whether the draft with comments, that with footnotes, and the tables quote what the annotations quote."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from annotator.bundle.quotes import ODD, bare_words, items_of, listed
from annotator.bundle.trees import Tree
from annotator.bundle.words import counted, plain, shortened

_LONGEST = 64 << 20
"""The greatest size of a table, of a DOCX and of what is read of one, in bytes."""
_ANNOTATIONS, _LINKS, _CLAIMS = (f"data/machine/{name}" for name in ("annotations.jsonld", "links.csv", "claims.csv"))
_PARTS = {"comments": "word/comments.xml", "footnotes": "word/footnotes.xml"}
_DRAFT = r"data/draft/.*\(with {}\)(?: \(\d+\))?\.docx"
_RUN = re.compile(r"<w:t(?:\s[^<>]*)?>([^<]*)</w:t>")
_SAID = re.compile(r"[+×•] \w+: ")
_QUOTE = re.compile("“(.*)”")
_ODD = (*ODD, csv.Error, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)


def disagreeing(tree: Tree) -> list[str]:
    """Sentences about quotes that a table or a draft has otherwise than the annotations.

    Nothing of a DOCX is parsed but its list of parts: its words are found with an expression.
    """
    if _ANNOTATIONS not in tree.names:
        return []
    try:
        items = items_of(tree)
        links = {item["id"]: _exact(item) for item in items if item["motivation"] == "linking"}
        claims = {item["id"]: _exact(item) for item in items if item["motivation"] == "highlighting"}
    except ODD:
        return ["The annotations can't be read, so the other files' quotes could not be compared with them."]
    problems = [*_table(tree, _LINKS, "quote", links), *_table(tree, _CLAIMS, "words", claims)]
    quotes = list(dict.fromkeys(bare for exact in links.values() if (bare := bare_words(exact))))
    for form, part in _PARTS.items():
        drafts = [name for name in tree.names if re.fullmatch(_DRAFT.format(form), name)]
        if drafts:
            problems += _drafts(tree, drafts, part, quotes)
    return problems


def _exact(item: dict[str, Any]) -> str:
    """The quote of an annotation, the parts of its spans put together."""
    return "".join(
        selector["refinedBy"]["exact"]
        for target in item["target"]
        if isinstance(target, dict)
        for selector in listed(target.get("selector"))
        if selector.get("refinedBy", {}).get("type") == "TextQuoteSelector"
    )


def _table(tree: Tree, name: str, column: str, quotes: dict[str, str]) -> Iterator[str]:
    if name not in tree.names:
        return
    try:
        text = tree.read(name, _LONGEST).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        given = [(f"urn:uuid:{row['id']}", row[column]) for row in rows]
    except _ODD:
        yield f"'{name}' can't be read, so its quotes could not be compared."
        return
    short = name.removeprefix("data/")
    for thing, words in given:
        if thing not in quotes:
            yield f"'{short}' has a row that the annotations don't have: “{shortened(plain(words))}”."
        elif quotes[thing] and bare_words(words) != bare_words(quotes[thing]):
            yield f"'{short}' quotes “{shortened(plain(words))}”, the annotations quote other words there."
    if len(given) != len({thing for thing, _ in given} & set(quotes)) or len(given) < len(quotes):
        yield f"'{short}' does not have one row for each of its annotations."


def _drafts(tree: Tree, names: Sequence[str], part: str, quotes: Sequence[str]) -> Iterator[str]:
    """The quotes of the drafts' comments or footnotes, each between quotation marks at its line's end.

    Claims whose words are not in a draft's text have their lines at its end.
    """
    here: list[str] = []
    for name in names:
        short = name.removeprefix("data/")
        try:
            lines = [line for member in (part, "word/document.xml") for line in _lines(tree, name, member)]
        except _ODD:
            yield f"'{short}' can't be read, so its quotes could not be compared."
            return
        here.append(bare_words("\n".join(lines)))
        for line in lines:
            quoted = _QUOTE.search(line) if _SAID.match(line) else None
            bare = bare_words(quoted[1]) if quoted else ""
            if quoted and bare and not bare.endswith(tuple(quotes)):
                yield f"'{short}' quotes “{shortened(plain(quoted[1]))}”, which the annotations don't have."
    gone = sum(not any(quote in text for text in here) for quote in quotes)
    if gone:
        short = names[0].removeprefix("data/")
        yield f"{counted(gone, 'quote')} of the annotations not in '{short}' as they stand there."


def _lines(tree: Tree, name: str, member: str) -> list[str]:
    """The paragraphs of a part of a DOCX, as text. Raises one of `_ODD`."""
    with zipfile.ZipFile(io.BytesIO(tree.read(name, _LONGEST))) as archive, archive.open(member) as handle:
        content = handle.read(_LONGEST + 1)
    if len(content) > _LONGEST:
        raise ValueError("too large")
    parts = re.split(r"</w:p>|<w:br\s*/>", content.decode("utf-8"))
    return [unescape("".join(_RUN.findall(paragraph))) for paragraph in parts]
