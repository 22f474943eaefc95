"""Fills a remote store with a snapshot by the SPARQL 1.1 Graph Store HTTP Protocol, and checks what it holds.

Every step may be done again: a graph is replaced whole (§5.3 PUT, the rest of a large one by §5.5 POST), and
the store says which data version it holds only after all graphs have the right number of statements. What
breaks off half-way therefore never passes for loaded, and the same command completes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

import httpx

from kg.errors import EndpointFault, LimitError, UsageError
from kg.rdf import iri
from kg.store.dialects import Dialect, DialectName, choose_dialect, graph_store_of
from kg.store.manifest import Manifest, read_manifest
from kg.store.remote.endpoint import JSON, Access, Endpoint, make_client, refuse
from kg.store.remote.holdings import count_statements, marker_of, read_version
from kg.store.remote.parts import in_chunks, read_parts
from kg.vocab import DATA

CHUNK: Final = 20_000
"""Statements of one request: about 5 MB."""

# Not SELECT DISTINCT ?g: Virtuoso 7 takes over 6 s for it on 31 000 statements, and 0.06 s for this.
_GRAPHS: Final = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_ANSWER_BYTES: Final = 64 * 1024 * 1024

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Target:
    """Where to load.

    Attributes:
        access: query endpoint, user and password.
        graph_store: address for the Graph Store Protocol; empty for the usual one of the endpoint.
        dialect: of the engine.
        seconds: for each request.
    """

    access: Access
    graph_store: str = ""
    dialect: DialectName = DialectName.AUTO
    seconds: float = 600.0


@dataclass(frozen=True)
class Plan:
    """What is to be done, and what was there.

    Attributes:
        version: data version of the snapshot.
        held: data version that the store says it holds; empty for none.
        counts: statements by graph, as they shall be.
        gone: graphs of the project that the snapshot has no longer.
        graph_store: where it is sent.
    """

    version: str
    held: str
    counts: Mapping[str, int]
    gone: tuple[str, ...]
    graph_store: str


async def load(snapshot: Path, target: Target, tell: Tell, *, dry_run: bool = False) -> Plan:
    """Fill a store with a snapshot; return what was planned.

    Args:
        snapshot: folder of the snapshot.
        target: the store.
        tell: is told of each graph that is there.
        dry_run: find out what is to be done, and change nothing.

    Raises:
        InputError: the snapshot cannot be read.
        UsageError: no address for the Graph Store Protocol is known.
        EndpointFault: the store refuses, or holds something else afterwards.
        LimitError: the store cannot be asked.
    """
    folder = snapshot.resolve()
    manifest = read_manifest(folder)
    async with make_client(target.access) as client:
        endpoint = Endpoint(client, target.access, _ANSWER_BYTES)
        held, server = await read_version(endpoint, target.seconds)
        dialect = choose_dialect(target.dialect, server)
        loader = _Loader(client, target, _graph_store(target, dialect), tell)
        parts = read_parts(folder, manifest, dialect)
        gone = await _gone(endpoint, manifest, target.seconds)
        counts = {graph: len(lines) for graph, lines in parts.items()}
        plan = Plan(manifest.data_version, held, counts, gone, loader.url)
        if dry_run or (
            held == manifest.data_version and not gone and await _is_there(endpoint, plan, target)
        ):
            return plan
        await loader.delete(iri.GRAPH_LOADED)
        for graph, lines in parts.items():
            await loader.put(graph, lines)
        for graph in gone:
            await loader.delete(graph)
        await _verify(endpoint, plan, target)
        await loader.put(iri.GRAPH_LOADED, [marker_of(manifest.data_version)])
    return plan


def _graph_store(target: Target, dialect: Dialect) -> str:
    url = target.graph_store or graph_store_of(target.access.url, dialect)
    if not url:
        message = f"no address for the Graph Store Protocol goes with {target.access.url}; name one with"
        raise UsageError(f"{message} --graph-store, or write files with --method files")
    return url


async def _gone(endpoint: Endpoint, manifest: Manifest, seconds: float) -> tuple[str, ...]:
    """Return the graphs of the project that a store holds and the snapshot does not."""
    reply = await endpoint.ask(_GRAPHS, JSON, None, seconds)
    try:
        found = {str(row["g"]["value"]) for row in json.loads(reply.body)["results"]["bindings"]}
    except (ValueError, KeyError, TypeError) as error:
        message = f"{endpoint.access.url} does not list its graphs; name a SPARQL 1.1 endpoint with --to"
        raise EndpointFault(message) from error
    own = {graph for graph in found if graph.startswith(str(DATA))}
    return tuple(sorted(own - manifest.graphs - {iri.GRAPH_LOADED}))


async def _is_there(endpoint: Endpoint, plan: Plan, target: Target) -> bool:
    return await count_statements(endpoint, plan.counts, target.seconds) == plan.counts


async def _verify(endpoint: Endpoint, plan: Plan, target: Target) -> None:
    found = await count_statements(endpoint, [*plan.counts, *plan.gone], target.seconds)
    wrong = [
        f"<{graph}> has {count}, not {plan.counts.get(graph, 0)}"
        for graph, count in found.items()
        if count != plan.counts.get(graph, 0)
    ]
    if wrong:
        message = (
            f"{endpoint.access.url} took everything and holds something else: {'; '.join(wrong)} statements"
        )
        raise EndpointFault(f"{message}; see its log, and load again")


@dataclass
class _Loader:
    """Sends graphs, and knows how far it came."""

    client: httpx.AsyncClient
    target: Target
    url: str
    tell: Tell
    done: int = 0

    async def put(self, graph: str, lines: Sequence[str]) -> None:
        """Replace a graph."""
        for number, chunk in enumerate(in_chunks(lines, CHUNK)):
            await self._send("POST" if number else "PUT", graph, chunk)
        self.done += 1
        self.tell(f"{graph}: {len(lines)} statements")

    async def delete(self, graph: str) -> None:
        """Remove a graph if it is there."""
        await self._send("DELETE", graph, None)

    async def _send(self, method: str, graph: str, content: bytes | None) -> None:
        # N-Triples is Turtle too, and not every store knows it by its own name.
        headers = {"Content-Type": "text/turtle"} if content is not None else {}
        request = self.client.build_request(
            method, self.url, params={"graph": graph}, content=content, headers=headers
        )
        # Errors shall name the address that was sent to.
        endpoint = Endpoint(self.client, Access(self.url), _ANSWER_BYTES)
        try:
            status, reply = await endpoint.send(request, self.target.seconds)
            if method == "DELETE" and status is HTTPStatus.NOT_FOUND:
                return
            refuse(self.url, status, reply)
        except LimitError as error:
            message = (
                f"{error} (at {method} of <{graph}>, after {self.done} graphs; the same command goes on)"
            )
            raise type(error)(message) from error
