"""Saved web pages: the article first, then everything else that was saved, each word once; nothing is fetched."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Callable, Iterator

import pymupdf
import pytest

from annotator.engine.client import Engine, Extracted
from annotator.model.errors import Refused
from annotator.model.pages import Format
from tests.engine.conftest import Open

Read = Callable[..., Extracted]
SENTENCE = "The agency said on Monday that it had kept number {n}, which nobody, it seems, had asked for before. "
ARTICLE = "".join(f"<p>{SENTENCE.format(n=f'n{number}x') * 2}</p>" for number in range(6))
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Agency kept everything - The Paper</title>
<meta name="author" content="Jane Doe"><meta property="article:published_time" content="2024-05-06T07:08:09Z">
<link rel="canonical" href="https://paper.invalid/2024/agency"><script>var secret = 1;</script></head>
<body><nav><ul><li><a href="/a">World</a><li><a href="/b">Sports</a></ul></nav>
<div class="story"><h1>Agency kept everything</h1><p class="byline">By Jane Doe</p>{ARTICLE}
<figure><img src="PICTURE" alt="The house"><figcaption>The house at night</figcaption></figure>
{ARTICLE.replace("n0x", "m0x")}</div>
<p style="display: none">Nobody sees this</p>
<footer>Terms of the paper, and <a href="javascript:alert(1)">more</a></footer></body></html>"""


@pytest.fixture
def read(shared_engine: Engine, sealed: Open) -> Iterator[Read]:
    """Reads bytes of a format and gives what was extracted."""
    made: list[Extracted] = []

    def reading(data: bytes, format: Format = Format.HTML) -> Extracted:
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


def picture(width: int = 60, height: int = 40, kind: str = "png") -> bytes:
    """A red picture."""
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, width, height))
    pixels.set_rect(pixels.irect, (200, 30, 30))
    return bytes(pixels.tobytes(kind))


