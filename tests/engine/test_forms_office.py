"""OpenDocument and rich text: what the program shows is in the pages; locked and hostile files end in a sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

import pymupdf
import pytest

from annotator.engine.client import Engine, Extracted
from annotator.model.errors import Refused
from annotator.model.pages import Format
from tests.engine.conftest import Open
from tests.engine.test_forms_web import picture

Read = Callable[..., Extracted]
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = {
    **{name: f"{OASIS}{name}:1.0" for name in ("office", "text", "table", "style", "meta")},
    "draw": f"{OASIS}drawing:1.0",
    "fo": f"{OASIS}xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
SPACES = " ".join(f'xmlns:{name}="{place}"' for name, place in NAMES.items())
LISTS = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" '
    'style:num-suffix=")"/><text:list-level-style-bullet text:level="3"/></text:list-style>'
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
)


@pytest.fixture
def read(shared_engine: Engine, sealed: Open) -> Iterator[Read]:
    """Reads bytes of a format and gives what was extracted."""
    made: list[Extracted] = []

    def reading(data: bytes, format: Format) -> Extracted:
        document = shared_engine.open(sealed(data, format))
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


def odt(body: str, styles: str = "", meta: str = "", manifest: str = "", **files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        packed.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{LISTS}</office:automatic-styles><office:body>"
            f"<office:text>{body}</office:text></office:body></office:document-content>",
        )
        packed.writestr("styles.xml", f"<office:document-styles {SPACES}>{styles}</office:document-styles>")
        packed.writestr(
            "meta.xml", f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta></office:document-meta>"
        )
        packed.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        for name, data in files.items():
            packed.writestr(f"Pictures/{name}.png", data)
    return out.getvalue()


def lines(found: Extracted) -> list[str]:
    return "".join(found.extraction.texts).strip().split("\n")


def test_lists_and_headings_have_their_numbers(read: Read) -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    body = (
        '<text:h text:outline-level="1">First</text:h><text:list text:style-name="L1"><text:list-item>'
        "<text:p>one</text:p><text:list><text:list-item><text:p>inner</text:p></text:list-item><text:list-item>"
        "<text:p>more</text:p><text:p>unnumbered</text:p></text:list-item></text:list></text:list-item><text:list-item>"
        '<text:p>two</text:p></text:list-item></text:list><text:h text:outline-level="2">Under</text:h>'
        '<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>three</text:p>'
        '</text:list-item></text:list><text:list text:style-name="L1"><text:list-item text:start-value="7">'
        '<text:p>seven</text:p></text:list-item></text:list><text:h text:outline-level="1">Second</text:h>'
    )
    found = read(odt(body, outline), Format.ODT)
    assert lines(found) == [
        "I First", "1. one", "(a) inner", "(b) more", "unnumbered", "2. two", "I.1 Under", "3. three", "7. seven",
        "II Second",
    ]  # fmt: skip
    assert [(item.level, item.title) for item in found.extraction.outline] == [
        (1, "I First"),
        (2, "I.1 Under"),
        (1, "II Second"),
    ]
    assert found.extraction.warnings == ()


def test_notes_comments_changes_headers_and_pictures(read: Read) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>It was <text:span text:style-name='T1'>kept</text:span>"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Says he.</text:p>"
        "</text:note-body></text:note>,<office:annotation><dc:creator>Eve</dc:creator><dc:date>2024-02-03T01:02:03</dc:date>"
        "<text:p>Sure?</text:p></office:annotation><text:s text:c='3'/>they<text:line-break/>say.</text:p>"
        "<text:p><draw:frame><draw:image xlink:href='Pictures/a.png'/></draw:frame></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell>"
        "<text:p>b</text:p></table:table-cell></table:table-row></table:table>"
    )
    masters = (
        "<office:master-styles><style:master-page><style:header><text:p>Draft of March</text:p></style:header>"
        "<style:footer><text:p>7</text:p></style:footer></style:master-page></office:master-styles>"
    )
    meta = "<dc:title>Paper</dc:title><dc:creator>Al</dc:creator><dc:date>2024-02-03T04:05:06</dc:date>"
    found = read(odt(body, masters, meta, a=picture(200, 100)), Format.ODT)
    assert lines(found) == [
        "It was kept[1], they", "say.", "a", "b", "[1] Says he.", "Comments", "Eve, 2024-02-03: Sure?",
        "Headers and footers", "Draft of March",
    ]  # fmt: skip
    said = " ".join(found.extraction.warnings)
    for part in ("1 tracked change is", "Notes are shown at the end", "Comments are shown", "Headers and footers are"):
        assert part in said
    assert "could not be shown" not in said
    assert (found.about.title, found.about.author, found.about.date) == ("Paper", "Al", "2024-02-03")
    assert found.frozen is not None
    assert len(pymupdf.open("pdf", found.frozen.read())[0].get_images()) == 1


def test_one_file_of_xml(read: Read) -> None:
    data = f"<?xml version='1.0'?><office:document {SPACES}><office:body><office:text><text:p>Flat.</text:p>"
    assert lines(read((data + "</office:text></office:body></office:document>").encode(), Format.ODT)) == ["Flat."]


def test_a_locked_file_says_so(read: Read) -> None:
    with pytest.raises(Refused, match="locked with a password"):
        read(odt("<text:p>x</text:p>", manifest="<encryption-data/>"), Format.ODT)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 nothing",
        odt("<text:section>" * 5_000),
        odt("<text:p>" + " " * (100 * 1024 * 1024)),
        odt("").replace(b"content.xml", b"comtent.xml"),
    ],
)
def test_hostile_opendocument_ends_in_a_sentence(read: Read, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(data, Format.ODT)
    assert str(refused.value).endswith(".")


RICH = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}{\f1\fcharset204 Cyr;}{\f2\fcharset128 Mincho;}}
{\colortbl;\red0\green0\blue0;}{\stylesheet{\s1 heading 1;}}{\info{\title A memo}{\author Al}
{\revtim\yr2024\mo2\dy3\hr4}}{\header\pard Draft of March\par}{\footer\pard 7\par}
\pard\plain The \ldblquote f\'e9e\rdblquote  {\b paid} \u8364?5 {\f1 \'cf\'f0\'e8}{\f2 \'93\'fa\'96\'7b}
 \emdash  once\'2e\par
{\deleted gone }{\revised added }{\v hidden }words\chftn{\footnote\pard\chftn Says he.\par}.\par
{\field{\*\fldinst HYPERLINK "http://x.invalid"}{\fldrslt a link}}\line next\par
{\listtext\tab 1.\tab}first item\par
\trowd\cellx1000\cellx2000\pard\intbl one\par more\cell two\cell\row
\trowd\cellx1000\cellx2000\pard\intbl three\cell four\cell\row
\pard after\u-10179?\u-8704?\par{\*\unknown nothing}{\pict\pngblip PICTURE}\par}"""


def test_rich_text(read: Read) -> None:
    found = read(RICH.replace(b"PICTURE", picture(200, 100).hex().encode()), Format.RTF)
    assert lines(found) == [
        "The “fée” paid €5 При日本 — once.", "added words[1].", "a link", "next", "1. first item", "one", "more", "two",
        "three", "four", "after😀", "Notes", "[1] Says he.", "Headers and footers", "Draft of March",
    ]  # fmt: skip
    said = " ".join(found.extraction.warnings)
    assert "2 tracked changes are" in said
    assert "could not be shown" not in said
    assert (found.about.title, found.about.author, found.about.date) == ("A memo", "Al", "2024-02-03")
    assert found.frozen is not None
    assert len(pymupdf.open("pdf", found.frozen.read())[0].get_images()) == 1


@pytest.mark.parametrize(
    "data",
    [b"{\\rtf1 " + b"{" * 100_000, b"{\\rtf1 }", b"no rtf", b"{\\rtf1\\bin99999999 x}"],
)
def test_hostile_rich_text_ends_in_a_sentence(read: Read, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(data, Format.RTF)
    assert str(refused.value).endswith(".")
