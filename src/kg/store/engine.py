"""Runs one query on a pyoxigraph store and writes the whole answer, or none of it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import LimitError, QueryRefused, QuerySyntaxError, ResultTooLarge
from kg.store.contract import Dataset, Limits, Request, Result
from kg.store.formats import QueryForm, ResultFormat, formats_of
from kg.store.guard import Inspection
from kg.store.rows import count_rows
from kg.vocab import DATA

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

_TABLES: Final = {
    ResultFormat.JSON: ox.QueryResultsFormat.JSON,
    ResultFormat.XML: ox.QueryResultsFormat.XML,
    ResultFormat.CSV: ox.QueryResultsFormat.CSV,
    ResultFormat.TSV: ox.QueryResultsFormat.TSV,
}
_GRAPHS: Final = {
    ResultFormat.TURTLE: ox.RdfFormat.TURTLE,
    ResultFormat.N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    ResultFormat.N_QUADS: ox.RdfFormat.N_QUADS,
    ResultFormat.TRIG: ox.RdfFormat.TRIG,
    ResultFormat.JSON_LD: ox.RdfFormat.JSON_LD,
    ResultFormat.RDF_XML: ox.RdfFormat.RDF_XML,
}
# XML 1.1 Names, colon excluded: what the last part of a property must be to stand as an element's name.
_NO_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_LOCAL_NAME: Final = re.compile(r"[A-Za-z_À-ÖØ-öø-˿Ͱ-ͽ][\w.\-·]*$")


class _Buffer(io.BytesIO):
    """Collects what the engine writes and stops it at the limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Buffer, /) -> int:
        if self.tell() + memoryview(data).nbytes > self._limit:
            raise ResultTooLarge(
                f"the answer has more than {self._limit} bytes; add LIMIT or ask for fewer columns",
                vi=f"kết quả lớn hơn {self._limit} byte; hãy thêm LIMIT hoặc hỏi ít cột hơn",
            )
        return super().write(data)


def run_query(store: ox.Store, request: Request, inspection: Inspection, limits: Limits) -> Result:
    """Return the whole answer of a query that ``kg.store.guard`` has passed.

    Raises:
        QueryRefused: when the wanted format cannot carry the answer, or the engine lacks what is used.
        QuerySyntaxError: when the engine does not understand the query; in its words.
        ResultTooLarge: when the answer passes a limit.
        LimitError: when the engine fails while it runs the query.
    """
    form = inspection.form
    chosen = request.result_format or formats_of(form)[0]
    refuse_format(chosen, form)
    scope = _scope(request.dataset or _from_clause(inspection))
    try:
        answer = store.query(request.text, base_iri=str(DATA), **scope)  # type: ignore[arg-type]
        if isinstance(answer, ox.QueryTriples):
            return write_graph(answer, request, chosen, form, limits)
        return write_table(answer, chosen, form, limits)
    except SyntaxError as error:
        raise QuerySyntaxError(
            f"not SPARQL 1.1: {error.msg}", vi=f"không phải SPARQL 1.1; máy truy vấn báo: {error.msg}"
        ) from error
    except (RuntimeError, ValueError) as error:
        raise QueryRefused(
            f"the engine cannot run this: {error}; ask without it",
            vi=f"máy truy vấn không chạy được điều này: {error}; hãy hỏi mà không dùng nó",
        ) from error
    except OSError as error:
        raise LimitError(
            f"the engine gave up: {error}; simplify the query",
            vi=f"máy truy vấn bỏ cuộc: {error}; hãy đơn giản hóa truy vấn",
        ) from error


def _from_clause(inspection: Inspection) -> Dataset | None:
    default, named = inspection.default_graphs, inspection.named_graphs
    return Dataset(default, named) if default or named else None


def _scope(dataset: Dataset | None) -> dict[str, object]:
    """Return the keyword arguments by which the engine sees a dataset; the union of all when there is none.

    The engine lets the union win over FROM, so FROM is always passed as an argument.
    """
    if dataset is None:
        return {"use_default_graph_as_union": True}
    return {
        "default_graph": [ox.NamedNode(iri) for iri in dataset.default],
        "named_graphs": [ox.NamedNode(iri) for iri in dataset.named],
    }


