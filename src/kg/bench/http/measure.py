"""Takes times of a SPARQL endpoint, one query after another and with many clients, and of the isolation."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import statistics
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.bench.http.client import Client
from kg.bench.http.questions import QUESTIONS, prologue_of, write_queries
from kg.errors import InputError
from kg.store import Limits, Supervisor, load_local

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


async def time_questions(url: str, drawn: Mapping[str, Sequence[str]], rounds: int) -> dict[str, Times]:
    """Return the times of each question, asked in turn on one connection."""
    client = Client(url)
    taken: dict[str, list[float]] = {name: [] for name in drawn}
    try:
        for turn in range(_WARM + rounds):
            for name, queries in drawn.items():
                query = queries[turn % len(queries)]
                reply = await client.ask(query)
                if reply.status != 200:
                    raise InputError(url, f"answers {reply.status} to {query}")
                if turn >= _WARM:
                    taken[name].append(reply.seconds)
    finally:
        client.close()
    return {name: Times.of_seconds(seconds) for name, seconds in taken.items()}


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


async def time_isolation(
    snapshot: Path, drawn: Mapping[str, Sequence[str]], rounds: int
) -> tuple[Times, Times]:
    """Return the times of the same queries in this process and in a worker, asked in turn."""
    local, isolated = load_local(snapshot), Supervisor(snapshot, Limits(workers=1))
    await isolated.start()
    inside: list[float] = []
    outside: list[float] = []
    cycles = [itertools.cycle(queries) for queries in drawn.values()]
    try:
        for turn in range(_WARM + rounds):
            for queries in cycles:
                query = next(queries)
                start = time.perf_counter()
                local.answer(query)
                middle = time.perf_counter()
                await isolated.query(query)
                end = time.perf_counter()
                if turn >= _WARM:
                    inside.append(middle - start)
                    outside.append(end - middle)
    finally:
        await isolated.stop()
    return Times.of_seconds(inside), Times.of_seconds(outside)
