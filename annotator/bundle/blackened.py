"""What the engine draws and copies for an export, with nothing under what is blacked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.bundle.content import Mark, Renderer, Rgb
from annotator.bundle.masking import Masked
from annotator.model.copies import Black, Copied, CopyPlan
from annotator.model.pages import PageText
from annotator.model.places import Rect

BLACK: Rgb = (0.0, 0.0, 0.0)
"""A mark of this colour is no highlight: nothing of what lies under it is in the picture."""


class BlackRenderer:
    """A renderer before which everything is blacked out, by the ids of versions; there is no other way past it."""

    def __init__(
        self, renderer: Renderer, black: Mapping[str, Sequence[Black]], texts: Mapping[tuple[str, int], Masked]
    ) -> None:
        self._renderer = renderer
        self._black = black
        self._texts = texts

    def picture(
        self,
        version_id: str,
        page: int,
        clip: Rect,
        scale: float,
        marks: Sequence[tuple[Rect, Rgb]],
        *,
        alone: bool = False,
    ) -> bytes:
        """A PNG of a part of a page."""
        return self._renderer.picture(version_id, page, clip, scale, self._marks(version_id, page, marks), alone=alone)

    def picture_soon(
        self,
        version_id: str,
        page: int,
        clip: Rect,
        scale: float,
        marks: Sequence[tuple[Rect, Rgb]],
        *,
        alone: bool = False,
    ) -> None:
        """Says that this picture will be asked for."""
        self._renderer.picture_soon(version_id, page, clip, scale, self._marks(version_id, page, marks), alone=alone)

    def copy(self, version_id: str, marks: Sequence[Mark], plan: CopyPlan, path: Path) -> Copied:
        """Writes a copy."""
        return self._renderer.copy(version_id, marks, self._plan(version_id, plan), path)

    def copy_soon(self, version_id: str, marks: Sequence[Mark], plan: CopyPlan, path: Path) -> None:
        """Says that this copy will be asked for soon."""
        self._renderer.copy_soon(version_id, marks, self._plan(version_id, plan), path)

    def chars(self, version_id: str, page: int) -> PageText:
        """The characters of a page."""
        known = self._texts.get((version_id, page))
        found = self._renderer.chars(version_id, page)
        return known.chars(found) if known else found

    def meanwhile(self, work: Any) -> None:
        """Does pieces of this work while it waits for the engine."""
        self._renderer.meanwhile(work)

    def close(self) -> None:
        """Lets go of what was begun and nobody fetched."""
        self._renderer.close()

    def _marks(self, version_id: str, page: int, marks: Sequence[tuple[Rect, Rgb]]) -> list[tuple[Rect, Rgb]]:
        here = [rect for one in self._black.get(version_id, ()) if one.page == page for rect in one.rects]
        return [*marks, *((rect, BLACK) for rect in here)]

    def _plan(self, version_id: str, plan: CopyPlan) -> CopyPlan:
        return replace(plan, black=tuple(self._black.get(version_id, ())))
