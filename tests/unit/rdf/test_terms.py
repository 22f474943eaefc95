from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, parse

from kg.rdf import terms

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def _read_back(spelled: str) -> Literal:
    line = f"<http://e/s> <http://e/p> {spelled} ."
    (quad,) = parse(line.encode(), format=RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, Literal)
    return quad.object


@given(ANY_TEXT)
def test_any_string_is_read_back_as_it_was(text: str) -> None:
    assert _read_back(terms.string(text)).value == text


@given(ANY_TEXT)
def test_language_tags_stay(text: str) -> None:
    found = _read_back(terms.string(text, "vi"))
    assert (found.value, found.language) == (text, "vi")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_decimals_keep_their_value_and_end_in_no_zero(value: Decimal) -> None:
    spelled = _read_back(terms.literal(value)).value
    assert Decimal(spelled) == value
    assert "." not in spelled or not spelled.endswith("0")


def test_typed_values() -> None:
    assert terms.literal(date(2024, 4, 23)).startswith('"2024-04-23"^^')
    assert terms.literal(False).startswith('"false"^^')
    assert terms.literal(7).endswith("#integer>")


@pytest.mark.parametrize("bad", ["a b", "<", 'x"y', "a\nb", "{x}", "a\\b"])
def test_an_iri_with_forbidden_characters_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="not an IRI"):
        terms.iri(bad)


@given(ANY_TEXT)
def test_a_strangers_iri_is_one_that_every_parser_reads(text: str) -> None:
    try:
        spelled = terms.foreign_iri(f"http://e/{text}")
    except ValueError:
        return
    (quad,) = parse(f"{spelled} <http://e/p> 1 .".encode(), format=RdfFormat.TURTLE)
    assert str(quad.subject) == spelled


@pytest.mark.parametrize(
    "bad", ["a", "", "http://e/%", "http://e/[", "http://e/a#b#c", "http://e/\ue000", "http://e/ "]
)
def test_what_is_no_iri_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="IRI"):
        terms.foreign_iri(bad)
