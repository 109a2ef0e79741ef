"""How large pages are shown: steps, limits, and fitting the width."""

from __future__ import annotations

from annotator.ui.reader.layout import UNIT, PageLayout

STEPS = (0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
LEAST = 0.01
GREATEST = 8.0
WHEEL = 1.1
"""Factor for one notch of the wheel."""


class Zooming:
    """The zoom of one document; 1.0 is printed size.

    `fit` is the width in points that fills the pane, or 0.0; `fit_height` the height that must fit, too, or 0.0.
    """

    def __init__(self) -> None:
        self.zoom = 1.0
        self.fit = 0.0
        self.fit_height = 0.0

    def set(self, zoom: float) -> None:
        """A zoom within the limits; no longer fitted."""
        self.zoom = min(max(zoom, LEAST), GREATEST)
        self.fit = self.fit_height = 0.0

    def step(self, up: bool) -> float:
        """The next step above or below."""
        if up:
            return next((step for step in STEPS if step > self.zoom * 1.01), GREATEST)
        return next((step for step in reversed(STEPS) if step < self.zoom / 1.01), min(self.zoom, STEPS[0]))

    def arrange(self, layout: PageLayout, view_width: int, view_height: int = 0) -> None:
        """Lay pages out at this zoom."""
        if self.fit > 0:
            wanted = layout.fitting_scale(self.fit, view_width, self.fit_height, view_height) / UNIT
            self.zoom = min(max(wanted, LEAST / 10), GREATEST)
        layout.arrange(self.zoom * UNIT, view_width)
        if layout.scale < self.zoom * UNIT:
            self.zoom = layout.scale / UNIT
