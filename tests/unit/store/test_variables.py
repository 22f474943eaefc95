from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryRefused
from kg.store.variables import put_values, read_term


def test_every_use_of_a_variable_is_replaced_and_nothing_else() -> None:
    query = "SELECT ?o { ?s :p ?o FILTER(?o<?s) { SELECT ?o { $s ?p ?o } } # ?s\n ?so :q '?s' , <?s> }"
    put = put_values(query, {"s": "<urn:a>"})
    assert put == (
        "SELECT ?o {  <urn:a>  :p ?o FILTER(?o< <urn:a> ) { SELECT ?o {  <urn:a>  ?p ?o } } # ?s\n"
        " ?so :q '?s' , <?s> }"
    )


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_arrives_as_it_is(text: str) -> None:
    query = put_values("SELECT ?x { BIND(?wanted AS ?x) }", {"wanted": str(ox.Literal(text, language="vi"))})
    answer = ox.Store().query(query)
    assert isinstance(answer, ox.QuerySolutions)
    assert [row["x"] for row in answer] == [ox.Literal(text, language="vi")]


@pytest.mark.parametrize(
    "text",
    [
        "_:b",
        "1",
        "",
        "<a b>",
        '"x" . <urn:a> <urn:b> "y"',
        '"x"@',
        "<urn:a> } SERVICE <urn:b> {",
        "<urn:a> #",
    ],
)
def test_a_value_that_is_no_single_term_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        read_term(text)
