"""The bundle's page in Chromium without a network: `.venv/bin/python -m tests.stress.page [PRESET | FILE]`.

Exports the example with a few queries, or takes a page that is there, and looks at it as a reader would: no request, no
complaint, all pictures, every quote, no sideways scrolling, what the script adds, what a screen reader is told, and on
paper every quote and, on each page, which draft it is.
"""

from __future__ import annotations

import base64
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pymupdf

from annotator.bundle.quotes import bare_words
from annotator.operations import example, exporting, queries, workspace
from tests.stress.browsers import Browser, chromium

WIDTHS = (1280, 800, 400, 320)


def main() -> int:
    """All of it; the status is 1 where something is wrong."""
    given = sys.argv[1] if len(sys.argv) > 1 else "lawyer"
    if not shutil.which("chromium"):
        sys.stdout.write("(no Chromium here)\n")
        return 0
    with tempfile.TemporaryDirectory() as name:
        page = Path(given).resolve() if given.endswith(".html") else _made(Path(name), given)
        with chromium(Path(name)) as browser:
            wrong = [problem for look in (loads, fits, acts, speaks, prints) for problem in look(browser, page)]
    sys.stdout.write("".join(f"{problem}\n" for problem in wrong) or "nothing wrong\n")
    return bool(wrong)


def _made(folder: Path, preset: str) -> Path:
    with workspace.open_workspace(example.make_example(folder / "p.annotator")) as ws:
        claims = list(ws.graph().claims)
        queries.ask(ws, claims[0], "Who counted the households?")
        queries.ask(ws, claims[2], "What is the reply to this?")
        return exporting.export(ws, folder / "bundle", format="bundle", preset=preset).path / "data/index.html"


def loads(browser: Browser, page: Path) -> Iterator[str]:
    """No request but for the page itself, no complaint, every picture."""
    seconds = browser.open(page)
    pictures = browser.value("Promise.all([...document.images].map(i => i.decode())).then(all => all.length)")
    size = page.stat().st_size / 1e6
    sys.stdout.write(f"{size:.1f} MB, {pictures} pictures, all there after {seconds:.1f} s\n")
    for told in browser.events:
        if told.get("method") == "Network.requestWillBeSent":
            url = told["params"]["request"]["url"]
            if url != page.as_uri() and not url.startswith("data:image/png;"):
                yield f"asks for {url[:80]}"
        if told.get("method") == "Log.entryAdded":
            yield f"complains: {told['params']['entry']['text'][:120]}"
        if told.get("method") in ("Runtime.exceptionThrown", "Network.loadingFailed"):
            yield f"{told['method']}: {str(told['params'])[:200]}"


def fits(browser: Browser, page: Path) -> Iterator[str]:
    """Nothing is cut or scrolls sideways; large letters in a narrow window are the same as a very narrow one."""
    for width in WIDTHS:
        browser.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        wide = browser.value("document.documentElement.scrollWidth")
        if wide > width:
            yield f"{wide} wide in a window of {width}"
    browser.ask("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)


def acts(browser: Browser, page: Path) -> Iterator[str]:
    """Filter, folding, copying; a link to what is filtered away and folded leads there."""
    claims = browser.value("document.querySelectorAll('article.claim').length")
    visible = "[...document.querySelectorAll('article.claim')].filter(c => !c.hidden).length"
    browser.value("document.querySelector('#filter input[value=contradicted]').click()")
    told = browser.value("document.getElementById('filtered').textContent")
    shown = browser.value(visible)
    if told != f"{shown} of {claims} claims shown" or not 0 < shown < claims:
        yield f"filtered: {told}, {shown} to be seen"
    browser.value("document.getElementById('fold').click()")
    if browser.value("[...document.querySelectorAll('blockquote')].some(q => q.checkVisibility())"):
        yield "folded, and quotes are to be seen"
    hidden = browser.value("document.querySelector('article.claim[hidden]').id")
    script = f"new Promise(done => {{ location.hash = '{hidden}'; setTimeout(done, 300); }})"
    browser.value(script)
    if not browser.value(f"(c => !c.hidden && !c.classList.contains('folded'))(document.getElementById('{hidden}'))"):
        yield "a link to a claim that is filtered away leads nowhere"
    browser.value("document.getElementById('fold').click()")
    sha = browser.value("document.querySelector('code.sha').textContent")
    browser.ask("Browser.grantPermissions", permissions=["clipboardReadWrite"])
    browser.value("document.querySelector('code.sha + button').click()")
    if browser.value("getSelection().toString()").strip() != sha:
        yield "a digest is not copied"
    if browser.value("document.querySelector('code.sha + button').textContent") not in (
        "Copied",
        "Selected: press Ctrl+C",
    ):
        yield "nothing says that a digest was copied"


def speaks(browser: Browser, page: Path) -> Iterator[str]:
    """What a screen reader is told: landmarks, headings in order, a name for all that can be pressed, and pictures."""
    nodes = browser.ask("Accessibility.getFullAXTree")["nodes"]
    seen = [(one["role"]["value"], one.get("name", {}).get("value", ""), one) for one in nodes if not one["ignored"]]
    roles = [role for role, _, _ in seen]
    for role in ("main", "banner", "navigation", "region", "heading", "table", "columnheader", "rowheader", "image"):
        if role not in roles and not (role == "navigation" and "Claims still open" not in page.read_text("utf-8")):
            yield f"no {role}"
    if roles.count("main") != 1 or roles.count("banner") != 1:
        yield f"{roles.count('main')} main, {roles.count('banner')} banner"
    for role, name, _ in seen:
        if role in ("link", "button", "checkbox", "radio", "image", "article", "table", "region") and not name.strip():
            yield f"a {role} without a name"
    levels = [
        next(each["value"]["value"] for each in one["properties"] if each["name"] == "level")
        for role, _, one in seen
        if role == "heading"
    ]
    if levels[:1] != [1] or any(after > before + 1 for before, after in pairwise(levels)):
        yield f"headings out of order: {levels[:40]}"
    pressed = [name for role, name, _ in seen if role == "button" and "SHA" not in name]
    if len(set(pressed)) < len(pressed):
        yield "buttons with the same name"


def prints(browser: Browser, page: Path) -> Iterator[str]:
    """On paper: every quote and picture, whatever is filtered; each sheet tells which draft, the day, what is open."""
    quotes = [
        bare_words(each)
        for each in browser.value("[...document.querySelectorAll('blockquote')].map(q => q.textContent)")
    ]
    told = browser.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"]
    with pymupdf.open(stream=base64.b64decode(told), filetype="pdf") as paper:
        texts = [sheet.get_text() for sheet in paper]
        pictures = sum(len(sheet.get_image_info()) for sheet in paper)
    sys.stdout.write(f"{len(texts)} sheets of paper\n")
    for at, text in enumerate(texts, 1):
        if not re.search(r"Draft [0-9a-f]{12}.* · \d{4}-\d\d-\d\d · \d+ sentences? still open", text):
            yield f"sheet {at} doesn't tell which draft it is"
        if f"{at} / {len(texts)}" not in text:
            yield f"sheet {at} has no number"
    feet = re.compile(r"Draft [0-9a-f]{12}.*still open\n|\d+ / \d+\n")
    bare = bare_words("".join(feet.sub("", text) for text in texts))
    for quote in quotes:
        if quote not in bare:
            yield f"not on paper: {quote[:60]}"
    if pictures < browser.value("document.images.length"):
        yield f"{pictures} pictures on paper"


if __name__ == "__main__":
    sys.exit(main())
