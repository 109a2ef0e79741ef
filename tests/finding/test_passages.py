from __future__ import annotations

import stat
from pathlib import Path

import pytest

from annotator.finding.passages import PassageIndex
from annotator.finding.units import LONG, units
from annotator.finding.vectors_wire import SIZE

MEMO = (
    "The harbour was closed for nine days. Nobody told the fisher-\nmen why.\n\nFog\n",
    "",
    "The council \u201capproved\u201d 41,300 euros. It was the largest sum in ten years.",
)
LETTER = ("Informant Zuckerhut saw the mayor at the harbour.",)


@pytest.fixture
def index(tmp_path: Path) -> PassageIndex:
    index = PassageIndex(tmp_path / "cache")
    index.add("memo", MEMO)
    index.add("letter", LETTER)
    index.commit()
    return index


def found(index: PassageIndex, words: str, within: list[str] | None = None) -> list[str]:
    keys = index.candidates(index.tokens(words), 10, within)
    return [index.sheets.sheet(name).text(number) for name, number in keys]


def test_sentences_are_found_by_their_words_without_endings(index: PassageIndex) -> None:
    assert found(index, "closing of a harbour")[0].startswith("The harbour was closed")
    assert found(index, "fishermen") == ["Nobody told the fisher-\nmen why."]
    assert found(index, "harbour", ["letter"]) == list(LETTER)
    assert found(index, "\u00a7 ?") == []


def test_a_sentence_stands_where_it_is_said_to(index: PassageIndex) -> None:
    sheet = index.sheets.sheet("memo")
    for number in range(sheet.count):
        page, start, end = sheet.place(number)
        assert MEMO[page][start:end] == sheet.text(number)
    page, start, _ = sheet.place(0)
    assert sheet.stretch(0, 1) == MEMO[page][start : sheet.place(1)[2]]


def test_rare_words_tell_more(index: PassageIndex) -> None:
    weights = index.weights(index.tokens("harbour Zuckerhut"))
    assert weights["zuckerhut"] > weights["harbour"] > 0


def test_what_was_read_for_meaning_is_kept_for_the_next_process(index: PassageIndex, tmp_path: Path) -> None:
    sheet = index.sheets.sheet("memo")
    assert sheet.unread(2) == [0, 1]
    sheet.write(0, bytes([1]) * SIZE)
    index.close()
    again = PassageIndex(tmp_path / "cache")
    assert again.known() == {"memo", "letter"}
    assert again.sheets.sheet("memo").unread(2) == [1, 2]
    assert again.sheets.sheet("memo").vector(0) == bytes([1]) * SIZE


def test_purging_leaves_no_word_and_no_vector(index: PassageIndex, tmp_path: Path) -> None:
    index.sheets.sheet("letter").write(0, b"Zuckerhut".ljust(SIZE, b"!"))
    index.purge("letter")
    left = [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]
    assert all(b"zuckerhut" not in file.read_bytes().lower() for file in left)
    assert not [file for file in left if "letter" in file.name]
    assert found(index, "harbour")[0].startswith("The harbour")
    index.keep_only(set())
    assert index.known() == set()


def test_what_sentences_mean_is_for_their_owner_only(index: PassageIndex, tmp_path: Path) -> None:
    kept = [*(tmp_path / "cache").glob("sheets-*/*")]
    assert kept
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in kept)


@pytest.mark.parametrize("kind", ["words", "vectors"])
def test_a_damaged_file_is_noticed_and_made_again(index: PassageIndex, tmp_path: Path, kind: str) -> None:
    (file,) = (tmp_path / "cache").glob(f"sheets-*/memo.{kind}")
    content = file.read_bytes()
    file.write_bytes(content[:-1] + b"?" if kind == "words" else content[:-1])
    again = PassageIndex(tmp_path / "cache")
    assert again.known() == {"letter"}
    again.add("memo", MEMO)
    again.commit()
    assert again.known() == {"memo", "letter"}
    assert len(found(again, "council")) == 1


def test_long_sentences_are_cut_at_their_items() -> None:
    law = "No agency shall disclose any record held in a system of records that it keeps: " + "; ".join(
        f"({letter}) to an officer of the agency who needs the record for the duties of the office"
        for letter in "abcde"
    )
    pieces = [law[start:end] for start, end in units(law)]
    assert len(law) > LONG
    assert len(pieces) == 6
    assert pieces[3].startswith("(c) to an officer")
    assert units("...\n\n\u00a7\n\n7") == []
