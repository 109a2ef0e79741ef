"""Which provision a place stands in: American sections with their nested parts, German paragraphs and articles."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.numbering import Enumerator, certain_paths, enumerators, refers
from annotator.anchoring.provisions import Provisions, provision_at, provision_over

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

CODE = """\
Title 5— GOVERNMENT ORGANIZATION AND EMPLOYEES
CHAPTER 5— ADMINISTRATIVE PROCEDURE
§ 552x. Lamps kept on stairs
(a) Definitions .
For purposes of this section
(1) the term “lamp” means a lamp as defined in section 551(e) of this title;
(2) the term “stair” means
(A) any flight of steps, whether
(i) of wood, or
(ii) of stone; and
(B) a ladder that is fixed.
(b) Conditions of Lighting .
No agency shall light any lamp which stands on a stair, unless the lighting
would be
(1) to those officers who have a need for the lamp in their duties as paragraph
(2) of this subsection describes them;
(2) required under section 551 of this title ;
(3) for a routine use as defined in subsection (a)
(2) and described under paragraph (1); or
(4) to another agency for a lawful purpose. Every lamp shall be put out before
the officers go home.
(c) The agency shall keep an account of (1) each lamp; (2) each stair; and
(3) each officer; the account shall be open.
(d)
(1)
(A) The account shall be kept for five years.
(B) It may be burnt then.
(2) Ashes are no account.
(e) Nobody shall be fined.
(f) Nothing in this section is a joke.
(g) Oil is bought each spring.
(h) Wicks are bought each autumn.
(i) The lamps are cleaned
(i) on Mondays; and
(ii) on Fridays.
(Pub. L. 93–579, § 3, Dec. 31, 1974, 88 Stat. 1897.)
Amendments
(a) The first lamp was bought in 1974.
§ 553x. Candles
No agency shall light a candle."""


def found(text: str, words: str, law: str = "") -> str:
    pages = text.split("\f")
    for page, each in enumerate(pages):
        if words in each:
            return provision_at(DocumentText(pages), page, each.index(words)).removeprefix(law)
    raise AssertionError(words)


@pytest.mark.parametrize(
    ("words", "provision"),
    [
        ("Title 5", ""),
        ("Lamps kept", "552x"),
        ("For purposes", "552x(a)"),
        ("as defined in section 551(e)", "552x(a)(1)"),
        ("whether", "552x(a)(2)(A)"),
        ("of stone", "552x(a)(2)(A)(ii)"),
        ("a ladder", "552x(a)(2)(B)"),
        ("No agency shall light any", "552x(b)"),
        ("of this subsection describes", "552x(b)(1)"),
        ("required under", "552x(b)(2)"),
        ("and described under", "552x(b)(3)"),
        ("another agency", "552x(b)(4)"),
        ("before\nthe officers", "552x(b)"),
        ("an account of", "552x(c)"),
        ("the account shall be open", "552x"),
        ("kept for five", "552x(d)(1)(A)"),
        ("burnt then", "552x(d)(1)(B)"),
        ("Ashes", "552x(d)(2)"),
        ("Wicks", "552x(h)"),
        ("are cleaned", "552x(i)"),
        ("Pub. L.", ""),
        ("The first lamp", ""),
        ("light a candle", "553x"),
    ],
)
def test_a_section_of_the_code(words: str, provision: str) -> None:
    expected = f"5 U.S.C. {provision}" if provision else ""
    assert found(CODE, words) == expected


def test_the_space_before_a_line_belongs_to_it() -> None:
    assert provision_at(DocumentText(["    Sec. 271. Lamps\n      (a) In general\n"]), 0, 0) == "Sec. 271"


def test_other_titles_are_not_the_united_states_code() -> None:
    text = CODE.replace("GOVERNMENT ORGANIZATION AND EMPLOYEES", "LAMPS OF THE TOWN")
    assert found(text, "Ashes") == "§ 552x(d)(2)"
    assert found(text.split("\n", 2)[2].replace("§", "Sec."), "Ashes") == "Sec. 552x(d)(2)"


def test_over_a_page_break_with_a_running_head() -> None:
    head = "Page {}\n5 U.S.C. § 552x\n"
    upper, lower = CODE.split("(2) Ashes")
    text = head.format(1) + upper.split("\n", 2)[2] + "\f" + head.format(2) + "(2) Ashes" + lower
    assert found(text, "Ashes") == "5 U.S.C. 552x(d)(2)"
    assert found(text, "burnt then") == "5 U.S.C. 552x(d)(1)(B)"


def test_a_lost_part_leaves_only_what_is_certain() -> None:
    text = CODE.replace("(c) The agency shall keep an account of (1)", "The agency shall keep (1)")
    assert found(text, "each stair") in ("5 U.S.C. 552x(b)", "5 U.S.C. 552x")
    assert found(text, "kept for five") in ("5 U.S.C. 552x(d)(1)(A)", "5 U.S.C. 552x")
    gap = CODE.replace("(B) a ladder", "and\n(D) a ladder")
    assert found(gap, "a ladder") in ("5 U.S.C. 552x(a)(2)", "5 U.S.C. 552x(a)(2)(A)"[:-3], "5 U.S.C. 552x(a)(2)(D)")


CLOSING = """\
Sec. 271. Lamps
    (a) It shall be an act of waste to light, without leave -
      (1) a lamp in a stair that is lit by day;
      (2) a lamp
    in a cellar,
    if the purpose of such lighting is to read.
    (b) For keeping a lamp in force:
      (1) 3 years after lighting, $980.
      (2) 7 years after lighting, $2,480.

    Unless payment is received in time, the lamp goes out.
    (c) An officer who -
      (1) keeps a lamp; and
      (2) is sworn that -
        (A) no oil is sold, or
        (B) no wick is sold,
    shall be paid as paragraph
    (1) of this section has it.
    (d) Lamps of the town
    Nobody shall put them out.
    (e) A lamp is lit
      (1) at dusk,
    or at noon in fog; and
      (2) at night.
    (f) It is no waste to light a lamp -
      (1) at a wake; or
      (2)(A) at a wedding, or
        (B) at a birth,
    unless it burns for a year.
