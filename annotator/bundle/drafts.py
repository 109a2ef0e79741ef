"""The draft as DOCX for people who mark up: with comments at the claims, with footnotes, and clean."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import docx
from docx.document import Document as Docx
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from annotator.bundle.choosing import Choice
from annotator.bundle.content import BundleContent, LeftOut, Mark, Written, label_of
from annotator.bundle.docx_parts import Footnotes, bare, save
from annotator.bundle.leading import Leading
from annotator.bundle.marks import marked
from annotator.bundle.pdf import Copies, safe_name
from annotator.bundle.segments import Piece
from annotator.bundle.view import ClaimView, DraftView, PageView, PassageView
from annotator.bundle.viewing import Viewer
from annotator.bundle.words import counted, plain
from annotator.bundle.writing import publish
from annotator.model.copies import CopyPlan
from annotator.model.errors import Refused

_ANNOTATED = "with annotations"
_AUTHOR, _INITIALS = "Annotator", "A"
"""Who comments: never a person."""


class Form(StrEnum):
    """How the claims are shown in a DOCX."""

    COMMENTS = "with comments"
    FOOTNOTES = "with footnotes"
    CLEAN = "clean"


def write_drafts(out: Path, content: BundleContent) -> Written:
    """Writes the drafts in each form into the folder `out` (or a ZIP); where it ends in `.docx`, the commented one.

    Raises as every export does.
    """
    choice = Choice(content)
    page = Viewer(content, choice).page()
    if out.suffix.lower() == ".docx":
        one = "draft.docx"
        return publish(out, lambda at: _write(at / one, page, page.drafts[0], Form.COMMENTS), choice.left_out, one=one)
    return publish(out, lambda folder: drafts_into(folder, page, tuple(Form)), choice.left_out)


def drafts_into(folder: Path, page: PageView, forms: Sequence[Form]) -> None:
    """Writes each draft in these forms into a folder that is there, under its title."""
    for _ in drafted(folder, page, forms):
        pass


def drafted(folder: Path, page: PageView, forms: Sequence[Form]) -> Generator[None, None, None]:
    """The same in pieces."""
    taken: set[str] = set()
    for draft in page.drafts:
        for form in forms:
            yield
            _write(folder / safe_name(f"{_title(draft)[:90]} ({form.value})", ".docx", taken), page, draft, form)


class DraftCopies:
    """Each draft as a PDF without any mark, for a folder that is there, beside the forms of `drafts_into`.

    If `working`, also one with annotations, from where links lead to the `copies`, which lie in a folder of that name
    beside this one. They are begun at once.
    """

    def __init__(self, folder: Path, choice: Choice, copies: Copies, *, working: bool) -> None:
        self._renderer = choice.content.renderer
        self._asked: list[tuple[str, str, str, Sequence[Mark], CopyPlan, Path]] = []
        taken: set[str] = set()
        marks = {copy.version.id: copy.marks for copy in marked(choice)} if working else {}
        for draft in choice.drafts:
            version, title = draft.current, plain(label_of(draft))
            for form in (_ANNOTATED, Form.CLEAN.value) if working else (Form.CLEAN.value,):
                name = safe_name(f"{without_ending(title)[:90]} ({form})", ".pdf", taken)
                plan = _plan(choice, copies, version, name) if form == _ANNOTATED else CopyPlan()
                given = marks.get(version, ()) if form == _ANNOTATED else ()
                self._asked.append((title, form, version, given, plan, folder / name))
                self._renderer.copy_soon(version, given, plan, folder / name)

    def write(self, problems: list[LeftOut]) -> None:
        """Writes them. A draft that can't be copied is added to `problems`."""
        for title, form, version, given, plan, path in self._asked:
            try:
                self._renderer.copy(version, given, plan, path)
            except Refused as refused:
                problems.append(LeftOut(title, f"It could not be made a PDF ({form}): {refused}"))


def _plan(choice: Choice, copies: Copies, version: str, name: str) -> CopyPlan:
    """Where the links of a draft's annotated PDF lead, which is called `name`."""
    others = {spot: (f"../copies/{at[0]}", at[1]) for spot, at in copies.named.items() if spot[0] != version}
    leads = Leading(choice, version, name, {**others, (version, -1): (name, -1)})
    return CopyPlan(outline=leads.outline(), jumps=leads.jumps())


