"""``kg bench validation``: what making and checking the graph takes at two sizes, and against pySHACL.

Records are synthesised, lifted and checked at a tenth of the size and at the size, each stage cold in a
process of its own; the time of each shape at both sizes gives its growth. Then both runners check graphs of
growing size, each in turn, until the largest that pySHACL checks within its limit of processor time is found.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.bench import stages
from kg.bench.growth import Growth
from kg.bench.stage import CpuLimitError, Measured, run_stage

SEED = 1
STATEMENTS_OF_AN_EVENT = 235
"""First guess with the units that it names, corrected by the small graph (``docs/decisions/0013-*.md``)."""
FIXED_STATEMENTS = 8_000
"""Statements of the ontology, the vocabularies and the bodies of one province."""
FIRST_EVENTS = 20
"""Events of the smallest graph on which both runners are compared; each next one has twice as many."""
NEAR = 1.2
"""How many times larger than the largest graph that pySHACL checks in time one that it does not may stay."""
RUNS = 3
"""Times that the compiled runner checks each of these graphs; the median counts."""
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Places:
    """Where the bench reads: records for `kg synth`, and the folder with ontology and shapes."""

    data: Path
    home: Path


@dataclass(frozen=True)
class Compared:
    """Both runners on one graph."""

    statements: int
    results: int
    compiled: Measured
    reference: Measured

    @property
    def ratio(self) -> float:
        """How many times the processor time of the compiled runner pySHACL takes."""
        return self.reference.cpu / self.compiled.cpu


def measure_validation(places: Places, size: int, limit: float, progress: Progress) -> dict[str, Any]:
    """Measure; give what was measured as JSON takes it.

    Args:
        places: what is read.
        size: about how many statements the large graph has.
        limit: processor seconds that pySHACL may take on one graph.
        progress: takes one line for each stage.

    Raises:
        LimitError: a stage ended for want of memory.
        InputError: there is no room for the files of the bench.
    """
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        folder = Path(name)
        small = _at_size(places, folder / "small", events_for(size // 10, STATEMENTS_OF_AN_EVENT), progress)
        per_event = max(100.0, (small["statements"] - FIXED_STATEMENTS) / small["events"])
        large = _at_size(places, folder / "large", events_for(size, per_event), progress)
        compared = _compare(places, folder, limit, progress)
    return {
        "size": size,
        "limit": limit,
        "sizes": [small, large],
        "growth": [_growth(name, small, large) for name in large["shapes"]],
        "compared": compared,
    }


def events_for(size: int, per_event: float) -> int:
    """Events of a graph of about some statements."""
    return max(1, round((size - FIXED_STATEMENTS) / per_event))


def _at_size(places: Places, folder: Path, events: int, progress: Progress) -> dict[str, Any]:
    """Measure all stages on a graph of some events."""
    progress(f"synthesising {events} events")
    synth = run_stage("synth", 0, stages.synth, places.data, events, SEED, folder)
    lift = run_stage("lift", 0, stages.lift, folder, places.home / "ontology", folder.with_suffix(".nq"))
    statements = int(lift.result)
    progress(f"checking {statements} statements")
    check = _run("check", statements, stages.check_all, folder.with_suffix(".nq"), places)
    each = _run("check, one thread", statements, stages.check_each_shape, folder.with_suffix(".nq"), places)
    measured = [_described(stage, statements) for stage in (synth, lift, check, each)]
    return {
        "events": events,
        "statements": statements,
        "results": check.result,
        "stages": measured,
        "shapes": {name: round(seconds, 4) for name, seconds in each.result.items()},
    }


def _run(name: str, statements: int, work: Callable[..., Any], quads: Path, places: Places) -> Measured:
    return run_stage(name, statements, work, quads, places.home / "shapes")


def _described(measured: Measured, statements: int) -> dict[str, Any]:
    found = asdict(measured) | {"statements": statements}
    del found["result"]
    return found | {"wall": round(measured.wall, 3), "cpu": round(measured.cpu, 3)}


def _growth(name: str, small: dict[str, Any], large: dict[str, Any]) -> dict[str, Any]:
    sizes = (small["statements"], large["statements"])
    times = (max(at["shapes"][name], 0.0001) for at in (small, large))
    growth = Growth(name, sizes, *times)
    return {
        "shape": name,
        "small": growth.small,
        "large": growth.large,
        "exponent": round(growth.exponent, 3),
        "against_n_log_n": round(growth.against_n_log_n, 3),
    }


def _compare(places: Places, folder: Path, limit: float, progress: Progress) -> list[dict[str, Any]]:
    """Check growing graphs with both runners, in small steps near the largest that pySHACL checks in time."""
    found: list[dict[str, Any]] = []
    done, events, too_many = 0, FIRST_EVENTS, 0
    while not too_many or (done and too_many > NEAR * done):
        pair = _compare_at(places, folder, events, limit, progress)
        found.append(pair)
        if "ratio" in pair:
            done = events
        else:
            too_many = events
        events = (done + too_many) // 2 if too_many else events * 2
    return sorted(found, key=lambda pair: int(pair["statements"]))


def _compare_at(
    places: Places, folder: Path, events: int, limit: float, progress: Progress
) -> dict[str, Any]:
    records, quads = folder / f"compared-{events}", folder / f"compared-{events}.nq"
    run_stage("synth", 0, stages.synth, places.data, events, SEED, records)
    lift = run_stage("lift", 0, stages.lift, records, places.home / "ontology", quads)
    statements = int(lift.result)
    progress(f"comparing both runners on {statements} statements")
    runs = [_run("compiled", statements, stages.check_all, quads, places) for _ in range(RUNS)]
    compiled = sorted(runs, key=lambda run: run.cpu)[RUNS // 2]
    pair = {"statements": statements, "compiled": _described(compiled, statements)}
    shapes = places.home / "shapes"
    try:
        reference = run_stage("pySHACL", statements, stages.check_by_reference, quads, shapes, limit=limit)
    except CpuLimitError:
        progress(f"pySHACL did not end within {limit:g} s")
        return pair
    compared = Compared(statements, compiled.result, compiled, reference)
    return pair | {
        "results": [compiled.result, reference.result],
        "reference": _described(reference, statements),
        "ratio": round(compared.ratio, 1),
    }
