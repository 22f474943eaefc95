"""``kg bench register``: what reading, building, checking, loading and serving the records takes.

The records are those of the project, so the register is that of all Vietnam. Each stage runs cold in a
process of its own.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from kg.bench import stages
from kg.bench.http.service import own_service
from kg.bench.stage import Measured, run_stage
from kg.bench.validation import Places
from kg.build import Inputs, build_snapshot
from kg.records.register import read_register
from kg.store import load_local

Progress = Callable[[str], None]
WORKERS: Final = 4
_COMMAND: Final = (sys.executable, "-c", "from kg.cli.main import main; main()")


def measure_register(places: Places, progress: Progress) -> dict[str, Any]:
    """Measure every stage from the files to a service that is ready; give it as JSON takes it.

    Args:
        places: what is read.
        progress: takes one line for each stage.

    Raises:
        FindingsError: the records are wrong.
        LimitError: a stage ended for want of memory.
        InputError: the service does not start.
    """
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        build, quads = Path(name, "build"), Path(name, "graph.nq")
        progress("reading the register")
        read = run_stage("read and check the register", 0, count_register, places.data / "register")
        progress("making the graph")
        lift = run_stage("make the graph", 0, stages.lift, places.data, places.home / "ontology", quads)
        progress("checking the graph")
        check = run_stage("check the graph", 0, stages.check_all, quads, places.home / "shapes")
        progress("building a snapshot")
        whole = run_stage("kg build, all of it", 0, build_all, places, build)
        progress("loading and serving it")
        load = run_stage("load the snapshot", 0, load_snapshot, build / "current")
        serve = run_stage("start and stop the service", 0, start_service, build)
    return {
        "counts": read.result,
        "statements": lift.result,
        "results": check.result,
        "ready": round(serve.result, 2),
        "stages": [_described(each) for each in (read, lift, check, whole, load, serve)],
    }


def count_register(folder: Path) -> dict[str, int]:
    """Read a register with all its checks; give how much it holds."""
    register = read_register(folder)
    return {
        "units": len(register.units),
        "versions": len(register.all_versions),
        "changes": len(register.changes),
    }


def build_all(places: Places, build: Path) -> None:
    """Build a snapshot as ``kg build`` does."""
    build_snapshot(Inputs(places.home, places.data, build))


def load_snapshot(folder: Path) -> None:
    """Load the graph of a snapshot into memory."""
    load_local(folder)


def start_service(build: Path) -> float:
    """Start the service, wait until it is ready and stop it; give the seconds until it was ready."""
    before = time.perf_counter()
    with own_service(_COMMAND, build, WORKERS):
        return time.perf_counter() - before


def _described(measured: Measured) -> dict[str, Any]:
    found = {name: value for name, value in asdict(measured).items() if name not in {"result", "statements"}}
    return found | {"wall": round(measured.wall, 2), "cpu": round(measured.cpu, 2)}
