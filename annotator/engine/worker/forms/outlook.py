"""Messages that Outlook saved (MSG), by python-oxmsg: headers, text, messages inside, attachments."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from oxmsg import Message
from oxmsg.domain import constants
from oxmsg.properties import Properties

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import letters
from annotator.engine.worker.forms.letters import Letter
from annotator.engine.worker.forms.made import Attached, Made

_DEPTH = 8
_INSIDE = "__substg1.0_3701000D"
"""The storage of a message that is attached to a message (MS-OXMSG 2.2.2.1)."""
_INSIDE_HEAD = 24
"""Bytes before the properties of a message inside another (MS-OXMSG 2.4.1.2)."""
_SMTP = 0x5D01
"""PidTagSenderSmtpAddress."""
_SIGNED = ("IPM.Note.SMIME",)


def message(data: bytes) -> Made:
    """One message. Raises Failed for what is none."""
    warnings: dict[Warn, int] = {}
    try:
        loaded: Any = Message.load(data)
        letter = _letter(loaded._storage, loaded.properties, warnings, 0)
    except (MemoryError, Failed):
        raise
    except Exception as error:
        raise Failed(Failure.NOT_THAT_FORMAT) from error
    return letters.made([letter], warnings)


def _letter(storage: Any, properties: Any, warnings: dict[Warn, int], depth: int) -> Letter:
    if depth > _DEPTH:
        raise Failed(Failure.TOO_LARGE)
    letter = Letter()
    sent = _date(properties, constants.PID_CLIENT_SUBMIT_TIME) or _date(properties, constants.PID_MESSAGE_DELIVERY_TIME)
    heads = (
        ("Subject", _text(properties, constants.PID_SUBJECT)),
        ("From", _sender(properties)),
        ("To", _text(properties, constants.PID_DISPLAY_TO)),
        ("Cc", _text(properties, constants.PID_DISPLAY_CC)),
        ("Bcc", _text(properties, constants.PID_DISPLAY_BCC)),
        ("Date", sent.strftime("%Y-%m-%d %H:%M UTC") if sent else ""),
    )
    letter.headers = [(name, " ".join(value.split())) for name, value in heads if value.strip()]
    letter.date = sent.date().isoformat() if sent else ""
    letter.text = _text(properties, constants.PID_BODY).replace("\r\n", "\n")
    letter.html = _html(properties)
    if _text(properties, constants.PID_MESSAGE_CLASS).startswith(_SIGNED):
        letter.notes.append("This message is signed or encrypted; what is encrypted can't be read here.")
    for each in storage.iter_attachment_storages():
        _attach(each, letter, warnings, depth)
    return letter


def _attach(storage: Any, letter: Letter, warnings: dict[Warn, int], depth: int) -> None:
    inside = next((child for child in storage.storages if child.name == _INSIDE), None)
    if inside is not None:
        letter.inside.append(_letter(inside, Properties(inside, _INSIDE_HEAD), warnings, depth + 1))
        return
    properties = Properties(storage, 8)
    data = properties.binary_prop_value(constants.PID_ATTACH_DATA_BINARY)
    if not data:  # only a path on another computer
        warnings[Warn.ATTACHED_LEFT_OUT] = warnings.get(Warn.ATTACHED_LEFT_OUT, 0) + 1
        return
    name = _text(properties, constants.PID_ATTACH_LONG_FILENAME) or _text(properties, constants.PID_ATTACH_FILENAME)
    letter.attached.append(Attached(name or f"attachment {len(letter.attached) + 1}", data))


def _text(properties: Any, number: int) -> str:
    try:
        return (properties.str_prop_value(number) or "").rstrip("\0")
    except (KeyError, LookupError, UnicodeDecodeError):
        return ""


def _html(properties: Any) -> str:
    try:
        data = properties.binary_prop_value(constants.PID_HTML)
    except (KeyError, LookupError):
        data = None
    if data:
        try:
            return str(data.decode(properties.body_encoding))
        except (LookupError, UnicodeDecodeError):
            return str(data.decode("utf-8", "replace"))
    return _text(properties, constants.PID_BODY_HTML)


def _sender(properties: Any) -> str:
    name = _text(properties, constants.PID_SENDER_NAME) or _text(properties, constants.PID_SENT_REPRESENTING_NAME)
    address = _text(properties, _SMTP) or _text(properties, constants.PID_SENDER_EMAIL_ADDRESS)
    if address and "@" in address and address != name:
        return f"{name} <{address}>".strip()
    return name


def _date(properties: Any, number: int) -> Any:
    try:
        value = properties.date_prop_value(number)
    except (KeyError, ValueError, OverflowError):
        return None
    return value.astimezone(UTC) if value is not None else None
