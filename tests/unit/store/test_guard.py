from __future__ import annotations

import contextlib
import re

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError, QueryRefused, QueryTooLong
from kg.store.formats import QueryForm
from kg.store.guard import UPDATES, Inspection, inspect

ENDPOINT = "<http://127.0.0.1:9/>"
"""The engine refuses port 9 without sending anything, with an error that names it: a harmless witness."""


def run(query: str) -> None:
    """Let the engine run a query to its end; what it finds does not matter."""
    answer = ox.Store().query(query)
    if not isinstance(answer, ox.QueryBoolean):
        assert all(True for _ in answer)


HIDDEN = [
    f"SELECT * {{ SERVICE {ENDPOINT} {{?s ?p ?o}} }}",
    f"SELECT * {{ service silent {ENDPOINT} {{?s ?p ?o}} }}",
    f"SELECT*{{{{}}SERVICE{ENDPOINT}{{?s ?p ?o}}}}",
    f"SELECT * {{ ?s ?p trueSERVICE {ENDPOINT} {{}} }}",
    f"SELECT * {{ ?s ?p 1SERVICE {ENDPOINT} {{}} }}",
    f"SELECT * {{ ?s ?p ''SERVICE {ENDPOINT} {{}} }}",
    f"SELECT * {{ ?s ?p 'x'@en--ltrSERVICE {ENDPOINT} {{}} }}",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x {?s ?p ?o} }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x # {\n {?s ?p ?o} }",
    "PREFIX ex: <http://127.0.0.1:9/> SELECT * { SERVICEex:x {?s ?p ?o} }",
    "PREFIX ex: <http://127.0.0.1:9/> SELECT * { SERVICESILENTex:x {?s ?p ?o} }",
    "PREFIX ex: <http://127.0.0.1:9/> SELECT * { ?s ?p true.SERVICEex:x {?s ?p ?o} }",
    f"SELECT * {{ FILTER(?a<'>' ) SERVICE {ENDPOINT} {{}} FILTER(?b = ' ' ) }}",
    f"SELECT * {{ FILTER(?a<1#>'''\n) SERVICE {ENDPOINT} {{}} #'''\n}}",
    f"SELECT * {{ VALUES ?x {{'''a'}} SERVICE {ENDPOINT} {{?s ?p ?o}} #\\x'''\n}}",
    f"SELECT * {{ VALUES ?x {{'''a'}} SERVICE {ENDPOINT} {{?s ?p ?o}} #\\uD800'''\n}}",
    f"SELECT * {{ FILTER(?a<<http://x#>)\n SERVICE {ENDPOINT} {{}} #>)\n}}",
    f"ASK {{ ?s ?p ?o.#\r SERVICE {ENDPOINT} {{}} }}",
]


@pytest.mark.parametrize("query", HIDDEN)
def test_service_is_refused_in_every_disguise(query: str) -> None:
    with pytest.raises(QueryRefused):
        inspect(query)


def test_the_disguises_are_real() -> None:
    """The engine itself would follow most of them: what the guard is for."""
    reached = 0
    for query in HIDDEN:
        try:
            run(query)
        except OSError as error:
            reached += "port 9" in str(error)
        except SyntaxError:
            continue
    assert reached >= 8


@pytest.mark.parametrize("word", sorted(UPDATES))
def test_update_keywords_are_refused(word: str) -> None:
    with pytest.raises(QueryRefused, match=rf"^1:1: {word.upper()} changes data"):
        inspect(f"{word} <http://x/>")


_WORDS = ("SERVICE", "service", "LOAD", "Insert", "DELETE", "FROM", "DROP", "WITH")
_KEYWORD = st.sampled_from(_WORDS)
_DECOY = st.one_of(
    _KEYWORD.map(lambda word: f"?s ?p '{word} <http://x/> {{'"),
    _KEYWORD.map(lambda word: f'?s ?p """{word} \' " <x> {{"""@vi'),
    _KEYWORD.map(lambda word: f"?s ?p '''{word}\n''\\'{word}'''"),
    _KEYWORD.map(lambda word: f'?s ?p "\\"{word}\\\\"'),
    _KEYWORD.map(lambda word: f"?s <http://x/{word}#{word}> ?o"),
    _KEYWORD.map(lambda word: f"?s <{word}:x'{word}> ?o"),
    _KEYWORD.map(lambda word: f"?s ?p ?o # {word} <http://x/> {{ ' \" <\n"),
    _KEYWORD.map(lambda word: f"{word}:a ex:{word} {word}:{word}"),
    _KEYWORD.map(lambda word: f"?{word} ${word} []"),
    _KEYWORD.map(lambda word: f"?s ?p 'x'@{word}"),
    _KEYWORD.map(lambda word: f"GRAPH {word}:g {{ ?s ?p ?o }}"),
    _KEYWORD.map(lambda word: f"?s ?p ?o FILTER(?s<?o || ?{word} < 3 || ?o > '{word}')"),
)
_PROLOGUE = " ".join(f"PREFIX {word}: <http://x/{word}/>" for word in ("ex", *_WORDS))


@given(st.lists(_DECOY, max_size=6))
def test_keywords_inside_other_tokens_pass(decoys: list[str]) -> None:
    query = f"BASE <http://b/> {_PROLOGUE} SELECT * {{ {' . '.join(decoys)} }}"
    assert inspect(query) == Inspection(QueryForm.SELECT)
    # The engine agrees that this is a query, so nothing was let through as mere noise.
    run(query)


