"""Long matching: words sought in another text."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.anchoring.again import find_again
from annotator.anchoring.document_text import DocumentText
from annotator.anchoring.found import Found
from annotator.anchoring.seeking import Seeker
from annotator.model.errors import Refused
from annotator.model.places import Place
from annotator.operations.workspace import Cancelled, Progress, Workspace


def find(
    ws: Workspace,
    places: Sequence[Place],
    texts: Sequence[str],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Found]:
    """What became of each place in a text, page by page. `progress` counts places. Raises Refused when cancelled."""
    new = DocumentText(texts)
    seekers: dict[str, Seeker] = {}
    found: list[Found] = []
    for place in places:
        if cancelled is not None and cancelled():
            raise Refused("Stopped. Nothing was changed.")
        if ws.project.has_extraction(place.extraction):
            if place.extraction not in seekers:
                seekers[place.extraction] = Seeker(ws.text_of(place.extraction), new)
            found.append(seekers[place.extraction].seek(place))
        else:
            found.append(find_again(place, new))
        if progress is not None:
            progress(len(found), len(places))
    return found
