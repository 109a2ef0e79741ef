"""Names of things in a bundle: always the same for the same thing, and not those of the project."""

from __future__ import annotations

import uuid
from urllib.parse import quote

_SPACE = uuid.UUID("0f6c1c1e-52a1-4b57-9a0b-7a6a1d0e6b52")


def derived(kind: str, thing: str) -> str:
    """An id (a UUID) made from a thing's own, which it does not tell."""
    return str(uuid.uuid5(_SPACE, f"{kind} {thing}"))


def iri(kind: str, thing: str) -> str:
    """The same as an address: 'urn:uuid:…'."""
    return f"urn:uuid:{derived(kind, thing)}"


def relative(*parts: str) -> str:
    """A path inside a bundle as an address, '../copies/The%20memo.pdf'."""
    return "/".join(quote(part, safe=".") for part in parts)
