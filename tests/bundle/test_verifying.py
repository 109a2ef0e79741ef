from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from random import Random

import pytest

from annotator.bundle.bag import write_bundle
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


@pytest.mark.parametrize("seed", range(24))
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
