"""Every byte of a bundle is searched for what was not to go out, with streams and members unpacked."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import docx
import pymupdf
import pytest

from annotator.model.errors import Refused
from annotator.model.things import Handling, Relation, Role
from annotator.operations import editing, exporting, importing, linking, marking, replacing, verifying, workspace
from annotator.operations.workspace import Workspace
from tests.bundle.tampering import rewrite

PRESETS = (None, "editor", "lawyer", "public", "archive")
DRAFT = (
    "The harbour office closed for forty days. The council spent much. The mayor knew of it. Nobody disputes the fog."
)
NEVER = (b"zephyrine", b"quillfeather", b"unobtainium", b"obsidiana")
"""Title, file name, words and note of what never leaves."""
PARAPHRASE = (b"marmalade", b"peregrine")
"""Words of what may only be paraphrased, quoted and not."""
UNQUOTED = (b"saffronade",)
"""Words of what may only be quoted that no link quotes."""
GONE = (b"thistledown",)
"""What was removed: a note, a claim's note."""
OF_THE_WRITER = (b"wilhelmina", b"ottoline")
"""Authors: in the draft's file, in a document's fields, of a translation."""
NOTES = (b"pumpernickel",)
"""Notes for colleagues."""


def unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes, and what is packed in them."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from unpacked(archive.read(name))
    if data.startswith(b"%PDF"):
        with pymupdf.open(stream=data) as pdf:
            for xref in range(1, pdf.xref_length()):
                yield pdf.xref_object(xref).encode("utf-8", "replace")
                yield (pdf.xref_stream(xref) or b"") if pdf.xref_is_stream(xref) else b""
            for page in pdf:
                yield page.get_text().encode()
                yield "".join(annotation.info["content"] for annotation in page.annots()).encode()
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            yield zlib.decompress(match[1].rstrip())
        except zlib.error:
            continue


def everything(folder: Path) -> bytes:
    found = [str(path.relative_to(folder)).encode() for path in folder.rglob("*")]
    found += [part for path in folder.rglob("*") if path.is_file() for part in unpacked(path.read_bytes())]
    found += [part.decode("utf-16-le", "ignore").encode("utf-8", "ignore") for part in found]
    return b"\n".join(found).lower()


def _draft(path: Path) -> Path:
    document = docx.Document()
    document.core_properties.author = "Wilhelmina Ottoline"
    document.add_paragraph(DRAFT)
    document.save(str(path))
    return path


def _source(path: Path, words: str) -> Path:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_textbox(pymupdf.Rect(50, 50, 500, 700), words)
        pdf.save(path)
    return path


@pytest.fixture
def seeded(ws: Workspace, tmp_path: Path) -> Workspace:
    """A project with marks in every field that must not go out."""
    folder = tmp_path / "given"
    folder.mkdir()
    draft = importing.add(ws, [_draft(folder / "draft.docx")], role=Role.DRAFT).added[0].document

    def source(name: str, words: str, handling: Handling) -> str:
        given = [_source(folder / name, words)]
        return importing.add(ws, given, role=Role.SOURCE, handling=handling).added[0].document

    free = source("free.pdf", "The office was closed for forty days.", Handling.PUBLISH)
    never = source("quillfeather.pdf", "Unobtainium was found by her.", Handling.NEVER_LEAVES)
    told = source("told.pdf", "Marmalade was spent, peregrine people said.", Handling.PARAPHRASE_ONLY)
    quoted = source("quoted.pdf", "The mayor was told. Saffronade was not.", Handling.QUOTE_ONLY)
    editing.set_field(ws, never, "title", "Zephyrine's file")
    for document in (free, never, told, quoted):
        editing.set_field(ws, document, "author", "Wilhelmina")
    for document, title in ((free, "free"), (told, "told aloud"), (quoted, "quoted")):
        editing.set_field(ws, document, "title", title)
    closed = marking.claim(ws, draft, "The harbour office closed for forty days").claim
    spent = marking.claim(ws, draft, "The council spent much").claim
    knew = marking.claim(ws, draft, "The mayor knew of it").claim
    editing.set_field(ws, knew, "note", "pumpernickel")
    editing.set_field(ws, closed, "note", "thistledown")
    editing.set_field(ws, closed, "note", "obsidiana told us")
    linking.link(ws, closed, free, "closed for forty days", Relation.SUPPORTS, note="pumpernickel")
    linking.link(ws, closed, never, "Unobtainium was found", Relation.SUPPORTS, note="obsidiana")
    linking.link(ws, spent, told, "Marmalade was spent", Relation.CONTEXT)
    linking.link(ws, knew, quoted, "The mayor was told", Relation.SUPPORTS)
    gone = linking.link(ws, knew, free, "The office", Relation.CONTEXT, note="thistledown")
    editing.remove(ws, gone.link)
    return ws


