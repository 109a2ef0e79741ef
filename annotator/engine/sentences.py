"""What the numbers of the protocol mean to a person."""

from __future__ import annotations

from annotator.engine.protocol import ENCODINGS, Failure, Warn
from annotator.model.errors import NeedsPassword, NotConfined, Refused

TOO_SLOW = "This page took too long and was stopped. Your work is safe."
TOO_SLOW_DOCUMENT = "This document took too long and was stopped. Your work is safe."
LOST = (
    "The process that reads this document ended twice. Your work is safe. "
    "Try again, or save a copy with another program."
)
NO_PARENT = "The process that reads documents could not be started. Start Annotator again."
CLOSED = "This document was closed."
NO_ROOM = "There is no room to read this document. Free some space, or close other programs, then try again."

_FAILURES = {
    Failure.DAMAGED: "This document is damaged and can't be read. Ask for it again, or save a copy elsewhere.",
    Failure.NO_PAGES: "This document has no pages. Ask for it again.",
    Failure.EMPTY: "This document is empty. Choose the file that has the text.",
    Failure.TOO_MANY_PAGES: "This document has more than 100,000 pages. Split it and add the parts you need.",
    Failure.NO_SUCH_PAGE: "This document has no such page.",
    Failure.TOO_LARGE: "This document is too large to be read here. Split it and add the parts you need.",
    Failure.NOT_TEXT: "This file is not text that can be read. Save it as UTF-8 text, PDF or DOCX and add that.",
    Failure.OUT_OF_MEMORY: "This document needs more memory than it may have. Split it, or print it to a new PDF.",
    Failure.NOT_DOCX: "This is not a Word document, or it is damaged. Open it in a word processor and save it again.",
    Failure.NOT_THAT_FORMAT: (
        "This file is not what its name says, or it is damaged. Open it in the program it was made with and save it "
        "again, or as PDF."
    ),
    Failure.TOO_TANGLED: (
        "This file is nested too deeply, or refers to itself, and can't be read safely. Print it to PDF in another "
        "program and add that."
    ),
    Failure.LOCKED: (
        "This document is locked with a password. Open it in the program it was made with, and save it without one."
    ),
    Failure.RIGHTS: "This book is locked by whoever sold it (DRM) and can't be read here. Ask for one without it.",
    Failure.NOT_ANSWERED: "This page can't be read. The rest of the document is not affected.",
}
_NOT_CONFINED = (
    "This computer can't lock the process that reads documents, so nothing was opened. "
    "Allow reading without the lock only for documents you trust."
)

_WARNINGS = {
    Warn.DECRYPTED: "The document is encrypted; its pages are kept here without a password.",
    Warn.REPAIRED: "The document is damaged and was repaired for reading; something may be missing.",
    Warn.PAGES_WITHOUT_TEXT: "{n} without text that can be read; pictures of text need OCR.",
    Warn.CHARACTERS_UNKNOWN: "{c} can't be read: the document does not say what they mean.",
    Warn.CHARACTERS_LOST: "{c} could not be shown in the pages made from this file; compare with the original.",
    Warn.PICTURES_LEFT_OUT: "{p} left out.",
    Warn.OLD_ENCODING: "The file does not say how its letters are encoded and was read as {e}.",
    Warn.CHARACTERS_CLEANED: "{c} that no text may have were replaced.",
    Warn.PAGES_UNREADABLE: "{n} damaged and can't be read.",
    Warn.HEADERS_LEFT_OUT: "Headers and footers of the Word document are not shown.",
    Warn.COMMENTS_LEFT_OUT: "Comments of the Word document are not shown.",
    Warn.COMMENTS_SHOWN: "Comments are shown at the end, not beside the words they are on.",
    Warn.NOTES_SHOWN: "Notes are shown at the end, not at the foot of each page.",
    Warn.CHANGES_ACCEPTED: "{t} in the document, read as if accepted.",
    Warn.ATTACHED_LEFT_OUT: "{f} inside it left out.",
    Warn.ROWS_LEFT_OUT: "{r} left out: the table is too large to be shown whole.",
    Warn.ROWS_SHOWN: "{s} shown, from the first on.",
    Warn.NOT_SHOWN: "Scripts, forms, frames and parts that the page itself hides are not shown.",
    Warn.HEADERS_SHOWN: "Headers and footers are shown at the end, not on each page.",
    Warn.WHOLE_PAGE_SHOWN: "The article could not be told from the rest of the page, so all of it is shown.",
    Warn.PICTURES_NOT_THERE: "{p} not saved with the page and can't be shown.",
    Warn.FORMULAS: "Cells show the values that were saved with the file; nothing was calculated.",
    Warn.NOT_PLAYED: "It is kept as it is, and not played.",
    Warn.FRAMES_LEFT_OUT: "{n} left out: the picture has more than can be shown.",
    Warn.ORDER_CHANGED: "Words, numbers or brackets of right-to-left or Indic scripts may stand in another order: "
    "compare quotes with the page.",
}


def refusal(code: int) -> Refused:
    """The error for a failure's number; an unknown number is a damaged document."""
    if code == Failure.NEEDS_PASSWORD:
        return NeedsPassword("This document needs a password. Give the password and add it again.")
    if code == Failure.WRONG_PASSWORD:
        return NeedsPassword("This document needs a password, and none of those given opens it. Check the password.")
    if code == Failure.NOT_CONFINED:
        return NotConfined(_NOT_CONFINED)
    known = Failure(code) if code in Failure._value2member_map_ else Failure.DAMAGED
    return Refused(_FAILURES[known])


def warning(code: int, number: int) -> str:
    """The sentence for a warning's number; empty for an unknown one."""
    if code not in Warn._value2member_map_:
        return ""
    return _WARNINGS[Warn(code)].format(
        n="1 page is" if number == 1 else f"{number:,} pages are",
        c="1 character" if number == 1 else f"{number:,} characters",
        p="1 picture was" if number == 1 else f"{number:,} pictures were",
        t="1 tracked change is" if number == 1 else f"{number:,} tracked changes are",
        f="1 file was" if number == 1 else f"{number:,} files were",
        s="1 row is" if number == 1 else f"{number:,} rows are",
        r="1 row was" if number == 1 else f"{number:,} rows were",
        e=ENCODINGS[number - 1][1] if 0 < number <= len(ENCODINGS) else ENCODINGS[0][1],
    )
