"""The page: one self-contained HTML file that opens offline and without scripts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from annotator.bundle.choosing import Choice
from annotator.bundle.content import BundleContent, Progress, Written
from annotator.bundle.originals import Original
from annotator.bundle.pdf import Copies
from annotator.bundle.view import PageView
from annotator.bundle.viewing import Viewer
from annotator.bundle.words import counted, plain
from annotator.bundle.writing import publish
from annotator.model.resources import resource_path


def write_html(
    out: Path,
    content: BundleContent,
    *,
    progress: Progress | None = None,
    copies: Copies | None = None,
    originals: Sequence[Original] = (),
) -> Written:
    """Writes the page to `out` (or into a ZIP, by its name). `progress` counts pictures.

    With `copies`, which lie in a folder of that name beside the page, passages lead to their pages there; the
    `originals` lie in another.

    A picture that can't be made leaves a sentence in its place and in `left_out`. Raises Refused where no draft may go
    out or `out` can't be written; whatever is raised, nothing is left behind.
    """
    choice = Choice(content)
    viewer = Viewer(content, choice, progress, copies, originals)

    def fill(folder: Path) -> None:
        _write(folder / "index.html", viewer.page())

    return publish(out, fill, lambda: [*choice.left_out(), *viewer.problems], one="index.html")


def _write(path: Path, page: PageView) -> None:
    """Writes piece by piece: the pictures of a large project do not fit into memory at once."""
    environment = Environment(
        loader=FileSystemLoader(resource_path("templates"), encoding="utf-8"),
        autoescape=True,
        finalize=_fit,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = environment.from_string("{% include 'page.css' %}").render(footer=_footer(page))
    script = environment.from_string("{% include 'page.js' %}").render()
    template = environment.get_template("page.html")
    with path.open("w", encoding="utf-8", newline="\n") as handle:
        for part in template.generate(
            page=page, style=style, policy=_policy(style), script=script, script_policy=_policy(script)
        ):
            handle.write(part)


def _policy(inline: str) -> str:
    """What a browser compares an inline style or script with before it obeys it: no other one runs."""
    return base64.b64encode(hashlib.sha256(inline.encode("utf-8")).digest()).decode("ascii")


def _fit(value: object) -> object:
    """Every value a template prints: made plain, escaped, and without the bytes of an address that could be fetched."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return escape(plain(value)).replace("://", Markup(":&#47;&#47;"))
    return value


def _footer(page: PageView) -> str:
    """What stands at the foot of each printed page: letters and digits of our own making only."""
    drafts = ", ".join(draft.short for draft in page.drafts)
    still = sum(len(draft.open) for draft in page.drafts)
    return f"Draft {drafts} · {page.exported} · {counted(still, 'sentence')} still open"
