"""Word documents: what Word shows is in the pages, numbers, changes, headers and comments included."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

import pymupdf
import pytest
from docx import Document
from docx.shared import Inches

from annotator.engine.client import Engine, Extracted
from annotator.engine.worker.forms.numerals import numeral
from annotator.model.errors import Refused
from annotator.model.pages import Format
from tests.engine.conftest import Open
from tests.engine.test_forms_web import picture

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Read = Callable[[bytes], Extracted]


@pytest.fixture
def read(shared_engine: Engine, sealed: Open) -> Iterator[Read]:
    """Reads a Word document and gives what was extracted."""
    made: list[Extracted] = []

    def reading(data: bytes) -> Extracted:
        document = shared_engine.open(sealed(data, Format.DOCX))
        try:
            found = shared_engine.wait(document.extract("ab" * 32))
        finally:
            document.close()
        made.append(found)
        return found

    yield reading
    for each in made:
        if each.frozen:
            each.frozen.close()


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def raw(body: str, **parts: str) -> bytes:
    """A bare file with this body, and parts by their names."""
    out = io.BytesIO()
    spaces = (
        f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            packed.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def lines(found: Extracted) -> list[str]:
    return "".join(found.extraction.texts).strip().split("\n")


def test_tracked_changes_are_read_as_accepted_and_counted(read: Read) -> None:
    found = read(
        raw(
            '<w:p><w:r><w:t xml:space="preserve">It was </w:t></w:r>'
            '<w:del w:id="1"><w:r><w:delText>never </w:delText></w:r></w:del>'
            '<w:ins w:id="2"><w:r><w:t xml:space="preserve">always </w:t></w:r></w:ins>'
            "<w:moveFrom><w:r><w:t>there </w:t></w:r></w:moveFrom><w:r><w:t>kept.</w:t></w:r></w:p>"
            '<w:p><w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">One </w:t></w:r></w:p>'
            + paragraph("paragraph now")
        )
    )
    assert lines(found) == ["It was always kept.", "One paragraph now"]
    assert any(said.startswith("4 tracked changes are") for said in found.extraction.warnings)


def test_headers_footers_and_comments_stand_at_the_end(read: Read) -> None:
    document = Document()
    document.add_heading("Memo", 1)
    run = document.add_paragraph("The sum was paid in May of that year.").runs[0]
    document.add_comment(run, text="By whom?", author="Eve Editor", initials="EE")
    document.sections[0].header.paragraphs[0].text = "Strictly confidential"
    document.sections[0].footer.paragraphs[0].text = "Office 7"
    document.core_properties.title = "A memo"
    document.core_properties.author = "Al"
    found = read(saved(document))
    text = "".join(found.extraction.texts)
    assert text.index("The sum was paid") < text.index("Strictly confidential") < text.index("Office 7")
    assert text.index("Office 7") < text.index("Eve Editor") < text.index("By whom?")
    assert text.count("The sum was paid in May of that year.") == 1, "a quote is found once"
    said = " ".join(found.extraction.warnings)
    assert "Headers and footers are shown at the end" in said
    assert "Comments are shown at the end" in said
    assert (found.about.title, found.about.author) == ("A memo", "Al")


LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
    for level, start, kind, text in (
        (0, 1, "upperRoman", "%1."),
        (1, 1, "decimal", "%1.%2"),
        (2, 3, "lowerLetter", "(%3)"),
        (3, 1, "bullet", "\uf0b7"),
    )
)
NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>'
    "</w:lvlOverride></w:num></w:numbering>"
)


def item(text: str, level: int, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_numbers_are_those_that_word_shows(read: Read) -> None:
    body = "".join(
        (
            item("a", 0), item("b", 1), item("c", 1), paragraph("between"), item("d", 2), item("e", 2), item("f", 3),
            item("g", 0), item("h", 1), item("i", 0, 2), item("j", 0, 1), item("none", 0, 0),
        )
    )  # fmt: skip
    found = lines(read(raw(body, numbering=NUMBERING)))
    assert found == [
        "I. a", "I.1 b", "I.2 c", "between", "(c) d", "(d) e", "• f", "II. g", "II.1 h", "IX. i", "X. j", "none",
    ]  # fmt: skip


def test_headings_are_numbered_by_their_style(read: Read) -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    heading = '<w:pStyle w:val="H1"/>'
    body = paragraph("First", heading) + paragraph("words") + paragraph("Second", heading)
    found = read(raw(body, numbering=NUMBERING, styles=styles))
    assert lines(found) == ["I. First", "words", "II. Second"]
    assert [item.title for item in found.extraction.outline] == ["I. First", "II. Second"]


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (4, "lowerRoman", "iv"), (1999, "upperRoman", "MCMXCIX"), (27, "lowerLetter", "aa"), (26, "upperLetter", "Z"),
        (7, "decimalZero", "07"), (11, "ordinal", "11th"), (22, "ordinal", "22nd"), (3, "none", ""), (3, "odd", "3"),
        (0, "upperRoman", "0"),
    ],
)  # fmt: skip
def test_numerals(value: int, kind: str, said: str) -> None:
    assert numeral(value, kind) == said


def test_text_boxes_and_formulas_are_read(read: Read) -> None:
    box = f"<w:txbxContent>{paragraph('In the box')}</w:txbxContent>"
    found = read(
        raw(
            "<w:p><w:r><w:t>Anchor</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
            f"{box}</wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>"
            "<w:p><w:r><w:t>Sum </w:t></w:r><m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r>"
            "<m:t>b</m:t></m:r></m:den></m:f></m:oMath></w:p>"
        )
    )
    assert lines(found) == ["Anchor", "In the box", "Sum (a)/(b)"]
    assert found.extraction.warnings == ()


def test_pictures_tables_and_notes(read: Read) -> None:
    document = Document()
    document.add_picture(io.BytesIO(picture(300, 200)), width=Inches(1))
    table = document.add_table(2, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {number}"
    found = read(saved(document))
    assert lines(found) == ["cell 0", "cell 1", "cell 2", "cell 3"]
    assert found.extraction.warnings == ()
    assert found.frozen is not None
    assert len(pymupdf.open("pdf", found.frozen.read())[0].get_images()) == 1


def test_a_picture_outside_the_file_is_not_looked_for(read: Read) -> None:
    document = Document()
    document.add_paragraph("Words.")
    document.add_picture(io.BytesIO(picture()))
    data = saved(document)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/_rels/document.xml.rels":
                text = text.replace(
                    b'Target="media/image1.png"', b'Target="file:///etc/hostname" TargetMode="External"'
                )
            new.writestr(name, text)
    found = read(out.getvalue())
    assert lines(found) == ["Words.", "[picture]"]
    assert any("1 picture was not" in said for said in found.extraction.warnings)


def bomb(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"<w:document>" + b" " * size)
    return out.getvalue()


LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + level)} '{f'&{chr(97 + level)};' * 10}'>" for level in range(9)
)


@pytest.mark.parametrize(
    "data",
    [
        bomb(200 * 1024 * 1024),
        b"PK\x03\x04 no file",
        raw("<w:tbl><w:tr><w:tc>" * 10_000),
        raw("").replace(b"<w:document", LAUGHS.encode() + b"]><w:document"),
    ],
)
def test_hostile_files_end_in_a_sentence(read: Read, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(data)
    assert str(refused.value).endswith(".")
