"""Which verbs there are, and what each takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from annotator.cli import blackouts, checks, keeping, notes, people, remarks, scans, sharing, suggestions, verbs
from annotator.cli.answers import Answer
from annotator.cli.arguments import Argument, Given
from annotator.model.things import Handling, Relation, Role, Status, Terms
from annotator.operations.searching import Sought
from annotator.operations.workspace import Workspace

Run = Callable[[Workspace, Given], Answer]


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb that works on an open project. `writes` tells whether it needs the project for itself."""

    run: Run
    help: str
    arguments: tuple[Argument, ...] = ()
    writes: bool = True


def _document(help: str = "its id, a beginning of it, or the document's exact name") -> Argument:
    return Argument("document", help, positional=True, required=True)


_ID = Argument("id", "an id, or a beginning that only one has", positional=True, required=True)
_PAGE = Argument("page", "only on the page with this index, counted from 0", kind="number", metavar="N")
_NTH = Argument("nth", "which occurrence, counted from 1", kind="number", metavar="K")
_QUOTE = Argument("quote", "the words as they stand there", required=True, metavar="Q")
_RELATIONS = tuple(word.value for word in Relation)


VERBS: Mapping[str, Verb] = {
    "add": Verb(
        verbs.add,
        "import files; one that can't be read does not stop the others",
        (
            Argument("files", "files to import", kind="texts", positional=True, required=True, metavar="FILE"),
            Argument("as", "what they are", choices=tuple(word.value for word in Role), default=Role.SOURCE.value),
            Argument(
                "handling",
                "what may leave this computer; unset is asked about before an export",
                choices=tuple(word.value for word in Handling),
                default=Handling.PUBLISH.value,
            ),
            Argument("password-file", "passwords to try: UTF-8, one a line", metavar="F"),
            Argument("no-ocr", "leave scans unread", kind="flag"),
        ),
    ),
    "note": Verb(
        notes.note,
        "take in an interview note, as a document",
        (
            Argument("with", "with whom it was: a name or an alias", required=True, metavar="W"),
            Argument("date", "the day of the interview; today where it is left out", metavar="D"),
            Argument("how", "as in person, phone, video, e-mail, message", metavar="H"),
            Argument("terms", "what was agreed; without, it never leaves", choices=tuple(word.value for word in Terms)),
            Argument("embargo", "until which day nothing of it may be printed, as 2026-12-01", metavar="D"),
            Argument("text-file", "its words: a file in UTF-8, or - for standard input", metavar="F"),
            Argument("text", "its words themselves", metavar="T"),
            Argument(
                "handling",
                "what may leave this computer, where that differs from what the terms say",
                choices=tuple(word.value for word in Handling),
            ),
        ),
    ),
    "ocr": Verb(
        scans.ocr,
        "read scans by machine, on this computer",
        (
            Argument("document", "only this one: an id, a beginning of it, or its exact name", positional=True),
            _PAGE,
            Argument("languages", "as eng+deu", metavar="L"),
        ),
    ),
    "documents": Verb(verbs.documents, "list the documents", writes=False),
    "text": Verb(verbs.text, "a document's current text as read", (_document(), _PAGE), writes=False),
    "claim": Verb(
        verbs.claim,
        "mark a claim in a draft",
        (
            _document("the draft: its id, a beginning of it, or its exact name"),
            _QUOTE,
            _PAGE,
            _NTH,
            Argument("status", "where its checking stands", choices=tuple(word.value for word in Status)),
        ),
    ),
    "link": Verb(
        verbs.link,
        "link a claim to a passage of another document",
        (
            Argument("claim", "the claim's id, or a beginning of it", positional=True, required=True),
            _document(),
            _QUOTE,
            Argument("relation", "what the passage does for the claim", choices=_RELATIONS, required=True),
            _PAGE,
            _NTH,
            Argument("note", "a note on the link", metavar="T"),
            Argument(
                "handling",
                "what of the passage may leave this computer; it can only let less out than its document's",
                choices=tuple(word.value for word in Handling),
            ),
        ),
    ),
    "set": Verb(
        verbs.set_,
        "set a field of a thing",
        (
            _ID,
            Argument("field", "as status, relation, note, title, handling", positional=True, required=True),
            Argument("value", "its value; '' for none", positional=True, required=True),
        ),
    ),
    "remove": Verb(verbs.remove, "hide a thing", (_ID,)),
    "restore": Verb(verbs.restore, "bring a removed thing back", (_ID,)),
    "undo": Verb(verbs.undo, "take back my last act"),
    "redo": Verb(verbs.redo, "do again what I undid last"),
    "needs-none": Verb(
        verbs.needs_none,
        "mark words of a draft as needing no source",
        (
            _document("the draft"),
            _QUOTE,
            Argument("reason", "why they need none", required=True, metavar="R"),
            _PAGE,
            _NTH,
        ),
    ),
    "black": Verb(
        blackouts.black,
        "black a place of a document out of whatever is exported of it; the document itself stays as it is",
        (
            _document(),
            Argument("quote", "the words as they stand there", metavar="Q"),
            _PAGE,
            _NTH,
            Argument("all", "wherever these words stand in it", kind="flag"),
            Argument("region", "a part of the page: left,top,width,height in points from its top left", metavar="R"),
            Argument("reason", "why", metavar="T"),
        ),
    ),
    "blacked": Verb(
        blackouts.blacked,
        "what is blacked out; `remove` takes one back",
        (Argument("document", "only of this one: an id, a beginning of it, or its exact name", positional=True),),
        writes=False,
    ),
    "erase": Verb(verbs.erase, "destroy a thing for good", (_ID,)),
    "claims": Verb(verbs.claims, "the claims with their links, in draft order", writes=False),
    "search": Verb(
        verbs.search,
        "full text over all documents",
        (
            Argument(
                "words",
                'words, a "phrase" in double quotes, begin* for any word that begins so, -word for pages without it',
                kind="texts",
                positional=True,
                required=True,
            ),
            Argument("in", "only in this document: its id, a beginning of it, or its exact name", metavar="D"),
            Argument("kind", "only in documents of this kind", choices=tuple(word.value for word in Sought)),
            Argument("limit", "at most so many hits", kind="number", metavar="N"),
        ),
        writes=False,
    ),
    "suggest": Verb(
        suggestions.suggest,
        "passages of the sources that may bear on a claim, best first; what they show is for you to judge",
        (
            Argument("claim", "the claim's id, or a beginning of it", metavar="C"),
            Argument("text", "any words instead", metavar="T"),
            Argument("in", "only in this source: its id, a beginning of it, or its exact name", metavar="D"),
            Argument("kind", "only in sources of this kind", choices=(Sought.SOURCE.value, Sought.NOTE.value)),
            Argument("limit", "at most so many passages", kind="number", metavar="N"),
        ),
        writes=False,
    ),
    "replace": Verb(
        verbs.replace,
        "make a file the new version of a document",
        (
            _document(),
            Argument("file", "the newer file", positional=True, required=True),
            Argument("dry-run", "only say what would become of the passages", kind="flag"),
            Argument("force", "even if it has little in common with the document", kind="flag"),
            Argument("password-file", "passwords to try: UTF-8, one a line", metavar="F"),
        ),
    ),
    "place": Verb(
        verbs.place,
        "decide about a passage that was edited, moved or not found",
        (
            Argument("passage", "the passage's id, or a beginning of it", positional=True, required=True),
            Argument(
                "decision",
                "accept takes it where it was found, let-go gives it up",
                positional=True,
                choices=("accept", "let-go"),
                metavar="accept|let-go",
            ),
            Argument("quote", "the words it stands at now", metavar="Q"),
            _PAGE,
            _NTH,
        ),
    ),
    "history": Verb(
        verbs.history, "who did what, when", (Argument("of", "only of this thing", metavar="ID"),), writes=False
    ),
    "export": Verb(
        verbs.export,
        "write the evidence bundle for others: the draft with its claims and what they rest on",
        (
            Argument("out", "the file or folder to make", positional=True, required=True),
            Argument(
                "format",
                "all of it, or a part: the page, annotated copies, the draft, tables, annotations, the graph",
                default="bundle",
                metavar="{bundle,html,pdf,docx,csv,jsonld,svg}",
            ),
            Argument(
                "preset", "for whom the bundle is; without, it has everything", metavar="{editor,lawyer,public,archive}"
            ),
            Argument("with-names", "let names of authors and translators go out", kind="flag"),
            Argument("cited-pages", "of sources only the cited pages, with one before and one after", kind="flag"),
            Argument("tell-reader", "list for the reader what is left out, in numbers without names", kind="flag"),
            Argument("part-size", "a folder of ZIPs of about so many megabytes each", kind="number", metavar="MB"),
        ),
        writes=False,
    ),
    "share": Verb(
        sharing.share,
        "write a clean copy to send to a colleague, or what is new since one",
        (
            Argument("out", "the file to make", positional=True, required=True),
            Argument("with-never-leaves", "also documents that never leave this computer", kind="flag"),
            Argument("with-withheld-quotes", "of those the quotes, contexts and notes, but no more", kind="flag"),
            Argument("without-history", "nothing of what was removed or replaced", kind="flag"),
            Argument("without-names", "nobody's name", kind="flag"),
            Argument("with-private-notes", "also notes marked as private", kind="flag"),
            Argument("changes-since", "only what is new since this copy, which the other side has", metavar="FILE"),
        ),
        writes=False,
    ),
    "merge": Verb(
        sharing.merge,
        "take in what a colleague's copy or changes file has",
        (
            Argument("other", "the file that came back", positional=True, required=True),
            Argument("dry-run", "only say what would come in", kind="flag"),
            Argument("force", "even if it does not stem from this project", kind="flag"),
        ),
    ),
    "undo-merge": Verb(sharing.undo_merge, "go back to before the last merge, if nothing was edited since"),
    "backups": Verb(
        keeping.backups,
        "the backups that this computer keeps of a project, newest first",
        (
            Argument("make", "make one now", kind="flag"),
            Argument("save", "copy one to a file of its own, 1 for the newest", kind="number", metavar="N"),
            Argument("out", "the file that it is copied to", metavar="FILE"),
            Argument("keep", "how many are kept of each project from now on", kind="number", metavar="N"),
        ),
        writes=False,
    ),
    "settle": Verb(
        sharing.settle,
        "settle what people disagree about",
        (
            Argument("thing", "an id, or a beginning that only one has", positional=True, required=True),
            Argument("field", "as status, relation, note", positional=True, required=True),
            Argument("value", "what it is from now on", positional=True, required=True),
        ),
    ),
    "same": Verb(
        sharing.same,
        "join two documents, claims, links of one claim, or sentences that need no source, that are the same",
        (_ID, Argument("other", "the other one, shown as the first from now on", positional=True, required=True)),
    ),
    "alike": Verb(sharing.alike, "what two people may have made of one thing", writes=False),
    "apart": Verb(people.apart, "say that a document or claim is none but itself, though another is like it", (_ID,)),
    "came-in": Verb(
        people.came_in,
        "what came in from others and waits for a look; status 1 while something does",
        (
            Argument("batch", "with which file, 1 for the last", kind="number", metavar="N"),
            Argument("keep", "the id of a change that was looked at, or a beginning of it", metavar="CHANGE"),
            Argument("keep-all", "all of it was looked at", kind="flag"),
        ),
        writes=False,
    ),
    "set-back": Verb(
        people.set_back,
        "set a field to what it was before a change, by a further change",
        (Argument("change", "the id of the change, as came-in tells it", positional=True, required=True),),
    ),
    "who": Verb(
        people.who,
        "who I am in this project, and who else wrote in it",
        (
            Argument("name", "what I am called from now on, '' for nothing", metavar="N"),
            Argument("as", "I am this person, at work on another computer: an id or a name", metavar="PERSON"),
        ),
    ),
    "hold": Verb(
        people.hold,
        "the legal hold, under which nothing can be erased",
        (
            Argument("why", "set it, with the reason", metavar="T"),
            Argument("lift", "lift it", kind="flag"),
        ),
    ),
    "ask": Verb(
        sharing.ask,
        "ask something about a claim",
        (
            Argument("claim", "the claim's id, or a beginning of it", positional=True, required=True),
            Argument("text", "what is asked", required=True, metavar="T"),
            Argument("to", "whom", metavar="W"),
            Argument("reply", "a reply is sought from whom the claim is about", kind="flag"),
        ),
    ),
    "answer": Verb(
        sharing.answer,
        "note what was answered, and close the query",
        (
            Argument("query", "the query's id, or a beginning of it", positional=True, required=True),
            Argument("text", "the answer", required=True, metavar="T"),
            Argument("open", "leave it open", kind="flag"),
        ),
    ),
    "check": Verb(
        checks.check,
        "the line check, and flags: what of a claim and its passages doesn't fit, as far as a program can tell",
        (Argument("dismissed", "also flags that were put aside", kind="flag"),),
        writes=False,
    ),
    "calculate": Verb(
        checks.calculate,
        "declare how a figure of a claim comes from numbers in passages",
        (
            Argument("claim", "the claim", positional=True, required=True),
            Argument(
                "figures", "numbers in passages, NAME=LINK:WORDS", kind="texts", positional=True, metavar="FIGURE"
            ),
            Argument("result", "the figure as the claim has it", required=True, metavar="R"),
            Argument("expression", "how it comes about, as '(b - a) / a'", required=True, metavar="E"),
            Argument("note", "a note", metavar="T"),
        ),
    ),
    "falls": Verb(
        checks.falls,
        "the claims that would lose their support if a document could not be relied on",
        (Argument("document", "its id, a beginning of it, or its exact name", positional=True, required=True),),
        writes=False,
    ),
    "dismiss": Verb(
        checks.dismiss,
        "put a flag of the check aside",
        (
            Argument("finding", "the flag's id, or a unique beginning of it", positional=True, required=True),
            Argument("reason", "why nothing is to be done about it", required=True, metavar="R"),
        ),
    ),
    "queries": Verb(sharing.asked, "what was asked about claims", writes=False),
    "comments": Verb(
        remarks.comments_in,
        "take the comments of a DOCX or ODT that came back in, as queries at their claims",
        (
            Argument("file", "the DOCX or ODT that came back", positional=True, required=True),
            Argument("dry-run", "only say what would come in", kind="flag"),
            Argument("mark", "mark the words of comments that hit no claim as claims", kind="flag"),
        ),
    ),
    "doctor": Verb(
        verbs.check_up,
        "check this computer and a project",
        (Argument("salvage", "write what can be saved of the project to a new file", metavar="OUT"),),
        writes=False,
    ),
}
"""The verbs of this version, except `new` and `batch`, in the order in which help lists them."""
