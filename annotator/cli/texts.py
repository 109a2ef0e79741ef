"""Answers as text for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.cli.answers import excerpt, table, visible
from annotator.model.places import Place

_MARKS = {"supports": "+", "contradicts": "×", "context": "•"}
_SHORT = 8


def counted(number: int, what: str, many: str = "") -> str:
    """A number with what it counts."""
    return f"{number} {what if number == 1 else many or what + 's'}"


def page_of(place: Place) -> str:
    """The printed page of a place."""
    return visible(place.whereabouts)


def added(data: Mapping[str, Any]) -> str:
    """What came in; refusals are told on standard error."""
    lines = []
    for one in data["added"]:
        size = f"{counted(one['pages'], 'page')}, {counted(one['characters'], 'character')}"
        lines.append(f"{one['id'][:_SHORT]}  {visible(one['name'])}  ({one['role']}, {size})")
        lines.extend(f"          {visible(warning)}" for warning in one["warnings"])
    return "\n".join(lines)


def none_added(refused: Sequence[tuple[str, str]]) -> str:
    """Why nothing came in."""
    reasons = "\n".join(f"- {visible(reason)}" for _, reason in refused)
    return f"None of {counted(len(refused), 'file')} was added:\n{reasons}" if refused else "No file was added."


def documents(data: Sequence[Mapping[str, Any]]) -> str:
    """One line a document."""
    if not data:
        return "No documents yet. `annotator add PROJECT FILE` imports one."
    rows = []
    for one in data:
        current = next((version for version in one["versions"] if version["current"]), None)
        pages = counted(current["pages"], "page") if current else "no content"
        versions = counted(len(one["versions"]), "version")
        rows.append([one["id"][:_SHORT], one["role"], one["handling"], pages, versions, visible(one["name"])])
    return table(rows)


def pages(data: Mapping[str, Any]) -> str:
    """The pages, one after the other; tabs and line ends stay."""
    whole = "\n".join(page["text"] for page in data["pages"])
    return "".join(char if char in "\n\t" or char.isprintable() else " " for char in whole)


def claims(data: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """Each claim with its links under it."""
    if not data:
        return "No claims yet. `annotator claim PROJECT DRAFT --quote Q` marks one."
    lines = []
    for one in data:
        lines.append(f"{one['number']:>3}  {one['id'][:_SHORT]}  [{one['status']}]  {excerpt(one['quote'])}")
        for link in one["links"]:
            named = "" if link["label"] in ("", str(link["page"] + 1)) else f" ({visible(link['label'])})"
            where = f"{visible(names.get(link['document'], ''))}, page index {link['page']}{named}"
            lines.append(
                f"       {_MARKS[link['relation']]} {link['relation']}: {excerpt(link['quote'], 50)} ({where})"
            )
            if link["read_by_machine"] is not None:
                lines.append(f"         read by machine (OCR), {link['read_by_machine']} % sure: compare with the page")
            if link["note"]:
                lines.append(f"         {excerpt(link['note'], 100)}")
    return "\n".join(lines)


def hits(data: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """One line a hit."""
    if not data:
        return f"No hits in {counted(len(names), 'document')}."
    rows = [
        [visible(names.get(hit["document"], "")), visible(hit["whereabouts"]), excerpt(hit["snippet"], 100)]
        for hit in data
    ]
    return table(rows)


def suggestions(data: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """One line a passage."""
    if not data:
        return "No source has a passage with any of these words."
    return table(
        [
            [visible(names.get(one["document"], "")), visible(one["whereabouts"]), excerpt(one["text"], 160)]
            for one in data
        ]
    )


def replaced(passages: Sequence[Mapping[str, Any]], *, dry_run: bool) -> str:
    """How many passages were found as they were, and those a person must look at."""
    counts: dict[str, int] = {}
    for one in passages:
        counts[one["outcome"]] = counts.get(one["outcome"], 0) + 1
    told = ", ".join(f"{count} {'not found' if word == 'gone' else word}" for word, count in counts.items())
    lines = [
        f"{'Nothing was written. ' if dry_run else ''}{counted(len(passages), 'passage')}{': ' + told if told else ''}."
    ]
    lines.extend(
        f"  {one['id'][:_SHORT]}  not found: {excerpt(one['old'])}" for one in passages if one["outcome"] == "gone"
    )
    lines.extend(
        f"  {one['id'][:_SHORT]}  edited: {excerpt(one['old'])} → {excerpt(one['new'])}"
        for one in passages
        if one["outcome"] == "edited"
    )
    return "\n".join(lines)


def history(data: Sequence[Mapping[str, Any]]) -> str:
    """One line an action."""
    rows = [[one["at"], one["person"][:_SHORT], one["verb"], visible(one["summary"])] for one in data]
    return table(rows) or "Nothing was done yet."


def exported(data: Mapping[str, Any]) -> str:
    """Where it lies, what is in it, what was left out."""
    lines = [f"Exported {counted(len(data['files']), 'file')} to {visible(data['path'])}"]
    lines.extend(f"  {visible(name)}" for name in data["files"])
    lines.extend(f"  left out: {visible(one['document'])}. {visible(one['reason'])}" for one in data["left_out"])
    return "\n".join([*lines, f"SHA-256 {data['digest']}"])


def doctor(data: Mapping[str, Any]) -> str:
    """The report, one line a subject."""
    confinement = data["confinement"]
    lines = [confinement["sentence"]]
    if (pictures := confinement["pictures"]["sentence"]) != confinement["sentence"]:
        lines.append(pictures)
    lines += [data["ocr"]["sentence"], data["meaning"]["sentence"]]
    for subject in ("integrity", "chain"):
        found = data[subject]
        if found is not None:
            lines.append(f"{subject.capitalize()}: {'nothing found' if found['ok'] else ''}".rstrip())
            lines.extend(f"  {visible(problem)}" for problem in found["problems"])
            lines.extend(f"  {visible(fork)}" for fork in found.get("forks", ()))
    if "salvaged" in data:
        lines.extend(salvaged(data["salvaged"]))
    lines.extend(f"Repaired: {one}." for one in data["repaired"])
    return "\n".join(lines)


def salvaged(data: Mapping[str, Any]) -> list[str]:
    """What could be saved of a damaged project, and what was lost."""
    changes = data["changes"]
    things = [counted(data[name], name[:-1]) for name in ("documents", "claims", "links")]
    lines = [f"Saved to {visible(data['path'])}: {', '.join(things)}, {counted(changes['kept'], 'change')}."]
    for key, said in (
        ("emptied", "kept without their content, which is lost here; a colleague's copy may bring it back"),
        ("recorded_again", "written anew, since the record breaks before them"),
        ("lost", "lost"),
    ):
        if changes[key]:
            lines.append(f"  {counted(changes[key], 'change')} {said}.")
    lines += [f"  {visible(one)}" for one in data["breaks"]]
    lines += [f"  The bytes of {visible(name)} are lost: add the file again." for name in data["without_bytes"]]
    lines += [f"  The text of {visible(name)} is lost: add the file again." for name in data["without_text"]]
    if data["unnamed"]:
        lines.append(
            f"  {counted(data['unnamed'], 'document or claim', 'documents or claims')} lost all but its place."
        )
    if data["cut_short"]:
        lines.append("  The file's end is missing: there may have been more.")
    return lines
