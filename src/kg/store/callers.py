"""For whom a query runs: the pool asks the caller for a turn, and charges what the query took.

The service sets ``CALLER`` for each request, so that whatever the request asks is on its client's account;
commands and tests leave it alone.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext
from contextvars import ContextVar
from typing import Final, Protocol


class Caller(Protocol):
    """Somebody whose queries are counted."""

    def turn(self, seconds: float) -> AbstractAsyncContextManager[None]:
        """Return a context inside which one query may run.

        Args:
            seconds: how long to wait for it.

        Raises:
            KgError: on entering, when the caller may not run a query now.
        """
        ...

    def charge(self, seconds: float) -> None:
        """Take processor time from the caller's account."""
        ...


class Nobody:
    """A caller without an account: the program itself."""

    def turn(self, seconds: float) -> AbstractAsyncContextManager[None]:  # noqa: ARG002 - never waits
        """Return a context that is entered at once."""
        return nullcontext()

    def charge(self, seconds: float) -> None:
        """Keep no account."""


CALLER: Final[ContextVar[Caller]] = ContextVar("caller", default=Nobody())  # noqa: B039 - it has no state
"""Who asks in the running task."""
