"""Rooms stay small: what grows past these sizes is split by subject."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULE, CLASS, FUNCTION = 400, 300, 60
"""Lines, docstrings and comments included."""
FILES = sorted(path for folder in ("annotator", "tests", "resources") for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sizes(path: Path) -> None:
    source = path.read_text("utf-8")
    too_long = [f"{len(source.splitlines())} lines"] if len(source.splitlines()) > MODULE else []
    for node in ast.walk(ast.parse(source)):
        limit = {ast.ClassDef: CLASS, ast.FunctionDef: FUNCTION, ast.AsyncFunctionDef: FUNCTION}.get(type(node))
        if limit and (length := node.end_lineno - node.lineno + 1) > limit:
            too_long.append(f"{node.name} in line {node.lineno}: {length} lines")
    assert not too_long
