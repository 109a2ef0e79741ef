"""`python tests/benchmarks`: measures every promise about speed and prints a table; status 1 where one is missed.

Names of parts as arguments measure only these: start page smooth import search open reading memory peers cores viewers
again bundle sharing.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import material
import viewers
from measuring import Row, homes, in_turn, probe, table

PARTS = (
    *("start", "page", "smooth", "import", "search", "open", "reading", "memory", "peers", "cores", "viewers"),
    *("again", "bundle", "sharing"),
)


def starting(home: Path) -> list[Row]:
    loaded: list[str] = []

    def ours() -> float:
        taken, heavy = probe("our_window", home=home)
        loaded[:] = heavy
        return float(taken)

    def bare() -> float:
        return float(probe("bare_window", home=home))

    for first in (ours, bare):
        first()
    mine, theirs = in_turn(15, ours, bare)
    note = f"loads {', '.join(loaded)}" if loaded else ""
    return [Row("Process start to a usable empty window, against a bare PySide6 window", mine, theirs, 2, note=note)]


def paged(home: Path, project: Path, pdf: Path) -> list[Row]:
    found = probe("first_page", str(project), "small.pdf", pdf.name, str(pdf), "9", home=home)
    ours, bare, sealing = (statistics.median(found[key]) for key in ("ours", "bare", "sealing"))
    note = f"of it {sealing:.0f} ms to get its {pdf.stat().st_size / 1e6:.0f} MB out of the project"
    return [Row("First page of a 1,000-page PDF, request to paint, against open and render", ours, bare, 1.5, 25, note)]


def smooth(home: Path, project: Path, worst: tuple[Path, int, float]) -> list[Row]:
    source, page, seconds = worst
    found = probe("smoothness", str(project), source.name, str(page), "4", home=home)
    busy, idle = (_percentile(found[key]) for key in ("busy", "idle"))
    note = f"{source.name}, {seconds * 1000:.0f} ms a page, {found['renders']} renders"
    return [Row("99th percentile gap of 5 ms ticks while the worst page renders, against idle", busy, idle, 1, 8, note)]


def _percentile(gaps: list[float]) -> float:
    return statistics.quantiles(gaps, n=100)[98]


def prepared(
    folder: Path, files: list[Path], slow: list[tuple[Path, int, float]]
) -> tuple[Path, tuple[Path, int, float]]:
    """A project with these documents and the slowest one that is not refused, indexed."""
    from annotator.operations import importing, searching, workspace

    project = folder / "prepared.annotator"
    with workspace.create(project) as ws:
        report = importing.add(ws, files)
        if report.refused:
            raise SystemExit(f"not imported: {report.refused}")
        worst = next(page for page in slow if importing.add(ws, [page[0]]).added)
        searching.finish_index(ws)
    return project, worst


def measure(parts: set[str], folder: Path) -> list[Row]:
    home = folder / "home"
    os.environ |= homes(home)
    rows: list[Row] = []
    if "start" in parts:
        rows += starting(home)
    if parts & {"page", "smooth", "import", "search"}:
        pdf = material.thousand_pages(folder)
        slow = material.worst_pages(folder) if "smooth" in parts else [material.small_document(folder)]
        small, _, _ = material.small_document(folder)
        project, worst = prepared(folder, [small, pdf], slow)
    if "page" in parts:
        rows += paged(home, project, pdf)
    if "smooth" in parts:
        rows += smooth(home, project, worst)
    if "import" in parts:
        from pages import importing_row, rendering_row

        rows += [importing_row(pdf, small, folder, 7), rendering_row(pdf, 5)]
    if "search" in parts:
        from pages import searching_rows

        from annotator.operations import workspace

        with workspace.open_workspace(project, read_only=True) as ws:
            rows += searching_rows(ws, pdf, folder, 41)
    if "open" in parts:
        from projects import opening_rows

        rows += opening_rows(folder, 21)
    if "reading" in parts:
        from reading import reading_rows

        rows += reading_rows(home, folder)
    if "memory" in parts:
        from memory import memory_rows

        rows += memory_rows(home, folder)
    if "peers" in parts:
        from peers import peers_rows

        rows += peers_rows(home, folder)
    if "cores" in parts:
        from cores import cores_rows

        rows += cores_rows(home, folder, material.thousand_pages(folder))
    rows += _later(parts, home, folder)
    if "viewers" in parts:
        rows += viewers.viewing(folder, home)
    return rows


def _later(parts: set[str], home: Path, folder: Path) -> list[Row]:
    """The parts that need nothing of the others."""
    rows: list[Row] = []
    if "again" in parts:
        from reanchoring import reanchoring_rows
        from reanchoring_kinds import kinds_table

        kinds_table(folder)
        rows += reanchoring_rows(folder)
    if "bundle" in parts:
        from bundling import bundling_rows

        rows += bundling_rows(home, folder)
    if "sharing" in parts:
        from sharing import sharing_rows

        rows += sharing_rows(folder, 9)
    return rows


def main() -> int:
    parts = set(sys.argv[1:]) or set(PARTS)
    if parts - set(PARTS):
        print(f"Parts are: {' '.join(PARTS)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="annotator-benchmarks-", ignore_cleanup_errors=True) as folder:
        rows = measure(parts, Path(folder))
    print(
        f"Material: {'real documents' if material.has_corpus() else 'generated'}. Medians of several rounds in turn,\n"
        "in milliseconds where a row says nothing else.\n"
    )
    print(table(rows))
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
