"""Writes what was measured as Markdown tables: milliseconds for the reader, ratios for comparison.

Machines are shared and noisy: only ratios between things that ran in turn in one run say anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.bench.http.measure import Load, Times


def join_times(times: Mapping[str, Times]) -> Times:
    """Return the times of all questions as one."""
    return Times(tuple(value for found in times.values() for value in found.milliseconds))


def question_lines(own: Mapping[str, Times], others: Mapping[str, Mapping[str, Times]]) -> Iterator[str]:
    """Yield a table: a row for each question and for all, with the ratios of the medians of other endpoints.

    Args:
        own: times of this service by question.
        others: the same of other endpoints, by their name.
    """
    heads = ["question", "p50, ms", "p95, ms", *(f"{name}: p50, ms | ratio" for name in others)]
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * (3 + 2 * len(others))}"
    for name in (*own, ""):
        times = own[name] if name else join_times(own)
        cells = [name or "all", f"{times.percentile(50):.2f}", f"{times.percentile(95):.2f}"]
        for found in others.values():
            other = found[name] if name else join_times(found)
            ratio = other.percentile(50) / times.percentile(50)
            cells += [f"{other.percentile(50):.2f}", f"{ratio:.1f}"]
        yield f"| {' | '.join(cells)} |"


def load_line(clients: int, load: Load) -> str:
    """Return one line on what many clients met."""
    middle, slow = load.times.percentile(50), load.times.percentile(99)
    count = len(load.times.milliseconds)
    return (
        f"{clients} clients, {load.seconds:.0f} s: {count} answers, {load.errors} errors, "
        f"{count / load.seconds:.0f} a second, "
        f"p50 {middle:.1f} ms, p99 {slow:.1f} ms, p99/p50 {slow / middle:.1f}"
    )


def isolation_line(inside: Times, isolated: Times) -> str:
    """Return one line on what running queries in workers costs."""
    one, other = inside.percentile(50), isolated.percentile(50)
    return (
        f"isolation: p50 {one:.2f} ms in this process, {other:.2f} ms in a worker, "
        f"cost {other - one:.2f} ms, ratio {other / one:.1f}"
    )
