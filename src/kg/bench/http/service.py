"""Starts the service that is measured, as its operator would, with the bounds of clients taken away."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError

_PAUSE = 0.1


@dataclass(frozen=True)
class Service:
    """A running service: its address without path, and its process number."""

    base: str
    pid: int


@contextmanager
def own_service(command: Sequence[str], build: Path, workers: int) -> Iterator[Service]:
    """Give a service on a build folder, on a free port of the loopback address, until it ends.

    Args:
        command: starts ``kg``.
        build: folder with the link ``current``.
        workers: processes that run queries.

    Raises:
        InputError: it does not start; its own words stand on standard error.
    """
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    words = [*command, "serve", "--build", str(build), "--port", str(port), "--workers", str(workers)]
    # Forwarded addresses make clients of one host many; the token bucket would measure itself.
    variables = {**os.environ, "KG_CLIENT_CPU_SECONDS": "0", "KG_QUEUE": "1000"}
    process = subprocess.Popen([*words, "--proxy-headers"], env=variables, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    base = f"http://127.0.0.1:{port}"
    try:
        while not _is_ready(base):
            if process.poll() is not None:
                raise InputError(build, "cannot be served; try kg serve, which says why")
            time.sleep(_PAUSE)
        yield Service(base, process.pid)
    finally:
        process.terminate()
        process.wait()


def _is_ready(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/readyz") as response:  # noqa: S310 - our own address
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False
