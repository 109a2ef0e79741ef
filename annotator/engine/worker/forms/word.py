"""Word documents by mammoth, prepared so that nothing Word shows is left behind: numbers, headers, comments."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import mammoth
from lxml import etree

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import word_extras, word_parts
from annotator.engine.worker.forms.images import Pictures
from annotator.engine.worker.forms.made import Made, Part, page
from annotator.engine.worker.forms.rendering import Rewriting
from annotator.engine.worker.forms.tabling import STYLE
from annotator.engine.worker.forms.trees import html_tree
from annotator.engine.worker.forms.word_numbers import W

_ARROW = re.compile(r'<a href="#[^"]*">↑</a>')
_PICTURE = "annotator-picture-"
_LEVELS = "\n".join(f"p[style-name='{word_parts.LEVEL} {level}'] => p.level{level}:fresh" for level in range(9))
_MAP = f"{_LEVELS}\nu => u\nstrike => s\np[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p > b:fresh"
_INDENT = "".join(f"p.level{level} {{ margin-left: {16 * level + 8}pt }} " for level in range(9))


def warm() -> None:
    """Load the parsers."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", _EXAMPLE)
    document(packed.getvalue())


def document(data: bytes) -> Made:
    """A Word document (DOCX). Raises Failed where it is none."""
    try:
        return _made(data)
    except (MemoryError, Failed):
        raise
    except Exception as error:
        raise Failed(Failure.NOT_DOCX) from error


def _made(data: bytes) -> Made:
    parts = word_parts.Parts.of(data)
    pictures = Pictures()
    changes = word_parts.prepare(parts)
    said = [_words(parts.trees[name]) for name in parts.shown]
    body = _body(parts, pictures)
    extras = word_extras.written(parts)
    warnings = {**pictures.warnings(), **extras.warnings}
    if changes:
        warnings[Warn.CHANGES_ACCEPTED] = changes
    whole = page(body + extras.html, STYLE + _INDENT)
    return Made((Part(whole),), " ".join((*said, extras.words)), warnings, pictures=pictures.shown, about=extras.about)


def _body(parts: word_parts.Parts, pictures: Pictures) -> str:
    """The document as HTML of ours; pictures go from mammoth to the rewriting by number."""
    found: list[bytes | None] = []

    def keep(image: Any) -> list[Any]:
        try:
            with image.open() as stream:
                found.append(stream.read())
        except Exception:  # a part that is not there, or lies outside the file
            found.append(None)
        return [mammoth.html.element("img", {"src": f"{_PICTURE}{len(found) - 1}", "alt": image.alt_text or ""})]

    result = mammoth.convert_to_html(
        io.BytesIO(parts.packed()), convert_image=keep, include_embedded_style_map=False, style_map=_MAP
    )
    markup = _ARROW.sub("", str(result.value))
    if not markup.strip():
        return ""

    def look(node: Any) -> str | None:
        number = (node.get("src") or "").removeprefix(_PICTURE)
        return pictures.tag(found[int(number)]) if number.isdigit() and int(number) < len(found) else None

    return Rewriting(look, classes=True).write(html_tree(markup)).body()


def _words(tree: Any) -> str:
    """What a part says, whatever a converter makes of it."""
    said: list[str] = []
    for node in tree.iter(f"{W}t"):
        if not any(above.tag in word_parts.GONE for above in node.iterancestors()):
            said.append(node.text or "")
    return " ".join(said)


_EXAMPLE = etree.tostring(
    etree.fromstring(
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>Warm</w:t></w:r></w:p></w:body></w:document>"
    )
)
