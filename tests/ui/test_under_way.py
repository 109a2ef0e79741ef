"""What is told of long work: nothing once it has ended, whatever order its news arrive in."""

from __future__ import annotations

import threading
from typing import Any

from annotator.ui.desk import Desk
from annotator.ui.status import StatusLine
from annotator.ui.under_way import Long, UnderWay


def told(under_way: UnderWay) -> list[Any]:
    heard: list[Any] = []
    under_way.progress.connect(lambda *given: heard.append(given))
    under_way.rested.connect(lambda: heard.append("rest"))
    return heard


def test_news_that_come_late_are_not_told() -> None:
    under_way = UnderWay()
    heard = told(under_way)
    first, second = Long("Looking"), Long("Looking")
    under_way.begin(first)
    under_way.begin(second)
    under_way.tell(first, 1, 2)
    under_way.end(first)
    assert heard == [("Looking", 0, 0), ("Looking", 0, 0), ("Looking", 1, 2), ("Looking", 0, 0)], "the second goes on"
    under_way.tell(first, 2, 2)
    under_way.end(second)
    assert heard[4:] == ["rest"]
    under_way.tell(second, 2, 2)
    under_way.begin(None)
    under_way.end(None)
    assert heard[5:] == []


def test_the_status_line_rests_however_work_ends(qtbot: Any) -> None:
    desk, status = Desk(), StatusLine()
    qtbot.addWidget(status)
    status.show()
    desk.under_way.progress.connect(status.work)
    desk.under_way.rested.connect(status.rest)
    go_on = threading.Event()
    ended: list[object] = []
    desk.unexpected.connect(ended.append)

    def look() -> None:
        go_on.wait(20)
        raise OSError("the disk is gone")

    try:
        # No project is open: both run without one, and neither has anybody who hears of a refusal.
        desk._bound = lambda fn, args, named: fn  # type: ignore[method-assign]
        desk.long("Looking for passages", look)
        desk.long("Looking for passages", look, writes=False)
        qtbot.waitUntil(status.bar.isVisible)
        go_on.set()
        qtbot.waitUntil(lambda: len(ended) == 2)
        assert not status.bar.isVisible()
        assert not status._wait.isActive()
    finally:
        go_on.set()
        desk.close()
