"""Which module reads which format."""

from __future__ import annotations

from collections.abc import Callable

from annotator.engine.worker.forms import (
    mail,
    opensheets,
    outlook,
    pictures,
    plain,
    recordings,
    tables,
    transcripts,
    word,
    written,
)
from annotator.engine.worker.forms.made import Made

READERS: dict[str, Callable[[bytes], Made]] = {
    "text": transcripts.text,
    "markdown": plain.markdown,
    "docx": word.document,
    "eml": mail.message,
    "mbox": mail.mailbox,
    "msg": outlook.message,
    "xlsx": tables.workbook,
    "ods": opensheets.spreadsheet,
    "csv": tables.separated,
    "transcript": transcripts.transcript,
    "picture": pictures.picture,
    "recording": recordings.recording,
    **written.READERS,
}
"""By the format's name in the protocol. Each raises Failed where the bytes are not what they should be."""

WARMERS: tuple[Callable[[], None], ...] = (word.warm, mail.warm, tables.warm, pictures.warm, written.warm)
"""Called once in the parent: load every module that reading needs, since a locked process can't."""
