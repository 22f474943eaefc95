"""Measures what others notice of an attack: ``python -m tests.soak.attacks [--json FILE] [ROUNDS]``.

A client asks point queries without a pause, in turn alone for a short while and while another client sends an
attack again and again. What else the machine does falls on neighbours alike, so each pair gives a ratio of
the p95 of the point queries; told is the middle one of all rounds, which is to stay below two. The ratios are
a measurement of this machine, so they are printed and fail nothing; an answer that is not right for its
attack ends the run with 1.
"""

# ruff: noqa: T201 - it prints a table

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, Final

import httpx
from tests.conftest import write_sample
from tests.web.attacks import ATTACKS, Attack
from tests.web.serving import kg_serve

POINT: Final = "SELECT ?o { <https://example.org/id/%d> <https://example.org/ns#next> ?o }"
DIRECT: Final = {"Content-Type": "application/sparql-query", "X-Forwarded-For": "192.0.2.66"}
CONTROL: Final = Attack("none: another point query", POINT % 1, ("answered",))
"""What a neighbour who means no harm does to others on this machine, asking without a pause too."""
DEADLINE: Final = 2.0
WINDOW: Final = 0.8
"""Seconds that each client asks before it is the other one's turn."""


def ask_for_a_while(client: httpx.Client, seconds: float = WINDOW) -> list[float]:
    """Milliseconds of point queries of an innocent client."""
    times: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        client.get("/sparql", params={"query": POINT % (len(times) % 2000)}).raise_for_status()
        times.append((time.perf_counter() - start) * 1000)
    return times


def attack_until(url: str, query: str, stop: Event, told: Connection) -> None:
    """Send one query again and again until told to stop; tell the answers, and the seconds of the slowest.

    A process of its own: in one with the innocent client each would wait for the other's turns in Python.
    """
    codes: set[str] = set()
    slowest = 0.0
    with httpx.Client(base_url=url, timeout=60) as client:
        told.send(None)
        while not stop.is_set():
            start = time.perf_counter()
            response = client.post("/sparql", content=query.encode(), headers=DIRECT)
            slowest = max(slowest, time.perf_counter() - start)
            codes.add(str(response.json().get("code", "answered")))
    told.send((codes, slowest))


@dataclass
class Attacker:
    """Sends one query again and again while it is told to; notes the answers and what they took."""

    url: str
    attack: Attack
    codes: set[str] = field(default_factory=set)
    slowest: float = 0.0

    def during(self, client: httpx.Client) -> list[float]:
        """Milliseconds of point queries of an innocent client meanwhile."""
        context = multiprocessing.get_context("spawn")
        stop, (hears, tells) = context.Event(), context.Pipe(duplex=False)
        words = (self.url, self.attack.query, stop, tells)
        process = context.Process(target=attack_until, args=words)
        process.start()
        try:
            hears.recv()
            return ask_for_a_while(client)
        finally:
            stop.set()
            self._note(hears)
            process.join()

    def _note(self, hears: Connection) -> None:
        codes, slowest = hears.recv()
        self.codes |= codes
        self.slowest = max(self.slowest, slowest)


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def measure(url: str, attack: Attack, client: httpx.Client, rounds: int) -> dict[str, Any]:
    """What the attacker is answered, and what the other client notices."""
    attacker = Attacker(url, attack)
    alone, meanwhile, ratios = [], [], []
    for _ in range(rounds):
        one = ask_for_a_while(client)
        other = attacker.during(client)
        ratios.append(p95(other) / p95(one))
        alone += one
        meanwhile += other
    return {
        "attack": attack.name,
        "answers": sorted(attacker.codes),
        "wrong": sorted(attacker.codes - set(attack.codes)),
        "slowest": round(attacker.slowest, 2),
        "alone": round(p95(alone), 1),
        "meanwhile": round(p95(meanwhile), 1),
        "ratio": round(statistics.median(ratios), 2),
        "ratios": [round(ratio, 2) for ratio in sorted(ratios)],
    }


def main(rounds: int, kept: Path | None) -> int:
    """Print the table and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder)
        write_sample(build / "current")
        variables = {"KG_TIMEOUT": str(DEADLINE), "KG_CLIENT_CPU_SECONDS": "0"}
        with (
            kg_serve(build, "--proxy-headers", **variables) as served,
            httpx.Client(base_url=served.url, headers={"X-Forwarded-For": "192.0.2.1"}, timeout=60) as client,
        ):
            ask_for_a_while(client, 1)
            found = []
            print("| attack | answer | slowest answer, s | p95 of others, alone, ms | with it, ms | ratio |")
            print("|---|---|---|---|---|---|")
            for item in (CONTROL, *ATTACKS):
                one = measure(served.url, item, client, rounds)
                found.append(one)
                cells = [one["attack"], ", ".join(one["answers"]), f"{one['slowest']:.1f}"]
                cells += [f"{one['alone']:.1f}", f"{one['meanwhile']:.1f}", f"{one['ratio']:.2f}"]
                print(f"| {' | '.join(cells)} |", flush=True)
    if kept is not None:
        kept.write_text(
            json.dumps({"deadline": DEADLINE, "rounds": rounds, "attacks": found}, indent=1) + "\n", "utf-8"
        )
    wrong = [one for one in found if one["wrong"]]
    for one in wrong:
        print(f"{one['attack']}: {', '.join(one['wrong'])} is no right answer")
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", type=int, nargs="?", default=9)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    sys.exit(main(arguments.rounds, arguments.json))
