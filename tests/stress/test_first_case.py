"""The main job on the real case: only where the test material lies beside the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.operations.workspace import open_workspace
from tests.cli.conftest import call

__all__ = ["call"]

CASE = Path(__file__).parents[2].parent / "shared" / "corpus" / "first-case"
pytestmark = [
    pytest.mark.skipif(not CASE.is_dir(), reason="the test material (../shared/corpus) is not here"),
    pytest.mark.timeout(300),
]

CLAIMS = (
    "the U.S. Immigration and Customs Enforcement (ICE) agency issued a directive",
    "departure from the long-standing practice of keeping SSA data separate",
    "SSA has only shared information with ICE in limited circumstances",
    "the names, addresses, and dates of appointments for services",
    "The Privacy Act requires that federal agencies protect personal information from disclosure",
    "The Social Security Act, which governs the administration of beneﬁts, also imposes conﬁdentiality obligations",
    "the Immigration and Nationality Act (INA) sets limits on the sharing of immigration data between agencies",
    "held that federal agencies cannot share personal data with immigration authorities",
    'the move "undermines the privacy protections that have been in place for decades."',
    "the SSA’s statutory duty to maintain the privacy of its records",
)
LINKS = (
    # claim, document, quote, relation, page indexes of the spans
    (
        4,
        "5-usc-552a.two-column.pdf",
        "No agency shall disclose any record which is contained in a system of records",
        "supports",
        [1],
    ),
    (4, "5-usc-552a-privacy-act.md", "§ 552a. Records maintained on individuals", "context", [0]),
    # across two columns of one page
    (
        *(4, "5-usc-552a.two-column.pdf"),
        "by an agency (or component thereof) which performs as its principal function any activity",
        *("context", [0, 0]),
    ),
    # across a page break, in two columns and in one
    (3, "5-usc-552a.two-column.pdf", "grants, loans, or loan guarantees to individuals; and", "context", [0, 1]),
    (
        *(5, "42-usc-1306.pdf"),
        "would constitute a violation of the terms of any contract entered into under section 405(r)",
        *("supports", [0, 1]),
    ),
    # a line-end hyphen
    (
        3,
        "5-usc-552a.two-column.pdf",
        "no recipient agency, non-Federal agency, or source agency may suspend, terminate",
        "context",
        None,
    ),
    (3, "42-usc-405.two-column.pdf", "a community-based nonprofit social service agency", "context", None),
    # a ligature in the quote, none in the document
    (
        5,
        "42-usc-1306-ssa-1106.md",
        "No disclosure of any return or portion of a return (including information returns",
        "supports",
        None,
    ),
    (5, "42-usc-1306.password-reporter.pdf", "any ﬁle, record, report, or other paper", "supports", None),
    (5, "42-usc-1306.empty-user-password.pdf", "any file, record, report, or other paper", "supports", None),
    (
        6,
        "8-usc-1360.pdf",
        "shall be made available to the Service upon request made by the Attorney General",
        "contradicts",
        [0],
    ),
    (6, "8-usc-1360-ina-290.md", "§ 1360. Establishment of central file", "context", [0]),
    (
        6,
        "8-usc-1373.pdf",
        "may not prohibit, or in any way restrict, any government entity or official",
        "contradicts",
        [0],
    ),
    (2, "8-usc-1373-ina-642.md", "§ 1373. Communication between government agencies", "contradicts", [0]),
    (7, "alvarez-2012-case-summary.txt", "Decided: 2012-06-28", "contradicts", [0]),
    (
        7,
        "alvarez-2012-opinion-announcement-excerpt.txt",
        "violates a Federal criminal statute, the Stolen Valor Act of 2005",
        "contradicts",
        [0],
    ),
)


@pytest.fixture
def project(call: Any, tmp_path: Path) -> Path:
    path = tmp_path / "case.annotator"
    call("new", path)
    derived = sorted(file for file in (CASE / "derived").iterdir() if "seed-article" not in file.name)
    (tmp_path / "passwords").write_text("reporter\n")
    drafts = [CASE / "article/seed-article.txt", CASE / "derived/seed-article.docx", CASE / "derived/seed-article.pdf"]
    assert call("add", path, *drafts, "--as", "draft").status == 0
    sources = [*sorted((CASE / "statutes").iterdir()), *derived, *sorted((CASE / "alvarez").glob("*.txt"))]
    told = call("add", path, *sources, "--password-file", tmp_path / "passwords", "--json")
    assert (told.status, told.err) == (0, "")
    assert len(told.json["added"]) == len(sources) == 22 + 8 + 3
    return path


def _batch(call: Any, project: Path, requests: list[dict[str, Any]]) -> list[Any]:
    file = project.with_name("requests.jsonl")
    file.write_text("".join(json.dumps(request) + "\n" for request in requests), encoding="utf-8")
    told = call("batch", project, file)
    answers = [json.loads(line) for line in told.out.splitlines()]
    assert [answer for answer in answers if "error" in answer] == []
    assert told.status == 0
    return answers


def _letters(words: str) -> str:
    for one, other in (("ﬁ", "fi"), ("’", "'"), ("“", '"'), ("”", '"'), ("\u2011", "-"), ("-\n", "-")):
        words = words.replace(one, other)
    return "".join(words.split())


def test_ten_claims_and_their_passages(call: Any, project: Path, tmp_path: Path) -> None:
    for draft in ("seed-article.txt", "seed-article.docx", "seed-article.pdf"):
        requests = [{"do": "claim", "document": draft, "quote": quote} for quote in CLAIMS]
        claims = _batch(call, project, requests)
        assert [_letters(claim["quote"]) for claim in claims] == [_letters(quote) for quote in CLAIMS]
        links = _batch(
            call,
            project,
            [
                {"do": "link", "claim": claims[at]["id"], "document": name, "quote": quote, "relation": relation}
                for at, name, quote, relation, _ in LINKS
            ],
        )
        for link, (_, name, quote, relation, pages) in zip(links, LINKS, strict=True):
            assert link["relation"] == relation
            assert _letters(link["quote"]) == _letters(quote), name
            if pages is not None:
                assert [span["page"] for span in link["spans"]] == pages, name
        texts = _batch(call, project, [{"do": "text", "document": name} for _, name, *_ in LINKS])
        for link, text in zip(links, texts, strict=True):
            cut = [text["pages"][span["page"]]["text"][span["start"] : span["end"]] for span in link["spans"]]
            assert "\n".join(cut) == link["quote"]
    data = call("claims", project, "--json").json
    assert (len(data), sum(len(claim["links"]) for claim in data)) == (30, 3 * len(LINKS))
    assert call("export", project, tmp_path / "page.html", "--format", "html").status == 0
    assert call("export", project, tmp_path / "copies", "--format", "pdf").status == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("data:image/png") >= len(LINKS)
    with open_workspace(project) as ws:
        assert ws.project.rebuild_differences() == []
        for passage in ws.graph().passages.values():
            assert all(span.rects for span in passage.place.spans)
            columns = [span.rects[0][0] for span in passage.place.spans if span.page == passage.place.page]
            assert len(columns) < 2 or columns[1] - columns[0] > 100


def test_the_scan_was_read_by_machine(call: Any, project: Path) -> None:
    scan = call("text", project, "42-usc-1306.scan-no-text.pdf").out
    assert "Disclosure of information in possession of Social Security Administration" in scan
    hits = call("search", project, '"system of records"', "--limit", "500", "--json").json
    names = {document["id"]: document["name"] for document in call("documents", project, "--json").json}
    assert {"5-usc-552a.two-column.pdf", "5-usc-552a-privacy-act.md"} <= {names[hit["document"]] for hit in hits}


def test_everything_is_added_or_refused_with_a_sentence(call: Any, tmp_path: Path) -> None:
    corpus = CASE.parent
    files = [
        file
        for folder in ("sources", "hostile")
        for file in sorted((corpus / folder).rglob("*"))
        if file.suffix.lower() in (".pdf", ".txt", ".md", ".docx")
    ]
    project = tmp_path / "all.annotator"
    call("new", project)
    told = call("add", project, *files, "--no-ocr", "--json")
    assert told.status == 1
    assert len(told.json["added"]) + len(told.json["refused"]) == len(files)
    assert len(told.json["added"]) > 0.7 * len(files)
    for refused in told.json["refused"]:
        assert refused["name"] in refused["reason"]
        assert refused["reason"].endswith(".")
        assert str(corpus) not in refused["reason"]
    doctor = call("doctor", project, "--json")
    assert (doctor.status, doctor.json["integrity"]["ok"], doctor.json["chain"]["ok"]) == (0, True, True)
