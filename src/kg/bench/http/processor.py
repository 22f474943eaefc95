"""How much processor time running processes have taken, as the kernel counts it (Linux, proc(5))."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_NANO: Final = 1e-9


def processor_seconds(pid: int) -> float:
    """Return what all threads of a process have taken; 0 where the system does not tell, or it is gone.

    >>> import os
    >>> processor_seconds(os.getpid()) >= 0
    True
    """
    total = 0
    try:
        for task in (_PROC / str(pid) / "task").iterdir():
            total += int((task / "schedstat").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0.0
    return total * _NANO


def descendants(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that they have."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        children = list(_children(waiting.pop()))
        found += children
        waiting += children
    return found


def _children(pid: int) -> Iterator[int]:
    try:
        for task in (_PROC / str(pid) / "task").iterdir():
            yield from (int(word) for word in (task / "children").read_text("ascii").split())
    except OSError:
        return
