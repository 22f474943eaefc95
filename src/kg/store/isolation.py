"""Takes from a process what a query never needs: the network, new files, memory without end.

Linux only where it says so; elsewhere the functions do what the system allows and tell.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Final

_CLONE_NEWNET: Final = 0x40000000
_CLONE_NEWUSER: Final = 0x10000000
_PR_SET_PDEATHSIG: Final = 1
_STDERR_BYTES: Final = 1024 * 1024
_LOW_PRIORITY: Final = 15


def leave_network() -> bool:
    """Move this process into a network namespace of its own, empty and down; return whether it is there.

    Without privilege a user namespace is entered with it, which the kernel allows to single-threaded
    processes only (unshare(2)), and some systems not at all.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)


def die_with_parent(parent: int) -> None:
    """Let the kernel kill this process when its parent ends, for whatever reason (Linux: prctl(2))."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def limit_memory(extra: int) -> None:
    """Bound the address space of this process to what it has now and ``extra`` bytes.

    The engine aborts when an allocation fails; without the bound it would take the host down with it.
    """
    statm = Path("/proc/self/statm")
    if statm.exists():
        now = int(statm.read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + extra, now + extra))


def step_back(pid: int) -> None:
    """Let all others go before a process that is not ours to trust (Linux: setpriority(2) of each thread).

    Nothing happens where the system does not show threads, or the process is gone.
    """
    tasks = Path(f"/proc/{pid}/task")
    with contextlib.suppress(OSError):
        for task in tasks.iterdir():
            os.setpriority(os.PRIO_PROCESS, int(task.name), _LOW_PRIORITY)


def close_the_door() -> None:
    """Forbid this process to open anything: no file, no socket, no name look-up; and core dumps.

    What is open stays open. This holds on every Unix, without privilege, and backs the refusal of SERVICE.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_STDERR_BYTES, _STDERR_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
