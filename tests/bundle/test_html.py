from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from annotator.bundle.html import write_html
from annotator.bundle.pdf import write_pdfs
from annotator.model.errors import Refused
from annotator.model.resources import resource_path
from annotator.model.standing import Standing, Stands
from annotator.model.things import ClaimType, Handling, Status, Terms

from .conftest import Story

VOID = {"meta", "img", "br", "input"}


class Tree(HTMLParser):
    """Reads a page strictly: every element closed in order; gathers ids, links, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if "id" in given:
            self.ids.append(given["id"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [given for name, given in self.tags if name == tag]


def page_of(story: Story, tmp_path: Path, **fields: object) -> tuple[str, Tree]:
    out = tmp_path / f"page{len(list(tmp_path.iterdir()))}.html"
    write_html(out, story.content(**fields))
    page = out.read_text(encoding="utf-8")
    return page, Tree(page)


def test_everything_promised_is_on_the_page(told: Story, tmp_path: Path) -> None:
    page, tree = page_of(told, tmp_path)
    words = " ".join(tree.text.split())
    for expected in (
        "Claim 1",
        "The pier opened in June.",
        "said by the director",
        "supports Memo of the office, p. 1",
        "was opened on 4 June",
        "see the log",
        "received 2026-11-21",  # 22:30 in New York is the next day in UTC
        "2026-11-22 (UTC)",
        "2 of 3 sentences",
        "not looked at It was late.",
        "linked, not checked The pier opened in June.",
        "Nobody minds. p. 1. Reason: an opinion",
        "No linked passage was left out.",
        "Claims still open: ",
    ):
        assert expected in words, expected
    assert told.graph.versions["ver1"].sha256[:12] in words
    assert "Marlowe" not in page
    assert [given["src"][:22] for given in tree.all("img")] == ["data:image/png;base64,"]
    assert "Memo of the office" in tree.all("img")[0]["alt"]


def test_the_page_needs_nothing_from_elsewhere(told: Story, tmp_path: Path) -> None:
    page, tree = page_of(told, tmp_path)
    script = re.search(r"<script>(.*?)</script>", page, re.S)
    assert script
    assert page.count("<script") == 1
    assert not any(
        words in script[1] for words in ("fetch", "XMLHttp", "innerHTML", "eval", "import", "document.write")
    )
    assert f"script-src 'sha256-{b64encode(hashlib.sha256(script[1].encode()).digest()).decode()}'" in page
    assert not {"link", "iframe", "object", "form", "base"} & {tag for tag, _ in tree.tags}
    assert "://" not in page
    assert "url(" not in page
    assert "@import" not in page
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style
    digest = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = tree.all("meta")[1]["content"]
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-" + digest)
    for link in tree.all("a"):
        assert link["href"].startswith("#")
        assert link["href"][1:] in tree.ids
    assert len(tree.ids) == len(set(tree.ids))


def test_hostile_words_stay_words(story: Story, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\" onload='x' javascript:alert(2) {{ 7*7 }} http://evil.example/\u202egnp\x00"
    draft = story.document("draft.txt", f"{evil} And so on.", role="draft", title=evil)
    source = story.document("s.pdf", evil, title=evil, address="javascript:alert(3)", date=evil)
    claim = story.claim(draft, "And so on.", said_by=evil)
    story.link(claim, source, evil, note=evil, translation=evil)
    story.sentence(draft, "And so on.", evil, True)
    story.title = evil
    page, tree = page_of(story, tmp_path)
    assert page.count("<script") == 1
    assert "http://" not in page
    assert "\u202e" not in page
    assert "\x00" not in page
    assert "49" not in tree.text.replace("AB", "")
    assert not any(name.startswith("on") for _, given in tree.tags for name in given)
    assert all(given["href"].startswith("#") for given in tree.all("a"))
    assert tree.text.count("<script>alert(1)</script>") >= 8
    assert "http://evil.example/" in tree.text


def test_the_same_content_gives_the_same_bytes(told: Story, tmp_path: Path) -> None:
    assert page_of(told, tmp_path)[0] == page_of(told, tmp_path)[0]
    first = write_html(tmp_path / "a.zip", told.content())
    second = write_html(tmp_path / "b.zip", told.content())
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.files == ("index.html",)
    assert first.digest == second.digest


def test_no_claims_many_links_and_together(story: Story, tmp_path: Path) -> None:
    draft = story.document("draft.txt", "Nothing yet. A claim.", role="draft")
    _, tree = page_of(story, tmp_path)
    assert "No claims are marked in this draft." in tree.text
    claim = story.claim(draft, "A claim.", type=ClaimType.QUOTATION, status=Status.CUT)
    _, tree = page_of(story, tmp_path)
    assert "No passage is linked to this claim." in tree.text
    source = story.document("long.pdf", "word " * 3000 + "\nend", title="Long")
    for number in range(12):
        relation = ("supports", "contradicts", "context")[number % 3]
        story.link(claim, source, "word " * 50, relation, together="x" if number in (2, 7) else "")
    page, tree = page_of(story, tmp_path)
    assert len(tree.all("img")) == 12
    words = " ".join(tree.text.split())
    assert [words.count(f"{each} Long, p. 1") for each in ("+ supports", "× contradicts", "• context")] == [4, 4, 4]
    assert "These 2 passages count only together:" in tree.text
    assert page.count('class="together"') == 1
    assert any("Claim 1: cut, 4 supports, 4 contradicts, 4 context" in a.get("aria-label", "") for a in tree.all("a"))


def test_overlapping_claims_and_direction(story: Story, tmp_path: Path) -> None:
    arabic = "افتتح الرصيف في يونيو"
    draft = story.document("draft.txt", f"one two three four five\n\n{arabic}", role="draft")
    story.claim(draft, "one two three")
    story.claim(draft, "two three four")
    story.claim(draft, arabic)
    page, _ = page_of(story, tmp_path)
    marks = re.findall(r'<mark class="([^"]*)">([^<]*)</mark>', page)
    assert marks == [
        ("none open", "one "),
        ("none open several", "two three"),
        ("none open", " four"),
        ("none open", arabic),
    ]
    assert len(re.findall(r'class="badge', page)) == 3
    assert f'<p class="wording" dir="auto" lang="">{arabic}</p>' in page


def test_handling_decides(told: Story, tmp_path: Path) -> None:
    secret = told.document("leak.pdf", "the hidden sentence", title="Leak", handling=Handling.NEVER_LEAVES)
    quoted = told.document("q.pdf", "the quotable sentence", title="Quotable", handling=Handling.QUOTE_ONLY)
    retold = told.document("p.pdf", "the paraphrased sentence", title="Retold", handling=Handling.PARAPHRASE_ONLY)
    told.link("claim1", secret, "the hidden sentence", note="hidden note")
    told.link("claim1", quoted, "the quotable sentence")
    told.link("claim1", retold, "the paraphrased sentence", translation="paraphrased too")
    out = tmp_path / "page.html"
    written = write_html(out, told.content())
    page = out.read_text(encoding="utf-8")
    for absent in ("the hidden", "hidden note", "Leak", "paraphrased sentence", "paraphrased too", "leak.pdf"):
        assert absent not in page
    assert "the quotable sentence" in page
    assert "Retold" in page
    assert "1 linked passage is not shown" in page
    # The draft and the memo go out as files; a digest of the others would tell which file they are.
    assert len(re.findall(r'<code class="sha">[0-9a-f]{64}</code>', page)) == page.count('<code class="sha">') == 2
    assert {version for version, *_ in told.renderer.pictures} == {"ver2"}
    assert [item.document for item in written.left_out] == ["Leak", "Quotable", "Retold"]
    assert "1 link to it left out" in written.left_out[0].reason


@pytest.mark.parametrize("handling", [Handling.NEVER_LEAVES, Handling.QUOTE_ONLY, Handling.PARAPHRASE_ONLY])
def test_a_draft_that_must_stay_is_refused(story: Story, tmp_path: Path, handling: Handling) -> None:
    with pytest.raises(Refused, match="no draft"):
        write_html(tmp_path / "out.html", story.content())
    story.document("draft.txt", "Words.", role="draft", handling=handling)
    with pytest.raises(Refused, match=handling.value):
        write_html(tmp_path / "out.html", story.content())
    assert list(tmp_path.iterdir()) == []


def test_names_only_when_asked_for(told: Story, tmp_path: Path) -> None:
    told.link("claim1", "doc2", "The new pier", translation="Der neue Steg", translator="T. Quill")
    unasked, _ = page_of(told, tmp_path)
    assert "T. Quill" not in unasked
    assert "Marlowe" not in unasked
    page, _ = page_of(told, tmp_path, with_names=True)
    assert "T. Quill" in page
    assert "A. Marlowe" in page


def test_a_picture_that_can_not_be_made_says_so(told: Story, tmp_path: Path) -> None:
    told.renderer.broken.add("ver2")
    written = write_html(tmp_path / "out.html", told.content())
    page = written.path.read_text(encoding="utf-8")
    assert "Page 1 could not be pictured: This page took too long and was stopped." in page
    assert "<img" not in page
    assert written.left_out[-1].document == "Memo of the office"


def test_words_lost_in_the_draft_are_said_to_be(told: Story, tmp_path: Path) -> None:
    passage = told.graph.passages["cp1"]
    told.graph.passages["cp1"] = replace(passage, standing=Standing(Stands.GONE, 0.0, passage.place))
    page, tree = page_of(told, tmp_path)
    assert "These words were not found in this version of the draft." in tree.text
    assert "<mark" not in page


def test_edited_words_say_so_and_how_they_read(told: Story, tmp_path: Path) -> None:
    for name in ("cp1", "sp1"):
        passage = told.graph.passages[name]
        was = replace(passage.place, quote=f"{name} as it read")
        told.graph.passages[name] = replace(passage, standing=Standing(Stands.EDITED, 0.9, was))
    told.graph.claims["claim1"] = replace(told.graph.claims["claim1"], status=Status.VERIFIED)
    _, tree = page_of(told, tmp_path)
    assert "Edited in this version. Nobody has accepted that yet. Before it read: “cp1 as it read”" in tree.text
    assert "Before it read: “sp1 as it read”" in tree.text
    assert "Its own wording was edited in the newer version of the draft" in tree.text
    written = write_pdfs(tmp_path / "pdf", told.content())
    assert written.path.is_dir()
    notes = [mark.contents for marks in told.renderer.marks.values() for mark in marks]
    assert any("Before it read: “cp1 as it read”" in note and "open" in note for note in notes)
    assert any("Before it read: “sp1 as it read”" in note for note in notes)


def test_words_that_may_not_be_shown_are_not_shown_as_they_were_either(told: Story, tmp_path: Path) -> None:
    passage = told.graph.passages["sp1"]
    was = replace(passage.place, quote="the secret wording")
    told.graph.passages["sp1"] = replace(passage, standing=Standing(Stands.EDITED, 0.9, was))
    memo = told.graph.documents[passage.document]
    told.graph.documents[passage.document] = replace(memo, handling=Handling.PARAPHRASE_ONLY)
    page, tree = page_of(told, tmp_path)
    assert "Edited in this version. Nobody has accepted that yet." in tree.text
    assert "secret wording" not in page


def test_failing_and_cancelling_leave_nothing(told: Story, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise Refused("Stopped.")

    with pytest.raises(Refused, match="Stopped"):
        write_html(tmp_path / "out.html", told.content(), progress=stop)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "out.html").write_text("mine")
    with pytest.raises(Refused, match="exists already"):
        write_html(tmp_path / "out.html", told.content())
    assert (tmp_path / "out.html").read_text() == "mine"
    with pytest.raises(Refused, match="does not exist"):
        write_html(tmp_path / "no" / "out.html", told.content())


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_can_be_read_in_light_and_in_dark() -> None:
    css = resource_path("templates", "page.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.S)
    assert len(blocks) == 2
    for block in blocks:
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        texts = ("ink", "soft", "link", "supports", "contradicts", "context", "warn")
        for text in texts:
            for ground in ("paper", "card"):
                assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        for fill in ("supports-fill", "contradicts-fill", "context-fill", "claim-fill"):
            assert contrast(colours["ink"], colours[fill]) >= 4.5, fill


def test_a_claims_note_goes_out_unless_something_of_the_claim_must_stay(told: Story, tmp_path: Path) -> None:
    told.graph.claims["claim1"] = replace(told.graph.claims["claim1"], note="Ask the <b>clerk</b>")
    write_html(tmp_path / "page.html", told.content())
    assert "Ask the &lt;b&gt;clerk&lt;/b&gt;" in (tmp_path / "page.html").read_text("utf-8")
    write_pdfs(tmp_path / "copies", told.content())
    marks = told.renderer.marks["ver1"]
    assert "Note: Ask the <b>clerk</b>" in "".join(mark.contents for mark in marks).splitlines()
    secret = told.document("leak.pdf", "the hidden sentence", title="Leak", handling=Handling.NEVER_LEAVES)
    told.link("claim1", secret, "the hidden sentence")
    write_html(tmp_path / "held.html", told.content())
    assert "clerk" not in (tmp_path / "held.html").read_text("utf-8")


@pytest.mark.parametrize("terms", [Terms.BACKGROUND, Terms.NOT_FOR_ATTRIBUTION])
def test_a_claims_note_stays_where_it_could_tell_who_spoke(told: Story, tmp_path: Path, terms: Terms) -> None:
    told.graph.claims["claim1"] = replace(told.graph.claims["claim1"], note="Ask the clerk")
    spoke = told.document("talk.md", "the words of somebody", title="Talk", terms=terms)
    told.link("claim1", spoke, "the words of somebody")
    write_html(tmp_path / "page.html", told.content())
    assert "clerk" not in (tmp_path / "page.html").read_text("utf-8")
