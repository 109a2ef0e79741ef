"""E-mail, mailboxes and messages of Outlook: headers, texts, messages inside, attachments."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from annotator.engine.client import Engine
from annotator.engine.results import Extracted
from annotator.engine.sealing import Source
from annotator.engine.sniff import sniff
from annotator.model.errors import Refused
from annotator.model.pages import Format

Sealed = Callable[..., Source]


def extracted(engine: Engine, source: Source) -> Extracted:
    reader = engine.open(source)
    try:
        return engine.wait(reader.extract("0" * 64), 60)
    finally:
        reader.close()


def text_of(found: Extracted) -> str:
    return "\n".join(found.extraction.texts)


def letter(**headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ada Öhm <ada@example.invalid>"
    made["To"] = "Desk <desk@example.invalid>"
    made["Subject"] = "Levels – the “real” ones"
    made["Date"] = "Tue, 02 Jan 2024 23:30:00 -0500"
    for name, value in headers.items():
        made[name] = value
    return made


def test_headers_text_and_what_it_says_of_itself(engine: Engine, sealed: Sealed) -> None:
    made = letter(Cc="Bo <bo@example.invalid>")
    made.set_content("The level fell by 4.2 metres.\n\nÄrger in § 12.\n")
    found = extracted(engine, sealed(made.as_bytes(), Format.EML))
    text = text_of(found)
    for words in (
        "Levels – the “real” ones",
        "Ada Öhm <ada@example.invalid>",
        "Bo <bo@",
        "4.2 metres",
        "Ärger in § 12",
    ):
        assert words in text
    about = found.about
    assert (about.title, about.author, about.date) == (
        "Levels – the “real” ones",
        "Ada Öhm <ada@example.invalid>",
        "2024-01-03",
    )
    assert found.extraction.warnings == ()


def test_attachments_come_with_their_bytes_and_their_own_names(engine: Engine, sealed: Sealed) -> None:
    made = letter()
    made.set_content("See attached.")
    made.add_attachment(b"one", maintype="application", subtype="pdf", filename="../../etc/x")
    made.add_attachment(b"\x00" * 70_000, maintype="application", subtype="octet-stream")
    made.add_attachment("drei ä", filename="ä.txt")
    found = extracted(engine, sealed(made.as_bytes(), Format.EML))
    assert [(each.name, each.source.size) for each in found.attached] == [
        ("../../etc/x", 3),
        ("attachment 2", 70_000),
        ("ä.txt", 8),
    ]
    assert found.attached[0].source.read() == b"one"
    for each in found.attached:
        each.source.close()


def test_a_message_inside_a_message_is_shown_and_its_attachments_too(engine: Engine, sealed: Sealed) -> None:
    inner = letter()
    inner.replace_header("Subject", "The inner one")
    inner.set_content("Told in confidence.")
    inner.add_attachment(b"deep", maintype="application", subtype="octet-stream", filename="deep.bin")
    made = letter()
    made.set_content("Forwarding.")
    made.add_attachment(inner)
    found = extracted(engine, sealed(made.as_bytes(), Format.EML))
    text = text_of(found)
    assert text.index("Forwarding.") < text.index("A message inside this one") < text.index("Told in confidence.")
    assert [each.name for each in found.attached] == ["deep.bin"]
    found.attached[0].source.close()


def test_html_is_read_as_it_was_seen(engine: Engine, sealed: Sealed) -> None:
    made = letter()
    made.set_content("The fee is 40 euros.")
    made.add_alternative(
        "<style>p{color:red}</style><p>The fee is <b>40</b> euros.</p><script>alert(1)</script>"
        '<div style="display:none">unseen</div><img src="http://tracker.invalid/x.png" alt="Our seal">',
        subtype="html",
    )
    text = text_of(extracted(engine, sealed(made.as_bytes(), Format.EML)))
    assert "The fee is 40 euros." in text
    assert "[Our seal]" in text
    assert "alert" not in text
    assert "unseen" not in text
    assert "something else" not in text


def test_two_forms_that_say_different_things_are_both_shown(engine: Engine, sealed: Sealed) -> None:
    made = letter()
    made.set_content("The fee is 45 euros.")
    made.add_alternative("<p>The fee is 40 euros.</p>", subtype="html")
    text = " ".join(text_of(extracted(engine, sealed(made.as_bytes(), Format.EML))).split())
    assert text.index("40 euros") < text.index("as plain text, something else") < text.index("45 euros")


def test_declared_encodings(engine: Engine, sealed: Sealed) -> None:
    head = b"From: a@x.invalid\r\nSubject: =?iso-2022-jp?B?GyRCPylGMhsoQg==?=\r\nMIME-Version: 1.0\r\n"
    body = head + b"Content-Type: text/plain; charset=shift_jis\r\n\r\n" + "水位が下がった".encode("shift_jis")
    text = text_of(extracted(engine, sealed(body, Format.EML)))
    assert "水位が下がった" in text
    assert "食堂" in text


def test_a_mailbox_shows_every_message_on_pages_of_its_own(engine: Engine, sealed: Sealed) -> None:
    parts = []
    for number in range(3):
        made = letter()
        made.set_content(f"Message number {number}.\nFrom here on it is quiet.")
        parts.append(b"From ada@example.invalid Tue Jan  2 23:30:00 2024\n" + made.as_bytes(unixfrom=False))
    data = b"\n".join(part.replace(b"\nFrom here", b"\n>From here") for part in parts)
    assert sniff("box", data[:4096]) is Format.MBOX
    found = extracted(engine, sealed(data, Format.MBOX))
    assert [f"Message number {n}." in found.extraction.texts[n] for n in range(3)] == [True] * 3
    assert "From here on it is quiet." in text_of(found)
    assert ">From" not in text_of(found)


@pytest.mark.parametrize("form", [Format.EML, Format.MBOX, Format.MSG])
def test_what_is_none_is_refused(engine: Engine, sealed: Sealed, form: Format) -> None:
    with pytest.raises(Refused, match="not what its name says"):
        extracted(engine, sealed(b"Just words, no headers at all.", form))


def test_told_by_its_headers() -> None:
    data = b"Received: from x\r\n by y\r\nMessage-ID: <1@x>\r\nSubject: s\r\n\r\nbody"
    assert sniff("unnamed", data) is Format.EML
    assert sniff("notes.txt", b"Agenda: one\nPlace: here\nwords") is Format.TEXT
    assert sniff("a.eml", b"Subject: x\n\ny") is Format.EML
    assert sniff("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") is Format.MSG


def nested(depth: int) -> bytes:
    data = b"Subject: deep\r\n\r\nx"
    for _ in range(depth):
        data = b"Subject: out\r\nContent-Type: message/rfc822\r\n\r\n" + data
    return data


def test_a_hundred_messages_inside_one_another_are_refused(engine: Engine, sealed: Sealed) -> None:
    with pytest.raises(Refused):
        extracted(engine, sealed(nested(100), Format.EML))


def test_what_a_message_hides_is_not_shown_and_said(engine: Engine, sealed: Sealed) -> None:
    made = letter()
    hidden = '<p style="display: none">hidden words</p><table><tr><td>a<td>4.2</table><script>x()</script>'
    made.set_content(f"<p>Seen words.</p>{hidden}<img src='http://x.invalid/a.png'>", subtype="html")
    found = extracted(engine, sealed(made.as_bytes(), Format.EML))
    text = " ".join(found.extraction.texts)
    assert "Seen words." in text
    assert "4.2" in text
    assert "hidden" not in text
    assert "[picture]" not in text
    assert any("hides are not shown" in said for said in found.extraction.warnings)
