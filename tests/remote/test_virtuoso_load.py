"""kg load against a real Virtuoso 7: by the Graph Store Protocol and by bulk files, again and half-way."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.virtuoso import Virtuoso, run_virtuoso

from kg.errors import EndpointFault, UsageError
from kg.store import Limits, Remote, RemoteStore
from kg.store.dialects import VIRTUOSO
from kg.store.publication import write_publication
from kg.store.remote import loading
from kg.store.remote.bulk_files import write_files
from kg.store.remote.endpoint import Access, Endpoint, make_client
from kg.store.remote.holdings import count_statements, read_version
from kg.store.remote.loading import Target, load
from kg.vocab import DATA

DBA = {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "dba"}
KG = Path(sys.executable).with_name("kg")
WriteSnapshot = Callable[[Path, str, list[str]], Path]
ONE, TWO, GONE = (f"{DATA}source/{name}" for name in ("one", "two", "gone"))


@pytest.fixture(scope="module")
def own_virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A Virtuoso for tests that change what it holds."""
    with run_virtuoso(tmp_path_factory.mktemp("own-virtuoso")) as server:
        yield server


def quads(graph: str, number: int) -> list[str]:
    return [f'<urn:s{n}> <urn:p> "số {n}"@vi <{graph}> .' for n in range(number)]


@pytest.fixture
def make(tmp_path: Path, write_snapshot: WriteSnapshot) -> Callable[[str, dict[str, int]], Path]:
    """Writes a snapshot: (data version, statements by graph) → folder."""

    def made(version: str, sizes: dict[str, int]) -> Path:
        lines = [line for graph, size in sizes.items() for line in quads(graph, size)]
        folder = write_snapshot(tmp_path / version, version, lines)
        write_publication(folder, sizes)
        return folder

    return made


def fill(snapshot: Path, server: Virtuoso, **more: Any) -> tuple[loading.Plan, list[str]]:
    told: list[str] = []
    plan = asyncio.run(load(snapshot, Target(server.access), told.append, **more))
    return plan, told


def held(server: Virtuoso) -> tuple[str, dict[str, int]]:
    async def read() -> tuple[str, dict[str, int]]:
        async with make_client(server.access) as client:
            endpoint = Endpoint(client, server.access, 1_000_000)
            version, _ = await read_version(endpoint, 60)
            return version, await count_statements(endpoint, (ONE, TWO, GONE), 60)

    return asyncio.run(read())


