"""Spreadsheets, tables in text, transcripts, pictures and recordings; parts with names."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.styles import Font
from PIL import Image

from annotator.engine.client import Engine
from annotator.engine.protocol import Warn
from annotator.engine.results import Extracted
from annotator.engine.sealing import Source
from annotator.engine.sentences import warning
from annotator.engine.sniff import sniff
from annotator.engine.worker.forms import numbers, sheet_parts, tables
from annotator.model.errors import Refused
from annotator.model.pages import Format

Sealed = Callable[..., Source]


def extracted(engine: Engine, source: Source) -> Extracted:
    reader = engine.open(source)
    try:
        found = engine.wait(reader.extract("0" * 64), 60)
    finally:
        reader.close()
    if found.frozen:
        found.frozen.close()
    return found


def parts(found: Extracted) -> dict[str, str]:
    """What each named part says, in one line."""
    said: dict[str, str] = {}
    for part in found.extraction.fragments:
        words = " ".join(found.extraction.texts[part.page][part.start : part.end].split())
        said[part.name] = f"{said[part.name]} {words}" if part.name in said else words
    return said


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Costs 2024"
    sheet.append(["Item", "Cost", "Share", "When"])
    sheet.append(["Pump – § 4", 12345.678, 0.0418, datetime.datetime(2024, 3, 5)])
    sheet["B2"].number_format = '#,##0.00 "€"'
    sheet["C2"].number_format = "0.0%"
    sheet["D2"].number_format = "d mmm yyyy"
    sheet["F4"] = "far away"
    book.create_sheet("Empty")
    hidden = book.create_sheet("Räume")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "hidden words"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_every_cell_of_a_workbook_has_its_name_and_says_what_the_sheet_shows(engine: Engine, sealed: Sealed) -> None:
    data = workbook()
    assert sniff("costs.xlsx", data[:4096], lambda at, size: data[at : at + size]) is Format.XLSX
    found = extracted(engine, sealed(data, Format.XLSX))
    assert parts(found) == {
        "'Costs 2024'!A1": "Item",
        "'Costs 2024'!B1": "Cost",
        "'Costs 2024'!C1": "Share",
        "'Costs 2024'!D1": "When",
        "'Costs 2024'!A2": "Pump – § 4",
        "'Costs 2024'!B2": "12,345.68 €",
        "'Costs 2024'!C2": "4.2%",
        "'Costs 2024'!D2": "5 Mar 2024",
        "'Costs 2024'!F4": "far away",
        "Räume!A1": "hidden words",
    }
    assert [page.label for page in found.extraction.pages] == ["Costs 2024 1", "Räume 1"]
    assert [item.title for item in found.extraction.outline] == ["Costs 2024", "Räume"]
    assert found.extraction.warnings == ()


def test_formulas_show_the_values_saved_with_the_file_and_say_so(engine: Engine, sealed: Sealed) -> None:
    book = openpyxl.Workbook()
    book.active.append([1, 2, "=A1+B1"])
    kept = io.BytesIO()
    book.save(kept)
    found = extracted(engine, sealed(kept.getvalue(), Format.XLSX))
    assert parts(found) == {"Sheet!A1": "1", "Sheet!B1": "2"}
    assert any("nothing was calculated" in warning for warning in found.extraction.warnings)


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (0.0418, "0.0%", "4.2%"),
        (1234567.891, "#,##0", "1,234,568"),
        (-5, "#,##0;(#,##0)", "(5)"),
        (-5.25, "0.0", "-5.3"),
        (1234567, '0.0,,"M"', "1.2M"),
        (3.5, "[$$-409]#,##0.00", "$3.50"),
        (7, "000", "007"),
        (0, '0;-0;"none"', "none"),
        (1.5, "General", "1.5"),
        (0.1 + 0.2, "", "0.3"),
        (3.0, "General", "3"),
        (2.5, "#.##", "2.5"),
        (1e300, "0.00E+00", "1e+300"),
        (datetime.datetime(2024, 3, 5, 14, 7), "d mmmm yyyy h:mm AM/PM", "5 March 2024 2:07 PM"),
        (datetime.datetime(2024, 3, 5, 14, 7), 'yyyy"-"mm"-"dd', "2024-03-05"),
        (datetime.time(14, 7, 9), "hh:mm:ss", "14:07:09"),
        (datetime.datetime(2024, 3, 5), "m/d/yy", "3/5/24"),
        (datetime.timedelta(hours=30, minutes=5), "[h]:mm:ss", "30:05:00"),
        (True, "General", "TRUE"),
        (None, "0", ""),
        ("words", "@", "words"),
    ],
)
def test_number_formats(value: object, code: str, words: str) -> None:
    assert numbers.shown(value, code) == words


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_in_text(engine: Engine, sealed: Sealed, delimiter: str) -> None:
    lines = ["Name|Wert|Note", '"x|y"|1.5|"two\nlines"', "ä|2|"]
    data = "\r\n".join(lines).replace("|", delimiter).encode()
    assert sniff("a.csv", data) is Format.CSV
    said = parts(extracted(engine, sealed(data, Format.CSV)))
    assert said == {
        "A1": "Name", "B1": "Wert", "C1": "Note", "A2": f"x{delimiter}y".replace("\t", " "), "B2": "1.5",
        "C2": "two lines", "A3": "ä", "B3": "2",
    }  # fmt: skip


def open_sheet(*, locked: bool = False) -> bytes:
    """A small spreadsheet as LibreOffice packs it: repeated cells and rows, a formula, a quote in a name."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" '
        f'xmlns:text="{space}text:1.0"><office:body><office:spreadsheet><table:table table:name="Costs">'
        "<table:table-row><table:table-cell><text:p>Item</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value="0.042">'
        "<text:p>4,2 %</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:formula="of:=1+1">'
        "<text:p>2</text:p><text:p>more</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row></table:table>'
        '<table:table table:name="It\'s"><table:table-row><table:table-cell><text:p>words</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>" if locked else "<manifest/>")
    return kept.getvalue()


