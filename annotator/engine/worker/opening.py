"""A document inside its worker: opened at the first request, with a password if need be, frozen if it is no PDF."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from annotator.engine import protocol
from annotator.engine.protocol import Cursor, Failure, Warn
from annotator.engine.worker import layers
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.mupdf import fitz, lib, open_pdf

if TYPE_CHECKING:
    from annotator.engine.worker import freezing, labels


_EARLY = 64
"""Pages that are found by walking the tree of pages."""


class Stream:
    """The document's descriptor, opened by MuPDF before the lock and parsed after it."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self.size = os.fstat(fd).st_size
        # Opened anew, so that readers of one source do not move each other's position.
        self.mupdf = lib.fz_open_file(f"/proc/self/fd/{fd}")

    def read(self, limit: int = 0) -> bytes:
        """All bytes, for the formats that are small, or the first `limit`."""
        parts, at = [], 0
        end = min(self.size, limit) if limit else self.size
        while at < end:
            part = os.pread(self._fd, min(1 << 24, end - at), at)
            if not part:
                break
            parts.append(part)
            at += len(part)
        return b"".join(parts)


class Opened:
    """The document's PDF, whatever it was before. Everything here may fail: the document is a stranger's."""

    def __init__(self, stream: Stream, payload: bytes) -> None:
        cursor = Cursor(payload)
        form, _, count = (int(part) for part in cursor.take(protocol.OPEN_ASK))
        self.format = protocol.FORMATS[form]
        """The parser that was meant for its bytes."""
        self._passwords = []
        for _ in range(min(count, protocol.PASSWORD_LIMIT)):
            (length,) = (int(part) for part in cursor.take(protocol.U32))
            self._passwords.append(cursor.blob(length, protocol.PASSWORD_LIMIT))
        self._layer_bytes = cursor.blob(cursor.left, protocol.TO_WORKER_LIMIT)
        self._layer: Any = None
        self._stream = stream
        self._pdf: Any = None
        self._failure: Failure | None = None
        self.frozen: bytes | None = None
        """The PDF it was frozen to, or its decrypted copy; None where the original is shown as it is."""
        self.encrypted = False
        self.warnings: dict[Warn, int] = {}
        self.made: freezing.Frozen | None = None
        """What freezing made and found, where the document is no PDF."""
        self.names: labels.Labels | None = None
        """What is printed on the pages, once that was asked for."""
        self.busy: Callable[[], None] = lambda: None
        """Told now and then while something long is done that has no pages to show yet."""

    @property
    def pdf(self) -> Any:
        """The open PDF. Raises Failed, the same each time, where it does not open."""
        if self._failure is not None:
            raise Failed(self._failure)
        if self._pdf is None:
            try:
                self._pdf = self._open()
            except Failed as failed:
                self._failure = failed.code
                raise
            except MemoryError:
                raise
            except Exception as error:
                if "malloc" in str(error):
                    raise MemoryError from error
                self._failure = Failure.DAMAGED
                raise Failed(Failure.DAMAGED) from error
        return self._pdf

    def raw(self) -> bytes:
        """The file's own bytes; for formats that are small. Raises Failed for more than are frozen."""
        from annotator.engine.worker import freezing

        if self._stream.size > freezing.SIZE_LIMIT:
            raise Failed(Failure.TOO_LARGE)
        return self._stream.read()

    def anew(self) -> Any:
        """The PDF opened once more, to be changed by whoever asked. Raises Failed where it does not open."""
        _ = self.pdf
        return open_pdf(self._stream.mupdf) if self.frozen is None else open_pdf(data=self.frozen)

    def page(self, index: int) -> Any:
        """A page. Raises Failed where there is none of that number, or it can't be loaded."""
        pdf = self.pdf
        if not 0 <= index < pdf.page_count:
            raise Failed(Failure.NO_SUCH_PAGE)
        try:
            # MuPDF's map of pages reads every page's object first: a first page does better without.
            fitz._as_pdf_document(pdf).m_internal.use_page_tree_map = int(index >= _EARLY)
            return pdf.load_page(index)
        except MemoryError:
            raise
        except Exception as error:
            raise Failed(Failure.NOT_ANSWERED) from error

    @property
    def layer(self) -> Any:
        """The text layer, None where there is none. Raises Failed for one that is not of this document."""
        if self._layer is None and self._layer_bytes:
            layer = open_pdf(data=self._layer_bytes)
            if layer.page_count != self.pdf.page_count:
                raise Failed(Failure.DAMAGED)
            self._layer = layer
        return self._layer

    def text_page(self, index: int) -> Any:
        """The page whose text counts: the text layer's where it covers this page, else the page itself."""
        layer = self.layer
        if layer is not None:
            found = layers.covered(layer, index)
            if found is not None:
                return found
        return self.page(index)

    def blame(self) -> int:
        """What an unexpected error means: one page, once the document is open."""
        return Failure.DAMAGED if self._pdf is None else Failure.NOT_ANSWERED

    def _open(self) -> Any:
        if self._stream.size == 0:
            raise Failed(Failure.EMPTY)
        pdf = self._open_as_it_is() if self.format == "pdf" else self._freeze()
        count = pdf.page_count
        if count < 1:
            raise Failed(Failure.NO_PAGES)
        if count > protocol.PAGE_LIMIT:
            raise Failed(Failure.TOO_MANY_PAGES)
        return pdf

    def _open_as_it_is(self) -> Any:
        try:
            pdf = open_pdf(self._stream.mupdf)
        except Exception as error:
            raise Failed(Failure.DAMAGED) from error
        # Asked once only, before any password: asking again would undo a right one.
        locked = bool(pdf.is_encrypted)
        trailer = lib.pdf_trailer(fitz._as_pdf_document(pdf))
        self.encrypted = locked or bool(lib.pdf_dict_gets(trailer, "Encrypt").m_internal)
        if locked and not self._unlock(pdf):
            raise Failed(Failure.WRONG_PASSWORD if self._passwords else Failure.NEEDS_PASSWORD)
        if pdf.is_repaired:
            self.warnings[Warn.REPAIRED] = 1
        if not self.encrypted:
            return pdf
        if pdf.page_count < 1:
            raise Failed(Failure.NO_PAGES)
        self.warnings[Warn.DECRYPTED] = 1
        self.frozen = pdf.tobytes(encryption=fitz.PDF_ENCRYPT_NONE, no_new_id=True)
        pdf.close()
        return open_pdf(data=self.frozen)

    def _unlock(self, pdf: Any) -> bool:
        """Try the passwords in order and stop at the first that fits: one more try would lock it again."""
        for password in self._passwords:
            try:
                if pdf.authenticate(password.decode("utf-8")):
                    return True
            except (UnicodeDecodeError, ValueError, TypeError):
                continue
        return False

    def _freeze(self) -> Any:
        from annotator.engine.worker import freezing

        limit = freezing.HEADS.get(self.format, 0)  # as long as it likes: nothing more of it is looked at
        if not limit and self._stream.size > freezing.SIZE_LIMIT:
            raise Failed(Failure.TOO_LARGE)
        made = freezing.freeze(self.format, self._stream.read(limit), self.busy)
        self.frozen, self.made = made.pdf, made
        self.warnings.update(made.warnings)
        return open_pdf(data=self.frozen)