@pytest.mark.parametrize("preset", PRESETS)
def test_nothing_goes_out_that_was_not_to(seeded: Workspace, tmp_path: Path, preset: str | None) -> None:
    made = exporting.export(seeded, tmp_path / "out", format="bundle", preset=preset, tell_reader=True)
    found = everything(made.path)
    hidden = NEVER + PARAPHRASE + UNQUOTED + GONE + OF_THE_WRITER + (NOTES if preset == "public" else ())
    home = (str(Path.home()), str(tmp_path))
    for mark in (*hidden, *(path.lower().encode() for path in home)):
        assert mark not in found, mark
    graph = seeded.graph()
    by_name = {document.name: graph.versions[document.current].sha256 for document in graph.documents.values()}
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest() for path in made.path.rglob("*") if path.is_file()}
    assert by_name["quillfeather.pdf"].encode() not in found
    assert not {by_name[name] for name in ("quillfeather.pdf", "told.pdf", "quoted.pdf", "draft.docx")} & hashes
    assert (by_name["free.pdf"] in hashes) is (preset != "public")
    # What may go out does.
    assert b"closed for forty days" in found
    assert b"the mayor was told" in found
    assert (b"pumpernickel" in found) is (preset != "public")
    assert (b"told aloud" in found) is (preset != "public")
    assert b"told.pdf" not in found
    assert {document for document, _ in made.left_out} >= {"Zephyrine's file", "told aloud", "quoted"}
    assert verifying.verify_bundle(made.path, made.digest).problems == ()


def test_names_go_out_where_they_may(seeded: Workspace, tmp_path: Path) -> None:
    made = exporting.export(seeded, tmp_path / "out", format="bundle", with_names=True)
    assert b"wilhelmina" in everything(made.path)


def test_the_reader_is_told_what_is_left_out_if_that_is_wished(seeded: Workspace, tmp_path: Path) -> None:
    spare = tmp_path / "spare.txt"
    spare.write_text("Nobody ever cited this.", "utf-8")
    importing.add(seeded, [spare], role=Role.SOURCE, handling=Handling.NEVER_LEAVES)
    page = exporting.export(seeded, tmp_path / "told.html", tell_reader=True).path.read_text("utf-8")
    section = page[page.index('<h2 id="left-out">') :]
    assert re.findall("<li>(.*?)</li>", section) == [
        "1 source that claims rest on does not go out.",
        "1 source goes out only with the passages that are quoted here.",
        "1 source goes out only by name: what they say is paraphrased in the draft.",
    ]
    silent = exporting.export(seeded, tmp_path / "silent.html").path.read_text("utf-8")
    assert "<li>" not in silent[silent.index('<h2 id="left-out">') :]


