"""Takes what it costs to run a query in a worker: the same query in this process and in a worker, in turn."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.bench.http.processor import descendants, processor_seconds
from kg.store import Limits, Supervisor, load_local

_WARM = 3


@dataclass
class Isolation:
    """What queries took without and with isolation.

    Attributes:
        inside, isolated: seconds of each answer.
        inside_processor, isolated_processor: processor seconds of all; with isolation of both processes.
    """

    inside: list[float] = field(default_factory=list)
    isolated: list[float] = field(default_factory=list)
    inside_processor: float = 0.0
    isolated_processor: float = 0.0


async def time_isolation(snapshot: Path, drawn: Mapping[str, Sequence[str]], rounds: int) -> Isolation:
    """Return what some rounds of all questions took in this process and in a worker."""
    local, isolated = load_local(snapshot), Supervisor(snapshot, Limits(workers=1))
    await isolated.start()
    others = descendants(os.getpid())
    found = Isolation()
    cycles = [itertools.cycle(queries) for queries in drawn.values()]

    def workers() -> float:
        return sum(processor_seconds(pid) for pid in others)

    try:
        for turn in range(_WARM + rounds):
            for queries in cycles:
                query = next(queries)
                # What a query is, is found out once, whoever runs it.
                await isolated.inspect(query)
                clock, processor = time.perf_counter(), time.process_time()
                local.answer(query)
                inside = time.process_time() - processor, time.perf_counter() - clock
                before = workers()
                clock, processor = time.perf_counter(), time.process_time()
                await isolated.query(query)
                outside = time.process_time() - processor, time.perf_counter() - clock
                if turn >= _WARM:
                    found.inside.append(inside[1])
                    found.isolated.append(outside[1])
                    found.inside_processor += inside[0]
                    found.isolated_processor += outside[0] + workers() - before
    finally:
        await isolated.stop()
    return found
