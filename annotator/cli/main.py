"""The command line: reads arguments, opens the project, calls the verb, prints its answer."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from annotator import __version__
from annotator.cli.answers import REFUSED, Answer, as_json, write_error, write_out
from annotator.cli.arguments import Argument, Given, Parser, add_to, joined
from annotator.cli.bundles import VERIFY
from annotator.model.errors import Refused

WITHOUT_PLACES = frozenset(
    [*("documents", "text", "search", "history", "add", "note", "ocr"), *("who", "came-in", "hold", "apart")]
)
"""Verbs that ask nothing of where passages stand now; before the others, what is not yet found is sought."""
_UNCONFINED = Argument("unconfined", "read documents in a process that is not locked, where it can't be", kind="flag")
_DESCRIPTION = (
    "Which passage holds up which claim, in one local file. Without a verb, `annotator [PROJECT]` opens the window; "
    "`annotator --example` opens a fresh copy of the example."
)
_STATUSES = (
    "Status: 0 done; 1 done and a person is needed; 2 refused, nothing changed. An id may be shortened to a beginning "
    "that only one has. `--json` after the verb prints JSON."
)


def main(argv: Sequence[str]) -> int:
    """Runs one call; `argv` begins with the verb. The status: 0, 1 or 2, never a traceback."""
    try:
        return _show(_call(list(argv)), json="--json" in argv)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else REFUSED
    except Refused as refused:
        write_error(str(refused))
    except BrokenPipeError:
        _silence()
    except KeyboardInterrupt:
        write_error("Stopped. What was not finished is not in the project.")
    except Exception as error:
        write_error(unexpected(error))
    return REFUSED


def unexpected(error: Exception) -> str:
    """A sentence about an error nobody foresaw: where it happened, nothing of any document."""
    frames = traceback.extract_tb(error.__traceback__)
    where = next((frame for frame in reversed(frames) if "annotator" in frame.filename), frames[-1] if frames else None)
    at = f" in {Path(where.filename).name}, line {where.lineno}" if where else ""
    return (
        f"Annotator made a mistake ({type(error).__name__}{at}). The project is as it was before; "
        "please report this, and try again."
    )


def _call(argv: list[str]) -> Answer:
    verb = argv[0] if argv else ""
    # Help and refusals should not wait for the store and the engine's client.
    from annotator.cli import batch, bundles, people
    from annotator.cli.catalogue import VERBS
    from annotator.cli.verbs import doctor_answer
    from annotator.operations import doctor, seeking, workspace

    parser = _parser()
    known: list[Argument] = [*(VERBS[verb].arguments if verb in VERBS else ()), *_OWN.get(verb, ())]
    parsed = parser.parse_args(joined(argv, known))
    given = Given(vars(parsed))
    if verb == "new":
        return _new(Path(given["project"]), given["title"] or "")
    if verb == "batch":
        return batch.run(Path(given["project"]), Path(given["file"]), unconfined=bool(given["unconfined"]))
    if verb == "verify":
        return bundles.verify(given)
    if verb == "forget":
        return people.forget(Path(given["project"]))
    if verb == "doctor" and given["project"] is None:
        return doctor_answer(doctor.doctor(None, unconfined=bool(given["unconfined"])))
    chosen = VERBS[verb]
    if verb == "doctor" and given["salvage"]:
        out = Path(given["salvage"])
        return doctor_answer(doctor.salvage(Path(given["project"]), out, unconfined=bool(given["unconfined"])))
    if verb == "doctor":
        return doctor_answer(doctor.examine(Path(given["project"]), unconfined=bool(given["unconfined"])))
    with workspace.open_workspace(
        Path(given["project"]), read_only=not chosen.writes, unconfined=bool(given["unconfined"])
    ) as ws:
        if verb not in WITHOUT_PLACES:
            seeking.finish_quietly(ws)
        return chosen.run(ws, given)


_OWN: dict[str, tuple[Argument, ...]] = {
    "new": (Argument("title", "what the project is called", metavar="T"),),
    "batch": (
        Argument("file", "requests, one JSON object a line; - for standard input", positional=True, required=True),
    ),
    "verify": VERIFY,
    "forget": (),
}


def _parser() -> Parser:
    from annotator.cli.catalogue import VERBS

    parser = Parser(prog="annotator", description=_DESCRIPTION, epilog=_STATUSES, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"annotator {__version__}")
    verbs = parser.add_subparsers(metavar="VERB", required=True, dest="verb", parser_class=Parser)
    helps = {"new": "make a project", **{name: verb.help for name, verb in VERBS.items()}}
    helps["batch"] = "do many requests with one open project, one a line"
    helps["forget"] = "take away what this computer keeps of a project beside its file; the file stays"
    helps["verify"] = "check a bundle that was exported, without its project"
    for name, help_text in helps.items():
        one = verbs.add_parser(name, help=help_text, description=help_text.capitalize() + ".", allow_abbrev=False)
        if name != "verify":
            nargs = "?" if name == "doctor" else None
            one.add_argument("project", metavar="PROJECT", help="the project file", nargs=nargs)
        arguments = VERBS[name].arguments if name in VERBS else _OWN[name]
        add_to(one, arguments)
        one.add_argument("--json", action="store_true", help="print JSON")
        add_to(one, (_UNCONFINED,))
    return parser


def _new(path: Path, title: str) -> Answer:
    from annotator.operations import workspace
    from annotator.operations.resolving import plain_text

    plain_text(title, "The title")
    with workspace.create(path, title=title) as ws:
        data = {"id": ws.project.id, "path": str(path)}
    return Answer(data, f"Made {path.name}.")


def _show(answer: Answer, *, json: bool) -> int:
    for note in answer.notes:
        write_error(note)
    if answer.refusal:
        write_error(answer.refusal)
    if json and not answer.printed:
        write_out(as_json(answer.data))
    elif answer.text:
        write_out(answer.text)
    return answer.status


def _silence() -> None:
    """Keeps Python from complaining at exit that nobody reads its output any more."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
