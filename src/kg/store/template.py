"""The template: a single-threaded process that holds the loaded graph and forks workers from itself.

``python -m kg.store.template CONTROL LIMITS FILE`` speaks frames over the inherited socket CONTROL; the
manifest lies beside FILE. It says
``{"ready", "quads", "isolated_network"}`` or ``{"error", "message"}`` once, then serves one command at a
time:

* ``{"op": "fork"}`` with two file descriptors, the worker's channel and its standard error → ``{"pid"}``
* ``{"op": "end", "pid"}`` kills that worker if it still runs and reaps it → ``{"status"}``, as waitpid(2)

Only the parent kills and reaps, so a process number is never taken for another's. When CONTROL closes the
template ends, and the kernel ends its workers with it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import struct
import sys
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError
from kg.store.contract import Limits
from kg.store.frames import pack_frame
from kg.store.isolation import leave_network
from kg.store.loading import load_graph
from kg.store.manifest import read_manifest
from kg.store.publication import check_graph
from kg.store.worker import Asked, exit_worker, run_worker

_COMMAND_BYTES: Final = 4096
_HEADER: Final = struct.Struct("!II")
_STANDARD_ERROR: Final = 2


def serve(asked: Asked, control: socket.socket, limits: Limits) -> None:
    """Fork and end workers on command until the control socket closes."""
    children: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, _COMMAND_BYTES, 2)
        if not message:
            break
        command = json.loads(message[_HEADER.size :])
        if command["op"] == "fork":
            pid = _fork(asked, control, limits, descriptors)
            children.add(pid)
            control.sendall(pack_frame({"pid": pid}))
        else:
            status = _end(command["pid"]) if command["pid"] in children else 0
            children.discard(command["pid"])
            control.sendall(pack_frame({"status": status}))


def _fork(asked: Asked, control: socket.socket, limits: Limits, descriptors: list[int]) -> int:
    """Fork a worker and return its process number; the child never returns from here."""
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            control.close()
            os.dup2(descriptors[1], _STANDARD_ERROR)
            os.close(descriptors[1])
            run_worker(asked, socket.socket(fileno=descriptors[0]), limits, parent)
        finally:
            exit_worker(0)
    for descriptor in descriptors:
        os.close(descriptor)
    return pid


def _end(pid: int) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def main(arguments: list[str]) -> None:
    """Load the graph, tell whether it went well, and serve."""
    descriptor, limits, path = arguments
    control = socket.socket(fileno=int(descriptor))
    # The terminal's Ctrl-C is the server's business, which then closes the control socket.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    isolated = leave_network()
    try:
        check_graph(Path(path).parent)
        store = load_graph(Path(path))
        graphs = read_manifest(Path(path).parent).graphs
    except InputError as error:
        control.sendall(pack_frame({"error": "InputError", "message": str(error)}))
        return
    # Collecting would touch, and so copy, every page that the workers share with us.
    gc.collect()
    gc.freeze()
    ready: dict[str, Any] = {"ready": True, "quads": len(store), "isolated_network": isolated}
    control.sendall(pack_frame(ready))
    # The server may stop, or be killed, while it waits for a reply.
    with contextlib.suppress(ConnectionError):
        serve(Asked(store, graphs), control, Limits(**json.loads(limits)))


if __name__ == "__main__":
    main(sys.argv[1:])
