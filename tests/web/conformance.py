"""Reads the W3C SPARQL 1.1 test suite, and compares answers with what it expects."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
BASE: Final = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"

# One manifest for each part of the suite that asks queries without entailment or other services.
FOLDERS: Final = (
    "aggregates", "bind", "bindings", "cast", "construct", "csv-tsv-res", "exists", "functions", "grouping",
    "json-res", "negation", "project-expression", "property-path", "subquery", "syntax-query",
)  # fmt: skip

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"

Term = tuple[str, ...]
"""Kind, then value, and of a literal its language or datatype."""
Row = Mapping[str, Term]


@dataclass(frozen=True)
class Case:
    """One test.

    Attributes:
        name: folder and local name.
        kind: the local name of its class.
        query: file.
        default: files of the default graph.
        named: files of the named graphs.
        result: file; None for syntax tests.
    """

    name: str
    kind: str
    query: Path
    default: tuple[Path, ...]
    named: tuple[Path, ...]
    result: Path | None


def iri_of(file: Path, suite: Path) -> str:
    return BASE + file.relative_to(suite).as_posix()


def read_cases(suite: Path) -> list[Case]:
    return [case for folder in FOLDERS for case in _read_manifest(suite, folder)]


def _read_manifest(suite: Path, folder: str) -> Iterator[Case]:
    path = suite / folder / "manifest.ttl"
    base = iri_of(path, suite)
    graph = Graph().parse(path, publicID=base)

    def file(node: Node | None) -> Path:
        assert str(node).startswith(BASE), node
        return suite / str(node).removeprefix(BASE)

    for entries in graph.objects(None, MF.entries):
        for test in Collection(graph, entries):
            action, result = graph.value(test, MF.action), graph.value(test, MF.result)
            query = graph.value(action, QT.query)
            yield Case(
                name=f"{folder}/{str(test).rpartition('#')[2]}",
                kind=str(graph.value(test, RDF.type)).rpartition("#")[2],
                query=file(query if query is not None else action),
                default=tuple(map(file, graph.objects(action, QT.data))),
                named=tuple(map(file, graph.objects(action, QT.graphData))),
                result=None if result is None else file(result),
            )


# ---- What is expected, and what came ----


def read_expected(path: Path, iri: str) -> list[Row] | bool | ox.Dataset:
    """Rows, a boolean or a graph."""
    if path.suffix == ".ttl":
        graph = ox.Dataset(ox.parse(path=str(path), base_iri=iri))
        return _rows_of_graph(graph) if _is_result_set(graph) else graph
    return rows_of(ox.parse_query_results(path=str(path)))


def rows_of(found: ox.QuerySolutions | ox.QueryBoolean) -> list[Row] | bool:
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return [
        {name: term_of(value) for name, value in zip(names, row, strict=True) if value is not None}
        for row in found
    ]


_RS: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"


def _is_result_set(graph: ox.Dataset) -> bool:
    return any(quad.predicate.value == f"{_RS}solution" for quad in graph)


def _rows_of_graph(graph: ox.Dataset) -> list[Row]:
    def values(subject: object, name: str) -> list[object]:
        predicate = f"{_RS}{name}"
        return [
            quad.object for quad in graph if quad.subject == subject and quad.predicate.value == predicate
        ]

    solutions = [quad.object for quad in graph if quad.predicate.value == f"{_RS}solution"]
    return [
        {
            str(getattr(values(binding, "variable")[0], "value", "")): term_of(values(binding, "value")[0])
            for binding in values(solution, "binding")
        }
        for solution in solutions
    ]


def literal(value: str, kind: str) -> Term:
    """A literal by its value: the engine keeps numbers in canonical form, so ``2.00`` is ``2`` to it."""
    name = kind.removeprefix(_XSD)
    try:
        if name in ("double", "float"):
            value = repr(float(value))
        elif name in ("integer", "decimal"):
            value = str(Decimal(value).normalize())
        elif name == "boolean":
            value = {"1": "true", "0": "false"}.get(value, value)
    except (ValueError, InvalidOperation):
        pass
    return ("literal", value, kind)


def term_of(term: object) -> Term:
    if isinstance(term, ox.Literal):
        return literal(term.value, (term.language or "").lower() or term.datatype.value)
    if isinstance(term, ox.NamedNode):
        return ("uri", term.value)
    assert isinstance(term, ox.BlankNode), term
    return ("bnode", term.value)


def read_json(body: bytes) -> list[Row] | bool:
    document = json.loads(body)
    if "boolean" in document:
        return bool(document["boolean"])

    def term(found: Mapping[str, str]) -> Term:
        if found["type"] != "literal":
            return (found["type"], found["value"])
        kind = found.get("xml:lang", "").lower() or found.get("datatype", f"{_XSD}string")
        return literal(found["value"], kind)

    return [{name: term(value) for name, value in row.items()} for row in document["results"]["bindings"]]


def same_rows(one: Sequence[Row], other: Sequence[Row]) -> bool:
    """Whether two tables hold the same rows as often, for some naming of their blank nodes."""
    if len(one) != len(other):
        return False
    if not any(term[0] == "bnode" for row in (*one, *other) for term in row.values()):
        return Counter(frozenset(row.items()) for row in one) == Counter(
            frozenset(row.items()) for row in other
        )
    return _match(list(one), list(other), {})


def _match(ones: list[Row], others: list[Row], names: dict[Term, Term]) -> bool:
    if not ones:
        return True
    for index, row in enumerate(others):
        extended = _unify(ones[0], row, names)
        if extended is not None and _match(ones[1:], others[:index] + others[index + 1 :], extended):
            return True
    return False


def _unify(one: Row, other: Row, names: dict[Term, Term]) -> dict[Term, Term] | None:
    if one.keys() != other.keys():
        return None
    found = dict(names)
    for name, term in one.items():
        wanted = other[name]
        if term[0] == wanted[0] == "bnode":
            if found.setdefault(term, wanted) != wanted:
                return None
        elif term != wanted:
            return None
    return found if len(set(found.values())) == len(found) else None


def same_graph(one: ox.Dataset, other: ox.Dataset) -> bool:
    for dataset in (one, other):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return one == other


def same_csv(one: str, other: str) -> bool:
    """Whether two CSV tables are equal but for order and names of blank nodes."""

    def rows(text: str) -> list[Row]:
        heads, *lines = list(csv.reader(io.StringIO(text)))
        return [
            {
                head: ("bnode", value) if value.startswith("_:") else ("text", value)
                for head, value in zip(heads, line, strict=True)
            }
            for line in lines
        ]

    return same_rows(rows(one), rows(other))


def with_base(query: str, iri: str) -> str:
    """The query as the suite means it: relative IRIs are relative to the query's own place."""
    return f"BASE <{iri}>\n{query}"


def graphs_of_from(query: str, iri: str) -> list[str]:
    """IRIs of FROM and FROM NAMED, resolved."""
    found = re.findall(r"^\s*FROM\s+(?:NAMED\s+)?<([^>]*)>", query, re.IGNORECASE | re.MULTILINE)
    return [name if ":" in name else iri.rpartition("/")[0] + "/" + name for name in found]
