"""Interview notes from the command line."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from annotator.cli import texts
from annotator.cli.answers import DONE, Answer
from annotator.cli.arguments import Given, Usage
from annotator.model.errors import Refused
from annotator.model.things import Handling
from annotator.operations import interviews
from annotator.operations.importing import Added
from annotator.operations.workspace import Workspace

_LIMIT = 64 * 1024 * 1024


def note(ws: Workspace, given: Given) -> Answer:
    """Takes an interview note in."""
    if (given["text"] is None) == (given["text_file"] is None):
        raise Usage("Give the words of the note: --text-file F (- for standard input), or --text T.")
    added = interviews.new_note(
        ws,
        interviewee=given["with"],
        date=date.today().isoformat() if given["date"] is None else given["date"],
        how=given["how"] or "",
        terms=given["terms"] or "",
        embargo=given["embargo"] or "",
        text=_read(given["text_file"]) if given["text"] is None else given["text"],
        handling=Handling(given["handling"]) if given["handling"] else None,
    )
    data = added_row(added)
    return Answer(data, texts.added({"added": [data]}), DONE)


def added_row(added: Added) -> dict[str, object]:
    """A document that came in, as `add` and `note` print it."""
    return {
        "id": added.document,
        "name": added.name,
        "role": added.role.value,
        "sha256": added.sha256,
        "pages": added.pages,
        "characters": added.characters,
        "warnings": list(added.warnings),
    }


def _read(name: str) -> str:
    try:
        if name == "-":
            data = sys.stdin.buffer.read(_LIMIT + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(_LIMIT + 1)
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("The text of the note is not UTF-8. Save it as UTF-8 and try again.") from error
    except (OSError, ValueError) as error:
        raise Refused("The file with the note's text is not there or can't be read. Check its name.") from error
    if len(data) > _LIMIT:
        raise Refused("The text of the note is larger than 64 MB. Add it as a document with `add`.")
    return words.replace("\r\n", "\n")
