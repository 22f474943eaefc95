"""Both runners say the same of our own shapes: on every example, the real graph, and planted defects."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from rdflib import SH, Graph
from tests.validation.hierarchy import class_hierarchy
from tests.validation.mutations import Garden
from tests.validation.w3c import to_graph

from kg.validation import Runner, validate
from kg.validation.compiled import DataGraph, Shapes, check, compile_shapes, load_data, read_shapes, to_report
from kg.validation.reference import run
from kg.validation.report import Result, ValidationReport
from kg.validation.shapes import COMMON, META, load_shapes, read_turtle, shape_files
from kg.validation.triples import Triples, as_node, from_rdflib
from kg.vocab import SHAPES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "shapes"
EXAMPLES = sorted((FOLDER / "examples").glob("*/*.ttl"))


@cache
def hierarchy() -> Graph:
    return class_hierarchy(ROOT / "ontology")


@cache
def shapes_of(folder: str, rule: str) -> tuple[Graph, Shapes]:
    """The shapes that an example shows: those of its folder; of a rule's folder, those of one rule."""
    graph = read_turtle(FOLDER / f"{folder}.ttl")
    if f"{folder}.ttl" != META:
        read_turtle(FOLDER / COMMON, graph)
    if rule:
        for subject in set(graph.subjects(SH.target)):
            local = str(subject).removeprefix(str(SHAPES)).lower()
            if local != rule and not local.startswith(f"{rule}-"):
                graph.remove((subject, SH.target, None))
    return graph, read_shapes(from_rdflib(graph), FOLDER)


def comparable(report: ValidationReport) -> list[Result]:
    """Results with the numbers in messages in one form: the engine writes ``82``, rdflib ``82.0``."""
    return [
        replace(each, message=_rounded(each.message), message_vi=_rounded(each.message_vi))
        for each in report.results
    ]


def _rounded(message: str) -> str:
    return re.sub(r"\d+\.\d+", lambda match: f"{float(match[0]):.12g}", message)


def rule_of(file: Path) -> str:
    match = re.match(r"(?:in)?valid-(x\d+)", file.stem) if file.parent.name == "rules" else None
    return match[1] if match else ""


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_both_runners_say_the_same_of_an_example(file: Path) -> None:
    graph, shapes = shapes_of(file.parent.name, rule_of(file))
    data = read_turtle(file)
    for triple in hierarchy():
        data.add(triple)
    found = to_report(check(DataGraph(from_rdflib(data)), shapes))
    assert comparable(found) == comparable(run(data, graph, origin=file))


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return compile_shapes(shape_files(FOLDER))


def real_data(few_snapshot: Path) -> DataGraph:
    data = load_data([few_snapshot / "graph.nq"])
    data.extend(from_rdflib(hierarchy()))
    return data


def test_both_runners_say_the_same_of_the_real_graph(few_snapshot: Path) -> None:
    quads = (few_snapshot / "graph.nq").read_bytes()
    assert comparable(validate(quads, FOLDER)) == comparable(validate(quads, FOLDER, Runner.REFERENCE))


@pytest.fixture(scope="module")
def garden(few_snapshot: Path, shapes: Shapes) -> Garden:
    quads = real_data(few_snapshot).store
    triples = {(as_node(quad.subject), quad.predicate, quad.object) for quad in quads}
    garden = Garden(triples, shapes)
    garden.plant_all()
    return garden


@pytest.fixture(scope="module")
def found(garden: Garden) -> ValidationReport:
    return to_report(check(DataGraph(garden.triples), garden.shapes))


def test_every_planted_defect_is_found(garden: Garden, found: ValidationReport) -> None:
    results = {(each.focus, each.shape, each.component) for each in found.results}
    missed = [
        plant
        for plant in garden.planted
        if (plant.focus.value, plant.shape.value, plant.component.value) not in results
    ]
    assert missed == []


def test_defects_of_every_kind_are_planted(garden: Garden) -> None:
    in_shapes = {
        constraint.name for shape in garden.shapes.by_node.values() for constraint in shape.constraints
    }
    assert {plant.kind for plant in garden.planted} == in_shapes - {"Property", "SPARQL"}
    assert len(garden.planted) > 10 * len(garden.barren)


def test_both_runners_find_the_same_defects(garden: Garden, found: ValidationReport) -> None:
    """The same, but for queries over values of the wrong kind, which rdflib orders and SPARQL does not."""
    expected = run(to_graph(Triples(garden.triples)), load_shapes(FOLDER), origin=FOLDER)
    odd = set(comparable(found)) ^ set(comparable(expected))
    planted = {plant.focus.value for plant in garden.planted}
    assert {each.component for each in odd} <= {str(SH.SPARQLConstraintComponent)}
    assert {each.focus for each in odd} <= planted
    assert len(odd) * 50 < len(found.results)
