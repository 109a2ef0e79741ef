"""What a file holds that its reader does not see is reported, with its page."""

from __future__ import annotations

import io
import struct
import zipfile

import pymupdf
import pytest

from annotator.engine.client import Engine, seal
from annotator.engine.worker import dots
from annotator.model.pages import Format
from annotator.model.reports import Report, Trace

from .poisoned import MARK, clean, poisoned


def reported(engine: Engine, data: bytes, form: Format = Format.PDF) -> tuple[Report, ...]:
    source = seal([data], form)
    document = engine.open(source)
    try:
        return engine.wait(document.reports())
    finally:
        document.close()
        source.close()


@pytest.mark.parametrize(
    ("place", "trace", "page"),
    [
        ("under_a_box", Trace.COVERED_WORDS, 0),
        ("black_on_black", Trace.UNSEEN_WORDS, 0),
        ("under_a_picture", Trace.COVERED_WORDS, 0),
        ("unpainted", Trace.UNSEEN_WORDS, 0),
        ("white", Trace.UNSEEN_WORDS, 0),
        ("off_the_page", Trace.UNSEEN_WORDS, 0),
        ("metadata", Trace.METADATA, -1),
        ("embedded", Trace.ATTACHED, -1),
        ("script", Trace.SCRIPTS, -1),
        ("note_of_a_stranger", Trace.NOTES, 0),
        ("layer_off", Trace.LAYERS, -1),
        ("hidden_value", Trace.FORM, -1),
    ],
)
def test_each_is_told_with_its_page(engine: Engine, place: str, trace: Trace, page: int) -> None:
    found = [report for report in reported(engine, poisoned(place)) if report.trace is trace]
    assert [report.page for report in found] == [page]
    if trace in (Trace.COVERED_WORDS, Trace.UNSEEN_WORDS):
        assert (found[0].count, found[0].detail) == (len(MARK), MARK)


def test_a_clean_file_has_nothing_to_tell(engine: Engine) -> None:
    assert reported(engine, clean().tobytes()) == ()


def test_black_marks_and_what_was_drawn_over_a_picture(engine: Engine) -> None:
    pdf = clean()
    page = pdf[0]
    note = page.add_highlight_annot(page.search_for("seen by")[0])
    note.set_colors(stroke=(0, 0, 0))
    note.update()
    pixels = bytes((at * at * 7) % 251 for at in range(60 * 60 * 3))
    page.insert_image((20, 80, 120, 180), stream=pymupdf.Pixmap(pymupdf.csRGB, 60, 60, pixels, False).tobytes("png"))
    page.draw_rect((40, 100, 80, 130), fill=(0, 0, 0))
    found = {report.trace: report for report in reported(engine, pdf.tobytes())}
    assert found[Trace.MARKED_BLACK].page == 0
    assert found[Trace.COVERED_PICTURE].page == 0