def inline(data: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(data).decode()


def parts(found: Extracted) -> tuple[str, str]:
    """The article's text, and that of the page as saved."""
    article, saved = "", ""
    for page, text in zip(found.extraction.pages, found.extraction.texts, strict=True):
        if page.label.startswith("saved "):
            saved += text
        else:
            article += text
    return article, saved


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def test_the_article_comes_first_and_every_word_once(read: Read) -> None:
    found = read(PAGE.replace("PICTURE", inline(picture())).encode())
    article, saved = parts(found)
    assert article.startswith("Agency kept everything\nBy Jane Doe\n")
    assert "The house at night" in article
    assert all(f"n{number}x" in article for number in range(6))
    assert {"World", "Sports", "Terms", "more"} <= set(words(saved))
    assert not set(words(saved)) & {"n0x", "everything", "night"}
    assert words(article + saved)["Monday"] == 24
    for absent in ("secret", "Nobody sees", "alert"):
        assert absent not in article + saved
    assert [page.label for page in found.extraction.pages if page.label.startswith("saved")] == ["saved 1"]
    assert found.extraction.pages[0].label == "1"
    assert [(item.title, item.page) for item in found.extraction.outline] == [("Agency kept everything", 0)]
    assert not any("could not be shown" in said for said in found.extraction.warnings)


def test_what_the_page_says_of_itself(read: Read) -> None:
    about = read(PAGE.encode()).about
    assert about.title == "Agency kept everything - The Paper"
    assert (about.author, about.date, about.address) == ("Jane Doe", "2024-05-06", "https://paper.invalid/2024/agency")


def test_structured_data_and_who_saved_it_are_asked_too(read: Read) -> None:
    data = '{"@graph": [{"headline": "It", "datePublished": "2023-02", "author": [{"name": "A. B."}]}]}'
    head = "<!-- saved from url=(0020)https://a.invalid/b -->"
    about = read(f'{head}<script type="application/ld+json">{data}</script><p>{SENTENCE * 4}'.encode()).about
    assert (about.title, about.author, about.date, about.address) == ("It", "A. B.", "2023-02", "https://a.invalid/b")


def test_an_address_that_is_none_is_not_taken(read: Read) -> None:
    about = read(b'<link rel=canonical href="javascript:alert(1)"><meta name=date content="soon"><p>Words.').about
    assert (about.address, about.date) == ("", "")


def test_a_page_without_an_article_is_shown_whole(read: Read) -> None:
    found = read(b"<title>Menu</title><ul><li><a href=x>One</a><li><a href=y>Two</a></ul>")
    assert found.extraction.texts[0].split() == ["Menu", "•", "One", "•", "Two"]
    assert any("could not be told" in said for said in found.extraction.warnings)
    assert found.extraction.pages[0].label == "1"


def test_pictures_are_shown_only_from_the_file_itself(read: Read) -> None:
    found = read(
        f'<p>{SENTENCE * 4}<img src="{inline(picture())}"> <img src="http://x.invalid/a.png" alt="Far">'.encode()
    )
    assert "[Far]" in found.extraction.texts[0]
    assert any("1 picture was not saved" in said for said in found.extraction.warnings)
    assert found.frozen is not None
    assert len(pymupdf.open("pdf", found.frozen.read())[0].get_images()) == 1
    for bad in (b"no picture", b"GIF89a" + bytes(20)):
        found = read(f'<p>{SENTENCE * 4}<img src="{inline(bad)}" alt="Broken">'.encode())
        assert "[Broken]" in found.extraction.texts[0]
        assert any("1 picture was left out" in said for said in found.extraction.warnings)


def test_nothing_local_is_opened(read: Read) -> None:
    found = read(
        b"<p>Before <img src='file:///etc/passwd' alt=here> <iframe src='file:///etc/passwd'></iframe>"
        b"<object data='/etc/passwd'></object><link rel=stylesheet href=/etc/passwd> after"
    )
    assert "root:" not in found.extraction.texts[0]
    assert found.extraction.texts[0].split() == ["Before", "[here]", "after"]


@pytest.mark.parametrize(
    ("codec", "label", "said"),
    [
        ("utf-8", "", "Größe – “fée” 中文"),
        ("utf-16", "", "Größe – “fée” 中文"),
        ("cp1252", "iso-8859-1", "Größe – “fée” €"),
        ("cp932", "Shift_JIS", "大臣は調査を続けると述べた"),
        ("gb18030", "gb2312", "部长表示调查将继续进行镕"),
        ("cp1251", "windows-1251", "Министр заявил"),
        ("iso8859_2", "iso-8859-2", "Ministr řekl, že šetření"),
        ("utf-8", "iso-8859-15-nonsense", "Größe"),
        ("utf-8", "utf-16", "Größe"),
    ],
)
def test_encodings_that_are_said(read: Read, codec: str, label: str, said: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    found = read(f"<html><head>{meta}</head><body><p>{said}</p></body></html>".encode(codec))
    assert found.extraction.texts[0].strip() == said
    assert not any("encoded" in warning for warning in found.extraction.warnings)


@pytest.mark.parametrize(
    ("codec", "name", "said"),
    [
        ("cp1252", "Western European", "Le ministre a déclaré que l’enquête se poursuivrait à l’été"),
        ("cp932", "Shift-JIS", "大臣は調査を続けると述べた。データは来週公表される予定だという。"),
        ("gb18030", "GBK", "部长表示调查将继续进行。消息人士称，数据将于下周公布。"),
        ("cp1251", "Windows-1251", "Министр заявил, что расследование будет продолжено."),
        ("koi8_r", "KOI8-R", "Министр заявил, что расследование будет продолжено."),
        ("cp1250", "Windows-1250", "Ministr řekl, že vyšetřování bude pokračovat. Zdroj uvedl, že příští týden."),
        ("cp1256", "Arabic", "قال الوزير إن التحقيق سيستمر. وذكر المصدر أن البيانات ستنشر في الأسبوع المقبل."),
        ("big5", "Big5", "部長表示調查將繼續進行。消息人士稱，數據將於下週公佈。"),
    ],
)
@pytest.mark.parametrize("format", [Format.HTML, Format.TEXT])
def test_encodings_that_are_guessed_are_said(read: Read, codec: str, name: str, said: str, format: Format) -> None:
    found = read(said.encode(codec), format)
    if codec != "cp1256":
        assert "".join(found.extraction.texts).replace("\n", "").replace(" ", "") == said.replace(" ", "")
    assert any(name in warning for warning in found.extraction.warnings)


@pytest.mark.parametrize("cells", [4, 8, 14, 40])
def test_no_word_of_a_wide_table_is_cut_off(read: Read, cells: int) -> None:
    row = "<tr>" + "".join(f"<td>figures{number}extraordinary</td>" for number in range(cells)) + "</tr>"
    found = read(f"<p>{SENTENCE}</p><table>{row * 3}</table>".encode())
    text = "".join(found.extraction.texts)
    plain = re.sub(r"\s", "", text)
    assert all(plain.count(f"figures{number}extraordinary") == 3 for number in range(cells))
    assert not any("could not be shown" in said for said in found.extraction.warnings)


def mhtml(root: bytes, *others: tuple[str, str, bytes]) -> bytes:
    parts = [("https://a.invalid/dir/page.html", "text/html; charset=windows-1252", root), *others]
    body = b"".join(
        f"--B\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n".encode()
        + f"Content-Location: {place}\r\n\r\n".encode()
        + base64.encodebytes(data)
        + b"\r\n"
        for place, kind, data in parts
    )
    head = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
    return head + body + b"--B--\r\n"


def test_a_page_in_one_file_of_many_parts(read: Read) -> None:
    root = f'<p>{SENTENCE * 4} “fée” <img src="../pic/a.png"><img src="b.png" alt="Gone">'.encode("cp1252")
    found = read(mhtml(root, ("https://a.invalid/pic/a.png", "image/png", picture())), Format.MHTML)
    assert "“fée”" in found.extraction.texts[0]
    assert "[Gone]" in found.extraction.texts[0]
    assert found.about.address == "https://a.invalid/dir/page.html"
    assert found.frozen is not None
    assert len(pymupdf.open("pdf", found.frozen.read())[0].get_images()) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"<table><tr><td>x" * 10_000 + b"END",
        b"<div>" * 100_000,
        b"<b>" * 5_000 + b"x",
    ],
)
def test_endless_nesting_ends_in_a_sentence(read: Read, data: bytes) -> None:
    with pytest.raises(Refused, match="nested"):
        read(data)


@pytest.mark.parametrize("deep", [60, 600])
def test_deep_nesting_keeps_every_word(read: Read, deep: int) -> None:
    found = read(
        "".join(f"<div><ul><li>word{number} " for number in range(deep)).encode()
        + b"</li></ul></div>" * deep
        + b"<table><tr><td>a<td>b" * 5
    )
    text = "".join(found.extraction.texts)
    assert all(f"word{number}\n" in text.replace(" ", "\n") for number in range(deep))


def test_no_page_and_no_words_are_refused(read: Read) -> None:
    for data in (b"<html></html>", b"   ", b"<script>x</script>"):
        with pytest.raises(Refused, match="empty"):
            read(data)
    with pytest.raises(Refused, match="not what its name says"):
        read(b"Subject: none\r\n\r\nwords", Format.MHTML)
