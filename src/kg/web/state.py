"""What every handler may use, typed; it lives in ``app.state`` from start to stop."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from kg.store import Supervisor
from kg.web.config import WebConfig


@dataclass(frozen=True)
class WebState:
    """The running service.

    Attributes:
        config: as given to ``create_app``.
        store: answers queries.
    """

    config: WebConfig
    store: Supervisor


def state_of(connection: HTTPConnection) -> WebState:
    """Return the state of the application that serves a request."""
    state = connection.app.state.kg
    if not isinstance(state, WebState):
        raise TypeError("the application has not started: enter its lifespan first")
    return state
