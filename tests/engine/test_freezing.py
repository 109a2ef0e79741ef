"""Text, Markdown and Word become pages that say exactly what the file says."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile

import pymupdf
import pytest
from docx import Document
from docx.shared import Inches

from annotator.anchoring.geometry import rects_between
from annotator.engine.client import Engine, Extracted
from annotator.model.errors import Refused
from annotator.model.pages import Format
from tests.engine.conftest import Open

HARD = [
    "§\u202f552a(b)(3), long\u2011standing, 3\u00a0000 “quotes” ‘single’ — – … • ½ ² № ™",
    "office file affair fjord flow efflux ﬁne ﬂow oﬃce",
    "soft\u00adhyphen zero\u200bwidth joined\u2060word",
    "Ελληνικά λόγος Привет мир Žluťoučký kůň Nguyễn İstanbul ſ ẞ",
    "中文字符 繁體字 日本語ひらがなカタカナ 한국어",
    "العربية: لا إله، محمد ۱۲۳ — עברית שלום — فارسی می‌خواهم",
    "हिन्दी क्षत्रिय தமிழ் বাংলা తెలుగు ไทยภาษา ខ្មែរ",
    "emoji 😀🎉👍🏽 math 𝑥𝐀∑√∞ old 𐌰𐌱 music 𝄞",
    "Cafe\u0301 nin\u0303o a\u0308 composed é ñ ä",
    "AT&T &amp; &#233; &lt;b&gt; <script>alert(1)</script> <img src='file:///etc/passwd'> a<b>c",
    r"back\slash \u0041 C:\temp %PDF- {braces} `ticks` *stars*",
    "x" * 300 + " end-of-long-word",
    "סעיף 12 (כן) של חוק [תיקון] קובע: 5. ואז (3.5) Act (2024) של.",
    "ပြည်ထောင်စု တရားလွှတ်တော်ချုပ်",
    "المادة 12 (نعم) من القانون [تعديل] رقم 5.",
]


def extracted(engine: Engine, source: object) -> Extracted:
    document = engine.open(source)  # type: ignore[arg-type]
    try:
        return engine.wait(document.extract("cd" * 32))
    finally:
        document.close()


def plain(text: str) -> str:
    """Without white space and what has no width; composed, ligatures taken apart."""
    return re.sub("[\\s\u00ad\u200b-\u200f\u2060\ufeff]", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("line", HARD)
def test_no_character_of_a_text_is_lost(engine: Engine, sealed: Open, line: str) -> None:
    found = extracted(engine, sealed(f"Before.\n\n{line}\n\nAfter.".encode(), Format.TEXT))
    text = "".join(found.extraction.texts)
    assert sorted(plain(text)) == sorted(plain("Before." + line + "After."))
    if not re.search("[\u0900-\u1cff]", line):  # the order of Indic scripts is theirs
        assert plain(text) == plain("Before." + line + "After.")
    assert found.extraction.warnings == ()
    assert found.frozen is not None
    found.frozen.close()


def test_a_blank_line_stands_in_the_page_s_text(engine: Engine, sealed: Open) -> None:
    found = extracted(engine, sealed(b"One line.\nThe next.\n\n\nAnother paragraph.\n", Format.TEXT))
    assert found.extraction.texts == ("One line.\nThe next.\n\u00a0\nAnother paragraph.\n",)
    found.frozen.close()


def test_the_frozen_pages_say_the_same_when_opened_alone(engine: Engine, sealed: Open) -> None:
    data = "\n\n".join(HARD[:5] * 30).encode()
    found, again = (extracted(engine, sealed(data, Format.TEXT)) for _ in range(2))
    assert found.frozen is not None
    assert again.frozen is not None
    frozen = found.frozen.read()
    assert again.frozen.read() == frozen, "the same bytes each time"
    assert hashlib.sha256(frozen).hexdigest() == found.extraction.frozen
    assert found.extraction == again.extraction
    assert len(found.extraction.pages) > 3
    document = engine.open(found.frozen)
    alone = engine.wait(document.extract("cd" * 32))
    assert alone.frozen is None
    assert alone.extraction.texts == found.extraction.texts
    for page in range(len(alone.extraction.pages)):
        assert engine.wait(document.chars(page)).text == found.extraction.texts[page]
    assert pymupdf.open("pdf", frozen).metadata["creationDate"] == ""
    document.close()
    found.frozen.close()
    again.frozen.close()


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_in_any_clothes(engine: Engine, sealed: Open, name: str) -> None:
    found = extracted(engine, sealed("The “fée” said so.\r\nAgain.\r".encode(name), Format.TEXT))
    assert found.extraction.texts == ("The “fée” said so.\nAgain.\n",)
    assert found.extraction.warnings == ()
    assert found.frozen is not None
    found.frozen.close()


def test_old_text_is_read_as_windows_and_said_so(engine: Engine, sealed: Open) -> None:
    found = extracted(engine, sealed("The “fée” costs 5 €".encode("cp1252"), Format.TEXT))
    assert found.extraction.texts == ("The “fée” costs 5 €\n",)
    assert "Windows-1252" in found.extraction.warnings[0]
    assert found.frozen is not None
    found.frozen.close()


@pytest.mark.parametrize("data", [b"", b"  \n\n\t ", bytes(range(32)) * 40])
@pytest.mark.parametrize("format", [Format.TEXT, Format.MARKDOWN])
def test_nothing_to_read_is_refused(engine: Engine, sealed: Open, data: bytes, format: Format) -> None:
    with pytest.raises(Refused, match=r"empty|not text"):
        extracted(engine, sealed(data, format))


def test_markdown(engine: Engine, sealed: Open) -> None:
    written = """# The memo

