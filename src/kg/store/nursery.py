"""The server's side of the template process: starts it, and has it fork and end workers."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from kg.errors import InputError
from kg.store.channel import Channel
from kg.store.contract import Limits
from kg.store.frames import Head, pack_frame, receive_head
from kg.store.isolation import step_back

_STOP_SECONDS: Final = 5.0


@dataclass(eq=False)
class Worker:
    """A running worker: its process number, its channel and what it wrote to standard error.

    Attributes:
        ended: whether it was told to end.
        slow: whether it works on a long query, at low priority.
    """

    pid: int
    channel: Channel
    complaints: IO[bytes]
    ended: bool = False
    slow: bool = False

    def step_back(self) -> None:
        """Let all other processes go before this one from now on."""
        self.slow = True
        step_back(self.pid)

    def close(self) -> None:
        """Close the channel and forget what was written to standard error."""
        self.channel.close()
        self.complaints.close()


@dataclass(frozen=True)
class Ending:
    """How a worker ended: the signal that killed it, if one did, and its last words."""

    signal_name: str
    complaint: str


@dataclass
class Nursery:
    """Owns one template process; a new ``start`` follows a template that died.

    Attributes:
        graph: N-Quads file that the template loads.
        limits: what workers may use.
    """

    graph: Path
    limits: Limits
    quads: int = 0
    isolated_network: bool = False
    broken: bool = True
    _process: subprocess.Popen[bytes] | None = None
    _control: socket.socket | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def pid(self) -> int:
        """Process number of the template, 0 when there is none."""
        return self._process.pid if self._process else 0

    async def start(self) -> None:
        """Start the template and wait until the graph is loaded.

        Raises:
            InputError: when the graph cannot be loaded.
        """
        await self.stop()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = self._launch(theirs)
        self._control.setblocking(False)
        try:
            ready = await self._reply()
        except EOFError as error:
            raise InputError(
                self.graph,
                "the template ended while it loaded this file",
                vi="tiến trình nạp tệp này đã dừng giữa chừng",
            ) from error
        if "error" in ready:
            raise InputError(self.graph, ready["message"].removeprefix(f"{self.graph}: "))
        self.quads, self.isolated_network = ready["quads"], ready["isolated_network"]
        self.broken = False

    def _launch(self, theirs: socket.socket) -> subprocess.Popen[bytes]:
        limits = json.dumps(dataclasses.asdict(self.limits))
        descriptor = theirs.fileno()
        command = [sys.executable, "-m", "kg.store.template", str(descriptor), limits, str(self.graph)]
        # A backtrace of the engine takes a second to write and tells the caller nothing.
        environment = os.environ | {"RUST_BACKTRACE": "0"}
        return subprocess.Popen(  # noqa: S603 - our own module, our own arguments
            command,
            pass_fds=[descriptor],
            stdin=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )

    async def fork(self) -> Worker:
        """Return a new worker.

        Raises:
            EOFError: when the template is gone; ``broken`` is set then.
        """
        ours, theirs = socket.socketpair()
        complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
        try:
            with theirs:
                reply = await self._command({"op": "fork"}, [theirs.fileno(), complaints.fileno()])
            ours.setblocking(False)
            channel = await Channel.over(ours)
        except BaseException:
            # Also when the service stops meanwhile.
            ours.close()
            complaints.close()
            raise
        return Worker(reply["pid"], channel, complaints)

    async def end(self, worker: Worker) -> Ending:
        """Kill a worker that may still run, and return how it ended; a second call says nothing new.

        Raises:
            EOFError: when the template is gone; its workers died with it.
        """
        if worker.ended:
            return Ending("", "")
        worker.ended = True
        try:
            status = (await self._command({"op": "end", "pid": worker.pid}))["status"]
            worker.complaints.seek(0)
            complaint = worker.complaints.read().decode("utf-8", "replace")
        finally:
            worker.close()
        name = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else ""
        return Ending(name, complaint)

    async def _command(self, head: Head, descriptors: list[int] | None = None) -> Head:
        """Send one command and return its reply; commands take turns."""
        async with self._turn:
            if self.broken or self._control is None:
                raise EOFError
            try:
                # A command is far smaller than the socket's buffer and the last one was answered.
                socket.send_fds(self._control, [pack_frame(head)], descriptors or [])
                return await self._reply()
            except (EOFError, OSError) as error:
                self.broken = True
                raise EOFError from error

    async def _reply(self) -> Head:
        if self._control is None:
            raise EOFError
        return await receive_head(self._control)

    async def stop(self) -> None:
        """Close the template and, by the kernel's hand, all of its workers; wait until it is gone."""
        self.broken = True
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            process, self._process = self._process, None
            with contextlib.suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(process.wait, _STOP_SECONDS)
            process.kill()
            await asyncio.to_thread(process.wait)
