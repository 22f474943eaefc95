"""One client cannot use up what all share: processor time, workers, the queue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from kg.errors import QueueFull
from kg.store import Limits
from kg.web import WebConfig, create_app
from kg.web.clients import Accounts, Client, ClientLimits, Clients, Queue, client_key
from kg.web.problems import RequestError

if TYPE_CHECKING:
    from tests.web.conftest import Server

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SMALL = "SELECT * { ?s ?p ?o } LIMIT 3"


class Clock:
    """Seconds that pass when the test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def clients(clock: Clock, *, workers: int = 8, queue: int = 64, **limits: float) -> Clients:
    return Clients(ClientLimits(**limits), workers, Queue(queue), clock)  # type: ignore[arg-type]


async def ask(client: Client) -> None:
    async with client.turn(1):
        pass


def test_a_bucket_is_emptied_and_filled_again(clock: Clock) -> None:
    client = clients(clock, cpu_seconds=10, cpu_rate=0.5).client("192.0.2.1")
    client.charge(9)
    asyncio.run(ask(client))
    client.charge(4)
    with pytest.raises(RequestError, match="used up your processor time; ask again in 6 s") as refused:
        asyncio.run(ask(client))
    assert (refused.value.status, client.retry_after()) == (429, 6)
    clock.now = 6.5
    asyncio.run(ask(client))
    clock.now = 1000
    client.charge(0)
    assert client.tokens == 10


def test_each_client_has_its_own_bucket_and_zero_means_no_bound(clock: Clock) -> None:
    both = clients(clock, cpu_seconds=1)
    both.client("192.0.2.1").charge(50)
    asyncio.run(ask(both.client("192.0.2.2")))
    assert both.client("192.0.2.1").tokens == -49
    free = clients(clock, cpu_seconds=0).client("192.0.2.1")
    free.charge(1e6)
    asyncio.run(ask(free))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("", "not an address", True),
    ],
)
def test_who_is_one_client(one: str, other: str, same: bool) -> None:
    assert (client_key(one) == client_key(other)) is same


@pytest.mark.parametrize(("workers", "running"), [(1, 1), (2, 1), (3, 2), (8, 2)])
def test_nobody_takes_all_workers(clock: Clock, workers: int, running: int) -> None:
    async def at_once() -> int:
        client = clients(clock, workers=workers).client("192.0.2.1")
        entered = 0
        release = asyncio.Event()

        async def one() -> None:
            nonlocal entered
            async with client.turn(60):
                entered += 1
                await release.wait()

        tasks = [asyncio.create_task(one()) for _ in range(5)]
        for _ in range(20):
            await asyncio.sleep(0)
        found = entered
        release.set()
        await asyncio.gather(*tasks)
        assert entered == 5
        return found

    assert asyncio.run(at_once()) == running


@pytest.mark.parametrize(
    ("waiting", "queue", "error", "message"),
    [
        (1, 64, RequestError, "1 of your queries wait already; send fewer at once"),
        (32, 1, QueueFull, "1 queries wait already; try again in a few seconds"),
    ],
)
def test_waiting_is_bounded(
    clock: Clock, waiting: int, queue: int, error: type[Exception], message: str
) -> None:
    async def crowd() -> None:
        client = clients(clock, running=1, waiting=waiting, queue=queue).client("192.0.2.1")
        async with client.turn(1):
            waits = asyncio.create_task(ask(client))
            await asyncio.sleep(0)
            with pytest.raises(error, match=message):
                await ask(client)
        await waits
        await ask(client)

    asyncio.run(crowd())


def test_a_turn_that_does_not_come_is_refused(clock: Clock) -> None:
    async def two() -> None:
        client = clients(clock, running=1).client("192.0.2.1")
        async with client.turn(1):
            with pytest.raises(RequestError, match=r"your other queries ran for more than 0\.01 s"):
                async with client.turn(0.01):
                    pytest.fail("it must not enter")
        await ask(client)

    asyncio.run(two())