def test_an_open_document_spreadsheet(engine: Engine, sealed: Sealed) -> None:
    data = open_sheet()
    assert sniff("costs.ods", data[:4096], lambda at, size: data[at : at + size]) is Format.ODS
    found = extracted(engine, sealed(data, Format.ODS))
    assert parts(found) == {
        "Costs!A1": "Item",
        "Costs!D1": "4,2 %",
        "Costs!A2": "2 more",
        "Costs!A3": "2 more",
        "'It''s'!A1": "words",
    }
    assert any("nothing was calculated" in warning for warning in found.extraction.warnings)
    with pytest.raises(Refused):
        extracted(engine, sealed(open_sheet(locked=True), Format.ODS))


def test_a_wide_and_long_table_goes_on_over_pages_with_nothing_lost(engine: Engine, sealed: Sealed) -> None:
    rows = [",".join(f"r{row}c{column}" for column in range(60)) for row in range(200)]
    found = extracted(engine, sealed("\n".join(rows).encode(), Format.CSV))
    said = parts(found)
    assert len(said) == 60 * 200
    assert said["A1"] == "r0c0"
    assert said["BH200"] == "r199c59"
    assert len(found.extraction.pages) > 4


def test_a_workbook_that_would_unpack_to_gigabytes_is_refused(engine: Engine, sealed: Sealed) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (700 * 1024 * 1024))
    with pytest.raises(Refused):
        extracted(engine, sealed(kept.getvalue(), Format.XLSX))


VTT = (
    "WEBVTT\n\nNOTE who knows\n\n1\n00:01.000 --> 00:04.000\n<v Ada>Hello &amp; <i>welcome</i>\n\n"
    "00:12:05.500 --> 00:12:09.000 align:start\nHello there\nSecond line\n\n"
    "00:12:09.000 --> 00:12:10.000\nSecond line\nthird\n"
)
SRT = "1\n00:00:01,000 --> 00:00:04,000\nHello <b>there</b>\n\n2\n01:02:03,500 --> 01:02:09,000\nBye\n"


def test_transcripts_have_times_as_names(engine: Engine, sealed: Sealed) -> None:
    assert sniff("a.vtt", VTT.encode()) is Format.TRANSCRIPT
    assert parts(extracted(engine, sealed(VTT.encode(), Format.TRANSCRIPT))) == {
        "00:00:01": "00:00:01 Ada: Hello & welcome",
        "00:12:05": "00:12:05 Hello there Second line",
        "00:12:09": "00:12:09 third",
    }
    assert sniff("a.srt", SRT.encode()) is Format.TRANSCRIPT
    assert parts(extracted(engine, sealed(SRT.encode(), Format.TRANSCRIPT))) == {
        "00:00:01": "00:00:01 Hello there",
        "01:02:03": "01:02:03 Bye",
    }


