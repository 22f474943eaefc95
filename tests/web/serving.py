"""A real ``kg serve`` in a process of its own, for tests that stop or kill it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

KG = Path(sys.executable).with_name("kg")


@dataclass(frozen=True)
class Process:
    """A running ``kg serve``."""

    process: subprocess.Popen[str]
    url: str

    def stop(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGTERM)
        output, _ = self.process.communicate(timeout=60)
        return self.process.returncode, output


@contextmanager
def kg_serve(build: Path, *options: str, **variables: str) -> Iterator[Process]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    command = [str(KG), "serve", "--build", str(build), "--port", str(port), *options]
    environment = {**os.environ, **variables}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        url = f"http://127.0.0.1:{port}"
        transport = httpx.HTTPTransport(retries=0)
        try:
            with httpx.Client(transport=transport) as client:
                while process.poll() is None:
                    try:
                        client.get(f"{url}/readyz").raise_for_status()
                        break
                    except httpx.TransportError:
                        time.sleep(0.05)
            assert process.poll() is None, "the service did not start; its error output says why"
            yield Process(process, url)
        finally:
            process.kill()
