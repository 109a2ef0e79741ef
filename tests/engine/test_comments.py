"""Comments of a DOCX or ODT cross the wall: who, when, on which words, in answer to what."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from annotator.engine.client import Engine
from annotator.engine.comments import COMMENT, CommentsCollector, packed
from annotator.engine.protocol import U32, BadFrame, Frame, Told
from annotator.model.comments import Comment
from annotator.model.pages import Format
from tests.engine.conftest import Open

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def with_threads(data: bytes, replies: dict[int, int], done: set[int]) -> bytes:
    """The file with what newer versions of Word write: which comment answers which, and which are resolved."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/comments.xml":
                head, *paragraphs = text.split(b"<w:p>")
                named = [b'<w:p w14:paraId="%08X">' % at + each for at, each in enumerate(paragraphs)]
                spaces = f'<w:comments xmlns:w14="{W14}" '.encode()
                text = head.replace(b"<w:comments ", spaces, 1) + b"".join(named)
            new.writestr(name, text)
        lines = "".join(
            f'<w15:commentEx w15:paraId="{number:08X}"'
            + (f' w15:paraIdParent="{replies[number]:08X}"' if number in replies else "")
            + f' w15:done="{int(number in done)}"/>'
            for number in range(10)
        )
        w15 = "http://schemas.microsoft.com/office/word/2012/wordml"
        new.writestr("word/commentsExtended.xml", f'<w15:commentsEx xmlns:w15="{w15}">{lines}</w15:commentsEx>')
    return out.getvalue()


def commented() -> bytes:
    """Two paragraphs, a comment on words of the first, a reply to it, one on both."""
    document = Document()
    first = document.add_paragraph("The council ")
    closed = first.add_run("closed the bridge")
    first.add_run(" on 4 March.")
    second = document.add_paragraph().add_run("Nobody was hurt.")
    document.add_comment(closed, "Says who?", "Ines Brandt", "IB")
    document.add_comment(closed, "The minutes do.", "Noor", "N")
    document.add_comment([closed, second], "Too long.", "Ines Brandt", "IB")
    out = io.BytesIO()
    document.save(out)
    return with_threads(out.getvalue(), {1: 0}, {2})


def test_comments_are_told_with_their_words_replies_and_what_is_resolved(engine: Engine, sealed: Open) -> None:
    reader = engine.open(sealed(commented(), Format.DOCX))
    try:
        found = engine.wait(reader.comments())
    finally:
        reader.close()
    assert [(each.author, each.text, each.answers, each.resolved) for each in found] == [
        ("Ines Brandt", "Says who?", -1, False),
        ("Noor", "The minutes do.", 0, False),
        ("Ines Brandt", "Too long.", -1, True),
    ]
    assert [each.words for each in found] == ["closed the bridge"] * 2 + [
        "closed the bridge on 4 March.\nNobody was hurt."
    ]
    assert found[0].before.endswith("The council ")
    assert found[0].after.startswith(" on 4 March.")


def test_other_formats_have_none(engine: Engine, sealed: Open) -> None:
    reader = engine.open(sealed(b"words", Format.TEXT))
    try:
        assert engine.wait(reader.comments()) == ()
    finally:
        reader.close()


@pytest.mark.parametrize(
    "payload",
    [
        U32.pack(2) + packed([Comment("A", "", "b", "c")])[4:],
        U32.pack(10**9),
        U32.pack(1) + COMMENT.pack(-2, 0, 0, 0, 0, 0, 0, 0),
        U32.pack(1) + COMMENT.pack(-1, 9, 0, 0, 0, 0, 0, 0),
        U32.pack(1) + COMMENT.pack(-1, 0, 0, 0, 100_000_000, 0, 0, 0),
        packed([Comment("A", "", "b", "c")]) + b"more",
    ],
)
def test_a_lying_worker_is_refused(payload: bytes) -> None:
    with pytest.raises(BadFrame):
        CommentsCollector().result(Frame(Told.DONE, 0, 1, payload), memoryview(b""))


def test_what_was_packed_is_what_comes_out() -> None:
    given = [
        Comment("Ada", "2024-03-04T10:00:00Z", "a\nb", "w", "x", "y", -1, True),
        Comment("", "", "r", "", answers=0),
    ]
    assert CommentsCollector().result(Frame(Told.DONE, 0, 1, packed(given)), memoryview(b"")) == tuple(given)


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>{}</office:text></office:body>
</office:document>"""


def note(name: str, author: str, *lines: str, more: str = "") -> str:
    """A comment as LibreOffice writes it."""
    said = "".join(f"<text:p>{line}</text:p>" for line in lines)
    date = "<dc:date>2026-03-04T10:00:00.120000000</dc:date>"
    head = f'<office:annotation office:name="{name}" {more}><dc:creator>{author}</dc:creator>{date}'
    return f"{head}{said}</office:annotation>"


def end(name: str) -> str:
    return f'<office:annotation-end office:name="{name}"/>'


def test_comments_of_an_opendocument_text(engine: Engine, sealed: Open) -> None:
    long = note("b", "Ines", "Too long.<text:line-break/>Cut", "it.", more='loext:resolved="true"')
    reply = note("c", "Noor", "The minutes.", more='loext:parent-name="a" loext:resolved="true"')
    deleted = f"<text:deletion><text:p>Never {note('x', 'X', 'on what was deleted')}said.</text:p></text:deletion>"
    text = (
        f"<text:tracked-changes><text:changed-region>{deleted}</text:changed-region></text:tracked-changes>"
        f"<text:p>The council {long}{note('a', 'Ines', 'Says who?')}<text:span>closed</text:span>\n"
        f"the<text:s/>bridge{end('a')}{reply}{end('c')} on 4 March.</text:p>"
        f"<text:p>Nobody was hurt.{end('b')}{note('', 'Ada', 'Here.')} Or so.</text:p>"
    )
    reader = engine.open(sealed(FLAT.format(text).encode(), Format.ODT))
    try:
        found = engine.wait(reader.comments())
    finally:
        reader.close()
    assert [(each.author, each.text, each.answers, each.resolved) for each in found] == [
        ("Ines", "Too long. Cut\nit.", -1, True),
        ("Ines", "Says who?", -1, False),
        ("Noor", "The minutes.", 1, True),
        ("Ada", "Here.", -1, False),
    ]
    whole = "closed the bridge on 4 March.\nNobody was hurt."
    assert [each.words for each in found] == [whole, *["closed the bridge"] * 2, ""]
    assert {each.when for each in found} == {"2026-03-04T10:00:00Z"}
    assert found[1].before.endswith("The council ")
    assert (found[3].before.endswith("Nobody was hurt."), found[3].after) == (True, " Or so.")
