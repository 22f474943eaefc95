from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psutil
import pytest

from kg.errors import (
    DeadlineExceeded,
    InputError,
    KgError,
    LimitError,
    QueryRefused,
    QuerySyntaxError,
    QueueFull,
    ResultTooLarge,
    WorkerDied,
)
from kg.store import Dataset, EmbeddedStore, Limits, ResultFormat, Supervisor, open_store
from kg.store.contract import Request
from kg.store.worker import pack_request, raise_error

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MIXED = "SELECT ?o { ?s <https://example.org/ns#value> ?o } ORDER BY ?o"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
_MEBIBYTE = 1024 * 1024


@pytest.fixture(scope="module")
def opened(sample_snapshot: Path) -> Iterator[EmbeddedStore]:
    limits = Limits(deadline=60, worker_memory=256 * _MEBIBYTE, result_bytes=2 * _MEBIBYTE)
    with open_store(sample_snapshot, limits=limits) as store:
        yield store


def supervisor_of(opened: EmbeddedStore) -> Supervisor:
    assert isinstance(opened.store, Supervisor)
    return opened.store


def count(opened: EmbeddedStore) -> int:
    return int(json.loads(opened.query(COUNT).body)["results"]["bindings"][0]["n"]["value"])


def test_answers_from_the_union_of_all_graphs(opened: EmbeddedStore) -> None:
    assert count(opened) == 6000
    status = supervisor_of(opened).status()
    assert (status.data_version, status.quads, status.workers) == ("sample-1", 6000, 4)


def test_result_says_what_it_is(opened: EmbeddedStore) -> None:
    result = opened.query("SELECT ?s { ?s ?p ?o } LIMIT 7", result_format=ResultFormat.CSV)
    assert (result.media_type, result.form, result.rows) == ("text/csv; charset=utf-8", "SELECT", 7)
    assert result.body.count(b"\r\n") == 8


def test_dataset_and_variables_reach_the_worker(opened: EmbeddedStore) -> None:
    query = "SELECT ?o { ?s ?p ?o }"
    subject = {"s": "<https://example.org/id/4>"}
    assert opened.query(query, variables=subject).rows == 3
    assert opened.query(query, variables=subject, dataset=Dataset(("https://example.org/g1",))).rows == 3
    assert opened.query(query, variables=subject, dataset=Dataset(("https://example.org/g2",))).rows == 0


def test_a_foreign_dataset_is_refused(opened: EmbeddedStore) -> None:
    with pytest.raises(QueryRefused, match=r"there is no graph <file:///etc/passwd> here"):
        opened.query(COUNT, dataset=Dataset(("file:///etc/passwd",)))


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("SELECT * { SERVICE <http://localhost/> {} }", QueryRefused),
        ("SELECT * FROM <file:///etc/passwd> {}", QueryRefused),
        ("SELECT * { ?s ?p }", QuerySyntaxError),
        (f"SELECT * {'{' * 3000}{'}' * 3000}", QueryRefused),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", ResultTooLarge),
    ],
)
def test_errors_keep_their_class_and_the_worker(
    opened: EmbeddedStore, query: str, error: type[KgError]
) -> None:
    ended = supervisor_of(opened).status().ended
    with pytest.raises(error):
        opened.query(query)
    assert supervisor_of(opened).status().ended == ended
    assert count(opened) == 6000


def test_the_deadline_ends_a_query_and_the_next_is_answered(opened: EmbeddedStore) -> None:
    with pytest.raises(DeadlineExceeded, match=r"ran longer than 0\.2 s"):
        opened.query(ENDLESS, deadline=0.2)
    assert count(opened) == 6000


def test_a_sort_that_aborts_the_engine_is_explained(opened: EmbeddedStore) -> None:
    with pytest.raises(WorkerDied, match=r"cannot sort these values of mixed types; sort by one type"):
        opened.query(MIXED)
    assert count(opened) == 6000


def test_a_query_that_eats_memory_is_explained(opened: EmbeddedStore) -> None:
    with pytest.raises(WorkerDied, match="needed more than 256 MiB of memory"):
        opened.query(HUNGRY)
    assert count(opened) == 6000


