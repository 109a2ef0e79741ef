"""Many requests, one JSON object a line, with one open project and one engine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from annotator.cli.answers import DONE, PERSON_NEEDED, Answer, as_json, write_out
from annotator.cli.arguments import from_line
from annotator.cli.catalogue import VERBS
from annotator.model.errors import ProjectBusy, ProjectReadOnly, Refused
from annotator.operations.workspace import Workspace, open_workspace

_LONGEST = 16 * 1024 * 1024


def run(project: Path, file: Path, *, unconfined: bool = False) -> Answer:
    """Answers each line as it is read: the verb's JSON, or `{"error": …}`. Status 1 if some failed.

    Where the project is open elsewhere, verbs that only read still work.
    """
    failed = 0
    with _lines(file) as lines:
        ws, barred = _opened(project, unconfined)
        with ws:
            for line in lines:
                ws.keep()
                answer = _answer(ws, line, barred)
                failed += answer.status != DONE
                write_out(as_json({"error": answer.refusal} if answer.refusal and answer.data is None else answer.data))
    return Answer(None, status=PERSON_NEEDED if failed else DONE, printed=True)


def _opened(project: Path, unconfined: bool) -> tuple[Workspace, Refused | None]:
    try:
        return open_workspace(project, unconfined=unconfined), None
    except (ProjectBusy, ProjectReadOnly) as barred:
        return open_workspace(project, read_only=True, unconfined=unconfined), barred


def _answer(ws: Workspace, line: bytes, barred: Refused | None) -> Answer:
    from annotator.cli.main import WITHOUT_PLACES, unexpected
    from annotator.operations import seeking

    try:
        request = _request(line)
        name = request.get("do")
        verb = VERBS.get(name) if isinstance(name, str) else None
        if verb is None:
            raise Refused(f"'do' names no verb of a batch. These are: {', '.join(VERBS)}.")
        if verb.writes and barred is not None:
            raise barred
        if name not in WITHOUT_PLACES:
            seeking.finish_quietly(ws)
        return verb.run(ws, from_line(request, verb.arguments))
    except Refused as refused:
        return Answer(None, status=2, refusal=str(refused))
    except Exception as error:
        return Answer(None, status=2, refusal=unexpected(error))


def _request(line: bytes) -> dict[str, Any]:
    if len(line) > _LONGEST:
        raise Refused("The line is too long.")
    try:
        request = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Refused("The line is no JSON object in UTF-8.") from None
    if not isinstance(request, dict):
        raise Refused("The line is no JSON object.")
    return request


@contextmanager
def _lines(file: Path) -> Iterator[Iterator[bytes]]:
    if str(file) == "-":
        yield _filled(sys.stdin.buffer)
        return
    try:
        handle = file.open("rb")
    except FileNotFoundError as error:
        raise Refused(f"'{file.name}' is not there. Check the name and the folder.") from error
    except IsADirectoryError as error:
        raise Refused(f"'{file.name}' is a folder. Choose a file of requests, one a line.") from error
    except (OSError, ValueError) as error:
        raise Refused(f"'{file.name}' can't be read. Check its permissions.") from error
    with handle:
        yield _filled(handle)


def _filled(handle: BinaryIO) -> Iterator[bytes]:
    return (line for line in handle if line.strip())
