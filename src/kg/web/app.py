"""Makes the application: routers, middleware, and the store from start to stop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Final

from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from kg.web import catalogue, change_feed, findings_api, health, questions_api, sparql
from kg.web.clients import Accounts, Clients, Queue
from kg.web.compression import Compression, WeakTags
from kg.web.config import WebConfig
from kg.web.headers import SecurityHeaders
from kg.web.observation import Metrics, Observation, standard_log
from kg.web.openapi import describe_api
from kg.web.pages import ROUTERS as PAGES
from kg.web.pages.query import sparql_page
from kg.web.problems import LastResort, install_problems
from kg.web.reloading import Leases, Service
from kg.web.shortcut import Shortcut

ROUTERS: Final[tuple[APIRouter, ...]] = (
    sparql.router,
    questions_api.router,
    findings_api.router,
    change_feed.router,
    health.router,
    catalogue.router,
    *PAGES,
)
"""Everything that the service serves, in the order of matching."""

_EXPOSED: Final = ("ETag", "Link", "Location", "Retry-After", "X-Request-ID")


def create_app(config: WebConfig, routers: Sequence[APIRouter] = ROUTERS) -> FastAPI:
    """Return the application of a snapshot; its lifespan loads the data and starts the workers.

    ``app.state.sparql_page`` may be set to a handler that shows the query form to browsers
    (``kg.web.sparql``); ``app.state.service`` and ``app.state.metrics`` are for ``kg.web.health``.
    """
    service = Service(config)
    metrics = Metrics.of_service(service)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await service.start()
        try:
            yield
        finally:
            await service.stop()

    # FastAPI's own documentation pages load scripts from other hosts.
    app = FastAPI(
        title="diaban",
        version=version("diaban"),
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        # What is noted of requests is nobody's data, so no variable of the environment may have them traced.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    document = describe_api(app.title, app.version, routers)
    app.openapi = lambda: document  # type: ignore[method-assign] # the way that FastAPI documents
    app.state.sparql_page = sparql_page
    app.state.service, app.state.metrics = service, metrics
    install_problems(app)
    for router in routers:
        app.include_router(router)
    app.add_middleware(Shortcut, route=sparql.ROUTE)
    clients = Clients(config.clients, config.limits.workers, Queue(config.limits.queue))
    app.add_middleware(Accounts, clients=clients)
    app.add_middleware(Leases, service=service)
    app.add_middleware(Compression)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)
    app.add_middleware(WeakTags)
    # The last one added is the outermost: even the answer to a fault bears the security headers.
    app.add_middleware(LastResort)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=list(_EXPOSED),
    )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Observation, metrics=metrics, log=standard_log() if config.access_log else None)
    return app