"""


@pytest.mark.parametrize(
    ("words", "provision"),
    [
        ("stair that is lit", "(a)(1)"),
        ("in a cellar", "(a)(2)"),
        ("if the purpose", "(a)"),
        ("7 years", "(b)(2)"),
        ("Unless payment", "(b)"),
        ("no wick", "(c)(2)(B)"),
        ("shall be paid", "(c)"),
        ("of this section has it", "(c)"),
        ("Nobody shall", "(d)"),
        ("noon in fog", "(e)(1)"),
        ("at night", "(e)(2)"),
        ("at a birth", "(f)(2)(B)"),
        ("unless it burns", "(f)"),
    ],
)
def test_words_that_close_a_list_belong_to_what_is_around_it(words: str, provision: str) -> None:
    assert found(CLOSING, words) == f"Sec. 271{provision}"


def test_rules_in_the_code_of_federal_regulations() -> None:
    text = textwrap.dedent("""\
        45 CFR Part 164 (up to date as of 1/01/2025)
        § 164.912 Uses of lamps that need no consent.
        A lamp may be lit as follows.
        (a) Standard: Lamps required by law.
        (1) An entity may light a lamp where a law requires it.
        (2) It must put it out as (f)(1) of this section requires.
        (f) Standard: Lamps for the police.
        (1) Permitted lamps. An entity may light a lamp
        (i) where a court orders it; or
        (ii) where the court asks
        (A) in writing; or
        (B) by a messenger.
        [65 FR 82802, Dec. 28, 2000]""")
    assert found(text, "by a messenger") == "45 CFR 164.912(f)(1)(ii)(B)"
    assert found(text, "put it out") == "45 CFR 164.912(a)(2)"
    assert found(text, "65 FR") == ""


GERMAN = """\
Gesetz über die Lampen (LampG)
Ausfertigungsdatum: 24.7.1967
§ 1 Aufgaben der Lampen
(1) Lampen sind am 24. Juli zu putzen. Sie leuchten
bis zum Morgen, z. B. im Treppenhaus.
(2) Es gilt § 3 Abs. 2.
§ 2 Begriff der Lampe
(1) Lampen sind Geräte, die Licht geben. Kerzen sind keine Lampen, nach
§ 3 Abs. 2 auch keine Geräte.
(2) Keine Lampen sind
1.  Kerzen,
2.  Feuer, und zwar
a)  offenes und
b)  verdecktes,
3.  die Sonne.
Dies gilt auch bei Nacht.
(2a) Spiegel geben kein Licht.
Zweiter Abschnitt
§ 3 Ordnung
Wer Lampen hält, putzt sie. Wer sie nicht putzt, zahlt."""


@pytest.mark.parametrize(
    ("words", "provision"),
    [
        ("Lampen sind am", "§ 1 Abs. 1 LampG"),
        ("Treppenhaus", "§ 1 Abs. 1 LampG"),
        ("Lampen sind Geräte", "§ 2 Abs. 1 Satz 1 LampG"),
        ("Es gilt", "§ 1 Abs. 2 LampG"),
        ("auch keine Geräte", "§ 2 Abs. 1 Satz 2 LampG"),
        ("Keine Lampen sind", "§ 2 Abs. 2 LampG"),
        ("Kerzen,", "§ 2 Abs. 2 Nr. 1 LampG"),
        ("verdecktes", "§ 2 Abs. 2 Nr. 2 Buchst. b LampG"),
        ("die Sonne", "§ 2 Abs. 2 Nr. 3 LampG"),
        ("bei Nacht", "§ 2 Abs. 2 LampG"),
        ("Spiegel", "§ 2 Abs. 2a LampG"),
        ("Zweiter", ""),
        ("zahlt", "§ 3 Satz 2 LampG"),
    ],
)
def test_german_law(words: str, provision: str) -> None:
    assert found(GERMAN, words) == provision


def test_german_articles() -> None:
    text = (
        "Grundordnung der Stadt und des Landes (LG)\nArt 1\n(1) Das Licht ist frei.\n(2) Es gilt das Recht der Nacht.\n"
    )
    text += "Art 16a\n(1) Wer im Dunkeln ist, genießt Licht. Das ist nicht zu ändern."
    assert found(text, "Es gilt") == "Art. 1 Abs. 2 LG"
    assert found(text, "zu ändern") == "Art. 16a Abs. 1 Satz 2 LG"


def test_a_missed_heading_gives_nothing_rather_than_the_last_paragraph() -> None:
    text = GERMAN.replace("§ 2 Begriff der Lampe\n", "Begriff\n")
    assert found(text, "auch keine Geräte") == ""


def test_what_holds_a_passage_is_what_its_ends_have_in_common() -> None:
    texts = (CODE,)
    start, end = CODE.index("to those officers"), CODE.index("another agency") + 3
    assert provision_over(texts, [(0, start, start + 20)]) == "5 U.S.C. 552x(b)(1)"
    assert provision_over(texts, [(0, start, end)]) == "5 U.S.C. 552x(b)"
    assert provision_over(texts, [(0, start, CODE.index("The first lamp") + 3)]) == ""
    assert provision_over(texts, []) == ""


def test_roman_or_letter_is_told_by_the_sequence() -> None:
    lines = [*"abcdefghi", "1", "A", "i", "ii", *"jklm"]
    paths = certain_paths([Enumerator((token,), apart=True) for token in lines])
    assert ["".join(level.printed for level in path) for path in paths[8:14]] == [
        "i",
        "i1",
        "i1A",
        "i1Ai",
        "i1Aii",
        "j",
    ]
    assert enumerators("(1)(A) (i) The lamp") == (("1", "A", "i"), 10)
    assert enumerators("(lamp) one") == ((), 0)


def test_what_reads_like_a_reference() -> None:
    assert refers("as provided in paragraph", " of this subsection")
    assert refers("under section 552(e) and", " shall")
    assert refers("who is described in", " of this section")
    assert refers("in clause (iii) or", ", as applicable")
    assert not refers("the lamp is put out; and", " the stair is swept")
    assert not refers("of that subparagraph.", " Oil")


@given(st.lists(st.text(st.sampled_from("§ .()1aiA\nvx2bSecArt3"), max_size=120), max_size=4))
def test_it_never_raises(pages: list[str]) -> None:
    provisions = Provisions(pages)
    for page, text in enumerate(pages):
        for offset in range(0, len(text) + 1, 7):
            provisions.at(page, offset)
            provisions.over((0, 0), (page, offset))


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real documents is not here")
@pytest.mark.parametrize("version", ["old", "new"])
def test_a_real_section_agrees_with_its_xml(version: str) -> None:
    folder = CORPUS / "revisions" / "dc-32-131.01"
    root = ElementTree.parse(folder / f"{version}.xml").getroot()
    space = root.tag[: root.tag.index("}") + 1]
    doc = DocumentText([(folder / f"{version}.txt").read_text("utf-8")])
    checked = []

    def walk(element: ElementTree.Element, path: tuple[str, ...]) -> None:
        number = element.find(f"{space}num")
        here = (*path, number.text or "") if element.tag == f"{space}para" and number is not None else path
        for text in element.findall(f"{space}text"):
            runs = doc.find("".join(text.itertext()).strip()[:60])
            if len(runs) == 1:
                checked.append((provision_at(doc, 0, runs[0][0].start), f"§ 32-131.01{''.join(here)}"))
        for inner in element.findall(f"{space}para"):
            walk(inner, here)

    walk(root, ())
    assert len(checked) >= 30
    assert [given for given, _ in checked] == [expected for _, expected in checked], json.dumps(checked)
