"""The rules of the Web Annotation Data Model and of RO-Crate 1.1, for what a bundle writes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from annotator.bundle.bag import write_bundle
from annotator.model.places import Place, Region
from annotator.model.things import Passage

from .conftest import Story

MOTIVATIONS = {"highlighting", "linking"}
PURPOSES = {"tagging", "commenting", "identifying", "describing", "linking"}
IRI = re.compile(r"(urn:uuid:[0-9a-f-]{36}|\.\./(copies|originals)/[^\s\"<>\\^`{|}]+)")


@pytest.fixture
def data(told: Story, tmp_path: Path) -> Path:
    version = told.graph.versions["ver2"]
    told.link("claim1", "doc2", "The new pier", "context", translation="der neue Steg", translator="B. Holt")
    region = Place(version.sha256, version.extraction, region=Region(0, "1", (100.0, 600.0, 200.0, 700.0)))
    told.graph.passages["sp3"] = Passage("sp3", "doc2", region)
    told.link("claim1", "doc2", "", on="sp3")
    content = told.content(original=lambda version, take: take(b"%PDF-1.7"), with_names=True)
    return write_bundle(tmp_path / "b", content).path / "data"


def _resource(thing: dict[str, Any]) -> None:
    """A specific resource has exactly one source; selectors are of a known kind and complete."""
    assert thing["type"] == "SpecificResource"
    source = thing["source"]
    assert IRI.fullmatch(source if isinstance(source, str) else source["id"])
    if isinstance(source, dict) and "via" in source:
        assert IRI.fullmatch(source["via"])
        assert source["via"] != source["id"]
    selectors = thing.get("selector", [])
    for selector in selectors if isinstance(selectors, list) else [selectors]:
        assert selector["type"] == "FragmentSelector"
        assert re.fullmatch(r"page=[1-9]\d*(&viewrect=[\d.,-]+)?", selector["value"])
        assert selector["conformsTo"] == "http://tools.ietf.org/rfc/rfc3778"
        refined = selector.get("refinedBy", {"type": ""})
        if refined["type"] == "TextQuoteSelector":
            assert isinstance(refined["exact"], str)
            assert refined["exact"]
        elif refined["type"] == "TextPositionSelector":
            assert 0 <= refined["start"] < refined["end"]
        else:
            assert "refinedBy" not in selector


def test_the_annotations_keep_the_rules_of_the_model(data: Path) -> None:
    whole = json.loads((data / "machine/annotations.jsonld").read_text("utf-8"))
    assert whole["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    page = whole["first"]
    assert (whole["type"], page["type"]) == ("AnnotationCollection", "AnnotationPage")
    assert (page["partOf"], whole["total"]) == (whole["id"], len(page["items"]))
    ids = [item["id"] for item in page["items"]]
    assert len(set(ids)) == len(ids) == 4
    for item in page["items"]:
        assert item["type"] == "Annotation"
        assert item["motivation"] in MOTIVATIONS
        assert item["target"]
        for target in item["target"]:
            _resource(target)
        for body in item["body"]:
            assert body["purpose"] in PURPOSES
            if body["type"] == "TextualBody":
                assert isinstance(body["value"], str)
            else:
                _resource({key: value for key, value in body.items() if key != "purpose"})
            assert body.get("creator", {"type": "Person", "name": "x"}).keys() == {"type", "name"}
    links = [item for item in page["items"] if item["motivation"] == "linking"]
    assert all({"type", "purpose", "source"} == item["body"][1].keys() for item in links)
    assert {"type": "Person", "name": "A. Marlowe"} in [link["target"][0]["source"].get("creator") for link in links]


def test_the_crate_keeps_the_rules_of_its_specification(data: Path) -> None:
    crate = json.loads((data / "ro-crate-metadata.json").read_text("utf-8"))
    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
    entities = crate["@graph"]
    by_id = {entity["@id"]: entity for entity in entities}
    assert len(by_id) == len(entities)
    descriptor, root = by_id["ro-crate-metadata.json"], by_id["./"]
    assert (descriptor["@type"], descriptor["about"]) == ("CreativeWork", {"@id": "./"})
    assert root["@type"] == "Dataset"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", root["datePublished"])
    assert all(root[name] for name in ("name", "description", "license"))
    parts = {part["@id"] for part in root["hasPart"]}
    assert parts == set(by_id) - {"./", "ro-crate-metadata.json"}
    for entity in entities:
        assert entity["@type"]
        for value in entity.values():
            if isinstance(value, dict) and value != {"@id": "https://w3id.org/ro/crate/1.1"}:
                assert value["@id"] in by_id
    for part in parts:
        assert by_id[part]["@type"] == "File"
        assert " " not in part
        assert by_id[part]["contentSize"].isdigit()
