from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.conftest import Server


def test_healthz(sparql_server: Server) -> None:
    response = sparql_server.client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_readyz_says_how_the_service_stands(sparql_server: Server) -> None:
    document = sparql_server.client.get("/readyz").json()
    assert (document["status"], document["data_version"], document["quads"]) == ("ok", "sample-1", 6000)
    assert isinstance(document["isolated_network"], bool)
    assert document["can_open_sockets"] is False


@pytest.mark.parametrize("url", ["/healthz", "/sparql", "/no/such/page", "/sparql?query=SELECT"])
def test_security_headers_on_every_response(sparql_server: Server, url: str) -> None:
    headers = sparql_server.client.get(url).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
