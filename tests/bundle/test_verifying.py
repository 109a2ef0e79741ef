from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from random import Random

import pytest

from annotator.bundle.bag import write_bundle
from annotator.bundle.bagging import library
from annotator.bundle.content import Written
from annotator.bundle.verifying import verify
from annotator.model.errors import Refused

from .conftest import Story, tell
from .tampering import KINDS, rewrite, tamper


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Written:
    story = Story()
    tell(story)
    out = tmp_path_factory.mktemp("bundle") / "bundle"
    return write_bundle(out, story.content(original=lambda version, take: take(b"%PDF-1.7 as it came")))


@pytest.fixture
def bundle(made: Written, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made.path, tmp_path / "copy"))


def test_a_bundle_agrees_with_itself_and_with_its_digest(made: Written) -> None:
    assert verify(made.path).problems == ()
    found = verify(made.path, digest=f" {made.digest.upper()}\n")
    assert (found.valid, found.digest) == (True, made.digest)
    other = verify(made.path, digest="0" * 64)
    assert not other.valid
    assert "not the one you were given" in other.problems[0]


@pytest.mark.parametrize("seed", range(2 * len(KINDS)))
def test_tampering_is_found(bundle: Path, made: Written, seed: int) -> None:
    done = tamper(bundle, Random(seed), KINDS[seed % len(KINDS)])
    found = verify(bundle, digest=made.digest)
    assert not found.valid, done
    assert found.problems
    assert all(problem.endswith(".") for problem in found.problems)


@pytest.mark.parametrize("kind", [kind for kind in dict.fromkeys(KINDS) if "rewritten" not in kind])
def test_without_the_digest_what_was_not_rewritten_is_found(bundle: Path, kind: str) -> None:
    done = tamper(bundle, Random(7), kind)
    assert not verify(bundle).valid, done


def test_what_was_done_is_said(bundle: Path) -> None:
    (bundle / "data/machine/claims.csv").rename(bundle / "data/machine/others.csv")
    (bundle / "data/machine/links.csv").unlink()
    (bundle / "data/index.html").write_bytes(b"<p>Other words.</p>")
    (bundle / "data/new.txt").write_bytes(b"new")
    said = " ".join(verify(bundle).problems)
    assert "'data/machine/claims.csv' was renamed to 'data/machine/others.csv'." in said
    assert "'data/machine/links.csv' is missing." in said
    assert "'data/index.html' was altered" in said
    assert "'data/new.txt' was added" in said


def test_a_quote_changed_on_the_page_is_found_though_all_sums_fit(bundle: Path) -> None:
    page = bundle / "data/index.html"
    page.write_text(page.read_text("utf-8").replace("was opened on 4 June", "was opened on 5 June"), "utf-8")
    rewrite(bundle)
    found = verify(bundle)
    assert [problem for problem in found.problems if "was opened on 5 June" in problem]


def test_a_zip_is_checked_without_being_unpacked(made: Written, tmp_path: Path) -> None:
    story = Story()
    tell(story)
    packed = write_bundle(
        tmp_path / "b.zip", story.content(original=lambda version, take: take(b"%PDF-1.7 as it came"))
    )
    assert packed.digest == made.digest
    assert verify(packed.path, packed.digest).valid
    data = packed.path.read_bytes()
    for at in Random(1).sample(range(len(data)), 40):
        other = bytearray(data)
        other[at] ^= 4
        packed.path.write_bytes(other)
        assert not verify(packed.path, packed.digest).valid, at
    central = data.index(b"PK\x01\x02")
    for at in (6, 10, 12, 30, central + 4, central + 34, central + 36, central + 38, len(data) - 1):
        other = bytearray(data)
        other[at] ^= 1
        packed.path.write_bytes(other)
        assert not verify(packed.path, packed.digest).valid, at
    for extra in (b"", b"x"):
        packed.path.write_bytes(data)
        with zipfile.ZipFile(packed.path, "a") as archive:
            archive.writestr("evidence/../../other.txt", extra)
        assert not verify(packed.path, packed.digest).valid
    packed.path.write_bytes(b"before" + data)
    assert not verify(packed.path, packed.digest).valid


def test_what_is_no_bundle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_text("words")
    for name in ("absent", "empty", "text.txt"):
        with pytest.raises(Refused):
            verify(tmp_path / name)


