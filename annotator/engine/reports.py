"""Reports about a file as they cross the wall."""

from __future__ import annotations

import struct

from annotator.engine import protocol
from annotator.engine.protocol import BadFrame, Cursor, Frame
from annotator.engine.requests import Collector
from annotator.model.reports import Report, Trace

REPORT = struct.Struct("<BiIH")
"""What was found, page (-1: the whole file), how many, length of the words that say more; these follow."""
DETAIL_LIMIT = 400
"""The longest of these, in bytes of UTF-8."""
COUNT_LIMIT = 20_000
"""The most reports of one file."""


def packed(reports: list[Report]) -> bytes:
    """The worker's side."""
    parts = [protocol.U32.pack(min(len(reports), COUNT_LIMIT))]
    for report in reports[:COUNT_LIMIT]:
        detail = report.detail.encode("utf-8", "replace")[:DETAIL_LIMIT].decode("utf-8", "ignore").encode()
        parts.append(REPORT.pack(report.trace, report.page, min(report.count, 2**32 - 1), len(detail)) + detail)
    return b"".join(parts)


class ReportsCollector(Collector[tuple[Report, ...]]):
    """What was found in a file."""

    def take(self, frame: Frame, arena: memoryview) -> bool:
        """Nothing comes before the answer."""
        raise BadFrame("an unexpected part")

    def result(self, frame: Frame, arena: memoryview) -> tuple[Report, ...]:
        """The checked answer."""
        cursor = Cursor(frame.payload)
        (count,) = (int(part) for part in cursor.take(protocol.U32))
        if count > COUNT_LIMIT:
            raise BadFrame("too many reports")
        found: list[Report] = []
        for _ in range(count):
            trace, page, number, length = (int(part) for part in cursor.take(REPORT))
            if not -1 <= page < protocol.PAGE_LIMIT:
                raise BadFrame("a page is out of bounds")
            try:
                known = Trace(trace)
            except ValueError as error:
                raise BadFrame("an unknown finding") from error
            found.append(Report(known, page, number, cursor.text(length, DETAIL_LIMIT)))
        cursor.end()
        return tuple(found)
