"""What python-docx leaves to its users: footnotes, a document without traces, and the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_UNWANTED = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)


def bare(document: Docx, title: str, exported: str) -> Docx:
    """The document without what the template brings along: names, a thumbnail; dated the day of the export (ISO)."""
    properties = document.core_properties
    properties.title = title[:255]
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category", "identifier", "version"):
        setattr(properties, name, "")
    properties.revision = 1
    properties.created = properties.modified = datetime.fromisoformat(exported)
    for holder in (document.part.package, document.part):
        for key in [key for key, rel in holder.rels.items() if rel.reltype in _UNWANTED]:
            del holder.rels[key]
    return document


def save(document: Docx, path: Path) -> None:
    """Writes the document: the same bytes for the same content, with fixed dates inside."""
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():  # the table of contents comes first, as Word wants it
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            target.writestr(entry, source.read(name))


class Footnotes:
    """Footnotes of a document, which python-docx has none of: a part of their own, and marks in the text."""

    def __init__(self, document: Docx) -> None:
        self._document = document
        self._notes: list[str] = []
        styles = document.styles
        mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True
        text = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        text.base_style = styles["Normal"]
        text.paragraph_format.space_after = 0
        self._mark, self._text = mark.style_id, text.style_id

    def add(self, paragraph: Paragraph, lines: Sequence[str]) -> None:
        """Adds a footnote, a paragraph for each line, with its mark at the end of `paragraph` as it is now."""
        number = len(self._notes) + 1
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(number))
        run = paragraph.add_run()._r
        run.style = self._mark  # by its id: to look its name up, each time, the library reads all styles
        run.append(reference)
        head = f'<w:r><w:rPr><w:rStyle w:val="{self._mark}"/></w:rPr><w:footnoteRef/></w:r>'
        paragraphs = [
            f'<w:p><w:pPr><w:pStyle w:val="{self._text}"/></w:pPr>{head if at == 0 else ""}'
            f'<w:r><w:t xml:space="preserve">{" " if at == 0 else ""}{escape(line)}</w:t></w:r></w:p>'
            for at, line in enumerate(lines)
        ]
        self._notes.append(f'<w:footnote w:id="{number}">{"".join(paragraphs)}</w:footnote>')

    def finish(self) -> None:
        """Adds the part with the footnotes to the document."""
        text = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<w:footnotes xmlns:w="{_NAMESPACE}">{_SEPARATORS}{"".join(self._notes)}</w:footnotes>'
        )
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, text.encode("utf-8"), package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