def test_manifests_that_lead_elsewhere(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_bytes(b"")
    for line in (f"{'0' * 64}  ../outside.txt\n", f"{'0' * 64}  {tmp_path}/outside.txt\n", "no sum\n"):
        manifest = bundle / "manifest-sha256.txt"
        manifest.write_text(manifest.read_text("utf-8") + line, "utf-8")
        assert any(re.search("Line .* damaged", problem) for problem in verify(bundle).problems)


@pytest.mark.parametrize("odd", ["[]", "{", '{"first": {"items": [3]}}', "[" * 100_000])
def test_odd_annotations_are_a_problem(bundle: Path, odd: str) -> None:
    (bundle / "data/machine/annotations.jsonld").write_text(odd, "utf-8")
    rewrite(bundle)
    assert not verify(bundle, look=lambda tree, quotes: []).valid


@pytest.mark.parametrize(("old", "new"), [('"page=1"', '"page=0"'), ('"page=1"', "null"), ('"selector": [', '"x": [')])
def test_annotations_that_lead_nowhere(bundle: Path, old: str, new: str) -> None:
    file = bundle / "data/machine/annotations.jsonld"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    rewrite(bundle)
    assert not verify(bundle, look=lambda tree, quotes: []).valid


def _replaced(file: Path, old: str, new: str) -> None:
    content = file.read_bytes()
    assert old.encode() in content, file.name
    if file.suffix != ".docx":
        file.write_bytes(content.replace(old.encode(), new.encode()))


@pytest.mark.parametrize(("table", "old"), [("links.csv", "was opened on 4 June"), ("claims.csv", "opened in June")])
def test_a_quote_changed_in_a_table_is_found_though_all_sums_fit(bundle: Path, table: str, old: str) -> None:
    _replaced(bundle / "data/machine" / table, old, old.replace("June", "July"))
    rewrite(bundle)
    (problem,) = verify(bundle).problems
    assert "July" in problem
    assert table in problem


def test_a_row_more_or_less_in_a_table_is_found(bundle: Path) -> None:
    table = bundle / "data/machine/links.csv"
    lines = table.read_bytes().splitlines(keepends=True)
    for rows in (lines[:-1], [*lines, lines[-1]], [*lines, lines[-1].replace(b"-", b"0", 3)]):
        table.write_bytes(b"".join(rows))
        rewrite(bundle)
        assert any("links.csv" in problem for problem in verify(bundle).problems), len(rows)


@pytest.mark.parametrize(("form", "part"), [("comments", "word/comments.xml"), ("footnotes", "word/footnotes.xml")])
def test_a_quote_changed_in_a_draft_is_found_though_all_sums_fit(bundle: Path, form: str, part: str) -> None:
    (file,) = (bundle / "data/draft").glob(f"*with {form}*")
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert b"4 June" in parts[part]
    parts[part] = parts[part].replace(b"4 June", b"5 June")
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    rewrite(bundle)
    said = verify(bundle).problems
    assert any("5 June" in problem and form in problem for problem in said)
    assert any("1 quote of the annotations not in" in problem for problem in said)
    file.write_bytes(b"PK no ZIP")
    rewrite(bundle)
    assert any("can't be read" in problem for problem in verify(bundle).problems)


def test_standard_tools_say_the_same(made: Written, bundle: Path) -> None:
    """What the text in the bundle tells those to do who have no Annotator."""
    assert library().Bag(str(bundle)).validate()
    command = ["sha256sum", "--strict", "-c", "tagmanifest-sha256.txt", "manifest-sha256.txt"]
    told = (bundle / "how-to-check.txt").read_text("utf-8")
    assert "sha256sum -c tagmanifest-sha256.txt manifest-sha256.txt" in told
    said = subprocess.run(command, cwd=bundle, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(said) == len(made.files) - 1  # all but the manifest of the manifests itself
    assert all(line.endswith(": OK") for line in said)
    (digest, _) = subprocess.run(
        ["sha256sum", "tagmanifest-sha256.txt"], cwd=bundle, capture_output=True, text=True, check=True
    ).stdout.split()
    assert digest == made.digest
    page = bundle / "data/index.html"
    page.write_bytes(page.read_bytes() + b" ")
    assert subprocess.run(command, cwd=bundle, capture_output=True, check=False).returncode
    with pytest.raises(library().BagError):
        library().Bag(str(bundle)).validate()