def test_others_are_served_while_one_runs_away(opened: EmbeddedStore) -> None:
    async def together() -> list[int]:
        runaway = asyncio.create_task(opened.store.query(ENDLESS, deadline=2))
        rows = [(await opened.store.query("SELECT * { ?s ?p ?o } LIMIT 5")).rows for _ in range(20)]
        assert not runaway.done()
        with pytest.raises(DeadlineExceeded):
            await runaway
        return rows

    assert opened.run(together()) == [5] * 20


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not show threads")
def test_a_long_query_steps_back_and_its_worker_is_replaced(opened: EmbeddedStore) -> None:
    async def priorities() -> set[int]:
        running = asyncio.create_task(opened.store.query(ENDLESS, deadline=1.5))
        while not running.done():
            found = {os.getpriority(os.PRIO_PROCESS, task) for pid in pids for task in _tasks(pid)}
            if len(found) > 1:
                break
            await asyncio.sleep(0)
        with pytest.raises(DeadlineExceeded):
            await running
        return found

    assert count(opened) == 6000
    pids = [worker.pid for worker in _children(opened)[1]]
    assert opened.run(priorities()) == {os.getpriority(os.PRIO_PROCESS, 0), 15}
    assert count(opened) == 6000


def _tasks(pid: int) -> list[int]:
    folder = Path(f"/proc/{pid}/task")
    return [int(task.name) for task in folder.iterdir()] if folder.exists() else []


SLOW_TO_READ = "ASK {" + "a-" * 32_000


def test_a_long_query_is_read_by_a_worker_while_others_are_served(opened: EmbeddedStore) -> None:
    async def turns_of_the_loop() -> int:
        reading = asyncio.create_task(opened.store.inspect(SLOW_TO_READ))
        turns = 0
        while not reading.done():
            await asyncio.sleep(0)
            turns += 1
        with pytest.raises(QueryRefused, match=r"1:5: this '\{' is never closed") as refused:
            await reading
        assert (refused.value.line, refused.value.column) == (1, 5)
        return turns

    # Read on the loop itself, the query would leave it two or three turns.
    assert opened.run(turns_of_the_loop()) > 100


def test_a_long_query_is_inspected_like_a_short_one(opened: EmbeddedStore) -> None:
    short = "SELECT (NOW() AS ?n) FROM <https://example.org/g0> FROM NAMED <https://example.org/g1> {}"
    long = short + " " * 2000
    for _ in range(2):
        assert opened.run(opened.store.inspect(long)) == opened.run(opened.store.inspect(short))
    assert opened.query(long).rows == 1
    foreign = short.replace("g0", "g9") + " " * 2000
    with pytest.raises(QueryRefused, match=r"1:22: there is no graph <https://example\.org/g9> here"):
        opened.query(foreign)


def test_a_cancelled_caller_frees_its_worker(opened: EmbeddedStore) -> None:
    async def cancel() -> None:
        task = asyncio.create_task(opened.store.query(ENDLESS))
        while supervisor_of(opened).status().idle == 4:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    opened.run(cancel())
    assert [count(opened) for _ in range(3)] == [6000] * 3


def _children(opened: EmbeddedStore) -> tuple[psutil.Process, list[psutil.Process]]:
    pool = supervisor_of(opened)._pool
    assert pool is not None
    template = psutil.Process(pool.nursery.pid)
    return template, template.children()


def test_a_worker_killed_while_idle_is_replaced_unnoticed(opened: EmbeddedStore) -> None:
    assert count(opened) == 6000
    for worker in _children(opened)[1]:
        worker.kill()
    _wait_until_dead(opened)
    assert count(opened) == 6000


def test_a_template_that_dies_is_started_again(opened: EmbeddedStore) -> None:
    assert count(opened) == 6000
    template, workers = _children(opened)
    template.kill()
    _wait_until_dead(opened)
    psutil.wait_procs(workers, timeout=10)
    assert not any(worker.is_running() and worker.status() != "zombie" for worker in workers)
    assert count(opened) == 6000
    assert _children(opened)[0].pid != template.pid


def _wait_until_dead(opened: EmbeddedStore) -> None:
    """Let the loop see that every worker has closed its channel."""
    pool = supervisor_of(opened)._pool
    assert pool is not None

    async def closed() -> None:
        for worker in tuple(pool.alive):
            with contextlib.suppress(EOFError):
                await worker.channel.ask(b"")

    opened.run(closed())


