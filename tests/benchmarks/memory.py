"""Promise about memory: what reading a long file adds stays in the budget that the person set. All in megabytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from measuring import Row, probe
from reading import LONG, plain_pages, scans

BUDGETS = (192, 256, 512, 1024)
USUAL = 256
FEWER = 1_000
"""Pages of the long file that are read with the other budgets, from its beginning to its end."""
SCANS = 100


def memory_rows(home: Path, folder: Path) -> list[Row]:
    """For text and for scans: each budget, then against the bare library and the barest of viewers."""
    from annotator.operations import importing, workspace

    text, pictures = plain_pages(folder, LONG), scans(folder, SCANS)
    project = folder / "memory.annotator"
    with workspace.create(project) as ws:
        importing.add(ws, [text, pictures])
    return [
        *_of(home, project, text, f"{LONG:,} pages of text", (LONG, FEWER, 50), None),
        *_of(home, project, pictures, f"{SCANS} scans in colour of 300 dpi", (SCANS, SCANS, 3), 1.5),
    ]


def _of(home: Path, project: Path, pdf: Path, what: str, pages: tuple[int, int, int], times: float | None) -> list[Row]:
    """`pages`: how many are read, how many with other budgets, and after how many memory is looked at. Of text the bare
    library keeps nothing, and a reader the pages in sight: what that adds is reported only (`times`).
    """
    all_, fewer, every = pages

    def told(name: str, *arguments: str) -> dict[str, Any]:
        found: dict[str, Any] = probe(name, *arguments, home=home, script="memory_probes.py", timeout=1800)
        return found

    ours = {
        budget: told("ours", str(project), pdf.name, str(all_ if budget == USUAL else fewer), str(budget), str(every))
        for budget in BUDGETS
    }
    bare = told("library", str(pdf), str(all_), "0", str(every))
    emptied = told("library", str(pdf), str(fewer), "1", str(every))
    viewer = told("viewer", str(pdf), str(fewer), str(every))
    usual = ours[USUAL]
    rows = [
        Row(
            f"MB that reading {what} adds, with a budget of {budget} MB, against the budget",
            found["peak"] - found["before"],
            budget,
            1,
            note=f"{found['pages']:,} pages" + _afar(found),
        )
        for budget, found in ours.items()
    ]
    added, bare_added = usual["peak"] - usual["before"], bare["peak"] - bare["before"]
    note = f"{emptied['peak'] - emptied['before']:.0f} MB if its store is emptied after each page"
    return [
        *rows,
        Row(
            f"MB that reading {what} adds, against the bare library that keeps no page",
            added,
            bare_added,
            None,
            0,
            note,
        ),
        Row(f"MB of the process that reads {what}, against the bare library's", usual["worker"], bare["worker"], 1.5),
        Row(f"MB of the whole program reading {what}, against a bare viewer", usual["peak"], viewer["peak"], None),
    ]


def _afar(found: dict[str, Any]) -> str:
    return f", {found['afar']} processes seen from afar" if found["afar"] else ""
