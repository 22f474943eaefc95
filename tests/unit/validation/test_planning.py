"""Triples are moved only where a query keeps its solutions."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from kg.validation.compiled.planning import triples_first

_VARIABLES = st.sampled_from(["?a", "?b", "?c", "?d"])
_NODES = st.sampled_from([f"<urn:n{number}>" for number in range(3)])
_PREDICATES = st.sampled_from(["<urn:p>", "<urn:q>"])


@st.composite
def triples(draw: st.DrawFn) -> str:
    subject, value = draw(_VARIABLES), draw(st.one_of(_VARIABLES, _VARIABLES, _NODES))
    predicate = draw(st.one_of(_PREDICATES, st.just("<urn:p>/<urn:q>*"), st.just("(<urn:p>|^<urn:q>)")))
    more = f" ; {draw(_PREDICATES)} {draw(_VARIABLES)}" if draw(st.booleans()) else ""
    return f"{subject} {predicate} {value}{more}"


@st.composite
def elements(draw: st.DrawFn) -> str:
    inner = draw(triples())
    one, other = draw(_VARIABLES), draw(_VARIABLES)
    return draw(
        st.sampled_from(
            [
                f"{draw(triples())} .",
                f"OPTIONAL {{ {inner} }}",
                f"OPTIONAL {{ {inner} FILTER({one} != {other}) }}",
                f"MINUS {{ {inner} }}",
                f"BIND(COALESCE({one}, <urn:n0>) AS {other})",
                f"FILTER(BOUND({one}) || {one} = {other})",
                f"FILTER NOT EXISTS {{ {inner} }}",
                f"{{ {inner} }} UNION {{ {draw(triples())} }}",
                f"VALUES {one} {{ <urn:n0> <urn:n1> }}",
            ]
        )
    )


@st.composite
def stores(draw: st.DrawFn) -> Store:
    store = Store()
    for subject, predicate, value in draw(st.lists(st.tuples(_NODES, _PREDICATES, _NODES), max_size=8)):
        nodes = (NamedNode(text.strip("<>")) for text in (subject, predicate, value))
        store.add(Quad(*nodes))
    return store


def solutions(store: Store, group: str) -> Counter[tuple[str, ...]]:
    answer = store.query(f"SELECT ?a ?b ?c ?d WHERE {{ {group} }}")
    assert isinstance(answer, QuerySolutions)
    return Counter(tuple(map(str, solution)) for solution in answer)


@settings(max_examples=600, deadline=None)
@given(stores(), st.lists(elements(), min_size=2, max_size=5))
def test_the_solutions_stay(store: Store, parts: list[str]) -> None:
    group = " ".join(parts)
    try:
        expected = solutions(store, group)
    except SyntaxError:
        assume(False)
    assert solutions(store, triples_first(group)) == expected


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (
            "?a <p> ?b OPTIONAL { ?a <q> ?c } ?b <r> ?d .",
            "?a <p> ?b . ?b <r> ?d . OPTIONAL { ?a <q> ?c }",
        ),
        (
            "?a <p> ?b OPTIONAL { ?a <q> ?c } ?c <r> ?d",
            "?a <p> ?b . OPTIONAL { ?a <q> ?c } ?c <r> ?d",
        ),
        (
            "?a <p> ?b BIND(COALESCE(?x, 1) AS ?y) ?x <r> ?b",
            "?a <p> ?b . BIND(COALESCE(?x, 1) AS ?y) ?x <r> ?b",
        ),
        (
            "VALUES ?a { <n> } ?a <p> ?b . FILTER(?b > 1) ?b <r> ?d",
            "VALUES ?a { <n> } ?a <p> ?b . ?b <r> ?d . FILTER(?b > 1)",
        ),
        (
            "?a <p> ?b { ?b <q> ?c } UNION { ?b <r> ?c } . ?a <s> ?d",
            "?a <p> ?b . ?a <s> ?d . { ?b <q> ?c } UNION { ?b <r> ?c }",
        ),
    ],
)
def test_what_moves_and_what_stays(group: str, expected: str) -> None:
    assert triples_first(group) == expected
