"""A project with a mark of its own in every field of every thing, exported for each and in each form, and every byte
of it searched. The fields come from the store's table: one that nobody has thought of here fails the first test.
"""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import docx
import pymupdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from annotator.model.errors import NotFound
from annotator.model.things import Handling, Kind, Relation, Role
from annotator.operations import (
    editing,
    exporting,
    identity,
    importing,
    linking,
    marking,
    queries,
    verifying,
    workspace,
)
from annotator.operations.checks import check
from annotator.operations.workspace import Workspace
from annotator.store.fields import FIELDS
from tests.bundle.unpacking import everything

GOES, COLLEAGUES, NAMED, NEVER = "goes", "colleagues", "named", "never"
"""Where words of a field may stand, of things that go out: anywhere, but not for the public, with names, nowhere."""

WORDS: dict[tuple[Kind, str], str] = {
    (Kind.PROJECT, "title"): GOES,
    (Kind.PROJECT, "hold"): NEVER,
    (Kind.PERSON, "name"): NEVER,
    (Kind.DOCUMENT, "title"): GOES,
    (Kind.DOCUMENT, "name"): NEVER,
    (Kind.DOCUMENT, "author"): NAMED,
    (Kind.DOCUMENT, "date"): GOES,
    (Kind.DOCUMENT, "received"): GOES,
    (Kind.DOCUMENT, "address"): GOES,
    (Kind.DOCUMENT, "in_force"): GOES,
    (Kind.DOCUMENT, "interviewee"): NEVER,
    (Kind.DOCUMENT, "how"): NEVER,
    (Kind.CLAIM, "said_by"): GOES,
    (Kind.CLAIM, "note"): COLLEAGUES,
    (Kind.PASSAGE, "note"): COLLEAGUES,
    (Kind.PASSAGE, "translation"): GOES,
    (Kind.PASSAGE, "translator"): NAMED,
    (Kind.LINK, "note"): COLLEAGUES,
    (Kind.NEEDS_NONE, "reason"): COLLEAGUES,
    (Kind.QUERY, "text"): COLLEAGUES,
    (Kind.QUERY, "whom"): NAMED,
    (Kind.QUERY, "asked"): COLLEAGUES,
    (Kind.QUERY, "answer"): COLLEAGUES,
    (Kind.QUERY, "answered"): COLLEAGUES,
    (Kind.QUERY, "origin"): NEVER,
    (Kind.DISMISSAL, "reason"): COLLEAGUES,
    (Kind.CALCULATION, "note"): COLLEAGUES,
    (Kind.BLACKOUT, "reason"): NEVER,
}
NO_WORDS = {
    # Ids, hashes, dates that decide, and words from a list: no place for what somebody writes.
    *((Kind.DOCUMENT, name) for name in ("role", "handling", "current", "part_of", "terms", "embargo", "same_as")),
    *((Kind.VERSION, name) for name in FIELDS[Kind.VERSION]),
    *((Kind.CLAIM, name) for name in ("number", "type", "status", "verified", "private", "same_as")),
    *((Kind.PASSAGE, name) for name in ("document", "place", "claim", "lost", "private")),
    *((Kind.LINK, name) for name in ("claim", "passage", "relation", "together", "handling", "private")),
    *((Kind.NEEDS_NONE, name) for name in ("document", "place")),
    *((Kind.QUERY, name) for name in ("claim", "type", "closed")),
    *((Kind.DISMISSAL, name) for name in ("claim", "about")),
    *((Kind.CALCULATION, name) for name in ("claim", "formula")),
    *((Kind.BLACKOUT, name) for name in ("document", "place")),
    *((kind, "removed") for kind in FIELDS),
}


def mark(owner: str, kind: Kind, field: str) -> str:
    """A word that nothing else has: whose field it stands in, and in which."""
    return f"zq{owner}{kind.value.replace('-', '')}{field.replace('_', '')}"


def test_every_field_has_been_thought_of() -> None:
    fields = {(kind, name) for kind, named in FIELDS.items() for name in named}
    assert fields == set(WORDS) | (NO_WORDS & fields), "say where the words of a new field may go"


