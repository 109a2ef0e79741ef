"""What tells that a passage rests on a text that is not the newest in the project."""

from __future__ import annotations

from dataclasses import replace

from annotator.model.graph import Graph
from annotator.model.in_force import in_force_abroad, in_force_words
from annotator.model.places import Place, Span
from annotator.model.things import Document, Handling, Passage, Role, Version


def law(ident: str, in_force: str = "", *, title: str = "Water Act", current: str = "") -> Document:
    return Document(
        ident, f"{ident}.pdf", Role.SOURCE, Handling.PUBLISH, title, current=current or f"{ident}-1", in_force=in_force
    )


def version(document: str, number: int) -> Version:
    return Version(f"{document}-{number}", document, f"sha-{number}", "x", "pdf", 1, f"2026-0{number}-01T00:00:00Z")


def words(*documents: Document, versions: tuple[Version, ...] = (), at: str = "sha-1") -> str:
    passage = Passage("p", documents[0].id, Place(at, "x", (Span(0, "1", 0, 4),), "word"))
    return in_force_words(
        Graph(documents={each.id: each for each in documents}, versions={each.id: each for each in versions}), passage
    )


def test_the_day_is_told_and_no_warning_where_nothing_is_newer() -> None:
    assert words(law("a"), versions=(version("a", 1),)) == ""
    assert words(law("a", "2024-03-15"), versions=(version("a", 1),)) == "As in force on 2024-03-15."


def test_a_passage_of_an_older_version_says_so() -> None:
    both = (version("a", 1), version("a", 2))
    assert words(law("a", current="a-2"), versions=both) == "It was marked in another version than the one shown."
    assert words(law("a", current="a-2"), versions=both, at="sha-2") == ""


def test_an_older_version_shown_again_says_that_a_newer_one_is_there() -> None:
    both = (version("a", 1), version("a", 2))
    assert words(law("a"), versions=both) == "A newer version of this document is in the project."


def test_the_same_law_in_force_later_is_named() -> None:
    later = "As in force on 2024. A later text is in the project: 'b.pdf', as in force on 2025-01-01."
    assert words(law("a", "2024"), law("b", "2025-01-01"), law("c", "2024-12-01")) == later
    assert words(law("a", "2024"), law("b", "2024-12-01")) == "As in force on 2024."
    assert words(law("a", "2024"), law("b", "2025", title="Fire Act")) == "As in force on 2024."
    assert words(law("a", "2024", title=""), law("b", "2025", title="")) == "As in force on 2024."


def test_what_goes_out_warns_without_naming_what_stays() -> None:
    secret = replace(law("b", "2025"), handling=Handling.NEVER_LEAVES)
    for others, told in (
        ((law("b", "2025"),), "2024; a newer version is in the project"),
        ((secret,), "2024"),
        ((replace(law("b", "2025"), embargo="2099-01-01"),), "2024"),
        ((), "2024"),
    ):
        mine = law("a", "2024")
        graph = Graph(documents={each.id: each for each in (mine, *others)})
        assert in_force_abroad(graph, mine) == told
    both = {each.id: each for each in (version("a", 1), version("a", 2))}
    assert "newer version" in in_force_abroad(Graph(documents={"a": law("a", "2024")}, versions=both), law("a", "2024"))
    assert in_force_abroad(Graph(documents={"a": law("a")}, versions=both), law("a")) == ""
