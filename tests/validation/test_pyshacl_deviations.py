"""Where pySHACL differs from the SHACL text, beyond the W3C suite; each test fails once upstream mends it.

The same list stands in ``docs/reference/shacl-conformance.md``.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pytest
from rdflib import Graph

from kg.errors import InputError
from kg.validation.compiled import DataGraph, check, read_shapes
from kg.validation.reference import run_graph
from kg.validation.triples import from_rdflib

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "shacl-conformance.md"
PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://example.org/> .
"""
CASES = {
    "blank-node-length": (
        "ex:S sh:targetSubjectsOf ex:p ; sh:property ex:P . ex:P sh:path ex:p ; sh:minLength 0 .",
        "ex:a ex:p [] .",
    ),
    "date-against-number": (
        "ex:S sh:targetSubjectsOf ex:p ; sh:property ex:P . ex:P sh:path ex:p ; sh:maxInclusive 2 .",
        'ex:a ex:p "2025-02-01"^^xsd:date .',
    ),
    "ill-formed-order": (
        "ex:S sh:targetSubjectsOf ex:p ; sh:property ex:P . ex:P sh:path ex:p ; sh:lessThanOrEquals ex:q .",
        'ex:a ex:p "2025-03-01"^^xsd:date ; ex:q "2025-02-30"^^xsd:date .',
    ),
    "iri-against-text": (
        "ex:S sh:targetSubjectsOf ex:p ; sh:property ex:P . ex:P sh:path ex:p ; sh:lessThan ex:q .",
        'ex:a ex:p ex:b ; ex:q "z"@vi .',
    ),
    "blank-node-order": (
        "ex:S sh:targetSubjectsOf ex:p ; sh:property ex:P . ex:P sh:path ex:p ; sh:lessThan ex:q .",
        "ex:a ex:p [] ; ex:q 1 .",
    ),
}
"""Name → shapes and data that have one result by the text of SHACL."""


def graph(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


def found_by_reference(shapes: str, data: str) -> int | str:
    """Number of results, or the word ``refused``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            report = run_graph(graph(data), graph(shapes), origin=Path("shapes"))
        except InputError:
            return "refused"
    return sum(1 for line in report.serialize(format="nt").splitlines() if "#focusNode>" in line)


@pytest.mark.parametrize("name", CASES)
def test_the_compiled_runner_follows_the_text(name: str) -> None:
    shapes, data = (from_rdflib(graph(text)) for text in CASES[name])
    assert len(check(DataGraph(data), read_shapes(shapes, Path("shapes")))) == 1


@pytest.mark.parametrize("name", CASES)
def test_pyshacl_still_differs(name: str) -> None:
    refused = name in ("blank-node-order", "ill-formed-order")
    assert found_by_reference(*CASES[name]) == ("refused" if refused else 0)


def test_every_deviation_is_documented() -> None:
    text = DOCUMENT.read_text("utf-8").partition("## Where pySHACL differs")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE) == sorted(CASES)
