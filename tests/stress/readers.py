"""What other programs make of a bundle: `.venv/bin/python -m tests.stress.readers [PRESET]`.

Exports the example and has qpdf check each PDF, pypdf and Poppler read the annotations back and compare the words under
them (also in pixels), a JSON-LD processor expand the annotations, LibreOffice open the drafts and the tables, Chromium
draw the links without a network. A tool that is not here is named and passed over; none is needed to run the program.
"""

from __future__ import annotations

import csv
import html
import importlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.operations import example, exporting, workspace

CONTEXT = Path(__file__).with_name("anno-context.json")
_WHITE = 252
_WORD = re.compile(r'<word xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">([^<]*)</word>')


def main() -> int:
    """All of it; the status is 1 where one of them found something wrong."""
    preset = sys.argv[1] if len(sys.argv) > 1 else "lawyer"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with workspace.open_workspace(example.make_example(folder / "p.annotator"), read_only=True) as ws:
            made = exporting.export(ws, folder / "bundle", format="bundle", preset=preset).path / "data"
        wrong = 0
        for look in (qpdf, pypdf, poppler, json_ld, drafts, libre_office, chromium):
            problems = list(look(made, folder))
            for problem in problems:
                sys.stdout.write(f"{look.__name__:13} {problem}\n")
            wrong += sum(not problem.startswith("(") for problem in problems)
            if not problems:
                sys.stdout.write(f"{look.__name__:13} nothing wrong\n")
    return 1 if wrong else 0


def _run(*command: str | Path, status: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=180)
    if done.returncode not in status:
        raise RuntimeError(f"{command[0]}: {done.returncode} {done.stderr[-300:]}")
    return done.stdout


def _copies(made: Path) -> list[Path]:
    return sorted((made / "copies").glob("*.pdf"))


def qpdf(made: Path, folder: Path) -> Iterator[str]:
    """Whether each copy is sound."""
    if not shutil.which("qpdf"):
        yield "(not here)"
        return
    for copy in [*_copies(made), *sorted((made / "draft").glob("*.pdf"))]:
        said = subprocess.run(["qpdf", "--check", copy], capture_output=True, text=True, check=False)
        if said.returncode:
            yield f"{copy.name}: {said.stdout[-200:]} {said.stderr[-200:]}"


def _bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum()).lower()


def _quotes(made: Path) -> dict[tuple[str, int], list[str]]:
    """The quotes by copy and page (from 0), as the annotations have them."""
    from annotator.bundle.quotes import quoted_pages
    from annotator.bundle.trees import Folder

    found: dict[tuple[str, int], list[str]] = {}
    with Folder(made.parent) as tree:
        for one in quoted_pages(tree):
            if one.copy:
                found.setdefault((Path(one.copy).name, one.page), []).append(one.bare.lower())
    return found


def _highlights(copy: Path) -> Iterator[tuple[int, tuple[float, ...], list[tuple[float, ...]], str]]:
    """Page, its box, quads' boxes, note of each highlight, as pypdf reads them."""
    reader = importlib.import_module("pypdf").PdfReader(copy)
    for at, page in enumerate(reader.pages):
        for reference in page.get("/Annots") or ():
            annotation = reference.get_object()
            if annotation["/Subtype"] != "/Highlight":
                continue
            points = [float(each) for each in annotation["/QuadPoints"]]
            quads = [points[i : i + 8] for i in range(0, len(points), 8)]
            boxes = [(min(q[0::2]), min(q[1::2]), max(q[0::2]), max(q[1::2])) for q in quads]
            yield at, tuple(float(each) for each in page.cropbox), boxes, str(annotation.get("/Contents", ""))


def pypdf(made: Path, folder: Path) -> Iterator[str]:
    """Whether each highlight has a name of its own, a note and no author, and there is one for each quote."""
    try:
        module = importlib.import_module("pypdf")
    except ImportError:
        yield "(not here)"
        return
    names: list[str] = []
    for copy in _copies(made):
        for page in module.PdfReader(copy).pages:
            for reference in page.get("/Annots") or ():
                one = reference.get_object()
                if one["/Subtype"] == "/Link":
                    continue
                names.append(str(one.get("/NM")))
                if "/T" in one or "/CreationDate" in one or not str(one.get("/Contents", "")).strip():
                    yield f"{copy.name}: an annotation with an author or a day, or without a note"
    if len(set(names)) != len(names) or "None" in names or not names:
        yield "annotations without a name of their own"


