"""The backups that this computer keeps of a project."""

from __future__ import annotations

from pathlib import Path

from annotator.cli import texts
from annotator.cli.answers import Answer, table
from annotator.cli.arguments import Given, Usage
from annotator.model.errors import Refused
from annotator.operations import backups as kept
from annotator.operations.workspace import Workspace

BEFORE = {
    "merge": "before a merge",
    "upgrade": "before an upgrade",
    "repair": "before a repair",
    kept.ASKED: "asked for",
}


def backups(ws: Workspace, given: Given) -> Answer:
    """Lists them, newest first; makes one, saves one as a project, or sets how many are kept."""
    which, out, keep = given["save"], given["out"], given["keep"]
    if (which is None) != (out is None):
        raise Usage("Say which backup to save and where: --save with its number, 1 for the newest, and --out.")
    if keep is not None:
        if not 1 <= keep <= kept.MOST:
            raise Usage(f"Between 1 and {kept.MOST} backups can be kept.")
        kept.keep(keep)
    if given["make"]:
        kept.make(ws, kept.ASKED)
    found = kept.told(ws.project.id)
    if which is not None:
        if not 1 <= which <= len(found):
            raise Refused(f"There is no backup {which}. 'annotator backups' lists them.")
        kept.save(found[which - 1].path, Path(out))
    data = {
        "kept": kept.how_many(),
        "backups": [{"at": one.at.isoformat(), "before": one.before, "size": one.size} for one in found],
    }
    rows = [
        [str(at), f"{one.at.astimezone():%Y-%m-%d %H:%M}", BEFORE.get(one.before, one.before), f"{one.size:,} bytes"]
        for at, one in enumerate(found, 1)
    ]
    lines = [table(rows) or "There is no backup of this project on this computer."]
    lines.append(f"Of each project {texts.counted(kept.how_many(), 'backup')} at most are kept on this computer.")
    if which is not None:
        lines.append(f"Backup {which} was saved as a project of its own.")
    return Answer(data, "\n".join(lines))
