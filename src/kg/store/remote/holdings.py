"""What a remote store holds: which data version, and how many statements in each graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from rdflib import OWL

from kg.errors import EndpointFault, QuerySyntaxError
from kg.rdf import iri
from kg.rdf.terms import iri as spell_iri
from kg.store.manifest import Manifest
from kg.store.remote.endpoint import JSON, Endpoint, Reply

_VERSION: Final = f"""SELECT ?version WHERE {{
  GRAPH <{iri.GRAPH_LOADED}> {{ <{iri.GRAPH_LOADED}> <{OWL.versionInfo}> ?version }}
}}"""


def marker_of(version: str) -> str:
    """Return the statement by which a store says that a data version was loaded completely, as N-Triples."""
    return f"<{iri.GRAPH_LOADED}> <{OWL.versionInfo}> {json.dumps(version)} .\n"


async def read_version(endpoint: Endpoint, seconds: float) -> tuple[str, str]:
    """Return the data version that was loaded, empty when none was, and what the service calls itself.

    Raises:
        LimitError: when the service cannot be asked.
    """
    reply = await _ask(endpoint, _VERSION, seconds)
    rows = _rows(reply)
    return (str(rows[0]["version"]["value"]) if rows else ""), reply.server


async def count_statements(endpoint: Endpoint, graphs: Iterable[str], seconds: float) -> dict[str, int]:
    """Return how many statements each graph has.

    Raises:
        LimitError: when the service cannot be asked.
    """
    counts = {}
    for graph in graphs:
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {spell_iri(graph)} {{ ?s ?p ?o }} }}"
        rows = _rows(await _ask(endpoint, query, seconds))
        counts[graph] = int(rows[0]["n"]["value"]) if rows else 0
    return counts


async def require_data(
    endpoint: Endpoint, manifest: Manifest, counts: Mapping[str, int], seconds: float
) -> str:
    """See that a service holds the data of a snapshot; return what the service calls itself.

    A store that ``kg load`` filled says which version it holds. Of another one the statements of each graph
    are counted.

    Raises:
        EndpointFault: when it holds other data.
        LimitError: when it cannot be asked.
    """
    version, server = await read_version(endpoint, seconds)
    url = endpoint.access.url
    advice, advice_vi = f"fill it with kg load --to {url}", f"hãy nạp bằng kg load --to {url}"
    if version and version != manifest.data_version:
        message = (
            f"{endpoint.access.url} holds data version {version}, the snapshot is {manifest.data_version}"
        )
        vi = f"{url} giữ phiên bản dữ liệu {version}, còn bản ở đây là {manifest.data_version}"
        raise EndpointFault(f"{message}; {advice}", vi=f"{vi}; {advice_vi}")
    if not version:
        found = await count_statements(endpoint, counts, seconds)
        for graph, count in counts.items():
            if found[graph] != count:
                message = f"{endpoint.access.url} holds {found[graph]} statements of <{graph}>"
                vi = f"{url} giữ {found[graph]} phát biểu của <{graph}>, bản ở đây {count}"
                raise EndpointFault(f"{message}, the snapshot {count}; {advice}", vi=f"{vi}; {advice_vi}")
    return server


async def _ask(endpoint: Endpoint, query: str, seconds: float) -> Reply:
    try:
        return await endpoint.ask(query, JSON, None, seconds)
    except QuerySyntaxError as error:
        raise EndpointFault(
            f"{error}; write the address of a SPARQL 1.1 endpoint into KG_STORE",
            vi=f"{error.in_language('vi')}; hãy ghi địa chỉ của một dịch vụ SPARQL 1.1 vào KG_STORE",
        ) from error


def _rows(reply: Reply) -> list[dict[str, Any]]:
    try:
        rows = json.loads(reply.body)["results"]["bindings"]
        return [dict(row) for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        message = "the store's answer is no SPARQL result in JSON; write the address of a SPARQL endpoint"
        vi = "kho không trả lời bằng kết quả SPARQL dạng JSON; hãy ghi địa chỉ của một dịch vụ SPARQL"
        raise EndpointFault(message, vi=vi) from error