def refuse_format(chosen: ResultFormat, form: QueryForm) -> None:
    """Refuse a format that cannot carry the answer of a form.

    Raises:
        QueryRefused: naming the formats that can.
    """
    if chosen.is_graph is not form.is_graph:
        fitting = ", ".join(item.name for item in formats_of(form))
        raise QueryRefused(
            f"{chosen.name} cannot carry the answer of {form}; ask for one of {fitting}",
            vi=f"{chosen.name} không ghi được kết quả của {form}; hãy chọn một trong {fitting}",
        )


def write_table(
    answer: ox.QuerySolutions | ox.QueryBoolean, chosen: ResultFormat, form: QueryForm, limits: Limits
) -> Result:
    """Write a table or a boolean.

    Raises:
        ResultTooLarge: when it passes a limit.
    """
    buffer = _Buffer(limits.result_bytes)
    answer.serialize(buffer, _TABLES[chosen])
    body = buffer.getvalue()
    if chosen is ResultFormat.XML:
        body = _fit_xml(body, "JSON")
    rows = 1 if form is QueryForm.ASK else count_rows(body, chosen)
    if rows > limits.result_rows:
        raise ResultTooLarge(
            f"the answer has {rows} rows, more than {limits.result_rows}; add LIMIT",
            vi=f"kết quả có {rows} dòng, hơn mức {limits.result_rows}; hãy thêm LIMIT",
        )
    return Result(body, chosen.media_type, form, rows)


def write_graph(
    answer: Iterable[ox.Triple], request: Request, chosen: ResultFormat, form: QueryForm, limits: Limits
) -> Result:
    """Write triples once each and in order, so that equal graphs give equal bytes.

    Raises:
        QueryRefused: when RDF/XML cannot name a property.
        ResultTooLarge: when the graph passes a limit.
    """
    triples = sorted(set(_bounded(answer, limits.result_rows)), key=str)
    if chosen is ResultFormat.RDF_XML:
        _refuse_unnameable(triples)
    buffer = _Buffer(limits.result_bytes)
    ox.serialize(triples, buffer, _GRAPHS[chosen], prefixes=dict(request.prefixes) or None)
    body = buffer.getvalue()
    if chosen is ResultFormat.RDF_XML:
        body = _fit_xml(body, "Turtle")
    return Result(body, chosen.media_type, form, len(triples))


def _bounded(answer: Iterable[ox.Triple], limit: int) -> Iterator[ox.Triple]:
    for number, triple in enumerate(answer):
        if number >= limit:
            raise ResultTooLarge(
                f"the answer has more than {limit} triples; add LIMIT",
                vi=f"kết quả có hơn {limit} bộ ba; hãy thêm LIMIT",
            )
        yield triple


def _refuse_unnameable(triples: list[ox.Triple]) -> None:
    """Refuse properties that RDF/XML cannot name (RDF 1.1 XML Syntax §7.2.14)."""
    for triple in triples:
        if not _LOCAL_NAME.search(re.split(r"[/#:]", triple.predicate.value)[-1]):
            name = f"<{triple.predicate.value}>"
            raise QueryRefused(
                f"RDF/XML cannot name the property {name}; ask for Turtle",
                vi=f"RDF/XML không viết được tên thuộc tính {name}; hãy chọn Turtle",
            )


def _fit_xml(body: bytes, other: str) -> bytes:
    """Return a document as XML 1.0 can carry it: the engine writes any character as it is.

    Carriage returns become references, for a parser makes line feeds of bare ones (§2.11). Other control
    characters have no spelling at all (§2.2).

    Raises:
        QueryRefused: the document holds one of them.
    """
    found = _NO_XML.search(body)
    if found is not None:
        code = ord(found[0].decode("utf-8"))
        raise QueryRefused(
            f"the answer holds the character U+{code:04X}, which XML cannot carry; ask for {other}",
            vi=f"kết quả có ký tự U+{code:04X} mà XML không ghi được; hãy chọn {other}",
        )
    return body.replace(b"\r", b"&#xD;")
