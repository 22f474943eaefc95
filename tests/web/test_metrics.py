"""Metrics count what happened, under labels that a stranger cannot multiply; big answers are packed."""

from __future__ import annotations

import gzip
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlparse

import brotli
import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from kg.web.compression import choose_coding

if TYPE_CHECKING:
    from tests.web.conftest import Server

MANY = "SELECT * { ?s ?p ?o } LIMIT 5000"


def samples(server: Server, name: str) -> dict[tuple[str, ...], float]:
    """Values by the labels in alphabetical order."""
    families = text_string_to_metric_families(server.client.get("/metrics").text)
    return {
        tuple(value for _, value in sorted(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
        if sample.name == name
    }


def test_requests_are_counted_by_route_and_status(sparql_server: Server) -> None:
    key, bad = ("GET", "/sparql", "200"), ("GET", "/sparql", "400")
    before = samples(sparql_server, "kg_requests_total")
    sparql_server.client.get("/sparql", params={"query": "ASK {}"})
    sparql_server.client.get("/sparql", params={"query": "ASK"})
    after = samples(sparql_server, "kg_requests_total")
    assert after[key] == before.get(key, 0) + 1
    assert after[bad] == before.get(bad, 0) + 1


def test_the_state_of_the_workers_is_shown(sparql_server: Server) -> None:
    assert samples(sparql_server, "kg_quads") == {(): 6000}
    assert samples(sparql_server, "kg_workers") == {(): 4}
    assert samples(sparql_server, "kg_data_info") == {("sample-1",): 1}


def test_strangers_cannot_multiply_labels(sparql_server: Server) -> None:
    before = len(samples(sparql_server, "kg_requests_total"))
    for number in range(30):
        sparql_server.client.get(f"/nowhere/{number}")
        sparql_server.client.get(f"/id/person/{number}")
    _request_with_strange_method(sparql_server, "SECRET")
    after = samples(sparql_server, "kg_requests_total")
    assert len(after) <= before + 4
    assert not any("SECRET" in key or "nowhere" in part for key in after for part in key)


def _request_with_strange_method(server: Server, method: str) -> None:
    address = urlparse(server.url)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(f"{method} / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        while connection.recv(4096):
            pass


# ---- Compression ----


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("BR", "br"),
        ("br;q=nonsense", ""),
    ],
)
def test_choice_of_the_coding(header: str, coding: str) -> None:
    assert choose_coding(header) == coding


@pytest.mark.parametrize(("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_big_answers_are_packed(sparql_server: Server, coding: str, unpack: object) -> None:
    plain = raw(sparql_server, "identity")
    packed = raw(sparql_server, coding)
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == coding
    assert "Accept-Encoding" in packed.headers["vary"]
    content, whole = b"".join(packed.iter_raw()), b"".join(plain.iter_raw())
    assert int(packed.headers["content-length"]) == len(content) < len(whole) / 5
    assert callable(unpack)
    assert unpack(content) == whole


def raw(server: Server, coding: str) -> httpx.Response:
    request = server.client.build_request(
        "GET", "/sparql", params={"query": MANY}, headers={"Accept-Encoding": coding}
    )
    return server.client.send(request, stream=True)


def test_small_answers_and_heads_are_left_alone(sparql_server: Server) -> None:
    small = sparql_server.client.get("/healthz", headers={"Accept-Encoding": "br"})
    assert "content-encoding" not in small.headers
    head = sparql_server.client.head("/sparql", params={"query": MANY}, headers={"Accept-Encoding": "br"})
    assert (head.status_code, head.content) == (200, b"")


def test_the_tag_of_a_packed_answer_is_weak_and_still_spares_it(sparql_server: Server) -> None:
    client, query = sparql_server.client, {"query": "SELECT * { ?s ?p ?o } LIMIT 500"}
    plain = client.get("/sparql", params=query, headers={"Accept-Encoding": "identity"})
    packed = client.get("/sparql", params=query, headers={"Accept-Encoding": "br"})
    assert packed.headers["etag"] == f"W/{plain.headers['etag']}"
    again = client.get("/sparql", params=query, headers={"If-None-Match": packed.headers["etag"]})
    assert again.status_code == 304
