"""What passes between the client and a worker: small binary frames with fixed headers.

A frame is `kind u16, code u16, request u32, length u32` and `length` bytes. Nothing in it is a pickle, JSON or pixels;
pixels and other large results lie in the arena, memory that the client made and the worker mapped before it locked.
Both sides check every length and count against the limits named here before they act on it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum, IntFlag

from annotator.model.pages import Format

HEADER = struct.Struct("<HHII")
TO_WORKER_LIMIT = 64 * 1024 * 1024
"""The longest frame a worker accepts, in bytes: the marks of a whole document with their notes."""
FROM_WORKER_LIMIT = 16 * 1024 * 1024
"""The longest frame a client accepts, in bytes."""
ARENA_SIZE = 64 * 1024 * 1024
"""Bytes of shared memory of one worker."""
PIXEL_LIMIT = ARENA_SIZE // 4
"""The most pixels of one picture, four bytes each; a larger one is drawn at a smaller scale."""
SIDE_LIMIT = 32_000
"""The longest side of a picture in pixels; image libraries fail above 32,767."""
PAGE_LIMIT = 100_000
"""The most pages of one document."""
PAGE_TEXT_LIMIT = 4_000_000
"""The most bytes of one page's text in UTF-8: what an arena holds with its boxes at worst."""
TEXT_LIMIT = 512 * 1024 * 1024
"""The most bytes of text of one document."""
LABEL_LIMIT = 256
"""The longest page label, in bytes of UTF-8."""
TITLE_LIMIT = 4096
"""The longest title in a table of contents, in bytes of UTF-8."""
OUTLINE_LIMIT = 100_000
"""The most entries of a table of contents."""
OUTPUT_LIMIT = 2 * 1024 * 1024 * 1024
"""The longest frozen PDF or annotated copy, in bytes."""
WARNING_LIMIT = 64
"""The most warnings of one answer."""
FRAGMENT_LIMIT = 2_000_000
"""The most named parts (cells, times) of one document."""
ATTACHED_LIMIT = 1_000
"""The most files inside one file."""
PASSWORD_LIMIT = 1024
"""The most passwords tried, and the longest of them in bytes of UTF-8."""
COORDINATE_LIMIT = 1e7
"""No coordinate of a page is greater; others are refused."""
LAYER_LIMIT = 48 * 1024 * 1024
"""The longest text layer, in bytes: some 10,000 dense pages."""
WORD_LIMIT = 50_000
"""The most words read by machine of one page."""
WORD_TEXT_LIMIT = 4_000
"""The longest of them, in bytes of UTF-8."""
MARK_LIMIT = 200_000
"""The most rectangles of one request."""
LINK_LIMIT = 2_000
"""The most links of one page; further ones are left out."""
URI_LIMIT = 2_048
"""The longest address of a link, in bytes: a longer one can't be shown whole, and is left out."""
NOTE_LIMIT = 1_000
"""The most notes (annotations with words) of one page."""
NOTE_TEXT_LIMIT = 8_000
"""The longest note, in bytes of UTF-8; the rest is left out."""

SPAWN = struct.Struct("<4sHHI")
SPAWN_MAGIC = b"ANN1"
"""Asks the warm parent for a worker: magic, task, flags (1 unconfined, 2 behind), number; descriptors go with it."""
SPAWNED = struct.Struct("<4sHHI")
"""Its answer: magic, status (0 or an errno), unused, number; the child's pidfd goes with it."""


class Task(IntEnum):
    """What a forked worker is for."""

    DOCUMENT = 1
    """A PDF."""
    PROBES = 2
    FREEZING = 3
    """Text, Markdown or Word, which become pages first."""
    SPARE = 4
    """A PDF that comes later, after the lock, with the frame that opens it."""
    PICTURES = 5
    """A PDF of which PDFium draws what MuPDF can't do in time."""


class Wanted(IntEnum):
    """Kinds of frames to a worker."""

    OPEN = 1
    INFO = 2
    EXTRACT = 3
    CHARS = 4
    RENDER = 5
    PICTURE = 6
    ANNOTATE = 7
    PROBE = 8
    NEXT = 9
    SHARES = 20
    SCAN = 21
    LAYER = 22
    LINKS = 10
    NOTES = 11
    REPORTS = 30
    COMMENTS = 31


class Told(IntEnum):
    """Kinds of frames from a worker."""

    HELLO = 101
    DONE = 102
    FAILED = 103
    PAGES = 104
    OUTLINE = 105
    PIECE = 106
    BUSY = 107
    FRAGMENTS = 108
    ATTACHED = 109
    ABOUT = 110


class LinkKind(IntEnum):
    """Where a link of a page leads. MuPDF's own kinds are not relied on: the scheme of the address decides."""

    PAGE = 1
    WEB = 2
    """http, https or mailto."""
    OTHER = 3
    """A file, a program, a script: told, never followed."""


