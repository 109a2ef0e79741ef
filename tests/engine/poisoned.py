"""PDFs that hide a word in a place where no reader sees it, one for each place."""

from __future__ import annotations

import io
from collections.abc import Callable

import pymupdf

MARK = "Quillfeather"
SEEN = "These words are seen by every reader"
SIZE = (300, 200)
Poison = Callable[[pymupdf.Document], None]


def _object(pdf: pymupdf.Document, source: str, stream: bytes | None = None) -> int:
    xref = int(pdf.get_new_xref())
    pdf.update_object(xref, source)
    if stream is not None:
        pdf.update_stream(xref, stream, compress=True)
    return xref


def _root(pdf: pymupdf.Document, key: str, value: str) -> None:
    pdf.xref_set_key(pdf.pdf_catalog(), key, value)


def _page(pdf: pymupdf.Document, key: str, value: str) -> None:
    pdf.xref_set_key(pdf[0].xref, key, value)


def _more(pdf: pymupdf.Document, contents: bytes, *, first: bool = False) -> None:
    """Operators before or after the page's own; /helv is there."""
    own = pdf[0].read_contents()
    xref = pdf[0].get_contents()[0]
    pdf.update_stream(xref, contents + b"\n" + own if first else own + b"\n" + contents)


def _draws(pdf: pymupdf.Document, named: str) -> None:
    kind, value = pdf.xref_get_key(pdf[0].xref, "Resources")
    if kind == "xref":
        pdf.xref_set_key(int(value.split()[0]), "XObject", named)
    else:
        pdf.xref_set_key(pdf[0].xref, "Resources/XObject", named)


def jpeg(note: bytes = b"") -> bytes:
    """A small picture with a camera's words in it."""
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 16, 16), False)
    pixmap.clear_with(90)
    data = bytes(pixmap.tobytes("jpg"))
    for kind in (0xE1, 0xED, 0xFE):
        body = b"Exif\x00\x00" + note
        data = data[:2] + bytes((0xFF, kind)) + (len(body) + 2).to_bytes(2, "big") + body + data[2:]
    return data + note


def metadata(pdf: pymupdf.Document) -> None:
    pdf.set_metadata({"author": MARK, "creator": MARK, "title": MARK, "keywords": MARK})


