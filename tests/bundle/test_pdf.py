from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.bundle.pdf import safe_name, write_pdfs
from annotator.model.errors import Refused
from annotator.model.things import Handling, Role
from annotator.operations import example, exporting, importing, marking, workspace
from annotator.operations.workspace import open_workspace

from .conftest import Story


def test_notes_say_claim_relation_and_note(told: Story, tmp_path: Path) -> None:
    told.link("claim1", "doc2", "", "context", on="sp1")
    written = write_pdfs(tmp_path / "out", told.content())
    assert written.files == ("Memo of the office.pdf", "draft.pdf")
    (source,) = told.renderer.marks["ver2"]
    assert source.contents == "Claim 1: supports — see the log\nClaim 1: context"
    claim, none = told.renderer.marks["ver1"]
    assert claim.contents.splitlines()[0] == "Claim 1: fact, open, said by the director"
    assert claim.contents.splitlines()[1] == "supports: Memo of the office, p. 1"
    assert none.contents == "Needs no source: an opinion"
    assert "Marlowe" not in source.contents + claim.contents


def test_names_of_annotations_stay_and_are_unlike_the_ids(told: Story, tmp_path: Path) -> None:
    write_pdfs(tmp_path / "a", told.content())
    first = [mark.id for marks in told.renderer.marks.values() for mark in marks]
    write_pdfs(tmp_path / "b", told.content())
    assert first == [mark.id for marks in told.renderer.marks.values() for mark in marks]
    assert len(set(first)) == len(first)
    assert not set(first) & set(told.graph.passages)


def test_only_what_may_be_published_is_copied(told: Story, tmp_path: Path) -> None:
    for handling in (Handling.NEVER_LEAVES, Handling.QUOTE_ONLY, Handling.PARAPHRASE_ONLY):
        document = told.document(f"{handling}.pdf", "held words", title=f"Held {handling}", handling=handling)
        told.link("claim1", document, "held words", note="held note")
    told.document("unused.pdf", "nobody links here", title="Unused")
    written = write_pdfs(tmp_path / "out.zip", told.content())
    assert written.files == ("Memo of the office.pdf", "draft.pdf")
    assert set(told.renderer.marks) == {"ver1", "ver2"}
    notes = "".join(mark.contents for marks in told.renderer.marks.values() for mark in marks)
    assert "held" not in notes
    assert "Held never-leaves" not in notes
    assert "1 more not shown" in notes
    assert len(written.left_out) == 3


def test_a_source_that_fails_is_listed_and_a_draft_that_fails_ends_it(told: Story, tmp_path: Path) -> None:
    told.renderer.broken = {"ver2"}
    written = write_pdfs(tmp_path / "out", told.content())
    assert written.files == ("draft.pdf",)
    assert "could not be made" in written.left_out[0].reason
    told.renderer.broken = {"ver1"}
    with pytest.raises(Refused):
        write_pdfs(tmp_path / "again", told.content())
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "-..-etc-passwd.pdf"),
        ("Memo: the wells", "Memo - the wells.pdf"),
        ("CON", "_CON.pdf"),
        (" . ", "Document.pdf"),
        ("a\x00b\nc", "a-b c.pdf"),
        ("x" * 500, "x" * 120 + ".pdf"),
        ("memo", "memo (2).pdf"),
    ],
)
def test_file_names_are_safe(title: str, name: str) -> None:
    assert safe_name(title, ".pdf", {"memo.pdf"}) == name


@given(st.lists(st.text(max_size=300), max_size=5))
def test_any_title_gives_a_name_of_its_own(titles: list[str]) -> None:
    taken: set[str] = set()
    names = [safe_name(title, ".pdf", taken) for title in titles]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert Path(name).name == name
        assert len(name.encode("utf-8")) <= 200
        assert not name.startswith((".", " "))


