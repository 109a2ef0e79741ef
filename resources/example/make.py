"""Makes the example's documents from the texts beside it; run by hand: `python resources/example/make.py`.

The story is invented: the town, its people, its law and its newspaper. The same PyMuPDF makes the same bytes.
"""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pymupdf

HERE = Path(__file__).resolve().parent

# --- the ordinance: two columns, broken line by line here, so that it breaks where the story wants it to


SIZE, LEADING = 10.5, 19.0
WIDTH, HEIGHT = 595.0, 842.0
TOP, FOOT = 114.0, 672.0
COLUMNS = (62.0, 312.0)
COLUMN = 221.0
FIRST_PAGE = 41
HYPHENS = ("con-sec-u-tive", "con-tract", "pub-lish", "house-hold", "or-di-nance", "read-ings", "read-ing", "me-ters")
HYPHENS += ("with-out", "dur-ing", "sus-pended", "re-duced", "hy-drol-o-gist", "quan-ti-ty", "de-clare", "un-der")


@dataclass
class Line:
    """One line of the ordinance: its words, font, size, and the space before it, in points."""

    text: str
    font: str = "tiro"
    size: float = SIZE
    before: float = 0.0
    indent: float = 0.0


def width(text: str, font: str, size: float) -> float:
    """Width of a line in points."""
    return float(pymupdf.get_text_length(text, fontname=font, fontsize=size))


def split(word: str, room: float, font: str, size: float) -> tuple[str, str] | None:
    """A word broken at a syllable so that its beginning and a hyphen fit into `room` points."""
    bare = word.rstrip(".,;:")
    for pattern in HYPHENS:
        if pattern.replace("-", "") != bare:
            continue
        parts = pattern.split("-")
        for count in range(len(parts) - 1, 0, -1):
            head = "".join(parts[:count])
            if len(head) > 1 and width(head + "-", font, size) <= room:
                return head + "-", word[len(head) :]
    return None


def wrapped(text: str, font: str, size: float, indent: float) -> list[str]:
    """The lines of a paragraph as wide as a column."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        tried = f"{line} {word}".strip()
        if width(tried, font, size) <= COLUMN - indent:
            line = tried
            continue
        halves = split(word, COLUMN - indent - width(line + " ", font, size), font, size)
        if halves:
            lines.append(f"{line} {halves[0]}")
            line = halves[1]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def ordinance_lines() -> list[Line]:
    """All lines of the ordinance in reading order."""
    found: list[Line] = []
    for text in (HERE / "ordinance.txt").read_text(encoding="utf-8").splitlines():
        if text.startswith("# "):
            continue
        if text.startswith("## "):
            found.append(Line(text[3:], "tibo", 12.0, 10.0))
        elif text.startswith("§"):
            found.append(Line(text, "tibo", SIZE, 7.0))
        else:
            rows = wrapped(text, "tiro", SIZE, 10.0)
            found += [Line(row, "tiro", SIZE, 2.0 if at == 0 else 0.0, 10.0) for at, row in enumerate(rows)]
    return found


def ordinance() -> bytes:
    """The ordinance as a PDF whose printed page numbers go on from another volume."""
    document = pymupdf.open()
    waiting = ordinance_lines()
    while waiting:
        page = document.new_page(width=WIDTH, height=HEIGHT)
        number = FIRST_PAGE + page.number
        page.insert_text((62, 62), "Ordinances of Ostermill, volume 3", fontname="tiit", fontsize=9)
        page.insert_text((WIDTH - 76, 62), str(number), fontname="tiro", fontsize=9)
        page.draw_line((62, 70), (WIDTH - 62, 70), width=0.5)
        top = TOP
        if page.number == 0:
            page.insert_text((62, TOP + 4), "Ostermill Water Ordinance", fontname="tibo", fontsize=18)
            page.insert_text((62, TOP + 24), "As in force since 1 May 1998", fontname="tiit", fontsize=10.5)
            top += 56
        for x in COLUMNS:
            y = top
            while waiting:
                line = waiting[0]
                step = line.before if y > top else 0.0
                keep = LEADING * 2 if line.font == "tibo" else 0.0  # a heading does not end a column
                if y + step + keep > FOOT:
                    break
                y += step
                page.insert_text((x + line.indent, y), line.text, fontname=line.font, fontsize=line.size)
                y += LEADING
                waiting.pop(0)
    document.set_page_labels([{"startpage": 0, "prefix": "", "style": "D", "firstpagenum": FIRST_PAGE}])
    return finished(document, "Ostermill Water Ordinance")


def finished(document: pymupdf.Document, title: str) -> bytes:
    """The PDF's bytes, with fixed dates."""
    date = "D:20240901080000Z"
    document.set_metadata({"title": title, "creationDate": date, "modDate": date, "producer": "", "creator": ""})
    return bytes(document.tobytes(garbage=4, deflate=True, no_new_id=True))


