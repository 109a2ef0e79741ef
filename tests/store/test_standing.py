"""Where things stand in the text shown now: the order of what counts, and files of earlier versions."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.places import Place
from annotator.model.standing import Stands
from annotator.model.things import Kind
from annotator.store.project import Project, Sought

from .conftest import ME, add_claim, add_document, extraction_of


@pytest.fixture
def drafted(project: Project) -> tuple[str, str]:
    """A document with one passage; the ids of both."""
    document, _ = add_document(project, "draft.txt", b"d", "The fee is 40 euros.\n", role="draft")
    return document, add_claim(project, document, "The fee is 40 euros.")[1]


def newer(project: Project, document: str, data: bytes) -> str:
    """Another version of a document becomes the one that is shown; its id."""
    extraction = extraction_of(data, data.decode())
    with project.act("replace") as pen:
        project.put_content(pen, extraction.version, len(data), io.BytesIO(data), media="text/plain")
        project.put_extraction(pen, extraction)
        fields = {"document": document, "sha256": extraction.version, "extraction": extraction.sha256}
        version = pen.new(Kind.VERSION, {**fields, "format": "text", "size": len(data), "received": "2026-01-03"})
        pen.set(document, "current", version)
    return version


def there(project: Project, version: str, place: Place, quote: str = "The fee is 42 euros.") -> Place:
    found = project.graph().versions[version]
    return replace(place, version=found.sha256, extraction=found.extraction, quote=quote)


def edited(project: Project, passage: str, place: Place) -> Sought:
    standing = project.graph().passages[passage].standing
    assert standing is not None
    return Sought(passage, place.extraction, standing.was, Stands.EDITED, 0.9, place)


def stands(project: Project, passage: str) -> Stands | None:
    standing = project.graph().passages[passage].standing
    return standing.outcome if standing else None


def test_the_order_of_what_counts(project: Project, drafted: tuple[str, str]) -> None:
    document, passage = drafted
    first = project.graph().passages[passage].place
    old = project.graph().documents[document].current
    version = newer(project, document, b"The fee is 42 euros.")
    assert stands(project, passage) is Stands.SOUGHT
    assert project.graph().passages[passage].place == first
    found = there(project, version, first)
    project.keep_found([edited(project, passage, found)])
    assert (stands(project, passage), project.graph().passages[passage].place) == (Stands.EDITED, found)
    with project.act("place") as pen:
        pen.set(passage, "place", found.to_value())
    assert stands(project, passage) is None
    with project.act("set") as pen:
        pen.set(document, "current", old)
    assert (stands(project, passage), project.graph().passages[passage].place) == (Stands.UNCHANGED, first)
    project.undo()
    project.undo()
    assert stands(project, passage) is Stands.EDITED, "what was taken back is not of the record"
    project.redo()
    assert stands(project, passage) is None
    assert project.rebuild_differences() == project.verify(full=True) == []


def test_what_was_found_counts_for_the_place_that_was_sought_only(project: Project, drafted: tuple[str, str]) -> None:
    document, passage = drafted
    first = project.graph().passages[passage].place
    version = newer(project, document, b"The fee is 42 euros.")
    kept = edited(project, passage, there(project, version, first))
    project.keep_found([kept])
    with project.act("place") as pen:
        pen.set(passage, "place", replace(first, quote="fee is 40 euros").to_value())
    assert stands(project, passage) is Stands.SOUGHT
    project.keep_found([kept])
    assert stands(project, passage) is Stands.SOUGHT
    project.undo()
    assert stands(project, passage) is Stands.EDITED


def test_a_copy_has_no_more_than_the_file_and_opens(project: Project, drafted: tuple[str, str], path: Path) -> None:
    document, passage = drafted
    version = newer(project, document, b"The fee is 42 euros.")
    project.keep_found([edited(project, passage, there(project, version, project.graph().passages[passage].place))])
    project.copy_to(path.with_name("copy.annotator"))
    with Project.open(path.with_name("copy.annotator"), who=ME) as copy:
        assert copy.graph() == project.graph()
        copy.forget_found()
        assert stands(copy, passage) is Stands.SOUGHT
        assert copy.verify(full=True) == []


def test_what_an_earlier_program_carried_over_or_called_lost(project: Project, drafted: tuple[str, str]) -> None:
    """It rewrote the places of what it found, and marked the rest lost: both go on, the lost ones are sought again."""
    document, passage = drafted
    first = project.graph().passages[passage].place
    other = add_claim(project, document, "It rains.")[1]
    old = project.graph().documents[document].current
    version = newer(project, document, b"The fee is 40 euros. It rains in June.")
    with project.act("replace") as pen:
        pen.set(passage, "place", there(project, version, first, "The fee is 40 euros.").to_value())
        pen.set(other, "lost", project.graph().versions[version].sha256)
    assert (stands(project, passage), stands(project, other)) == (None, Stands.SOUGHT)
    project.keep_found(
        [edited(project, other, there(project, version, project.graph().passages[other].place, "It rains in June."))]
    )
    assert stands(project, other) is Stands.EDITED
    with project.act("set") as pen:
        pen.set(document, "current", old)
    assert project.graph().passages[passage].place == first
    assert (stands(project, passage), stands(project, other)) == (Stands.UNCHANGED, None)
    assert project.rebuild_differences() == []
