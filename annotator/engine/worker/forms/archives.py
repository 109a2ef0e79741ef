"""Web pages saved as one file of many parts (MHTML), and pages whose folder came along."""

from __future__ import annotations

import posixpath
import re
from email import message_from_bytes, policy
from email.message import Message
from urllib.parse import unquote, urljoin, urlsplit

from annotator.engine.protocol import Failure, Warn
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import webpages
from annotator.engine.worker.forms.made import Made
from annotator.engine.worker.forms.packed import Packed

_PARTS = 20_000
_PAGES = ("text/html", "application/xhtml+xml")
_PAGE = "page"
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")


def mhtml(data: bytes) -> Made:
    """A saved page with its parts. Raises Failed where there is no page in it."""
    try:
        parts = _leaves(message_from_bytes(data, policy=policy.compat32))
    except RecursionError as error:
        raise Failed(Failure.TOO_TANGLED) from error
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    if not pages:
        raise Failed(Failure.NOT_THAT_FORMAT)
    root = pages[0]
    place = _header(root, "Content-Location")
    named: dict[str, Message] = {}
    for part in parts:
        named.setdefault(urljoin(place, _header(part, "Content-Location")), part)
        named.setdefault("cid:" + _header(part, "Content-ID").strip("<>"), part)

    def find(address: str) -> bytes | None:
        part = named.get(address) or named.get(_joined(place, address))
        return _bytes(part) if part is not None else None

    made = webpages.web_page(_bytes(root), root.get_content_charset("") or "", find, place)
    if len(pages) > 1:  # frames
        made.warnings[Warn.NOT_SHOWN] = made.warnings.get(Warn.NOT_SHOWN, 0) + len(pages) - 1
    return made


def page(data: bytes) -> Made:
    """A page in one file, or packed with the pictures of the folder beside it. Raises Failed for what is no page."""
    if not data.startswith(b"PK\x03\x04"):
        return webpages.web_page(data)
    files = Packed(data)

    def find(address: str) -> bytes | None:
        path = local_path(address)
        return files.find(path) if path else None

    return webpages.web_page(files.read(_PAGE), find=find)


def local_path(address: str) -> str:
    """The path of a file beside the page, as a relative address names it; empty for any other address."""
    address = address.strip()
    if _SCHEME.match(address) or address.startswith(("/", "\\\\", "#", "?")):
        return ""
    path = posixpath.normpath(unquote(urlsplit(address).path))
    return "" if path.startswith(("..", "/")) or path == "." or "\x00" in path else path


def _leaves(whole: Message) -> list[Message]:
    found: list[Message] = []
    todo = [whole]
    while todo:
        part = todo.pop()
        inside = part.get_payload()
        if isinstance(inside, list):
            todo += [each for each in reversed(inside) if isinstance(each, Message)]
        else:
            found.append(part)
        if len(found) + len(todo) > _PARTS:
            raise Failed(Failure.TOO_LARGE)
    return found


def _header(part: Message, name: str) -> str:
    return "".join(str(part.get(name) or "").split())


def _joined(place: str, address: str) -> str:
    try:
        return urljoin(place, address)
    except ValueError:
        return ""


def _bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
