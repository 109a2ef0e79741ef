from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.finding.index import SearchIndex
from annotator.model.errors import Refused

ROOT = Path(__file__).parents[2]
STATUTE = (
    "\u00a7\u202f12. Keep-\ning of records\nNo o\ufb03ce shall keep a sys-\ntem of records that is long-\nstanding "
    "without a notice. It\u2019s 4 Code \u00a7\u202f12a(b)(3).\n",
    "The identi\ufb01cation number of a per\u00adson is not public.\n",
    "",
)
MEMO = ("The council keeps records of meetings.\nA system exists. Records are public.\n",)


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    index = SearchIndex(tmp_path / "cache" / "index")
    index.add("statute", STATUTE)
    index.add("memo", MEMO)
    index.commit()
    return index


def cut(hit: object) -> str:
    texts = {"statute": STATUTE, "memo": MEMO}[hit.extraction]
    return texts[hit.page][hit.start : hit.end]


def test_a_hit_stands_where_the_words_are(index: SearchIndex) -> None:
    hit = index.search("identification")[0]
    assert (hit.extraction, hit.page) == ("statute", 1)
    assert cut(hit) == "identi\ufb01cation"
    assert "identification number" in hit.snippet


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ('"system of records"', "sys-\ntem of records"),
        ("keeping", "Keep-\ning"),
        ("person", "per\u00adson"),
        ("12a(b)(3)", "12a(b)(3"),
        ("it's", "It\u2019s"),
        ("long-standing", "long-\nstanding"),
        ("longstanding", "long-\nstanding"),
        ("OFFICE", "o\ufb03ce"),
    ],
)
def test_typesetting_does_not_hide_words(index: SearchIndex, words: str, there: str) -> None:
    assert cut(index.search(words)[0]) == there


def test_all_words_come_before_some_and_phrases_are_exact(index: SearchIndex) -> None:
    assert [hit.extraction for hit in index.search("system records notice")] == ["statute", "memo"]
    assert [hit.extraction for hit in index.search('"keeps records"')] == ["memo"]
    assert index.search('"records keeps"') == []
    scores = [hit.score for hit in index.search("system records notice")]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "words",
    ["", " ", "\u00a7", '"', '""', "(((", "a:b AND", "-", "it's", "x" * 5000, "\ud800", "\x00", "*", "NOT OR +", "\\"],
)
def test_any_words_are_valid(index: SearchIndex, words: str) -> None:
    assert isinstance(index.search(words), list)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_any_text_is_a_valid_query(index: SearchIndex, words: str) -> None:
    for hit in index.search(words):
        assert 0 <= hit.start <= hit.end


def test_known_add_twice_and_limit(index: SearchIndex) -> None:
    assert index.known() == {"statute", "memo"}
    index.add("memo", MEMO)
    index.commit()
    assert len(index.search("council")) == 1
    assert len(index.search("records", limit=1)) == 1


def test_added_words_are_known_at_once_and_found_after_commit(index: SearchIndex) -> None:
    index.add("late", ("A zebra.",))
    assert "late" in index.known()
    assert index.search("zebra") == []
    index.commit()
    assert index.search("zebra")[0].extraction == "late"


def test_purged_words_leave_the_disk(index: SearchIndex, tmp_path: Path) -> None:
    index.add("secret", ("The informant is called Quillfeather.",))
    index.commit()
    assert index.search("Quillfeather")
    index.purge("secret")
    assert index.search("Quillfeather") == []
    assert index.known() == {"statute", "memo"}
    assert cut(index.search('"system of records"')[0]) == "sys-\ntem of records"
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"uillfeather" not in left