def xmp(pdf: pymupdf.Document) -> None:
    pdf.set_xml_metadata(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>{MARK}</a></x:xmpmeta>")


def thumbnail(pdf: pymupdf.Document) -> None:
    xref = _object(pdf, "<</Width 4/Height 3/ColorSpace/DeviceGray/BitsPerComponent 8>>", MARK.encode())
    _page(pdf, "Thumb", f"{xref} 0 R")


def embedded(pdf: pymupdf.Document) -> None:
    pdf.embfile_add(MARK, MARK.encode(), filename=f"{MARK}.txt")


def script(pdf: pymupdf.Document) -> None:
    _root(pdf, "OpenAction", f"<</S/JavaScript/JS(app.alert\\('{MARK}'\\))>>")


def page_action(pdf: pymupdf.Document) -> None:
    _page(pdf, "AA", f"<</O<</S/URI/URI(https://{MARK}.invalid)>>>>")


def hidden_value(pdf: pymupdf.Document) -> None:
    widget = pymupdf.Widget()
    widget.field_type, widget.field_name, widget.field_value = pymupdf.PDF_WIDGET_TYPE_TEXT, MARK, MARK
    widget.rect = pymupdf.Rect(20, 120, 120, 140)
    widget.field_display = 1
    pdf[0].add_widget(widget)


def layer_off(pdf: pymupdf.Document) -> None:
    layer = pdf.add_ocg("secret", on=False)
    pdf[0].insert_text((20, 120), MARK, oc=layer)


def unpainted(pdf: pymupdf.Document) -> None:
    pdf[0].insert_text((20, 120), MARK, render_mode=3)


def unpainted_beside(pdf: pymupdf.Document) -> None:
    _more(pdf, f"BT /helv 11 Tf 20 80 Td (Seen ) Tj 3 Tr ({MARK}) Tj 0 Tr ( as well) Tj ET".encode())


def white(pdf: pymupdf.Document) -> None:
    pdf[0].insert_text((20, 120), MARK, color=(1, 1, 1))


def nearly_white(pdf: pymupdf.Document) -> None:
    pdf[0].insert_text((20, 120), MARK, color=(0.98, 0.98, 0.98))


def black_on_black(pdf: pymupdf.Document) -> None:
    pdf[0].draw_rect((10, 100, 200, 130), fill=(0, 0, 0))
    pdf[0].insert_text((20, 120), MARK)


def under_a_box(pdf: pymupdf.Document) -> None:
    pdf[0].insert_text((20, 120), MARK)
    pdf[0].draw_rect((10, 100, 200, 130), fill=(0, 0, 0))


def under_a_stroke(pdf: pymupdf.Document) -> None:
    """A line as thick as the words it was drawn over."""
    pdf[0].insert_text((20, 120), MARK, fontsize=11)
    pdf[0].draw_line((15, 117), (200, 117), color=(0, 0, 0), width=16)


def under_a_picture(pdf: pymupdf.Document) -> None:
    pdf[0].insert_text((20, 120), MARK)
    pdf[0].insert_image((10, 100, 200, 130), stream=_noise(), keep_proportion=False)


def _noise() -> bytes:
    pixels = bytes((7 * at * at + 13 * at) % 251 for at in range(40 * 40 * 3))
    return bytes(pymupdf.Pixmap(pymupdf.csRGB, 40, 40, pixels, False).tobytes("png"))


def off_the_page(pdf: pymupdf.Document) -> None:
    _more(pdf, f"BT /helv 11 Tf 20 -60 Td ({MARK}) Tj ET".encode())


def outside_the_crop(pdf: pymupdf.Document) -> None:
    pdf[0].insert_text((20, 190), MARK)
    pdf[0].set_cropbox(pymupdf.Rect(0, 0, 300, 160))


def clipped(pdf: pymupdf.Document) -> None:
    _more(pdf, f"q 0 0 5 5 re W n BT /helv 11 Tf 20 80 Td ({MARK}) Tj ET Q".encode())


def tiny(pdf: pymupdf.Document) -> None:
    pdf[0].insert_text((20, 120), MARK, fontsize=0.2)


def transparent(pdf: pymupdf.Document) -> None:
    pdf[0].insert_text((20, 120), MARK, fill_opacity=0.0)


def in_a_form(pdf: pymupdf.Document) -> None:
    helv = pdf.get_page_fonts(0)[0][0]
    form = _object(
        pdf,
        f"<</Type/XObject/Subtype/Form/BBox[0 0 300 200]/Resources<</Font<</F {helv} 0 R>>>>"
        f"/PieceInfo<</A<</Private({MARK})>>>>/Metadata({MARK})>>",
        f"BT 3 Tr /F 11 Tf 20 80 Td ({MARK}) Tj ET".encode(),
    )
    _draws(pdf, f"<</Fm {form} 0 R>>")
    _more(pdf, b"/Fm Do")


def other_words(pdf: pymupdf.Document) -> None:
    _more(pdf, f"/Span<</ActualText({MARK})/Alt({MARK})>>BDC BT /helv 11 Tf 20 80 Td (A sign) Tj ET EMC".encode())


def point_of_content(pdf: pymupdf.Document) -> None:
    _more(pdf, f"/Note<</Said({MARK})>>DP".encode())


def comment_in_content(pdf: pymupdf.Document) -> None:
    _more(pdf, f"% {MARK}\n".encode(), first=True)


def structure(pdf: pymupdf.Document) -> None:
    element = _object(pdf, f"<</Type/StructElem/S/P/Alt({MARK})>>")
    _root(pdf, "StructTreeRoot", f"<</Type/StructTreeRoot/K {element} 0 R>>")


def piece_info(pdf: pymupdf.Document) -> None:
    _page(pdf, "PieceInfo", f"<</Writer<</Private<</Path(/home/{MARK})>>>>>>")


def identifier(pdf: pymupdf.Document) -> None:
    pdf.xref_set_key(-1, "ID", f"[({MARK})({MARK})]")


def note_of_a_stranger(pdf: pymupdf.Document) -> None:
    note = pdf[0].add_text_annot((50, 50), MARK)
    note.set_info(title=MARK)
    note.update()


def stamp_with_words(pdf: pymupdf.Document) -> None:
    pdf[0].add_freetext_annot((20, 100, 200, 130), MARK)


def link_out(pdf: pymupdf.Document) -> None:
    link = {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(1, 1, 9, 9), "uri": f"https://{MARK}.invalid"}
    pdf[0].insert_link(link)


def outline(pdf: pymupdf.Document) -> None:
    pdf.set_toc([[1, MARK, 1]])


def camera(pdf: pymupdf.Document) -> None:
    pdf[0].insert_image((20, 100, 60, 140), stream=jpeg(MARK.encode()))


def profile(pdf: pymupdf.Document) -> None:
    from PIL import ImageCms

    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(made[128:132], "big")
    for number in range(count):
        at = 132 + 12 * number
        if made[at : at + 4] in (b"desc", b"cprt"):
            begin = int.from_bytes(made[at + 4 : at + 8], "big") + 28
            made[begin : begin + len(MARK)] = MARK.encode()
    icc = _object(pdf, "<</N 3>>", bytes(made))
    image = _object(
        pdf,
        f"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace[/ICCBased {icc} 0 R]>>",
        b"\x10\x80\xf0",
    )
    _draws(pdf, f"<</Im {image} 0 R>>")
    _more(pdf, b"q 40 0 0 40 20 50 cm /Im Do Q")


def picture_words(pdf: pymupdf.Document) -> None:
    pdf[0].insert_image((20, 100, 60, 140), stream=jpeg())
    xref = pdf[0].get_images()[0][0]
    pdf.xref_set_key(xref, "Metadata", f"({MARK})")
    pdf.xref_set_key(xref, "Alternates", f"[<</Said({MARK})>>]")


def loose_object(pdf: pymupdf.Document) -> None:
    _object(pdf, f"<</Said({MARK})>>", MARK.encode())


POISONS: dict[str, Poison] = {
    each.__name__: each
    for each in (
        metadata, xmp, thumbnail, embedded, script, page_action, hidden_value, layer_off, unpainted, unpainted_beside,
        white, nearly_white, black_on_black, under_a_box, under_a_picture, under_a_stroke, off_the_page,
        outside_the_crop, clipped, tiny, transparent,
        in_a_form, other_words, point_of_content, comment_in_content, structure, piece_info,
        identifier, note_of_a_stranger, stamp_with_words, link_out, outline, camera, profile, picture_words,
        loose_object,
    )
}  # fmt: skip


def clean() -> pymupdf.Document:
    """A page with some words, all seen."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=SIZE[0], height=SIZE[1])
    page.insert_text((20, 40), SEEN, fontsize=11)
    return pdf


def poisoned(name: str) -> bytes:
    """The page with the mark hidden in one place."""
    pdf = pymupdf.open("pdf", clean().tobytes())
    POISONS[name](pdf)
    return bytes(pdf.tobytes(garbage=0))


def old_revision() -> bytes:
    """A file whose first state had other words, which stand before the second."""
    pdf = clean()
    pdf[0].insert_text((20, 120), MARK)
    out = io.BytesIO(pdf.tobytes())
    first = pymupdf.open("pdf", out.getvalue())
    first.update_stream(first[0].get_contents()[-1], b" ")
    held = io.BytesIO(out.getvalue())
    first.save(held, incremental=False)
    return out.getvalue() + b"\n" + held.getvalue()


def unpacked(data: bytes) -> bytes:
    """Everything of a PDF: its bytes, each object, each stream unpacked."""
    pdf = pymupdf.open("pdf", data)
    parts = [data, str(pdf.metadata).encode(), pdf.get_xml_metadata().encode()]
    for xref in range(1, pdf.xref_length()):
        parts.append(pdf.xref_object(xref).encode())
        if pdf.xref_is_stream(xref):
            parts += [pdf.xref_stream(xref) or b"", pdf.xref_stream_raw(xref) or b""]
    return b"\n".join(parts)


def holds(data: bytes, word: str = MARK) -> bool:
    """Whether a word is anywhere in a PDF, in one of the ways PDFs write words."""
    whole = unpacked(data).lower()
    coded = [word.encode(code) for code in ("latin-1", "utf-16-be", "utf-16-le")]
    forms = [*coded, *(form.hex().encode() for form in coded)]
    told = any(word in page.get_text() for page in pymupdf.open("pdf", data))
    return told or any(form.lower() in whole for form in forms)
