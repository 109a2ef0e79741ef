"""Work beside what is measured: `python sharing_probes.py index PROJECT` indexes its texts again and again."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.operations import searching, workspace


def index(path: Path) -> None:
    """Index all texts of a project, until killed."""
    with workspace.open_workspace(path, read_only=True) as ws:
        while True:
            searching.finish_index(ws)
            ws.index.purge(*ws.index.known())


if __name__ == "__main__":
    index(Path(sys.argv[2]))