def _title(draft: DraftView) -> str:
    return without_ending(draft.title)


def without_ending(name: str) -> str:
    """A draft's title without the ending of a file's name."""
    for ending in (".docx", ".markdown", ".md", ".txt", ".pdf", ".odt", ".rtf"):
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name


def _write(path: Path, page: PageView, draft: DraftView, form: Form) -> None:
    document = bare(docx.Document(), _title(draft), page.exported)
    writer = _Writer(document, page, form)
    for part in draft.text:
        style = "Heading 2" if part.heading else None
        writer.paragraph(document.add_paragraph(style=style), part.pieces)
    if form is not Form.CLEAN:
        writer.elsewhere(draft)
        still = f"{counted(len(draft.open), 'sentence')} of {draft.sentences} still open"
        line = f"Draft {draft.short} · {page.exported} · {still}"
        document.sections[0].footer.paragraphs[0].add_run(line)
    writer.finish()
    save(document, path)


class _Writer:
    """Writes the pieces of a draft and what hangs on them."""

    def __init__(self, document: Docx, page: PageView, form: Form) -> None:
        self._document = document
        self._page = page
        self._form = form
        self._begun: dict[str, Run] = {}
        self._told: set[int] = set()
        self._notes = Footnotes(document) if form is Form.FOOTNOTES else None

    def paragraph(self, paragraph: Paragraph, pieces: Sequence[Piece]) -> None:
        """The pieces as runs, one at least for each, with their comments or footnotes."""
        for piece in pieces:
            run = paragraph.add_run(plain(piece.text).replace("\n", " "))
            for key in piece.begins:
                self._begun[key] = run
            for key in piece.ends:
                self._tell(paragraph, key, run)

    def _tell(self, paragraph: Paragraph, key: str, last: Run) -> None:
        claim = self._page.badges[key]
        if self._form is Form.CLEAN:
            return
        again = claim.number in self._told
        self._told.add(claim.number)
        lines = [f"Claim {claim.number}: see where it stands first."] if again else list(_lines(claim))
        if self._notes is not None:
            self._notes.add(paragraph, lines)
            return
        first = self._begun[key]
        self._document.add_comment([first, last], "\n".join(lines), _AUTHOR, _INITIALS)

    def elsewhere(self, draft: DraftView) -> None:
        """Claims of this draft whose words are not in its text, at its end."""
        lost = [claim for claim in draft.claims if claim.number not in self._told]
        if not lost:
            return
        self._document.add_paragraph("Claims whose words were not found in this version of the draft", "Heading 2")
        for claim in lost:
            for line in (*(wording.quote for wording in claim.wordings), *_lines(claim)):
                self._document.add_paragraph(line)

    def finish(self) -> None:
        """Puts the footnotes into the document, and takes the time out of the comments."""
        if self._notes is not None:
            self._notes.finish()
        for comment in self._document.comments if self._form is Form.COMMENTS else ():
            comment._comment_elm.date = None


def _lines(claim: ClaimView) -> Iterator[str]:
    """What is said at a claim: its number and standing, then each passage it rests on."""
    said = f"; said by {claim.said_by}" if claim.said_by else ""
    yield f"Claim {claim.number}: {claim.type}, {claim.status_word}{said}"
    if claim.note:
        yield f"Note: {_one_line(claim.note)}"
    for group in claim.groups:
        if len(group) > 1:
            yield f"These {len(group)} passages count only together:"
        for passage in group:
            yield from _of_passage(passage)
    if claim.withheld:
        yield f"{counted(claim.withheld, 'linked passage')} not shown: the document does not go out."
    elif not claim.groups:
        yield "No passage is linked to this claim."


def _of_passage(passage: PassageView) -> Iterator[str]:
    where = ", ".join(part for part in (passage.title, passage.page) if part)
    quote = f": “{passage.quote}”" if passage.quote else ""
    yield f"{passage.mark} {passage.word}: {where}{quote}"
    if passage.hidden and not passage.quote:
        yield passage.hidden
    if passage.translation:
        by = f" by {passage.translator}" if passage.translator else ""
        yield f"Translation{by}: {_one_line(passage.translation)}"
    for note in passage.notes:
        yield f"Note: {_one_line(note)}"
    if passage.remark:
        yield passage.remark


def _one_line(text: str) -> str:
    return " ".join(text.split())
