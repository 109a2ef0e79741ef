"""A small document of every format, made here: what mutations and comparisons start from where there is no corpus."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
from PIL import Image

from tests.engine.conftest import pdf_of
from tests.engine.test_forms_books import LAW, epub, xps
from tests.engine.test_forms_mail import letter
from tests.engine.test_forms_office import odt
from tests.engine.test_forms_tables import workbook
from tests.engine.test_forms_web import inline, mhtml, picture

SENTENCE = "The office kept 1,204 files in § 12(b) until 5 March 2024, “as agreed” – and no longer. "


def mail() -> bytes:
    """An e-mail with a message and two files in it."""
    inside = letter()
    inside.set_content("What was said before.\n")
    made = letter()
    made.set_content(SENTENCE * 3)
    made.add_alternative(f"<p>{SENTENCE}</p><table><tr><td>a<td>4.2</table>", subtype="html")
    made.add_attachment(pdf_of("attached"), maintype="application", subtype="pdf", filename="../../x.pdf")
    made.add_attachment(inside)
    return made.as_bytes()


def word() -> bytes:
    """A Word document with a heading, a table, a header and a picture."""
    made = docx.Document()
    made.add_heading("A report", 1)
    made.add_paragraph(SENTENCE * 4)
    made.add_table(3, 3).cell(1, 1).text = "4.2"
    made.sections[0].header.paragraphs[0].text = "confidential"
    made.add_picture(io.BytesIO(picture()))
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def drawn(kind: str, frames: int = 1) -> bytes:
    """A picture, or several in one file."""
    kept = io.BytesIO()
    first, *others = [Image.new("RGB", (90, 60), (number * 40 % 255, 90, 30)) for number in range(frames)]
    first.save(kept, kind, **({"save_all": True, "append_images": others} if others else {}))
    return kept.getvalue()


def page() -> bytes:
    """A saved web page: an article, a navigation, a table and pictures."""
    body = f"<nav><a href='/x'>Home</a></nav><article><h1>A story</h1><p>{SENTENCE * 6}</p></article>"
    table = "<table><tr><th>year<th>level</tr><tr><td>2023<td>4.2</tr></table>"
    return f"<!doctype html><title>A story</title>{body}{table}<img src='{inline(picture())}'>".encode()


CUES = "WEBVTT\n\n" + "".join(f"00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n<v Ada>{SENTENCE}\n\n" for n in range(9))
RICH = rb"{\rtf1\ansi\ansicpg1252 {\fonttbl{\f0 Times;}}\b Heading\b0\par It\rquote s 4.2 \u8212?\par {\*\no x}}"
BOX = b"From a@x.invalid Mon Jan  1 10:00:00 2024\nFrom: a@x.invalid\nSubject: one\n\nwords of one\n\n"
SAMPLES: dict[str, Callable[[], bytes]] = {
    "sample.pdf": lambda: pdf_of(SENTENCE, "second page\n" + SENTENCE, "third"),
    "sample.txt": lambda: f"{SENTENCE}\n\n{SENTENCE}".encode(),
    "latin.txt": lambda: "Ärger über große Fälle, naïve déjà vu. ".encode("cp1252") * 9,
    "sample.md": lambda: f"# A note\n\n{SENTENCE}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode(),
    "sample.docx": word,
    "sample.html": page,
    "sample.mhtml": lambda: mhtml(page(), ("https://a.invalid/a.png", "image/png", picture())),
    "sample.xml": LAW.encode,
    "sample.odt": lambda: odt(f"<text:h text:outline-level='1'>One</text:h><text:p>{SENTENCE}</text:p>"),
    "sample.rtf": lambda: RICH,
    "sample.epub": epub,
    "sample.xps": lambda: xps("The office kept it.", "Größe"),
    "sample.eml": mail,
    "sample.mbox": lambda: BOX * 4,
    "sample.xlsx": workbook,
    "sample.csv": lambda: b"place,level\n" + b"".join(f"{n},{n / 7:.3f}\n".encode() for n in range(40)),
    "sample.vtt": CUES.encode,
    "sample.png": lambda: drawn("PNG"),
    "sample.jpg": lambda: drawn("JPEG"),
    "sample.webp": lambda: drawn("WEBP"),
    "sample.gif": lambda: drawn("GIF"),
    "sample.bmp": lambda: drawn("BMP"),
    "sample.tiff": lambda: drawn("TIFF", 3),
}
"""By a file name whose ending says the format."""