class Failure(IntEnum):
    """Why a worker did not do what it was asked; the client has the sentences."""

    DAMAGED = 1
    NEEDS_PASSWORD = 2
    NO_PAGES = 3
    EMPTY = 4
    TOO_MANY_PAGES = 5
    NO_SUCH_PAGE = 6
    TOO_LARGE = 7
    NOT_TEXT = 8
    NOT_CONFINED = 9
    OUT_OF_MEMORY = 10
    NOT_DOCX = 11
    WRONG_PASSWORD = 12
    NOT_ANSWERED = 13
    NOT_THAT_FORMAT = 14
    TOO_TANGLED = 31
    LOCKED = 32
    RIGHTS = 33


class Warn(IntEnum):
    """What a reader of the document should know; each comes with a number."""

    DECRYPTED = 1
    REPAIRED = 2
    PAGES_WITHOUT_TEXT = 3
    CHARACTERS_UNKNOWN = 4
    CHARACTERS_LOST = 5
    PICTURES_LEFT_OUT = 6
    OLD_ENCODING = 7
    CHARACTERS_CLEANED = 8
    PAGES_UNREADABLE = 9
    HEADERS_LEFT_OUT = 10
    ORDER_CHANGED = 11
    COMMENTS_LEFT_OUT = 12
    CHANGES_ACCEPTED = 13
    ATTACHED_LEFT_OUT = 14
    ROWS_LEFT_OUT = 15
    NOT_SHOWN = 16
    HEADERS_SHOWN = 17
    WHOLE_PAGE_SHOWN = 18
    PICTURES_NOT_THERE = 19
    FORMULAS = 20
    NOT_PLAYED = 21
    FRAMES_LEFT_OUT = 22
    COMMENTS_SHOWN = 41
    NOTES_SHOWN = 42
    ROWS_SHOWN = 43


class Held(IntFlag):
    """What locks a worker; the parts of HELLO and of the confinement report."""

    SECCOMP = 1
    LANDLOCK = 2
    NAMESPACES = 4
    LIMITS = 8
    NO_NEW_PRIVILEGES = 16


class BadFrame(Exception):  # noqa: N818 - named by what it is
    """The other side sent something that the protocol does not allow."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame whose length was checked; the meaning of `payload` was not."""

    kind: int
    code: int
    request: int
    payload: bytes


class Cursor:
    """Reads fixed parts from bytes that may lie about their lengths. Raises BadFrame where they end too early."""

    def __init__(self, untrusted: bytes) -> None:
        self._bytes = untrusted
        self._at = 0

    def take(self, form: struct.Struct) -> tuple[int | float, ...]:
        """The next fixed part."""
        end = self._at + form.size
        if end > len(self._bytes):
            raise BadFrame("a part is missing")
        part = form.unpack_from(self._bytes, self._at)
        self._at = end
        return part

    def blob(self, length: int, limit: int) -> bytes:
        """The next `length` bytes, at most `limit`."""
        if not 0 <= length <= limit or self._at + length > len(self._bytes):
            raise BadFrame("a length is out of bounds")
        part = self._bytes[self._at : self._at + length]
        self._at += length
        return part

    def text(self, length: int, limit: int) -> str:
        """The next `length` bytes as UTF-8, at most `limit`."""
        try:
            return self.blob(length, limit).decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadFrame("text is not UTF-8") from error

    @property
    def left(self) -> int:
        """How many bytes were not read yet."""
        return len(self._bytes) - self._at

    def end(self) -> None:
        """Raises BadFrame unless everything was read."""
        if self.left:
            raise BadFrame("there is more than was announced")


def frame(kind: int, request: int, payload: bytes = b"", code: int = 0) -> bytes:
    """A frame ready to be sent."""
    return HEADER.pack(kind, code, request, len(payload)) + payload