def test_the_queue_is_bounded(sample_snapshot: Path) -> None:
    async def crowd(store: Supervisor) -> list[str]:
        tasks = [asyncio.create_task(store.query(ENDLESS, deadline=1)) for _ in range(3)]
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        return sorted(type(outcome).__name__ for outcome in outcomes)

    with open_store(sample_snapshot, limits=Limits(workers=1, queue=1)) as opened:
        names = opened.run(crowd(supervisor_of(opened)))
        assert names == ["DeadlineExceeded", "QueueFull", "QueueFull"]
        with pytest.raises(QueueFull, match="queries wait already; try again"):
            opened.run(_overfull(supervisor_of(opened)))
        assert count(opened) == 6000


async def _overfull(store: Supervisor) -> None:
    tasks = [asyncio.create_task(store.query(ENDLESS, deadline=1)) for _ in range(3)]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await done.pop()


class _Witness(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.requests += 1  # type: ignore[attr-defined]
        self.send_error(404)

    do_POST = do_GET  # noqa: N815 - http.server's own name


def test_a_worker_cannot_open_a_socket(opened: EmbeddedStore) -> None:
    """Even when the refusal is passed by, SERVICE reaches nobody, not on this very host."""
    server = HTTPServer(("127.0.0.1", 0), _Witness)
    server.requests = 0  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        text = f"SELECT * {{ SERVICE <http://127.0.0.1:{server.server_port}/> {{ ?s ?p ?o }} }}"
        request = Request(text)
        frame = pack_request(request, opened.run(opened.store.inspect(COUNT)))
        pool = supervisor_of(opened)._pool
        assert pool is not None
        head, _ = opened.run(pool.exchange(frame, 10))
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    with pytest.raises(LimitError, match="Too many open files"):
        raise_error(head)
    assert server.requests == 0  # type: ignore[attr-defined]


def test_stop_leaves_no_process(sample_snapshot: Path) -> None:
    with open_store(sample_snapshot) as opened:
        template, workers = _children(opened)
        assert len(workers) == 4
    gone, alive = psutil.wait_procs([template, *workers], timeout=10)
    assert (len(gone), alive) == (5, [])


_KEEPS_OPEN = """
import asyncio, sys
from pathlib import Path
from kg.store import Supervisor

async def main():
    store = Supervisor(Path(sys.argv[1]))
    await store.start()
    print(store._pool.nursery.pid, flush=True)
    await store.query(sys.argv[2])

asyncio.run(main())
"""


def test_a_server_that_is_killed_leaves_no_process(sample_snapshot: Path) -> None:
    """Not even while a worker is in the middle of a query."""
    command = [sys.executable, "-c", _KEEPS_OPEN, str(sample_snapshot), ENDLESS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        template = psutil.Process(int(server.stdout.readline()))
        processes = [template, *template.children()]
        server.kill()
    gone, alive = psutil.wait_procs(processes, timeout=20)
    assert (len(gone), alive) == (5, [])


def test_a_query_after_stop_is_answered_with_an_error(sample_snapshot: Path) -> None:
    store = Supervisor(sample_snapshot)
    with pytest.raises(WorkerDied, match="starting or stopping"):
        asyncio.run(store.query("ASK {}"))


@pytest.mark.parametrize(
    ("content", "message"), [(None, "No such file"), ("<a> <b>", "build the snapshot again")]
)
def test_a_graph_that_cannot_be_loaded_is_an_input_error(
    tmp_path: Path, content: str | None, message: str
) -> None:
    (tmp_path / "manifest.json").write_text('{"data_version": "x", "graphs": [], "quads": 0}', "utf-8")
    if content is not None:
        (tmp_path / "graph.nq").write_text(content, "utf-8")
    with pytest.raises(InputError, match=message), open_store(tmp_path):
        pytest.fail("it must not open")


def test_ctrl_c_does_not_reach_the_workers(opened: EmbeddedStore) -> None:
    template, _ = _children(opened)
    os.kill(template.pid, signal.SIGINT)
    assert count(opened) == 6000
    assert os.getpgid(template.pid) != os.getpgid(0)


def test_in_process_store_gives_the_same_bytes(opened: EmbeddedStore, sample_snapshot: Path) -> None:
    query = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o . <https://example.org/id/5> ?q ?s }"
    with open_store(sample_snapshot, isolated=False) as local:
        assert local.query(query).body == opened.query(query).body
        with pytest.raises(QueryRefused):
            local.query("SELECT * { SERVICE <http://localhost/> {} }")
