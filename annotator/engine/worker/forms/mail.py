"""E-mail (EML) and mailboxes (MBOX) by the standard library: headers, text, messages inside, attachments."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import letters
from annotator.engine.worker.forms.letters import Letter
from annotator.engine.worker.forms.made import Attached, Made
from annotator.engine.worker.forms.plain import decode

HEADERS = ("Subject", "From", "To", "Cc", "Bcc", "Reply-To", "Date")
"""What is shown of a message's head; all of it stays in the original."""
_DEPTH = 8
_LETTERS = 5_000
_ATTACHED = 1_000
_BETWEEN = re.compile(rb"(?:^|\r?\n)From [^\r\n]*\r?\n")
_SPACES = re.compile(r"\s+")
_ENCRYPTED = "Parts of this message are encrypted and can't be read here."


def warm() -> None:
    """Load every part of the e-mail package, and the codecs of headers."""
    sample = (
        b"From: =?utf-8?q?A=C3=A4?= <a@x.invalid>\r\nSubject: =?iso-8859-1?b?5A==?=\r\nDate: Mon, 1 Jan 2024 10:00:00 "
        b'+0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: '
        b"text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>x=C3=A4</p>\r\n--b\r\n"
        b"Content-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nx\r\n--b\r\nContent-Type: text/plain; "
        b'name="a.txt"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; '
        b"filename*=utf-8''%C3%A4.txt\r\n\r\neA==\r\n--b--\r\n"
    )
    message(sample)


def message(data: bytes) -> Made:
    """One e-mail. Raises Failed for what is none."""
    warnings: dict[Warn, int] = {}
    parsed = _parsed(data)
    if not any(name in parsed for name in ("From", "Subject", "Date", "To", "Received", "Message-ID")):
        raise Failed(Failure.NOT_THAT_FORMAT)
    return letters.made([_letter(parsed, warnings, 0)], warnings)


def mailbox(data: bytes) -> Made:
    """All messages of a mailbox in the file's order. Raises Failed where there is none."""
    warnings: dict[Warn, int] = {}
    found = [_letter(_parsed(each), warnings, 0) for each in _messages(data)]
    if not found:
        raise Failed(Failure.NOT_THAT_FORMAT)
    return letters.made(found, warnings)


def _messages(data: bytes) -> Iterator[bytes]:
    """Between "From " lines at the start of a line; a quoted ">From " in a text loses its mark, as mbox wants."""
    starts = list(_BETWEEN.finditer(data))
    if not starts or data[: starts[0].start()].strip():
        return
    if len(starts) > _LETTERS:
        raise Failed(Failure.TOO_LARGE)
    for number, start in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(data)
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", data[start.end() : end])


def _parsed(data: bytes) -> EmailMessage:
    parsed = message_from_bytes(data, policy=policy.default)
    if not isinstance(parsed, EmailMessage):
        raise Failed(Failure.NOT_THAT_FORMAT)
    return parsed


def _letter(parsed: EmailMessage, warnings: dict[Warn, int], depth: int) -> Letter:
    if depth > _DEPTH:
        raise Failed(Failure.TOO_LARGE)
    letter = Letter()
    for name in HEADERS:
        for value in _values(parsed, name):
            letter.headers.append((name, value))
    with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
        sent = parsedate_to_datetime(letter.header("Date"))
        letter.date = (sent.astimezone(UTC) if sent.tzinfo else sent).date().isoformat()
    _walk(parsed, letter, warnings, depth)
    return letter


def _values(parsed: EmailMessage, name: str) -> list[str]:
    """Every header of that name, decoded, in one line. What the library can't read is given as it stands."""
    try:
        values = [str(value) for value in parsed.get_all(name, [])]
    except Exception:
        values = [str(value) for key, value in parsed.raw_items() if key.lower() == name.lower()]
    return [_SPACES.sub(" ", value.encode("utf-8", "replace").decode()).strip() for value in values if value.strip()]


def _walk(part: EmailMessage, letter: Letter, warnings: dict[Warn, int], depth: int) -> None:
    """Take every part in turn: texts into the letter, everything else as attached."""
    kind = part.get_content_type()
    if kind == "message/rfc822" and part.is_multipart():
        for inside in _payload(part):
            letter.inside.append(_letter(inside, warnings, depth + 1))
        return
    if part.is_multipart():
        if kind in ("multipart/encrypted", "application/pkcs7-mime"):
            letter.notes.append(_ENCRYPTED)
        for inside in _payload(part):
            _walk(inside, letter, warnings, depth)
        return
    is_attached = part.get_content_disposition() == "attachment" or bool(_file_name(part))
    if kind in ("text/plain", "text/html") and not is_attached:
        text = _text(part, warnings)
        if kind == "text/html":
            letter.html += text
        else:
            letter.text += ("\n\n" if letter.text else "") + text
        return
    _attach(part, letter, warnings)


def _payload(part: EmailMessage) -> list[EmailMessage]:
    inside: Any = part.get_payload()
    return [each for each in inside if isinstance(each, EmailMessage)] if isinstance(inside, list) else []


def _file_name(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except Exception:  # a header that breaks the library's own parser
        return ""


def _text(part: EmailMessage, warnings: dict[Warn, int]) -> str:
    """By the declared encoding where it fits, else by what the bytes look like."""
    data = _bytes(part)
    charset = part.get_content_charset("") or ""
    if charset:
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return data.decode(charset).replace("\r\n", "\n")
    text, noted = decode(data) if data else ("", {})
    warnings.update(noted)
    return text


def _bytes(part: EmailMessage) -> bytes:
    data: Any = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _attach(part: EmailMessage, letter: Letter, warnings: dict[Warn, int]) -> None:
    data = _bytes(part)
    if not data:
        return
    if len(letter.attached) >= _ATTACHED:
        warnings[Warn.ATTACHED_LEFT_OUT] = warnings.get(Warn.ATTACHED_LEFT_OUT, 0) + 1
        return
    name = _file_name(part) or _made_up(part, len(letter.attached) + 1)
    letter.attached.append(Attached(name.encode("utf-8", "replace").decode(), data))


def _made_up(part: EmailMessage, number: int) -> str:
    ending = {"text/calendar": ".ics", "image/jpeg": ".jpg", "image/png": ".png", "text/html": ".html"}
    return f"attachment {number}{ending.get(part.get_content_type(), '')}"