Some *words* and **others**, a [link](https://x.invalid/a) & `code`.

## Second

- one
- two

| Year | Fee |
|---|---|
| 2013 | 40 |

<script>alert(1)</script>

![a picture](http://x.invalid/a.png)
"""
    found = extracted(engine, sealed(written.encode(), Format.MARKDOWN))
    text = found.extraction.texts[0]
    for words in (
        "The memo",
        "Some words and others, a link & code.",
        "one",
        "2013",
        "40",
        "<script>alert(1)</script>",
    ):
        assert words in text
    assert "[a picture]" in text
    assert "*" not in text
    assert [(item.level, item.title, item.page) for item in found.extraction.outline] == [
        (1, "The memo", 0),
        (2, "Second", 0),
    ]
    assert found.frozen is not None
    found.frozen.close()


def word_file() -> bytes:
    document = Document()
    document.add_heading("The memo", 1)
    document.add_paragraph("The fee was raised to 40 euros — §\u202f552a & “quoted” <b>.")
    table = document.add_table(2, 2)
    for row in range(2):
        for column in range(2):
            table.cell(row, column).text = f"cell {row}{column}"
    document.add_heading("Second", 2)
    document.add_paragraph("first item", style="List Bullet")
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 9, 9))
    document.add_picture(io.BytesIO(picture.tobytes("png")), Inches(1))
    document.sections[0].header.paragraphs[0].text = "confidential"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_word(engine: Engine, sealed: Open) -> None:
    found = extracted(engine, sealed(word_file(), Format.DOCX))
    text = found.extraction.texts[0]
    for words in ("The memo", "raised to 40 euros — §\u202f552a & “quoted” <b>.", "cell 00", "cell 11", "first item"):
        assert words in text
    assert [item.title for item in found.extraction.outline] == ["The memo", "Second"]
    warnings = " ".join(found.extraction.warnings)
    assert "picture" not in warnings
    assert "Headers and footers" in warnings
    assert found.frozen is not None
    found.frozen.close()


def test_footnotes_of_word(engine: Engine, sealed: Open) -> None:
    packed = io.BytesIO(word_file())
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    made = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(
                    b"40 euros", b'40 euros</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>'
                )
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                more = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                data = data.replace(b"</Relationships>", more.encode())
            new.writestr(name, data)
        note = '<w:footnote w:id="2"><w:p><w:r><w:t>See the register.</w:t></w:r></w:p></w:footnote>'
        new.writestr("word/footnotes.xml", f"<w:footnotes {space}>{note}</w:footnotes>")
    found = extracted(engine, sealed(made.getvalue(), Format.DOCX))
    text = found.extraction.texts[0]
    assert "40 euros[1]" in text.replace(" ", "").replace("40euros", "40 euros")
    assert text.index("first item") < text.index("See the register."), "notes stand at the end, not in the sentence"
    assert found.frozen is not None
    found.frozen.close()


@pytest.mark.parametrize("data", [b"PK\x03\x04 no zip", word_file()[:3000], b"plain words"])
def test_what_is_no_word_document_is_refused(engine: Engine, sealed: Open, data: bytes) -> None:
    with pytest.raises(Refused, match="not a Word document"):
        extracted(engine, sealed(data, Format.DOCX))


def test_a_bomb_does_not_eat_the_memory(engine: Engine, sealed: Open) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(300):
            part.write(b" " * (1 << 20))
    with pytest.raises(Refused, match="too large"):
        extracted(engine, sealed(made.getvalue(), Format.DOCX))


def test_a_text_is_shown_before_it_is_imported(engine: Engine, sealed: Open) -> None:
    document = engine.open(sealed(b"Some words.", Format.TEXT))
    assert engine.wait(document.info()).page_count == 1
    assert engine.wait(document.chars(0)).text == "Some words.\n"
    assert engine.wait(document.render(0, 1.0)).width == 480
    document.close()


def test_a_highlight_leaves_blank_lines_out(engine: Engine, sealed: Open) -> None:
    found = extracted(engine, sealed(b"One line.\n\nAnother paragraph.\n", Format.TEXT))
    document = engine.open(found.frozen)
    page = engine.wait(document.chars(0), 20)
    document.close()
    found.frozen.close()
    assert len(rects_between(page, 0, len(page.text))) == 2
    gap = page.text.index("\u00a0")
    assert len(rects_between(page, gap, gap + 1)) == 1
