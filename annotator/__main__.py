"""Chooses: a worker, the command line, or the window. Each imports only what it needs."""

from __future__ import annotations

import sys

VERBS = frozenset(
    [
        "new",
        "add",
        "documents",
        "text",
        "claim",
        "link",
        "set",
        "remove",
        "restore",
        "undo",
        "redo",
        "needs-none",
        "black",
        "blacked",
        "backups",
        "note",
        "ocr",
        "erase",
        "claims",
        "batch",
        "search",
        "suggest",
        "check",
        "alike",
        "falls",
        "dismiss",
        "calculate",
        "replace",
        "place",
        "share",
        "merge",
        "settle",
        "same",
        "undo-merge",
        "apart",
        "came-in",
        "set-back",
        "who",
        "hold",
        "forget",
        "ask",
        "answer",
        "queries",
        "comments",
        "history",
        "export",
        "verify",
        "doctor",
    ]
)


def main(argv: list[str] | None = None) -> int:
    """Run what the arguments ask for; the result is the exit status."""
    given = sys.argv[1:] if argv is None else argv
    first = given[0] if given else ""
    if first == "--worker":
        return _worker(given[1:])
    if first in VERBS or first in ("--help", "-h", "--version"):
        from annotator.cli import main as cli

        return int(cli.main(given))
    from annotator import app

    return int(app.main(given))


def _worker(given: list[str]) -> int:
    kind = given[0] if given else ""
    if kind == "documents":
        from annotator.engine.worker import parent

        return parent.main(given[1:])
    if kind == "ocr":
        from annotator.engine.worker import ocr_launch

        return ocr_launch.main(given[1:])
    if kind == "matching":
        from annotator.anchoring import serving
        from annotator.engine.worker import locks

        return serving.main(given[1:], lambda: locks.lock(locks.leave_namespaces()))
    if kind == "stranger":
        from annotator.engine.worker import locks
        from annotator.store.foreign import serving as stranger

        return stranger.main(given[1:], lambda: locks.lock(locks.leave_namespaces()))
    if kind == "meaning":
        from annotator.engine.worker import locks
        from annotator.finding import meaning

        return meaning.main(given[1:], locks.leave_namespaces, locks.lock)
    if kind == "bag":
        from annotator.bundle import bagging

        return bagging.main(given[1:])
    return 64


if __name__ == "__main__":
    sys.exit(main())