def test_earlier_states_are_told(engine: Engine, tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "a.pdf"
    clean().save(path)
    with pymupdf.open(path) as pdf:
        pdf[0].insert_text((20, 120), "more")
        pdf.saveIncr()
    assert Report(Trace.REVISIONS, -1, 1) in reported(engine, path.read_bytes())


def _exif(serial: bytes = b"SN-12345\x00") -> bytes:
    """A TIFF block with a serial number and a latitude."""
    body = struct.pack("<2sHI", b"II", 42, 8)
    body += struct.pack("<H", 2)
    body += struct.pack("<HHII", 0x8769, 4, 1, 38) + struct.pack("<HHII", 0x8825, 4, 1, 80) + struct.pack("<I", 0)
    body += struct.pack("<H", 1) + struct.pack("<HHII", 0xA431, 2, len(serial), 60) + struct.pack("<I", 0)
    body = body.ljust(60, b"\x00") + serial
    body = body.ljust(80, b"\x00") + struct.pack("<H", 1) + struct.pack("<HHII", 2, 5, 3, 120) + struct.pack("<I", 0)
    return body.ljust(160, b"\x01")


def _photo() -> bytes:
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 64, 64), False)
    pixmap.clear_with(120)
    data = bytes(pixmap.tobytes("jpg"))
    block = b"Exif\x00\x00" + _exif()
    return data[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + data[2:]


def test_a_camera_in_a_picture_and_in_a_pdf(engine: Engine) -> None:
    found = reported(engine, _photo(), Format.PICTURE)
    assert [report.trace for report in found] == [Trace.LOCATION, Trace.CAMERA]
    assert "SN-12345" in found[1].detail
    pdf = clean()
    pdf[0].insert_image((20, 80, 80, 140), stream=_photo())
    assert [(report.trace, report.page) for report in reported(engine, pdf.tobytes())] == [
        (Trace.LOCATION, 0),
        (Trace.CAMERA, 0),
    ]


def _zip(**parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return held.getvalue()


def test_a_word_file(engine: Engine) -> None:
    data = _zip(
        word__document_xml='<w:ins w:id="1" w:author="A. Marlowe"><w:r><w:rPr><w:vanish/></w:rPr></w:r></w:ins>'
        '<w:del w:id="2" w:author="A. Marlowe"/>',
        word__comments_xml='<w:comment w:id="1" w:author="B. Quill"/>',
        docProps__core_xml="<dc:creator>A. Marlowe</dc:creator>",
        docProps__app_xml="<Template>/Users/marlowe/secret.dotx</Template>",
    )
    found = {report.trace: report for report in reported(engine, data, Format.DOCX)}
    assert found[Trace.TRACKED].count == 2
    assert found[Trace.NOTES].detail == "B. Quill"
    assert "A. Marlowe" in found[Trace.METADATA].detail
    assert found[Trace.PATHS].detail.startswith("/Users/marlowe")
    assert found[Trace.UNSEEN_WORDS].count == 1


def test_a_sheet(engine: Engine) -> None:
    data = _zip(
        xl__workbook_xml='<sheet name="a"/><sheet name="b" state="veryHidden"/>',
        xl__worksheets__sheet1_xml='<row r="1" hidden="1"/><row r="2"/><col hidden="true"/>',
        xl__comments1_xml="<comments><comment ref='A1'/></comments>",
    )
    found = {report.trace: report.count for report in reported(engine, data, Format.XLSX)}
    assert found == {Trace.HIDDEN_SHEETS: 1, Trace.HIDDEN_ROWS: 2, Trace.NOTES: 1}


# A grid as DocuColor printers print it: 15 by 8 places, some of them taken, again and again over the page.
_CODE = [(column, row) for column in range(15) for row in range(8) if (column * 5 + row * 3) % 7 < 2]


def _page(pitch: float, turn: float = 0.0, noise: int = 0) -> tuple[bytes, int, int]:
    import math
    import random

    width, height = 1275, 1650
    pixels = bytearray(b"\xff" * (3 * width * height))
    chance = random.Random(7)

    def dot(x: float, y: float) -> None:
        across, down = int(x), int(y)
        if 2 < across < width - 2 and 2 < down < height - 2:
            at = 3 * (down * width + across)
            pixels[at : at + 3] = b"\xfe\xf8\xa0"

    for left in range(0, width, int(16 * pitch)):
        for top in range(0, height, int(9 * pitch)):
            for column, row in _CODE if not noise else ():
                x = round(left / pitch) * pitch + column * pitch
                y = round(top / pitch) * pitch + row * pitch
                dot(x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn))
    for _ in range(noise):
        dot(chance.uniform(0, width), chance.uniform(0, height))
    for line in range(100, 1500, 40):  # words
        for x in range(100, 1100, 3):
            at = 3 * (line * width + x)
            pixels[at : at + 6] = b"\x10\x10\x10\x20\x20\x20"
    return bytes(pixels), width, height


@pytest.mark.parametrize("pitch", [10.0, 15.0, 11.7])
@pytest.mark.parametrize("turn", [0.0, 0.004])
def test_a_grid_of_yellow_dots_is_suspected(pitch: float, turn: float) -> None:
    assert dots.in_pixels(*_page(pitch, turn))


@pytest.mark.parametrize("noise", [0, 60, 1500, 6000])
def test_yellow_dots_anywhere_are_not(noise: int) -> None:
    assert not dots.in_pixels(*_page(12.0, noise=noise or 1))


def test_a_scan_with_such_dots_in_a_pdf(engine: Engine) -> None:
    pixels, width, height = _page(12.5)
    picture = pymupdf.Pixmap(pymupdf.csRGB, width, height, pixels, False).tobytes("png")
    pdf = pymupdf.open()
    pdf.new_page(width=width * 72 / 300, height=height * 72 / 300).insert_image(pdf[0].rect, stream=picture)
    assert reported(engine, pdf.tobytes()) == (Report(Trace.DOTS, 0),)
