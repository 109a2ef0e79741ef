"""What the files of a bundle are, for archives: RO-Crate 1.1 metadata."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotator.bundle.choosing import Choice
from annotator.bundle.content import label_of
from annotator.bundle.naming import relative
from annotator.bundle.words import counted, plain

NAME = "ro-crate-metadata.json"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_TYPES = {
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv",
    ".jsonld": "application/ld+json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".json": "application/json",
}
_FOLDERS = {
    "": "The page: the draft with its claims and what they rest on",
    "draft": "The draft as a text document",
    "copies": "An annotated copy",
    "originals": "An untouched original",
    "machine": "The link graph for programs",
}


def crate_into(folder: Path, choice: Choice, titles: Mapping[str, str]) -> None:
    """Describes all files that are in `folder`; `titles` names documents by the path of their file."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    entities = [_file(folder, path, titles) for path in files]
    title = plain(choice.content.title).strip() or plain(label_of(choice.drafts[0]))
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{title}: evidence",
        "description": f"A draft with {counted(len(choice.claims), 'claim')}, and the passages they rest on.",
        "datePublished": choice.content.exported.isoformat(),
        "license": "All rights reserved. For the persons it was handed to.",
        "hasPart": [{"@id": entity["@id"]} for entity in entities],
    }
    descriptor = {
        "@id": NAME,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _SPECIFICATION},
        "about": {"@id": "./"},
    }
    whole = {"@context": f"{_SPECIFICATION}/context", "@graph": [descriptor, root, *entities]}
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    (folder / NAME).write_bytes(text.encode("utf-8", "replace") + b"\n")


def _file(folder: Path, path: Path, titles: Mapping[str, str]) -> dict[str, Any]:
    name = path.relative_to(folder)
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    entity: dict[str, Any] = {
        "@id": relative(*name.parts),
        "@type": "File",
        "name": titles.get(name.as_posix(), name.stem),
        "description": _FOLDERS.get(name.parts[0] if len(name.parts) > 1 else "", ""),
        "contentSize": str(path.stat().st_size),
        "sha256": digest,
    }
    if form := _TYPES.get(name.suffix):
        entity["encodingFormat"] = form
    return entity
