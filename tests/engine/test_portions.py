"""Long documents are laid out in portions: the pages are those of one layout, in time by length."""

from __future__ import annotations

import random
import time

import pytest

from annotator.engine.worker import blocks, freezing, portions
from annotator.engine.worker.mupdf import open_pdf
from annotator.engine.worker.texts import text_of

WORDS = "The office kept 1,204 files in § 12(b) until March, “as agreed” and no longer than this state’s law said"


def paragraphs(count: int, seed: int = 1) -> list[str]:
    """Paragraphs of different lengths, numbered so that none is like another."""
    chance = random.Random(seed)
    return [f"{number}. {' '.join(chance.choices(WORDS.split(), k=chance.randint(3, 90)))}." for number in range(count)]


def pages(form: str, data: bytes) -> list[str]:
    return [text_of(page) for page in open_pdf(data=freezing.freeze(form, data).pdf)]


def markdown() -> str:
    """Headings, lists, a table, code and paragraphs, again and again."""
    parts = []
    for number, words in enumerate(paragraphs(420, 2)):
        kind = number % 7
        parts.append(
            f"{'#' * (1 + number * number % 5)} Part {number}\n\n{words}" if kind == 0
            else f"- {words}\n- second" if kind == 2
            else f"1. {words}\n2. second" if kind == 3
            else f"| a | b |\n|---|---|\n| {number} | {number + 1} |" if kind == 4
            else f"```\n{words}\nline\n```" if kind == 5
            else f"> {words}" if kind == 6
            else words
        )  # fmt: skip
    return "\n\n".join(parts)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("text", "\n\n".join(paragraphs(400))),
        ("text", "\n".join(paragraphs(400))),
        ("markdown", markdown()),
        ("html", f"<!doctype html><body>{'<br>'.join(paragraphs(400))}</body>"),
        ("html", f"<!doctype html><body><div>{''.join(f'<div>{each}</div>' for each in paragraphs(400))}</div></body>"),
    ],
    ids=["paragraphs", "lines", "markdown", "breaks", "divisions"],
)
def test_the_pages_are_those_of_one_layout(form: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = words.encode()
    seen = []
    for size in (10_000_000, 8 * 1024):
        monkeypatch.setattr(portions, "PORTION", size)
        frozen = freezing.freeze(form, data)
        texts = [text_of(page) for page in open_pdf(data=frozen.pdf)]
        seen.append((texts, open_pdf(data=frozen.pdf).get_toc(), frozen.warnings))
    assert freezing.freeze(form, data).pdf == frozen.pdf, "the same bytes each time"
    assert len(seen[0][0]) > 25
    assert seen[1] == seen[0]


@pytest.mark.parametrize("kind", ["ol", "ul", "table", "pre", "paragraph"])
def test_what_is_longer_than_a_portion_is_taken_apart_or_kept_whole(kind: str) -> None:
    said = paragraphs(700, 3)
    inside = {
        "ol": "<ol start='3'>" + "".join(f"<li>{each}</li>" for each in said) + "</ol>",
        "ul": "<ul>" + "".join(f"<li>{each}</li>" for each in said) + "</ul>",
        "table": "<table>"
        + "".join(f"<tr><td>{n}</td><td>{each}</td></tr>" for n, each in enumerate(said))
        + "</table>",
        "pre": "<pre>" + "\n".join(said) + "</pre>",
        "paragraph": "<p>" + " ".join(said) + "</p>",
    }[kind]
    texts = pages("html", f"<!doctype html><body><h1>Before</h1>{inside}<p>After.</p></body>".encode())
    found = " ".join(" ".join(texts).split())
    assert all(found.count(each) == 1 for each in said[::50]), "no words twice, none left out"
    assert found.startswith("Before")
    assert found.endswith("After.")
    assert all(len(text) > 300 for text in texts[:-1]), "pages are full"
    if kind == "ol":
        assert "3. 0. The" in found or "3. 0." in found
        assert "702. 699." in found


def test_blocks_are_all_of_the_body() -> None:
    body = '<h1>a</h1>b <b>c</b><br/>d<div class="x"><p>e</p>f</div><ul><li>g</li></ul><hr/>'
    assert list(blocks.blocks(body, 1_000)) == [
        "<h1>a</h1>",
        "<div>b <b>c</b><br/>d</div>",
        '<div class="x"><p>e</p></div>',
        '<div class="x"><div>f</div></div>',
        "<ul><li>g</li></ul>",
        "<hr/>",
    ]


def test_time_grows_with_length_and_not_with_its_square() -> None:
    taken = []
    for count in (500, 4_000):
        data = "\n\n".join(paragraphs(count)).encode()
        began = time.process_time()
        freezing.freeze("text", data)
        taken.append(time.process_time() - began)
    assert taken[1] < 8 * taken[0] * 1.8
