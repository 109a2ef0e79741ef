"""Citations of law read from running text, and held against documents: there, absent, or there otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.checking.citations import CitationKind, citations
from annotator.checking.citations_cases import like_cases
from annotator.checking.citations_known import Held, Match, matched


@pytest.mark.parametrize(
    ("text", "key", "parts"),
    [
        ("Under 5 U.S.C. \u00a7 552a(b)(3), it", ("5 U.S.C.", "552a"), ("b", "3")),
        ("see 5 U. S. Code Sec. 552a (b)(3)", ("5 U.S.C.", "552a"), ("b", "3")),
        ("section 552a(b)(3) of title 5", ("5 U.S.C.", "552a"), ("b", "3")),
        ("Title 42, section 1306", ("42 U.S.C.", "1306"), ()),
        ("42 USC\u00a01320b\u20117(a)", ("42 U.S.C.", "1320b-7"), ("a",)),
        ("section 1106 of the Social Security Act", ("42 U.S.C.", "1306"), ()),
        ("Section 1137(a) of the Social Security Act", ("42 U.S.C.", "1320b-7"), ("a",)),
        ("section 290(b) of the Immigration and Nationality Act", ("8 U.S.C.", "1360"), ("b",)),
        ("section 6103 of the Internal Revenue Code", ("26 U.S.C.", "6103"), ()),
        ("45 C.F.R. \u00a7 164.512(e)", ("45 C.F.R.", "164.512"), ("e",)),
        ("45 CFR part 164", ("45 C.F.R.", "164"), ()),
        ("88 Fed. Reg. 12,345", ("88 Fed. Reg.", "12345"), ()),
        ("Pub. L. 93-579", ("Pub. L.", "93-579"), ()),
        ("Public Law No. 104\u2013191", ("Pub. L.", "104-191"), ()),
        ("No. 1:25-cv-00596-JDB", ("No.", "1:25-cv-596"), ()),
        ("in Case 11-210, United", ("No.", "11-210"), ()),
        ("Regulation (EU) 2016/679", ("EU Regulation", "2016/679"), ()),
        ("\u00a7 7 Abs. 2 Satz 1 PartG", ("PartG", "7"), ("Abs. 2", "Satz 1")),
        ("Article 6(1)(f) of the GDPR", ("GDPR", "6"), ("1", "f")),
        ("Executive Order 14,243", ("Exec. Order", "14243"), ()),
        ("Art. 5 Abs. 1 GG", ("GG", "5"), ("Abs. 1",)),
    ],
)
def test_laws_are_read_in_one_form(text: str, key: tuple[str, str], parts: tuple[str, ...]) -> None:
    (found,) = citations(text)
    assert (found.key, found.parts) == (key, parts)


@pytest.mark.parametrize(
    ("text", "name", "cites", "year", "court"),
    [
        ("by Roe v. Wade, 410 U.S. 113 (1973).", "Roe v. Wade", ("410 U.S. 113",), "1973", "supreme court"),
        ("In Roe v. Wade, the court", "Roe v. Wade", (), "", ""),
        (
            "the 1998 Supreme Court decision in *United States v. Alvarez*, which",
            "United States v. Alvarez",
            (),
            "1998",
            "supreme court",
        ),
        (
            "See Smith v. Jones & Co., Inc., 12 F.3d 345, 347 (9th Cir. 1994).",
            "Smith v. Jones & Co., Inc.",
            ("12 F.3d 345",),
            "1994",
            "ninth circuit",
        ),
        (
            "Gertz v. Robert Welch, Inc., 418 U.S. 323, 340, 94 S. Ct. 2997 (1974) held",
            "Gertz v. Robert Welch, Inc.",
            ("418 U.S. 323", "94 S.Ct. 2997"),
            "1974",
            "supreme court",
        ),
        ("N.A.A.C.P. v. Alabama ex rel. Patterson", "N.A.A.C.P. v. Alabama ex rel. Patterson", (), "", ""),
        ("the Supreme Court's 1974 ruling in U.S. v. Nixon", "U.S. v. Nixon", (), "1974", "supreme court"),
        ("Korematsu v. US, 323 US 214 (1944)", "Korematsu v. US", ("323 U.S. 214",), "1944", "supreme court"),
        ("The 2003 Lawrence v. Texas ruling", "Lawrence v. Texas", (), "2003", ""),
        ("overruled Roe v. Wade in 2022", "Roe v. Wade", (), "", ""),
        ("the court decided Roe v. Wade in 1973", "Roe v. Wade", (), "1973", ""),
        ("In 1998 the agency relied on Lawrence v. Texas", "Lawrence v. Texas", (), "", ""),
    ],
)
def test_cases_are_read_with_what_stands_beside_them(
    text: str, name: str, cites: tuple[str, ...], year: str, court: str
) -> None:
    (found,) = citations(text)
    assert found.case is not None
    assert (found.case.name, found.case.cites, found.case.year, found.case.court) == (name, cites, year, court)


@pytest.mark.parametrize(
    "text", ["the dogs v. the cats", "on page 5 of 12", "Act 3 of the play", "5 of 552 people", "v."]
)
def test_what_is_no_citation_is_none(text: str) -> None:
    assert citations(text) == []


def test_acts_are_read_without_what_stands_before_them() -> None:
    text = "Additionally, the Immigration and Nationality Act binds it. Under the Privacy Act of 1974, too."
    found = [(text[one.start : one.end], one.law, one.year) for one in citations(text)]
    assert found == [
        ("Immigration and Nationality Act", "immigration and nationality act", ""),
        ("Privacy Act of 1974", "privacy act", "1974"),
    ]


def test_two_cases_joined_are_two() -> None:
    found = [one.case.name for one in citations("They cited Smith v. Doe and Roe v. Poe.") if one.case]
    assert found == ["Smith v. Doe", "Roe v. Poe"]


def test_short_names_of_cases_are_those_of_the_long() -> None:
    assert like_cases("afl cio v labor", "american federation afl cio v labor")
    assert not like_cases("united states v alvarez", "united states v alvarado")


STYLES = (
    "{t} U.S.C. \u00a7 {s}{p}",
    "{t} U.S.C. {s}{p}",
    "{t} USC \u00a7\u202f{s}{p}",
    "{t} U. S. C. Sec. {s}{p}",
    "section {s}{p} of title {t}",
    "Title {t}, section {s}{p}",
)


@given(
    st.sampled_from(STYLES),
    st.integers(1, 54),
    st.from_regex(r"[1-9][0-9]{0,3}[a-z]?", fullmatch=True),
    st.lists(st.sampled_from(["a", "b", "1", "12", "A", "ii"]), max_size=3),
    st.sampled_from(["", "The agency relied on ", "On May 4, 12 people cited "]),
)
def test_a_statute_written_in_any_style_is_read_back(
    style: str, title: int, section: str, parts: list[str], before: str
) -> None:
    written = style.format(t=title, s=section, p="".join(f"({part})" for part in parts))
    (found,) = [one for one in citations(before + written) if one.kind is CitationKind.STATUTE]
    assert (found.key, found.parts) == ((f"{title} U.S.C.", section), tuple(parts))


DOCUMENTS = {
    "law": Held("# Title 5\n\n\u00a7 552a. Records\n(a) In general. It rests on section 301 of title 38.", ("law.md",)),
    "case": Held(
        "United States v. Alvarez\nDocket No. 11-210. Citation: 567 U.S. 709 (2012)\nArgued: 2012-02-22\n", ()
    ),
    "memo": Held(
        "Counsel relies on the Privacy Act of 1974, and on Doe v. Roe, 12 F.3d 5 (9th Cir. 1999).", ("memo.txt",)
    ),
    "named": Held("Some text without a heading.", ("8-usc-1373.txt",)),
}


@pytest.mark.parametrize(
    ("text", "match", "theirs"),
    [
        ("5 U.S.C. \u00a7 552a", Match.THERE, ""),
        ("5 U.S.C. \u00a7 552", Match.ABSENT, ""),
        ("6 U.S.C. \u00a7 552a", Match.ABSENT, ""),
        ("38 U.S.C. \u00a7 301", Match.MENTIONED, ""),
        ("8 U.S.C. \u00a7 1373", Match.THERE, ""),
        ("the Privacy Act of 1974", Match.THERE, "1974"),
        ("the Privacy Act of 1975", Match.OTHER_YEAR, "1974"),
        ("the Clean Air Act", Match.ABSENT, ""),
        ("United States v. Alvarez, 567 U.S. 709 (2012)", Match.THERE, ""),
        ("the 1998 ruling in U.S. v. Alvarez", Match.OTHER_YEAR, "2012"),
        ("United States v. Alvarez, 567 U.S. 790 (2012)", Match.OTHER_NUMBER, "567 U.S. 709"),
        ("Roe v. Wade, 567 U.S. 709", Match.OTHER_NUMBER, "United States v. Alvarez"),
        ("Doe v. Roe (2d Cir. 1999)", Match.OTHER_COURT, "ninth circuit"),
        ("Doe v. Roe", Match.THERE, ""),
        ("Doe v. Poe", Match.ABSENT, ""),
        ("No. 11-210", Match.THERE, ""),
        ("No. 11-201", Match.OTHER_NUMBER, "11-210"),
    ],
)
def test_a_citation_is_held_against_the_documents(text: str, match: Match, theirs: str) -> None:
    (found,) = citations(text)
    outcome = matched(found, DOCUMENTS)
    assert (outcome.match, outcome.theirs) == (match, theirs)
    if outcome.key:
        assert 0 <= outcome.start <= outcome.end <= len(DOCUMENTS[outcome.key].text)