HOST, HOME = "zqhostcomputer", "zqhomefolder"
DRAFT = "The pier opened in June. The gate was shut. The mayor knew. The fog came. The bill was paid. The end came."
TAILS = {
    "free": "though the harbour lamps were lit all night",
    "quoted": "though the bakery on the hill stayed closed in August",
    "told": "though the ferry from the island came late on Sunday",
    "kept": "though the clerk of the works had gone to the mountains",
}
"""What the draft quotes of each source, with a word of its own: a flag about it quotes what the source has."""
QUOTED = " ".join(f"“Not anything {tail},” said the clerk." for tail in TAILS.values())


def _fill(ws: Workspace, owner: str, thing: str, kind: Kind) -> None:
    """A mark in each field of a thing that words can stand in."""
    with ws.project.act("edit") as pen:
        for (of, field), _ in WORDS.items():
            if of is kind and FIELDS[kind][field].fits(mark(owner, kind, field)):
                pen.set(thing, field, mark(owner, kind, field))


def _pdf(path: Path, words: str, owner: str) -> Path:
    """With all that lies in a PDF where nobody sees it: what it says of itself, files, an older state, forms."""
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((72, 300), f"zq{owner}oldrevision was here.")
        pdf.save(path)
    with pymupdf.open(path) as pdf:
        page = pdf[0]
        page.clean_contents()
        pdf.update_stream(page.get_contents()[0], b" ")
        page.insert_text((72, 72), words)
        picture = io.BytesIO()
        given = Image.new("RGB", (40, 40), "white")
        exif = given.getexif()
        exif[0x010E] = f"zq{owner}exif"
        given.save(picture, "JPEG", exif=exif)
        page.insert_image(pymupdf.Rect(300, 300, 340, 340), stream=picture.getvalue())
        note = page.add_text_annot((400, 400), f"zq{owner}annotation")
        note.set_info(title=f"zq{owner}annotator")
        page.insert_text((72, 500), f"zq{owner}hiddentext", render_mode=3)
        pdf.set_metadata({"author": f"zq{owner}metadata", "producer": f"zq{owner}producer"})
        pdf.set_xml_metadata(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>zq{owner}xmp</x:xmpmeta>")
        pdf.embfile_add(f"zq{owner}embeddedname.txt", f"zq{owner}embedded".encode())
        pdf.saveIncr()
    return path


IN_FILES = ("oldrevision", "exif", "annotation", "annotator", "metadata", "producer", "xmp", "embeddedname", "embedded")
UNSEEN = (*IN_FILES, "hiddentext")
STAYS = (Handling.NEVER_LEAVES, Handling.PARAPHRASE_ONLY, Handling.QUOTE_ONLY, Handling.PUBLISH)
OWNERS = {
    Handling.PUBLISH: "free",
    Handling.QUOTE_ONLY: "quoted",
    Handling.PARAPHRASE_ONLY: "told",
    Handling.NEVER_LEAVES: "kept",
}


IN_DRAFT = (
    *("author", "lastmodifiedby", "comments", "keywords", "subject", "category", "title", "file", "deleted", "deleter"),
)


def _draft(folder: Path) -> Path:
    document = docx.Document()
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category", "title"):
        setattr(document.core_properties, name, f"zqdraft{name.replace('_', '')}")
    paragraph = document.add_paragraph(DRAFT)
    document.add_paragraph(QUOTED)
    deleted = "<w:r><w:delText>zqdraftdeleted</w:delText></w:r>"
    paragraph._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="9" w:author="zqdraftdeleter">{deleted}</w:del>'))
    document.save(str(folder / "zqdraftfile.docx"))
    return folder / "zqdraftfile.docx"


def _source(ws: Workspace, folder: Path, handling: Handling) -> str:
    owner = OWNERS[handling]
    words = f"The words cited{owner} stand here.\nNot zq{owner}uncited {TAILS[owner]}."
    path = _pdf(folder / f"zq{owner}filename.pdf", words, owner)
    document = importing.add(ws, [path], role=Role.SOURCE, handling=handling).added[0].document
    _fill(ws, owner, document, Kind.DOCUMENT)
    editing.set_field(ws, document, "terms", "on-the-record")
    return document


def _linked(ws: Workspace, owner: str, draft: str, quote: str, document: str, cited: str) -> tuple[str, str]:
    """A claim with a link to words of a document, all their fields full; the claim and the link."""
    claim = marking.claim(ws, draft, quote, nth=1).claim
    link = linking.link(ws, claim, document, cited, Relation.SUPPORTS).link
    passage = ws.graph().links[link].passage
    query = queries.ask(ws, claim, "a question")
    with ws.project.act("edit") as pen:
        dismissal = pen.new(Kind.DISMISSAL, {"claim": claim, "reason": "why"})
        formula = {"result": "2", "expression": "1 + 1", "figures": {}}
        calculation = pen.new(Kind.CALCULATION, {"claim": claim, "formula": formula})
    _fill(ws, owner, dismissal, Kind.DISMISSAL)
    _fill(ws, owner, calculation, Kind.CALCULATION)
    for thing, kind in ((claim, Kind.CLAIM), (link, Kind.LINK), (passage, Kind.PASSAGE), (query, Kind.QUERY)):
        _fill(ws, owner, thing, kind)
    return claim, link


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A project with marks in every field, made by a person, in a home and on a computer whose names are marks too."""
    folder = tmp_path_factory.mktemp("seeded") / HOME
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        patch.setattr(socket, "gethostname", lambda: HOST)
        with workspace.create(folder / "story.annotator", title="") as ws:
            identity.remember(ws.project.id, replace(identity.identity_for(ws.project.id), name=_person()))
        with workspace.open_workspace(folder / "story.annotator") as ws:
            _tell(ws, folder)
            yield ws


def _person() -> str:
    return mark("writer", Kind.PERSON, "name")


def _tell(ws: Workspace, folder: Path) -> None:
    draft = importing.add(ws, [_draft(folder)], role=Role.DRAFT, handling=Handling.PUBLISH).added[0].document
    editing.set_field(ws, draft, "title", "The pier")
    sources = {handling: _source(ws, folder, handling) for handling in STAYS}
    quotes = ("The pier opened in June", "The gate was shut", "The mayor knew", "The fog came")
    for (handling, document), quote in zip(sources.items(), quotes, strict=True):
        _linked(ws, OWNERS[handling], draft, quote, document, f"words cited{OWNERS[handling]}")
    # What was replaced, removed, erased, or is private.
    claim, link = _linked(ws, "replaced", draft, "The bill was paid", sources[Handling.PUBLISH], "stand here")
    passage = ws.graph().links[link].passage
    (query,) = ws.graph().queries_of(claim)
    _fill(ws, "private", query.id, Kind.QUERY)
    for calculation in ws.graph().calculations_of(claim):
        _fill(ws, "private", calculation.id, Kind.CALCULATION)
    for thing, kind in ((claim, Kind.CLAIM), (link, Kind.LINK), (passage, Kind.PASSAGE)):
        _fill(ws, "private", thing, kind)
        with ws.project.act("edit") as pen:
            pen.set(thing, "private", True)
    for owner, gone in (("removed", editing.remove), ("erased", editing.erase)):
        path = _pdf(
            folder / f"zq{owner}filename.pdf", f"The words cited{owner} stand here. Not zq{owner}uncited.", owner
        )
        document = importing.add(ws, [path], role=Role.SOURCE, handling=Handling.PUBLISH).added[0].document
        _fill(ws, owner, document, Kind.DOCUMENT)
        claim, _ = _linked(ws, owner, draft, "The end came", document, f"words cited{owner}")
        gone(ws, claim)
        gone(ws, document)
    needs = marking.needs_none(ws, draft, "The end came", "a reason", nth=1)
    _fill(ws, "free", next(iter(ws.graph().needs_none)), Kind.NEEDS_NONE)
    assert needs
    project = ws.project.id
    with ws.project.act("edit") as pen:
        for field in ("title", "hold"):
            with suppress(NotFound):
                pen.set(project, field, mark("free", Kind.PROJECT, field))


def _kept_words(owner: str) -> tuple[str, ...]:
    """All marks of an owner, of its fields and its file."""
    fields = tuple(mark(owner, kind, field) for kind, field in WORDS)
    return (*fields, *(f"zq{owner}{name}" for name in (*UNSEEN, "filename", "uncited")))


PRESETS = ("editor", "lawyer", "public", "archive")


def _never(*, public: bool, names: bool) -> set[str]:
    """Every mark that must not be found."""
    found = {HOST, HOME, _person(), *(f"zqdraft{name}" for name in IN_DRAFT if name != "author" or not names)}
    for owner in ("replaced", "removed", "erased", "kept"):
        found.update(_kept_words(owner))
    found.update(("citedkept", "citedtold", "citedremoved", "citederased"))
    found.update(mark("private", kind, "note") for kind in (Kind.CLAIM, Kind.LINK, Kind.PASSAGE))
    for owner in ("free", "quoted", "told"):
        found.update(f"zq{owner}{name}" for name in (*UNSEEN, "filename"))
        for (kind, field), rule in WORDS.items():
            if rule == NEVER or (rule == NAMED and not names) or (rule == COLLEAGUES and public):
                found.add(mark(owner, kind, field))
    found.update(f"zq{owner}uncited" for owner in ("quoted", "told"))
    found.add(mark("told", Kind.PASSAGE, "translation"))
    for owner in ("quoted", "told"):
        found.add(mark(owner, Kind.DOCUMENT, "address"))
    if public:
        found.update(_kept_words("told"))
    else:  # what stands around a quote in an original that goes out, too
        found.discard("zqfreehiddentext")
    return found


@pytest.mark.parametrize("names", [False, True])
@pytest.mark.parametrize("preset", PRESETS)
def test_a_bundle_holds_nothing_more(seeded: Workspace, tmp_path: Path, preset: str, names: bool) -> None:
    if names and preset != "lawyer":
        return  # names are asked for in one of them
    made = exporting.export(seeded, tmp_path / "out", format="bundle", preset=preset, with_names=names)
    # An original is untouched: what lies in it is told before the export, and the public gets none.
    found = everything(made.path, but=() if preset == "public" else ("data/originals/",))
    assert sorted(word for word in _never(public=preset == "public", names=names) if word.encode() in found) == []
    assert b"citedfree" in found
    assert b"citedquoted" in found
    assert (mark("free", Kind.LINK, "note").encode() in found) is (preset != "public")
    assert (mark("free", Kind.PASSAGE, "translator").encode() in found) is names
    gone = [key for key, rule in WORDS.items() if rule == GOES and mark("free", *key).encode() not in found]
    assert gone == [], "what may go out does"
    graph = seeded.graph()
    hashes = {
        graph.versions[one.current].sha256: one.handling for one in graph.documents.values() if one.role == "source"
    }
    assert [rule for digest, rule in hashes.items() if digest.encode() in found and rule is not Handling.PUBLISH] == []
    for original in (made.path / "data").glob("originals/*"):
        assert b"citedfree" in everything(original)
        assert not [word for word in (HOST, HOME) if word.encode() in everything(original)]
    assert verifying.verify_bundle(made.path, made.digest).problems == ()


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "csv", "jsonld", "svg", "bundle"])
def test_a_part_holds_nothing_more(seeded: Workspace, tmp_path: Path, form: str) -> None:
    out = tmp_path / ("out.zip" if form == "bundle" else "out")
    made = exporting.export(seeded, out, format=form, preset="public" if form == "bundle" else None)
    found = everything(made.path)
    assert sorted(word for word in _never(public=form == "bundle", names=False) if word.encode() in found) == []
    assert b"citedfree" in found


def test_flags_quote_what_must_not_go_out(seeded: Workspace) -> None:
    """So that finding none of it in a bundle, which tells of flags, says something."""
    told = " ".join(finding.message for finding in check(seeded).findings)
    assert [owner for owner in TAILS if f"zq{owner}uncited" not in told] == []


def test_the_search_finds_what_is_packed(seeded: Workspace, tmp_path: Path) -> None:
    """Each mark in a file that stays untouched is found there, so that finding none elsewhere says something."""
    made = exporting.export(seeded, tmp_path / "out", format="bundle", preset="lawyer")
    (original,) = (made.path / "data/originals").iterdir()
    found = everything(original)
    assert [name for name in UNSEEN if f"zqfree{name}".encode() not in found] == []