class FrameBuffer:
    """Collects bytes as they arrive and gives out whole frames. A length over the limit raises BadFrame at once."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = bytearray()

    def add(self, untrusted: bytes) -> None:
        """Take what was read from the pipe."""
        self._bytes += untrusted

    def next(self) -> Frame | None:
        """The next whole frame, or None until more arrives."""
        if len(self._bytes) < HEADER.size:
            return None
        kind, code, request, length = HEADER.unpack_from(self._bytes)
        if length > self._limit:
            raise BadFrame("a frame is too long")
        end = HEADER.size + length
        if len(self._bytes) < end:
            return None
        payload = bytes(self._bytes[HEADER.size : end])
        del self._bytes[:end]
        return Frame(kind, code, request, payload)


U8 = struct.Struct("<B")
U32 = struct.Struct("<I")
COUNT_PAIR = struct.Struct("<II")
HELLO = struct.Struct("<IiI")
"""What holds (Held), the Landlock version of the kernel, and an errno where confinement failed."""
EXTRACT_ASK = struct.Struct("<II")
COUNTED = (Warn.PAGES_WITHOUT_TEXT, Warn.CHARACTERS_UNKNOWN, Warn.CHARACTERS_CLEANED, Warn.PAGES_UNREADABLE)
INFO = struct.Struct("<IBI")
"""Page count, encrypted, number of warnings; (warning u32, number u32) follow."""
PAGE = struct.Struct("<IddddHHI")
"""Index, box, rotation, length of the label, length of the text; both follow."""
ENTRY = struct.Struct("<HIH")
"""Level, page, length of the title; the title follows."""
FRAGMENT = struct.Struct("<IIIH")
"""Page, first code point, one past the last, length of the name; the name follows."""
ATTACHED = struct.Struct("<QH")
"""Size in bytes, length of the name; the name follows, then the bytes in pieces."""
ABOUT = struct.Struct("<HHHH")
"""Lengths of title, author, date and address; these follow."""
PIECE = struct.Struct("<QI")
"""Offset in the whole and length; the bytes lie at the start of the arena."""
CHARS = struct.Struct("<II")
"""Bytes of text and code points; text, then four float32 a code point, lie at the start of the arena."""
PIXELS = struct.Struct("<IIIdB")
"""Width, height, stride, the scale that was used, and whether the page is one picture that was not turned dark."""
CHARS_ASK = struct.Struct("<I")
RENDER_ASK = struct.Struct("<IdBddddBBIII")
"""Page, scale, whether a clip counts, clip in points of the page as shown and turned, quarters it is turned clockwise,
whether dark, colours (red, green, blue) for black and white then, megabytes that decoded pictures may keep.
"""
LINK = struct.Struct("<ddddBIddH")
"""Rectangle in user space, kind (`LinkKind`), page, point in that page's user space (NaN: none), length of the address,
which follows."""
NOTE = struct.Struct("<ddddBHI")
"""Rectangle in user space, MuPDF's number for the kind of annotation, lengths of author and words; both follow."""
PICTURE_ASK = struct.Struct("<IddddDBI".replace("D", "d"))
"""Page, clip in user space, scale, whether all but the marks is painted over, number of marks; MARKED follows each."""
MARKED = struct.Struct("<ddddBBB")
"""Rectangle in user space, red, green, blue."""
OPEN_ASK = struct.Struct("<HQI")
"""Format (its place in FORMATS), size in bytes, number of passwords; each follows as length u32 and UTF-8.

What follows them is the text layer, a PDF, where there is one.
"""
SHARES = struct.Struct("<ddd")
"""Shares of a page (0 to 1) that pictures, the boxes of characters, and ink cover."""
SCAN_ASK = struct.Struct("<Idd")
"""Page, scale, degrees by which to turn it clockwise."""
SCANNED = struct.Struct("<IIdd")
"""Width and height of a grey picture, a byte a pixel, in the arena; its scale; degrees by which it was turned."""
LAYER_PAGE = struct.Struct("<IIIddI")
"""Page; width, height, scale and turn of the picture it was read from; number of words; LAYER_WORD follows for each."""
LAYER_WORD = struct.Struct("<IIIIIH")
"""Box in pixels, number of the line, length of the text; the text follows."""
RECT = struct.Struct("<dddd")
FORMATS = tuple(format.value for format in Format)
ENCODINGS = (
    ("cp1252", "Western European (Windows-1252)"),
    ("cp1250", "Central European (Windows-1250)"),
    ("iso8859_2", "Central European (ISO-8859-2)"),
    ("cp1251", "Cyrillic (Windows-1251)"),
    ("koi8_r", "Cyrillic (KOI8-R)"),
    ("koi8_u", "Cyrillic (KOI8-U)"),
    ("iso8859_5", "Cyrillic (ISO-8859-5)"),
    ("cp866", "Cyrillic (DOS 866)"),
    ("cp1253", "Greek (Windows-1253)"),
    ("iso8859_7", "Greek (ISO-8859-7)"),
    ("cp1254", "Turkish (Windows-1254)"),
    ("cp1255", "Hebrew (Windows-1255)"),
    ("cp1256", "Arabic (Windows-1256)"),
    ("iso8859_6", "Arabic (ISO-8859-6)"),
    ("cp1257", "Baltic (Windows-1257)"),
    ("cp874", "Thai (Windows-874)"),
    ("cp932", "Japanese (Shift-JIS)"),
    ("euc_jp", "Japanese (EUC-JP)"),
    ("iso2022_jp", "Japanese (ISO-2022-JP)"),
    ("gb18030", "Chinese (GBK)"),
    ("big5", "Chinese (Big5)"),
    ("cp949", "Korean (EUC-KR)"),
    ("mac_roman", "Western European (Macintosh)"),
    ("cp850", "Western European (DOS 850)"),
)
"""What text that is not Unicode may be in: the codec, and what people call it; a warning gives the place from 1."""
PROBES = dict(
    enumerate(
        (
            "open a file",
            "write a file",
            "list a folder",
            "look at a file",
            "delete a file",
            "connect to the network",
            "send a datagram",
            "make a socket",
            "start a process",
            "start a thread",
            "signal its parent",
            "signal other processes",
            "make memory executable",
            "take 4 GB of memory",
            "make shared memory",
            "open a file by a newer call",
            "make a socket of another kind",
            "start a process by a bare call",
            "take 4 GB of memory piece by piece",
            "get hold of its parent",
            "read its parent's memory",
            "queue calls for the kernel",
            "run a program by a newer call",
            "run a program",
        )
    )
)
"""What a locked worker tries, by number."""