def poppler(made: Path, folder: Path) -> Iterator[str]:
    """Whether the words under each highlight are a quote of that page, and are tinted in the picture of it."""
    if not shutil.which("pdftotext") or importlib.util.find_spec("pypdf") is None:
        yield "(not here, or no pypdf)"
        return
    quotes = _quotes(made)
    seen = 0
    for copy in _copies(made):
        for page, crop, boxes, note in _highlights(copy):
            text = " ".join(_words_in(copy, page, crop, boxes, folder))
            bare = _bare(text) or "?"
            seen += 1
            quoted = not note.startswith("Needs no source")
            if quoted and not any(quote in bare or bare in quote for quote in quotes.get((copy.name, page), [])):
                yield f"{copy.name}, page {page + 1}: the words under a highlight are no quote: {text[:60]!r}"
            if not all(_tinted(copy, page, crop, box, folder) for box in boxes):
                yield f"{copy.name}, page {page + 1}: a highlight is not to be seen"
    if seen < sum(map(len, quotes.values())) * 0.6:
        yield f"only {seen} highlights"


def _words_in(
    copy: Path, page: int, crop: tuple[float, ...], boxes: list[tuple[float, ...]], folder: Path
) -> Iterator[str]:
    """The words of a page whose middle is in one of the boxes, as Poppler has them."""
    told = folder / f"{copy.stem}-{page}.xml"
    if not told.exists():
        _run("pdftotext", "-bbox", "-cropbox", "-f", str(page + 1), "-l", str(page + 1), copy, told)
    for match in _WORD.finditer(told.read_text("utf-8")):
        left, top, right, bottom = map(float, match.groups()[:4])
        x, y = crop[0] + (left + right) / 2, crop[3] - (top + bottom) / 2
        if any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in boxes):
            yield html.unescape(match[5])


def _tinted(copy: Path, page: int, crop: tuple[float, ...], box: tuple[float, ...], folder: Path) -> bool:
    """Whether most of the pixels in a box are not white: letters alone take up less."""
    from PIL import Image

    picture = folder / f"{copy.stem}-{page}.png"
    if not picture.exists():
        one = str(page + 1)
        _run(
            "pdftoppm",
            "-png",
            "-r",
            "72",
            "-cropbox",
            "-singlefile",
            "-f",
            one,
            "-l",
            one,
            copy,
            picture.with_suffix(""),
        )
    with Image.open(picture) as whole:
        area = tuple(map(round, (box[0] - crop[0], crop[3] - box[3], box[2] - crop[0], crop[3] - box[1])))
        pixels = whole.convert("L").crop(area).tobytes()
    return sum(pixel < _WHITE for pixel in pixels) > len(pixels) / 2


def json_ld(made: Path, folder: Path) -> Iterator[str]:
    """Whether a JSON-LD processor finds each annotation with its body, target, page, quote and position."""
    try:
        jsonld = importlib.import_module("pyld").jsonld
    except ImportError:
        yield "(not here)"
        return

    def load(url: str, options: Any = None) -> dict[str, Any]:
        if url != "http://www.w3.org/ns/anno.jsonld":
            raise RuntimeError(f"asks for {url}")
        return {"contextUrl": None, "documentUrl": url, "document": json.loads(CONTEXT.read_text("utf-8"))}

    whole = json.loads((made / "machine/annotations.jsonld").read_text("utf-8"))
    (expanded,) = jsonld.expand(whole, {"documentLoader": load, "base": "https://bundle.example/machine/a.jsonld"})
    oa = "http://www.w3.org/ns/oa#"
    text = json.dumps(expanded)
    quads = jsonld.to_rdf(whole, {"documentLoader": load, "base": "https://bundle.example/machine/a.jsonld"})[
        "@default"
    ]
    found = [quad["predicate"]["value"] for quad in quads]
    count = len(whole["first"]["items"])
    for name in ("hasTarget", "motivatedBy", "hasBody"):
        if found.count(oa + name) < count:
            yield f"{found.count(oa + name)} {name} for {count} annotations"
    for name in ("hasSource", "hasSelector", "refinedBy", "exact", "start", "end"):
        if oa + name not in found:
            yield f"no {name}"
    if re.search(r'"@id": "(?!https?:|urn:)', text):
        yield "an address that leads nowhere"


