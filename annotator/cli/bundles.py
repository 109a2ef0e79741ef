"""The verb that checks a bundle, for which no project is needed."""

from __future__ import annotations

from pathlib import Path

from annotator.cli.answers import DONE, PERSON_NEEDED, Answer, visible
from annotator.cli.arguments import Argument, Given

VERIFY = (
    Argument("bundle", "the bundle: a folder or a ZIP", positional=True, required=True),
    Argument("digest", "the SHA-256 that the export told, which came by another way", metavar="D"),
)
_ALONE = (
    "Without the digest this only says that the bundle agrees with itself: ask for the digest by another way than the "
    "bundle came, and give it with --digest."
)


def verify(given: Given) -> Answer:
    """Checks a bundle; status 1 where it is not what it says."""
    # What reads bundles is loaded by those who check one only.
    from annotator.operations.verifying import verify_bundle

    found = verify_bundle(Path(given["bundle"]), given["digest"] or "", unconfined=bool(given["unconfined"]))
    data = {"valid": found.valid, "digest": found.digest, "problems": list(found.problems)}
    lines = [visible(problem) for problem in found.problems]
    verdict = "Nothing was altered." if given["digest"] else "The bundle agrees with itself."
    text = "\n".join([*(lines or [verdict]), f"SHA-256 {found.digest}"])
    notes = found.notes if given["digest"] or not found.valid else (*found.notes, _ALONE)
    return Answer(data, text, DONE if found.valid else PERSON_NEEDED, notes)
