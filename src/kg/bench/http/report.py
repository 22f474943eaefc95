"""Keeps what was measured as JSON takes it, and writes it as Markdown tables.

Machines are shared and noisy: only ratios between things that ran in turn in one run say anything, and
processor time says more than the clock.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.bench.http.isolation import Isolation
from kg.bench.http.measure import Load, Peer, Taken, Times

_MILLI = 1000.0
Document = dict[str, Any]


def describe_questions(
    peers: Sequence[Peer],
    taken: Sequence[Mapping[str, Taken]],
    alike: Sequence[Mapping[str, tuple[int, int]]],
) -> list[Document]:
    """Return the times of each endpoint, ours first.

    Args:
        peers: the endpoints.
        taken: by each of them, by question.
        alike: of all but the first: answers that are ours, and of how many.
    """
    described = []
    for at, peer in enumerate(peers):
        questions = {name: _described(one) for name, one in taken[at].items()}
        if at:
            for name, (same, total) in alike[at - 1].items():
                questions[name] |= {"alike": same, "compared": total}
        everything = Taken([second for one in taken[at].values() for second in one.seconds])
        everything.server = sum(one.server for one in taken[at].values())
        everything.workers = sum(one.workers for one in taken[at].values())
        described.append({"name": peer.name, "questions": questions, "all": _described(everything)})
    return described


def _described(one: Taken) -> Document:
    if not one.seconds:
        return {"errors": one.errors}
    count = len(one.seconds)
    found: Document = _percentiles(one.seconds) | {"answers": count, "errors": one.errors}
    if one.server or one.workers:
        found["server_cpu"] = round(one.server / count * _MILLI, 3)
        found["workers_cpu"] = round(one.workers / count * _MILLI, 3)
    return found


def _percentiles(seconds: Sequence[float]) -> Document:
    times = Times.of_seconds(seconds)
    return {f"p{percent}": round(times.percentile(percent), 3) for percent in (50, 95, 99)}


def describe_load(clients: int, load: Load) -> Document:
    """Return what many clients met."""
    return {
        "clients": clients,
        "seconds": round(load.seconds, 1),
        "answers": len(load.times.milliseconds),
        "errors": load.errors,
    } | {f"p{percent}": round(load.times.percentile(percent), 2) for percent in (50, 95, 99)}


def describe_isolation(found: Isolation) -> Document:
    """Return what running queries in workers costs."""
    count = len(found.inside)
    return {
        "inside": _percentiles(found.inside) | {"cpu": round(found.inside_processor / count * _MILLI, 3)},
        "isolated": _percentiles(found.isolated)
        | {"cpu": round(found.isolated_processor / count * _MILLI, 3)},
    }


# ---- Tables ----


def http_tables(found: Document) -> str:
    """Return the tables of what ``kg bench http`` measured."""
    own, *others = found["endpoints"]
    lines = [*_questions(found["alone"], own, others)]
    for name, load in found["load"].items():
        lines += ["", _load(name, load)]
    lines += ["", _isolation(found["isolation"])]
    return "\n".join(lines) + "\n"


def _questions(alone: Document, own: Document, others: Sequence[Document]) -> Iterator[str]:
    heads = ["question", "p50, ms", "p95, ms", "server CPU, ms", "worker CPU, ms"]
    heads += ["in turn: p50, ms"] if others else []
    for other in others:
        name = other["name"]
        heads += [f"{name}: p50, ms", "CPU, ms", "p50, times ours", "CPU, times ours", "same answers"]
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for name, times in (*own["questions"].items(), ("all", own["all"])):
        first = alone["all"] if name == "all" else alone["questions"][name]
        cells = [name, *(_number(first.get(key)) for key in ("p50", "p95", "server_cpu", "workers_cpu"))]
        cells += [_number(times["p50"])] if others else []
        for other in others:
            cells += _compared(times, other["all"] if name == "all" else other["questions"][name])
        yield f"| {' | '.join(cells)} |"
    for other in others:
        ratios = [
            theirs["p50"] / own["questions"][name]["p50"]
            for name, theirs in other["questions"].items()
            if "p50" in theirs
        ]
        if ratios:
            mean = statistics.geometric_mean(ratios)
            yield ""
            yield f"{other['name']}: geometric mean of the ratios of the medians {mean:.1f}."


def _compared(ours: Document, theirs: Document) -> list[str]:
    same = f"{theirs['alike']} of {theirs['compared']}" if "alike" in theirs else ""
    if "p50" not in theirs:
        return ["refused", "", "", "", same]
    cpu, own = _processor(theirs), _processor(ours)
    ratio = f"{cpu / own:.1f}" if cpu and own else ""
    return [_number(theirs["p50"]), _number(cpu or None), f"{theirs['p50'] / ours['p50']:.1f}", ratio, same]


def _processor(times: Document) -> float:
    return float(times.get("server_cpu", 0) + times.get("workers_cpu", 0))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _load(name: str, load: Document) -> str:
    rate, spread = load["answers"] / load["seconds"], load["p99"] / load["p50"]
    return (
        f"{name}: {load['clients']} clients, {load['seconds']:.0f} s: {load['answers']} answers, "
        f"{load['errors']} errors, {rate:.0f} a second, p50 {load['p50']:.1f} ms, p99 {load['p99']:.1f} ms, "
        f"p99/p50 {spread:.1f}."
    )


def _isolation(found: Document) -> str:
    one, other = found["inside"], found["isolated"]
    cost, processor = other["p50"] - one["p50"], other["cpu"] - one["cpu"]
    return (
        f"isolation: p50 {one['p50']:.2f} ms in this process, {other['p50']:.2f} ms in a worker, "
        f"cost {cost:.2f} ms; processor time {one['cpu']:.2f} ms and {other['cpu']:.2f} ms, "
        f"cost {processor:.2f} ms."
    )
