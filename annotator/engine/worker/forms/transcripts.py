"""Transcripts (WebVTT, SubRip) as paragraphs that begin with their time, and the times of plain ones."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotator.engine.protocol import Failure
from annotator.engine.worker.failing import Failed
from annotator.engine.worker.forms import plain
from annotator.engine.worker.forms.made import Made, Named, Part, page

_TIMES = re.compile(r"^\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAGS = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_PLAIN = re.compile(r"^[^\S\n]*[\[(]?((?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[\])]?(?=[\s:,\-–—]|$)", re.MULTILINE)
_STYLE = "span.time { color: #555555 }"


@dataclass(frozen=True, slots=True)
class Cue:
    """What was said from `time` ("00:12:05") on, and by whom where that is noted."""

    time: str
    speaker: str
    words: str


def transcript(data: bytes) -> Made:
    """A transcript in WebVTT or SubRip. Raises Failed where there are no cues."""
    words, warnings = plain.decode(data)
    cues = list(joined(cues_of(words)))
    if not cues:
        raise Failed(Failure.NOT_THAT_FORMAT)
    body, said, named = [], [], []
    for cue in cues:
        who = f"{cue.speaker}: " if cue.speaker else ""
        lines = "<br/>".join(html.escape(line) for line in cue.words.split("\n"))
        body.append(f'<p><span class="time">{cue.time}</span> <b>{html.escape(who)}</b>{lines}</p>')
        whole = f"{cue.time} {who}{cue.words}"
        said.append(whole)
        named.append(Named(cue.time, whole))
    return Made((Part(page("".join(body), _STYLE)),), "\n".join(said), warnings, named=tuple(named))


def text(data: bytes) -> Made:
    """Plain text; what begins with times is named by them. Raises Failed for what is no text."""
    made = plain.text(data)
    return replace(made, named=named_times(made.words))


def cues_of(words: str) -> Iterator[Cue]:
    """Each cue with something said, in the file's order. Styles, notes and positions are left out."""
    for block in re.split(r"\n[^\S\n]*\n", words):
        lines = block.strip("\n").split("\n")
        at = next((number for number, line in enumerate(lines[:3]) if _TIMES.match(line)), -1)
        if at < 0:
            continue
        found = _TIMES.match(lines[at])
        text = "\n".join(lines[at + 1 :])
        voice = _VOICE.search(text)
        said = html.unescape(_TAGS.sub("", text)).strip()
        if found and said:
            yield Cue(clock(found[1]), html.unescape(voice[1]).strip() if voice else "", said)


def joined(cues: Iterator[Cue]) -> Iterator[Cue]:
    """Without the repetitions of rolling subtitles: a cue that begins with the line before gives only what is new."""
    before: list[str] = []
    for cue in cues:
        lines = cue.words.split("\n")
        new = lines[1:] if len(lines) > 1 and before and lines[0].strip() == before[-1].strip() else lines
        before = lines
        if any(line.strip() for line in new):
            yield Cue(cue.time, cue.speaker, "\n".join(new))


def clock(time: str) -> str:
    """Hours, minutes and seconds as two digits each; parts of seconds are cut."""
    parts = [int(part) for part in re.split(r"[.,]", time)[0].split(":")]
    hours, minutes, seconds = [0, 0, *parts][-3:]
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def named_times(words: str) -> tuple[Named, ...]:
    """The parts of a plain text that begin with a time at the start of a line, if these grow and are at least three."""
    marks = list(_PLAIN.finditer(words))
    times = [clock(mark[1]) for mark in marks]
    if len(times) < 3 or times != sorted(times):
        return ()
    ends = [mark.start() for mark in marks[1:]] + [len(words)]
    return tuple(Named(time, words[mark.start() : end]) for time, mark, end in zip(times, marks, ends, strict=True))