def test_plain_text_with_times_keeps_its_words_and_gets_names(engine: Engine, sealed: Sealed) -> None:
    words = "Interview\n\n[00:01] Q: How far?\n\n[00:15] A: 4.2 metres.\n\n[01:02:03] Q: Sure?\n"
    found = extracted(engine, sealed(words.encode(), Format.TEXT))
    assert parts(found)["00:00:15"] == "[00:15] A: 4.2 metres."
    none = extracted(engine, sealed(b"At 10:30 we met.\n09:15 is early.\n", Format.TEXT))
    assert none.extraction.fragments == ()


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGB"), ("JPEG", "L"), ("WEBP", "RGBA"), ("GIF", "P"), ("BMP", "RGB"),
     ("TIFF", "CMYK"), ("PNG", "I;16")],
)  # fmt: skip
def test_pictures_become_a_page(engine: Engine, sealed: Sealed, kind: str, mode: str) -> None:
    kept = io.BytesIO()
    Image.new(mode, (640, 400)).save(kept, kind)
    data = kept.getvalue()
    assert sniff(f"a.{kind.lower()}", data[:4096]) is Format.PICTURE
    found = extracted(engine, sealed(data, Format.PICTURE))
    assert [page.width > page.height for page in found.extraction.pages] == [True]
    assert found.extraction.texts == ("",)


def test_a_picture_lies_as_its_camera_was_held(engine: Engine, sealed: Sealed) -> None:
    kept = io.BytesIO()
    made = Image.new("RGB", (640, 400), "red")
    exif = made.getexif()
    exif[274] = 6
    made.save(kept, "JPEG", exif=exif)
    page = extracted(engine, sealed(kept.getvalue(), Format.PICTURE)).extraction.pages[0]
    assert page.height > page.width


def test_a_tiff_of_three_pages(engine: Engine, sealed: Sealed) -> None:
    kept = io.BytesIO()
    pages = [Image.new("L", (850, 1100), shade) for shade in (250, 150, 50)]
    pages[0].save(kept, "TIFF", save_all=True, append_images=pages[1:], dpi=(100, 100))
    found = extracted(engine, sealed(kept.getvalue(), Format.PICTURE))
    assert [(page.width, page.height) for page in found.extraction.pages] == [(612.0, 792.0)] * 3


def test_a_picture_that_claims_to_be_enormous_is_refused(engine: Engine, sealed: Sealed) -> None:
    kept = io.BytesIO()
    Image.new("1", (8, 8)).save(kept, "BMP")
    data = bytearray(kept.getvalue())
    data[18:26] = (200_000).to_bytes(4, "little") * 2
    with pytest.raises(Refused):
        extracted(engine, sealed(bytes(data), Format.PICTURE))


@pytest.mark.parametrize("head", [b"ID3\x04", b"RIFF\x00\x00\x00\x00WAVE", b"\x00\x00\x00\x18ftypM4A ", b"OggS\x00"])
def test_recordings_are_kept_and_not_played(engine: Engine, sealed: Sealed, head: bytes) -> None:
    data = head + b"\x00" * 100_000
    assert sniff("talk", data[:4096]) is Format.RECORDING
    found = extracted(engine, sealed(data, Format.RECORDING))
    assert "Recording" in found.extraction.texts[0]
    assert any("not played" in warning for warning in found.extraction.warnings)


def test_rows_that_are_not_shown_are_counted_without_being_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = openpyxl.Workbook()
    for row in range(40):
        book.active.append([row, "words" if row % 2 else None])
        book.active.append([])
    book.active["C1"] = "=A1"
    book.active.cell(200, 1).font = Font(bold=True)  # a row with nothing but a look
    kept = io.BytesIO()
    book.save(kept)
    monkeypatch.setattr(tables, "ROWS", 11)
    made = tables.workbook(kept.getvalue())
    assert made.warnings[Warn.ROWS_LEFT_OUT] == 40 - 6
    assert made.warnings[Warn.ROWS_SHOWN] == 11
    assert made.warnings[Warn.FORMULAS] == 1
    assert made.named[-1].name == "Sheet!B11"
    assert warning(Warn.ROWS_SHOWN, 11) == "11 rows are shown, from the first on."


@pytest.mark.parametrize("size", [1, 7, 64, 5_000])
def test_a_packed_sheet_is_looked_through_in_pieces(size: int) -> None:
    rows = b'<x:row r="1"><x:c><x:v>1</x:v></x:c></x:row><row r="2"/><row><c s="1"/></row><row><c><f>A1</f></c></row>'
    data = b"<sheetData>" + rows + b"<row><c><is><t>row</t></is></c></row></sheetData><rowBreaks/>"
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert sheet_parts.looked_through(pieces) == (2, True)
