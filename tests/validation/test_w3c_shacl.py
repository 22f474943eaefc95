"""All cases of the W3C SHACL test suite, with both runners: whole reports, result by result.

What each runner passes stands case by case in ``docs/reference/shacl-conformance.md``, with the reason where
one fails; these tests hold the table to what happens, so a deviation that upstream mends is noticed.
"""

from __future__ import annotations

import logging
import os
import re
import warnings
from pathlib import Path

import pyshacl
import pytest
from tests.validation.w3c import Case, conforms_of, read_cases, report_of, rows_of, to_graph

from kg.errors import InputError
from kg.validation.compiled import DataGraph, check, read_shapes, to_triples
from kg.validation.reference import run_graph
from kg.validation.triples import Triples, as_node, from_rdflib

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "reference" / "shacl-conformance.md"
FOLDER = os.environ.get("KG_CONFORMANCE", "")
CASES = read_cases(Path(FOLDER) / "shacl") if FOLDER else []

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="the W3C suite is not here: KG_CONFORMANCE names no folder"
)


def listed() -> dict[str, tuple[str, str]]:
    """Case → what the compiled runner and pySHACL do with it, as the document says."""
    rows = re.findall(r"^\| `([^`]+)` \| (\S+) \| (\S+) \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    return {name: (compiled, reference) for name, compiled, reference in rows}


def same(case: Case, report: Triples, described: Triples) -> bool:
    """Tell whether a report says what the case expects; `described` says what its blank shapes are."""
    node = report_of(report)
    whole = Triples([*report, *described])
    return (
        conforms_of(report, node) == case.conforms
        and rows_of(whole, node, with_messages=case.with_messages) == case.expected
    )


def compiled_passes(case: Case) -> bool:
    try:
        results = check(DataGraph(case.data), read_shapes(case.shapes, case.file))
    except InputError:
        return case.expected is None
    triples = ((as_node(triple.subject), triple.predicate, triple.object) for triple in to_triples(results))
    return case.expected is not None and same(case, Triples(triples), case.shapes)


def reference_passes(case: Case) -> bool:
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            report = run_graph(to_graph(case.data), to_graph(case.shapes), origin=case.file)
    except InputError:
        return case.expected is None
    finally:
        logging.disable(logging.NOTSET)
    return case.expected is not None and same(case, from_rdflib(report), Triples())


def word(passes: bool) -> str:
    return "passes" if passes else "fails"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_runner_does_what_the_table_says(case: Case) -> None:
    assert (word(compiled_passes(case)), word(reference_passes(case))) == listed()[case.name]


def test_the_table_holds_every_case_and_the_version_of_pyshacl() -> None:
    assert sorted(listed()) == sorted(case.name for case in CASES)
    assert f"pySHACL {pyshacl.__version__}" in DOCUMENT.read_text("utf-8")


def test_the_compiled_runner_passes_all() -> None:
    assert {compiled for compiled, _ in listed().values()} == {"passes"}
