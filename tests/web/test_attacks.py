"""Whoever attacks gets a clear answer, and the service goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.web.attacks import ANSWERED, ATTACKS, Attack

if TYPE_CHECKING:
    from tests.web.conftest import Server

DIRECT = {"Content-Type": "application/sparql-query"}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_answered_clearly(sparql_server: Server, attack: Attack) -> None:
    client = sparql_server.client
    # Two deadlines: one for reading a long query, one for running it.
    response = client.post("/sparql?timeout=1.5", content=attack.query.encode(), headers=DIRECT)
    if response.status_code == 200:
        assert ANSWERED in attack.codes
    else:
        document = response.json()
        assert document["code"] in attack.codes
        assert response.status_code in (400, 413, 503)
        assert len(document["detail"]) > 20
    count = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    assert count.json()["results"]["bindings"][0]["n"]["value"] == "6000"
    assert client.get("/readyz").status_code == 200
