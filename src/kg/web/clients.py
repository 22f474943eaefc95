"""Gives every client its share: queries that run at once, and processor time from a token bucket.

A client is an IPv4 address or an IPv6 /64 network, which is what one subscriber gets (RFC 6177). The bucket
holds seconds of processor time and is refilled at a steady rate. What a query costs is known after it has
run, so a bucket may fall below zero; the client then waits until it is above again.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import QueueFull
from kg.store.callers import CALLER
from kg.web.problems import RequestError

_REMEMBERED: Final = 10_000
"""Clients whose accounts are kept; the one that was away longest is forgotten first."""
_AT_ONCE: Final = 20
"""Refusals that come at once after a pause: more than a person or a well-made program meets."""
_LIMIT_WEIGHT: Final = 4
"""Refusals that an answer 503 counts for."""
_LONGEST_WAIT: Final = 2.0
"""Seconds that a refusal is held back at most: a client must not take it for a lost one."""


@dataclass(frozen=True)
class ClientLimits:
    """Bounds of what one client may use; the defaults are those of the public service.

    Attributes:
        running: queries of one client that run at once; always one fewer than there are workers, if that is
            less, so that nobody can take them all.
        waiting: further queries of one client that wait for their turn.
        cpu_seconds: processor time that a client may use in one go; 0 for no bound.
        cpu_rate: seconds of processor time that every second gives back.
        refusals: requests of a client that are refused in a second without a wait; 0 for no bound.
    """

    running: int = 2
    waiting: int = 32
    cpu_seconds: float = 30.0
    cpu_rate: float = 0.5
    refusals: float = 10.0


@dataclass
class Client:
    """The account of one client; a ``kg.store.callers.Caller``."""

    limits: ClientLimits
    queue: Queue
    clock: Callable[[], float]
    slots: asyncio.Semaphore
    tokens: float
    touched: float
    waiting: int = 0
    paced: float = 0.0

    @property
    def idle(self) -> bool:
        """Whether nothing of the client runs or waits."""
        return self.waiting == 0 and not self.slots.locked()

    def charge(self, seconds: float) -> None:
        """Take processor time from the bucket."""
        self._refill()
        self.tokens -= seconds

    def _refill(self) -> None:
        now = self.clock()
        gained = (now - self.touched) * self.limits.cpu_rate
        self.tokens, self.touched = min(self.limits.cpu_seconds, self.tokens + gained), now

    def retry_after(self) -> int:
        """Return the whole seconds after which the client may ask again."""
        self._refill()
        return max(1, math.ceil(-self.tokens / self.limits.cpu_rate))

    def hold_back(self, status: int) -> float:
        """Count a refusal; return the seconds after which it is told, so that they keep their pace.

        What ended a worker, or ran into a limit of the service, counts for several: a new worker costs more
        than reading a query. The pace is that of the generic cell rate algorithm (ITU-T I.371, A.1): some
        refusals come at once.
        """
        if not self.limits.refusals:
            return 0.0
        now = self.clock()
        weight = _LIMIT_WEIGHT if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 1
        self.paced = max(self.paced, now) + weight / self.limits.refusals
        return min(max(0.0, self.paced - now - _AT_ONCE / self.limits.refusals), _LONGEST_WAIT)

    @asynccontextmanager
    async def turn(self, seconds: float) -> AsyncIterator[None]:
        """Wait until fewer than ``limits.running`` queries of the client run.

        Raises:
            RequestError: 429, when the bucket is empty or too many of the client's queries wait.
            QueueFull: when too many queries of all clients wait.
        """
        self._refill()
        if self.limits.cpu_seconds and self.tokens <= 0:
            seconds = self.retry_after()
            raise RequestError(
                HTTPStatus.TOO_MANY_REQUESTS,
                "budget-spent",
                f"your queries used up your processor time; ask again in {seconds} s",
                vi=f"các truy vấn của bạn đã dùng hết thời gian xử lý; hãy hỏi lại sau {seconds} giây",
            )
        await self._wait(seconds)
        try:
            yield
        finally:
            self.slots.release()

    async def _wait(self, seconds: float) -> None:
        if not self.slots.locked():
            await self.slots.acquire()
            return
        self._check_queues()
        self.waiting += 1
        self.queue.waiting += 1
        try:
            async with asyncio.timeout(seconds):
                await self.slots.acquire()
        except TimeoutError as error:
            message = f"your other queries ran for more than {seconds:g} s; send fewer at once"
            vi = f"các truy vấn khác của bạn chạy quá {seconds:g} giây; hãy gửi ít hơn cùng lúc"
            raise RequestError(HTTPStatus.TOO_MANY_REQUESTS, "too-many-at-once", message, vi=vi) from error
        finally:
            self.waiting -= 1
            self.queue.waiting -= 1

    def _check_queues(self) -> None:
        if self.waiting >= self.limits.waiting:
            message = f"{self.waiting} of your queries wait already; send fewer at once"
            vi = f"đã có {self.waiting} truy vấn của bạn đang chờ; hãy gửi ít hơn cùng lúc"
            raise RequestError(HTTPStatus.TOO_MANY_REQUESTS, "too-many-at-once", message, vi=vi)
        if self.queue.waiting >= self.queue.length:
            raise QueueFull(
                f"{self.queue.waiting} queries wait already; try again in a few seconds",
                vi=f"đã có {self.queue.waiting} truy vấn đang chờ; hãy thử lại sau vài giây",
            )


@dataclass
class Queue:
    """How many queries of all clients wait for a turn, and may."""

    length: int
    waiting: int = 0


@dataclass
class Clients:
    """The accounts of all clients.

    Attributes:
        limits: of each.
        workers: that run queries.
        queue: queries of all clients that wait for their client's turn.
        clock: seconds from any start, never backwards.
    """

    limits: ClientLimits
    workers: int
    queue: Queue
    clock: Callable[[], float] = time.monotonic
    _known: OrderedDict[str, Client] = field(default_factory=OrderedDict)

    def client(self, address: str) -> Client:
        """Return the account of whoever has this address."""
        key = client_key(address)
        found = self._known.get(key)
        if found is None:
            slots = asyncio.Semaphore(max(1, min(self.limits.running, self.workers - 1)))
            tokens, now = self.limits.cpu_seconds, self.clock()
            found = Client(self.limits, self.queue, self.clock, slots, tokens, now)
            self._known[key] = found
            self._forget()
        self._known.move_to_end(key)
        return found

    def _forget(self) -> None:
        if len(self._known) > _REMEMBERED:
            oldest = next((key for key, client in self._known.items() if client.idle), None)
            if oldest is not None:
                del self._known[oldest]


@lru_cache(maxsize=_REMEMBERED)
def client_key(address: str) -> str:
    """Return who an address belongs to.

    >>> client_key("2001:db8::1"), client_key("::ffff:192.0.2.1"), client_key("unix")
    ('2001:db8::/64', '192.0.2.1', '')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((int(found), 64), strict=False))
    return str(found)


@dataclass(frozen=True)
class Accounts:
    """ASGI middleware: whatever a request asks of the store, and each refusal, is on its client's account.

    Attributes:
        app: the rest of the application.
        clients: the accounts.
    """

    app: ASGIApp
    clients: Clients

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; an answer 429 says when the client's bucket is filled again."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        client = self.clients.client((scope.get("client") or ("", 0))[0])

        async def send_with_advice(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= HTTPStatus.BAD_REQUEST:
                if message["status"] == HTTPStatus.TOO_MANY_REQUESTS:
                    MutableHeaders(scope=message)["Retry-After"] = str(client.retry_after())
                wait = client.hold_back(message["status"])
                if wait:
                    await asyncio.sleep(wait)
            await send(message)

        token = CALLER.set(client)
        try:
            await self.app(scope, receive, send_with_advice)
        finally:
            CALLER.reset(token)
