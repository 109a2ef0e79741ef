"""Checking a bundle without its project."""

from __future__ import annotations

from pathlib import Path

from annotator.bundle.verifying import Verified, verify

__all__ = ["Verified", "verify_bundle"]


def verify_bundle(path: Path, digest: str = "") -> Verified:
    """Checks a bundle, a folder or a ZIP; with the digest that the export told, that it is the same. Raises Refused."""
    return verify(path, digest)
