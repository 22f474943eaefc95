"""``kg bench http``: point questions over HTTP, one by one, from many clients, and without isolation."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import os
import time
from collections.abc import Callable, Coroutine
from typing import Any

from kg.bench.http.answers import count_alike
from kg.bench.http.isolation import time_isolation
from kg.bench.http.measure import Plan, draw_all, time_load, time_questions
from kg.bench.http.report import describe_isolation, describe_load, describe_questions
from kg.store import read_manifest

_ADDITIONS = 1_000_000


def run_as_the_service(work: Coroutine[Any, Any, dict[str, Any]]) -> dict[str, Any]:
    """Run a measurement on an event loop of the kind that the service has (uvicorn: uvloop where it is)."""
    factory = importlib.import_module("uvloop").new_event_loop if importlib.util.find_spec("uvloop") else None
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(work)


async def measure_http(plan: Plan, progress: Callable[[str], None]) -> dict[str, Any]:
    """Measure, and return what was measured as JSON takes it.

    Args:
        plan: what is measured.
        progress: takes one line for each step.

    Raises:
        InputError: an endpoint cannot be reached, or ours refuses a query.
    """
    own, *others = plan.peers
    drawn = await draw_all(own.url, plan.rounds, plan.seed)
    progress(f"asking {len(drawn)} questions {plan.rounds} times")
    alone = taken = await time_questions([own], drawn, plan.rounds)
    if others:
        progress(f"asking them {plan.rounds} times, each endpoint in turn")
        taken = await time_questions(plan.peers, drawn, plan.rounds)
    alike = []
    for peer in others:
        progress(f"comparing the answers of {peer.name}")
        alike.append(await count_alike(own.url, peer.url, drawn))
    load = {}
    for peer in plan.peers:
        progress(f"asking {peer.name} from {plan.clients} clients for {plan.seconds:g} s")
        met = await time_load(peer.url, drawn, plan.clients, plan.seconds, plan.seed)
        load[peer.name] = describe_load(plan.clients, met)
    progress("asking without isolation")
    isolation = await time_isolation(plan.snapshot, drawn, plan.rounds)
    return {
        "statements": read_manifest(plan.snapshot.resolve()).quads,
        "rounds": plan.rounds,
        "cores": os.cpu_count(),
        "million_additions_ms": round(_calibrate(), 1),
        "alone": describe_questions([own], alone, [])[0],
        "endpoints": describe_questions(plan.peers, taken, alike),
        "load": load,
        "isolation": describe_isolation(isolation),
    }


def _calibrate() -> float:
    """Return milliseconds of processor time of a million additions: how fast the machine is now."""
    start, total = time.process_time(), 0
    for number in range(_ADDITIONS):
        total += number
    return (time.process_time() - start) * 1000
