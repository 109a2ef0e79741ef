"""Laws and other XML, e-books and XPS: every word in the order of the file; locks, bombs and entities are refused."""

from __future__ import annotations

import io
import itertools
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
LAW = """<?xml version="1.0" encoding="UTF-8"?><!-- no words --><bill xmlns="http://schemas.gpo.gov/xml/uslm"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><meta><dc:title>A bill on fees</dc:title>
<dc:date>2024-03-04</dc:date></meta>
<main><section><num value="1">SEC. 1.</num><heading>FEES.</heading>
<subsection><num>(a)</num><heading>In general.—</heading><chapeau>No <term>person</term> shall—</chapeau>
<paragraph><num>(1)</num><content>pay, under <ref href="x">section 2</ref>; or</content></paragraph>
<paragraph><num>(2)</num><subparagraph><num>(A)</num><content>ask.</content></subparagraph></paragraph></subsection>
</section><section><num>SEC. 2.</num><heading>DATES.</heading><content>It ends.
<p>So it does&#8212;here.</p>And after.</content></section></main></bill>"""


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


def packed(*parts: tuple[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts:
            made.writestr(name, data)
    return out.getvalue()


def lines(found: Extracted) -> list[str]:
    return "".join(found.extraction.texts).strip().split("\n")


# --- XML --------------------------------------------------------------------------------------------------------------


def test_a_law_has_its_numbers_and_headings(read: Read) -> None:
    found = read(LAW.encode(), Format.XML)
    assert lines(found) == [
        "SEC. 1. FEES.", "(a) In general.— No person shall—", "(1) pay, under section 2; or", "(2)", "(A) ask.",
        "SEC. 2. DATES.", "It ends.", "So it does—here.", "And after.",
    ]  # fmt: skip
    assert [item.title for item in found.extraction.outline] == ["SEC. 1. FEES.", "SEC. 2. DATES."]
    assert (found.about.title, found.about.date) == ("A bill on fees", "2024-03-04")
    assert found.extraction.warnings == ()


def test_plain_data_is_shown_with_its_names(read: Read) -> None:
    found = read(b'<?xml version="1.0"?><rows><r id="7"><name>Al &amp; Co</name><sum>5</sum></r></rows>', Format.XML)
    assert lines(found) == ["rows", "r; id: 7", "name: Al & Co", "sum: 5"]


def test_broken_xml_is_read_as_far_as_it_goes_and_said(read: Read) -> None:
    found = read(b"<?xml version='1.0'?><text><p>One &nbsp;two</p><p>three", Format.XML)
    assert lines(found) == ["One \u00a0two", "three"]
    assert any("repaired" in said for said in found.extraction.warnings)


@pytest.mark.parametrize("codec", ["utf-16", "cp1252", "cp1251"])
def test_encodings_of_xml(read: Read, codec: str) -> None:
    said = "Заявил" if codec == "cp1251" else "“fée”"
    found = read(f'<?xml version="1.0" encoding="{codec}"?><text><p>{said}</p></text>'.encode(codec), Format.XML)
    assert lines(found) == [said]


def laughs() -> bytes:
    names = "abcdefghi"
    grown = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise(names))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">{grown}]><text><p>Words &i; here</p></text>'.encode()


def test_entities_never_grow_and_nothing_is_looked_up(read: Read) -> None:
    with pytest.raises(Refused, match="refers to itself"):
        read(laughs(), Format.XML)
    outside = b'<!DOCTYPE x [<!ENTITY p SYSTEM "file:///etc/passwd">]><text><p>Words &p; here</p></text>'
    assert lines(read(b"<?xml version='1.0'?>" + outside, Format.XML)) == ["Words &p; here"]


@pytest.mark.parametrize("data", [b"<?xml version='1.0'?>", b"<a/>", b"<a>" * 10_000, b"no xml"])
def test_what_is_no_xml_ends_in_a_sentence(read: Read, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(data, Format.XML)
    assert str(refused.value).endswith(".")


# --- EPUB -------------------------------------------------------------------------------------------------------------

CONTAINER = "<container><rootfiles><rootfile full-path='OEBPS/b.opf'/></rootfiles></container>"
BOOK = """<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The Book</dc:title>
<dc:creator>A. One</dc:creator><dc:creator>B. Two</dc:creator><dc:date>2021-05-06T00:00:00Z</dc:date></metadata>
<manifest><item id="two" href="text/2.xhtml"/><item id="one" href="text/1.xhtml"/></manifest>
<spine><itemref idref="one"/><itemref idref="two"/></spine></package>"""


def epub(*more: tuple[str, str | bytes]) -> bytes:
    chapter = (
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title/><style>p {{ display: none }}</style></head><body>"
        "<h1>Chapter {n}</h1><p>Words {n} &#8212; “quoted”.</p><p><a id='x'/>more</p>{rest}</body></html>"
    )
    rest = "<p><img src='../pic/a.png' alt='A'/><img src='../../../../etc/passwd' alt='B'/></p><script>no()</script>"
    return packed(
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/b.opf", BOOK),
        ("OEBPS/text/2.xhtml", chapter.format(n=2, rest="")),
        ("OEBPS/text/1.xhtml", chapter.format(n=1, rest=rest)),
        ("OEBPS/pic/a.png", picture(200, 100)),
        *more,
    )


def test_a_book_in_its_order(read: Read) -> None:
    found = read(epub(), Format.EPUB)
    assert lines(found) == [
        "Chapter 1", "Words 1 — “quoted”.", "more", "[B]", "Chapter 2", "Words 2 — “quoted”.", "more",
    ]  # fmt: skip
    assert [(item.title, item.page) for item in found.extraction.outline] == [("Chapter 1", 0), ("Chapter 2", 1)]
    assert (found.about.title, found.about.author, found.about.date) == ("The Book", "A. One, B. Two", "2021-05-06")
    assert found.frozen is not None
    assert len(pymupdf.open("pdf", found.frozen.read())[0].get_images()) == 1


@pytest.mark.parametrize(
    "lock",
    [
        ("META-INF/rights.xml", "<rights/>"),
        (
            "META-INF/encryption.xml",
            "<e><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/></e>",
        ),
    ],
)
def test_a_locked_book_says_so(read: Read, lock: tuple[str, str]) -> None:
    with pytest.raises(Refused, match="DRM"):
        read(epub(lock), Format.EPUB)


def test_scrambled_fonts_lock_nothing(read: Read) -> None:
    fonts = "<e><EncryptionMethod Algorithm='http://www.idpf.org/2008/embedding'/></e>"
    assert "Words 1" in "".join(read(epub(("META-INF/encryption.xml", fonts)), Format.EPUB).extraction.texts)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        packed(("META-INF/container.xml", CONTAINER)),
        packed(("META-INF/container.xml", CONTAINER), ("OEBPS/b.opf", "<package/>")),
        packed(("META-INF/container.xml", CONTAINER), ("OEBPS/b.opf", BOOK)),
        packed(("META-INF/container.xml", CONTAINER), ("OEBPS/b.opf", b" " * 120 * 1024 * 1024)),
        packed(*((f"a{number}", "") for number in range(20_001))),
    ],
)
def test_hostile_books_end_in_a_sentence(read: Read, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(data, Format.EPUB)
    assert str(refused.value).endswith(".")


# --- XPS --------------------------------------------------------------------------------------------------------------


def xps(*texts: str) -> bytes:
    kind = "http://schemas.microsoft.com/xps/2005/06"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    at = "FontUri='/f.ttf' FontRenderingEmSize='20' OriginX='50' OriginY='80' Fill='#000000'"
    glyphs = f"<Glyphs {at} UnicodeString='{{}}'/>"
    pages = [
        (f"p{number}.fpage", f"<FixedPage xmlns='{kind}' Width='600' Height='400'>{glyphs.format(text)}</FixedPage>")
        for number, text in enumerate(texts)
    ]
    contents = "".join(f"<PageContent Source='{name}'/>" for name, _ in pages)
    return packed(
        (
            "_rels/.rels",
            f"<Relationships xmlns='{rels}'><Relationship Type='{kind}/fixedrepresentation' Target='/s.fdseq' Id='a'/>"
            "</Relationships>",
        ),
        (
            "s.fdseq",
            f"<FixedDocumentSequence xmlns='{kind}'><DocumentReference Source='d.fdoc'/></FixedDocumentSequence>",
        ),
        ("d.fdoc", f"<FixedDocument xmlns='{kind}'>{contents}</FixedDocument>"),
        ("f.ttf", pymupdf.Font("china-s").buffer),
        *pages,
    )


def test_xps_keeps_pages_sizes_and_words(read: Read) -> None:
    found = read(xps("The office kept it.", "Größe “fée”"), Format.XPS)
    assert [text.strip() for text in found.extraction.texts] == ["The office kept it.", "Größe “fée”"]
    assert [(round(page.width), round(page.height)) for page in found.extraction.pages] == [(450, 300)] * 2
    assert found.extraction.warnings == ()
    assert found.frozen is not None


@pytest.mark.parametrize("data", [b"PK\x03\x04", packed(("a.fpage", "x")), xps(), packed(("a.txt", "words"))])
def test_what_is_no_xps_ends_in_a_sentence(read: Read, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(data, Format.XPS)
    assert str(refused.value).endswith(".")
