"""Run one stage of a measurement in a process of its own: wall time, processor time, peak memory.

A process that has just begun has nothing cached and no memory of other stages: the peak is the stage's own.
Time begins where the stage's function begins and ends where it returns: starting Python and importing the
program are not counted.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kg.errors import KgError, LimitError

_KIB_PER_MIB = 1024


@dataclass(frozen=True)
class Measured:
    """What a stage took.

    Attributes:
        stage: its name.
        statements: size of the graph.
        wall: seconds. cpu: processor seconds of the process and its children.
        peak_mib: largest resident memory of the process and of its largest child, MiB.
        result: what the stage's function returned.
    """

    stage: str
    statements: int
    wall: float
    cpu: float
    peak_mib: int
    result: Any = None


class CpuLimitError(LimitError):
    """A stage took more processor time than it was given."""


def run_stage(
    name: str, statements: int, work: Callable[..., Any], *arguments: object, limit: float = 0
) -> Measured:
    """Run a function in a new process and measure it.

    Args:
        name: name of the stage.
        statements: size of the graph that it works on.
        work: a function of a module; what it returns and the arguments can be pickled.
        arguments: of the function.
        limit: processor seconds after which it is ended; 0 for none.

    Raises:
        CpuLimitError: it took longer than `limit`.
        KgError: what the function raised.
        LimitError: the process died, of too little memory for one.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, work, arguments, limit))
    process.start()
    theirs.close()
    try:
        answer = ours.recv()
    except EOFError:
        answer = None
    finally:
        process.join()
        ours.close()
    if isinstance(answer, KgError):
        raise answer
    if answer is None and limit and process.exitcode == -signal.SIGXCPU:
        raise CpuLimitError(f"{name} took more than {limit:g} s of processor time")
    if answer is None:
        raise LimitError(f"{name} ended with exit code {process.exitcode}; is there memory enough?")
    wall, cpu, peak, result = answer
    return Measured(name, statements, wall, cpu, peak, result)


def _work(answer: Connection, work: Callable[..., Any], arguments: tuple[object, ...], limit: float) -> None:
    if limit:
        seconds = round(limit + _cpu()) or 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    wall, cpu = time.perf_counter(), _cpu()
    try:
        result = work(*arguments)
    except KgError as error:
        answer.send(error)
        return
    wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    answer.send((wall, cpu, _peak_mib(), result))


def _cpu() -> float:
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


def _peak_mib() -> int:
    """Largest resident memory, MiB (proc(5), getrusage(2)).

    The kernel's own figure for the process counts that of the parent before the new program began; ``VmHWM``
    does not.
    """
    status = Path("/proc/self/status").read_text("ascii")
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
    return (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // _KIB_PER_MIB
