"""Which module reads which format."""

from __future__ import annotations

from collections.abc import Callable

from annotator.engine.worker.forms import plain, word
from annotator.engine.worker.forms.made import Made

READERS: dict[str, Callable[[bytes], Made]] = {
    "text": plain.text,
    "markdown": plain.markdown,
    "docx": word.document,
}
"""By the format's name in the protocol. Each raises Failed where the bytes are not what they should be."""

WARMERS: tuple[Callable[[], None], ...] = (word.warm,)
"""Called once in the parent: load every module that reading needs, since a locked process can't."""
