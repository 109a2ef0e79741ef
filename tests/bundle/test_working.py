"""Queries, flags and who checked on the page: what exists is shown, and nothing of what stays here."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from annotator.bundle.bag import write_bundle
from annotator.bundle.choosing import Choice
from annotator.bundle.content import Held
from annotator.bundle.html import write_html
from annotator.bundle.presets import Preset, left_out, notes_left_out, prepared
from annotator.bundle.working import differing
from annotator.model.findings import Finding, FindingKind, Severity, Spot
from annotator.model.things import Calculation, Handling, Query, QueryType, Status, Terms


def page_of(content: Any, folder: Path) -> str:
    out = folder / "page.html"
    out.unlink(missing_ok=True)
    write_html(out, content)
    return out.read_text("utf-8")


def working(told: Any, **fields: Any) -> Any:
    """The story with a query, two flags and a check by somebody."""
    content = told.content(**fields)
    claim = next(iter(content.graph.claims.values()))
    link = next(iter(content.graph.links.values()))
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
    claims = {**content.graph.claims, claim.id: replace(claim, status=Status.VERIFIED)}
    graph = replace(content.graph, queries={"q": query}, claims=claims)
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


def test_flags_tell_no_words_of_which_no_link_may_be_shown_nor_who_spoke(told: Any, tmp_path: Path) -> None:
    content = working(told)
    first = content.findings[0]
    loose = replace(first, id="loose", link="", message="The source has other words.")
    alone = replace(first, id="alone", kind=FindingKind.ALONE, message="One person said all of it.")
    nowhere = replace(loose, id="nowhere", claim="", draft=Spot("doc1", 0, 0, 3), message="Elsewhere it has others.")
    content = replace(content, findings=(loose, alone, nowhere))

    def told_with(**fields: Any) -> list[str]:
        memo = replace(content.graph.documents["doc2"], **fields)
        graph = replace(content.graph, documents={**content.graph.documents, "doc2": memo})
        page = page_of(replace(content, graph=graph), tmp_path)
        return [one.id for one in content.findings if one.message in page]

    assert told_with() == ["loose", "alone", "nowhere"]
    held = replace(content.graph.documents["doc2"], terms=Terms.BACKGROUND)
    kept = replace(content, graph=replace(content.graph, documents={**content.graph.documents, "doc2": held}))
    assert [one.reason for one in left_out(Choice(kept), {}) if one.document == "Flags"] == [
        "3 flags left out: they quote or tell of what stays here."
    ]
    assert told_with(handling=Handling.QUOTE_ONLY) == ["alone"]
    assert told_with(terms=Terms.BACKGROUND) == []


def test_flags_call_documents_as_the_bundle_does(told: Any, tmp_path: Path) -> None:
    secret = told.document("leak from Vale.pdf", "words", title="The leak", handling=Handling.NEVER_LEAVES)
    content = working(told)
    memo = replace(content.graph.documents["doc2"], name="vales memo.pdf", title="")
    kept = replace(content.graph.documents[secret], name="leak  from Vale.pdf")
    graph = replace(content.graph, documents={**content.graph.documents, "doc2": memo, secret: kept})
    message = "‘vales memo.pdf’ has it, not The leak; ‘The leak’ and ‘leak from Vale.pdf’ don't."
    flag = replace(content.findings[0], message=message)
    page = page_of(replace(content, graph=graph, findings=(flag,)), tmp_path)
    assert "‘Source 1’ has it, not The leak; ‘a document’ and ‘a document’ don&#39;t." in page
    assert "Vale.pdf" not in page
    assert "vales" not in page


def test_the_line_check_goes_sentence_by_sentence_to_those_who_work_on_it(told: Any, tmp_path: Path) -> None:
    page = " ".join(page_of(told.content(), tmp_path).split())
    assert '<a href="#sentence-1-1" dir="auto">The pier opened in June.</a> <span class="small">p. 1, claim <a' in page
    assert "<summary>Not open: 1 sentence</summary>" in page
    public = page_of(prepared(told.content(), Preset.PUBLIC)[0], tmp_path)
    assert "2 of 3 sentences" in public
    assert "not looked at" not in public
    assert "sentence-1-1" not in public


def test_differing_words_are_marked_in_the_passage_which_stays_as_it_is() -> None:
    one = Held("c", "d", "l", "", "on 5 June", "on 4\nJune", (((3, 4), (3, 4)), ((9, 9), (9, 9))))
    assert differing("opened on 4 June, and", [one]) == (("opened on ", False), ("4", True), (" June, and", False))
    assert differing("on 4 June, on 4 June", [one]) == (("on 4 June, on 4 June", False),)
    assert differing("nothing", [one]) == (("nothing", False),)
    assert differing("", [one]) == ()


def test_the_documents_are_a_table_of_what_goes_out_in_which_files(told: Any, tmp_path: Path) -> None:
    written = write_bundle(tmp_path / "out", told.content(original=lambda _, take: take(b"x")), preset=Preset.LAWYER)
    page = " ".join((written.path / "data/index.html").read_text("utf-8").split())
    assert '<a href="copies/Memo%20of%20the%20office.pdf">copies/Memo of the office.pdf</a>' in page
    assert '<span class="file">originals/Memo of the office.pdf</span>' in page
    assert "Goes out: the quotes, pictures of them with the lines around, a copy of all pages, the original." in page
    assert '<a href="copies/draft.pdf#page=1">Open the page in the annotated draft' in page
    for address in re.findall(r'href="([^"#]+)', page):
        assert (written.path / "data" / unquote(address)).is_file()


def test_calculations_stand_at_their_claim_if_all_their_figures_may_be_told(told: Any, tmp_path: Path) -> None:
    content = working(told)
    figures = {"a": {"passage": "sp1", "start": 14, "words": "4"}}
    formula = {"result": "8", "expression": "2 * a", "figures": figures}
    sums = {"k": Calculation("k", "claim1", json.dumps(formula), "Twice."), "bad": Calculation("bad", "claim1", "{}")}
    content = replace(content, graph=replace(content.graph, calculations=sums))
    page = " ".join(page_of(content, tmp_path).split())
    assert "<bdi>8</bdi> from <code>2 * a</code>" in page
    assert '“<bdi>4</bdi>” <span class="small"><bdi>Memo of the office, p. 1</bdi>' in page
    assert "Twice." in page
    assert "Twice." not in page_of(prepared(content, Preset.PUBLIC)[0], tmp_path)
    memo = replace(content.graph.documents["doc2"], handling=Handling.PARAPHRASE_ONLY)
    content = replace(content, graph=replace(content.graph, documents={**content.graph.documents, "doc2": memo}))
    assert "2 * a" not in page_of(content, tmp_path)


def test_the_public_gets_none_of_it(told: Any, tmp_path: Path) -> None:
    whole = working(told)
    content, _ = prepared(whole, Preset.PUBLIC)
    page = page_of(content, tmp_path)
    assert "Was it June?" not in page
    assert "4 June." not in page.replace("on 4 June.", "")
    assert {"Queries", "Flags"} <= {one.document for one in notes_left_out(whole, Preset.PUBLIC)}
