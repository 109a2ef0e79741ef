"""A statute's provisions beside the page, on link cards; how old its text is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

LAW = """Title 5— GOVERNMENT ORGANIZATION AND EMPLOYEES

§ 552x. Lamps kept on stairs

(a) In general

No agency shall light any lamp, unless the lighting would be

(1) to officers who need it; or

(2) required by another law of the town that was passed by the council.

(b) Penalty

Whoever lights a lamp without need shall be fined forty dollars.
"""


def test_the_provision_is_shown_beside_the_page_and_on_the_card(at_work: Any, tmp_path: Path) -> None:
    law = tmp_path / "lamps.txt"
    law.write_text(LAW, "utf-8")
    at_work.drop(list(at_work.window.area.holders())[1], law)
    at_work.until(lambda: len(at_work.graph.documents) == 3, "added")
    at_work.open_from_panel("lamps.txt")
    header = at_work.source.header
    at_work.select(at_work.draft, "Nobody was hurt when the railing fell.")
    at_work.press(Qt.Key.Key_C)
    at_work.until(lambda: len(at_work.graph.claims) == 1, "a claim")
    at_work.select(at_work.source, "required by another law of the town")
    at_work.until(lambda: header.provision.text() == "5 U.S.C. 552x(a)(2), ", header.provision.text())
    at_work.press(Qt.Key.Key_S)
    at_work.until(lambda: len(at_work.graph.links) == 1, "a link")
    (link,) = at_work.graph.links.values()
    assert at_work.graph.passages[link.passage].place.provision == "5 U.S.C. 552x(a)(2)"
    inspector = at_work.window.inspector
    at_work.until(lambda: link.id in inspector._cards, "its card")
    card = inspector._cards[link.id]
    assert card.where.whole == "lamps.txt, 5 U.S.C. 552x(a)(2), p. 1"
    assert card.dated.isHidden()
    document = at_work.graph.passages[link.passage].document
    at_work.window.linker.edit(document, "in_force", "2024-03-15")
    at_work.until(lambda: card.dated.text() == "As in force on 2024-03-15.", "the day")


def test_other_documents_have_no_provision(at_work: Any) -> None:
    at_work.select(at_work.source, "The engineer estimates")
    assert at_work.source.header.provision.isHidden()