_NOISE = st.lists(
    st.sampled_from(
        [
            *("'", '"', "'''", '"""', "\\", "\\'", "\\x", "\\uD800", "<", ">", "<<", "#", "\n", " ", "<'>"),
            *("(", ")", "{", "}", "?s ?p ?o", ".", "1", "true", "ex:a", "@en", "^^", "<urn:a#b>", "FILTER("),
            *("VALUES ?x {", "BIND(", "&&", "=", "EXISTS {", "UNION", "<=", "[", "]", ",", ";", "ex:SERVICE"),
        ]
    ),
    max_size=6,
).map("".join)


@settings(max_examples=500)
@given(_NOISE, st.sampled_from([f"SERVICE{ENDPOINT}{{}}", "SERVICEex:x{}", "SERVICE:x {}"]), _NOISE)
def test_what_passes_never_reaches_the_network(before: str, service: str, after: str) -> None:
    prologue = "PREFIX ex: <http://127.0.0.1:9/> PREFIX : <http://127.0.0.1:9/>"
    query = f"{prologue} SELECT * {{ VALUES ?v {{'{before}'}} {service} {before} {service} {after} }}"
    try:
        inspect(query)
    except KgError:
        return
    try:
        run(query)
    except SyntaxError:
        return
    except OSError as error:
        pytest.fail(f"{query!r} passed and asked for a connection: {error}")


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", QueryForm.SELECT),
        ("# SELECT\nprefix select: <http://x/> ask { select:a ?p 'CONSTRUCT' }", QueryForm.ASK),
        ("BASE <http://x/CONSTRUCT> Describe <a>", QueryForm.DESCRIBE),
        ("CONSTRUCT {?s ?p ?o} { SELECT * {?s ?p ?o} }", QueryForm.CONSTRUCT),
    ],
)
def test_form(query: str, form: QueryForm) -> None:
    assert inspect(query).form is form


def test_a_query_without_form_is_refused() -> None:
    with pytest.raises(QueryRefused, match=r"no SELECT, ASK, CONSTRUCT or DESCRIBE"):
        inspect("PREFIX ex: <http://x/> ")


def test_from_is_resolved_against_base_and_prefixes() -> None:
    query = (
        "BASE <http://x/y/> PREFIX a: <z#> ASK FROM <g> FROM a:b FROM NAMED <../n> FROM NAMED <\\u0061:b> {}"
    )
    inspection = inspect(query)
    assert inspection.default_graphs == ("http://x/y/g", "http://x/y/z#b")
    assert inspection.named_graphs == ("http://x/n", "a:b")


@pytest.mark.parametrize(
    "clause", ["FROM <file:///etc/passwd>", "FROM NAMED <http://127.0.0.1/>", "FROM <>", "from ex:g"]
)
def test_from_of_a_graph_that_does_not_exist_is_refused(clause: str) -> None:
    query = f"PREFIX ex: <http://x/> SELECT * {clause} {{}}"
    with pytest.raises(QueryRefused, match="there is no graph <"):
        inspect(query, graphs=frozenset({"http://x/there"}))


def test_from_of_a_graph_that_exists_passes() -> None:
    query = "PREFIX ex: <http://x/> SELECT * FROM ex:there FROM NAMED <http://x/there> {}"
    assert inspect(query, graphs=frozenset({"http://x/there"})).default_graphs == ("http://x/there",)


@pytest.mark.parametrize("query", ["ASK FROMNAMED<http://x/>{}", "PREFIX : <http://x/> ASK FROM:g {}"])
def test_from_without_space_is_refused(query: str) -> None:
    with pytest.raises(QueryRefused, match="put a space after FROM"):
        inspect(query)


def test_from_with_undeclared_prefix_is_refused() -> None:
    with pytest.raises(QueryRefused, match=r"1:10: the prefix ex: is not declared"):
        inspect("ASK FROM ex:g {}")


@pytest.mark.parametrize("opening", ["{", "(", "[", "<<", "{ (", "!", "- "])
def test_nesting_is_bounded(opening: str) -> None:
    closing = {"{": "}", "(": ")", "[": "]", "<<": ">>", "{ (": ") }"}.get(opening, "")

    def nested(times: int) -> str:
        return f"ASK {{ {opening * times} {closing * times} }}"

    with pytest.raises(QueryRefused, match="nested more than 50 levels deep"):
        inspect(nested(51), max_nesting=50)
    assert inspect(nested(20), max_nesting=50)


def test_length_is_bounded() -> None:
    with pytest.raises(QueryTooLong, match=re.escape("has 107 characters, more than 100")):
        inspect(f"ASK {{}} {'#' * 100}", max_characters=100)


def test_a_keyword_as_blank_node_label_passes() -> None:
    assert inspect("ASK { _:SERVICE ?p _:LOAD }").form is QueryForm.ASK


@pytest.mark.parametrize(
    ("query", "volatile"),
    [
        ("SELECT (NOW() AS ?n) {}", True),
        ("SELECT (uuid() AS ?n) {}", True),
        ("ASK { ?now ?rand 'NOW()' }", False),
    ],
)
def test_volatile(query: str, *, volatile: bool) -> None:
    assert inspect(query).volatile is volatile


@pytest.mark.parametrize("unit", ["a.", "a-", "<a", "_:a.", "<<", "1.", "@a-", ":a..", "'''", "<a b> "])
def test_long_runs_are_read_in_linear_time(unit: str) -> None:
    """Each would take minutes if the reading were quadratic; the test then hangs instead of passing."""
    query = f"ASK {{ {unit * 60_000} }}"
    with contextlib.suppress(QueryRefused):
        inspect(query, max_characters=10**7, max_nesting=10**7)
    assert len(query) > 10**5
