"""Results that follow a changing graph are those of a check of the whole graph, whatever changes."""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse
from tests.validation.random_graphs import Triple, data_graphs, shapes_graphs
from tests.validation.w3c import read_cases

from kg.errors import InputError
from kg.rdf.iri import GRAPH_ONTOLOGY
from kg.validation.compiled import DataGraph, Shapes, check, compile_shapes, load_quads, read_shapes
from kg.validation.delta.dependencies import dependencies_of
from kg.validation.delta.live import LiveCheck
from kg.validation.shapes import shape_files
from kg.validation.triples import SUB_CLASS_OF, Triples

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "shapes" / "examples" / "rules").glob("*.ttl"))
FOLDER = os.environ.get("KG_CONFORMANCE", "")
CASES = read_cases(Path(FOLDER) / "shacl") if FOLDER else []


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return compile_shapes(shape_files(ROOT / "shapes"))


@pytest.fixture(scope="module")
def real_graph(few_snapshot: Path) -> bytes:
    """The real records with the units that they name: whole checks of all Vietnam would take minutes."""
    return (few_snapshot / "graph.nq").read_bytes()


@pytest.fixture(scope="module")
def classes(real_graph: bytes) -> list[Triple]:
    """The class hierarchy of the ontology."""
    return [triple for triple in ontology(real_graph) if triple[1] == SUB_CLASS_OF]


@pytest.fixture(scope="module")
def live_classes(classes: list[Triple], shapes: Shapes) -> LiveCheck:
    """Nothing but classes, for examples to come and go."""
    return LiveCheck(DataGraph(classes), shapes, cost=0)


def ontology(quads: bytes) -> list[Triple]:
    terms = NamedNode(GRAPH_ONTOLOGY)
    return [triple for graph, triple in read(quads, RdfFormat.N_QUADS) if graph == terms]


def read(content: bytes, form: RdfFormat) -> list[tuple[object, Triple]]:
    found = []
    for quad in parse(content, form):
        assert not isinstance(quad.subject, type(quad))
        found.append((quad.graph_name, (quad.subject, quad.predicate, quad.object)))
    return found


def test_every_read_of_our_shapes_leads_back_to_its_focus_nodes(real_graph: bytes, shapes: Shapes) -> None:
    data = load_quads(real_graph)
    blind = [
        (str(shape.node), trigger)
        for shape in shapes.with_targets
        for trigger in dependencies_of(shape, shapes, data).triggers
        if not trigger.reaches
    ]
    assert blind == []


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(data_graphs(odd=True), shapes_graphs(), st.lists(data_graphs(odd=True), min_size=1, max_size=3))
def test_random_changes(before: list[Triple], shapes: list[Triple], changes: list[list[Triple]]) -> None:
    """Each change takes away what is there of some triples, and brings the others."""
    compiled = read_shapes(Triples(shapes), Path("random"))
    current = set(before)
    live = LiveCheck(DataGraph(current), compiled, cost=0)
    for change in changes:
        old = set(live.results)
        removed, added = current & set(change), set(change) - current
        current = current - removed | added
        outcome = live.change(removed, added)
        expected = check(DataGraph(current), compiled)
        assert Counter(live.results) == Counter(expected)
        assert set(outcome.new) == set(expected) - old
        assert set(outcome.gone) == old - set(expected)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_examples_of_the_rules_come_and_go(
    example: Path, live_classes: LiveCheck, classes: list[Triple], shapes: Shapes
) -> None:
    """A good or bad example is added whole, loses some statements, and goes."""
    triples = [triple for _, triple in read(example.read_bytes(), RdfFormat.TURTLE)]
    chance = random.Random(example.stem)  # noqa: S311 - reproducible, not secret
    lost = chance.sample(triples, min(chance.choice((0, 1, 3)), len(triples)))
    left = [triple for triple in triples if triple not in lost]
    live_classes.change((), triples)
    live_classes.change(lost, ())
    assert set(live_classes.results) == set(check(DataGraph([*classes, *left]), shapes))
    live_classes.change(left, ())
    assert live_classes.results == ()


def test_random_changes_of_the_real_graph(real_graph: bytes, shapes: Shapes) -> None:
    """Statements vanish, and get the values of others of the same property."""
    chance = random.Random(4)  # noqa: S311 - reproducible, not secret
    terms = set(ontology(real_graph))
    current = {triple for _, triple in read(real_graph, RdfFormat.N_QUADS)}
    pool = sorted(current - terms, key=str)
    live = LiveCheck(load_quads(real_graph), shapes)
    seen = 0
    for _ in range(12):
        chosen = chance.sample(pool, 12)
        removed = {triple for triple in chosen[:6] if triple in current}
        values = {triple[1]: triple[2] for triple in chance.sample(pool, 2000)}
        added = {(one, two, values.get(two, three)) for one, two, three in chosen[6:]} - current
        current = current - removed | added
        seen += len(live.change(removed, added).new)
        assert Counter(live.results) == Counter(check(DataGraph(current), shapes))
    assert seen > 20, "the changes broke too little to prove anything"


@pytest.mark.skipif(not FOLDER, reason="the W3C suite is not here: KG_CONFORMANCE names no folder")
def test_w3c_cases_in_two_halves() -> None:
    """Half of the data of each case of the W3C suite comes after the first check, then goes again."""
    compared = 0
    for case in CASES:
        try:
            shapes = read_shapes(case.shapes, case.file)
            whole = check(DataGraph(case.data), shapes)
        except InputError:
            continue
        triples = list(case.data)
        first, second = triples[::2], triples[1::2]
        live = LiveCheck(DataGraph(first), shapes, cost=0)
        live.change((), second)
        assert set(live.results) == set(whole), case.name
        live.change(second, ())
        assert set(live.results) == set(check(DataGraph(first), shapes)), case.name
        compared += 1
    assert compared > 60