# --- the annex: a typed sheet, printed, copied and scanned: a picture without text


READINGS = [
    ("3 May", "38.6", "41.0", "42.3", "H.B."),
    ("10 May", "38.4", "40.9", "42.2", "H.B."),
    ("17 May", "38.3", "40.9", "42.0", "H.B."),
    ("24 May", "38.1", "40.7", "41.9", "late"),
    ("31 May", "37.6", "40.4", "41.8", "H.B."),
    ("7 June", "37.4", "40.3", "41.6", "H.B."),
    ("14 June", "37.1", "40.1", "41.5", "H.B."),
]


def annex_sheet() -> pymupdf.Document:
    """The sheet before it was scanned."""
    document = pymupdf.open()
    page = document.new_page(width=WIDTH, height=HEIGHT)
    page.insert_text((90, 110), "OSTERMILL WATER BOARD", fontname="cobo", fontsize=16)
    page.insert_text((90, 134), "Annex C: weekly readings, metres above datum, 2024", fontname="cour", fontsize=11)
    columns = (90, 190, 270, 350, 440)
    for x, word in zip(columns, ("Friday", "north", "middle", "south", "taken by"), strict=True):
        page.insert_text((x, 184), word, fontname="cobo", fontsize=12)
    page.draw_line((86, 190), (520, 190), width=1)
    for row, reading in enumerate(READINGS):
        y = 214 + 26 * row
        for x, word in zip(columns, reading, strict=True):
            page.insert_text((x, y), word, fontname="cour", fontsize=12)
        page.draw_line((86, y + 7), (520, y + 7), width=0.4)
    page.insert_text((90, 432), "24 May: gauge tape replaced, reading taken on the 27th.", fontname="cour", fontsize=11)
    page.insert_text((90, 452), "Copied from the well book, pages 88 and 89.", fontname="cour", fontsize=11)
    page.draw_circle((455, 590), 52, color=(0.35, 0.35, 0.35), width=3)
    page.draw_circle((455, 590), 44, color=(0.35, 0.35, 0.35), width=1)
    for y, word in ((582, "WELL"), (598, "BOOK"), (614, "COPY")):
        page.insert_text((436, y), word, fontname="cobo", fontsize=15, color=(0.35, 0.35, 0.35))
    return document


def annex() -> bytes:
    """The scan: gray, 110 dots an inch, a degree and a half askew, with the dust and the dark edge of a copier."""
    scale = 110 / 72
    turned = pymupdf.Matrix(scale, scale).prerotate(1.4)
    picture = annex_sheet()[0].get_pixmap(matrix=turned, colorspace=pymupdf.csGRAY, alpha=False)
    chance = random.Random(1998)  # noqa: S311 - dust, not secrets
    samples = bytearray(picture.samples)
    wide, high = picture.width, picture.height
    for at, value in enumerate(samples):
        shade = 236 if value > 250 else value + 24
        samples[at] = max(0, min(255, shade + chance.randint(-7, 7)))
    for _ in range(420):
        x, y, size, dark = chance.randrange(wide), chance.randrange(high), chance.randint(1, 2), chance.randint(60, 170)
        for down in range(min(size, high - y)):
            for right in range(min(size, wide - x)):
                samples[(y + down) * wide + x + right] = dark
    for y in range(high):
        for x in range(9 + chance.randint(0, 2)):
            samples[y * wide + x] = 70 + 14 * x
    dusty = pymupdf.Pixmap(pymupdf.csGRAY, wide, high, bytes(samples), 0)
    document = pymupdf.open()
    page = document.new_page(width=wide / scale, height=high / scale)
    page.insert_image(page.rect, stream=dusty.tobytes("jpeg", jpg_quality=45))
    return finished(document, "Annex C")