@pytest.mark.parametrize(("format", "files"), [("docx", 3), ("csv", 3), ("jsonld", 1), ("svg", 1)])
def test_parts_of_it(seeded: Workspace, tmp_path: Path, format: str, files: int) -> None:
    made = exporting.export(seeded, tmp_path / "out", format=format)
    assert len(made.files) == files
    found = everything(made.path) if made.path.is_dir() else made.path.read_bytes().lower()
    for mark in NEVER + PARAPHRASE + UNQUOTED + GONE + OF_THE_WRITER:
        assert mark not in found
    assert made.left_out


def test_originals_come_as_they_are(seeded: Workspace, tmp_path: Path) -> None:
    made = exporting.export(seeded, tmp_path / "out", format="bundle")
    assert (made.path / "data/originals/free.pdf").read_bytes() == (tmp_path / "given/free.pdf").read_bytes()
    assert [path.name for path in (made.path / "data/originals").iterdir()] == ["free.pdf"]


def test_one_that_is_stopped_leaves_nothing(seeded: Workspace, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    for percent in (0, 30, 60, 85):
        reached: list[int] = []

        def progress(done: int, total: int, reached: list[int] = reached, percent: int = percent) -> None:
            if done >= percent and total == 100:
                reached.append(done)

        def cancelled(reached: list[int] = reached) -> bool:
            return bool(reached)

        with pytest.raises(Refused, match="Stopped"):
            exporting.export(seeded, tmp_path / "out", format="bundle", progress=progress, cancelled=cancelled)
        assert sorted(tmp_path.iterdir()) == before


def test_the_example_is_exported_and_verified(tmp_path: Path) -> None:
    from annotator.operations import example

    with workspace.open_workspace(example.make_example(tmp_path / "e.annotator"), read_only=True) as ws:
        made = exporting.export(ws, tmp_path / "out", format="bundle", preset="lawyer")
    assert verifying.verify_bundle(made.path, made.digest).problems == ()
    page = made.path / "data/index.html"
    page.write_bytes(page.read_bytes().replace(b"forty", b"fifty", 1) + b"<!-- -->")
    assert not verifying.verify_bundle(made.path).valid


def test_each_quote_is_looked_up_on_its_page(seeded: Workspace, tmp_path: Path) -> None:
    made = exporting.export(seeded, tmp_path / "out", format="bundle")
    (first, second) = verifying.verify_bundle(made.path).notes
    assert first.startswith("Of 5 quotes, 4 stand on their pages: 1 in the untouched originals")
    assert second.startswith("1 quote from documents that are not here")
    copy = made.path / "data/copies/free.pdf"
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "The office was closed for fourty days.")
        pdf.save(copy)
    rewrite(made.path)
    found = verifying.verify_bundle(made.path)
    assert found.problems == ("“closed for forty days” is not on page 1 of 'data/copies/free.pdf'.",)
    copy.write_bytes(b"no PDF")
    rewrite(made.path)
    assert "could not be looked up" in verifying.verify_bundle(made.path).problems[0]


def test_a_draft_with_comments_does_not_go_to_the_public(ws: Workspace, tmp_path: Path) -> None:
    document = docx.Document()
    runs = [document.add_paragraph(DRAFT).runs[0]]
    document.add_comment(runs, text="Is that the clerk?", author="Wilhelmina Ottoline", initials="WO")
    document.save(str(tmp_path / "commented.docx"))
    draft = importing.add(ws, [tmp_path / "commented.docx"], role=Role.DRAFT).added[0].document
    marking.claim(ws, draft, "The council spent much")
    told: list[tuple[tuple[str, str], ...]] = []
    exporting.export(ws, tmp_path / "editor", format="bundle", preset="editor", warn=told.append)
    assert any("omment" in sentence for _, sentence in told[0])
    with pytest.raises(Refused, match="holds comments"):
        exporting.export(ws, tmp_path / "public", format="bundle", preset="public")
    assert not (tmp_path / "public").exists()
    replacing.replace(ws, draft, _draft(tmp_path / "clean.docx"))
    exporting.export(ws, tmp_path / "public", format="bundle", preset="public")
