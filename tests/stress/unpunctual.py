"""A pytest plugin under which the window's work comes late, or early: finds tests that count on the one before.

Run by hand: python -m pytest -p tests.stress.unpunctual tests/ui [-n 2 --dist loadfile]; UNPUNCTUAL=SEED for other
delays, LATE=SECONDS for longer ones. What the desk and the engine answer waits a moment now and then, and each test's
timers all go at a quarter, or three times, of their time. A test that fails only here presses a key before what the key
is for was there; a person may do that, too, so look first whether the program should have waited.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QTimer

from annotator.ui.engine_bridge import EngineBridge
from annotator.ui.hand import Hand, Job

SEED = int(os.environ.get("UNPUNCTUAL", "1"))
PACES = (0.25, 1.0, 3.0)
LONGEST = float(os.environ.get("LATE", "0.25"))
"""Seconds that an answer is held back at most."""
OFTEN = 0.3


@pytest.fixture(autouse=True)
def _unpunctual(request: pytest.FixtureRequest) -> Iterator[None]:
    chance = random.Random(f"{SEED} {request.node.nodeid}")
    pace = chance.choice(PACES)
    put, pump, interval, start = Hand.put, EngineBridge._pump, QTimer.setInterval, QTimer.start

    def late(hand: Hand, job: Job) -> None:
        run, before, after = job.run, chance.random(), chance.random()

        def slowly() -> Any:
            time.sleep(LONGEST * chance.random() if before < OFTEN else 0)
            try:
                return run()
            finally:
                time.sleep(LONGEST * chance.random() if after < OFTEN else 0)

        job.run = slowly
        put(hand, job)

    def held(bridge: EngineBridge) -> None:
        if chance.random() < OFTEN:
            time.sleep(0.03 * chance.random())
        pump(bridge)

    def at_pace(timer: QTimer, milliseconds: int) -> None:
        interval(timer, round(milliseconds * pace))

    def start_at_pace(timer: QTimer, *milliseconds: int) -> None:
        start(timer, *(round(each * pace) for each in milliseconds))

    with pytest.MonkeyPatch.context() as patch:  # a test may undo what its own has changed
        patch.setattr(Hand, "put", late)
        patch.setattr(EngineBridge, "_pump", held)
        patch.setattr(QTimer, "setInterval", at_pace)
        patch.setattr(QTimer, "start", start_at_pace)
        yield
