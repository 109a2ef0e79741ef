"""What a check of a claim was given over, and whether that is still so.

A check is recorded with the places of the claim's own words and of each passage linked to it then. Nothing is written
when one of them changes: it is compared when the status is shown, so that taking the change back makes it hold again.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from annotator.model.places import Place
from annotator.model.things import Claim, Link, Passage, Relation

Spot = tuple[str, str, tuple[tuple[int, ...], ...], tuple[float, ...]]
"""A place without its words: version, extraction, (page, start, end) of each span, page and rectangle of a region."""
_WORDS = re.compile(r"[^\W_]+|(?<=\d)[.,](?=\d)")
_UNREADABLE = "What it was checked over can't be read."


@dataclass(frozen=True, slots=True)
class Rest:
    """One passage that a check rests on: by which link (empty for the claim's own words), at which places.

    Several places where a person accepted it in newer versions.
    """

    passage: str
    spots: tuple[Spot, ...]
    link: str = ""
    relation: str = ""

    def holds(self, passage: Passage) -> bool:
        """Whether the passage is where it was checked, or found from there at the same words."""
        shown = spot_of(passage.place)
        if shown in self.spots:
            return True
        was = passage.standing.was if passage.standing is not None else None
        return was is not None and spot_of(was) in self.spots and (passage.waits or _same(was, passage.place))


@dataclass(frozen=True, slots=True)
class Check:
    """All that a check rests on."""

    wording: tuple[Rest, ...]
    links: tuple[Rest, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a claim now: its own passages, its links with their passages, and the names for them."""

    wording: tuple[Passage, ...]
    links: tuple[tuple[Link, Passage], ...]
    names: Mapping[str, str]
    """Names of documents by their ids."""
    absent: Mapping[str, str]
    """Names of the documents of links that were removed or hidden, by the ids of the links."""


def check_value(own: Iterable[Passage], linked: Iterable[tuple[Link, Passage]]) -> dict[str, Any]:
    """What a check rests on, as the value of one change: versions and places.

    Without the words, which would outlive the erasing of a passage here.
    """
    links = [{"link": link.id, "relation": str(link.relation), **_entry(passage)} for link, passage in linked]
    return {"wording": [_entry(passage) for passage in own], "links": links}


def accepted(value: str, passage: Passage) -> str:
    """The record of a check with the place where a passage was found, which a person accepts; empty where none rests
    on where it was.

    `value` is the record as JSON. Earlier places stay: in the version they are of they still hold.
    """
    check = read_check(value)
    known = (*check.wording, *check.links) if check else ()
    if not any(one.passage == passage.id and one.holds(passage) for one in known):
        return ""
    record = json.loads(value)
    for entry in (*record["wording"], *record["links"]):
        if entry["passage"] == passage.id:
            entry["also"] = [*entry.get("also", ()), _where(passage.place)]
    return json.dumps(record)


@lru_cache(maxsize=50_000)
def read_check(value: str) -> Check | None:
    """A record as JSON; None where there is none. What can't be read rests on nothing, so it holds for no claim."""
    try:
        record = json.loads(value) if value else None
        if record is None:
            return None
        return Check(tuple(map(_rest, record["wording"])), tuple(map(_rest, record["links"])))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return Check((), ())


def broken(claim: Claim, around: Around, *, named: bool) -> str:
    """Why a check does not hold any more, as a sentence; empty where it does, and where nothing was recorded.

    Sentences name documents only where `named`: they may stand where one may not be named.
    """
    check = read_check(claim.verified)
    if check is None:
        return ""
    if not check.wording and not check.links and around.wording:
        return _UNREADABLE
    return _own_words(check, around) or _links(check, around, named=named) or _against(check, around, named=named)


def spot_of(place: Place) -> Spot:
    """A place without its words."""
    region = (float(place.region.page), *place.region.rect) if place.region else ()
    spans = tuple((span.page, span.start, span.end) for span in place.spans)
    return place.version, place.extraction, spans, region


def _own_words(check: Check, around: Around) -> str:
    known = {one.passage: one for one in check.wording}
    now = {passage.id: passage for passage in around.wording}
    if any(passage not in now for passage in known):
        return "Checked before one of its places was removed."
    if any(passage not in known for passage in now):
        return "Checked before it was marked at another place, too."
    if not all(known[key].holds(passage) for key, passage in now.items()):
        return "Checked before its own words were marked anew."
    return ""


def _links(check: Check, around: Around, *, named: bool) -> str:
    now = {link.id: (link, passage) for link, passage in around.links}
    for one in check.links:
        if one.link not in now:
            if one.link not in around.absent:
                return "Checked with a passage that is not in this project now."
            name = around.absent[one.link]
            return f"Checked before {_the('link', name, named=named, to='to')} was removed."
        link, passage = now[one.link]
        name = around.names.get(passage.document, "")
        if link.relation != one.relation:
            words = "“" + one.relation + "” to “" + link.relation + "”"
            return f"Checked before {_the('link', name, named=named, to='to')} was changed from {words}."
        if link.passage != one.passage or not one.holds(passage):
            return f"Checked before {_the('passage', name, named=named, to='in')} was placed at other words."
    return ""


def _against(check: Check, around: Around, *, named: bool) -> str:
    known = {one.link for one in check.links}
    for link, passage in around.links:
        if link.id not in known and link.relation is Relation.CONTRADICTS:
            name = around.names.get(passage.document, "")
            where = f" in ‘{' '.join(name.split())}’" if named and name else ""
            return f"Checked before a passage{where} was linked that contradicts it."
    return ""


def _the(what: str, name: str, *, named: bool, to: str) -> str:
    words = " ".join(name.split())
    return f"the {what} {to} ‘{words}’" if named and words else f"a {what} it rests on"


def _same(one: Place, other: Place) -> bool:
    """Whether two places have the same words; an earlier version may be shown with the words it had there."""
    return _bare(one.quote) == _bare(other.quote)


def _bare(words: str) -> str:
    return "".join(_WORDS.findall(unicodedata.normalize("NFKC", words)))


def _where(place: Place) -> dict[str, Any]:
    return {
        "version": place.version,
        "extraction": place.extraction,
        "spans": [[span.page, span.start, span.end] for span in place.spans],
        **({"region": [place.region.page, *place.region.rect]} if place.region else {}),
    }


def _entry(passage: Passage) -> dict[str, Any]:
    entry = {"passage": passage.id, "document": passage.document, **_where(passage.place)}
    if passage.standing is not None:  # where a person put it, in another version than the one that is shown
        entry["also"] = [_where(passage.standing.was)]
    return entry


def _rest(entry: Any) -> Rest:
    spots = tuple(map(_spot, (entry, *entry.get("also", ()))))
    return Rest(str(entry["passage"]), spots, str(entry.get("link", "")), str(entry.get("relation", "")))


def _spot(entry: Any) -> Spot:
    spans = tuple((int(page), int(start), int(end)) for page, start, end in entry["spans"])
    return str(entry["version"]), str(entry["extraction"]), spans, tuple(map(float, entry.get("region", ())))