# --- the memo: Word's own format, written by hand


def run(text: str, bold: bool = False) -> str:
    """A run of text as WordprocessingML."""
    style = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str, style: str = "") -> str:
    """A paragraph; `^` in it is the reference to the footnote."""
    note = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    inner = note.join(run(part) for part in text.split("^"))
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{inner}</w:p>"


def table(rows: list[list[str]]) -> str:
    """A table whose first row is its head."""
    edge = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    body = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p>{run(cell, at == 0)}</w:p></w:tc>" for cell in row) + "</w:tr>"
        for at, row in enumerate(rows)
    )
    return f"<w:tbl><w:tblPr><w:tblBorders>{edge}</w:tblBorders></w:tblPr>{body}</w:tbl>"


def memo() -> bytes:
    """The memo as DOCX, from `memo.txt`: `#` a title, `##` a heading, `|` a row of the table, `^:` the footnote."""
    blocks: list[str] = []
    rows: list[list[str]] = []
    footnote = ""
    for line in [*(HERE / "memo.txt").read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            blocks.append(table(rows))
            rows = []
        if line.startswith("^:"):
            footnote = line[2:].strip()
        elif line.startswith("## "):
            blocks.append(paragraph(line[3:], "Heading2"))
        elif line.startswith("# "):
            blocks.append(paragraph(line[2:], "Heading1"))
        elif line:
            blocks.append(paragraph(line))
    return packed({"word/document.xml": body_of("".join(blocks)), "word/footnotes.xml": footnotes_of(footnote)})


NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def body_of(inner: str) -> str:
    """The main part."""
    return f"{HEAD}<w:document {NAMESPACE}><w:body>{inner}</w:body></w:document>"


def footnotes_of(text: str) -> str:
    """The footnotes, with the two that Word wants to be there."""
    rules = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    rules += '<w:footnote w:type="continuationSeparator" w:id="1"><w:p/></w:footnote>'
    return (
        f'{HEAD}<w:footnotes {NAMESPACE}>{rules}<w:footnote w:id="2"><w:p>{run(text)}</w:p></w:footnote></w:footnotes>'
    )


def styles() -> str:
    """Two heading styles under the names that Word gives them."""
    made = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for level, size in ((1, 32), (2, 26))
    )
    return f"{HEAD}<w:styles {NAMESPACE}>{made}</w:styles>"


def packed(parts: dict[str, str]) -> bytes:
    """The parts as a DOCX, with fixed dates."""
    kinds = {"document": "document.main", "footnotes": "footnotes", "styles": "styles"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{KINDS}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        **parts,
        "word/styles.xml": styles(),
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/styles" Target="styles.xml"/><Relationship Id="r2" Type="{OFFICE}/footnotes" '
        'Target="footnotes.xml"/></Relationships>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2024, 9, 1, 8, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            archive.writestr(entry, text.encode("utf-8"))
    return made.getvalue()


def main() -> None:
    """Writes the documents that are not plain text already."""
    for name, made in (("ordinance.pdf", ordinance()), ("annex-c.pdf", annex()), ("memo.docx", memo())):
        (HERE / name).write_bytes(made)
        print(f"{name}: {len(made):,} bytes")


if __name__ == "__main__":
    main()