def test_a_store_is_filled_filled_again_and_follows_the_snapshot(
    own_virtuoso: Virtuoso, make: Callable[[str, dict[str, int]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "CHUNK", 40)  # so that one graph takes several requests
    first = make("first", {ONE: 100, GONE: 3})
    plan, _ = fill(first, own_virtuoso, dry_run=True)
    assert plan.counts == {ONE: 100, GONE: 3}
    assert held(own_virtuoso) == ("", {ONE: 0, TWO: 0, GONE: 0})
    plan, told = fill(first, own_virtuoso)
    assert len(told) == 3
    assert held(own_virtuoso) == ("first", {ONE: 100, TWO: 0, GONE: 3})
    # The same again sends nothing.
    assert fill(first, own_virtuoso)[1] == []
    second = make("second", {ONE: 50, TWO: 7})
    assert fill(second, own_virtuoso, dry_run=True)[0].gone == (GONE,)
    fill(second, own_virtuoso)
    assert held(own_virtuoso) == ("second", {ONE: 50, TWO: 7, GONE: 0})


def test_what_breaks_off_half_way_never_passes_for_loaded_and_is_completed(
    own_virtuoso: Virtuoso, make: Callable[[str, dict[str, int]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    third = make("third", {ONE: 20, TWO: 30})
    real = httpx.AsyncClient.build_request

    def broken(self: httpx.AsyncClient, method: str, url: str, **more: Any) -> httpx.Request:
        # The second graph goes where nobody listens: a connection that is refused.
        if method == "PUT" and more["params"]["graph"] == TWO:
            url = "http://127.0.0.1:9/"
        return real(self, method, url, **more)

    with monkeypatch.context() as context:
        context.setattr(httpx.AsyncClient, "build_request", broken)
        with pytest.raises(Exception, match="after 1 graphs; the same command goes on"):
            fill(third, own_virtuoso)
    assert held(own_virtuoso)[0] == ""
    remote = RemoteStore(third, Remote(own_virtuoso.access), Limits(workers=1))
    with pytest.raises(EndpointFault, match="the snapshot 30"):
        asyncio.run(remote.start())
    fill(third, own_virtuoso)
    assert held(own_virtuoso) == ("third", {ONE: 20, TWO: 30, GONE: 0})


def test_a_graph_that_changed_behind_our_back_is_loaded_again(
    own_virtuoso: Virtuoso, make: Callable[[str, dict[str, int]], Path]
) -> None:
    fourth = make("fourth", {ONE: 5})
    fill(fourth, own_virtuoso)
    address = own_virtuoso.url + "-graph-crud-auth"
    more = httpx.post(
        address,
        params={"graph": ONE},
        content=b"<urn:x> <urn:y> <urn:z> .",
        headers={"Content-Type": "text/turtle"},
        auth=httpx.DigestAuth("dba", "dba"),
        trust_env=False,
    )
    assert more.is_success
    assert held(own_virtuoso)[1][ONE] == 6
    assert fill(fourth, own_virtuoso)[1] != []
    assert held(own_virtuoso)[1][ONE] == 5


def run_load(snapshot: Path, to: str, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [str(KG), "load", "--snapshot", str(snapshot), "--to", to, *more]
    return subprocess.run(command, check=False, env=os.environ | environment, capture_output=True, text=True)


def test_the_command_takes_user_and_password_from_the_environment(
    own_virtuoso: Virtuoso, make: Callable[[str, dict[str, int]], Path]
) -> None:
    fifth = make("fifth", {ONE: 5})
    wrong = run_load(fifth, own_virtuoso.url, **(DBA | {"KG_STORE_PASSWORD": "guess"}))
    assert wrong.returncode == 4, wrong.stderr
    assert "KG_STORE_PASSWORD" in wrong.stderr
    assert "guess" not in wrong.stderr
    right = run_load(fifth, own_virtuoso.url, **DBA)
    assert right.returncode == 0, right.stderr
    assert "holds data version fifth: 5 statements in 1 graphs" in right.stdout
    nowhere = run_load(fifth, "http://127.0.0.1:9/sparql")
    assert (nowhere.returncode, nowhere.stdout) == (4, "")
    assert "cannot be reached" in nowhere.stderr


def test_bulk_files_fill_a_store_through_isql(
    own_virtuoso: Virtuoso, make: Callable[[str, dict[str, int]], Path]
) -> None:
    sixth = make("sixth", {ONE: 11, TWO: 12})
    folder = own_virtuoso.folder / "bulk"
    done = run_load(sixth, str(folder), "--method", "files")
    assert done.returncode == 0, done.stderr
    own_virtuoso.isql(folder / "virtuoso.sql")
    assert held(own_virtuoso) == ("sixth", {ONE: 11, TWO: 12, GONE: 0})
    # The script may run again.
    own_virtuoso.isql(folder / "virtuoso.sql")
    assert held(own_virtuoso) == ("sixth", {ONE: 11, TWO: 12, GONE: 0})
    whole = (folder / "diaban.nq").read_text("utf-8")
    assert whole.startswith((sixth / "graph.nq").read_text("utf-8"))
    assert whole.count("\n") == 24
    with pytest.raises(UsageError, match="there already"):
        write_files(sixth, folder)
    both = run_load(sixth, "http://127.0.0.1:9/sparql", "--method", "files")
    assert both.returncode == 2, both.stderr


def test_an_endpoint_whose_graph_store_is_not_known_asks_for_it(
    make: Callable[[str, dict[str, int]], Path],
    answering: Callable[..., AbstractContextManager[Any]],
    answer_of: Callable[..., Any],
) -> None:
    empty = json.dumps({"head": {}, "results": {"bindings": []}}).encode()
    with answering(answer_of(200, empty)) as stub:
        target = Target(Access(stub.url.replace("/sparql", "/elsewhere")))
        with pytest.raises(UsageError, match="--graph-store"):
            asyncio.run(load(make("seventh", {ONE: 1}), target, print))


def test_literals_come_back_as_they_were_loaded_but_for_a_known_list(
    own_virtuoso: Virtuoso, tmp_path: Path, write_snapshot: WriteSnapshot
) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    kept = [
        '"true"^^<xsd:boolean>', '"false"^^<xsd:boolean>', '"7"^^<xsd:integer>',
        '"-2147483648"^^<xsd:integer>',
        '"1.5"^^<xsd:decimal>', '"27100000000"^^<xsd:decimal>', '"2020-02-03"^^<xsd:date>',
        '"1899-12-31"^^<xsd:date>', '"2020-02"^^<xsd:gYearMonth>', '"2020"^^<xsd:gYear>',
        '"2020-02-03T04:05:06"^^<xsd:dateTime>', '"2020-02-03T04:05:06Z"^^<xsd:dateTime>',
        '"POINT(106.25117 21.8153)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
        '"xã"', '"xã"@vi', '"commune"@en', '""', '""@vi', r'"a \"b\"\n\\c"', '"𐐀 😀"', f'"{"ễ" * 9000}"',
        '"x"^^<http://example.org/type>', "<https://example.org/xã/Hòa>",
    ]  # fmt: skip
    # What Virtuoso changes and no dialect can tell from another literal.
    lossy = ['"27100000000"^^<xsd:integer>', '"P1Y"^^<xsd:duration>']
    terms = [term.replace("xsd:", xsd) for term in (*kept, *lossy)]
    lines = [f"<urn:s> <urn:p{number}> {term} <{ONE}> ." for number, term in enumerate(terms)]
    folder = write_snapshot(tmp_path / "literals", "literals", lines)
    write_publication(folder, [ONE])
    fill(folder, own_virtuoso)

    async def read() -> dict[str, Any]:
        store = RemoteStore(folder, Remote(own_virtuoso.access), Limits(workers=1, deadline=60))
        await store.start()
        try:
            assert store.dialect is VIRTUOSO
            answer = await store.query("SELECT ?p ?o { ?s ?p ?o }", ours=True)
        finally:
            await store.stop()
        return {row["p"]["value"]: row["o"] for row in json.loads(answer.body)["results"]["bindings"]}

    from kg.store import load_local

    here = json.loads(load_local(folder).answer("SELECT ?p ?o { ?s ?p ?o }").body)["results"]["bindings"]
    expected = {row["p"]["value"]: row["o"] for row in here}
    found = asyncio.run(read())
    changed = {
        terms[int(name.removeprefix("urn:p"))] for name in expected if found.get(name) != expected[name]
    }
    assert changed == {term.replace("xsd:", xsd) for term in lossy}
    assert set(VIRTUOSO.lossy) == {"xsd:integer beyond 32 bits", "xsd:duration"}
