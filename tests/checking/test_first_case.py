"""The article that comes with the corpus: the case it dates wrongly, and the quotations that no source has."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.checking.citations import CitationKind, citations
from annotator.checking.citations_known import Held, Match, matched
from annotator.checking.flow import flow_of
from annotator.checking.quotes_marks import quotations
from annotator.checking.quotes_sought import Searched, seek

CASE = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "first-case"


@pytest.mark.skipif(not CASE.is_dir(), reason="the corpus is absent")
def test_what_the_first_article_has_wrong_is_found() -> None:
    article = (CASE / "article" / "seed-article.txt").read_text("utf-8")
    sources = [*sorted((CASE / "statutes").glob("*.md")), *sorted((CASE / "alvarez").glob("*.txt"))]
    texts = {path.name: path.read_text("utf-8") for path in sources}
    held = {name: Held(text, (name,)) for name, text in texts.items()}
    outcomes = {article[one.start : one.end]: (one.kind, matched(one, held)) for one in citations(article)}
    kind, alvarez = outcomes["United States v. Alvarez"]
    assert (kind, alvarez.match, alvarez.theirs) == (CitationKind.CASE, Match.OTHER_YEAR, "2012")
    others = {one.match for name, (_, one) in outcomes.items() if name != "United States v. Alvarez"}
    assert others == {Match.THERE}
    searched = {name: Searched(flow_of([text])) for name, text in texts.items()}
    said = [one.words(article) for one in quotations(article)]
    assert len(said) == 4
    assert [seek(words, searched) for words in said] == [None] * 4
    own = texts["alvarez-2012-oral-argument.txt"]
    at = own.index("numerous contexts")
    hit = seek(own[at : at + 120].rsplit(" ", 1)[0], searched)
    assert hit is not None
    assert (hit.key, hit.graded.faithful) == ("alvarez-2012-oral-argument.txt", True)
