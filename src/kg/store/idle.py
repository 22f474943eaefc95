"""The workers that wait for a query, and the queries that wait for a worker, in the order of their coming."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass
class Idle(Generic[T]):
    """Gives what is put in to who waits longest.

    Unlike ``asyncio.Queue``, whoever comes while others wait does not get before them what is just put in. Of
    several that are idle the last one that worked is given: what it needs is still in the processor's caches.
    """

    _items: list[T] = field(default_factory=list)
    _waiting: deque[asyncio.Future[T]] = field(default_factory=deque)

    def __len__(self) -> int:
        """How many are idle."""
        return len(self._items)

    def put(self, item: T) -> None:
        """Give one to who waits longest, or keep it."""
        while self._waiting:
            first = self._waiting.popleft()
            if not first.done():
                first.set_result(item)
                return
        self._items.append(item)

    def take(self) -> T | None:
        """Return one that is idle; None when there is none."""
        return self._items.pop() if self._items else None

    async def get(self) -> T:
        """Return one, as soon as there is one and all who came before have theirs."""
        if self._items:
            return self._items.pop()
        mine: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        try:
            return await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self.put(mine.result())
            raise

    def clear(self) -> None:
        """Forget those that are idle."""
        self._items.clear()
