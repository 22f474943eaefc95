"""Counts requests for Prometheus, and on request writes one line of JSON for each, without personal data.

Labels are bounded: routes by their pattern, methods that exist, statuses. A line has no address, no path, no
query and no name of a browser, so it is nobody's data.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from secrets import token_hex
from typing import Final, TextIO

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.reloading import Service

_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"})
_BUCKETS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, eq=False)
class _StoreGauges(Collector):
    """Reads how the store is doing whenever the metrics are read."""

    service: Service

    def collect(self) -> Iterator[Metric]:
        """Yield what ``kg.store.Status`` holds."""
        status = self.service.current.state.store.status()
        yield InfoMetricFamily("kg_data", "What is served.", {"version": status.data_version})
        gauges = {
            "kg_quads": ("Statements loaded.", status.quads),
            "kg_workers": ("Workers alive.", status.workers),
            "kg_workers_idle": ("Workers that wait for a query.", status.idle),
            "kg_queries_waiting": ("Queries that wait for a worker.", status.waiting),
            "kg_workers_ended": ("Workers ended since this snapshot was loaded.", status.ended),
            "kg_reloads": ("Snapshots loaded since the start.", self.service.reloads),
            "kg_reload_failed": ("1 when the snapshot that lies there could not be loaded.", self._failed),
        }
        for name, (text, value) in gauges.items():
            yield GaugeMetricFamily(name, text, value)

    @property
    def _failed(self) -> int:
        return int(bool(self.service.failure))


@dataclass(frozen=True)
class Metrics:
    """The metrics of one application; each has its own registry, so that two do not share numbers."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram
    _children: dict[tuple[str, str, int], tuple[Counter, Histogram]] = field(default_factory=dict)

    @classmethod
    def of_service(cls, service: Service) -> Metrics:
        """Return metrics that begin at zero."""
        registry = CollectorRegistry()
        registry.register(_StoreGauges(service))
        labels = ("route", "method", "status")
        requests = Counter("kg_requests", "Requests answered.", labels, registry=registry)
        seconds = Histogram(
            "kg_request_seconds",
            "Time until the answer was sent.",
            ("route",),
            registry=registry,
            buckets=_BUCKETS,
        )
        return cls(registry, requests, seconds)

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answer; how many combinations there are is bounded, and each is looked up once."""
        children = self._children.get((route, method, status))
        if children is None:
            children = self.requests.labels(route, method, str(status)), self.seconds.labels(route)
            self._children[route, method, status] = children
        children[0].inc()
        children[1].observe(seconds)

    def text(self) -> bytes:
        """Return all metrics in the text format of Prometheus."""
        return generate_latest(self.registry)


@dataclass
class _Seen:
    """What is noted of one answer while it is sent."""

    status: int = HTTPStatus.INTERNAL_SERVER_ERROR
    size: int = 0


@dataclass(frozen=True)
class Observation:
    """ASGI middleware: counts, writes the log, and gives every request an id.

    Attributes:
        app: the rest of the application.
        metrics: where requests are counted.
        log: where lines are written; None for no log.
    """

    app: ASGIApp
    metrics: Metrics
    log: TextIO | None = field(default=None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note how it was answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        identifier = given if _ID.fullmatch(given) else token_hex(16)
        seen, start = _Seen(), time.perf_counter()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", identifier.encode())]
            elif message["type"] == "http.response.body":
                seen.size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            self._note(scope, seen, identifier, time.perf_counter() - start)

    def _note(self, scope: Scope, seen: _Seen, identifier: str, seconds: float) -> None:
        route = route_of(scope)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self.metrics.count(route, method, int(seen.status), seconds)
        if self.log is not None:
            line = {
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "id": identifier,
                "method": method,
                "route": route,
                "status": seen.status,
                "seconds": round(seconds, 4),
                "bytes": seen.size,
            }
            self.log.write(json.dumps(line) + "\n")
            self.log.flush()


def route_of(scope: Scope) -> str:
    """Return the pattern of the route that answered; ``unmatched`` when none did."""
    return str(getattr(scope.get("route"), "path", "unmatched"))


def standard_log() -> TextIO:
    """Return where a service writes its log."""
    return sys.stdout
