"""Measures what others notice of an attack: ``python -m tests.soak.attacks [SECONDS]`` prints a table.

One client asks point queries without a pause, before each attack alone, then while another sends it again and
again. The p95 of the first is to stay within twice what it was alone. It is a measurement of this machine,
so it prints and does not fail.
"""

# ruff: noqa: T201 - it prints a table

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx
from tests.conftest import write_sample
from tests.web.attacks import ATTACKS
from tests.web.conftest import serve_app

from kg.store import Limits
from kg.web import WebConfig, create_app
from kg.web.clients import ClientLimits

POINT = "SELECT ?o { <https://example.org/id/%d> <https://example.org/ns#next> ?o }"
DIRECT = {"Content-Type": "application/sparql-query", "X-Forwarded-For": "192.0.2.66"}


def p95_of_others(url: str, seconds: float) -> float:
    """Milliseconds within which 95 of 100 point queries of an innocent client are answered."""
    times: list[float] = []
    with httpx.Client(base_url=url, headers={"X-Forwarded-For": "192.0.2.1"}) as client:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            start = time.perf_counter()
            client.get("/sparql", params={"query": POINT % (len(times) % 2000)}).raise_for_status()
            times.append((time.perf_counter() - start) * 1000)
    return statistics.quantiles(times, n=20)[-1]


def attack(url: str, query: str, stop: threading.Event, codes: list[str], times: list[float]) -> None:
    """Send one query again and again; note the answers."""
    with httpx.Client(base_url=url, timeout=60) as client:
        while not stop.is_set():
            start = time.perf_counter()
            response = client.post("/sparql", content=query.encode(), headers=DIRECT)
            times.append(time.perf_counter() - start)
            codes.append(str(response.json().get("code", "answered")))


def main(seconds: float) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = write_sample(Path(folder) / "snapshot")
        config = WebConfig(snapshot, Limits(deadline=2), clients=ClientLimits(cpu_seconds=0))
        with serve_app(create_app(config)) as server:
            p95_of_others(server.url, 1)
            print("| attack | answer | slowest answer, s | p95 of others, alone, ms | with it, ms | ratio |")
            print("|---|---|---|---|---|---|")
            for item in ATTACKS:
                # Just before, for other work on this machine comes and goes.
                alone = p95_of_others(server.url, seconds)
                stop = threading.Event()
                codes: list[str] = []
                times: list[float] = []
                thread = threading.Thread(target=attack, args=(server.url, item.query, stop, codes, times))
                thread.start()
                found = p95_of_others(server.url, seconds)
                stop.set()
                thread.join()
                answer = ", ".join(sorted(set(codes)))
                cells = [item.name, answer, f"{max(times):.1f}", f"{alone:.1f}", f"{found:.1f}"]
                print(f"| {' | '.join(cells)} | {found / alone:.1f} |", flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0)
