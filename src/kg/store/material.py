"""Turns what a remote engine gave into answers of ours, written as the embedded store writes its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.errors import EndpointFault
from kg.store.contract import Limits, Request, Result
from kg.store.dialects import Dialect, DialectName, choose_dialect
from kg.store.engine import refuse_format, run_query, write_graph, write_table
from kg.store.formats import QueryForm, formats_of
from kg.store.guard import Inspection


def convert(body: bytes, request: Request, form: QueryForm, dialect: Dialect, limits: Limits) -> Result:
    """Return the answer of a query in the wanted format.

    Args:
        body: SPARQL JSON results for a table, N-Triples for a graph, as the remote engine wrote them.
        request: the query and its format.
        form: of the query.
        dialect: of the engine.
        limits: of rows and bytes.

    Raises:
        EndpointFault: when the body is not what it should be.
        QueryRefused: when the wanted format cannot carry the answer.
        ResultTooLarge: when the answer passes a limit.
    """
    chosen = request.result_format or formats_of(form)[0]
    refuse_format(chosen, form)
    try:
        if form.is_graph:
            triples = _restored(ox.parse(body, format=ox.RdfFormat.N_TRIPLES), dialect)
            return write_graph(triples, request, chosen, form, limits)
        content = read_json(body, dialect)
        table = ox.parse_query_results(json.dumps(content), format=ox.QueryResultsFormat.JSON)
        if isinstance(table, ox.QueryBoolean) is not (form is QueryForm.ASK):
            raise EndpointFault(
                f"the store's answer is none to {form}; see whether it is a SPARQL endpoint",
                vi=f"câu trả lời của kho không hợp với {form}; hãy xem đó có phải điểm truy vấn SPARQL không",
            )
        # The table is read while it is written.
        return write_table(table, chosen, form, limits)
    except (SyntaxError, ValueError) as error:
        raise EndpointFault(
            f"the store's answer cannot be read: {error}; see whether it is whole",
            vi=f"không đọc được câu trả lời của kho: {error}; hãy xem nó có trọn vẹn không",
        ) from error


def read_json(body: bytes, dialect: Dialect) -> dict[str, Any]:
    """Return a result document with its terms restored.

    Raises:
        EndpointFault: when it is none.
    """
    try:
        content = json.loads(body)
        if not isinstance(content.get("boolean"), bool):
            dialect.restore_json(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EndpointFault(
            f"the store's answer is no SPARQL result in JSON ({type(error).__name__}: {error});"
            " see whether KG_STORE names a SPARQL endpoint",
            vi="câu trả lời của kho không phải kết quả SPARQL dạng JSON;"
            " hãy xem KG_STORE có phải điểm truy vấn SPARQL không",
        ) from error
    return dict(content)


def _restored(quads: Iterable[ox.Quad], dialect: Dialect) -> Iterator[ox.Triple]:
    for quad in quads:
        term = quad.object
        if isinstance(term, ox.Literal) and not term.language:
            value, datatype = dialect.restore(term.value, term.datatype.value)
            term = ox.Literal(value, datatype=ox.NamedNode(datatype))
        yield ox.Triple(quad.subject, quad.predicate, term)


def read_quads(body: bytes, dialect: Dialect, predicate: str | None) -> list[ox.Quad]:
    """Return the statements of a table with the columns s, p, o and g.

    Args:
        body: SPARQL JSON results.
        dialect: of the engine.
        predicate: IRI of the property of all rows, which have no column p then; None where they have it.

    Raises:
        EndpointFault: when a row is no statement.
    """
    try:
        given = ox.NamedNode(predicate) if predicate else None
        return [
            ox.Quad(
                _node(row["s"]), given or ox.NamedNode(row["p"]["value"]), _term(row["o"]), _node(row["g"])
            )
            for row in read_json(body, dialect)["results"]["bindings"]
        ]
    except (KeyError, ValueError, TypeError) as error:
        message = f"the store's answer holds a row that is no statement ({error}); see what was loaded"
        vi = f"kho trả về một dòng không phải phát biểu ({error}); hãy xem lại dữ liệu đã nạp"
        raise EndpointFault(message, vi=vi) from error


def _node(term: dict[str, str]) -> ox.NamedNode | ox.BlankNode:
    if term["type"] == "bnode":
        return ox.BlankNode(term["value"].removeprefix("nodeID://"))
    return ox.NamedNode(term["value"])


def _term(term: dict[str, str]) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if term["type"] != "literal":
        return _node(term)
    if "xml:lang" in term:
        return ox.Literal(term["value"], language=term["xml:lang"])
    datatype = term.get("datatype")
    return ox.Literal(term["value"], datatype=ox.NamedNode(datatype) if datatype else None)


@dataclass(frozen=True)
class Material:
    """What a worker answers from, in place of its own graph.

    Attributes:
        content: N-Quads (``evaluate``) or the answer of a remote engine (``convert``).
        dialect: of that engine; empty for N-Quads.
    """

    content: bytes
    dialect: str = ""

    def answer(self, request: Request, inspection: Inspection, limits: Limits) -> Result:
        """Return the answer of a query."""
        if not self.dialect:
            return evaluate(self.content, request, inspection, limits)
        dialect = choose_dialect(DialectName(self.dialect), "")
        return convert(self.content, request, inspection.form, dialect, limits)


def evaluate(statements: bytes, request: Request, inspection: Inspection, limits: Limits) -> Result:
    """Return the answer of a query on some statements.

    Args:
        statements: N-Quads, all that the query needs (``kg.store.remote.fragment``).
        request: the query and its format.
        inspection: what the query is.
        limits: of rows and bytes.

    Raises:
        QueryRefused, QuerySyntaxError, LimitError: as ``kg.store.engine.run_query``.
    """
    store = ox.Store()
    store.bulk_load(statements, format=ox.RdfFormat.N_QUADS)
    return run_query(store, request, inspection, limits)
