from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest

from annotator.bundle.drafts import write_drafts

from .conftest import Story

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def drafts(story: Story, out: Path, **fields: object) -> dict[str, Path]:
    made = write_drafts(out, story.content(**fields))
    found = {match[1]: made.path / name for name in made.files if (match := re.search(r"\((.*)\)\.docx", name))}
    assert len(found) == len(made.files)
    return found


def inside(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode("utf-8")


def test_the_draft_in_three_forms(told: Story, tmp_path: Path) -> None:
    made = drafts(told, tmp_path / "d")
    assert set(made) == {"clean", "with comments", "with footnotes"}
    for form, path in made.items():
        paragraphs = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
        assert paragraphs[:2] == ["The pier opened in June. It was late.", "Nobody minds."], form


def test_comments_stand_at_their_claims(told: Story, tmp_path: Path) -> None:
    path = drafts(told, tmp_path / "d")["with comments"]
    document = docx.Document(str(path))
    (comment,) = document.comments
    lines = [paragraph.text for paragraph in comment.paragraphs]
    assert lines == [
        "Claim 1: fact, open; said by the director",
        "+ supports: Memo of the office, p. 1: “was opened on 4 June”",
        "Note: see the log",
    ]
    assert (comment.author, comment.timestamp) == ("Annotator", None)
    body = inside(path, "word/document.xml")
    marked = body[body.index("commentRangeStart") : body.index("commentRangeEnd")]
    assert "".join(re.findall("<w:t[^>]*>([^<]*)<", marked)) == "The pier opened in June."
    assert "2 sentences of 3 still open" in inside(path, "word/footer1.xml")


def test_footnotes_stand_after_their_claims(told: Story, tmp_path: Path) -> None:
    path = drafts(told, tmp_path / "d")["with footnotes"]
    body, notes = inside(path, "word/document.xml"), inside(path, "word/footnotes.xml")
    before, after = body.split('<w:footnoteReference w:id="1"/>')
    assert "".join(re.findall("<w:t[^>]*>([^<]*)<", before)).endswith("The pier opened in June.")
    assert "It was late." in after
    assert "Memo of the office, p. 1: “was opened on 4 June”" in notes
    assert "footnotes+xml" in inside(path, "[Content_Types].xml")
    assert 'Target="footnotes.xml"' in inside(path, "word/_rels/document.xml.rels")


def test_the_clean_one_has_nothing_of_the_sources(told: Story, tmp_path: Path) -> None:
    path = drafts(told, tmp_path / "d")["clean"]
    with zipfile.ZipFile(path) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist())
    for part in (b"Memo of", b"Claim 1", b"comment", b"see the log", b"still open"):
        assert part not in text.replace(b"CommentText", b"").replace(b"comments", b"") or part == b"comment"


def test_no_person_no_time_and_the_same_bytes(told: Story, tmp_path: Path) -> None:
    first, second = drafts(told, tmp_path / "a"), drafts(told, tmp_path / "b.zip".replace(".zip", ""))
    for form, path in first.items():
        assert path.read_bytes() == second[form].read_bytes()
        with zipfile.ZipFile(path) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert not [name for name in archive.namelist() if "thumbnail" in name or "custom" in name.lower()]
        core = inside(path, "docProps/core.xml")
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-11-22T00:00:00Z"}
        assert "python-docx" not in core
        assert docx.Document(str(path)).core_properties.author == ""


def test_one_file_is_the_one_with_comments(told: Story, tmp_path: Path) -> None:
    made = write_drafts(tmp_path / "draft.docx", told.content())
    assert made.files == ("draft.docx",)
    assert len(list(docx.Document(str(made.path)).comments)) == 1


@pytest.mark.parametrize("odd", ["a < b & c", "\x00\x0b\ud800x", "\u202eevil", "]]>"])
def test_odd_words_are_no_markup(told: Story, tmp_path: Path, odd: str) -> None:
    told.graph.links["link1"] = replace(told.graph.links["link1"], note=f"begin {odd} end")
    told.graph.documents["doc2"] = replace(told.graph.documents["doc2"], title=f"Memo {odd}")
    for path in drafts(told, tmp_path / "d").values():
        assert docx.Document(str(path)).paragraphs
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                ElementTree.fromstring(archive.read(name))


def test_claims_that_overlap_or_are_lost(story: Story, tmp_path: Path) -> None:
    draft = story.document("draft.txt", "The pier opened in June after the storm.", role="draft")
    memo = story.document("memo.pdf", "Opened on 4 June.")
    story.link(story.claim(draft, "The pier opened in June"), memo, "4 June")
    story.claim(draft, "in June after the storm")
    lost = story.claim(draft, "after")
    passage = story.graph.passages["cp3"]
    other = replace(passage.place, extraction="f" * 64, quote="gone words")
    story.graph.passages["cp3"] = replace(passage, place=other)
    made = drafts(story, tmp_path / "d")
    document = docx.Document(str(made["with comments"]))
    assert [comment.paragraphs[0].text[:8] for comment in document.comments] == ["Claim 1:", "Claim 2:"]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert lost == "claim3"
    assert "gone words" in text
    assert "Claim 3:" in text
    assert "Claim 3" not in "\n".join(paragraph.text for paragraph in docx.Document(str(made["clean"])).paragraphs)
