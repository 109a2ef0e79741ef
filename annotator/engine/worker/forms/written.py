"""The readers of written documents: web pages, word processors, books."""

from __future__ import annotations

from collections.abc import Callable

from annotator.engine.protocol import Failure
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import (
    archives,
    decoding,
    ebook,
    fixed_pages,
    markup,
    opendocument,
    rich_text,
)
from annotator.engine.worker.forms.made import Made


def _guarded(read: Callable[[bytes], Made]) -> Callable[[bytes], Made]:
    """What goes wrong in a parser means that the file is not what it should be."""

    def guarded(data: bytes) -> Made:
        try:
            return read(data)
        except (MemoryError, Failed):
            raise
        except RecursionError as error:
            raise Failed(Failure.TOO_TANGLED) from error
        except Exception as error:
            if "malloc" in str(error):
                raise MemoryError from error
            raise Failed(Failure.NOT_THAT_FORMAT) from error

    return guarded


READERS: dict[str, Callable[[bytes], Made]] = {
    "html": _guarded(archives.page),
    "mhtml": _guarded(archives.mhtml),
    "odt": _guarded(opendocument.document),
    "rtf": _guarded(rich_text.document),
    "xml": _guarded(markup.document),
    "epub": _guarded(ebook.document),
    "xps": _guarded(fixed_pages.document),
}
"""By the format's name in the protocol."""


def warm() -> None:
    """Load every parser and use each once."""
    decoding.warm()
    archives.page(_PAGE)
    archives.mhtml(
        b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=C3=A4</p>\r\n--b--\r\n"
    )


_PAGE = (
    b'<html><head><title>Warm</title><meta name="author" content="A"></head><body><h1>Warm</h1><article><p>'
    + b"Some words, and more, so that there is an article. " * 12
    + b'</p><table><tr><td>a</td><td>b</td></tr></table><img src="data:image/png;base64,iVBORw0KGgo=">'
    + b"</article></body></html>"
)