def test_reopened_it_is_still_there(index: SearchIndex, tmp_path: Path) -> None:
    index.close()
    again = SearchIndex(tmp_path / "cache" / "index")
    assert again.known() == {"statute", "memo"}
    assert again.search("council")


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "meta", "gone", "foreign"])
def test_a_damaged_index_is_rebuilt(index: SearchIndex, tmp_path: Path, harm: str) -> None:
    index.close()
    folder = tmp_path / "cache" / "index"
    files = [path for path in folder.rglob("*.*") if path.suffix in (".idx", ".store", ".term", ".pos")]
    assert files
    for path in files:
        content = bytearray(path.read_bytes())
        if harm == "flip":
            content[len(content) // 3] ^= 0x55
            path.write_bytes(content)
        elif harm == "cut":
            path.write_bytes(content[: len(content) // 2])
        elif harm == "empty":
            path.write_bytes(b"")
        elif harm == "gone":
            path.unlink()
    for path in folder.rglob("meta.json"):
        if harm == "meta":
            path.write_bytes(b"{")
    if harm == "foreign":
        (folder / "current").write_text("something else\n")
    again = SearchIndex(folder)
    assert again.known() == set()
    assert again.search("council") == []
    again.add("memo", MEMO)
    again.commit()
    assert again.known() == {"memo"}
    assert again.search("council")


def test_damage_while_open_never_crashes(index: SearchIndex, tmp_path: Path) -> None:
    for path in (tmp_path / "cache" / "index").rglob("*.store"):
        content = bytearray(path.read_bytes())
        content[: len(content) // 2] = b"\xff" * (len(content) // 2)
        path.write_bytes(content)
    assert isinstance(index.search("council"), list)


@pytest.mark.parametrize("kind", ["idx", "pos", "term", "store"])
def test_words_damaged_while_open_are_not_missed_without_a_word(index: SearchIndex, tmp_path: Path, kind: str) -> None:
    assert index.known()
    assert index.search("council")
    for path in (tmp_path / "cache" / "index").rglob(f"*.{kind}"):
        content = bytearray(path.read_bytes())
        content[: len(content) // 2] = b"\xff" * (len(content) // 2)
        path.write_bytes(content)
    assert index.known() == set(), "what is damaged counts as missing, so it is read in again"
    index.add("memo", MEMO)
    index.commit()
    assert index.search("council")
    assert SearchIndex(tmp_path / "cache" / "index").known() == {"memo"}


def test_a_file_in_the_way_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("not a folder")
    index = SearchIndex(tmp_path / "index")
    assert index.known() == set()
    index.add("memo", MEMO)
    index.commit()
    assert index.search("council")


OTHER = """
import sys
from pathlib import Path
from annotator.finding.index import SearchIndex
index = SearchIndex(Path(sys.argv[1]))
for turn in range(6):
    index.search("council")
    name = f"{sys.argv[2]}-{turn}"
    index.add(name, (f"A word common to all, and {name}.",))
    index.commit()
    if turn == 3:
        index.purge(f"{sys.argv[2]}-0")
print(len(index.search("common", limit=100)))
"""


def test_two_processes_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    running = [
        subprocess.Popen([sys.executable, "-c", OTHER, str(folder), name], cwd=ROOT, stderr=subprocess.PIPE)
        for name in ("one", "two", "three")
    ]
    problems = [process.communicate(timeout=60)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], problems
    index = SearchIndex(folder)
    assert index.known() == {f"{name}-{turn}" for name in ("one", "two", "three") for turn in range(1, 6)}
    assert len(index.search("common", limit=100)) == 15


def test_what_another_window_writes_is_seen_at_once(index: SearchIndex, tmp_path: Path) -> None:
    other = SearchIndex(tmp_path / "cache" / "index")
    for number in range(3):
        assert index.known() == other.known()
        assert not index.search(f"zebra{number}")
        other.add(f"letter {number}", (f"A zebra{number} was seen.",))
        other.commit()
        assert f"letter {number}" in index.known()
        assert [hit.extraction for hit in index.search(f"zebra{number}")] == [f"letter {number}"]
    other.purge("letter 1")
    assert "letter 1" not in index.known()
    assert not index.search("zebra1")
    assert index.search("zebra2")
    other.close()


def test_the_closest_words_are_shown_wherever_on_the_page_they_stand(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "near")
    apart = "The ledger is kept. " + "Nothing else was said here. " * 4 + "A drought came" + " and stayed" * 9 + ". "
    text = apart * 3 + "At last the drought ledger closed."
    index.add("a", (text,))
    index.commit()
    (hit,) = index.search("ledger drought")
    assert text[hit.start : hit.end] == "drought ledger"
    (hit,) = index.search("ledger drought absent")
    assert text[hit.start : hit.end] == "drought ledger"
    index.close()


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    index = SearchIndex(tmp_path / "file" / "index")
    assert index.search("x") == []
    index.add("memo", MEMO)
    with pytest.raises(Refused):
        index.commit()


def test_tantivy_is_imported_late() -> None:
    code = "import sys, annotator.finding.index; print('tantivy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("identif*", "identi\ufb01cation"),
        ("off*", "o\ufb03ce"),
        ("number identif*", "identi\ufb01cation number"),
        ("12a(b*", "12a(b"),
    ],
)
def test_a_star_stands_for_the_rest_of_a_word(index: SearchIndex, words: str, there: str) -> None:
    assert cut(index.search(words)[0]) == there


def test_pages_with_what_has_a_minus_are_left_out(index: SearchIndex) -> None:
    def pages(words: str) -> set[tuple[str, int]]:
        return {(hit.extraction, hit.page) for hit in index.search(words)}

    assert pages("records") == {("statute", 0), ("memo", 0)}
    assert pages("records -council") == {("statute", 0)}
    assert pages("records notice -council") == {("statute", 0)}
    assert pages('records -"records of meetings"') == {("statute", 0)}
    assert pages("records -cou*") == {("statute", 0)}
    assert pages("long-standing") == {("statute", 0)}
    assert pages("-council") == {("memo", 0)}


def test_a_search_may_be_held_to_some_extractions(index: SearchIndex) -> None:
    assert {hit.extraction for hit in index.search("records", within={"memo"})} == {"memo"}
    assert {hit.extraction for hit in index.search("records notice", within={"memo"})} == {"memo"}
    assert index.search("records", within=set()) == []
