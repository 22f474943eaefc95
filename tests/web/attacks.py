"""Queries that mean harm, with the answer that their sender gets; shared by the tests and the soak run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_NEXT: Final = "<https://example.org/ns#next>"
ANSWERED: Final = "answered"
"""The engine copes: 200."""


@dataclass(frozen=True)
class Attack:
    """One query, and the codes of the answers that are right; how fast the host is decides which comes."""

    name: str
    query: str
    codes: tuple[str, ...]


def _repeat(count: int, piece: str, joint: str = "") -> str:
    return joint.join(piece.replace("#", str(number)) for number in range(count))


_DOUBLING: Final = 'BIND("aaaaaaaa" AS ?x0) ' + " ".join(
    f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40)
)
_MANY_VALUES: Final = " ".join(f"VALUES ?x{n} {{ {'1 ' * 1000} }}" for n in range(8))

ATTACKS: Final = (
    Attack("cross join", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", ("deadline",)),
    Attack("cross join, listed", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", ("result-too-large",)),
    Attack(
        "cross join, sorted", "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", ("worker-died", "deadline")
    ),
    Attack("mixed sort", "SELECT ?o { ?s <https://example.org/ns#value> ?o } ORDER BY ?o", ("worker-died",)),
    Attack("3 000 nested groups", f"SELECT * {'{' * 3000}{'}' * 3000}", ("query-refused",)),
    Attack(
        "2 000 OPTIONALs",
        f"SELECT * {{ ?s ?p ?o {_repeat(2000, 'OPTIONAL { ?s ?p# ?o# }')} }}",
        ("deadline", "worker-died"),
    ),
    Attack(
        "3 500 UNIONs",
        f"SELECT * {{ {_repeat(3500, '{ ?a ?b ?c }', ' UNION ')} }}",
        ("result-too-large", "deadline", "query-too-long"),
    ),
    Attack(
        "VALUES of 32 000 rows",
        f"SELECT * {{ VALUES ?x {{ {'1 ' * 32_000} }} ?s ?p ?o }}",
        ("result-too-large", "deadline"),
    ),
    Attack("VALUES multiplied", f"SELECT (COUNT(*) AS ?n) {{ {_MANY_VALUES} }}", ("deadline", "worker-died")),
    Attack(
        "backtracking pattern",
        f'SELECT ?s {{ BIND("{"a" * 50_000}!" AS ?s) FILTER REGEX(?s, "^(a+)+$") }}',
        (ANSWERED,),
    ),
    Attack(
        "exploding pattern",
        'SELECT ?s { ?s ?p ?o FILTER REGEX(STR(?o), "((a{1,1000}){1,1000}){1,1000}") }',
        ("deadline", ANSWERED),
    ),
    Attack("doubled strings", f"SELECT (STRLEN(?x40) AS ?n) {{ {_DOUBLING} }}", ("worker-died", "deadline")),
    Attack(
        "path of paths",
        f"SELECT (COUNT(*) AS ?n) {{ ?a ({_NEXT}*/{_NEXT}*/{_NEXT}*)* ?b }}",
        ("deadline", "worker-died"),
    ),
    Attack("path of 2 000 steps", f"SELECT * {{ ?a {'/'.join([_NEXT] * 2000)} ?b }} LIMIT 1", ("deadline",)),
    Attack(
        "EXISTS over a join",
        "SELECT * { ?a ?b ?c FILTER EXISTS { ?d ?e ?f . ?g ?h ?i FILTER(?f = ?a && ?i = ?c) } }",
        ("deadline",),
    ),
    Attack(
        "sum of 30 000 terms", f"SELECT (1{'+1' * 30_000} AS ?x) {{}}", ("deadline", "worker-died", ANSWERED)
    ),
    Attack(
        "giant template",
        f"CONSTRUCT {{ {'[] ?b [] . ' * 4000} }} {{ ?a ?b ?c }}",
        ("result-too-large", "deadline"),
    ),
    Attack("slow to read", "ASK {" + "a-" * 32_000, ("query-refused",)),
    Attack("another host", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", ("query-refused",)),
    Attack("a local file", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", ("query-refused",)),
)
