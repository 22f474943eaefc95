"""The patterns of a query are those that rdflib's parser finds; what is not understood is refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.validation.compiled import Shapes, compile_shapes
from kg.validation.compiled.model import Query
from kg.validation.delta.query_reader import Group, read_patterns
from kg.validation.delta.query_scopes import scopes_of
from kg.validation.delta.query_terms import UnreadableQueryError
from kg.validation.paths import predicates_of
from kg.validation.shapes import shape_files

ROOT = Path(__file__).resolve().parents[3]
EX = "PREFIX : <http://x/>\n"


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return compile_shapes(shape_files(ROOT / "shapes"))


def queries(shapes: Shapes) -> list[Query]:
    found = [constraint.query for shape in shapes.by_node.values() for constraint in shape.constraints]
    found += [target.query for shape in shapes.by_node.values() for target in shape.targets]
    return [query for query in found if query is not None]


def edges(group: Group) -> Iterator[str]:
    """The number of patterns by the properties that they read; a variable property as ``?``."""
    for edge in group.edges:
        names = sorted(iri.value for iri in predicates_of(edge.path)) if edge.path is not None else ["?"]
        yield " ".join(names)
    for child in group.children():
        yield from edges(child)


def triples(value: object) -> Iterator[str]:
    """The same of rdflib's algebra."""
    if isinstance(value, CompValue):
        for triple in value.triples if value.name == "BGP" else ():
            predicate = triple[1]
            yield "?" if type(predicate).__name__ == "Variable" else " ".join(sorted(_iris(predicate)))
        for key, inner in value.items():
            if not (value.name == "BGP" and key == "triples"):
                yield from triples(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from triples(inner)


def _iris(path: object) -> Iterator[str]:
    if hasattr(path, "args"):
        for each in path.args:
            yield from _iris(each)
    elif hasattr(path, "path"):
        yield from _iris(path.path)
    elif hasattr(path, "arg"):
        yield from _iris(path.arg)
    else:
        yield str(path)


def split(names: Iterator[str]) -> Counter[str]:
    """rdflib takes sequences apart, so properties are counted one by one."""
    return Counter(name for each in names for name in each.split(" "))


def test_every_pattern_of_every_rule_is_read(shapes: Shapes) -> None:
    found = queries(shapes)
    assert len(found) > 80
    for query in found:
        # rdflib keeps the groups of EXISTS out of its algebra; as OPTIONAL they have the same patterns
        plain = re.sub(r"FILTER( NOT)? EXISTS", "OPTIONAL", query.text)
        algebra = translateQuery(parseQuery(plain)).algebra
        assert split(edges(read_patterns(query.text))) == split(triples(algebra)), query.text


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?this { GRAPH ?g { ?this :p ?x } }",
        "SELECT ?this { ?this :p [ :q ?x ] }",
        "SELECT ?this { ?this :p (1 2) }",
        "SELECT ?this { ?this !:p ?x }",
        "SELECT ?this { ?this other:p ?x }",
        "SELECT ?this { { SELECT ?this { ?this :p ?x } LIMIT 1 } }",
        "SELECT ?this { ?this :p ?x } LIMIT 1",
        "CONSTRUCT { ?this :p ?x } { ?this :p ?x }",
        "SELECT ?this { ?this :p ?x",
    ],
)
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(UnreadableQueryError):
        read_patterns(EX + text)


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("SELECT ?this { ?this :p ?x . OPTIONAL { ?x :q ?y FILTER EXISTS { ?y :r ?z } } }", True),
        ("SELECT ?this { ?this :p ?x . MINUS { ?x :q/:r* ?y } }", True),
        ("SELECT ?this { ?this :p 5 , 'a'@vi , 1.5 . FILTER NOT EXISTS { ?a :q ?b } }", False),
        ("SELECT ?this { ?this :p ?x OPTIONAL { ?x :q ?o } BIND(COALESCE(?o, ?x) AS ?u) ?v :r ?u }", True),
        ("SELECT ?this { ?this :p ?x BIND(STR(?x) AS ?u) ?v :r ?u }", False),
        ("SELECT ?this { { ?this :p ?x } UNION { ?this :q ?x } ?x :r ?y }", True),
        ("SELECT ?this { ?this :p ?x { SELECT (COUNT(?x) AS ?n) { ?x :q ?y } } }", False),
        (
            "SELECT ?this { ?this :p ?x { SELECT ?this (COUNT(?x) AS ?n) { ?this :q ?x } GROUP BY ?this } }",
            True,
        ),
        ("ASK { ?this :p ?x . FILTER(EXISTS { ?x :q ?y } || ?x = :a) VALUES ?x { :a :b } }", True),
    ],
)
def test_whether_all_patterns_lead_to_the_focus_node(text: str, reached: bool) -> None:
    triggers = [trigger for scope in scopes_of(read_patterns(EX + text)) for trigger in scope.triggers()]
    assert triggers
    assert all(trigger.reaches for trigger in triggers) is reached