def test_real_highlights_cover_the_words_of_the_example(tmp_path: Path) -> None:
    with open_workspace(example.make_example(tmp_path)) as ws:
        first = exporting.export(ws, tmp_path / "copies", format="pdf")
        second = exporting.export(ws, tmp_path / "again", format="pdf")
        graph = ws.graph()
    assert first.digest == second.digest
    covered: dict[str, str] = {}
    for name in first.files:
        with pymupdf.open(first.path / name) as document:
            for page in document:
                words = page.get_text("words")
                for annotation in page.annots():
                    assert annotation.type[1] == "Highlight"
                    assert annotation.info["title"] == ""
                    corners = annotation.vertices
                    quads = [pymupdf.Quad(corners[i : i + 4]).rect for i in range(0, len(corners), 4)]
                    under = [word[4] for quad in quads for word in words if _inside(word, quad)]
                    key = annotation.info["content"]
                    covered[key] = f"{covered.get(key, '')} {' '.join(under)}".strip()
    for link in graph.links.values():
        number = graph.claims[link.claim].number
        quote = _bare(graph.passages[link.passage].place.quote)
        said = [words for note, words in covered.items() if f"Claim {number}: {link.relation.value}" in note]
        assert any(quote in _bare(words) for words in said), (number, quote)


def _inside(word: tuple[float, float, float, float, str], quad: pymupdf.Rect) -> bool:
    middle = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return bool(quad.x0 <= middle[0] <= quad.x1 and quad.y0 <= middle[1] <= quad.y1)


def _bare(text: str) -> str:
    """Letters and digits only: words that a passage cuts in two, and hyphens at line ends, do not matter here."""
    return "".join(letter for letter in text if letter.isalnum())


def test_copies_say_nothing_of_who_wrote_the_original(tmp_path: Path) -> None:
    made = tmp_path / "mine.pdf"
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 100), "The pier opened in June.")
        document.set_metadata({"author": "Agnes Marlowe", "creator": "Marlowe Writer"})
        document.set_xml_metadata("<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>Agnes Marlowe</a></x:xmpmeta>")
        document.save(made)
    with workspace.create(tmp_path / "p.annotator") as ws:
        draft = importing.add(ws, [made], role=Role.DRAFT).added[0].document
        marking.claim(ws, draft, "The pier opened")
        out = exporting.export(ws, tmp_path / "copies", format="pdf")
    with pymupdf.open(out.path / out.files[0]) as copy:
        assert not any(copy.metadata[key] for key in ("author", "creator", "producer"))
        assert "Marlowe" not in copy.get_xml_metadata()
        inside = [copy.xref_object(xref) + repr(copy.xref_stream(xref) or b"") for xref in range(1, copy.xref_length())]
    assert not any("Marlowe" in part for part in inside)


def test_a_region_is_a_square_in_the_copy_and_a_picture_on_the_page(tmp_path: Path) -> None:
    from annotator.model.places import Place, Region
    from annotator.model.things import Relation
    from annotator.operations import linking

    draft, photo = tmp_path / "draft.md", tmp_path / "photo.pdf"
    draft.write_text("The harbour wall fell on Monday.", "utf-8")
    pdf = pymupdf.open()
    pdf.new_page(width=300, height=300).draw_rect(pymupdf.Rect(50, 50, 200, 200), fill=(0.3, 0.2, 0.6))
    photo.write_bytes(pdf.tobytes())
    with workspace.create(tmp_path / "p.annotator") as ws:
        importing.add(ws, [draft], role=Role.DRAFT)
        importing.add(ws, [photo], role=Role.SOURCE)
        documents = {document.name: document for document in ws.graph().documents.values()}
        claim = marking.claim(ws, documents["draft.md"].id, "The harbour wall fell").claim
        version = ws.graph().versions[documents["photo.pdf"].current]
        region = Region(0, "1", (50.0, 100.0, 200.0, 250.0))
        place = Place(version.sha256, version.extraction, region=region)
        linking.link_at(ws, claim, documents["photo.pdf"].id, place, Relation.SUPPORTS)
        outside = Place(version.sha256, version.extraction, region=Region(0, "1", (250.0, 250.0, 350.0, 350.0)))
        with pytest.raises(Refused):
            linking.link_at(ws, claim, documents["photo.pdf"].id, outside, Relation.SUPPORTS)
        exporting.export(ws, tmp_path / "copies", format="pdf")
        exporting.export(ws, tmp_path / "page.html")
    (copy,) = (tmp_path / "copies").glob("Source 1*.pdf")
    page = pymupdf.open(copy)[0]  # annotations live as long as their page
    (annotation,) = page.annots()
    assert annotation.type[1] == "Square"
    assert annotation.rect.contains(pymupdf.Rect(51, 51, 199, 199))
    assert "Claim 1: supports" in annotation.info["content"]
    assert "data:image/png" in (tmp_path / "page.html").read_text("utf-8")