def drafts(made: Path, folder: Path) -> Iterator[str]:
    """Whether LibreOffice finds each comment and footnote of the drafts, and the words of the clean one in all."""
    texts = sorted((made / "draft").glob("*.docx"))
    if not shutil.which("soffice") or not texts:
        yield "(not here, or no drafts)"
        return
    out = folder / "drafts"
    home = f"-env:UserInstallation=file://{folder}/office-home"
    _run("soffice", home, "--headless", "--convert-to", "fodt", "--outdir", out, *texts)
    if not out.exists():
        yield "(no LibreOffice for texts here)"
        return
    for text in texts:
        office = (out / f"{text.stem}.fodt").read_text("utf-8")
        with zipfile.ZipFile(text) as archive:
            body = archive.read("word/document.xml").decode("utf-8")
        for ours, theirs in (("<w:commentReference ", "<office:annotation "), ("<w:footnoteReference ", "<text:note ")):
            if body.count(ours) != office.count(theirs):
                yield f"{text.name}: {body.count(ours)} of {ours}> are {office.count(theirs)} of {theirs}>"
        said = re.sub(r"<office:annotation .*?</office:annotation>|<text:note .*?</text:note>|<[^>]*>", "", office)
        for line in re.findall(r"<w:t[^>]*>([^<]{30,})</w:t>", body):
            if "".join(html.unescape(line).split()) not in "".join(html.unescape(said).split()):
                yield f"{text.name}: lost '{line[:60]}'"


def libre_office(made: Path, folder: Path) -> Iterator[str]:
    """Whether each table comes back from LibreOffice cell by cell as text, nothing reckoned."""
    tables = sorted((made / "machine").glob("*.csv"))
    if not shutil.which("soffice") or not tables:
        yield "(not here, or no tables)"
        return
    out = folder / "office"
    home = f"-env:UserInstallation=file://{folder}/office-home"
    _run("soffice", home, "--headless", "--convert-to", "ods", "--infilter=CSV:44,34,76", "--outdir", out, *tables)
    if not out.exists():
        yield "(no LibreOffice for tables here)"
        return
    spreadsheets = [out / f"{table.stem}.ods" for table in tables]
    _run(
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        "--outdir",
        out,
        *spreadsheets,
    )
    for table in tables:
        with (
            table.open(encoding="utf-8-sig", newline="") as one,
            (out / table.name).open(encoding="utf-8-sig") as other,
        ):
            if list(csv.reader(one)) != list(csv.reader(other)):
                yield f"{table.name} comes back otherwise"
        if b"of:=" in _unzipped(out / f"{table.stem}.ods"):
            yield f"{table.name} has a formula"


def _unzipped(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return archive.read("content.xml")


def chromium(made: Path, folder: Path) -> Iterator[str]:
    """Whether the link graph is drawn without a network, and holds no script."""
    graph = made / "machine/links.svg"
    if not shutil.which("chromium") or not graph.exists():
        yield "(not here, or no link graph)"
        return
    picture = folder / "links.png"
    _run(
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--proxy-server=127.0.0.1:9",
        f"--user-data-dir={folder}/chromium",
        "--window-size=1120,900",
        f"--screenshot={picture}",
        graph.as_uri(),
    )
    from PIL import Image

    with Image.open(picture) as drawn:
        if len(set(drawn.convert("L").resize((112, 90)).tobytes())) < 10:
            yield "the link graph is not drawn"
    if b"<script" in graph.read_bytes():
        yield "the link graph has a script"


if __name__ == "__main__":
    sys.exit(main())
