"""What every handler may use, typed: the state of one snapshot, from its first request to its last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from starlette.requests import HTTPConnection

from kg.store import ServedStore
from kg.web.config import WebConfig

SCOPE_KEY: Final = "kg.state"
"""Where ``kg.web.reloading`` leaves the state in the scope of a request, so that it stays the same."""

T = TypeVar("T")


@dataclass(frozen=True)
class WebState:
    """The running service on one snapshot.

    Attributes:
        config: as given to ``create_app``, but the snapshot is the folder itself, not a link to it.
        store: answers queries.
        memo: what handlers made once of this snapshot, by the type of what they made.
        lasting: what handlers keep from one snapshot to the next, by its type.
    """

    config: WebConfig
    store: ServedStore
    memo: dict[type, Any] = field(default_factory=dict)
    lasting: dict[type, Any] = field(default_factory=dict)

    def made_once(self, kind: type[T], make: Callable[[], T]) -> T:
        """Return what ``make`` returned when it was called first for this snapshot."""
        return _made_once(self.memo, kind, make)

    def kept_over(self, kind: type[T], make: Callable[[], T]) -> T:
        """Return what ``make`` returned when it was called first, for whichever snapshot."""
        return _made_once(self.lasting, kind, make)


def _made_once(made: dict[type, Any], kind: type[T], make: Callable[[], T]) -> T:
    found = made.get(kind)
    if not isinstance(found, kind):
        found = make()
        made[kind] = found
    return found


def state_of(connection: HTTPConnection) -> WebState:
    """Return the state that serves a request, from its beginning to its end."""
    state = connection.scope.get(SCOPE_KEY)
    if not isinstance(state, WebState):
        raise TypeError("the application has not started: enter its lifespan first")
    return state
