"""Goes over to a new snapshot without failing a request.

A generation is a snapshot with its store. A request keeps the generation that it began with; an old one
ends when its last request has ended. A snapshot that cannot be loaded is reported, and the last good one
goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import InputError, KgError
from kg.store import RemoteStore, ServedStore, Supervisor
from kg.web.config import WebConfig
from kg.web.state import SCOPE_KEY, WebState

_LOG: Final = logging.getLogger(__name__)
_WATCH_SECONDS: Final = 1.0
PREVIOUS: Final = "previous"
"""Beside the link to the snapshot, the link to the one before it (``kg.build.snapshot``)."""


@dataclass
class Generation:
    """A snapshot that is served, and how many requests use it."""

    state: WebState
    users: int = 0
    unused: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Service:
    """Owns the generations; ``start`` before the first request, ``stop`` after the last.

    Attributes:
        config: its snapshot may be a link that a build switches.
        reloads: snapshots loaded since the start.
        failure: why the snapshot that lies there now was not loaded; empty when it was.
    """

    config: WebConfig
    reloads: int = 0
    failure: str = ""
    _current: Generation | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _refused: Path | None = None
    _lasting: dict[type, Any] = field(default_factory=dict)

    @property
    def current(self) -> Generation:
        """The generation that new requests begin with.

        Raises:
            TypeError: before the start and after the end.
        """
        if self._current is None:
            raise TypeError("the application has not started: enter its lifespan first")
        return self._current

    async def start(self) -> None:
        """Load the snapshot, then watch for another.

        Raises:
            InputError: when it cannot be loaded, nor the one before it.
        """
        self._current = await self._load_last_good()
        self._begin(self._watch())
        if threading.current_thread() is threading.main_thread():
            with contextlib.suppress(NotImplementedError, AttributeError):
                loop = asyncio.get_running_loop()
                loop.add_signal_handler(signal.SIGHUP, lambda: self._begin(self.reload()))

    async def stop(self) -> None:
        """End all stores; running queries fail."""
        if threading.current_thread() is threading.main_thread():
            with contextlib.suppress(NotImplementedError, AttributeError):
                asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        current, self._current = self._current, None
        if current is not None:
            await current.state.store.stop()

    async def reload(self) -> None:
        """Serve the snapshot that lies there now, if it is another than the one that is served."""
        async with self._turn:
            folder = await self._folder()
            old = self.current
            if folder in (old.state.config.snapshot, self._refused):
                return
            try:
                new = await self._load(folder)
            except (KgError, OSError) as error:
                self.failure, self._refused = str(error), folder
                _LOG.error("the new snapshot is not served: %s", error)
                return
            self._current, self.failure, self._refused = new, "", None
            self.reloads += 1
            if old.users == 0:
                old.unused.set()
            self._begin(self._retire(old))

    async def _folder(self) -> Path:
        return await asyncio.to_thread(self.config.snapshot.resolve)

    async def _load_last_good(self) -> Generation:
        """Load the snapshot, or the one before it where that one is damaged."""
        folder = await self._folder()
        try:
            return await self._load(folder)
        except InputError as error:
            previous = await asyncio.to_thread(self.config.snapshot.with_name(PREVIOUS).resolve)
            if not previous.is_dir() or previous == folder:
                raise
            self.failure, self._refused = str(error), folder
            _LOG.error("the snapshot is not served, but the one before it: %s", error)
            return await self._load(previous)

    async def _load(self, folder: Path) -> Generation:
        config = self.config
        store: ServedStore
        if config.remote is None:
            store = Supervisor(folder, config.limits, config.prefixes)
        else:
            store = RemoteStore(folder, config.remote, config.limits, config.prefixes)
        await store.start()
        return Generation(WebState(replace(self.config, snapshot=folder), store, lasting=self._lasting))

    async def _retire(self, old: Generation) -> None:
        try:
            await old.unused.wait()
        finally:
            await old.state.store.stop()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            await self.reload()

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


@dataclass(frozen=True)
class Leases:
    """ASGI middleware: a request is served from one generation, which lives at least as long."""

    app: ASGIApp
    service: Service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the current generation."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        generation = self.service.current
        generation.users += 1
        # Not a copy of the scope: in it the router tells the middleware around us which route it took.
        scope[SCOPE_KEY] = generation.state
        try:
            await self.app(scope, receive, send)
        finally:
            generation.users -= 1
            if generation.users == 0 and generation is not self.service.current:
                generation.unused.set()
