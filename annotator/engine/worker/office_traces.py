"""What office files and e-mails hold beside what is shown, read from their parts by the words that mark it."""

from __future__ import annotations

import html
import re

from annotator.engine.worker import cameras
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms.packed import Packed
from annotator.model.reports import Report, Trace

_SAYS = re.compile(
    rb"<(?:\w+:)?(creator|lastModifiedBy|Company|Manager|Template|initial-creator|HyperlinkBase|title|description"
    rb"|keywords|category|Application|generator|lastPrinted|printed-by)\b[^>]*>([^<]{1,200})<",
    re.S,
)
_WHO = {b"creator", b"lastModifiedBy", b"Company", b"Manager", b"initial-creator", b"printed-by", b"Template"}
_PATH = re.compile(
    rb"(?:file:/{2,3}|[A-Za-z]:\\|/home/|/Users/|\\\\)[^\s\"'<>|]{3,120}|[\w.+-]{1,60}@[\w-]{1,60}\.[\w.]{2,40}"
)
_PICTURE = re.compile(r"(?i)\.(?:jpe?g|tiff?|png|webp|heic)$")
_SPEAKER = re.compile(r"ppt/notesSlides/notesSlide\d+\.xml$")
_BODY = re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml")
_TAGS = re.compile(rb"<[^>]*>")


def of_packed(data: bytes) -> list[Report]:
    """Reports about a DOCX, XLSX, PPTX, ODT, ODS or EPUB. Raises Failed where it is no such file."""
    parts = Packed(data)
    found: list[Report] = []
    about = b"".join(parts.find(name) or b"" for name in ("docProps/core.xml", "docProps/app.xml", "meta.xml"))
    found += metadata(about)
    found += _word(parts)
    found += _sheets(parts)
    spoken = [name for name in parts.names if _SPEAKER.search(name)]
    if count := sum(bool(_TAGS.sub(b"", parts.find(name) or b"").strip()) for name in spoken):
        found.append(Report(Trace.SPEAKER_NOTES, -1, count))
    inside = [name for name in parts.names if "embeddings/" in name or name.startswith("Object ")]
    if inside:
        found.append(Report(Trace.ATTACHED, -1, len(inside)))
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in parts.names):
        found.append(Report(Trace.SCRIPTS))
    for name in parts.names[:5000]:
        if _PICTURE.search(name):
            try:
                found += cameras.of_picture(parts.read(name))
            except Failed:
                continue
    return found


def _word(parts: Packed) -> list[Report]:
    found: list[Report] = []
    comments = parts.find("word/comments.xml") or b""
    if count := len(re.findall(rb"<w:comment\b", comments)):
        found.append(Report(Trace.NOTES, -1, count, _people(comments)))
    body = b"".join(parts.find(name) or b"" for name in parts.names if _BODY.fullmatch(name))
    if count := len(re.findall(rb"<w:(?:ins|del|moveFrom|moveTo)\b[^>]*w:author", body)):
        found.append(Report(Trace.TRACKED, -1, count, _people(body)))
    if count := len(re.findall(rb"<w:vanish(?:/>| w:val=\"(?:1|true|on)\")", body)):
        found.append(Report(Trace.UNSEEN_WORDS, -1, count))
    text = parts.find("content.xml") or b""
    if count := len(re.findall(rb"<office:annotation\b", text)):
        found.append(Report(Trace.NOTES, -1, count))
    if count := len(re.findall(rb"<text:changed-region\b", text)):
        found.append(Report(Trace.TRACKED, -1, count))
    if count := len(re.findall(rb"table:visibility=\"(?:collapse|filter)\"", text)):
        found.append(Report(Trace.HIDDEN_ROWS, -1, count))
    return found + _paths(b"".join(parts.find(name) or b"" for name in parts.names if name.endswith(".rels")))


def _sheets(parts: Packed) -> list[Report]:
    found: list[Report] = []
    book = parts.find("xl/workbook.xml") or b""
    if count := len(re.findall(rb"<sheet\b[^>]*state=\"(?:hidden|veryHidden)\"", book)):
        found.append(Report(Trace.HIDDEN_SHEETS, -1, count))
    hidden = noted = 0
    for name in parts.names:
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            hidden += len(re.findall(rb"<(?:row|col)\b[^>]*\bhidden=\"(?:1|true)\"", parts.find(name) or b""))
        elif re.fullmatch(r"xl/(?:threadedComments/.*|comments\d*)\.xml", name):
            noted += len(re.findall(rb"<(?:comment|threadedComment)\b", parts.find(name) or b""))
    if hidden:
        found.append(Report(Trace.HIDDEN_ROWS, -1, hidden))
    if noted:
        found.append(Report(Trace.NOTES, -1, noted))
    return found


def metadata(about: bytes) -> list[Report]:
    """What parts about a file say of people and programs."""
    said: dict[str, str] = {}
    for name, words in _SAYS.findall(about):
        text = " ".join(html.unescape(words.decode("utf-8", "replace")).split())
        if text and (name in _WHO or len(said) < 6):
            said.setdefault(name.decode("ascii"), text)
    found = [Report(Trace.METADATA, -1, len(said), said_as(said))] if said else []
    return found + _paths(about)


def said_as(said: dict[str, str]) -> str:
    """Names and words, as 'author: A. Name; program: Writer'."""
    return "; ".join(f"{name}: {words[:80]}" for name, words in said.items())


def _people(part: bytes) -> str:
    names = dict.fromkeys(re.findall(rb"w:author=\"([^\"]{1,80})\"", part))
    return ", ".join(html.unescape(name.decode("utf-8", "replace")) for name in list(names)[:5])


def _paths(data: bytes) -> list[Report]:
    found = [path for path in dict.fromkeys(_PATH.findall(data)) if b"schemas." not in path]
    return [Report(Trace.PATHS, -1, len(found), found[0].decode("utf-8", "replace"))] if found else []


def paths(data: bytes) -> list[Report]:
    """Paths of folders and e-mail addresses in what programs wrote."""
    return _paths(data)
