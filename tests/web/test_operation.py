"""Going over to new data, stopping, and being watched, on a real ``kg serve``."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.web.serving import KG, kg_serve

from kg.store.foreign import RdfFile, write_foreign
from kg.store.search_file import write_search_index

SnapshotWriter = Callable[[Path, str, list[str]], Path]

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def quads(number: int) -> list[str]:
    return [f"<http://x/s{n}> <http://x/p> <http://x/o> <http://x/g> ." for n in range(number)]


@pytest.fixture
def build(tmp_path: Path, write_snapshot: SnapshotWriter) -> Path:
    """A build folder with the snapshots one, two … of 1, 2 … statements; one is current."""
    for number, name in enumerate(("one", "two", "three", "four"), start=1):
        folder = write_snapshot(tmp_path / "snapshots" / name, name, quads(number * 100))
        write_search_index(folder / "graph.nq", folder / "search.sqlite")
    switch(tmp_path, "one")
    return tmp_path


def switch(build: Path, name: str) -> None:
    (build / "new").symlink_to(Path("snapshots") / name)
    (build / "new").replace(build / "current")


def version_of(client: httpx.Client) -> str:
    return str(client.get("/readyz").json()["data_version"])


def wait_for(client: httpx.Client, name: str) -> None:
    """Poll, for the service says nothing when it has gone over."""
    end = time.monotonic() + 60
    while version_of(client) != name:
        assert time.monotonic() < end, f"the service did not go over to {name}"
        time.sleep(0.05)


def test_going_over_under_load_fails_no_request(build: Path) -> None:
    counts = {"one": "100", "two": "200", "three": "300", "four": "400"}
    stop = threading.Event()
    seen: list[tuple[int, str]] = []

    def load(url: str) -> None:
        with httpx.Client(base_url=url, timeout=60) as client:
            while not stop.is_set():
                response = client.get("/sparql", params={"query": COUNT})
                value = response.json()["results"]["bindings"][0]["n"]["value"]
                seen.append((response.status_code, value))
                client.get("/en/search?q=x").raise_for_status()

    with (
        kg_serve(build, KG_CLIENT_CPU_SECONDS="0") as served,
        httpx.Client(base_url=served.url, timeout=60) as client,
        ThreadPoolExecutor(3) as pool,
    ):
        loads = [pool.submit(load, served.url) for _ in range(3)]
        for name in ("two", "three", "four"):
            switch(build, name)
            wait_for(client, name)
        end = time.monotonic() + 60
        while (200, "400") not in seen and time.monotonic() < end:
            time.sleep(0.05)
        stop.set()
        for item in loads:
            item.result()
        assert client.get("/readyz").json()["reloads"] == 3
    assert {status for status, _ in seen} == {200}
    assert {value for _, value in seen} <= set(counts.values())
    assert {value for _, value in seen} >= {"100", "400"}


def test_a_running_query_keeps_the_snapshot_that_it_began_with(build: Path) -> None:
    with (
        kg_serve(build) as served,
        httpx.Client(base_url=served.url, timeout=60) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        slow = pool.submit(
            httpx.get, f"{served.url}/sparql", params={"query": ENDLESS, "timeout": "4"}, timeout=60
        )
        switch(build, "two")
        wait_for(client, "two")
        answer = slow.result()
        assert answer.json()["code"] == "deadline"
        assert version_of(client) == "two"


def test_a_snapshot_that_cannot_be_loaded_is_reported_and_the_last_good_one_goes_on(
    build: Path, write_snapshot: SnapshotWriter
) -> None:
    write_snapshot(build / "snapshots" / "bad", "bad", [])
    (build / "snapshots" / "bad" / "graph.nq").write_text("<a> <b>", "utf-8")
    with kg_serve(build) as served, httpx.Client(base_url=served.url, timeout=60) as client:
        switch(build, "bad")
        served.process.send_signal(signal.SIGHUP)
        while not (failure := client.get("/readyz").json()["reload_failure"]):
            time.sleep(0.05)
        assert "build the snapshot again" in failure
        assert client.get("/sparql", params={"query": COUNT}).status_code == 200
        assert "kg_reload_failed 1.0" in client.get("/metrics").text
        switch(build, "three")
        wait_for(client, "three")
        assert client.get("/readyz").json()["reload_failure"] == ""


def test_a_stop_waits_for_running_queries_and_takes_no_more(build: Path) -> None:
    with kg_serve(build) as served, ThreadPoolExecutor(1) as pool:
        slow = pool.submit(
            httpx.get, f"{served.url}/sparql", params={"query": ENDLESS, "timeout": "2"}, timeout=60
        )
        with httpx.Client(base_url=served.url) as client:
            while "kg_workers_idle 4.0" in client.get("/metrics").text:
                time.sleep(0.02)
        code, _ = served.stop()
        assert slow.result().json()["code"] == "deadline"
        assert code == 0
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{served.url}/healthz")


def test_the_access_log_has_ids_and_nobodys_data(build: Path) -> None:
    with kg_serve(build, "--access-log") as served:
        headers = {"X-Request-ID": "abc-12345678", "User-Agent": "secret-browser"}
        given = httpx.get(f"{served.url}/sparql", params={"query": COUNT}, headers=headers)
        assert given.headers["x-request-id"] == "abc-12345678"
        made = httpx.get(f"{served.url}/en/search?q=secret-name", headers={"X-Request-ID": "bad id\t<x>"})
        assert len(made.headers["x-request-id"]) == 32
        httpx.get(f"{served.url}/secret-path")
        _, output = served.stop()
    lines = [json.loads(line) for line in output.splitlines()]
    known = {line["id"]: line for line in lines}
    line = known["abc-12345678"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/sparql", 200)
    assert line["bytes"] == int(given.headers["content-length"])
    assert known[made.headers["x-request-id"]]["route"] == "/{language}/search"
    assert "secret" not in output
    assert "127.0.0.1" not in output


def test_serving_files_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<http://x/s> <http://x/p> 1, 2 .", "utf-8")
    (tmp_path / "t").mkdir()
    with kg_serve(
        tmp_path, "--data", f"http://x/g={tmp_path / 'a.ttl'}", TMPDIR=str(tmp_path / "t")
    ) as served:
        response = httpx.get(
            f"{served.url}/sparql", params={"query": f"{COUNT} ", "named-graph-uri": "http://x/g"}
        )
        assert response.status_code == 200
        assert httpx.get(f"{served.url}/dump/g.nq").text.count("<http://x/s>") == 2
        assert len(list((tmp_path / "t").iterdir())) == 1
        assert served.stop()[0] == 0
    assert list((tmp_path / "t").iterdir()) == []


def test_a_damaged_snapshot_is_noticed_and_the_one_before_it_is_served(tmp_path: Path) -> None:
    for number, name in enumerate(("good", "cut"), start=1):
        folder = tmp_path / "snapshots" / name
        folder.mkdir(parents=True)
        source = tmp_path / f"{name}.nq"
        source.write_text("".join(f"{quad}\n" for quad in quads(number * 10)), "utf-8")
        write_foreign([RdfFile(source, "http://x/g")], folder)
    graph = tmp_path / "snapshots" / "cut" / "graph.nq"
    # Cut off at the end of a line: still N-Quads.
    graph.write_bytes(b"".join(graph.read_bytes().splitlines(keepends=True)[:-1]))
    switch(tmp_path, "good")
    (tmp_path / "current").rename(tmp_path / "previous")
    switch(tmp_path, "cut")
    with kg_serve(tmp_path) as served, httpx.Client(base_url=served.url) as client:
        answer = client.get("/sparql", params={"query": COUNT}).json()
        assert answer["results"]["bindings"][0]["n"]["value"] == "10"
        assert "other bytes than when it was built" in client.get("/readyz").json()["reload_failure"]
    (tmp_path / "previous").unlink()
    command = [str(KG), "serve", "--build", str(tmp_path), "--port", "8099"]
    alone = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert alone.returncode == 3
    assert f"{graph}: has other bytes" in alone.stderr
    assert "Traceback" not in alone.stderr
