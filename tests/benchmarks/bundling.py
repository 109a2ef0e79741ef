"""A bundle of 300 claims, 900 links and 2,000 pages against the bare library writing the same copies and pictures."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pymupdf
from measuring import Row, probe

from annotator.model.things import Handling, Relation, Role
from annotator.operations import importing, linking, marking, workspace

SCRIPT = "bundling_probes.py"
_WORDS = ("harbour", "council", "pier", "engineer", "storm", "budget", "winter", "report", "meeting", "road", "ledger")


def _sentence(chance: random.Random, number: int) -> str:
    return f"Entry {number} says that the {' '.join(chance.choices(_WORDS, k=9))} came to {chance.randrange(10**6)}."


def _source(path: Path, chance: random.Random, pages: int, first: int) -> None:
    """Pages of forty lines; the line with the number of the page is what will be quoted."""
    with pymupdf.open() as pdf:
        for at in range(pages):
            page = pdf.new_page()
            lines = [_sentence(chance, 10**6 + 40 * (first + at) + row) for row in range(38)]
            lines.insert(7, f"Finding {first + at} stands here.")
            page.insert_text((60, 60), lines, fontsize=10)
        pdf.save(path, garbage=3, deflate=True)


def make_project(folder: Path, claims: int, links: int, pages: int) -> Path:
    """A project with so many claims, links and pages, these in ten files; links are spread over all of them."""
    chance = random.Random(7)
    (folder / "draft.txt").write_text("\n\n".join(f"Statement {at} is made." for at in range(claims)), "utf-8")
    each = pages // 10
    for at in range(10):
        _source(folder / f"source {at}.pdf", chance, each, at * each)
    project = folder / "story.annotator"
    with workspace.create(project, title="Story") as ws:
        draft = importing.add(ws, [folder / "draft.txt"], role=Role.DRAFT, handling=Handling.PUBLISH).added[0].document
        files = [folder / f"source {at}.pdf" for at in range(10)]
        sources = [one.document for one in importing.add(ws, files, handling=Handling.PUBLISH).added]
        made = [marking.claim(ws, draft, f"Statement {at} is made").claim for at in range(claims)]
        for at in range(links):
            page = at * pages // links
            quote = f"Finding {page} stands here"
            linking.link(ws, made[at % claims], sources[page // each], quote, Relation.SUPPORTS, page=page % each)
    return project


def bundling_rows(home: Path, folder: Path) -> list[Row]:
    """Time, also of processors (a busy computer changes it little), and memory; BUNDLE_SIZE=claims,links,pages."""
    claims, links, pages = map(int, os.environ.get("BUNDLE_SIZE", "300,900,2000").split(","))
    inside = folder / "bundling"
    inside.mkdir()
    project = make_project(inside, claims, links, pages)
    ours = probe("ours", str(project), str(inside / "out"), home=home, script=SCRIPT, timeout=1200)
    (inside / "marks.json").write_text(json.dumps(ours["marks"]), "utf-8")
    bare = probe("bare", str(inside), str(inside / "bare"), home=home, script=SCRIPT, timeout=1200)
    size = f"{claims} claims, {links} links, {pages} pages"
    note = f"{ours['files']} files, {ours['size'] / 1e6:.0f} MB; {bare['pictures']} pictures"
    return [
        Row(f"Bundle of {size}, against bare copies and pictures", ours["ms"], bare["ms"], 1.5, note=note),
        Row(
            "Its processors' time, that of all together",
            ours["processor"],
            bare["processor"],
            None,
        ),
        Row("Memory of all processes at the worst (MB)", ours["memory"], bare["memory"], None),
    ]
