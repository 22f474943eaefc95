"""Takes times of SPARQL endpoints, one query after another in turn, and with many clients."""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.bench.http.client import Client
from kg.bench.http.processor import processor_seconds
from kg.bench.http.questions import QUESTIONS, prologue_of, write_queries
from kg.errors import InputError

_MILLI = 1000.0
_WARM = 3
"""Queries of each question that are sent before the first is timed."""


@dataclass(frozen=True)
class Times:
    """Milliseconds of some answers; ``percentile`` as statistics.quantiles gives it."""

    milliseconds: tuple[float, ...]

    @classmethod
    def of_seconds(cls, seconds: Iterable[float]) -> Times:
        """Return times that were taken in seconds."""
        return cls(tuple(value * _MILLI for value in seconds))

    def percentile(self, percent: int) -> float:
        """Return the time within which so many of 100 answers came.

        >>> Times((1.0, 2.0, 3.0)).percentile(50)
        2.0
        """
        if len(self.milliseconds) == 1:
            return self.milliseconds[0]
        return statistics.quantiles(self.milliseconds, n=100, method="inclusive")[percent - 1]


@dataclass(frozen=True)
class Load:
    """What many clients met: times, answers that were no 200, and the seconds that it took."""

    times: Times
    errors: int
    seconds: float


async def draw_all(url: str, number: int, seed: int) -> dict[str, list[str]]:
    """Return queries for every question, by its name, about things that an endpoint knows.

    Raises:
        InputError: the endpoint does not answer, or knows nothing that a question could be about.
    """
    drawn: dict[str, list[str]] = {}
    client = Client(url)
    try:
        for question in QUESTIONS:
            rows = _rows(await _answer(client, prologue_of(question.draw) + " ".join(question.draw.split())))
            queries = write_queries(question, rows, number, seed)
            if not queries:
                raise InputError(url, f"holds nothing for the question {question.name!r}; load other data")
            drawn[question.name] = queries
    finally:
        client.close()
    return drawn


def _rows(body: bytes) -> list[Mapping[str, str]]:
    bindings = json.loads(body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


async def _answer(client: Client, query: str) -> bytes:
    reply = await client.ask(query)
    if reply.status != 200:
        raise InputError(client.url, f"answers {reply.status} to {query}")
    return reply.body


@dataclass(frozen=True)
class Peer:
    """An endpoint that is measured.

    Attributes:
        name: for the report.
        url: of the endpoint.
        server: process that answers HTTP; 0 where it is not known, as on another host.
        workers: processes that run queries for it.
    """

    name: str
    url: str
    server: int = 0
    workers: tuple[int, ...] = ()

    def processor(self) -> tuple[float, float]:
        """Return what its server, and what its workers have taken, in seconds."""
        server = processor_seconds(self.server) if self.server else 0.0
        return server, sum(processor_seconds(pid) for pid in self.workers)


@dataclass(frozen=True)
class Plan:
    """What is measured.

    Attributes:
        peers: the endpoints, ours first.
        snapshot: folder with what they hold.
        rounds: queries of each question.
        clients, seconds: how many ask at once, and how long.
        seed: of the choice of things that are asked for.
    """

    peers: Sequence[Peer]
    snapshot: Path
    rounds: int
    clients: int
    seconds: float
    seed: int


@dataclass
class Taken:
    """What one question took at one endpoint.

    Attributes:
        seconds: of each answer.
        server, workers: processor seconds of all answers, by who took them.
        errors: answers that were no 200, which are not timed.
    """

    seconds: list[float] = field(default_factory=list)
    server: float = 0.0
    workers: float = 0.0
    errors: int = 0


async def time_questions(
    peers: Sequence[Peer], drawn: Mapping[str, Sequence[str]], rounds: int
) -> list[dict[str, Taken]]:
    """Return what each question took at each endpoint: every query goes to all of them in turn.

    Raises:
        InputError: the first endpoint, which is ours, refuses a query; or one cannot be reached.
    """
    clients = [Client(peer.url) for peer in peers]
    taken = [{name: Taken() for name in drawn} for _ in peers]
    before = [peer.processor() for peer in peers]
    try:
        for turn in range(_WARM + rounds):
            for name, queries in drawn.items():
                query = queries[turn % len(queries)]
                for at, peer in enumerate(peers):
                    reply = await clients[at].ask(query)
                    if reply.status != 200 and not at:
                        raise InputError(peer.url, f"answers {reply.status} to {query}")
                    now, old = peer.processor(), before[at]
                    before[at] = now
                    one = taken[at][name]
                    if reply.status != 200:
                        one.errors += 1
                    elif turn >= _WARM:
                        one.seconds.append(reply.seconds)
                        one.server += now[0] - old[0]
                        one.workers += now[1] - old[1]
    finally:
        for client in clients:
            client.close()
    return taken


async def time_load(
    url: str, drawn: Mapping[str, Sequence[str]], clients: int, seconds: float, seed: int
) -> Load:
    """Return what so many clients met, each with an address of its own and no pause between its queries."""
    queries = [query for found in drawn.values() for query in found]
    start = time.perf_counter()
    taken: list[float] = []
    errors = 0

    async def one(number: int) -> None:
        nonlocal errors
        chance = random.Random(seed + number)  # noqa: S311 - a choice, no secret
        client = Client(url, f"10.0.{number // 250}.{number % 250 + 1}")
        try:
            while time.perf_counter() - start < seconds:
                reply = await client.ask(chance.choice(queries))
                taken.append(reply.seconds)
                errors += reply.status != 200
        finally:
            client.close()

    await asyncio.gather(*(one(number) for number in range(clients)))
    return Load(Times.of_seconds(taken), errors, time.perf_counter() - start)
