from __future__ import annotations

import shutil

import pytest

from annotator.model.errors import Refused
from annotator.operations import editing, interviews, searching, workspace
from annotator.operations.workspace import Workspace


def test_hits_name_document_page_and_offsets(ws: Workspace, draft: str, memo: str) -> None:
    hits = searching.search(ws, "forty days")
    assert {hit["document"] for hit in hits} == {draft, memo}
    for hit in hits:
        version = ws.graph().versions[ws.graph().documents[hit["document"]].current]
        text = ws.project.page_texts(version.extraction)[hit["page"]]
        assert "forty" in text[hit["start"] : hit["end"]].lower()
        assert set(hit) == {"document", "page", "label", "start", "end", "snippet", "score"}
        assert hit["label"] == "1"


@pytest.mark.parametrize(
    "words", ["it's", 'a "quote', "section:12 AND (", "*", "§ 12", "NOT", "-x +y", "\\", "a" * 5000]
)
def test_any_words_are_a_valid_query(ws: Workspace, memo: str, words: str) -> None:
    assert isinstance(searching.search(ws, words), list)


def test_what_is_no_query_is_refused(ws: Workspace, memo: str) -> None:
    for words, limit in ((" ", 5), ("x", 0), ("x", 10**9), ("\udce9", 5)):
        with pytest.raises(Refused):
            searching.search(ws, words, limit)


def test_removed_documents_are_not_found_and_restored_ones_are(ws: Workspace, draft: str, memo: str) -> None:
    assert len(searching.search(ws, "harbour", 1)) == 1
    editing.remove(ws, memo)
    assert {hit["document"] for hit in searching.search(ws, "harbour")} == {draft}
    assert len(ws.index.known()) == 1
    editing.undo(ws)
    assert {hit["document"] for hit in searching.search(ws, "harbour")} == {draft, memo}


def test_a_lost_index_is_made_again(ws: Workspace, draft: str) -> None:
    told: list[tuple[int, int]] = []
    assert searching.search(ws, "fog", progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (1, 1)
    path = ws.project.path
    ws.close()
    shutil.rmtree(workspace.index_folder(ws.project.id))
    with workspace.open_workspace(path, read_only=True) as again:
        assert searching.search(again, "fog")
    ws.project.read_only = True


def test_a_search_is_held_to_documents_and_kinds(ws: Workspace, draft: str, memo: str) -> None:
    def found(**limits: object) -> set[str]:
        return {hit["document"] for hit in searching.search(ws, "harbour", **limits)}

    note = interviews.new_note(ws, interviewee="B.", text="She saw the harbour.").document
    assert found() == {draft, memo, note}
    assert found(documents={memo, draft}) == {memo, draft}
    assert found(kind=searching.Sought.DRAFT) == {draft}
    assert found(kind=searching.Sought.SOURCE) == {memo, note}
    assert found(kind=searching.Sought.NOTE) == {note}
    assert found(documents={memo}, kind=searching.Sought.NOTE) == set()
