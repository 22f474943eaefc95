"""Compares what two endpoints answer to the same queries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from rdflib import Graph

from kg.bench.http.client import Client, Reply


async def count_alike(own: str, other: str, drawn: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, int]]:
    """Return for each question how many answers of another endpoint are those of one's own, and of how many.

    Two tables are alike when they have the same values in the same rows, in any order; two graphs, when they
    have the same triples. Datatypes are not compared, for engines spell some in their own way.

    Raises:
        InputError: an endpoint cannot be reached.
    """
    found: dict[str, tuple[int, int]] = {}
    clients = Client(own), Client(other)
    try:
        for name, queries in drawn.items():
            alike = 0
            for query in queries:
                one, two = [await client.ask(query) for client in clients]
                alike += one.status == two.status == 200 and _content(one) == _content(two)
            found[name] = alike, len(queries)
    finally:
        for client in clients:
            client.close()
    return found


def _content(reply: Reply) -> object:
    if not reply.body.lstrip().startswith(b"{"):
        graph = Graph().parse(data=reply.body, format="turtle")
        return {tuple(str(term) for term in triple) for triple in graph}
    rows = json.loads(reply.body)["results"]["bindings"]
    return sorted(sorted((name, term["value"]) for name, term in row.items()) for row in rows)
