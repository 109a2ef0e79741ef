"""Small files that take long before they end in pages or a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotator.engine.client import Engine, Source
from tests.engine.conftest import sealed
from tests.engine.test_bombs import SLOW_BOMBS, goes_off, running

__all__ = ["running", "sealed"]


@pytest.mark.parametrize("name", SLOW_BOMBS)
def test_it_ends(running: Engine, sealed: Callable[..., Source], name: str) -> None:
    goes_off(running, sealed, *SLOW_BOMBS[name])