def test_only_so_many_accounts_are_kept(clock: Clock) -> None:
    many = clients(clock)
    for number in range(10_500):
        many.client(f"10.0.{number // 256}.{number % 256}")
    assert len(many._known) == 10_000


def test_refusals_keep_a_pace_after_some_that_come_at_once(clock: Clock) -> None:
    client = clients(clock, refusals=10).client("192.0.2.1")
    waits = [client.hold_back(400) for _ in range(35)]
    assert waits[:20] == pytest.approx([0.0] * 20)
    assert waits[20:] == pytest.approx([number / 10 for number in range(1, 16)])
    assert client.hold_back(400) == pytest.approx(1.6)
    assert client.hold_back(503) == 2.0
    clock.now += 60
    assert [client.hold_back(503) for _ in range(6)] == pytest.approx([0, 0, 0, 0, 0, 0.4])
    assert max(client.hold_back(400) for _ in range(1000)) == 2.0
    endless = clients(clock, refusals=0).client("192.0.2.1")
    assert {endless.hold_back(400) for _ in range(100)} == {0.0}


# ---- Over HTTP ----


@pytest.fixture
def strict_server(
    sample_snapshot: Path, serve: Callable[[FastAPI], AbstractContextManager[Server]]
) -> Iterator[Server]:
    limits = ClientLimits(cpu_seconds=1, cpu_rate=0.01, running=2, waiting=1)
    config = WebConfig(sample_snapshot, Limits(workers=3), clients=limits)
    with serve(create_app(config)) as server:
        yield server


def get(server: Server, query: str, address: str, **parameters: str) -> httpx.Response:
    headers = {"X-Forwarded-For": address}
    return server.client.get("/sparql", params={"query": query, **parameters}, headers=headers)


def test_who_used_up_the_time_waits_and_others_do_not(strict_server: Server) -> None:
    assert get(strict_server, ENDLESS, "192.0.2.1", timeout="1.1").status_code == 503
    refused = get(strict_server, SMALL, "192.0.2.1")
    assert refused.status_code == 429
    assert refused.json()["code"] == "budget-spent"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert get(strict_server, SMALL, "192.0.2.2").status_code == 200
    page = strict_server.client.get("/en/", headers={"X-Forwarded-For": "192.0.2.1"})
    assert page.status_code == 429
    assert int(page.headers["retry-after"]) >= 1
    assert strict_server.client.get("/healthz", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 200


def test_too_many_at_once(strict_server: Server) -> None:
    with ThreadPoolExecutor(4) as crowd:
        asked = [crowd.submit(get, strict_server, ENDLESS, "192.0.2.1", timeout="0.8") for _ in range(4)]
        others = [get(strict_server, SMALL, "192.0.2.2").status_code for _ in range(20)]
        codes = sorted(answer.result().json()["code"] for answer in asked)
    assert codes.count("too-many-at-once") >= 1
    assert codes.count("deadline") >= 2
    assert others == [200] * 20


def test_whoever_is_refused_without_a_pause_is_told_later_and_others_are_not(clock: Clock) -> None:
    async def refuse(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 400, "headers": []})

    accounts = Accounts(refuse, clients(clock, refusals=0.001))

    async def ask_from(address: str) -> int:
        told: list[int] = []

        async def send(message: Message) -> None:
            told.append(message["status"])

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        await accounts({"type": "http", "client": (address, 1)}, receive, send)
        return told[0]

    async def crowd() -> None:
        assert [await ask_from("192.0.2.1") for _ in range(20)] == [400] * 20
        late = asyncio.create_task(ask_from("192.0.2.1"))
        await asyncio.sleep(0)  # its turn: it goes as far as it can
        assert await ask_from("192.0.2.2") == 400
        assert not late.done()
        assert await late == 400

    asyncio.run(crowd())
