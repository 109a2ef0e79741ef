"""Queries, flags and who checked on the page: what exists is shown, and nothing of what stays here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.bundle.content import Held
from annotator.bundle.html import write_html
from annotator.bundle.presets import Preset, notes_left_out, prepared
from annotator.model.findings import Finding, FindingKind, Severity, Spot
from annotator.model.things import Handling, Query, QueryType, Status


def page_of(content: Any, folder: Path) -> str:
    out = folder / "page.html"
    out.unlink(missing_ok=True)
    write_html(out, content)
    return out.read_text("utf-8")


def working(told: Any, **fields: Any) -> Any:
    """The story with a query, two flags and a check by somebody."""
    content = told.content(**fields)
    (claim,) = content.graph.claims.values()
    (link,) = content.graph.links.values()
    memo = content.graph.passages[link.passage].document
    query = Query(
        "q", claim.id, QueryType.REPLY_SOUGHT, "Was it June?", "Ms Vale", "2026-05-02", "It was.", "2026-05-03"
    )
    differs = Finding(
        *("f", FindingKind.DATE, claim.id, link.id, Severity.GRAVE, "The claim says June, the passage 4 June."),
        *(None, Spot(memo, 0, 0, 3)),
    )
    aside = replace(differs, id="g", kind=FindingKind.NAME, message="The name Vale is absent.", dismissed="She signs.")
    held = Held(claim.id, memo, link.id, "a number or date differs", "on 5 June", "on 4 June", (((3, 4), (3, 4)),))
    graph = replace(content.graph, queries={"q": query}, claims={claim.id: replace(claim, status=Status.VERIFIED)})
    return replace(
        content,
        graph=graph,
        findings=(differs, aside),
        checkers={claim.id: ("Ana Lund", "2026-05-04T10:00:00Z")},
        quotations=(held,),
    )


def test_queries_flags_and_checks_stand_at_their_claim(told: Any, tmp_path: Path) -> None:
    page = page_of(working(told), tmp_path)
    for words in ("Was it June?", "It was.", "Reply sought", "The claim says June, the passage 4 June.", "She signs."):
        assert words in page
    assert 'data-is="verified asked flagged"' in page
    assert "on <del>5</del> June" in page
    assert "on <ins>4</ins> June" in page
    assert "Ms Vale" not in page
    assert "Ana Lund" not in page
    named = page_of(working(told, with_names=True), tmp_path)
    assert "Ms Vale" in named
    assert "Checked by Ana Lund on" in named


def test_flags_quote_nothing_of_what_may_not_be_quoted(told: Any, tmp_path: Path) -> None:
    content = working(told)
    for handling in (Handling.PARAPHRASE_ONLY, Handling.NEVER_LEAVES):
        documents = {
            key: replace(one, handling=handling) if one.role == "source" else one
            for key, one in content.graph.documents.items()
        }
        page = page_of(replace(content, graph=replace(content.graph, documents=documents)), tmp_path)
        assert "4 June" not in page
        assert "</ins>" not in page
        assert ("Was it June?" in page) is (handling is Handling.PARAPHRASE_ONLY)


def test_the_public_gets_none_of_it(told: Any, tmp_path: Path) -> None:
    whole = working(told)
    content, _ = prepared(whole, Preset.PUBLIC)
    page = page_of(content, tmp_path)
    assert "Was it June?" not in page
    assert "4 June." not in page.replace("on 4 June.", "")
    assert any(one.document == "Queries" for one in notes_left_out(whole, Preset.PUBLIC))
