"""Where the files lie that belong to the program but are no code: templates, icons, the example."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def resource_path(*parts: str) -> Path:
    """The path of a file or folder below `resources/`, in a checkout as in an installed wheel.

    A wheel carries the folder inside the package, a checkout beside it. Raises FileNotFoundError when the file is not
    there, which means a broken installation and no mistake of the person.
    """
    installed = _PACKAGE / "resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    path = root.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"Annotator is not installed completely: resources/{'/'.join(parts)} is missing.")
    return path
