"""A pool of workers with a bounded queue and a deadline per exchange; whoever dies is replaced."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from kg.errors import DeadlineExceeded, KgError, QueueFull, WorkerDied
from kg.store.callers import CALLER
from kg.store.contract import Limits
from kg.store.frames import Head
from kg.store.idle import Idle
from kg.store.nursery import Ending, Nursery, Worker

_LOG: Final = logging.getLogger(__name__)
T = TypeVar("T")

_MEBIBYTE: Final = 1024 * 1024
_PATIENCE: Final = 0.5
"""Seconds after which a query runs at low priority, so that short ones need not share the processor."""


@dataclass
class Pool:
    """Keeps ``limits.workers`` workers alive and lends one to each exchange.

    Attributes:
        nursery: forks and ends workers; started anew when the template has died.
        limits: number of workers, length of the queue, memory for messages.
        alive: workers that are idle or busy.
        waiting: exchanges that wait for a worker.
        ended: workers killed, died or replaced so far.
    """

    nursery: Nursery
    limits: Limits
    alive: set[Worker] = field(default_factory=set)
    waiting: int = 0
    ended: int = 0
    _idle: Idle[Worker] = field(default_factory=Idle)
    _spawning: set[asyncio.Task[None]] = field(default_factory=set)
    _ending: set[asyncio.Task[Ending]] = field(default_factory=set)
    _restart: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def idle(self) -> int:
        """Workers that wait for a query."""
        return len(self._idle)

    async def start(self) -> None:
        """Load the graph and fork the workers.

        Raises:
            InputError: when the graph cannot be loaded.
        """
        await self.nursery.start()
        for _ in range(self.limits.workers):
            await self._spawn()

    async def stop(self) -> None:
        """End the template and all workers; running exchanges fail with WorkerDied."""
        tasks = [*self._spawning, *self._ending]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.nursery.stop()
        for worker in self.alive:
            worker.close()
        self.alive.clear()
        self._idle.clear()

    async def exchange(self, frame: bytes, seconds: float) -> tuple[Head, bytes]:
        """Send a frame to a free worker and return its answer; ``CALLER`` gives the turn and is charged.

        Raises:
            KgError: when the caller may not run a query now.
            QueueFull: when too many wait, or no worker came free within ``seconds``.
            DeadlineExceeded: when the answer takes longer than ``seconds``.
            WorkerDied: when the worker ended instead of answering.
        """
        async with CALLER.get().turn(seconds):
            worker = await self._take(seconds)
            return await self._run(worker, frame, seconds)

    async def _run(self, worker: Worker, frame: bytes, seconds: float) -> tuple[Head, bytes]:
        start = time.monotonic()
        used: float | None = None
        reusable = False
        patience = asyncio.get_running_loop().call_later(_PATIENCE, worker.step_back)
        try:
            head, body = await self._ask(worker, frame, seconds)
            # Only a privileged process could give a worker its old priority back.
            used, reusable = head["cpu"], not head.get("spent", False) and not worker.slow
        finally:
            patience.cancel()
            # A worker that was ended cannot tell; it was busy all the time.
            CALLER.get().charge(time.monotonic() - start if used is None else used)
            # Also reached when the caller is cancelled: its worker is busy then, and must go.
            if reusable:
                self._idle.put(worker)
            else:
                self._replace(worker)
        return head, body

    async def _take(self, seconds: float) -> Worker:
        self._refill()
        if not self._idle and self.waiting >= self.limits.queue:
            raise QueueFull(
                f"{self.waiting} queries wait already; try again in a few seconds",
                vi=f"đã có {self.waiting} truy vấn đang chờ; hãy thử lại sau vài giây",
            )
        while (free := self._idle.take()) is not None:
            if not free.channel.gone:
                return free
            # It died while it was idle, so nobody's query is to blame.
            self._replace(free)
        self.waiting += 1
        try:
            async with asyncio.timeout(seconds):
                while (worker := await self._idle.get()).channel.gone:
                    self._replace(worker)
                return worker
        except TimeoutError as error:
            raise QueueFull(
                f"no worker came free within {seconds:g} s; try again in a few seconds",
                vi=f"trong {seconds:g} giây không có tiến trình nào rảnh; hãy thử lại sau vài giây",
            ) from error
        finally:
            self.waiting -= 1

    async def _ask(self, worker: Worker, frame: bytes, seconds: float) -> tuple[Head, bytes]:
        try:
            async with asyncio.timeout(seconds):
                return await worker.channel.ask(frame)
        except TimeoutError as error:
            raise DeadlineExceeded(
                f"the query ran longer than {seconds:g} s and was ended; narrow it or add LIMIT",
                vi=f"truy vấn chạy quá {seconds:g} giây và đã bị dừng; hãy thu hẹp hoặc thêm LIMIT",
            ) from error
        except EOFError as error:
            said, vi = explain(await self._end(worker), self.limits)
            raise WorkerDied(said, vi=vi) from error

    def _replace(self, worker: Worker) -> None:
        """End a worker and begin to fork another; the caller waits for neither."""
        self.alive.discard(worker)
        self.ended += 1
        _keep(self._ending, self._end(worker))
        self._refill()

    def _refill(self) -> None:
        for _ in range(self.limits.workers - len(self.alive) - len(self._spawning)):
            _keep(self._spawning, self._spawn_or_tell())

    async def _end(self, worker: Worker) -> Ending:
        try:
            return await self.nursery.end(worker)
        except EOFError:
            return Ending("", "")

    async def _spawn_or_tell(self) -> None:
        """Fork a worker; on failure the log says why, and the next query tries again."""
        try:
            await self._spawn()
        except (KgError, OSError, EOFError):
            _LOG.exception("no worker could be started")

    async def _spawn(self) -> None:
        try:
            worker = await self.nursery.fork()
        except EOFError:
            async with self._restart:
                if self.nursery.broken:
                    await self.nursery.start()
            worker = await self.nursery.fork()
        self.alive.add(worker)
        self._idle.put(worker)


def _keep(tasks: set[asyncio.Task[T]], work: Coroutine[Any, Any, T]) -> None:
    """Run work in the background; the set keeps the task alive until it is done."""
    task = asyncio.create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


def explain(ending: Ending, limits: Limits) -> tuple[str, str]:
    """Return what a caller should know of a worker's end, and do, in English and Vietnamese.

    >>> explain(Ending("SIGABRT", "does not correctly implement a total order"), Limits())[0]
    'the engine cannot sort these values of mixed types; sort by one type, as in ORDER BY STR(?x)'
    """
    if "total order" in ending.complaint:
        return (
            "the engine cannot sort these values of mixed types; sort by one type, as in ORDER BY STR(?x)",
            "không sắp xếp được các giá trị khác kiểu; hãy xếp theo một kiểu, như ORDER BY STR(?x)",
        )
    if "memory allocation" in ending.complaint or "MemoryError" in ending.complaint:
        memory = limits.worker_memory // _MEBIBYTE
        return (
            f"the query needed more than {memory} MiB of memory; narrow it, or sort and group fewer rows",
            f"truy vấn cần hơn {memory} MiB bộ nhớ; hãy thu hẹp, hoặc sắp xếp và gộp ít dòng hơn",
        )
    if "overflow" in ending.complaint or ending.signal_name == "SIGSEGV":
        return (
            "the query is nested too deeply for the engine; make it flatter",
            "truy vấn lồng nhau quá sâu; hãy viết phẳng hơn",
        )
    how = f" ({ending.signal_name})" if ending.signal_name else ""
    return (
        f"the process that ran the query ended{how}; simplify the query, or try again",
        f"tiến trình chạy truy vấn đã kết thúc{how}; hãy đơn giản hóa truy vấn, hoặc thử lại",
    )
