"""A query gives on the gathered statements what it gives on the whole graph, however both are made."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryRefused, ResultTooLarge
from kg.store import Limits, ResultFormat
from kg.store.contract import Request
from kg.store.engine import run_query
from kg.store.guard import inspect
from kg.store.remote import fragment as fragment_module
from kg.store.remote.fragment import End, Fragment, Sizes
from kg.store.remote.gathering import gather
from kg.store.remote.lookup import Memory, spell_lookup
from kg.store.remote.reading import read_patterns

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
NODES = [f"<urn:{name}>" for name in "abcde"]
LINKS = [f"<urn:{name}>" for name in "pqr"]
LITERALS = ['"1"^^<http://www.w3.org/2001/XMLSchema#integer>', '"xã"@vi']


@dataclass
class Local:
    """Looks up in a store here, and counts."""

    store: ox.Store
    asked: int = 0

    async def find(self, predicate: str | None, end: End | None, nodes: Iterable[str]) -> list[ox.Quad]:
        self.asked += 1
        query = spell_lookup(predicate, end, list(nodes)).replace("SELECT ?g ?s ?o", "SELECT *")
        solutions = self.store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        named = ox.NamedNode(predicate[1:-1]) if predicate else None
        return [ox.Quad(row["s"], named or row["p"], row["o"], row["g"]) for row in solutions]


def rows(store: ox.Store, query: str) -> list[str]:
    result = run_query(store, Request(query, ResultFormat.JSON), inspect(query), Limits())
    return sorted(json.dumps(row, sort_keys=True) for row in json.loads(result.body)["results"]["bindings"])


def gathered(store: ox.Store, query: str, sizes: Sizes | None = None) -> tuple[list[str], Fragment]:
    found = Fragment(Local(store))
    asyncio.run(gather(found, read_patterns(query), sizes or Sizes(), {}))
    part = ox.Store()
    part.bulk_load(found.write(), format=ox.RdfFormat.N_QUADS)
    return rows(part, query), found


statements = st.lists(
    st.tuples(
        st.sampled_from(NODES),
        st.sampled_from(LINKS),
        st.sampled_from(NODES + LITERALS),
        st.sampled_from("gh"),
    ),
    max_size=14,
)
variables = st.sampled_from(["?x", "?y", "?z"])
steps = st.sampled_from(LINKS)
paths = st.recursive(
    steps,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("*+?")).map(lambda pair: f"({pair[0]}){pair[1]}"),
        st.tuples(inner, st.sampled_from("/|"), inner).map(lambda parts: f"({parts[0]}{parts[1]}{parts[2]})"),
        inner.map(lambda path: f"^({path})"),
    ),
    max_leaves=3,
)
ends = st.one_of(variables, st.sampled_from(NODES))
triples = st.tuples(ends, st.one_of(paths, st.just("?any")), st.one_of(ends, st.sampled_from(LITERALS))).map(
    lambda parts: f"{parts[0]} {parts[1]} {parts[2]} ."
)
values = st.tuples(variables, st.lists(st.sampled_from([*NODES, "UNDEF"]), min_size=1, max_size=2)).map(
    lambda pair: f"VALUES {pair[0]} {{ {' '.join(pair[1])} }}"
)


def compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        inner.map(lambda body: f"OPTIONAL {{ {body} }}"),
        inner.map(lambda body: f"MINUS {{ {body} }}"),
        inner.map(lambda body: f"FILTER EXISTS {{ {body} }}"),
        inner.map(lambda body: f"FILTER(BOUND(?x) || NOT EXISTS {{ {body} }})"),
        st.tuples(inner, inner).map(lambda pair: f"{{ {pair[0]} }} UNION {{ {pair[1]} }}"),
        inner.map(lambda body: f"{{ SELECT DISTINCT ?x ?y WHERE {{ {body} }} }}"),
        inner.map(lambda body: f"{{ SELECT ?x (COUNT(*) AS ?n) WHERE {{ {body} }} GROUP BY ?x }}"),
        triples.filter(lambda text: "(" not in text).map(lambda body: f"GRAPH ?g {{ {body} }}"),
    )


elements = st.recursive(
    st.one_of(triples, values),
    lambda inner: st.lists(st.one_of(inner, compound(inner)), min_size=1, max_size=3).map(" ".join),
    max_leaves=5,
)


def store_of(lines: Iterable[tuple[str, str, str, str]]) -> ox.Store:
    store = ox.Store()
    # Every node has a class, as all things of the project do.
    kinds = "".join(f"{node} {TYPE} <urn:Thing> <urn:g> .\n" for node in NODES)
    text = kinds + "".join(f"{s} {p} {o} <urn:{g}> .\n" for s, p, o, g in lines)
    store.bulk_load(text.encode(), format=ox.RdfFormat.N_QUADS)
    return store


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(statements, elements, st.booleans())
def test_random_queries_give_the_same_rows(
    lines: list[tuple[str, str, str, str]], body: str, knows_sizes: bool
) -> None:
    query = f"SELECT * WHERE {{ {body} }}"
    store = store_of(lines)
    counts = {link[1:-1]: {"triples": 5, "subjects": 4, "objects": 3} for link in LINKS}
    found, _ = gathered(store, query, Sizes(counts, {"urn:Thing": len(NODES)}) if knows_sizes else None)
    assert found == rows(store, query)


def test_a_look_up_is_narrowed_by_what_is_known() -> None:
    store = store_of([("<urn:a>", "<urn:p>", "<urn:b>", "g"), ("<urn:c>", "<urn:p>", "<urn:d>", "g")])
    many = Sizes({link[1:-1]: {"triples": 9000, "subjects": 9000, "objects": 9000} for link in LINKS})
    query = "SELECT * { VALUES ?x { <urn:a> } ?x <urn:p> ?y . OPTIONAL { ?y <urn:q> ?z } }"
    _, found = gathered(store, query, many)
    assert {str(quad.subject) for quad in found.store} == {"<urn:a>", "<urn:b>"}


def test_a_query_that_needs_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fragment_module, "MOST_STATEMENTS", 3)
    with pytest.raises(ResultTooLarge, match="more than 3 statements"):
        gathered(store_of([]), "SELECT * { ?s ?p ?o }")


@pytest.mark.parametrize(
    "query",
    [
        "DESCRIBE <urn:a>",
        "SELECT * { ?s !<urn:p> ?o }",
        "SELECT * { ?s <urn:p> [] }",
        "SELECT * { ?s <urn:p> (1 2) }",
        "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING(COUNT(*) > 1)",
        "SELECT * { ?s ex:p ?o }",
        "SELECT * { ?s <urn:p> ?o",
    ],
)
def test_what_is_not_understood_is_refused_and_never_skipped(query: str) -> None:
    with pytest.raises(QueryRefused):
        read_patterns(query)


def test_memory_forgets_the_least_recently_used_first() -> None:
    memory = Memory(most=6)
    quad = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.NamedNode("urn:b"), ox.NamedNode("urn:g"))
    for name in "xyz":
        memory.keep((None, End.SUBJECT, name), (quad,))
    assert memory.recall((None, End.SUBJECT, "x")) == (quad,)
    memory.keep((None, End.SUBJECT, "w"), ())
    assert memory.recall((None, End.SUBJECT, "y")) is None
    assert memory.recall((None, End.SUBJECT, "x")) == (quad,)
    assert memory.recall((None, End.SUBJECT, "w")) == ()
