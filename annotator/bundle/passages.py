"""Makes the views of linked passages; pictures are made when the template comes to them."""

from __future__ import annotations

import base64
from collections.abc import Callable

from annotator.bundle.choosing import Choice, Shown
from annotator.bundle.content import BundleContent, LeftOut, Progress, label_of
from annotator.bundle.naming import relative
from annotator.bundle.pdf import Copies
from annotator.bundle.pictures import TINTS, Cutout, alone, cutouts
from annotator.bundle.standing import standing_words
from annotator.bundle.view import Drawn, Figure, PassageView
from annotator.bundle.words import RELATION_MARKS, RELATION_WORDS, Known, day, machine_words, page_words, plain, unwrap
from annotator.bundle.working import differing
from annotator.model.errors import Refused
from annotator.model.places import Place
from annotator.model.terms import hides_name
from annotator.model.things import Version


class Passages:
    """Makes the views of linked passages. `problems` grows while their pictures are drawn.

    With `copies`, the annotated copies that lie beside the page, each passage leads to its page there.
    """

    def __init__(
        self,
        content: BundleContent,
        choice: Choice,
        known_in: Callable[[str], Known],
        progress: Progress | None,
        copies: Copies | None,
    ) -> None:
        self.problems: list[LeftOut] = []
        self._content = content
        self._choice = choice
        self._known_in = known_in
        self._progress = progress
        self._copies = copies
        self._wanted = 0
        self._done = 0

    def view(self, shown: Shown) -> PassageView:
        """A passage as the page shows it."""
        link, passage, document = shown.link, shown.passage, shown.document
        quote = unwrap(passage.place.quote, self._known_in(passage.place.extraction)) if shown.words else ""
        notes = dict.fromkeys(note for note in (plain(link.note).strip(), plain(passage.note).strip()) if note)
        return PassageView(
            relation=link.relation.value,
            word=RELATION_WORDS[link.relation],
            mark=RELATION_MARKS[link.relation],
            title=plain(label_of(document)),
            page=page_words(passage.place),
            quote=quote,
            hidden=_hidden(shown),
            remark=" ".join(filter(None, (_remark(shown), machine_words(self._content.recognised, passage.place)))),
            notes=tuple(notes),
            translation=plain(passage.translation).strip() if shown.words else "",
            translator=plain(passage.translator).strip() if self._content.with_names else "",
            figures=self._figures(shown) if shown.words else (),
            version=self._version(shown),
            copy=self._copy(shown),
            pieces=differing(quote, [one for one in self._content.quotations if one.link == link.id]),
        )

    def _version(self, shown: Shown) -> str:
        """Which version of the document it stands in, told where the document itself may be told apart."""
        version = shown.version
        if version is None or not self._choice.as_file(shown.document):
            return ""
        received = day(version.received) if not hides_name(shown.document) else ""
        return f"Version {self._choice.short_of(version)}" + (f", received {received}" if received else "")

    def _copy(self, shown: Shown) -> str:
        return self.copy_of(shown.version, shown.passage.place) if shown.pages else ""

    def copy_of(self, version: Version | None, place: Place) -> str:
        """The address of a place's page in the copy beside the page; empty where none lies there."""
        if self._copies is None or version is None:
            return ""
        at = self._copies.at(version.id, place.page)
        return f"{relative('copies', at[0])}#page={at[1] + 1}" if at else ""

    def _figures(self, shown: Shown) -> tuple[Figure, ...]:
        if not shown.version:
            return ()
        pages = self._content.pages.get(shown.version.extraction, ())
        title = plain(label_of(shown.document))
        pictured = cutouts if shown.pages else alone
        return tuple(
            self._figure(shown, cutout, title) for cutout in pictured(shown.passage.place, pages) if cutout.marks
        )

    def _figure(self, shown: Shown, cutout: Cutout, title: str) -> Figure:
        version, tint = shown.version, TINTS[shown.link.relation]
        assert version is not None
        self._wanted += 1
        label = plain(cutout.label).strip() or str(cutout.page + 1)

        asked = (version.id, cutout.page, cutout.clip, cutout.scale, [(rect, tint) for rect in cutout.marks])
        by_itself = not shown.pages  # what may only be quoted is pictured without anything around it
        self._content.renderer.picture_soon(*asked, alone=by_itself)

        def draw() -> Drawn:
            try:
                png = self._content.renderer.picture(*asked, alone=by_itself)
                drawn = Drawn("data:image/png;base64," + base64.b64encode(png).decode("ascii"), "")
            except Refused as refused:
                self.problems.append(LeftOut(title, f"The picture of page {label} could not be made: {refused}"))
                drawn = Drawn("", plain(str(refused)))
            self._done += 1
            if self._progress:
                self._progress(self._done, self._wanted)
            return drawn

        around = "highlighted with the lines around it" if shown.pages else "by itself, nothing around it shown"
        alt = f"Page {label} of {title}, the passage {around}"
        return Figure(alt, f"Page {label}", cutout.width, cutout.height, draw)


def _hidden(shown: Shown) -> str:
    what = "document" if shown.handling is shown.document.handling else "passage"
    if not shown.words:
        return f"This {what} may only be paraphrased: its words are not shown."
    if not shown.pages:
        return f"This {what} may only be quoted: its pages are not shown."
    return ""


def _remark(shown: Shown) -> str:
    if said := standing_words(shown.passage, words=shown.words):
        return said
    if shown.version is None:
        return "The text of this document was read anew since this passage was marked, so its page is not pictured."
    return ""
