"""Documents made here and the engine that reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pymupdf
import pytest

from annotator.engine.client import Engine, Source, seal
from annotator.model.pages import Format

Open = Callable[..., Source]


@pytest.fixture
def engine() -> Iterator[Engine]:
    """A running engine; nothing of it is left afterwards."""
    engine = Engine()
    engine.start()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def shared_engine() -> Iterator[Engine]:
    """One engine for all tests of a module: starting it takes longer than reading a small document."""
    engine = Engine()
    engine.start()
    yield engine
    engine.close()


@pytest.fixture
def sealed() -> Iterator[Open]:
    """Makes sources of bytes and closes them."""
    made: list[Source] = []

    def make(data: bytes, format: Format = Format.PDF, passwords: tuple[str, ...] = ()) -> Source:
        source = seal([data], format, passwords=passwords)
        made.append(source)
        return source

    yield make
    for source in made:
        source.close()


def pdf_of(*texts: str, **page: float) -> bytes:
    """A PDF with a page for each text, lines as given."""
    document = pymupdf.open()
    for text in texts:
        sheet = document.new_page(width=page.get("width", 400), height=page.get("height", 300))
        for number, line in enumerate(text.split("\n")):
            sheet.insert_text((40, 50 + 16 * number), line, fontsize=11)
    return document.tobytes(no_new_id=True)


def hanging_pdf(depth: int = 14, fan: int = 12) -> bytes:
    """Forms that draw forms that draw forms: a page that takes hours, in two kilobytes."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R "
        "/Resources << /XObject << /F 5 0 R >> >> >>",
        "<< /Length 5 >>\nstream\n/F Do\nendstream",
    ]
    for level in range(depth):
        inner = "/F Do\n" * fan if level < depth - 1 else "0 0 9 9 re f\n"
        resources = f"/Resources << /XObject << /F {6 + level} 0 R >> >>" if level < depth - 1 else ""
        head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 300 300] {resources} /Length {len(inner)} >>"
        objects.append(f"{head}\nstream\n{inner}endstream")
    return assemble(objects)


def assemble(objects: list[str]) -> bytes:
    """A PDF file of these objects, numbered from 1; the first is the catalogue."""
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return data + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
